"""An engine, the playlist's voices and the shelf -> why it cannot read on this machine; nothing is loaded."""

import os
from pathlib import Path

from broadcast.base.errors import BroadcastError, SpeechError, tell
from broadcast.base.packages import installed, lacking
from broadcast.library.voiceshelf import InstalledVoice, chosen_voice
from broadcast.production.voices.identity import EDGE_PACKAGE, PIPER_PACKAGE
from broadcast.production.voices.loading import verified
from broadcast.production.voices.online.variables import variables_of
from broadcast.programme.described_voice import HttpVoice
from broadcast.programme.voice import EDGE, HTTP, PIPER, PiperSettings, Voice


def why_not(engine: str, voice: Voice, home: Path) -> BroadcastError | None:
    """Return why the engine cannot read for the ward in `home`, and what to do; None where it can.

    Whether the network can be reached is not asked. For `piper` the chosen voice's files are read whole and
    verified: some tenths of a second. What only loading them could tell is not found.
    """
    try:
        if engine == PIPER:
            verified(_chosen(voice.piper, home), voice.piper.speaker)
        elif engine == EDGE:
            _refuse_without(EDGE_PACKAGE)
        elif engine == HTTP:
            variables_of(_described(voice), os.environ)
    except BroadcastError as why:
        return why
    return None


def _described(voice: Voice) -> HttpVoice:
    if voice.http is None:
        raise SpeechError(
            tell("chưa tả máy đọc http ở mục voice.http"),
            tell("Chép một mẫu trong docs/may-doc-qua-mang.md vào mục voice của playlist.yaml."),
        )
    return voice.http


def _chosen(asked: PiperSettings, home: Path) -> InstalledVoice:
    voice = chosen_voice(home, asked.voice)
    if voice is None and asked.voice is None:
        raise SpeechError(
            tell("chưa cài giọng nào"), tell("Cài giọng, chẳng hạn từ USB: broadcast voices install TÊN-THƯ-MỤC")
        )
    if voice is None:
        raise SpeechError(
            tell("playlist.yaml chọn giọng {name}, mà giọng ấy chưa cài", name=asked.voice),
            tell("Cài giọng ấy, hoặc sửa voice.piper.voice trong playlist.yaml."),
        )
    _refuse_without(PIPER_PACKAGE)
    return voice


def _refuse_without(package: str) -> None:
    if installed(package) is None:
        raise lacking(package)
