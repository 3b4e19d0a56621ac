"""A row of the log -> whether every part that we read of it is of the kind that we write.

Somebody may have written anything into the file, or a disk that breaks: a number where a text belongs, or nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date

from broadcast.base.errors import tell
from broadcast.base.jsonfile import moment_of, parsed
from broadcast.programme.model import Outcome
from broadcast.record.airings import Row
from broadcast.record.chain import BrokenLine

Kind = Callable[[object], bool]
"""Whether a value is of one kind."""

_LARGEST = 2**53
"""Beyond it JSON holds no whole number for sure."""


def _text(value: object) -> bool:
    return isinstance(value, str)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


def _count(value: object) -> bool:
    return isinstance(value, int) and _number(value) and value >= 0


def _moment(value: object) -> bool:
    return moment_of(value) is not None


def _object(value: object) -> bool:
    return isinstance(value, Mapping)


def _list(value: object) -> bool:
    return isinstance(value, list)


def _or_none(kind: Kind) -> Kind:
    return lambda value: value is None or kind(value)


def _list_of(kind: Kind) -> Kind:
    return lambda value: isinstance(value, list) and all(map(kind, value))


def _pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_number, value))


def _fields(kinds: Mapping[str, Kind], *, needs: tuple[str, ...] = ()) -> Kind:
    """An object that has what it `needs`, and whose fields, as far as we know their names, are of those kinds."""

    def fits(value: object) -> bool:
        return (
            isinstance(value, Mapping)
            and all(name in value for name in needs)
            and all(kinds[name](held) for name, held in value.items() if name in kinds)
        )

    return fits


_REASONS: Mapping[str, Kind] = {"note": _text, "why": _list}
_RELEASE = _fields({"serial": _count, "by": _text}, needs=("serial", "by"))
_MADE = _fields({"sha256": _text, "code": _text, "voice": _text, "utterances": _count}, needs=("sha256",))
_LEVEL = _or_none(_number)
_OUTPUT = _fields({
    "loudspeaker": _text, "device": _text, "choice": _count, "holes": _count,
    "rms": _LEVEL, "peak": _LEVEL, "lufs": _LEVEL,
})  # fmt: skip
_BEGUN = _fields(
    {
        **_REASONS, "script": _text, "planned": _moment, "of_frames": _count, "rate_hz": _count, "engine": _text,
        "fallback": _or_none(_object), "music": _list, "part": _text, "title": _text, "text": _text,
        "fingerprint": _or_none(_text), "session": _text, "campaign": _text, "release": _or_none(_RELEASE),
        "made": _or_none(_MADE),
    },
    needs=("script", "planned"),
)  # fmt: skip
_ENDED = _fields({
    **_REASONS, "started": _or_none(_moment), "ended": _or_none(_moment), "frames": _count,
    "output": _or_none(_OUTPUT),
})  # fmt: skip
_DEALT = _fields({
    **_REASONS, "name": _text, "at": _moment, "campaign": _or_none(_text), "off": _or_none(_object),
    "refused": _or_none(_object), "left_out": _list_of(_object),
    "cues": _list_of(_fields({"id": _text}, needs=("id",))),
})  # fmt: skip
_NUMBERS, _PAIRS = _list_of(_number), _list_of(_pair)
_HEARD = _fields({
    **_REASONS, "score": _number, "level": _LEVEL, "offset": _LEVEL, "drift": _number,
    "heard": _number, "of": _number, "missing": _PAIRS, "shifts": _PAIRS, "again": _NUMBERS,
})  # fmt: skip
_BODIES: Mapping[str, Kind] = {
    "start": _BEGUN, "pass": _BEGUN, "end": _ENDED, "deal": _DEALT,
    "event": _fields({**_REASONS, "by": _or_none(_text)}),
    "change": _fields({**_REASONS, "by": _or_none(_text), "reason": _or_none(_text)}),
}  # fmt: skip


def is_ours(row: Row) -> bool:
    """Whether a row of the log, with its columns by name, is one that we write, of whatever version."""
    if row["kind"] not in _BODIES:  # what persons released, and anchors, have readers of their own
        return True
    is_about_a_cue = "/" in row["cue"]
    body = _HEARD if row["kind"] == "event" and is_about_a_cue else _BODIES[row["kind"]]
    return (
        _moment(row["written"])
        and is_day(row["cue"].partition("/")[0] if row["kind"] != "event" or is_about_a_cue else row["day"])
        and (row["outcome"] or None) in (None, *Outcome)
        and body(parsed(row["body"]))
    )


def is_day(text: str) -> bool:
    """Whether that is a day, as ISO 8601 writes it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def unreadable(row: Row) -> BrokenLine:
    """Name the row, which is none of ours, by its number; of one of before the one chain, among the rows."""
    day = moment.date() if (moment := moment_of(row["written"])) is not None else None
    return BrokenLine(number=int(row["place"] or row["seq"]), day=day, why=tell("không đọc được"))
