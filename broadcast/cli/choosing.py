"""What is typed on a command line -> which lines of the record are meant, or which scripts."""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.base.words import said, words
from broadcast.cli.command import YEARS, Day, option, resolve

if TYPE_CHECKING:
    from broadcast.programme.settings import ScriptId
    from broadcast.station.overview import Overview
    from broadcast.station.station import Station

_F = TypeVar("_F", bound=Callable[..., Any])
_LONG_AGO = timedelta(days=36_500)
_MONTH = re.compile(r"(?:(?P<month>\d{1,2})[/-](?P<year>\d{4})|(?P<year_first>\d{4})-(?P<month_last>\d{1,2}))$")


class Month(click.ParamType):
    """A month as a person writes it: `10/2025`, `2025-10`."""

    name = "month"

    def get_metavar(self, param: click.Parameter, *context: Any, **named: Any) -> str:
        """Return the word that the help shows for a month, in the reader's language."""
        return words("THÁNG")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the month's first day; what is no month ends the command with a usage error."""
        if isinstance(value, date):
            return value
        found = _MONTH.match(str(value).strip())
        if found is not None:
            month, year = (int(found[a] or found[b]) for a, b in (("month", "month_last"), ("year", "year_first")))
            if 1 <= month <= 12 and year in YEARS:
                return date(year, month, 1)
        return self.fail(
            words("“{given}” không phải là tháng; viết như 10/2025", given=one_line(str(value))), param, ctx
        )


class OutcomeName(click.ParamType):
    """An outcome: its code (`missed`) or its Vietnamese words, with or without their marks (`bo-lo`)."""

    name = "outcome"

    def get_metavar(self, param: click.Parameter, *context: Any, **named: Any) -> str:
        """Return the word that the help shows for an outcome, in the reader's language."""
        return words("KẾT_QUẢ")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the Outcome; what is none ends the command with a usage error that lists them."""
        from broadcast.programme.model import Outcome
        from broadcast.record.outcomes import OUTCOMES

        for outcome in Outcome:
            names = (outcome.value, str(OUTCOMES[outcome]), said(OUTCOMES[outcome]))
            if _bare(str(value)) in map(_bare, names):
                return outcome
        known = ", ".join(f"{said(OUTCOMES[outcome])} ({outcome.value})" for outcome in Outcome)
        told = words("không có kết quả “{given}”; có: {known}", given=one_line(str(value)), known=known)
        return self.fail(told, param, ctx)


def _bare(text: str) -> str:
    """The text in small letters without marks, spaces and hyphens."""
    from broadcast.text.letters import bare

    return "".join(letter for letter in bare(text) if letter.isalnum())


def of_days(function: _F) -> _F:
    """Add the options that say which days are meant, to be read by `days_meant`."""
    for one in reversed((
        option("--day", "day", type=Day(), help="Một ngày."),
        option("--week", "week", type=Day(), help="Cả tuần có ngày ấy, từ Thứ Hai đến Chủ nhật."),
        option("--month", "month", type=Month(), help="Cả tháng, viết như 10/2025."),
        option("--from", "first", type=Day(), help="Từ ngày (không ghi thì từ đầu)."),
        option("--to", "last", type=Day(), help="Đến hết ngày (không ghi thì đến cuối)."),
    )):  # fmt: skip
        function = one(function)
    return function


def days_meant(
    today: date,
    *,
    day: date | timedelta | None,
    week: date | timedelta | None,
    month: date | None,
    first: date | timedelta | None,
    last: date | timedelta | None,
) -> tuple[date, date]:
    """Return the first and the last day that the options of `of_days` mean, counted from `today`.

    Without any of them, every day there is. Raises UsageRefused where they are asked for in two ways at once.
    """
    if sum(given is not None for given in (day, week, month, first or last)) > 1:
        raise UsageRefused(
            tell("Chỉ chọn ngày theo một cách: --day, --week, --month, hoặc --from và --to."),
            tell("Ví dụ: broadcast log --month 10/2025"),
        )
    if day is not None:
        meant = resolve(day, today)
        return meant, meant
    if week is not None:
        monday = (meant := resolve(week, today)) - timedelta(days=meant.weekday())
        return monday, monday + timedelta(days=6)
    if month is not None:
        return month, month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return (
        resolve(first, today) if first is not None else today - _LONG_AGO,
        resolve(last, today) if last is not None else today + _LONG_AGO,
    )


def scripts_meant(
    overview: "Overview | Station",
    names: Sequence[str],
    session: str | None,
    day: date | timedelta | None,
    example: Message,
) -> "Sequence[ScriptId]":
    """List the scripts that are named, or those of a session or a day, each once.

    Raises UsageRefused, with the `example`, where it is neither or both, and where that day airs nothing.
    """
    from broadcast.station.assembly import today
    from broadcast.station.desk.airsnext import scripts_of_day

    by_day = session is not None or day is not None
    if bool(names) == by_day:
        raise UsageRefused(tell("Ghi tên bài, hoặc buổi, hoặc ngày; không ghi cả tên bài lẫn buổi."), example)
    if names:
        return tuple(dict.fromkeys(overview.ward.find(name) for name in names))
    return scripts_of_day(overview, resolve(day, today(overview)), session)
