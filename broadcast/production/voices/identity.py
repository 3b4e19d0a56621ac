"""A voice -> everything that changes its sound besides text and speed; told without loading the voice.

The installed versions are looked up once a process: what it has loaded stays as it was.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from broadcast.library.voiceshelf import InstalledVoice, chosen_voice
from broadcast.programme.described_voice import EdgeVoice, HttpVoice, without_written_secrets
from broadcast.programme.settings import EDGE, ESPEAK, GTTS, HTTP, PIPER, Voice

ONLINE_ENGINES = frozenset({GTTS, HTTP, EDGE})
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


def identities(voice: Voice, home: Path) -> Mapping[str, str]:
    """Return the identity of each voice that the ward in the folder `home` can be read by, by its engine's name.

    `voice`: the playlist's settings of voices. An engine that is not installed, or has no voice, has none.
    """
    known = {GTTS: gtts_identity(), ESPEAK: espeak_identity()}
    if (installed := piper_voice(voice, home)) is not None:
        known[PIPER] = piper_identity(installed, voice.piper.speaker)
    if voice.http is not None:
        known[HTTP] = http_identity(voice.http)
    if edge_version() is not None:
        known[EDGE] = edge_identity(voice.edge)
    return known


def one_pace(engine: str, voice: Voice) -> bool:
    """Whether the engine speaks at its own pace whatever is asked: one of ONE_PACE, or a server told no speed."""
    return engine in ONE_PACE or (engine == HTTP and voice.http is not None and not voice.http.takes_speed)


def piper_voice(voice: Voice, home: Path) -> InstalledVoice | None:
    """Return the voice of the shelf that the engine `piper` reads with; None without one, or without piper."""
    installed = None
    with suppress(OSError):  # a shelf that cannot be read holds no voice; `check` tells of it
        installed = chosen_voice(home, voice.piper.voice)
    return installed if installed is not None and has_piper() else None


def has_piper() -> bool:
    """Whether the package is installed that the engine `piper` needs."""
    return _version("piper-tts") is not None


def piper_identity(installed: InstalledVoice, speaker: int) -> str:
    """Tell what changes the sound of a Piper voice: who runs it, its two files, the speaker and the scales."""
    return (
        f"piper-tts {_version('piper-tts')}, onnxruntime {_version('onnxruntime')},"
        f" model {installed.model_sha256}, config {installed.config_sha256}, speaker {speaker},"
        f" noise_scale 0, noise_w_scale 0, not normalized"
    )


@cache
def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


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
    return f"edge-tts {edge_version()}, {voice.voice}"


@cache
def edge_version() -> str | None:
    """Return the version of edge-tts that is installed; None where it is not."""
    try:
        return version("edge-tts")
    except PackageNotFoundError:
        return None


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
