"""Files and bytes of our own making <-> Sound; what comes from outside is decoded by ingest/.

soundfile reads and writes wav, flac, mp3 and ogg; pydub (with ffmpeg) writes other formats.
"""

import io
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace, TracebackType
from typing import Self

import numpy as np
import soundfile
from numpy.typing import NDArray

from broadcast.audio.dither import to_pcm16
from broadcast.audio.sound import Samples, Sound, in_mono
from broadcast.base.children import Bounded
from broadcast.base.errors import MachineError, NotAudio, UsageRefused, tell
from broadcast.library.encoding import Encoder
from broadcast.library.ingest import ffmpeg
from broadcast.library.names import builtin
from broadcast.library.tagged import SUFFIXES, Tags

_LOOKED_AT = 8_192
"""Frames at the end of a file that was just written: two blocks of FLAC."""


def read_builtin(name: str) -> Sound:
    """Decode a sound that ships with the program, named `builtin:mo-dau` or `mo-dau`; return it in one channel.

    Raises NotAudio where none has that name.
    """
    return decode(builtin(name))


def decode(held: bytes, *, channels: int = 1) -> Sound:
    """Decode the bytes of a whole wav, flac, mp3 or ogg file, at its own sample rate; return its sound.

    A sound of more than `channels` channels is mixed down to one. Raises NotAudio where the bytes are no such
    file.
    """
    try:
        return _decoded(io.BytesIO(held), channels)
    except soundfile.LibsndfileError as error:
        raise NotAudio(tell("dữ liệu âm thanh không đọc được")) from error


def encode_flac(pcm: NDArray[np.int16], rate_hz: int) -> bytes:
    """Encode 16-bit samples of shape (frames,) or (frames, channels) as the bytes of a FLAC file.

    FLAC keeps each sample, so these are what will be heard. The file is opened again to see that it is as long,
    and ends the same. Raises MachineError where it is not.
    """
    return _whole_file(pcm, rate_hz, "FLAC")


def encode_wav(pcm: NDArray[np.int16], rate_hz: int) -> bytes:
    """Encode 16-bit samples as `encode_flac` does, as the bytes of a WAV file: twice as large, and at once."""
    return _whole_file(pcm, rate_hz, "WAV")


def _whole_file(pcm: NDArray[np.int16], rate_hz: int, kind: str) -> bytes:
    held = io.BytesIO()
    soundfile.write(held, pcm, rate_hz, format=kind, subtype="PCM_16")
    if not _is_whole(held, pcm):
        raise MachineError(tell("Máy không ghi được trọn tệp âm thanh vừa làm."))
    return held.getvalue()


def _is_whole(held: io.BytesIO, pcm: NDArray[np.int16]) -> bool:
    end = pcm[-_LOOKED_AT:]
    held.seek(0)
    try:
        with soundfile.SoundFile(held) as sound:
            if sound.frames != len(pcm):
                return False
            sound.seek(len(pcm) - len(end))
            return np.array_equal(sound.read(dtype="int16", always_2d=pcm.ndim == 2), end)
    except soundfile.LibsndfileError:
        return False


def encode(sound: Sound, suffix: str, tags: Tags | None = None) -> bytes:
    """Encode a sound as the bytes of a file with that suffix: ".wav", ".flac", ".mp3", ".ogg", in capitals or not.

    The file bears `tags`, and says that we made it. Samples are rounded to 16 bits, with dither. Any other suffix
    is left to ffmpeg. Raises UsageRefused where ffmpeg is missing, cannot write the format, or takes more than a
    minute.
    """
    held = io.BytesIO()
    if suffix.lower() in SUFFIXES:
        encoder = Encoder(held, suffix, sound.rate_hz, sound.channels, tags)
        encoder.write(to_pcm16(sound))
        encoder.close()
    else:
        _pydub_encode(sound, suffix, held, tags or Tags())
    return held.getvalue()


class SoundReader:
    """A sound file of any format soundfile reads, read block by block in constant memory; for playout.

    A context manager, which closes the file at its end.
    """

    def __init__(self, path: Path) -> None:
        """Open the file `path`. Raises NotAudio where it holds no sound, OSError where it cannot be opened."""
        # opened by us: libsndfile takes no path that the system's code page cannot spell
        self._file = path.open("rb")
        try:
            self._sound = soundfile.SoundFile(self._file)
        except soundfile.LibsndfileError as error:
            self._file.close()
            raise NotAudio(tell("{path} không phải tệp âm thanh", path=path.name)) from error

    @property
    def frames(self) -> int:
        """Return the length of the whole file, in frames."""
        return int(self._sound.frames)

    @property
    def rate_hz(self) -> int:
        """Return how many frames of the file make a second."""
        return int(self._sound.samplerate)

    @property
    def channels(self) -> int:
        """Return how many channels the file has."""
        return int(self._sound.channels)

    def read(self, frames: int) -> Samples:
        """Read the next `frames` frames, fewer only where the file ends, and from then on none.

        Their shape is (n,) for one channel, (n, channels) for more. Raises NotAudio where the file turns out
        damaged.
        """
        try:
            samples: Samples = self._sound.read(frames, dtype="float32")
        except soundfile.LibsndfileError as error:
            raise NotAudio(tell("{path} bị hỏng giữa chừng", path=Path(self._file.name).name)) from error
        return samples

    def close(self) -> None:
        """Close the file; nothing can be read after that."""
        self._sound.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _decoded(file: io.BytesIO, channels: int) -> Sound:
    samples, rate_hz = soundfile.read(file, dtype="float32")
    return _of_at_most(channels, Sound(samples, int(rate_hz)))


def _of_at_most(channels: int, sound: Sound) -> Sound:
    return sound if sound.channels <= channels else Sound(in_mono(sound.samples, sound.rate_hz), sound.rate_hz)


def _pydub_encode(sound: Sound, suffix: str, held: io.BytesIO, tags: Tags) -> None:
    pydub = _pydub()
    segment = pydub.AudioSegment(
        data=to_pcm16(sound).tobytes(), sample_width=2, frame_rate=sound.rate_hz, channels=sound.channels
    )
    try:
        kind = suffix.lower().lstrip(".")
        segment.export(held, format={"m4a": "ipod"}.get(kind, kind), tags=tags.in_words())
    except (FileNotFoundError, subprocess.TimeoutExpired, pydub.exceptions.CouldntEncodeError) as error:
        raise UsageRefused(
            tell("không ghi được âm thanh dạng {suffix}", suffix=suffix),
            tell("Hãy dùng wav, flac, mp3 hoặc ogg."),
        ) from error


def _pydub() -> ModuleType:
    """pydub, with a deadline for ffmpeg, for which it would wait without end.

    It warns where there is no ffmpeg: we tell that ourselves, and only when it matters.
    """
    with _quiet():
        import pydub
        import pydub.exceptions
    pydub.AudioSegment.converter = str(ffmpeg.found() or "ffmpeg")
    pydub.audio_segment.subprocess = SimpleNamespace(Popen=Bounded, PIPE=subprocess.PIPE)
    pydub.utils.Popen = Bounded
    module: ModuleType = pydub
    return module


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
