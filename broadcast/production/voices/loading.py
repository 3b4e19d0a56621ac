"""An installed voice's files -> the voice, ready to speak: loaded from the bytes that were verified, no others."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.base.errors import SpeechError, tell
from broadcast.base.reasons import reason_of
from broadcast.library.voiceshelf import MOST_CONFIG, InstalledVoice
from broadcast.production.voices.phonemes import VoiceConfig, read_config, refuse_lacking

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from piper import PiperVoice

TABLES = Path("espeak-ng-data")
"""Of piper's espeak, in piper's folder. Relative: it is opened as it is, and a C library on Windows opens no path
that the code page cannot spell, such as one below the folder of a user called Hoà."""
AGAIN = tell("Cài lại giọng, chẳng hạn từ USB: broadcast voices install TÊN-THƯ-MỤC")
_NOTHING_PRINTED = 4
"""Of onnxruntime's levels, fatal: whatever is less comes as an exception too, which is told in our words."""
_INPUTS = frozenset({"input", "input_lengths", "scales"})
"""What the network of a Piper voice takes (piper/voice.py); `sid` too where it has several speakers."""


def loaded(voice: InstalledVoice, speaker: int) -> "PiperVoice":
    """Read and verify the voice's two files, and load them; return the voice, ready to speak.

    What is hashed is what is loaded. Raises SpeechError where a file cannot be read or is not the one that was
    installed, where the voice lacks what Vietnamese needs, or has no speaker of that number.
    """
    config, model = verified(voice, speaker)
    from piper import PiperVoice
    from piper.config import PiperConfig

    with voice_errors(voice):
        session = _session(model)
    if {one.name for one in session.get_inputs()} != _INPUTS | ({"sid"} if config.speakers > 1 else set()):
        raise SpeechError(tell("tệp {file} không phải mạng của một giọng Piper", file=voice.model.name))
    return PiperVoice(session=session, config=PiperConfig.from_dict(dict(config.fields)), espeak_data_dir=TABLES)


def verified(voice: InstalledVoice, speaker: int) -> tuple[VoiceConfig, bytes]:
    """Read the voice's two files, each once; return what NAME.onnx.json says, and NAME.onnx. Nothing is loaded.

    Raises SpeechError as `loaded`, but for what only loading tells.
    """
    config = read_config(_as_installed(voice.config, voice.config_sha256, MOST_CONFIG))
    refuse_lacking(config)
    if not 0 <= speaker < config.speakers:
        raise SpeechError(
            tell("giọng {name} không có người đọc số {speaker}", name=voice.name, speaker=speaker),
            tell("Sửa voice.piper.speaker: giọng này có số 0 đến {last}.", last=config.speakers - 1)
            if config.speakers > 1
            else tell("Bỏ dòng voice.piper.speaker: giọng này chỉ có một người đọc."),
        )
    return config, _as_installed(voice.model, voice.model_sha256, voice.model_bytes)


@contextmanager
def voice_errors(voice: InstalledVoice) -> Iterator[None]:
    """Let errors of onnxruntime out of the block as SpeechError, which names the voice."""
    from onnxruntime.capi import onnxruntime_pybind11_state as onnx

    try:
        yield
    except (
        onnx.Fail, onnx.InvalidArgument, onnx.InvalidGraph, onnx.InvalidProtobuf, onnx.NotImplemented,
        onnx.RuntimeException,
    ) as error:  # fmt: skip
        raise SpeechError(
            tell("tệp {name}.onnx hỏng hoặc bị cụt, hoặc máy không chạy được giọng này", name=voice.name),
            AGAIN,
        ) from error


def _as_installed(path: Path, sha256: str, most_bytes: int) -> bytes:
    try:
        content = _read(path, most_bytes + 1)  # whatever lies there now, no more of it is held in memory
    except OSError as error:
        raise SpeechError(
            tell("không đọc được tệp {file} của giọng: {why}", file=path.name, why=reason_of(error)),
            AGAIN,
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SpeechError(
            tell("tệp {file} không còn như lúc cài giọng, nên không dùng", file=path.name),
            AGAIN,
        )
    return content


def _read(path: Path, most_bytes: int) -> bytes:
    """The beginning of a plain file; a pipe, which would be waited for, is as good as none."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    with path.open("rb") as file:
        return file.read(most_bytes)


def _session(model: bytes) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = _NOTHING_PRINTED
    options.intra_op_num_threads = 1  # one core a child: two children speak at a time where there are two
    options.enable_mem_pattern = (
        False  # sentences differ in length: a plan for each costs memory and saves no time
    )
    return InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
