"""What a person changes of the ward's files -> the file, whole, and a line in the record with the person's name.

The file on the disk is the truth. Whoever saves says which state of it they had before them (its sha256): where it
is another by now, nothing is written, and both texts are handed back. What `check` would find wrong after the
change, and not before, is refused with its line and column.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE

from filelock import Timeout

from broadcast.base.errors import (
    DiskError,
    Fault,
    FaultsFound,
    JournalError,
    Level,
    Message,
    UsageRefused,
    WardError,
    tell,
)
from broadcast.base.files import locked, may_only_look, only_to_look, write_whole
from broadcast.base.reasons import reason_of
from broadcast.record.journal import Journal
from broadcast.station.edits import SETTINGS, edits_between
from broadcast.station.judged import new_faults
from broadcast.station.overview import journal_folder, journal_path, machine_clock
from broadcast.station.owntexts import Opened, bytes_now, in_file, opened, path_of, sha256_of_bytes
from broadcast.station.owntexts import text_of as text_of
from broadcast.station.readable import zone_of_log
from broadcast.text.lexicon import tidy
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.importing import Imported, imported_from
from broadcast.ward.pasted import text_of_html
from broadcast.ward.script import read_script
from broadcast.ward.scriptfile import FIRST_LINE, checked_folder, next_name, script_content
from broadcast.ward.survey import LEXICON, PLAYLIST
from broadcast.ward.yamledit import with_value, without_value
from broadcast.ward.yamlfile import Path as Keys
from broadcast.ward.yamlfile import read_yaml
from broadcast.ward.yamlwritten import Value

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


# --- scripts ---


def save_script(home: Path, script: str, text: str, *, seen: str | None, by: str) -> Outcome:
    """Save an editor's text as the script file `script` (`scripts/tet/01-chuc-tet.md`) of the folder `home`.

    `seen`: the sha256 of the file as the person opened it; None: it must not be there yet. `by`: who. Line ends
    and byte order mark stay as the file has them. A script that waits for a fact or a reading is saved; it does
    not air. Raises WardError where the name is no script's, DiskError.
    """
    if path_of(home, script).name in (PLAYLIST, LEXICON):
        raise WardError(tell("“{name}” không phải một bài trong scripts.", name=script))
    return _saved(home, script, lambda before: in_file(text, before), seen=seen, by=by)


def new_script(home: Path, folder: str, title: str, text: str = "", *, by: str, is_draft: bool = False) -> Outcome:
    """Write a new script into the folder `folder` below scripts/; it gets the next number there.

    Without words it is a draft, and holds a line that says where they go. No file is written over. Raises
    WardError where the folder's name leads elsewhere, UsageRefused where the title has no letter, DiskError.
    """
    if not any(sign.isalnum() for sign in title):
        raise UsageRefused(tell("Tên bài phải có chữ."))
    header = {"draft": "true"} if is_draft or not text.strip() else {}
    content = script_content(" ".join(title.split()), text if text.strip() else FIRST_LINE, header)
    folder = checked_folder(folder)
    while True:
        name = next_name(home, folder, title)
        outcome = _saved(home, name, lambda before: in_file(content, before), seen=None, by=by)
        if not isinstance(outcome, Conflict):  # else somebody has just taken that number
            return outcome


def import_word(raw: bytes, filename: str) -> Imported:
    """Read a document that was handed over (.docx, .txt, .md) for the editor; nothing is written.

    Raises WardError, with what to do, where it cannot be read.
    """
    return imported_from(raw, filename)


def pasted(html: str) -> str:
    """Read what was pasted from Word or a page as plain paragraphs for the editor. Raises WardError."""
    return text_of_html(html)


# --- playlist.yaml and lexicon.yaml ---


def save_fact(
    home: Path, name: str, value: str, *, source: str | None = None, seen: str | None, by: str
) -> Outcome:
    """Fill in the fact `name`, `dai_hoi.ngay`; empty: nobody knows it yet. A list has a line of `value` for each.

    `source`: the document that it was taken from, empty for none; None: as it is. `seen`: the sha256 of
    playlist.yaml as the person saw it. Every other byte of the file stays. Raises WardError where the fact cannot
    be changed alone, DiskError.
    """
    keys = tuple(name.split("."))
    if not all(keys):
        raise WardError(tell("“{name}” không phải tên một dữ kiện.", name=name))

    def change(before: bytes | None) -> bytes:
        raw = before or b""
        old = _at(_playlist(raw), ("facts", *keys))
        raw = _with(PLAYLIST, raw, ("facts", *keys), _fact(value, is_list=isinstance(old, list)))
        if source is None or (not source.strip() and _at(_playlist(raw), ("fact_sources", name)) is None):
            return raw
        return _with(PLAYLIST, raw, ("fact_sources", name), _typed(source) or None, goes=not source.strip())

    return _saved(home, PLAYLIST, change, seen=seen, by=by)


def save_setting(home: Path, keys: Keys, value: Value, *, seen: str | None, by: str) -> Outcome:
    """Change, add or (None) take out what stands at `keys` of playlist.yaml: `("sessions", 0, "at")`.

    A key that playlist.yaml does not have is refused, as a wrong value is. Every other byte of the file stays.
    Raises WardError where it cannot be changed alone, DiskError.
    """
    value = _typed(value) if isinstance(value, str) else value
    return _saved(
        home,
        PLAYLIST,
        lambda before: _with(PLAYLIST, before or b"", keys, value, goes=value is None),
        seen=seen,
        by=by,
    )


def save_reading(home: Path, written: str, spoken: str, *, seen: str | None, by: str) -> Outcome:
    """Put into lexicon.yaml how `written` is read; `seen` None: the ward has no lexicon.yaml yet.

    Raises WardError where the ward reads it by what stands around it, which one reading would undo; DiskError.
    """

    def change(before: bytes | None) -> bytes:
        raw = before or b""
        known = read_yaml(LEXICON, opened(LEXICON, raw).text).value or {}
        key = next((one for one in known if tidy(one) == tidy(written)), _typed(written))
        if not isinstance(known.get(key), str | None):
            raise WardError(
                tell("“{written}” đã có cách đọc theo từng ngữ cảnh.", written=written),
                tell("Sửa tay trong lexicon.yaml."),
            )
        return with_value(LEXICON, raw, (key,), _typed(spoken))

    return _saved(home, LEXICON, change, seen=seen, by=by)


def _with(name: str, raw: bytes, keys: Keys, value: Value, *, goes: bool = False) -> bytes:
    if goes:
        return without_value(name, raw, keys, playlist_as_written)
    return with_value(name, raw, keys, value, playlist_as_written)


def _fact(value: str, *, is_list: bool) -> Value:
    lines = [line for one in value.splitlines() if (line := _typed(one))]
    return lines if is_list and lines else _typed(value) or None


def _typed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _playlist(raw: bytes) -> object:
    return read_yaml(PLAYLIST, opened(PLAYLIST, raw).text, playlist_as_written).value


def _at(value: object, keys: tuple[str, ...]) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


# --- saving ---


def _saved(home: Path, name: str, change: Change, *, seen: str | None, by: str) -> Outcome:
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
    except Timeout as error:
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
        now = machine_clock().now().astimezone(zone_of_log(home))
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
