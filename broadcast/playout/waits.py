"""A moment, or carts that are being made -> waited for, while bulletins air."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from broadcast.playout.bulletins import air_waiting, is_due
from broadcast.playout.parts import LOOK_EVERY, Parts
from broadcast.programme.model import Cue


def wait_until(parts: Parts, moment: datetime) -> bool:
    """Wait until the clock shows `moment`, airing the bulletins that come due; return True then.

    A bulletin that still sounds at `moment` is heard to its end. Returns False once playout is not wanted any
    more, or its plan does not hold. Raises JournalError where the log takes no line.
    """

    def turn() -> bool:
        parts.look_between_sessions()
        return parts.has_a_plan() and not is_due(parts)

    while True:
        due = parts.conditions.comes_due()
        wakes = moment if due is None else min(moment, due)
        if parts.clock.wait_until(wakes, turn):
            if wakes >= moment:
                return True
            parts.look_between_sessions()
        if not parts.has_a_plan():
            return False
        air_waiting(parts)


def wait_for_carts(parts: Parts, cues: Iterable[Cue], at_most: timedelta) -> None:
    """Wait until the rack holds a cart, or the reason why there is none, for each of the cues.

    Bulletins air meanwhile. Returns early when `at_most` is over, playout is not wanted any more, or something
    keeps the loudspeaker silent.
    """
    ids = [cue.id for cue in cues]
    until_s = parts.clock.monotonic() + at_most.total_seconds()
    while not parts.rack.wait_for(ids, timedelta()):
        parts.look()
        left_s = until_s - parts.clock.monotonic()
        if left_s <= 0 or not parts.may_sound():
            return
        air_waiting(parts)
        step = min(LOOK_EVERY, timedelta(seconds=left_s))
        if not parts.rack.wait_for(ids, step):
            parts.clock.passed(step.total_seconds())
