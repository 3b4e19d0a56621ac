"""One change of one of the ward's text files -> the file, whole, and a line in the record with the person's name.

The file on the disk is the truth. Whoever saves says which state of it they had before them (its sha256): where it
is another by now, nothing is written, and what is there is handed back. What `check` would find wrong after the
change, and not before, is refused with its line and column.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE

from broadcast.base.errors import DiskError, Fault, FaultsFound, JournalError, Level, Message, WardError, tell
from broadcast.base.files import StillHeld, locked, may_only_look, only_to_look, write_whole
from broadcast.base.reasons import reason_of
from broadcast.record.journal import Journal
from broadcast.station.edits import SETTINGS, edits_between
from broadcast.station.judged import new_faults
from broadcast.station.overview import journal_folder, journal_path, machine_clock
from broadcast.station.owntexts import Opened, bytes_now, opened, path_of, sha256_of_bytes
from broadcast.station.readable import now_for_record
from broadcast.ward.script import read_script
from broadcast.ward.survey import LEXICON, PLAYLIST

SCRIPTS_EDITED = "scripts"
"""The code of what was written of scripts."""
_LOCK = "editing.lock"
_PATIENCE_S = 15.0
"""With another who is saving: a check of a large ward takes some seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved; the file holds it now."""

    name: str
    sha256: str
    """Of the file as it is now: for the next saving."""
    told: tuple[Fault, ...] = ()
    """What `check` says of it and did not before: warnings, and what the script waits for."""
    unwritten: Message | None = None
    """Why the as-run log could not take a line of it; None when it could, and where nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody else changed the file since it was opened; nothing was written."""

    now: Opened | None
    """The file as it is now; None where it is gone, or nobody has written it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The change would make the ward's files faulty; nothing was written."""

    faults: tuple[Fault, ...]


Outcome = Saved | Conflict | Refused

Change = Callable[[bytes | None], bytes]
"""The bytes of a file as it is, None where there is none, -> its new ones."""


def save(home: Path, name: str, change: Change, *, seen: str | None, by: str) -> Outcome:
    """Make the change of the ward's text file `name` in the folder `home`, and write down that `by` made it.

    `seen`: the sha256 of the file as the person had it before them; None: it is not there yet. A change that
    changes nothing writes nothing. Raises WardError where the name is none of the ward's texts or somebody else
    goes on saving, whatever `change` raises, DiskError.
    """
    path = path_of(home, name)
    if may_only_look(home):
        raise only_to_look(tell("sửa tệp của phường"))
    with _turn(home):
        before = bytes_now(home, name)
        if (sha256_of_bytes(before) if before is not None else None) != seen:
            return Conflict(now=opened(name, before) if before is not None else None)
        try:
            after = change(before)
        except FaultsFound as found:  # what is faulty as it stands is mended by hand
            return Refused(faults=found.faults)
        if after == before:
            return Saved(name=name, sha256=sha256_of_bytes(after))
        told = _new_faults(home, name, after)
        if errors := tuple(one for one in told if one.level is Level.ERROR):
            return Refused(faults=errors)
        write_whole(path.resolve(), after, mode=S_IMODE(path.stat().st_mode) if before is not None else None)
        unwritten = _recorded(home, name, before, after, by)
    return Saved(name=name, sha256=sha256_of_bytes(after), told=told, unwritten=unwritten)


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """Hold what one person at a time holds: between looking at a file and writing it nobody else saves."""
    folder = journal_folder(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / _LOCK, patience_s=_PATIENCE_S):
            yield
    except StillHeld as error:
        raise WardError(
            tell("Có người khác đang lưu; chưa lưu được."), tell("Chờ một chút rồi lưu lại.")
        ) from error


def _new_faults(home: Path, name: str, after: bytes) -> tuple[Fault, ...]:
    try:
        return new_faults(home, {name: after}, machine_clock().now().date())
    except OSError as error:
        raise DiskError(
            tell("Không soát được tệp trước khi lưu ({reason}).", reason=reason_of(error)),
            tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
        ) from error


def _recorded(home: Path, name: str, before: bytes | None, after: bytes, by: str) -> Message | None:
    """Write into the log who changed what; return why it could not be written."""
    more = {
        "file": name,
        "was": sha256_of_bytes(before) if before is not None else None,
        "now": sha256_of_bytes(after),
    }
    try:
        now = now_for_record(home)
        with Journal(journal_path(home)) as journal:
            for code, what in _told(name, before, after).items():
                journal.event(code, what, now, by=by, more=more)
    except JournalError as error:
        return error.what
    return None


def _told(name: str, before: bytes | None, after: bytes) -> Mapping[str, tuple[Message, ...]]:
    if name in (PLAYLIST, LEXICON):
        told = edits_between({name: before} if before is not None else {}, {name: after})
        return told or {SETTINGS: (tell("sửa {name}", name=name),)}
    try:
        title = read_script(name, after).title
    except FaultsFound:  # one that was faulty before may be saved in part
        title = name
    what = (
        tell("viết bài mới “{title}”", title=title) if before is None else tell("sửa bài “{title}”", title=title)
    )
    return {SCRIPTS_EDITED: (what,)}
