"""What stands in an address behind `?` -> the days that are meant, and the lines of the log."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.programme.model import Outcome
from broadcast.station.logpages import Place, Selection, Stretch, stretches, within
from broadcast.station.readable import Readable

_LONGEST = 80
"""Letters of a name that is asked for."""
_YEARS = range(2000, 2200)


def day_of(request: Request, name: str, otherwise: date) -> date:
    """Read a day, `2025-10-06` or `06/10/2025`; `otherwise` where none is given. Raises UsageRefused."""
    text = request.query_params.get(name, "").strip()
    if not text:
        return otherwise
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
        if found.year in _YEARS:
            return found
    raise UsageRefused(
        tell("“{text}” không phải là ngày.", text=one_line(text)[:_LONGEST]), tell("Viết như 06/10/2025.")
    )


def day_in(text: str) -> date | None:
    """Read a day as browsers write it, `2025-10-06`; None for anything else, and for a year that nobody means."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month that the day lies in."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def text_in(request: Request, name: str) -> str:
    """Return a short text of the address, in one line; empty for none."""
    return one_line(request.query_params.get(name, "")).strip()[:_LONGEST]


def count_in(request: Request, name: str) -> int:
    """Return a count of the address; 0 where there is none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAsked:
    """Which lines of the log somebody asks for, as the address has it."""

    first: date
    last: date
    stretch: str = ""
    """The key of a phase or campaign; empty for all."""
    outcome: str = ""
    script: str = ""
    person: str = ""

    def selection(self, those: tuple[Stretch, ...]) -> Selection:
        """Return it as the record takes it; `those` are the ward's phases and campaigns."""
        meant = Selection(
            first=self.first, last=self.last, script=self.script, person=self.person,
            outcome=Outcome(self.outcome) if self.outcome else None,
        )  # fmt: skip
        stretch = next((one for one in those if one.key == self.stretch), None)
        return within(meant, stretch) if stretch is not None else meant

    def address(self, **more: Any) -> str:
        """Return what stands behind `?` to ask for the same, and `more`."""
        fields = {
            "tu": self.first.isoformat(), "den": self.last.isoformat(), "gd": self.stretch, "kq": self.outcome,
            "bai": self.script, "ai": self.person, **more,
        }  # fmt: skip
        return urlencode({key: value for key, value in fields.items() if value})


def asked_by(request: Request, seen: Readable, today: date) -> LinesAsked:
    """Read what is asked for; without days this month.

    A phase or campaign that lies outside the days that are asked for is shown whole. Raises UsageRefused for
    what is no day.
    """
    first, last = month_of(today)
    first, last = day_of(request, "tu", first), day_of(request, "den", last)
    outcome, key = text_in(request, "kq"), text_in(request, "gd")
    stretch = next((one for one in stretches(seen) if one.key == key), None)
    if stretch is not None and (stretch.last < first or stretch.first > last):
        first, last = stretch.first, stretch.last
    return LinesAsked(
        first=first,
        last=last,
        stretch=stretch.key if stretch is not None else "",
        outcome=outcome if outcome in tuple(Outcome) else "",
        script=text_in(request, "bai"),
        person=text_in(request, "ai"),
    )


def place_in(request: Request) -> Place | None:
    """Read where a page of the log begins: `2025-10-06.12`; None where the address does not say."""
    day, _, behind = request.query_params.get("tiep", "").partition(".")
    if (place := day_in(day)) is None:
        return None
    return Place(day=place, behind=int(behind) if behind.isascii() and behind.isdigit() and len(behind) < 7 else 0)
