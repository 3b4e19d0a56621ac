"""A ward's folder, in whatever state its files are -> what looking, stopping and reading the log need of it.

Nothing here needs a faultless playlist.yaml: what it would have told (zone, names, timetable) comes from the copy
that the last player kept, else from the log and the machine.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, FaultsFound, JournalError, Message, WardError, tell
from broadcast.base.files import may_only_look, only_to_look
from broadcast.playout.control.duty import last_line
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import Airing, CueId
from broadcast.programme.settings import ScriptId
from broadcast.record.happenings import Happening
from broadcast.record.reading import PassedOver, record_at
from broadcast.record.selection import Selection, chosen
from broadcast.record.sessions import LoggedDay, days_of
from broadcast.record.verified import Verified, first_broken_quickly, verify
from broadcast.station.last_good import read_last_good
from broadcast.station.overview import Overview, journal_folder, journal_path, look_at, machine_clock, overview_of
from broadcast.ward.folder import Ward, stamp

_Read = TypeVar("_Read")
_log = logging.getLogger(__name__)
_LAST_CALLS = 10
"""Of a traceback in the log."""
_TOLD = 3
"""Lines that cannot be read, by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """What can be read of a ward's folder now."""

    home: Path
    clock: Clock
    overview: Overview | None
    """From the files; from the last good copy where they cannot be read; None where there is neither."""
    trouble: BroadcastError | None
    """Why the ward's files cannot be read; None where they can."""

    def title(self, script: ScriptId) -> str:
        """Return the script's title; its id where no file that can be read tells one."""
        return self.overview.ward.title(script) if self.overview is not None else script

    def required(self) -> Overview:
        """Return the ward as it was last read. Raises what keeps its files from being read, where no copy is."""
        if self.overview is None:
            raise self.trouble or WardError(tell("Không đọc được tệp của phường."))
        return self.overview

    @property
    def warning(self) -> Message | None:
        """Tell that the ward's files have faults and what is shown instead; None where they have none."""
        if self.trouble is None:
            return None
        why = _in_short(self.trouble)
        if self.overview is None:
            return tell("Tệp của phường đang có lỗi ({why}). Xem: broadcast check", why=why)
        return tell("Tệp của phường đang có lỗi ({why}); tạm xem theo bản tốt gần nhất. Xem: broadcast check",
                    why=why)  # fmt: skip


def _in_short(trouble: BroadcastError) -> Message:
    """The first fault at its place, else what happened."""
    if isinstance(trouble, FaultsFound) and trouble.faults:
        return tell("{place} {what}", place=trouble.faults[0].place, what=trouble.faults[0].what)
    return trouble.what


def read_what_can_be(home: Path, *, lazily: bool = False) -> Readable:
    """Read the files of the folder `home`, else the last good copy of them, else only the clock and its zone.

    `lazily`: no script is turned into words before somebody asks for it, and where one brings down its reader that
    is whoever asks; `asked_of` is for those who do. Raises WardError only where there is no such folder.
    """
    require_folder(home)
    try:
        overview = converted(lambda: look_at(home, lazily=lazily))
        return Readable(home=home, clock=overview.clock, overview=overview, trouble=None)
    except BroadcastError as error:
        ward = _last_good(home)
        known = overview_of(home, ward, stamp(home)) if ward is not None else None
        clock = known.clock if known is not None else machine_clock(zone_of_log(home))
        return Readable(home=home, clock=clock, overview=known, trouble=error)


def asked_of(home: Path, ask: Callable[[Readable], _Read]) -> tuple[Readable, _Read]:
    """Read the files as `read_what_can_be`, but no script that `ask` does not ask for; return them and its answer.

    Where a script brings down its reader, all are read and `ask` is called again: that is told, and the last good
    copy looked at, as if every script had been read at once. Raises as `read_what_can_be` and `ask` do.
    """
    seen = read_what_can_be(home, lazily=True)
    try:
        return seen, ask(seen)
    except BroadcastError:
        raise
    except Exception:
        seen = read_what_can_be(home)
        return seen, ask(seen)


def _last_good(home: Path) -> Ward | None:
    """The last player's copy; None where there is none, or one that cannot be read."""
    try:
        return converted(lambda: read_last_good(home))
    except BroadcastError as error:
        _log.info("the last good files of the ward cannot be read (%s)", error)
        return None


def require_folder(home: Path) -> None:
    """Raise WardError where the ward's folder `home` does not exist, or is no folder."""
    if not home.is_dir():
        raise WardError(
            tell("Không có thư mục {home}.", home=home),
            tell("Chạy trong thư mục của phường, hoặc thêm --home THƯ_MỤC."),
        )


def require_to_write(home: Path, doing: Message) -> None:
    """Raise DiskError where this account may look into the ward's folder `home`, and not do that: `đổi lịch`."""
    if may_only_look(journal_folder(home)):
        raise only_to_look(doing)


