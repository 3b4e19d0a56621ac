"""A sound file that soundfile cannot read -> its samples, by ffmpeg, which is told what to read and reads no more.

ffmpeg guesses nothing here: the demuxer is named, of the container that the file's bytes told. So a playlist is
never opened, whatever it calls itself, and no address in a file is followed: only the pipe is a protocol to it. An
MP4 and a CAF must be sought in, as their index may stand at their end; they are opened by their path, and no
reference in them to another file is followed.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from io import FileIO
from pathlib import Path
from struct import Struct
from typing import IO

import numpy as np

from broadcast.audio.sound import Samples
from broadcast.base.children import Bounded
from broadcast.base.errors import NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.ingest.formats import Container, only_by_ffmpeg

_DEMUXERS = {
    Container.RF64: "wav", Container.ADTS: "aac", Container.MP4: "mov", Container.WAVPACK: "wv",
}  # fmt: skip
"""What ffmpeg calls a container where it does not call it as we do."""
_SOUGHT_IN = (Container.MP4, Container.CAF)
_HEADER = Struct(">4s5I")
"""Of an AU file: magic, where the samples begin, their bytes, encoding, rate, channels (Sun's audio(4))."""
_FRAMES = 48_000
_PATIENCE_S = 10.0
_MOST_COMPLAINTS = 4000


def found() -> Path | None:
    """Find the ffmpeg to use: that of the package imageio-ffmpeg, else the first on the PATH; None where none is.

    The package's goes first: whoever installed it did so for this, and its version is known to us. A relative
    folder on the PATH is passed over, and Windows' current folder with it: it may be the ward's.
    """
    with suppress(ImportError, RuntimeError, OSError):  # not installed; or it has none for this machine
        packaged = Path(import_module("imageio_ffmpeg").get_ffmpeg_exe())
        if packaged.is_absolute():
            return packaged
    name = "ffmpeg.exe" if sys.platform == "win32" else "ffmpeg"
    folders = (Path(folder) for folder in os.get_exec_path())
    tried = (folder / name for folder in folders if folder.is_absolute())
    return next((path for path in tried if path.is_file() and os.access(path, os.X_OK)), None)


def missing(container: Container) -> NotAudio:
    """Word the error for a file that only ffmpeg could read, on a machine that has none; the caller raises it."""
    return NotAudio(
        only_by_ffmpeg(KINDS[container]),
        tell(
            "Cài một lần bằng lệnh: {python} -m pip install imageio-ffmpeg. Hoặc đổi tệp sang wav, flac, mp3.",
            python=sys.executable,
        ),
    )


KINDS = {
    **{container: container.upper() for container in Container},
    Container.MP4: "M4A/MP4",
    Container.ASF: "WMA",
    Container.ADTS: "AAC",
    Container.MATROSKA: "WebM/MKA",
    Container.MPEGTS: "MPEG-TS",
    Container.WAVPACK: "WavPack",
}
"""What people call a container."""


class Stream:
    """The samples that ffmpeg makes of a file, block by block, at the file's own rate and channels."""

    def __init__(self, process: Bounded, pipe: IO[bytes]) -> None:
        """Read the header of what ffmpeg, running as `process`, writes into `pipe`."""
        self._process = process
        magic, begins, _, _, self.rate_hz, self.channels = _HEADER.unpack(_exactly(pipe, _HEADER.size))
        _exactly(pipe, begins - _HEADER.size)
        if magic != b".snd":
            raise _Nothing
        self._pipe = pipe

    def blocks(self) -> Iterator[Samples]:
        """Yield the samples: shape (frames,) for one channel, (frames, channels) for more.

        Raises NotAudio where ffmpeg gives up before the end.
        """
        while held := self._pipe.read(_FRAMES * 4 * self.channels):
            whole = len(held) // (4 * self.channels) * self.channels
            samples = np.frombuffer(held, ">f4", whole).astype(np.float32)
            yield samples if self.channels == 1 else samples.reshape(-1, self.channels)
        if self._process.wait(_PATIENCE_S):
            raise NotAudio(tell("bị hỏng giữa chừng"), tell("Chép hay tải lại tệp; hoặc ghi lại."))


class _Nothing(Exception):
    """No sample came out of ffmpeg."""


@contextmanager
def decoding(file: FileIO, path: Path, container: Container) -> Iterator[Stream]:
    """Have ffmpeg decode the first sound in `file`, which was opened from `path`; ffmpeg ends with the context.

    Raises NotAudio where there is no ffmpeg, no sound in the file, or none that ffmpeg can read. It has no
    deadline of its own: whoever reads a foreign file does so in a child that has one, and with which ffmpeg is
    killed.
    """
    ffmpeg = found()
    if ffmpeg is None:
        raise missing(container)
    file.seek(0)
    process = _started([str(ffmpeg), *_words(path, container)], file)
    assert process.stdout is not None  # noqa: S101  # asked for
    complaints = _Complaints(process)
    try:
        yield Stream(process, process.stdout)
    except _Nothing:
        process.wait(_PATIENCE_S)
        raise _without_sound(complaints.text()) from None
    finally:
        process.stdout.close()
        process.kill()
        process.wait(_PATIENCE_S)
        print(complaints.text(), file=sys.stderr, end="")  # noqa: T201


def _started(command: list[str], file: FileIO) -> Bounded:
    try:
        return Bounded(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise NotAudio(
            tell("chỉ ffmpeg đọc được, mà ffmpeg không chạy được ({reason})", reason=reason_of(error)),
            tell("Cài lại ffmpeg, hoặc đổi tệp sang wav, flac, mp3."),
        ) from error


class _Complaints:
    """What ffmpeg says on its stderr, read as it comes; that takes no file, which a full disk would refuse."""

    def __init__(self, process: Bounded) -> None:
        assert process.stderr is not None  # noqa: S101  # asked for
        self._said = b""
        self._thread = threading.Thread(target=self._read, args=(process.stderr,), daemon=True)
        self._thread.start()

    def text(self) -> str:
        """The beginning of it, once ffmpeg has ended."""
        self._thread.join(_PATIENCE_S)
        return self._said.decode(errors="replace")

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            while held := pipe.read(_MOST_COMPLAINTS):
                self._said = (self._said + held)[:_MOST_COMPLAINTS]


def _words(path: Path, container: Container) -> list[str]:
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"]
    demuxer = ["-f", _DEMUXERS.get(container, container.value)]
    if container in _SOUGHT_IN:
        # both are ffmpeg's own defaults; the whitelist alone would let such a reference through
        alone = ["-enable_drefs", "0", "-use_absolute_path", "0"] if container is Container.MP4 else []
        given = ["-protocol_whitelist", "file", *demuxer, *alone, "-i", f"file:{path}"]
    else:
        given = ["-protocol_whitelist", "pipe", *demuxer, "-i", "pipe:0"]
    return [*quiet, *given, "-map", "0:a:0", "-vn", "-sn", "-dn", "-c:a", "pcm_f32be", "-f", "au", "pipe:1"]


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    held = pipe.read(size)
    if len(held) < size:
        raise _Nothing
    return held


def _without_sound(complaints: str) -> NotAudio:
    if "matches no streams" in complaints:
        return NotAudio(tell("không có phần tiếng: chỉ có hình"), tell("Chọn tệp khác có tiếng."))
    return NotAudio(tell("bị hỏng, không giải mã được"), tell("Chép hay tải lại tệp; hoặc ghi lại."))
