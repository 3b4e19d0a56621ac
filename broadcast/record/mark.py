"""Where the sounding cue has come to -> a small file, replaced several times a second, read only after a crash."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcast.base.files import put_whole, sweep
from broadcast.base.jsonfile import moment_of, read_object


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far one attempt (from 1) of a cue has sounded."""

    cue: str
    attempt: int
    frames: int
    """Frames of its cart that have sounded."""
    started: datetime
    """When the first of them sounded."""


class OnAirMark:
    """The mark of one log, in the file `….on-air` beside it."""

    def __init__(self, path: Path) -> None:
        """Name the mark of the log at `path`: the same path with the suffix `.on-air`. Nothing is read yet."""
        self._path = path.with_suffix(".on-air")

    def set(self, mark: Mark) -> None:
        """Replace the mark in its file. Raises nothing: a disk that takes nothing must not end what sounds."""
        text = json.dumps(
            {"cue": mark.cue, "attempt": mark.attempt, "frames": mark.frames, "started": mark.started.isoformat()}
        )
        with suppress(OSError):
            put_whole(self._path, text.encode(), durable=False)

    def sweep(self) -> None:
        """Remove every file that a killed player has left half-written in the log's folder."""
        sweep(self._path.parent)

    def read(self) -> Mark | None:
        """Return the mark that was set last; None where there is none, or none that can be read and understood."""
        try:
            known = read_object(self._path)
        except OSError:
            return None
        match known:
            case {"cue": str(cue), "attempt": int(attempt), "frames": int(frames), "started": started} if (
                moment := moment_of(started)
            ) is not None:
                return Mark(cue=cue, attempt=attempt, frames=max(0, frames), started=moment)
            case _:
                return None
