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
    """How far a cue had sounded."""

    cue: str
    attempt: int
    frames: int
    started: datetime


class OnAirMark:
    """The mark of one log, in the file `….on-air` beside it."""

    def __init__(self, path: Path) -> None:
        """Name the file of the log at that path; nothing is read yet."""
        self._path = path.with_suffix(".on-air")

    def set(self, mark: Mark) -> None:
        """Replace the mark. Nothing happens where the disk takes nothing: that must not end what sounds."""
        text = json.dumps(
            {"cue": mark.cue, "attempt": mark.attempt, "frames": mark.frames, "started": mark.started.isoformat()}
        )
        with suppress(OSError):
            put_whole(self._path, text.encode(), durable=False)

    def sweep(self) -> None:
        """Remove what a killed player has left half-written beside it."""
        sweep(self._path.parent)

    def read(self) -> Mark | None:
        """Return the last mark; None where none was set, or the power went while it was."""
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
