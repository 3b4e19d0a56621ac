"""A moment, or carts that are being made -> waited for, while bulletins air."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from broadcast.playout.bulletins import air_waiting, is_due
from broadcast.playout.events import Waiting
from broadcast.playout.parts import LOOK_EVERY, Parts, is_of_another_version
from broadcast.programme.model import Cue, CueId, Session

_COUNT_EVERY_S = 1.0


def wait_until(parts: Parts, moment: datetime, *, ahead_of: Session | None = None) -> bool:
    """Wait until the clock shows `moment`, airing the bulletins that come due; return True then.

    Each second the watcher is told that playout waits, where it does so `ahead_of` a session. A bulletin that
    still sounds at `moment` is heard to its end; a usual one that would, ahead of a session, is not begun. Returns
    False once playout is not wanted any more, or its plan does not hold. Raises JournalError where the log takes
    no line.
    """

    told_s = parts.clock.monotonic()
    free_by = moment if ahead_of is not None else None

    def turn() -> bool:
        nonlocal told_s
        parts.look_between_sessions()
        if ahead_of is not None and parts.clock.monotonic() - told_s >= _COUNT_EVERY_S:
            told_s = parts.clock.monotonic()
            parts.watcher(Waiting(session=ahead_of))
        return parts.has_a_plan() and not is_due(parts, free_by)

    while True:
        due = parts.conditions.comes_due()
        wakes = moment if due is None else min(moment, due)
        if parts.clock.wait_until(wakes, turn):
            if wakes >= moment:
                return True
            parts.look_between_sessions()
        if not parts.has_a_plan():
            return False
        air_waiting(parts, free_by)


def wait_for_carts(
    parts: Parts, cues: Iterable[Cue], at_most: timedelta, *, free_by: datetime | None = None
) -> None:
    """Wait until the rack holds a cart as it was dealt, or the reason why there is none, for each of the cues.

    Bulletins air meanwhile, usual ones where they are over at `free_by`; None: all. Returns early when `at_most`
    is over, playout is not wanted any more, its plan does not hold, or something keeps the loudspeaker silent.
    """
    versions = {cue.id: cue.version for cue in cues}
    until_s = parts.clock.monotonic() + at_most.total_seconds()
    while not _are_ready(parts, versions):
        parts.look_between_sessions()
        left_s = until_s - parts.clock.monotonic()
        if left_s <= 0 or not parts.may_sound() or not parts.current():
            return
        air_waiting(parts, free_by)
        step = min(LOOK_EVERY, timedelta(seconds=left_s))
        if not parts.rack.wait_for(versions, step):
            parts.clock.passed(step.total_seconds())
        elif not _are_ready(parts, versions):  # what lies there is of another version: it is being made anew
            parts.clock.wait_until(parts.clock.now() + step)


def _are_ready(parts: Parts, versions: Mapping[CueId, str]) -> bool:
    on_rack = parts.rack.contents()
    return all(
        cue in on_rack and not is_of_another_version(on_rack[cue], version) for cue, version in versions.items()
    )
