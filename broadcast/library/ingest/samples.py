"""A sound from outside -> its samples, which a child process decoded into a file that is gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np

from broadcast.audio.sound import Sound
from broadcast.base.errors import DiskError, NotAudio
from broadcast.library.ingest.ingesting import Wanted, answers
from broadcast.library.ingest.report import Asked, asked_out, from_json, unwritten

_PREFIX = "broadcast-samples-"
_FORGOTTEN_S = 3600.0
"""A decoder has six minutes at most; what is older was left behind."""


def sound_of(home: Path, asked: Asked, *, channels: int = 1, wanted: Wanted | None = None) -> Sound:
    """Have a child decode a file of the ward's own, and return its sound at its own sample rate.

    A sound of more than `channels` channels is mixed down to one. Its samples lie on the disk and are read as
    they are used (on Windows they are in memory). Their file has no name, so that it is gone with its last reader,
    however that ends; on Windows it has one, and what a killed program left is removed an hour later. `wanted` as
    of `examined`. Raises NotAudio where the name leads out of the folder, where there is no such file, no sound in
    it or more of it than was asked for, or where the child did not survive it; DiskError where the disk has no
    room; MachineError where no process can be started; children.NotWanted once `wanted` says no.
    """
    try:
        with _nameless() if os.name == "posix" else _named() as into:
            task = {"asked": asked_out(asked), "into": into, "channels": channels}
            [(_, answer)] = answers(home, [asked], [task], wanted, [into] if isinstance(into, int) else [])
            if "frames" in answer:
                return _lying_in(into, **answer)
    except OSError as error:
        raise unwritten(error) from error
    why = from_json(answer).unreadable
    assert why is not None  # noqa: S101  # samples, or why there are none
    raise (DiskError if "disk" in answer else NotAudio)(why.what, why.fix)


@contextmanager
def _nameless() -> Iterator[str | int]:
    """The number of an open file that no folder has."""
    with tempfile.TemporaryFile(buffering=0) as file:
        yield file.fileno()


@contextmanager
def _named() -> Iterator[str | int]:
    """The path of a file in a folder of its own; folders that were left behind are removed."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        sweep(Path(folder))
        yield str(Path(folder) / "samples")


def sweep(new: Path) -> None:
    """Remove the samples beside the folder `new` that killed programs left an hour before it was made, or earlier.

    What cannot be removed stays, and nothing is raised.
    """
    for left in new.parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if new.stat().st_mtime - left.stat().st_mtime > _FORGOTTEN_S:
                shutil.rmtree(left)


def _lying_in(into: str | int, **found: Any) -> Sound:
    shape = (found["frames"],) if found["channels"] == 1 else (found["frames"], found["channels"])
    if isinstance(into, int):  # the samples stay for as long as they are mapped, though the file is closed
        with FileIO(into, "r+", closefd=False) as file:
            return Sound(np.memmap(file, np.float32, "c", shape=shape), found["rate_hz"])
    return Sound(np.fromfile(into, np.float32).reshape(shape), found["rate_hz"])
