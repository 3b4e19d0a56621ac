"""A folder's as-run log, all of it -> whether every line fits, and which is the first that does not."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.base.errors import JournalError, tell
from broadcast.record.chain import BrokenLine
from broadcast.record.reading import AS_RUN, record_at

if TYPE_CHECKING:
    from broadcast.record.anchors.vouched import Vouched


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What going through the whole of a log has shown."""

    lines: int
    """Rows and notes."""
    broken: BrokenLine | None
    """The first line that does not fit chain, head or a signed head; None where all do."""
    vouched: "Vouched | None" = None
    """What the signed heads show; None where there is no log."""


def verify(folder: Path, against: str | None = None) -> Verified:
    """Go through the as-run log in `folder`, a journal/; return how many lines it has and the first broken one.

    Every line is read and held against the chain and every signed head: those in the log, and those carried out,
    where `against` says where they are (a file, a folder, a short code). No file is written or made. Where there
    is neither a log nor any other file of its name (its head, say), there are 0 lines. Raises JournalError where
    `folder` is no folder, where the log cannot be opened or read, and where `against` holds nothing of it.
    """
    from broadcast.record.anchors.against import carried_at  # who only looks at the log needs no signatures
    from broadcast.record.anchors.anchoring import keys_of
    from broadcast.record.anchors.cosigning import known_cosigners
    from broadcast.record.anchors.vouched import vouch

    path = _log_in(folder)
    if path is None and against is None:
        return Verified(lines=0, broken=None)
    with record_at(path or folder / AS_RUN) as record:
        carried = carried_at(against, folder, keys_of(record)) if against is not None else None
        vouched = vouch(record, carried, known_cosigners(folder))
        found = [one for one in (record.first_broken_line(vouched.fitting), vouched.broken) if one is not None]
        first = min(found, key=lambda one: one.number, default=None)
        return Verified(lines=record.count(), broken=first, vouched=vouched)


def first_broken_quickly(folder: Path, shown: tuple[date, date] | None = None) -> BrokenLine | None:
    """Return the first line of the as-run log in `folder` that does not fit, as `verify` does; None when all do.

    Lines that were gone through before, and are proven unchanged by their digest, are not held against the chain
    again (trusted.py); what is new is. Raises JournalError as `verify` does.
    """
    path = _log_in(folder)
    if path is None:
        return None
    with record_at(path) as record:
        return record.first_broken_line(quickly=True, shown=shown)


def _log_in(folder: Path) -> Path | None:
    """The log's path; None where there is neither a log nor anything of its name."""
    path = folder / AS_RUN
    if folder.exists() and not folder.is_dir():
        raise JournalError(tell("{folder} không phải là thư mục.", folder=folder))
    return path if path.exists() or any(folder.glob(f"{AS_RUN}*")) else None
