"""16-bit samples, block by block -> a WAV, FLAC, OGG or MP3 file with its tags, in constant memory."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import BinaryIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from broadcast.library.tagged import MAKER, Tags

_FORMATS = {".wav": "WAV", ".flac": "FLAC", ".mp3": "MP3", ".ogg": "OGG"}
_AT_ONCE = 16_384


class Encoder:
    """A sound file that is being written into an open file, of the format that a suffix names.

    Its tags stand before the sound: as LIST INFO in WAV, as Vorbis comments in FLAC and OGG, as ID3v2.3 in MP3.
    """

    def __init__(self, file: BinaryIO, suffix: str, rate_hz: int, channels: int, tags: Tags | None = None) -> None:
        """Begin it where `file` stands, which can be sought in and stays open. `suffix`: one of SUFFIXES.

        Raises OSError where the file does not take it, KeyError for another suffix.
        """
        known, tags = _FORMATS[suffix.lower()], tags or Tags()
        if known == "MP3":
            file.write(_id3(tags))
        self._behind = _Behind(file)
        try:
            self._sound = soundfile.SoundFile(self._behind, "w", rate_hz, channels, format=known)
            if known != "MP3":  # libsndfile's own tags of an MP3 have 30 bytes each, at its end
                self._sound.software = MAKER
                for name, text in tags.in_words().items():
                    setattr(self._sound, name, text)
        except soundfile.LibsndfileError as error:
            raise self._behind.fault or OSError(str(error)) from error

    def write(self, pcm: NDArray[np.int16]) -> None:
        """Write 16-bit samples, of shape (frames,) or (frames, channels). Raises OSError."""
        try:
            # libsndfile's Vorbis encoder takes its memory from the stack: a minute in one piece is a crash
            for start in range(0, len(pcm), _AT_ONCE):
                # as 32 bits: of 16 libsndfile 1.2.2 makes noise in an MP3 of two channels (its pull request 1106)
                self._sound.write(pcm[start : start + _AT_ONCE].astype(np.int32) << 16)
        except (soundfile.LibsndfileError, AssertionError) as error:  # it asserts that all went into the file
            raise self._behind.fault or OSError(str(error)) from error
        if self._behind.fault is not None:
            raise self._behind.fault

    def close(self) -> None:
        """Write what is left, and the lengths into the header; the file under it stays open. Raises OSError."""
        with suppress(soundfile.LibsndfileError):  # the fault that it could not write is told below
            self._sound.close()
        if self._behind.fault is not None:
            raise self._behind.fault


class _Behind:
    """A file from where it stands on, as libsndfile asks for one; it lets no exception of a file through."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._first = file.tell()
        self.fault: OSError | None = None

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            self._file.seek(offset + (self._first if whence == os.SEEK_SET else 0), whence)
        except OSError as fault:  # what is buffered is written first
            self.fault = self.fault or fault
        return self.tell()

    def tell(self) -> int:
        try:
            return self._file.tell() - self._first
        except OSError as fault:
            self.fault = self.fault or fault
            return 0

    def write(self, held: bytes) -> int:
        if self.fault is None:
            try:
                return self._file.write(held)
            except OSError as fault:
                self.fault = fault
        return 0


def _id3(tags: Tags) -> bytes:
    """The tag of ID3v2.3 that stands before an MP3: Windows and the players of old cars read no later version."""
    import io

    from mutagen.id3 import ID3, TALB, TDAT, TIT2, TPE1, TRCK, TSSE, TYER, Encoding, TextFrame

    wanted = tags.in_words()
    if tags.day is not None:  # a date of that version has two frames
        wanted |= {"date": f"{tags.day:%Y}", "day": f"{tags.day:%d%m}"}
    frames: Mapping[str, type[TextFrame]] = {
        "title": TIT2,
        "artist": TPE1,
        "album": TALB,
        "tracknumber": TRCK,
        "date": TYER,
        "day": TDAT,
    }
    held = ID3()
    held.add(TSSE(encoding=Encoding.LATIN1, text=MAKER))
    for name, text in wanted.items():
        held.add(frames[name](encoding=Encoding.UTF16, text=text))
    file = io.BytesIO()
    held.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()
