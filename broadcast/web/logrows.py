"""A line of the log -> what a row of the page says of it."""

from dataclasses import dataclass
from datetime import date

from broadcast.base.lengths import clock_length
from broadcast.base.words import number, said, words
from broadcast.programme.airheard import AirHeard, HowHeard
from broadcast.programme.bulletins import first_words
from broadcast.programme.model import Airing, Outcome, Part
from broadcast.station.logpages import OUTCOMES, PageLine, phase_name
from broadcast.station.papers.told import capital, releaser
from broadcast.station.readable import Readable

_TITLE = 110
"""Letters of a bulletin's first words."""
_COLOURS = {Outcome.CUT: "wait", Outcome.MISSED: "wait", Outcome.REFUSED: "bad", None: "info"}
"""Of an outcome's word; one that was heard to its end needs none."""
_HEARD_WELL = frozenset({HowHeard.CLEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; whatever nobody knows is a dash."""

    day: date
    planned: str
    started: str
    late: str
    title: str
    why: tuple[str, ...]
    phase: str
    length: str
    outcome: str
    colour: str
    icon: str
    """The sign beside the outcome's word, as on the page of the day."""
    released_by: str
    heard: str
    is_heard_well: bool
    is_whole: bool
    """Whether it was heard to its end."""


def row_of(seen: Readable, line: PageLine) -> Row:
    """Return what is told of one line."""
    one = line.airing
    return Row(
        day=line.day,
        planned=f"{one.planned:%H:%M:%S}",
        started=f"{one.started:%H:%M:%S}" if one.started else "—",
        late=late(one),
        title=_title(seen, one),
        why=_why(one),
        phase=phase_name(seen, line.day, one.script),
        length=_length(one),
        outcome=capital(said(OUTCOMES[one.outcome])),
        colour=_COLOURS.get(one.outcome, ""),
        icon=one.outcome.value if one.outcome is not None else "unsettled",
        released_by=releaser(one),
        heard=capital("; ".join(map(said, line.heard.told))) if line.heard is not None else "",
        is_heard_well=_is_well(line.heard),
        is_whole=one.outcome is Outcome.AIRED,
    )


def late(one: Airing) -> str:
    """Return how much later than planned it began: `+0,3 s`, `+11 phút`; a dash where it did not."""
    if one.started is None:
        return "—"
    return delay_told((one.started - one.planned).total_seconds())


def delay_told(seconds: float) -> str:
    """Return a delay with its sign, in seconds, from two minutes on in minutes."""
    sign = "−" if seconds < 0 else "+"
    if abs(seconds) >= 120:
        return words(
            "{sign}{minutes} phút",
            sign=sign,
            minutes=round(abs(seconds) / 60),
        )
    return f"{sign}{number(abs(seconds), 1)} s"


def _title(seen: Readable, one: Airing) -> str:
    title = one.title or seen.title(one.script)
    if one.part is Part.BULLETIN:
        return words("Bản tin “{title}”", title=first_words(title, _TITLE))
    if one.part is Part.OPENING:
        return words("Mở đầu buổi")
    return words("Kết thúc buổi") if one.part is Part.CLOSING else title


def _why(one: Airing) -> tuple[str, ...]:
    fallback = [words("giọng dự phòng: {why}", why=said(one.fallback))] if one.fallback is not None else []
    unreleased = one.release is not None and not one.release.serial and one.frames
    told = [*(said(why.what) for why in one.reasons), *fallback, *([words("chưa duyệt")] if unreleased else [])]
    return tuple(map(capital, told))


def _length(one: Airing) -> str:
    if not one.frames:
        return "—"
    heard = clock_length(one.seconds)
    if one.outcome is Outcome.AIRED or not (one.of_frames and one.rate_hz):
        return heard
    return f"{heard} / {clock_length(one.of_frames / one.rate_hz)}"


def _is_well(heard: AirHeard | None) -> bool:
    return heard is not None and heard.how in _HEARD_WELL
