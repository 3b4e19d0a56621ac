"""What stands on the station's papers -> its words: lengths to the second, days, the office."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from broadcast.base.errors import Message, tell
from broadcast.base.words import said, words
from broadcast.programme.airtime import DAY_NAMES
from broadcast.programme.model import Airing, Outcome
from broadcast.programme.settings import Office
from broadcast.record.outcomes import OUTCOMES
from broadcast.station.readable import Readable

DOTS = "…" * 10
"""A line to be filled in by hand."""


def full_length(seconds: float | Fraction) -> str:
    """Return a length written out to the second, in the reader's language: `1 giờ 05 phút 09 giây`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return words("{hours} giờ {minutes:02} phút {seconds:02} giây", hours=hours, minutes=minutes, seconds=rest)
    if minutes:
        return words("{minutes} phút {seconds:02} giây", minutes=minutes, seconds=rest)
    return words("{seconds} giây", seconds=rest)


def period(first: date, last: date) -> Message:
    """Tell the days from `first` to `last` as an official paper does; of a whole month, the month."""
    is_month = first.day == 1 and (last.year, last.month) == (first.year, first.month)
    if is_month and (last.toordinal() + 1 == _next_month(first).toordinal()):
        return tell("Tháng {month} năm {year}", month=f"{first:%m}", year=first.year)
    if first == last:
        return tell("{weekday}, {day}", weekday=DAY_NAMES[first.weekday()], day=full_day(first))
    return tell("Từ {first} đến {last}", first=full_day(first), last=full_day(last))


def full_day(day: date) -> Message:
    """Tell a day as an official paper does: `ngày 06 tháng 10 năm 2025`."""
    return tell("ngày {day} tháng {month} năm {year}", day=f"{day:%d}", month=f"{day:%m}", year=day.year)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def outcome_and_why(one: Airing) -> str:
    """Return what became of the airing and why, as one sentence that begins with a capital letter."""
    reasons = [said(why.what) for why in one.reasons]
    if one.fallback is not None:
        reasons.append(words("giọng dự phòng: {why}", why=said(one.fallback)))
    told = said(OUTCOMES[one.outcome])
    if one.outcome is Outcome.AIRED and reasons:
        told += f" ({'; '.join(reasons)})"
    elif reasons:
        told += f": {'; '.join(reasons)}"
    return capital(told)


def capital(text: str) -> str:
    """Return the text with its first letter made a capital."""
    return text[:1].upper() + text[1:]


def office_of(seen: Readable) -> Office:
    """Return who issues the ward's papers, by playlist.yaml; an empty Office where that cannot be read."""
    return seen.overview.ward.playlist.office if seen.overview is not None else Office()


def station_of(seen: Readable) -> str:
    """Return the station's name, by playlist.yaml; empty where that cannot be read."""
    return seen.overview.ward.playlist.station if seen.overview is not None else ""


def head_lines(office: Office) -> tuple[str, ...]:
    """Return the issuing office's name in capitals, a line each; one dotted line where nobody has told it."""
    return tuple(line.upper() for line in office.lines) or (DOTS,)


def dateline(office: Office) -> str:
    """Return place and date of an official paper, the date to be filled in by whoever signs it."""
    place = office.place or DOTS
    return words("{place}, ngày …… tháng …… năm ………", place=place)


def listed(parts: Iterable[str]) -> str:
    """Return the parts with `; ` between them, those that are empty left out."""
    return "; ".join(part for part in parts if part)
