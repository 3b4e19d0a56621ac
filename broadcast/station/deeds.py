"""Who did what to the station: written into the record, and read back from it alone, the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.jsonfile import moment_of
from broadcast.programme.changes import change_told
from broadcast.programme.model import Airing
from broadcast.programme.released import Act, Deed
from broadcast.record.airings import Entry
from broadcast.record.happenings import Happening
from broadcast.record.journal import Journal
from broadcast.record.reading import PassedOver as PassedOver
from broadcast.record.reading import record_at
from broadcast.station.overview import journal_path
from broadcast.station.readable import now_for_record

_BY_PERSONS = frozenset({
    "stop", "resume", "bulletin_cancelled", "bulletin_released", "bulletin_held", "clock_confirmed", "preview",
    "settings", "facts", "lexicon", "keys", "files", "orders", "accounts",
})  # fmt: skip
"""The codes of what persons do, also where the line names none."""
_ACTS = {
    Deed.HEARD: tell("đã nghe hết bài {script}"),
    Deed.SENT: tell("gửi duyệt bài {script}"),
    Deed.RELEASED: tell("duyệt bài {script}, số duyệt {number}"),
    Deed.RETURNED: tell("trả lại bài {script}"),
    Deed.WITHDRAWN: tell("rút lần duyệt bài {script}"),
}
_AIRED_BY = ("bulletin", "override", "at_once")
"""The codes of reasons that tell that somebody had it aired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedDeed:
    """One thing that a person did, as a line of the record tells it."""

    at: datetime | None
    """When it was written, of a bulletin when it first aired; None for an old note without a moment."""
    by: str
    """Empty where the record names nobody."""
    code: str
    """Of an event or a note its own; `release_…`, `change_…` with what it was; of what somebody had aired,
    `bulletin`, `override` or `at_once`."""
    what: tuple[Message, ...]


def note_deed(
    home: Path, code: str, what: Message, by: str, *, at: datetime | None = None, **more: object
) -> Message | None:
    """Write down what a person did; return why the record could not take it, None where it could.

    `code` is a stable word for programs, `at` the moment (None: now), `more` what else JSON can hold.
    """
    try:
        with Journal(journal_path(home)) as journal:
            journal.event(code, what, at or now_for_record(home), by=by, more=more)
    except JournalError as error:
        return error.what
    return None


def deeds(home: Path, first: date, last: date, passed_over: PassedOver | None = None) -> tuple[NotedDeed, ...]:
    """Read what persons did on the days `first` to `last`, both included, the newest first.

    `passed_over` takes the lines that cannot be read; None: one of them raises. Empty where no log was begun.
    Raises JournalError where it cannot be read.
    """
    with record_at(journal_path(home), passed_over) as record:
        found = [
            *(_of_happening(one) for one in record.happenings(first, last) if _is_a_persons(one)),
            *(_of_act(one) for one in record.releases_on(first, last)),
            *(_of_change(one) for one in record.changes() if first <= one.written.date() <= last),
            *_of_airings(record.airings(first, last)),
        ]
    dated = [(one.at, number) for number, one in enumerate(found) if one.at is not None]
    undated = (one for one in found if one.at is None)
    return (*(found[number] for _, number in sorted(dated, reverse=True)), *undated)


def _is_a_persons(one: Happening) -> bool:
    return bool(one.by) or any(code in _BY_PERSONS for code in one.codes)


def _of_happening(one: Happening) -> NotedDeed:
    named = one.by or next((str(told.values["by"]) for told in one.what if "by" in told.values), "")
    return NotedDeed(at=moment_of(one.at), by=named, code=one.codes[0] if one.codes else "", what=one.what)


def _of_act(act: Act) -> NotedDeed:
    told = Message(_ACTS[act.deed].template, {"script": act.script, "number": act.number})
    note = (Message(act.note),) if act.note else ()
    return NotedDeed(at=act.at, by=act.by, code=f"release_{act.deed.value}", what=(told, *note))


def _of_change(entry: Entry) -> NotedDeed:
    reason = str(entry.body.get("reason") or "")
    return NotedDeed(
        at=entry.written,
        by=str(entry.body.get("by") or ""),
        code=f"change_{entry.body.get('kind')}",
        what=(change_told(entry), *((Message(reason),) if reason else ())),
    )


def _of_airings(airings: Sequence[Airing]) -> Iterator[NotedDeed]:
    """What somebody had aired, once for each programme: by its first airing that tells so."""
    told = set[str]()
    for one in airings:
        for why in one.reasons:
            if why.code in _AIRED_BY and (key := f"{one.session} {why.code}") not in told:
                told.add(key)
                by = str(why.what.values.get("by", ""))
                yield NotedDeed(at=one.started or one.planned, by=by, code=why.code, what=(why.what,))
