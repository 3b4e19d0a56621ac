"""A folder's as-run log, all of it -> whether every line fits, and which is the first that does not."""

from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.record.chain import BrokenLine
from broadcast.record.journal import AS_RUN, Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What going through the whole of a log has shown."""

    lines: int
    """Rows and notes."""
    broken: BrokenLine | None
    """The first line that does not fit; None where all do."""


def verify(folder: Path) -> Verified:
    """Go through the as-run log in `folder`, a journal/; return how many lines it has and the first broken one.

    Where there is neither a log nor any other file of its name (its head, say), there are 0 lines, and no file is
    made. Raises JournalError where `folder` is no folder, and where the log cannot be opened or read.
    """
    path = folder / AS_RUN
    if folder.exists() and not folder.is_dir():
        raise JournalError(tell("{folder} không phải là thư mục.", folder=folder))
    if not path.exists() and not any(folder.glob(f"{AS_RUN}*")):
        return Verified(lines=0, broken=None)
    with Journal(path) as journal:
        return Verified(lines=journal.count(), broken=journal.first_broken_line())