def converted(read: Callable[[], _Read]) -> _Read:
    """Call `read`, which reads files of the ward, and return what it returns.

    A hand-written file can bring down its reader in ways that nobody has thought of (too deep, too large). That is
    told as a fault of the files, with the exception itself as its cause, and logged, as information, with the end
    of its traceback: it may be a bug of ours. No player ends of it.
    """
    try:
        return read()
    except BroadcastError:
        raise
    except Exception as error:
        # the last calls alone: a reader that went too deep has 1000
        trace = "".join(traceback.format_exception(error, limit=-_LAST_CALLS))
        _log.info("the reader of a file of the ward broke down\n%s", trace)
        why = f"{type(error).__name__}: {error}"[:200]
        raise WardError(
            tell("Không đọc được tệp của phường ({why}).", why=why), tell("Xem lại tệp vừa sửa.")
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What the as-run log tells of some days; no file of the ward was read for it."""

    airings: tuple[Airing, ...]
    """In the order of writing, openings and closings among them."""
    days: tuple[LoggedDay, ...]
    """The same by day and session, with what was dealt anew and what was not to air."""
    heard: Mapping[tuple[CueId, int], AirHeard]
    """What a microphone heard at the loudspeaker, by cue and attempt, of what was compared."""
    notes: tuple[Happening, ...]
    """What concerns no single cue: notes and events. Those without a moment are always among them."""
    unreadable: Message | None
    """Which of its lines cannot be read, and are left out; None where all can be."""


def read_log(home: Path, selection: Selection, *, rehearsed: bool = False) -> Log:
    """Read what is asked for from the as-run log of `home`, or from the last rehearsal's.

    Notes belong to no script, session or campaign: where one is asked for, there are none. Empty where no log was
    begun; lines that cannot be read are left out. Raises JournalError where it cannot be read at all.
    """
    first, last = selection.first, selection.last
    passed_over: PassedOver = {}
    with record_at(journal_path(home, rehearsed=rehearsed), passed_over) as record:
        return Log(
            airings=tuple(one for one in record.airings(first, last) if selection.takes(one)),
            heard=record.heard(first, last),
            days=chosen(days_of(record, first, last), selection),
            notes=tuple(one for one in record.happenings(first, last) if selection.notes(one)),
            unreadable=left_out(passed_over),  # filled by now
        )


def left_out(lines: PassedOver) -> Message | None:
    """Tell which lines of the log cannot be read, the first three by their numbers; None for none."""
    if not lines:
        return None
    told, *others = [line.where for _, line in sorted(lines.items())[:_TOLD]]
    for one in others:
        told = Message("{a}, {b}", {"a": told, "b": one})
    if (more := len(lines) - _TOLD) > 0:
        return tell("nhật ký có chỗ không đọc được, nên không có ở đây: {lines} và {count} dòng nữa. "
                    "Chạy: broadcast log --verify", lines=told, count=more)  # fmt: skip
    return tell("nhật ký có chỗ không đọc được, nên không có ở đây: {lines}. Chạy: broadcast log --verify",
                lines=told)  # fmt: skip


def last_heard(home: Path, day: date) -> tuple[Airing, AirHeard] | None:
    """Return what was heard last at the loudspeaker on `day`, with its airing; None where nothing was compared.

    Raises JournalError where the log cannot be read.
    """
    with record_at(journal_path(home)) as record:
        heard = record.heard(day, day)
        if not heard:
            return None
        (cue, attempt), last = [*heard.items()][-1]
        airings = [one for one in record.airings(day, day) if (one.cue, one.attempt) == (cue, attempt)]
        return (airings[0], last) if airings else None


def verify_log(home: Path, against: str | None = None) -> Verified:
    """Go through the whole as-run log; a folder that never had one has a log without lines.

    `against`: where what was carried out of it is, as `record.verified.verify` takes it. Raises WardError where
    the ward's folder does not exist, JournalError where the log or what was carried out cannot be read.
    """
    require_folder(home)
    return verify(journal_folder(home), against)


def tampered(home: Path, shown: tuple[date, date] | None = None) -> Message | None:
    """Look through the as-run log; say from which line on it does not fit. None where it fits or is not there.

    Lines that were gone through before and are proven unchanged are not gone through again, and in a log of years
    only some of them and those of the days `shown`, first and last, are looked at: `verify_log` goes through all.
    A log that cannot be read at all is told by whoever reads it.
    """
    try:
        broken = first_broken_quickly(journal_folder(home), shown)
    except JournalError:
        return None
    if broken is None:
        return None
    return tell("nhật ký bị sửa hoặc hỏng từ {line}: {why}", line=broken.where, why=broken.why)


def zone_of_log(home: Path) -> tzinfo | None:
    """Return the zone (a fixed offset) of the last line about a cue in the as-run log of the folder `home`.

    None where the log has no such line or cannot be read.
    """
    try:
        last = last_line(journal_path(home))
    except JournalError:
        return None
    return last.tzinfo if last is not None else None


def now_for_record(home: Path) -> datetime:
    """Return the moment in the zone that the record of the folder `home` is kept in, whatever the machine's is.

    It is the zone of the log's last line about a cue; while the log is young, the ward's.
    """
    zone = zone_of_log(home)
    return machine_clock(zone).now() if zone is not None else read_what_can_be(home).clock.now()
