"""The bulletins that wait, seen and commanded from another terminal; from their file where no player runs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from broadcast.base.errors import MachineError, Message, tell
from broadcast.base.jsonfile import moment_of
from broadcast.playout.control.bulletin_orders import answer as answer_from
from broadcast.playout.control.channel import ask
from broadcast.playout.control.latch import Latch
from broadcast.playout.control.lock import LOUDSPEAKER, holding
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import LEVEL_NAMES, Urgency
from broadcast.record.codes import code_of
from broadcast.record.journal import Journal
from broadcast.station.overview import journal_folder, journal_path
from broadcast.station.readable import Readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A bulletin that waits, as a terminal shows it."""

    number: int
    """What it is cancelled by."""
    id: str
    level: Urgency
    title: str
    """Its first words, a script's title, or the script's id where an older version kept neither."""
    by: str
    taken: datetime | None
    """When the player took it in; None from an older version."""
    due: datetime | None
    """When the next repetition may begin; None: as soon as the loudspeaker is free."""
    nth: int
    times: int
    every: timedelta | None
    """None: its repetitions come in a row."""
    expires: datetime
    """From then on the next repetition is given up."""
    held: bool
    """A stop came while it waited: it airs on somebody's word alone."""
    sounding: bool
    """One of its repetitions sounds right now."""
    override: bool
    """Somebody answers for airing it outside the rules."""

    @property
    def name(self) -> Message:
        """Return it as a sentence's part: its level, and its first words between quotes."""
        return tell("{level} “{title}”", level=LEVEL_NAMES[self.level], title=self.title)


def waiting(seen: Readable) -> tuple[Waiting, ...]:
    """List the bulletins that wait, in the order in which they air: as the player says, else as their file does.

    Takes nothing and changes nothing. Raises MachineError where the player's answer is not understood.
    """
    told = _asked(seen.home, {"do": "bulletins", "order": "list"})
    return _read(told if told is not None else _from_file(seen, {"order": "list"}))


def waiting_after_stop(seen: Readable) -> tuple[Waiting, ...]:
    """List the bulletins that somebody must decide about: while a stop holds all that wait, else those held.

    Raises as `waiting`.
    """
    stopped = Latch(journal_folder(seen.home)).read() is not None
    return tuple(one for one in waiting(seen) if stopped or one.held)


def cancel(seen: Readable, numbers: Collection[int] | None, *, by: str, reason: str) -> tuple[Waiting, ...]:
    """Take out the bulletins of those numbers, None for all; return what was taken out. One that sounds is ended.

    The log gets a note of each. Raises LoudspeakerTaken where a player holds the loudspeaker and does not answer,
    DiskError where the folder cannot be locked, JournalError where the log takes no note of it.
    """
    gone = _ordered(seen, "cancel", numbers)
    why = tell("lý do: {reason}", reason=reason) if reason else tell("không ghi lý do")
    for one in gone:
        _note(seen, tell("đã huỷ {name} số {number}, người huỷ: {by}, {why}", name=one.name, number=one.number,
                         by=by, why=why))  # fmt: skip
    return gone


def release(seen: Readable, numbers: Collection[int] | None, *, by: str = "") -> tuple[Waiting, ...]:
    """Let the bulletins of those numbers that a stop has held air again, None for all; return those.

    The log gets a line of each, with `by` in it; empty where nobody is named. Raises as `cancel`.
    """
    free = _ordered(seen, "release", numbers)
    for one in free:
        _note(seen, tell("cho phát tiếp {name} số {number}", name=one.name, number=one.number), by)
    return free


def hold(seen: Readable, numbers: Collection[int] | None, *, by: str = "") -> tuple[Waiting, ...]:
    """Let none of the bulletins of those numbers air before `release`, None for all; return those.

    The log gets a line of each where somebody is named. Raises as `cancel`.
    """
    held = _ordered(seen, "hold", numbers)
    for one in held if by else ():
        _note(seen, tell("giữ lại {name} số {number}", name=one.name, number=one.number), by)
    return held


def _ordered(seen: Readable, order: str, numbers: Collection[int] | None) -> tuple[Waiting, ...]:
    request = {"order": order, "numbers": None if numbers is None else sorted(numbers)}
    told = _asked(seen.home, {"do": "bulletins", **request})
    if told is None:
        with holding(journal_folder(seen.home), LOUDSPEAKER, seen.clock.now()):
            told = _from_file(seen, request)
    return _read(told)


def _asked(home: Path, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return ask(journal_folder(home), request)


def _from_file(seen: Readable, request: Mapping[str, Any]) -> Mapping[str, Any]:
    return answer_from(Bulletins(journal_folder(seen.home)), request)


def _note(seen: Readable, what: Message, by: str = "") -> None:
    with Journal(journal_path(seen.home)) as journal:
        if by:
            journal.event(code_of(what), what, seen.clock.now(), by=by)
        else:
            journal.note(str(what), seen.clock.now())


def _read(told: Mapping[str, Any]) -> tuple[Waiting, ...]:
    try:
        return tuple(_waiting(one) for one in told["bulletins"])
    except (KeyError, TypeError, ValueError) as error:
        raise MachineError(
            tell("Không hiểu câu trả lời của phiên đang trực."),
            tell("Phiên đó có thể là bản cũ: dừng rồi chạy lại broadcast run."),
        ) from error


def _waiting(one: Mapping[str, Any]) -> Waiting:
    every = one["every_s"]
    return Waiting(
        number=int(one["number"]),
        id=str(one["id"]),
        level=Urgency(one["level"]),
        title=str(one["title"] or one["script"]),
        by=str(one["by"]),
        taken=moment_of(one["taken"]),
        due=moment_of(one["due"]),
        nth=int(one["nth"]),
        times=int(one["times"]),
        every=timedelta(seconds=every) if every else None,
        expires=datetime.fromisoformat(one["expires"]),
        held=bool(one["held"]),
        sounding=bool(one["sounding"]),
        override=bool(one["override"]),
    )
