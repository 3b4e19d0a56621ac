"""What is ordered of the cue on air -> is it skipped, and does a stop wait for its end?"""

from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from broadcast.base.errors import Message, tell
from broadcast.playout.control.latch import Stop
from broadcast.programme.ids import is_bulletin, session_of
from broadcast.programme.model import CueId

_LONGEST_NAME = 200
"""Characters of whoever orders it."""


class CueOrders:
    """The orders that concern one cue, and no other, while it sounds."""

    def __init__(self, on_air: Callable[[], object]) -> None:
        """`on_air` returns the id of the cue that sounds; None where none does."""
        self._on_air = on_air
        self._skipped: tuple[CueId, str] | None = None

    def skip(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take down that the cue is left at once, where it is the one on air; `error` in the answer says why not.

        `cue` in the request names it, so that a late press concerns no other; `by` tells who wants it.
        """
        cue, by = request.get("cue"), request.get("by")
        if not isinstance(cue, str) or not _is_name(by):
            return {"error": str(tell("không hiểu lệnh này"))}
        if cue != self._on_air():
            return {"error": str(tell("bài ấy không còn đang phát"))}
        if is_bulletin(session_of(cue)):
            return {"error": str(tell("bản tin thì huỷ, không bỏ qua"))}
        self._skipped = CueId(cue), by
        return {"ok": True}

    def skipped(self, cue: CueId) -> Message | None:
        """Tell why that cue is skipped; None where nobody has ordered it."""
        if self._skipped is None or self._skipped[0] != cue:
            return None
        return tell("bỏ qua theo lệnh của {by}", by=self._skipped[1])

    def is_waited_for(self, stop: Stop | None) -> bool:
        """Whether the stop waits for the cue that sounds; it holds where that does not sound any more."""
        return stop is not None and stop.after is not None and stop.after == self._on_air()


def _is_name(by: object) -> TypeGuard[str]:
    return isinstance(by, str) and bool(by.strip()) and len(by) <= _LONGEST_NAME and by.isprintable()
