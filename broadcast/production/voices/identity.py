"""A voice -> everything that changes its sound besides text and speed; told without loading the voice."""

from collections.abc import Mapping
from importlib.metadata import version

from broadcast.programme.settings import ESPEAK, GTTS

ONLINE_ENGINES = frozenset({GTTS})
"""The engines that need the network."""
ONE_PACE = frozenset({GTTS})
"""The engines that speak at their own pace whatever speed is asked of them; whoever asked stretches the sound."""

ESPEAK_VOICE = "vi"
"""Northern and plain: the variants, the central and the southern voice are heard worse."""
ESPEAK_WORDS_A_MINUTE = 120
"""100 to 130 are heard best. The library's own words: a Vietnamese one takes about 0.35 s at 120."""
ESPEAK_VOLUME = 70
"""Percent. At 100 the loudest vowels run into the library's own limiter; loudness is set by the mixdown."""


def identities() -> Mapping[str, str]:
    """Return the identity of each voice that the program has, by the voice's name."""
    return {GTTS: gtts_identity(), ESPEAK: espeak_identity()}


def gtts_identity(language: str = "vi", tld: str = "com", *, slow: bool = False) -> str:
    """Return what changes the sound of Google's voice: gTTS's version, its language, site and pace."""
    return f"gTTS {version('gTTS')}, {language}, {tld}, {'slow' if slow else 'normal'}"


def espeak_identity() -> str:
    """Return what changes the sound of espeak: its version, voice, pace and volume."""
    loader = version("espeakng-loader")  # pins the library and the tables inside
    return (
        f"espeakng-loader {loader}, voice {ESPEAK_VOICE}, {ESPEAK_WORDS_A_MINUTE} words a minute,"
        f" volume {ESPEAK_VOLUME}"
    )
