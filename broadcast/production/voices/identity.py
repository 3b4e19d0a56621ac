"""A voice -> everything that changes its sound besides text and speed; told without loading the voice.

The installed versions are looked up once a process: what it has loaded stays as it was.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from broadcast.programme.settings import ESPEAK, GTTS

ONLINE_ENGINES = frozenset({GTTS})
"""The engines that need the network."""
ONE_PACE = frozenset({GTTS})
"""The engines that speak at their own pace whatever speed is asked of them; whoever asked stretches the sound."""

GTTS_LANGUAGE, GTTS_TLD = "vi", "com"
ESPEAK_VOICE = "vi"
"""Northern and plain: the variants, the central and the southern voice are heard worse."""
ESPEAK_WORDS_A_MINUTE = 120
"""100 to 130 are heard best. The library's own words: a Vietnamese one takes about 0.35 s at 120."""
ESPEAK_VOLUME = 70
"""Percent. At 100 the loudest vowels run into the library's own limiter; loudness is set by the mixdown."""


def identities() -> Mapping[str, str]:
    """Return the identity of each voice that the program has, by the voice's name."""
    return {GTTS: gtts_identity(), ESPEAK: espeak_identity()}


@cache
def gtts_identity() -> str:
    """Tell what changes the sound of Google's voice: gTTS's version, the language, site and pace asked for."""
    return f"gTTS {version('gTTS')}, {GTTS_LANGUAGE}, {GTTS_TLD}, normal"


@cache
def espeak_identity() -> str:
    """Return what changes the sound of espeak: its version, voice, pace and volume."""
    loader = version("espeakng-loader")  # pins the library and the tables inside
    return (
        f"espeakng-loader {loader}, voice {ESPEAK_VOICE}, {ESPEAK_WORDS_A_MINUTE} words a minute,"
        f" volume {ESPEAK_VOLUME}"
    )
