"""A folder's as-run log, all of it -> whether every line fits, and which is the first that does not."""

from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.record.chain import BrokenLine
from broadcast.record.reading import AS_RUN, record_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What going through the whole of a log has shown."""

    lines: int
    """Rows and notes."""
    broken: BrokenLine | None
    """The first line that does not fit; None where all do."""


def verify(folder: Path) -> Verified:
    """Go through the as-run log in `folder`, a journal/; return how many lines it has and the first broken one.

    Every line is read and held against the chain. No file is written or made. Where there is neither a log nor
    any other file of its name (its head, say), there are 0 lines. Raises JournalError where `folder` is no folder,
    and where the log cannot be opened or read.
    """
    path = _log_in(folder)
    if path is None:
        return Verified(lines=0, broken=None)
    with record_at(path) as record:
        return Verified(lines=record.count(), broken=record.first_broken_line())


def first_broken_quickly(folder: Path) -> BrokenLine | None:
    """Return the first line of the as-run log in `folder` that does not fit, as `verify` does; None when all do.

    Lines that were gone through before, and are proven unchanged by their digest, are not held against the chain
    again (trusted.py); what is new is. Raises JournalError as `verify` does.
    """
    path = _log_in(folder)
    if path is None:
        return None
    with record_at(path) as record:
        return record.first_broken_line(quickly=True)


def _log_in(folder: Path) -> Path | None:
    """The log's path; None where there is neither a log nor anything of its name."""
    path = folder / AS_RUN
    if folder.exists() and not folder.is_dir():
        raise JournalError(tell("{folder} không phải là thư mục.", folder=folder))
    return path if path.exists() or any(folder.glob(f"{AS_RUN}*")) else None
