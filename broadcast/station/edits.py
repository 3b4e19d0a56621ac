"""The ward's files as a player read them before, and as they are now -> what somebody changed, in sentences.

Scripts are left out: a dealing says that a script was edited, and a release what of it. What may hold a password
is told as changed and not shown: the log is printed, carried out and sent.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadcast.base.errors import BroadcastError, Message, tell
from broadcast.station.last_good import last_good_texts
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.filetext import decoded
from broadcast.ward.survey import LEXICON, PLAYLIST
from broadcast.ward.yamlfile import read_yaml

SETTINGS, FACTS, LEXICON_READINGS = "settings", "facts", "lexicon"
"""The codes of what was changed in playlist.yaml, in its facts, and in lexicon.yaml."""
_MOST = 20
"""So many changes of one kind are told one by one."""
_LONGEST = 120
_SECRET_KEYS = ("station.notices", "voice.http")

Leaves = Mapping[str, str]
"""Each value of a YAML file as text, by its keys: `sessions.sang.at`."""


def edits_since(home: Path) -> Mapping[str, tuple[Message, ...]]:
    """Compare the folder's playlist.yaml and lexicon.yaml with those a player last read; tell the changes by code.

    Empty where none was kept, and where one of the two cannot be read.
    """
    before = last_good_texts(home, (PLAYLIST, LEXICON))
    if PLAYLIST not in before:
        return {}
    try:
        return edits_between(before, _texts(home))
    except (BroadcastError, OSError, RecursionError):  # told by whoever reads the folder
        return {}


def edits_between(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Mapping[str, tuple[Message, ...]]:
    """Compare playlist.yaml and lexicon.yaml, each by its name; tell the changes by code.

    Raises FaultsFound where one of them cannot be read.
    """
    old, new = (_leaves(PLAYLIST, texts) for texts in (before, now))
    old_lexicon, new_lexicon = (_leaves(LEXICON, texts) for texts in (before, now))
    told = {
        SETTINGS: [_setting(*one) for one in _changed(old, new) if not one[0].startswith("facts.")],
        FACTS: [_fact(*one) for one in _changed(old, new) if one[0].startswith("facts.")],
        LEXICON_READINGS: [_reading(*one) for one in _changed(old_lexicon, new_lexicon)],
    }
    return {code: _at_most(what) for code, what in told.items() if what}


def _texts(home: Path) -> Mapping[str, bytes]:
    return {name: path.read_bytes() for name in (PLAYLIST, LEXICON) if (path := home / name).is_file()}


def _leaves(name: str, texts: Mapping[str, bytes]) -> Leaves:
    if name not in texts:
        return {}
    quoting = playlist_as_written if name == PLAYLIST else str
    value = read_yaml(name, decoded(name, texts[name]), quoting).value
    return dict(_values(value, ()))


def _values(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A list of plain values is one value; of a list of mappings each goes by its id or name, else its number."""
    match value:
        case Mapping():
            for key, inner in value.items():
                yield from _values(inner, (*keys, str(key)))
        case list() if any(isinstance(inner, Mapping | list) for inner in value):
            for number, inner in enumerate(value, 1):
                known = inner.get("id") or inner.get("name") if isinstance(inner, Mapping) else None
                yield from _values(inner, (*keys, str(known or number)))
        case list():
            yield ".".join(keys), ", ".join(str(inner or "") for inner in value)
        case _:
            yield ".".join(keys), "" if value is None else str(value)


def _changed(old: Leaves, new: Leaves) -> Iterator[tuple[str, str, str]]:
    """Each key whose value is another, with its value before and now; empty: none."""
    for key in dict.fromkeys((*old, *new)):
        before, now = (" ".join(leaves.get(key, "").split()) for leaves in (old, new))
        if before != now:
            yield key, before, now


def _setting(key: str, before: str, now: str) -> Message:
    if key.startswith(_SECRET_KEYS) or "://" in before + now:
        return tell("playlist.yaml, {key}: đã đổi, giá trị không ghi ra vì có thể có mật khẩu", key=key)
    old, new = shortened(before), shortened(now)
    if not before:
        return tell("playlist.yaml, thêm {key}: “{new}”", key=key, new=new)
    if not now:
        return tell("playlist.yaml, bỏ {key}, trước là “{old}”", key=key, old=old)
    return tell("playlist.yaml, {key}: trước là “{old}”, nay là “{new}”", key=key, old=old, new=new)


def _fact(key: str, before: str, now: str) -> Message:
    name, old, new = key.removeprefix("facts."), shortened(before), shortened(now)
    if not before:
        return tell("điền dữ kiện {name}: “{new}”", name=name, new=new)
    if not now:
        return tell("bỏ trống dữ kiện {name}, trước là “{old}”", name=name, old=old)
    return tell("dữ kiện {name}: trước là “{old}”, nay là “{new}”", name=name, old=old, new=new)


def _reading(key: str, before: str, now: str) -> Message:
    old, new = shortened(before), shortened(now)
    if not before:
        return tell("từ điển đọc thêm “{written}”, đọc là “{new}”", written=key, new=new)
    if not now:
        return tell("từ điển đọc bỏ “{written}”, trước đọc là “{old}”", written=key, old=old)
    return tell("từ điển đọc, “{written}”: trước đọc là “{old}”, nay là “{new}”", written=key, old=old, new=new)


def shortened(value: str) -> str:
    """Return a value as the log tells it: 120 letters of it at most."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def _at_most(told: list[Message]) -> tuple[Message, ...]:
    if len(told) <= _MOST:
        return tuple(told)
    return (*told[:_MOST], tell("và {count} chỗ khác", count=len(told) - _MOST))
