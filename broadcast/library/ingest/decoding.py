"""A sound file from outside -> its samples, block by block, in constant memory.

Told by its bytes what it is, and read by soundfile where that can, else by ffmpeg. To be called in a child process
with a deadline alone (`child`): what decoders print goes to stderr, and a file may bring one down.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO, FileIO
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
import soundfile

from broadcast.audio.sound import Samples
from broadcast.base.errors import Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.ingest.chunks import with_its_size
from broadcast.library.ingest.claim import Claim
from broadcast.library.ingest.ffmpeg import KINDS, decoding
from broadcast.library.ingest.flacframes import with_its_samples
from broadcast.library.ingest.formats import Container, container_of
from broadcast.library.ingest.joined import is_joined
from broadcast.library.ingest.lengths import FIX, claimed
from broadcast.library.ingest.mp3sound import Mp3
from broadcast.library.ingest.whole import Whole
from broadcast.library.names import inside, unopened

_SOUNDFILE = frozenset(
    {
        Container.WAV, Container.RF64, Container.W64, Container.AIFF, Container.AU, Container.CAF, Container.VOC,
        Container.FLAC, Container.OGG, Container.MP3,
    }
)  # fmt: skip
"""What libsndfile reads, in most of its codings; of the others (WMA in a WAV, Speex in an OGG) ffmpeg is asked."""
_SIZED = {Container.WAV: with_its_size, Container.FLAC: with_its_samples}
"""What writes into a file's header how much it holds, where that says nothing: libsndfile reads no further."""
_FRAMES = 48_000
_FLAC_FRAMES = 4_096
"""Of FLAC: a block in which libFLAC gives up is lost whole, also what came before in it."""
_TOGETHER = 12
"""So many blocks of FLAC are handed on as one: whoever listens to a sound takes longer over many small ones."""
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
    NotAudio where the file turns out damaged, and behind the last where it is not as long as it says."""
    whole: Whole
    """What it claims of its length, held against the blocks that were gone through."""


@contextmanager
def opened(home: Path, name: str) -> Iterator[Decoded]:
    """Open the file of that name in the ward's folder `home` to be decoded; it is closed with the context.

    Raises NotAudio where the name leads out of the folder, where there is no such file, or where it holds no sound
    that can be read here; its words are whole sentences with the file's name.
    """
    path = inside(home, name)
    try:
        with ExitStack() as open_ones:
            with _told(name):
                decoded = open_ones.enter_context(_decoded(open_ones.enter_context(_regular(path, name)), path))
            yield decoded
    except _Refused as refused:
        raise NotAudio(tell("tệp tiếng “{name}” {what}", name=name, what=refused.what), refused.fix) from refused


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Why the system does not give a file's bytes; what whoever reads the samples meets is not put down to it."""
    try:
        yield
    except (FileNotFoundError, PermissionError) as error:
        raise unopened(name) from error
    except OSError as error:
        raise _Refused(tell("không đọc được ({reason})", reason=reason_of(error))) from error


_UNCHECKED = frozenset(
    {Container.AVI, Container.FLV, Container.MPEGTS, Container.AC3, Container.WAVPACK, Container.APE}
)
"""ffmpeg reads these, and says nothing where half of one is missing; no telephone or recorder writes them."""


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
    if container in _UNCHECKED:
        what = tell(
            "thuộc dạng {format}, máy không soát được có đủ từ đầu đến cuối không", format=KINDS[container]
        )
        raise _Refused(what, tell("Đổi tệp sang wav, flac, mp3 hoặc m4a."))
    with _mapped(file) as held, ExitStack() as open_ones:
        claim = claimed(held, container)
        if is_joined(held, container):
            what = tell("gồm nhiều tệp ghép nối nhau, máy chỉ đọc được tệp đầu")
            raise _Refused(what, tell("Ghép lại bằng phần mềm âm thanh, hoặc làm mỗi tệp một bài."))
        if container is Container.MP3:
            with _refusals(claim):
                mp3 = Mp3(held)
            yield _checked(container, mp3.rate_hz, mp3.channels, mp3.blocks(), claim)
        elif container in _SOUNDFILE and (sound := _by_soundfile(file, held, container)) is not None:
            open_ones.enter_context(sound)
            is_flac = container is Container.FLAC
            blocks = _together(_read(sound, _FLAC_FRAMES)) if is_flac else _read(sound, _FRAMES)
            yield _checked(container, sound.samplerate, sound.channels, blocks, claim)
        else:
            with _refusals(claim):
                stream = open_ones.enter_context(decoding(file, path, container))
            yield _checked(container, stream.rate_hz, stream.channels, stream.blocks(), claim)


