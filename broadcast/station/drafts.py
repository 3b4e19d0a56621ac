"""What somebody is typing and has not saved -> kept beside the log, whole, and given back after a restart.

A draft is nobody's file of the ward: no player reads it, no stamp holds it, no backup carries it.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from broadcast.base.errors import WardError, tell
from broadcast.base.files import sweep, write_whole
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.station.overview import journal_folder, machine_clock
from broadcast.station.owntexts import require_whole_letters

_FOLDER = "drafts"
_LARGEST = 400_000
"""Letters; ten times the longest script that may air."""
_MOST = 200
"""Drafts of all persons; the oldest goes first."""
_OLDEST = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person was typing."""

    person: str
    name: str
    """Of the file that it is for, or whatever the editor calls one that is not there yet."""
    text: str
    seen: str | None
    """The sha256 of the file as the person had opened it; None: it was not there."""
    at: datetime
    """When the last of it was kept."""
    opening: str = ""
    """Of the editor in which it was typed, one of its own for each time that one is opened."""


def new_opening() -> str:
    """Return a name for one more opening of an editor."""
    return secrets.token_urlsafe(12)


def keep(home: Path, person: str, name: str, text: str, seen: str | None = None, *, opening: str = "") -> Draft:
    """Keep what `person` is typing for the file `name`, instead of what was kept of it in the same `opening`.

    What the same person typed in another tab, or before the browser went down, stays beside it. Drafts older than
    30 days go, and the oldest of more than 200. Raises WardError where the text is too long or half a letter is
    in it, DiskError.
    """
    if len(text) > _LARGEST:
        raise WardError(tell("Bài đang gõ dài quá, không giữ nháp được."), tell("Chia thành nhiều bài."))
    draft = Draft(person=person, name=name, text=text, seen=seen, at=machine_clock().now(), opening=opening)
    fields = asdict(draft) | {"at": draft.at.isoformat()}
    require_whole_letters(text)
    content = json.dumps(fields, ensure_ascii=False).encode()
    write_whole(_path(home, person, name, opening), content, mode=0o600)
    _make_room(home, draft.at)
    return draft


def kept(home: Path, person: str, name: str) -> tuple[Draft, ...]:
    """Return what `person` was typing for the file `name`, the latest first, one for each opening."""
    found = (_read(path) for path in (journal_folder(home) / _FOLDER).glob(f"{_digest(person, name)}*.json"))
    own = [one for one in found if one is not None and (one.person, one.name) == (person, name)]
    return tuple(sorted(own, key=lambda one: one.at, reverse=True))


def hand_over(home: Path, before: str, person: str) -> None:
    """Give what somebody typed under the name `before` to the same person's other name. Raises DiskError."""
    for one in [draft for draft in _every(home) if draft.person == before != person]:
        keep(home, person, one.name, one.text, one.seen, opening=one.opening)
        drop(home, before, one.name, opening=one.opening)


def drop(home: Path, person: str, name: str, *, opening: str = "") -> None:
    """Forget what was typed for the file in that opening: it is saved, or not wanted. Raises nothing."""
    with suppress(OSError):  # it goes with its age
        _path(home, person, name, opening).unlink(missing_ok=True)


def _path(home: Path, person: str, name: str, opening: str) -> Path:
    """No name leads anywhere: the file is called by digests of who and what, and of the opening."""
    own = f"-{_digest(opening)}" if opening else ""
    return journal_folder(home) / _FOLDER / f"{_digest(person, name)}{own}.json"


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _every(home: Path) -> Iterator[Draft]:
    for path in (journal_folder(home) / _FOLDER).glob("*.json"):
        if (draft := _read(path)) is not None:
            yield draft


def _read(path: Path) -> Draft | None:
    """None for a file that is gone, damaged, or none of ours."""
    try:
        known = read_object(path) or {}
    except OSError:
        return None
    person, name, text, seen = (known.get(key) for key in ("person", "name", "text", "seen"))
    at = moment_of(known.get("at"))
    if not (isinstance(person, str) and isinstance(name, str) and isinstance(text, str) and at is not None):
        return None
    return Draft(
        person=person, name=name, text=text, seen=seen if isinstance(seen, str) else None, at=at,
        opening=str(known.get("opening", "")),
    )  # fmt: skip


def _make_room(home: Path, now: datetime) -> None:
    """By the moments of the files: at each pause in somebody's typing, none of them is read."""
    folder = journal_folder(home) / _FOLDER
    sweep(folder)
    latest = sorted(((_moment(path), path) for path in folder.glob("*.json")), reverse=True)
    for number, (moment, path) in enumerate(latest):
        if number >= _MOST or moment < (now - _OLDEST).timestamp():
            with suppress(OSError):  # tried again at the next pause
                path.unlink(missing_ok=True)


def _moment(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # dropped meanwhile
        return 0.0
