"""A voice -> everything that changes its sound besides text and speed; told without loading the voice."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from broadcast.base.errors import DiskError
from broadcast.base.packages import installed
from broadcast.library.voiceshelf import InstalledVoice, chosen_voice
from broadcast.programme.described_voice import EdgeVoice, HttpVoice, without_written_secrets
from broadcast.programme.voice import EDGE, ESPEAK, GTTS, HTTP, PIPER, Voice

ONLINE_ENGINES = frozenset({GTTS, HTTP, EDGE})
"""The engines that need the network."""
ONE_PACE = frozenset({GTTS})
"""The engines that speak at their own pace whatever speed is asked of them; whoever asked stretches the sound."""

PIPER_PACKAGE, EDGE_PACKAGE = "piper-tts", "edge-tts"
"""What the extras of these engines bring along."""
GTTS_LANGUAGE, GTTS_TLD = "vi", "com"
ESPEAK_VOICE = "vi"
"""Northern and plain: the variants, the central and the southern voice are heard worse."""
ESPEAK_WORDS_A_MINUTE = 120
"""100 to 130 are heard best. The library's own words: a Vietnamese one takes about 0.35 s at 120."""
ESPEAK_VOLUME = 70
"""Percent. At 100 the loudest vowels run into the library's own limiter; loudness is set by the mixdown."""


def identities(voice: Voice, home: Path) -> Mapping[str, str]:
    """Return the identity of each voice that the ward in the folder `home` can be read by, by its engine's name.

    `voice`: the playlist's settings of voices. An engine that is not installed, or has no voice, has none.
    """
    known = {GTTS: gtts_identity(), ESPEAK: espeak_identity()}
    if (on_shelf := piper_voice(voice, home)) is not None:
        known[PIPER] = piper_identity(on_shelf, voice.piper.speaker)
    if voice.http is not None:
        known[HTTP] = http_identity(voice.http)
    if has_edge():
        known[EDGE] = edge_identity(voice.edge)
    return known


def one_pace(engine: str, voice: Voice) -> bool:
    """Whether the engine speaks at its own pace whatever is asked: one of ONE_PACE, or a server told no speed."""
    return engine in ONE_PACE or (engine == HTTP and voice.http is not None and not voice.http.takes_speed)


def piper_voice(voice: Voice, home: Path) -> InstalledVoice | None:
    """Return the voice of the shelf that the engine `piper` reads with; None without one, or without piper."""
    with suppress(DiskError):  # a shelf that cannot be read holds no voice; `check` tells of it
        return chosen_voice(home, voice.piper.voice) if installed(PIPER_PACKAGE) is not None else None
    return None


def piper_identity(voice: InstalledVoice, speaker: int) -> str:
    """Tell what changes the sound of a Piper voice: who runs it, its two files, the speaker and the scales."""
    return (
        f"{PIPER_PACKAGE} {installed(PIPER_PACKAGE)}, onnxruntime {installed('onnxruntime')},"
        f" model {voice.model_sha256}, config {voice.config_sha256}, speaker {speaker},"
        f" noise_scale 0, noise_w_scale 0, not normalized"
    )


def http_identity(voice: HttpVoice) -> str:
    """Tell what changes the sound of a described voice: its host, and a digest of all that is sent but secrets.

    What stands in a variable of the environment goes in by the variable's name: another key is the same voice.
    """
    described = json.dumps(without_written_secrets(voice), ensure_ascii=False)
    return f"http {voice.host}, described {hashlib.sha256(described.encode()).hexdigest()}"


def edge_identity(voice: EdgeVoice) -> str:
    """Tell what changes the sound of Edge's voice and can be known here: edge-tts's version and the voice's name.

    Microsoft may change a voice under its name; nobody is told.
    """
    return f"{EDGE_PACKAGE} {installed(EDGE_PACKAGE)}, {voice.voice}"


def has_edge() -> bool:
    """Whether the package is installed that the engine `edge` needs."""
    return installed(EDGE_PACKAGE) is not None


def gtts_identity() -> str:
    """Tell what changes the sound of Google's voice: gTTS's version, the language, site and pace asked for."""
    return f"gTTS {installed('gTTS')}, {GTTS_LANGUAGE}, {GTTS_TLD}, normal"


def espeak_identity() -> str:
    """Return what changes the sound of espeak: its version, voice, pace and volume."""
    loader = installed("espeakng-loader")  # pins the library and the tables inside
    return (
        f"espeakng-loader {loader}, voice {ESPEAK_VOICE}, {ESPEAK_WORDS_A_MINUTE} words a minute,"
        f" volume {ESPEAK_VOLUME}"
    )
