"""A sound file from outside -> its samples, block by block, in constant memory.

Told by its bytes what it is, and read by soundfile where that can, else by ffmpeg. To be called in a child process
with a deadline alone (`child`): what decoders print goes to stderr, and a file may bring one down.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
import soundfile

from broadcast.audio.sound import Samples
from broadcast.base.errors import Message, NotAudio, tell
from broadcast.library.ingest.ffmpeg import decoding
from broadcast.library.ingest.formats import Container, container_of
from broadcast.library.names import inside, unopened

_SOUNDFILE = frozenset(
    {
        Container.WAV, Container.RF64, Container.W64, Container.AIFF, Container.AU, Container.CAF, Container.VOC,
        Container.FLAC, Container.OGG, Container.MP3,
    }
)  # fmt: skip
"""What libsndfile reads, in most of its codings; of the others (WMA in a WAV, Speex in an OGG) ffmpeg is asked."""
_FRAMES = 48_000
_RATES_HZ = range(4_000, 768_001)
_MOST_CHANNELS = 32
_LOUDEST = 1000.0
"""60 dB over full scale, which no recorder writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A sound file that is open: what it is, and its samples as they come."""

    container: Container
    rate_hz: int
    channels: int
    blocks: Iterator[Samples]
    """float32 of shape (frames,) for one channel, (frames, channels) for more; to be gone through once. Raises
    NotAudio where the file turns out damaged."""


@contextmanager
def opened(home: Path, name: str) -> Iterator[Decoded]:
    """Open the file of that name in the ward's folder `home` to be decoded; it is closed with the context.

    Raises NotAudio where the name leads out of the folder, where there is no such file, or where it holds no sound
    that can be read here; its words are whole sentences with the file's name.
    """
    path = inside(home, name)
    try:
        with _regular(path, name) as file, _decoded(file, path) as decoded:
            yield decoded
    except OSError as error:
        raise unopened(name) from error
    except _Refused as refused:
        raise NotAudio(tell("tệp tiếng “{name}” {what}", name=name, what=refused.what), refused.fix) from refused


class _Refused(Exception):
    """As NotAudio, in words that go on after the file's name."""

    def __init__(self, what: Message, fix: Message | None = None) -> None:
        super().__init__(str(what))
        self.what = what
        self.fix = fix or tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp.")


@contextmanager
def _regular(path: Path, name: str) -> Iterator[FileIO]:
    """Not waited for where it is a pipe by now; and without its name, which soundfile would ask for its suffix."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with FileIO(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise unopened(name)
        yield file


@contextmanager
def _decoded(file: FileIO, path: Path) -> Iterator[Decoded]:
    container = container_of(file)
    if isinstance(container, Message):
        raise _Refused(container, tell("Chọn lại đúng tệp tiếng."))
    if container in _SOUNDFILE and (sound := _by_soundfile(file)) is not None:
        with sound:
            yield _checked(container, sound.samplerate, sound.channels, _read(sound))
        return
    try:
        with decoding(file, path, container) as stream:
            yield _checked(container, stream.rate_hz, stream.channels, stream.blocks())
    except NotAudio as error:
        raise _Refused(error.what, error.fix) from error


def _by_soundfile(file: FileIO) -> soundfile.SoundFile | None:
    """None where libsndfile does not know what is in there."""
    file.seek(0)
    try:
        # by number: libsndfile reads an MP3 in bites of a frame, and would ask Python for each. On Windows it
        # cannot: numbers of open files are another runtime's there.
        return soundfile.SoundFile(file if sys.platform == "win32" else file.fileno(), closefd=False)
    except soundfile.LibsndfileError as error:
        print(error, file=sys.stderr)  # noqa: T201 - for the log
        return None


def _read(sound: soundfile.SoundFile) -> Iterator[Samples]:
    try:
        while len(samples := sound.read(_FRAMES, dtype="float32")):
            yield samples
    except soundfile.LibsndfileError as error:
        raise _Refused(tell("bị hỏng giữa chừng"), tell("Chép hay tải lại tệp; hoặc ghi lại.")) from error


def _checked(container: Container, rate_hz: int, channels: int, blocks: Iterator[Samples]) -> Decoded:
    if rate_hz not in _RATES_HZ or not 1 <= channels <= _MOST_CHANNELS:
        raise _Refused(
            tell("ghi {rate} Hz, {channels} kênh, không phát được", rate=rate_hz, channels=channels),
            tell("Đổi tệp sang wav 48000 Hz, một kênh."),
        )
    return Decoded(container=container, rate_hz=rate_hz, channels=channels, blocks=_sane(blocks))


def _sane(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """A file of floats may hold anything, and one NaN silences every filter behind it."""
    for samples in blocks:
        if not np.abs(samples).max(initial=0.0) <= _LOUDEST:
            raise _Refused(tell("chứa mẫu không phải số"), tell("Xuất lại tệp thành wav 16 bit."))
        yield samples
