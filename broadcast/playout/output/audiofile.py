"""Programmes, one after another -> one sound file with its tags, whole or not at all."""

import errno
import glob
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from broadcast.audio.sound import Samples
from broadcast.base.clock import Clock
from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import Part, sweep
from broadcast.base.reasons import reason_of
from broadcast.library.encoding import Encoder
from broadcast.library.tagged import Tags
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.pcm import as_pcm16, pcm_in
from broadcast.playout.output.taking import taken

_MOST_BYTES = 2**32 - 1 - 64
"""RIFF counts in 32 bits; the header needs a few of them."""


class AudioFile:
    """An Output: a file at `path` in the loudspeaker's place, WAV, FLAC, OGG or MP3 as its suffix says.

    WAV and FLAC hold 16 bits, exactly. `clock` goes on as sound is written. The file is kept open and appended to
    through several `play` calls, all of one rate and number of channels (ValueError), and appears under its name
    on `close`; used with `with`, only when the block ends well. DiskError is raised where the disk does not take
    it.
    """

    def __init__(self, path: Path, clock: Clock, tags: Tags | None = None) -> None:
        self._path = path
        self._clock = clock
        self._tags = tags
        self._part: Part | None = None
        self._encoder: Encoder | None = None
        self._format = (0, 0)
        self._bytes = 0

    @property
    def name(self) -> str:
        """Return the file's path."""
        return str(self._path)

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """Wait for `at` on the clock (None: do not), write the source into the file, and return what was written.

        It is written as fast as it can be read; `heard` is called as Output.play calls it. Raises DiskError where
        the disk does not take it or the file would pass 4 GB, ValueError for another rate or number of channels
        than the file has.
        """
        encoder = self._begun(source.rate_hz, source.channels)
        return taken(
            source, at=at, heard=heard, clock=self._clock,
            take=lambda samples: self._write(encoder, samples, source.rate_hz),
        )  # fmt: skip

    def open(self) -> None:
        """Open the file as `….part` beside its name, where it is not open yet.

        A path that cannot be written fails here, not at the first sound: DiskError.
        """
        if self._part is not None:
            return
        if self._path.is_dir():
            raise DiskError(
                tell("không ghi được {path}: đó là một thư mục", path=self._path),
                tell("Đặt tên tệp, ví dụ {path}.", path=self._path / "tong-duyet.wav"),
            )
        sweep(self._path.parent, f"{glob.escape(self._path.name)}.*.part")  # a day takes a gigabyte
        try:
            self._part = Part(self._path)
        except OSError as fault:
            raise _disk_error(self._path, fault) from fault

    def close(self) -> None:
        """Finish the file and put it under its name, in place of any that stood there.

        Where nothing was played, and where it raises, nothing is left of it, and the one that stood there stays.
        Does nothing where it is not open. Raises DiskError where the disk does not take it.
        """
        if self._part is None:
            return
        if self._encoder is None or not self._bytes:
            self.discard()
            return
        try:
            self._encoder.close()
            self._part.put()
        except OSError as fault:
            self.discard()
            raise _disk_error(self._path, fault) from fault
        self._forget()

    def discard(self) -> None:
        """Close the file and delete what was written; one that stood under its name before stays as it was."""
        if self._part is None:
            return
        if self._encoder is not None:
            with suppress(OSError):  # a full disk takes no header either: there is nothing to save here
                self._encoder.close()
        self._part.drop()
        self._forget()

    def __enter__(self) -> "AudioFile":
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _begun(self, rate_hz: int, channels: int) -> Encoder:
        self.open()
        assert self._part is not None  # noqa: S101  # open() leaves a part or raises
        if self._encoder is None:
            self._format = (rate_hz, channels)
            try:
                self._encoder = Encoder(self._part.file, self._path.suffix, rate_hz, channels, self._tags)
            except OSError as fault:
                raise _disk_error(self._path, fault) from fault
        elif self._format != (rate_hz, channels):
            raise ValueError(f"{self._path} has {self._format} Hz and channels, not {(rate_hz, channels)}")
        return self._encoder

    def _write(self, encoder: Encoder, samples: Samples, rate_hz: int) -> None:
        pcm = as_pcm16(samples)
        if self._path.suffix.lower() == ".wav" and self._bytes + len(pcm) > _MOST_BYTES:
            raise DiskError(
                tell("{path} đã tới 4 GB, mức lớn nhất của một tệp WAV", path=self._path),
                tell("Tổng duyệt từng ngày, mỗi ngày một tệp."),
            )
        try:
            encoder.write(pcm_in(pcm, self._format[1]))
        except OSError as fault:
            raise _disk_error(self._path, fault) from fault
        self._bytes += len(pcm)
        self._clock.passed(len(samples) / rate_hz)

    def _forget(self) -> None:
        self._part, self._encoder, self._bytes = None, None, 0


def _disk_error(path: Path, fault: OSError) -> DiskError:
    what, fix = _words(path, fault)
    return DiskError(what, fix)


def _words(path: Path, fault: OSError) -> tuple[Message, Message]:
    match fault.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return (
                tell("không ghi được {path}: đĩa đã hết chỗ", path=path),
                tell("Xoá bớt tệp không cần, hoặc ghi sang ổ đĩa khác, rồi chạy lại."),
            )
        case errno.EACCES | errno.EPERM:
            return (
                tell("không ghi được {path}: không có quyền ghi ở đó", path=path),
                tell("Chọn thư mục khác mà tài khoản này được ghi."),
            )
        case errno.EROFS:
            return (
                tell("không ghi được {path}: ổ đĩa chỉ cho đọc", path=path),
                tell("Ghi sang ổ đĩa khác, hoặc mở quyền ghi cho ổ này."),
            )
        case errno.ENOENT | errno.ENOTDIR:
            return (
                tell("không ghi được {path}: chưa có thư mục {folder}", path=path, folder=path.parent),
                tell("Tạo thư mục đó trước, hoặc chọn thư mục khác."),
            )
        case _:
            return (
                tell("không ghi được {path}: {reason}", path=path, reason=reason_of(fault)),
                tell("Kiểm tra ổ đĩa rồi chạy lại."),
            )
