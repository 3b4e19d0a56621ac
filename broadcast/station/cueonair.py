"""The cue on air, as another terminal has it skipped, or has the loudspeaker stopped once it has ended.

Neither needs a file of the ward: what sounds is asked of the running player.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from broadcast.base.clock import Clock
from broadcast.base.errors import JournalError, Message, tell
from broadcast.playout.control.channel import ask
from broadcast.playout.control.latch import Latch
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.programme.ids import day_of, session_of
from broadcast.programme.model import CueId
from broadcast.programme.onair import Sounding
from broadcast.programme.pending import SKIPPED
from broadcast.station.commanding import Stopping, note_order, stop
from broadcast.station.overview import airings, journal_folder, machine_clock
from broadcast.station.readable import require_folder, zone_of_log
from broadcast.station.remote import what_sounds

_GONE_WITHIN = timedelta(seconds=3)
_BETWEEN_LOOKS = timedelta(seconds=0.05)
_PATIENCE_S = 1.0


class Skip(StrEnum):
    """What became of an order to skip a cue."""

    SKIPPED = "skipped"
    """It sounds no more, and is not begun again; the session goes on with its next cue."""
    OVER = "over"
    """It had come to its end before the order reached it."""
    REFUSED = "refused"
    """Nothing was skipped: another cue sounds, or none, or a bulletin."""
    STILL_SOUNDING = "still sounding"
    """The player has taken the order, and still says that the cue sounds."""
    UNKNOWN = "unknown"
    """A player holds the loudspeaker and does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipping:
    """What became of an order to skip the cue on air."""

    skip: Skip
    why: Message | None = None
    """Why it was refused; None where it was not."""
    unwritten: Message | None = None
    """Why the as-run log could not be read, or not take a note of it; None when it could."""


def skip_cue(home: Path, cue: CueId, by: str) -> Skipping:
    """Have the running player of the folder `home` leave that cue, which sounds, for the next one.

    Looks for some three seconds what becomes of it. Only that cue: a late press skips no other. The log gets `by`,
    who wants it. Raises WardError where there is no such folder.
    """
    require_folder(home)
    sounding, clock = what_sounds(home), machine_clock()
    answer = ask(journal_folder(home), {"do": "skip", "cue": cue, "by": by}, _PATIENCE_S)
    if answer is None:
        if is_held(journal_folder(home), LOUDSPEAKER):
            return Skipping(skip=Skip.UNKNOWN)
        return Skipping(skip=Skip.REFUSED, why=tell("không có phiên nào đang phát"))
    if "ok" not in answer:
        return Skipping(skip=Skip.REFUSED, why=Message(str(answer.get("error", ""))))
    if not _is_gone(home, cue, clock):
        return Skipping(skip=Skip.STILL_SOUNDING)
    try:
        if not _is_written(home, cue):
            return Skipping(skip=Skip.OVER)
    except JournalError as error:
        return Skipping(skip=Skip.SKIPPED, unwritten=error.what)
    title = (sounding.title or str(sounding.script)) if sounding is not None else cue
    what = tell("bỏ bài đang phát: {title}", title=title)
    unwritten = note_order(home, what, clock.now().astimezone(zone_of_log(home)), by)
    return Skipping(skip=Skip.SKIPPED, unwritten=unwritten)


def _is_gone(home: Path, cue: CueId, clock: Clock) -> bool:
    """Wait until the player says that something else sounds, or nothing does; False where it does not say so."""
    until_s = clock.monotonic() + _GONE_WITHIN.total_seconds()
    while clock.monotonic() <= until_s:
        answer = ask(journal_folder(home), {"do": "status"}, _PATIENCE_S)
        if answer is not None and answer.get("on_air") != cue:
            return True
        clock.wait_until(clock.now() + _BETWEEN_LOOKS)
    return False


def _is_written(home: Path, cue: CueId) -> bool:
    day = day_of(session_of(cue))
    its = (one for one in airings(home, day, day) if one.cue == cue)
    return any(why.code == SKIPPED for one in its for why in one.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingAfter:
    """What became of a stop that waits for the cue on air. It holds whatever restarts, until `resume`."""

    sounding: Sounding | None
    """The cue that sounds to its end first; None where none did."""
    stopping: Stopping | None
    """What became of the plain stop in its place; None where a cue sounds to its end."""
    unwritten: Message | None
    """Why the as-run log could not take a note of it; None when it could."""


def stop_after(home: Path, reason: str, by: str = "") -> StoppingAfter:
    """Write down a stop of the folder `home` that lets the cue on air end first; a plain one where none sounds.

    A stop that holds already is not put off. Reads no file of the ward. The log gets a line where it can, with
    `by` in it; empty where nobody is named. Raises DiskError where the stop cannot be written, WardError where
    there is no such folder.
    """
    require_folder(home)
    latch, sounding = Latch(journal_folder(home)), what_sounds(home)
    held = latch.read()
    if sounding is None or sounding.cue is None or (held is not None and held.after is None):
        stopping = stop(home, reason, by)
        return StoppingAfter(sounding=None, stopping=stopping, unwritten=stopping.unwritten)
    now = machine_clock().now()
    latch.set(reason, now, after=sounding.cue)
    what = tell("lệnh dừng phát sau bài đang phát: {reason}", reason=reason)
    unwritten = note_order(home, what, now.astimezone(zone_of_log(home)), by)
    return StoppingAfter(sounding=sounding, stopping=None, unwritten=unwritten)
