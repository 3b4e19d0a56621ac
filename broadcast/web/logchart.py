"""Seconds of each day -> the chart “Phút phát mỗi ngày”: bars, lines and bands in a drawing of fixed size."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from broadcast.base.words import number
from broadcast.station.logpages import Stretch

WIDTH, HEIGHT = 860.0, 190.0
"""Of the drawing, without its bands."""
_LEFT, _TOP, _BOTTOM = 44.0, 12.0, 162.0
_BAND, _LETTER = 22.0, 7.6
"""Height of a band with its gap; width of a letter of its name."""
_QUIET = 10.0
"""Minutes that the drawing has room for where nothing was heard and nothing is planned."""
_BY_DAY = 62
"""Days; more of them are told month by month."""
_LANES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day, or one month of a long time."""

    label: str
    """Under it, where there is room; empty else."""
    name: str
    """The day, or the month, in full."""
    is_weekend: bool
    aired: float
    planned: float
    """Minutes."""
    x: float
    width: float
    aired_y: float
    planned_y: float
    """Where the two parts begin, from above; the planned one stands on the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A phase or a campaign, under the days that it lies on."""

    name: str
    shown: str
    """As much of the name as there is room for."""
    x: float
    y: float
    width: float
    hue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The whole drawing."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, float], ...]
    """Minutes, and how far down their line is."""
    bands: tuple[Band, ...]
    height: float
    is_by_day: bool
    left: float = _LEFT
    right: float = WIDTH
    bottom: float = _BOTTOM
    top: float = _TOP


def chart_of(
    first: date, last: date, aired: Mapping[date, float], planned: Mapping[date, float], those: Sequence[Stretch]
) -> Chart:
    """Draw the days `first` to `last`: seconds that were heard on each, and those that are still to come."""
    is_by_day = (last - first).days < _BY_DAY
    spans = [*_days(first, last)] if is_by_day else [*_months(first, last)]
    sums = [(_minutes(aired, span), _minutes(planned, span)) for span in spans]
    top, ticks = _ticks(max((a + b for a, b in sums), default=0.0) or _QUIET)
    step = (WIDTH - _LEFT) / max(1, len(spans))
    bars = (
        _bar(span, a, b, place * step + _LEFT, step, top, is_by_day, _is_told(place, len(spans)))
        for place, (span, (a, b)) in enumerate(zip(spans, sums, strict=True))
    )
    bands = tuple(_bands(first, last, those))
    lanes = round(max((one.y for one in bands), default=-_BAND) / _BAND) + 1
    return Chart(bars=tuple(bars), ticks=ticks, bands=bands, height=HEIGHT + lanes * _BAND, is_by_day=is_by_day)


def _days(first: date, last: date) -> Iterator[tuple[date, date]]:
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        yield day, day


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        end = min(last, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
        yield first, end
        first = end + timedelta(days=1)


def _minutes(seconds: Mapping[date, float], span: tuple[date, date]) -> float:
    return sum(one for day, one in seconds.items() if span[0] <= day <= span[1]) / 60


def _ticks(most: float) -> tuple[float, tuple[tuple[str, float], ...]]:
    """What the drawing's top stands for, in minutes, and its lines: round figures, four at most."""
    step = next(
        (
            float(f"{one}e{power}")
            for power in range(-1, 7)
            for one in (1, 2, 5)
            if most <= 4 * float(f"{one}e{power}")
        ),
        most or 1.0,
    )
    top = step * max(1, -int(-most // step))
    values = [step * count for count in range(1, round(top / step) + 1)]
    return top, tuple((number(one, 0 if step >= 1 else 1), _y(one, top)) for one in values)


def _y(minutes: float, top: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * minutes / top, 1)


def _bar(
    span: tuple[date, date], aired: float, planned: float, x: float, step: float, top: float, is_by_day: bool,
    is_told: bool,
) -> Bar:  # fmt: skip
    day = span[0]
    gap = step * 0.18
    label = f"{day:%d}" if is_by_day else f"{day:%m/%y}"
    return Bar(
        label=label if is_told else "",
        name=f"{day:%d/%m/%Y}" if is_by_day else f"{day:%m/%Y}",
        is_weekend=is_by_day and day.weekday() > 4,
        aired=aired,
        planned=planned,
        x=round(x + gap, 1),
        width=round(step - 2 * gap, 1),
        aired_y=_y(aired, top),
        planned_y=_y(aired + planned, top),
    )


def _is_told(place: int, of: int) -> bool:
    """Whether the bar has its name under it: the first, every fifth, the last."""
    every = 5 if of > 16 else 1
    if place == of - 1:
        return True
    return place == 0 or ((place + 1) % every == 0 and place < of - 2)


def _bands(first: date, last: date, those: Sequence[Stretch]) -> Iterator[Band]:
    """Each stretch in the first row in which nothing is in its way; left out where three rows have no room."""
    a_day = (WIDTH - _LEFT) / ((last - first).days + 1)
    free_from: list[float] = []
    shown = [one for one in sorted(those, key=lambda one: one.first) if one.first <= last and one.last >= first]
    for hue, one in enumerate(shown):
        x = _LEFT + max(0, (one.first - first).days) * a_day
        width = (min(one.last, last) - max(one.first, first)).days * a_day + a_day
        lane = next((lane for lane, end in enumerate(free_from) if end <= x + 0.1), len(free_from))
        if lane == _LANES:
            continue
        free_from[lane : lane + 1] = [x + width]
        letters = int(width / _LETTER) - 1
        short = (
            one.name if len(one.name) <= letters else f"{one.name[: max(0, letters - 1)]}…" if letters > 2 else ""
        )
        yield Band(
            name=one.name, shown=short, x=round(x + 1, 1), y=lane * _BAND, width=round(width - 2, 1), hue=hue % 4
        )
