"""The running player, as another terminal or a page commands it: stop, resume, its clock believed.

None of these needs a player to run, nor a faultless playlist.yaml; what the files tell is handed in, read or not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import JournalError, Message, UsageRefused, tell
from broadcast.playout.control.channel import ask
from broadcast.playout.control.clock_trust import earliest_believable
from broadcast.playout.control.duty import confirm, last_line
from broadcast.playout.control.latch import Latch, Stop
from broadcast.programme.model import Airing, Outcome, Session
from broadcast.programme.pending import AiringsByCue, airings_by_cue, is_too_late, unsettled
from broadcast.record.codes import code_of
from broadcast.record.journal import Journal
from broadcast.station.deeds import note_deed
from broadcast.station.overview import airings, journal_folder, journal_path, machine_clock, rundown
from broadcast.station.readable import Readable, require_folder, zone_of_log
from broadcast.station.remote import Silence, silence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """What became of a stop. The stop holds: no player begins a cue until `resume`."""

    silence: Silence
    unwritten: Message | None
    """Why the as-run log could not take a note of it; None when it could."""


def stop(home: Path, reason: str, by: str = "") -> Stopping:
    """Write down the stop of the folder `home`, then look for some three seconds whether the player is silent.

    Reads no file of the ward. The log gets a line where it can, with `by` in it; empty where nobody is named.
    Raises DiskError where the stop cannot be written, WardError where there is no such folder.
    """
    require_folder(home)
    now = machine_clock().now()
    latch = Latch(journal_folder(home))
    latch.set(reason, now)
    silence = silence_of(home)
    if (held := latch.read()) is not None and held.after is not None:  # it came between, from another terminal
        latch.set(reason, now)
        silence = silence_of(home)
    unwritten = note_order(
        home, tell("lệnh dừng phát: {reason}", reason=reason), now.astimezone(zone_of_log(home)), by
    )
    return Stopping(silence=silence, unwritten=unwritten)


def note_order(home: Path, what: Message, now: datetime, by: str) -> Message | None:
    """Write down what was done: what a person did (`by`), else a note; return why it could not be written."""
    if by:
        return note_deed(home, code_of(what), what, by, at=now)
    try:
        with Journal(journal_path(home)) as journal:
            journal.note(what, now)
    except JournalError as error:
        return error.what
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """What taking a stop back has found: the stop, and the cues that were cut."""

    stop: Stop | None
    """The stop that was taken back; None where none held."""
    broken: tuple[tuple[Airing, bool], ...] = ()
    """Today's cues that were cut: the last airing of each, and whether it will be begun again."""
    due: tuple[Session, ...] = ()
    """Today's sessions whose second is over and of which no cue was cut, and which a player begins at once."""
    unwritten: Message | None = None
    """Why the as-run log could not take a note of it, or not tell what was cut; None when it could."""


def resume(seen: Readable, by: str = "", *, told: Stop | None = None) -> Resumed:
    """Take the stop back, so that the running player goes on; tell which of today's cues were cut.

    `told`: the stop that the person knows of; another one, given since, holds on. The log gets a line where it
    can, with `by` in it; empty where nobody is named. Raises DiskError where the stop's file cannot be removed.
    """
    now = seen.clock.now()
    stopped = Latch(journal_folder(seen.home)).clear(told)
    unwritten = note_order(seen.home, tell("cho phát trở lại"), now, by) if stopped is not None else None
    try:
        broken, due = _broken_and_due(seen, now)
    except JournalError as error:
        broken, due, unwritten = (), (), error.what
    return Resumed(stop=stopped, broken=broken, due=due, unwritten=unwritten)


def about_to_resume(seen: Readable) -> Resumed:
    """Tell what `resume` would set free now, and change nothing.

    Where the log cannot be read, `unwritten` says so.
    """
    stopped = Latch(journal_folder(seen.home)).read()
    try:
        broken, due = _broken_and_due(seen, seen.clock.now())
    except JournalError as error:
        return Resumed(stop=stopped, broken=(), due=(), unwritten=error.what)
    return Resumed(stop=stopped, broken=broken, due=due, unwritten=None)


def _broken_and_due(seen: Readable, now: datetime) -> tuple[tuple[tuple[Airing, bool], ...], tuple[Session, ...]]:
    """Today's cues that were cut, and its sessions that begin at once; none where no file tells them."""
    if seen.overview is None:
        return (), ()
    heard = airings_by_cue(airings(seen.home, now.date(), now.date()))
    sessions = rundown(seen.overview, now.date()).sessions
    return tuple(_broken(sessions, heard, now)), tuple(_due(sessions, heard, now))


def _broken(sessions: Sequence[Session], heard: AiringsByCue, now: datetime) -> Iterator[tuple[Airing, bool]]:
    """Yield the cues that were cut and not heard whole since."""
    for session in sessions:
        for cue in unsettled(session, heard):
            last = heard.get(cue.id, ())[-1:]
            if last and last[0].outcome is Outcome.CUT:
                yield last[0], not is_too_late(session, last[0].planned, now)


def _due(sessions: Sequence[Session], heard: AiringsByCue, now: datetime) -> Iterator[Session]:
    """Yield the sessions that should be on air by now and have not been cut in a cue."""
    for session in sessions:
        left = unsettled(session, heard)
        begun = any(heard.get(cue.id) for cue in left)
        if session.is_to_air and session.at <= now and left and not begun and not is_too_late(session, None, now):
            yield session


def confirm_clock(seen: Readable, by: str = "") -> Message | None:
    """Believe the machine's clock from now on, on the operator's word (`by`); tell the running player, too.

    Returns why the log could not take a note of that, None where it could. Raises UsageRefused where the clock
    shows a day before this program was released, JournalError where the log cannot be read, DiskError where the
    confirmation cannot be written.
    """
    now = seen.clock.now()
    if now < earliest_believable(None):
        raise UsageRefused(
            tell("Đồng hồ máy chỉ {now}, trước ngày có chương trình này.", now=f"{now:%H:%M %d/%m/%Y}"),
            tell("Chỉnh giờ của máy trước, rồi xác nhận lại."),
        )
    confirm(journal_folder(seen.home), last_line(journal_path(seen.home)))
    ask(journal_folder(seen.home), {"do": "confirm-clock"})
    return note_order(seen.home, tell("người trực xác nhận giờ máy là đúng"), now, by)
