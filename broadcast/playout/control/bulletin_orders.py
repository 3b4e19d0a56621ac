"""What a terminal asks about the bulletins that wait -> the answer: list, cancel, hold, release."""

from collections.abc import Iterable, Mapping
from typing import Any

from broadcast.base.errors import tell
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import Bulletin

_SHOWN = 120
"""Characters of a name or a title: fifty bulletins fit into one answer."""


def answer(bulletins: Bulletins, request: Mapping[str, Any], on_air: object = None) -> Mapping[str, Any]:
    """List, cancel, hold or release bulletins, as `order` in the request says; return those it concerns.

    `list` gives all that wait, in the order in which they air. `numbers` names some by their number, without it
    all are meant. `on_air` is the id of the cue that sounds, None for none. The answer holds `bulletins`, as JSON
    does, or `error` with the reason.
    """
    numbers = request.get("numbers")
    if numbers is not None and not _are_numbers(numbers):
        return {"error": str(tell("không hiểu lệnh này"))}
    match request.get("order"):
        case "list":
            return _told(bulletins, on_air)
        case "cancel":
            return _told(bulletins.cancel(numbers))
        case "release":
            return _told(bulletins.release(numbers))
        case "hold":
            return _told(bulletins.hold(numbers))
        case _:
            return {"error": str(tell("không hiểu lệnh này"))}


def _are_numbers(numbers: object) -> bool:
    return isinstance(numbers, list) and all(type(one) is int for one in numbers)


def _told(bulletins: Iterable[Bulletin], on_air: object = None) -> Mapping[str, Any]:
    return {"bulletins": [_fields(one, on_air) for one in bulletins]}


def _fields(one: Bulletin, on_air: object) -> Mapping[str, Any]:
    return {
        "number": one.serial,
        "id": one.id,
        "level": str(one.urgency),
        "title": one.title[:_SHOWN],
        "script": one.script[:_SHOWN],
        "by": one.by[:_SHOWN],
        "taken": one.taken.isoformat() if one.taken else None,
        "due": one.due.isoformat() if one.due else None,
        "nth": one.nth,
        "times": one.times,
        "every_s": one.every.total_seconds() if one.every else None,
        "expires": one.expires.isoformat(),
        "held": one.held,
        "sounding": isinstance(on_air, str) and on_air.startswith((f"{one.id}/", f"{one.id}-")),
        "override": one.override is not None,
    }
