"""The playlist's voice and the ward's shelf -> why the engine `piper` cannot read with them; nothing is loaded."""

import sys
from pathlib import Path

from broadcast.base.errors import SpeechError, tell
from broadcast.base.reasons import reason_of
from broadcast.library.voiceshelf import InstalledVoice, installed_voices, shelf
from broadcast.production.voices.identity import has_piper
from broadcast.production.voices.loading import verified
from broadcast.programme.settings import PiperSettings


def why_not_piper(asked: PiperSettings, home: Path) -> SpeechError | None:
    """Return why the engine `piper` cannot read for the ward in `home`, and what to do; None where it can.

    The chosen voice's files are read whole and verified: some tenths of a second. What only loading them could
    tell is not found.
    """
    try:
        verified(_chosen(asked, home), asked.speaker)
    except SpeechError as why:
        return why
    return None


def _chosen(asked: PiperSettings, home: Path) -> InstalledVoice:
    try:
        installed = installed_voices(home)
    except OSError as error:
        raise SpeechError(
            tell("không đọc được thư mục {folder}: {why}", folder=shelf(home).name, why=reason_of(error)),
            tell("Kiểm tra ổ đĩa và quyền đọc thư mục."),
        ) from error
    if not installed:
        raise SpeechError(
            tell("chưa cài giọng nào"), tell("Cài giọng, chẳng hạn từ USB: broadcast voices install TÊN-THƯ-MỤC")
        )
    voice = next((one for one in installed if asked.voice in (None, one.name)), None)
    if voice is None:
        raise SpeechError(
            tell("playlist.yaml chọn giọng {name}, mà giọng ấy chưa cài", name=asked.voice),
            tell("Cài giọng ấy, hoặc sửa voice.piper.voice trong playlist.yaml."),
        )
    if not has_piper():
        raise SpeechError(
            tell("máy chưa có gói piper-tts"),
            tell("Cài một lần bằng lệnh: {python} -m pip install piper-tts", python=sys.executable),
        )
    return voice
