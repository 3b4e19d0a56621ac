"""The ward's folder -> what is on record, read without its playlist: airings, changes, notes, released carts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from broadcast.base.errors import JournalError
from broadcast.programme.model import Airing, Fingerprint, Part
from broadcast.programme.settings import Change, ScriptId
from broadcast.record.reading import AS_RUN, REHEARSED, record_at
from broadcast.station.dealt import changes_of
from broadcast.station.releases import released_carts


def journal_folder(home: Path) -> Path:
    """Name the folder of the log and of all that a player keeps beside it."""
    return home / "journal"


def journal_path(home: Path, *, rehearsed: bool = False) -> Path:
    """Return the path of the as-run log of the folder `home`, or of its last rehearsal's with `rehearsed`."""
    return journal_folder(home) / (REHEARSED if rehearsed else AS_RUN)


def airings(home: Path, first: date, last: date, *, rehearsed: bool = False) -> tuple[Airing, ...]:
    """Read the airings of the days `first` to `last` (included) from the as-run log of the ward's folder `home`.

    With `rehearsed`, from the last rehearsal's log. Empty where no log was begun. Raises JournalError where it
    cannot be read.
    """
    with record_at(journal_path(home, rehearsed=rehearsed)) as record:
        return record.airings(first, last)


def carts_released(home: Path) -> Mapping[tuple[ScriptId | None, Part], Fingerprint]:
    """Read from the as-run log the cart of the last release of each script, by the script and its part.

    Empty where no log was begun, and where it cannot be read: then nothing is released either.
    """
    try:
        with record_at(journal_path(home)) as record:
            return released_carts(record)
    except JournalError:
        return {}


def changes_in_force(home: Path) -> tuple[Change, ...]:
    """Read from the as-run log what the ward changes of single days and has not taken back, in order of writing.

    Empty where no log was begun, and where it cannot be read: whoever plays or reads the log is told that anyway.
    """
    try:
        with record_at(journal_path(home)) as record:
            return changes_of(record)
    except JournalError:
        return ()


def notes(home: Path) -> tuple[tuple[str, str], ...]:
    """Read the as-run log's notes (stops, clock) as pairs of ISO moment and words, in the order of writing.

    The moment is empty where none was known. Empty where no log was begun. Raises JournalError where it cannot be
    read.
    """
    with record_at(journal_path(home)) as record:
        return record.notes()
