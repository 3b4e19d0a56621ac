"""A sound that is asked for -> its samples in a file of floats, for the parent to read; in the child alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import numpy as np

from broadcast.audio.downmix import mixed_down
from broadcast.audio.sound import Samples
from broadcast.base.errors import NotAudio, tell
from broadcast.library.ingest.decoding import Decoded, opened
from broadcast.library.ingest.examining import too_long
from broadcast.library.ingest.report import Asked, unwritten


def pour(home: Path, asked: Asked, into: str | int, channels: int) -> dict[str, int]:
    """Decode a file of the ward's into `into`, as float32 frame by frame; return its rate_hz, channels and frames.

    `into`: the path of a file, or the number of an empty one that is open. A sound of more than `channels`
    channels is mixed down to one. Memory does not grow with its length. Raises NotAudio where there is no sound,
    or more of it than was asked for; MemoryError; DiskError where the disk takes no more.
    """
    with opened(home, asked.name) as decoded, _open(into) as file:
        frames, mixes = 0, decoded.channels > channels
        blocks = _bounded(decoded, asked)
        for samples in mixed_down(blocks, decoded.rate_hz, decoded.channels) if mixes else blocks:
            with _told():
                _write(file, samples)
            frames += len(samples)
        if not frames:
            raise NotAudio(tell("tệp tiếng “{name}” không có âm thanh nào", name=asked.name))
        return {"rate_hz": decoded.rate_hz, "channels": 1 if mixes else decoded.channels, "frames": frames}


def _open(into: str | int) -> FileIO:
    with _told():
        return FileIO(into, "r+" if isinstance(into, int) else "w+")


def _bounded(decoded: Decoded, asked: Asked) -> Iterator[Samples]:
    frames = 0
    for samples in decoded.blocks:
        frames += len(samples)
        if frames > asked.longest_s * decoded.rate_hz:
            found = too_long(asked, decoded.whole.claim.seconds)
            raise NotAudio(found.what, found.fix)
        yield samples


def _write(file: FileIO, samples: Samples) -> None:
    left = memoryview(np.ascontiguousarray(samples, np.float32).tobytes())
    while left:
        left = left[file.write(left) :]


@contextmanager
def _told() -> Iterator[None]:
    """That the disk is full is no fault of the sound."""
    try:
        yield
    except OSError as error:
        raise unwritten(error) from error