@contextmanager
def _mapped(file: FileIO) -> Iterator[mmap]:
    try:
        held = mmap(file.fileno(), 0, access=ACCESS_READ)
    except ValueError as error:  # it became empty meanwhile
        raise _Refused(tell("bị hỏng giữa chừng")) from error
    with held:
        yield held


@contextmanager
def _refusals(claim: Claim) -> Iterator[None]:
    """Word what a decoder says of a file it can do nothing with, or can no longer."""
    try:
        yield
    except NotAudio as error:
        if claim.cut:
            raise _Refused(tell("bị cắt cụt, không giải mã được: thiếu phần cuối"), FIX) from error
        raise _Refused(error.what, error.fix) from error


def _by_soundfile(file: FileIO, held: mmap, container: Container) -> soundfile.SoundFile | None:
    """None where libsndfile does not know what is in there."""
    file.seek(0)
    sized = _SIZED[container](held) if container in _SIZED else None
    try:
        if sized is not None:
            return soundfile.SoundFile(BytesIO(sized))
        # by number, which asks Python for no byte. On Windows it cannot: numbers of open files are another
        # runtime's there.
        return soundfile.SoundFile(file if sys.platform == "win32" else file.fileno(), closefd=False)
    except soundfile.LibsndfileError as error:
        print(error, file=sys.stderr)  # noqa: T201 - for the log
        return None


def _read(sound: soundfile.SoundFile, frames: int) -> Iterator[Samples]:
    """Raises NotAudio in words that go on after the file's name."""
    try:
        while len(samples := sound.read(frames, dtype="float32")):
            yield samples
    except soundfile.LibsndfileError as error:
        raise NotAudio(tell("bị hỏng giữa chừng"), tell("Chép hay tải lại tệp; hoặc ghi lại.")) from error


def _together(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """The same samples in larger blocks; where one is damaged, first those before it."""
    held: list[Samples] = []
    try:
        for samples in blocks:
            held.append(samples)
            if len(held) == _TOGETHER:
                yield np.concatenate(held)
                held = []
    except NotAudio:
        if held:
            yield np.concatenate(held)
        raise
    if held:
        yield np.concatenate(held)


def _checked(
    container: Container, rate_hz: int, channels: int, blocks: Iterator[Samples], claim: Claim
) -> Decoded:
    if rate_hz not in _RATES_HZ or not 1 <= channels <= _MOST_CHANNELS:
        raise _Refused(
            tell("ghi {rate} Hz, {channels} kênh, không phát được", rate=rate_hz, channels=channels),
            tell("Đổi tệp sang wav 48000 Hz, một kênh."),
        )
    whole = Whole(claim, rate_hz)
    held_against = _held_against(whole, _sane(blocks))
    return Decoded(container=container, rate_hz=rate_hz, channels=channels, blocks=held_against, whole=whole)


def _held_against(whole: Whole, blocks: Iterator[Samples]) -> Iterator[Samples]:
    """As `blocks`; where a decoder gives up, what the file claims tells how much of it is missing."""
    damage: NotAudio | None = None
    try:
        for samples in blocks:
            whole.add(samples)
            yield samples
    except NotAudio as error:
        damage = error
    if whole.seconds and (why := whole.fault) is not None:
        raise _Refused(why, FIX) from damage
    if damage is not None and not (whole.seconds and whole.claim.seconds and whole.claim.stated):
        with _refusals(whole.claim):
            raise damage


def _sane(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """A file of floats may hold anything, and one NaN silences every filter behind it."""
    for samples in blocks:
        highest = float(np.abs(samples).max(initial=0.0))
        if not np.isfinite(highest):
            raise _Refused(tell("có chỗ bị hỏng, không phải tiếng"), tell("Xuất lại tệp thành wav 16 bit."))
        if highest > _LOUDEST:
            what = tell(
                "ghi tiếng to gấp {times} lần mức lớn nhất; tiếng thu thật không to như vậy", times=_round(highest)
            )
            raise _Refused(what, tell("Giảm âm lượng trong phần mềm âm thanh rồi xuất lại thành wav 16 bit."))
        yield samples


def _round(number: float) -> str:
    """A large number as people write it: `32.768`, `10^30`."""
    return f"{number:,.0f}".replace(",", ".") if number < 1e9 else f"10^{np.log10(number):.0f}"
