"""A sound from outside -> its samples, which a child process decoded into a file that is gone afterwards."""

import os
import tempfile
from pathlib import Path

import numpy as np

from broadcast.audio.sound import Sound
from broadcast.base.errors import DiskError, NotAudio
from broadcast.library.ingest.ingesting import answers
from broadcast.library.ingest.report import Asked, asked_out, from_json, unwritten


def sound_of(home: Path, asked: Asked, *, channels: int = 1) -> Sound:
    """Have a child decode a file of the ward's own, and return its sound at its own sample rate.

    A sound of more than `channels` channels is mixed down to one. Its samples lie on the disk and are read as
    they are used (on Windows they are in memory); the file is gone once nobody holds them. Raises NotAudio where
    the name leads out of the folder, where there is no such file, no sound in it or more of it than was asked
    for, or where the child did not survive it; DiskError where the disk has no room; MachineError where no
    process can be started.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="broadcast-") as folder:
            into = Path(folder) / "samples"
            task = {"asked": asked_out(asked), "into": str(into), "channels": channels}
            [(_, answer)] = answers(home, [asked], [task])
            if "frames" in answer:
                return _lying_in(into, **answer)
    except OSError as error:
        raise unwritten(error) from error
    why = from_json(answer).unreadable
    assert why is not None  # noqa: S101  # samples, or why there are none
    raise (DiskError if "disk" in answer else NotAudio)(why.what, why.fix)


def _lying_in(path: Path, rate_hz: int, channels: int, frames: int) -> Sound:
    shape = frames if channels == 1 else (frames, channels)
    if os.name == "posix":  # the samples stay for as long as they are mapped, though the file is gone
        return Sound(np.memmap(path, np.float32, "c", shape=shape), rate_hz)
    return Sound(np.fromfile(path, np.float32).reshape(shape), rate_hz)
