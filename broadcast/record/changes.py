"""The as-run log -> what the ward changes of single days, less what it has taken back."""

from pathlib import Path

from broadcast.base.errors import JournalError
from broadcast.programme.changes import in_force
from broadcast.programme.settings import Change
from broadcast.record.journal import Journal


def changes_of(path: Path) -> tuple[Change, ...]:
    """Read the changes that are in force from the log's file `path`, in the order of writing.

    Empty where no log was begun, and where it cannot be read: whoever plays or shows the log is told that anyway.
    """
    if not path.exists():
        return ()
    try:
        with Journal(path) as journal:
            return in_force(journal.changes())
    except JournalError:
        return ()
