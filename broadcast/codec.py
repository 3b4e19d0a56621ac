"""Files and bytes <-> Sound: soundfile for wav, flac, mp3 and ogg; pydub (with ffmpeg) for any other format."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Self

import numpy as np
import soundfile
from numpy.typing import NDArray

from broadcast.audio.dither import to_pcm16
from broadcast.audio.sound import Samples, Sound
from broadcast.errors import Message, NotAudio, UsageRefused, tell
from broadcast.soundfiles import builtin

_FORMATS = {".wav": "WAV", ".flac": "FLAC", ".mp3": "MP3", ".ogg": "OGG"}
_ENCODED_AT_ONCE = 16_384
_CANCELLED = 0.05
"""With so little of their power left in mono, two channels were each other's mirror image: unlike ones keep half,
and so does one beside a silent one."""


def read_sound(path: Path) -> Sound:
    """The sound in a file of any format, mixed to mono. Raises NotAudio, and OSError where it cannot be opened."""
    held = path.read_bytes()
    try:
        return _decoded(held)
    except soundfile.LibsndfileError:
        return _through_pydub(path, held)


def read_builtin(name: str) -> Sound:
    """A sound that ships with the program, by `builtin:mo-dau` or `mo-dau`. Raises NotAudio for unknown names."""
    return decode(builtin(name))


def decode(held: bytes) -> Sound:
    """The sound in the bytes of a wav, flac, mp3 or ogg file, mixed to mono. Raises NotAudio."""
    try:
        return _decoded(held)
    except soundfile.LibsndfileError as error:
        raise NotAudio(tell("dữ liệu âm thanh không đọc được")) from error


def encode_flac(pcm: NDArray[np.int16], rate_hz: int) -> bytes:
    """A 16-bit FLAC file of mono samples, shape (frames,)."""
    held = io.BytesIO()
    soundfile.write(held, pcm, rate_hz, format="FLAC", subtype="PCM_16")
    return held.getvalue()


def export(path: Path, sound: Sound) -> None:
    """Write the sound (16 bit, dithered) in the format of its suffix: wav, flac, mp3, ogg, or what ffmpeg writes.

    Raises UsageRefused for a suffix that nothing here can write, and OSError.
    """
    path.write_bytes(encode(sound, path.suffix))


def encode(sound: Sound, suffix: str) -> bytes:
    """The bytes of a file with that suffix (".mp3"). Raises UsageRefused."""
    held = io.BytesIO()
    if known := _FORMATS.get(suffix.lower()):
        _soundfile_encode(sound, known, held)
    else:
        _pydub_encode(sound, suffix, held)
    return held.getvalue()


class FlacReader:
    """A sound file read block by block, in constant memory; for playout. A context manager."""

    def __init__(self, path: Path) -> None:
        """Raises NotAudio where the file holds no sound, OSError where it cannot be opened."""
        # opened by us: libsndfile takes no path that the system's code page cannot spell
        self._file = path.open("rb")
        try:
            self._sound = soundfile.SoundFile(self._file)
        except soundfile.LibsndfileError as error:
            self._file.close()
            raise NotAudio(tell("{path} không phải tệp âm thanh", path=path.name)) from error

    @property
    def frames(self) -> int:
        """Length of the whole file."""
        return int(self._sound.frames)

    @property
    def rate_hz(self) -> int:
        return int(self._sound.samplerate)

    def read(self, frames: int) -> Samples:
        """The next samples, mono, shape (up to frames,); fewer only at the end, then none.

        Raises NotAudio where the file turns out damaged.
        """
        try:
            return _mono(self._sound.read(frames, dtype="float32", always_2d=True))
        except soundfile.LibsndfileError as error:
            raise NotAudio(tell("{path} bị hỏng giữa chừng", path=Path(self._file.name).name)) from error

    def close(self) -> None:
        self._sound.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _decoded(held: bytes) -> Sound:
    samples, rate_hz = soundfile.read(io.BytesIO(held), dtype="float32", always_2d=True)
    return Sound(_mixed(samples), int(rate_hz))


def _mono(samples: NDArray[np.float32]) -> Samples:
    return np.ascontiguousarray(samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1), np.float32)


def _mixed(samples: NDArray[np.float32]) -> Samples:
    """A whole sound in mono; of channels that would take each other away, the stronger alone."""
    mono = _mono(samples)
    powers = np.einsum("ij,ij->j", samples, samples)
    # one wire of a microphone was swapped
    return _mono(samples[:, [int(powers.argmax())]]) if mono @ mono < _CANCELLED * powers.mean() else mono


def _through_pydub(path: Path, held: bytes) -> Sound:
    pydub = _pydub()
    try:
        with _quiet():
            segment = pydub.AudioSegment.from_file(
                io.BytesIO(held), format=path.suffix.lower().lstrip(".") or None
            )
    except FileNotFoundError as error:
        raise NotAudio(_unreadable(path), tell("Đổi tệp sang wav, flac, mp3 hoặc ogg; hay cài ffmpeg.")) from error
    except (pydub.exceptions.CouldntDecodeError, IndexError, KeyError) as error:
        # pydub looks into ffprobe's answer without asking whether there is a stream at all
        raise NotAudio(_unreadable(path), tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp.")) from error
    whole = np.array(segment.get_array_of_samples(), np.float32).reshape(-1, segment.channels)
    return Sound(_mixed(whole / np.float32(segment.max_possible_amplitude)), int(segment.frame_rate))


def _soundfile_encode(sound: Sound, known: str, held: io.BytesIO) -> None:
    pcm = to_pcm16(sound)
    with soundfile.SoundFile(held, "w", sound.rate_hz, 1, format=known) as file:
        # libsndfile's Vorbis encoder takes its memory from the stack: a minute in one piece is a crash
        for start in range(0, len(pcm), _ENCODED_AT_ONCE):
            file.write(pcm[start : start + _ENCODED_AT_ONCE])


def _pydub_encode(sound: Sound, suffix: str, held: io.BytesIO) -> None:
    pydub = _pydub()
    segment = pydub.AudioSegment(
        data=to_pcm16(sound).tobytes(), sample_width=2, frame_rate=sound.rate_hz, channels=1
    )
    try:
        segment.export(held, format={"m4a": "ipod"}.get(suffix.lower().lstrip("."), suffix.lower().lstrip(".")))
    except (FileNotFoundError, pydub.exceptions.CouldntEncodeError) as error:
        raise UsageRefused(
            tell("không ghi được âm thanh dạng {suffix}", suffix=suffix),
            tell("Hãy dùng wav, flac, mp3 hoặc ogg."),
        ) from error


def _pydub() -> ModuleType:
    """pydub, which warns where there is no ffmpeg: we tell that ourselves, and only when it matters."""
    with _quiet():
        import pydub
        import pydub.exceptions
    module: ModuleType = pydub
    return module


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _unreadable(path: Path) -> Message:
    return tell("{path} không phải tệp âm thanh đọc được", path=path.name)
