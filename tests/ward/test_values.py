"""Text the ward writes -> times, dates, lengths, days."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.ward.values import WrongValueError, parse_date, parse_days, parse_duration, parse_time


@given(st.times())
def test_every_time_of_the_day_is_read_back(moment: time) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_time(f"{whole:%H:%M:%S}") == whole
    assert parse_time(f"{whole:%H:%M}") == whole.replace(second=0)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_is_read_back_in_both_spellings(day: date) -> None:
    assert parse_date(f"{day.day:02}/{day.month:02}/{day.year}") == parse_date(day.isoformat()) == day


@given(st.text())
def test_other_text_is_refused_in_words_and_never_by_a_bug(text: str) -> None:
    for parse in (parse_time, parse_date, parse_duration, parse_days):
        with suppress(WrongValueError):  # anything else fails the test
            assert parse(text) is not None


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("90s", 90), ("1h30m", 5400), ("1h", 3600)])
def test_lengths(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "days"),
    [("t2-t6", {0, 1, 2, 3, 4}), ("t7, cn", {5, 6}), ("mon-wed", {0, 1, 2}), ("T7-T2", {5, 6, 0}), ("cn", {6})],
)
def test_days(text: str, days: set[int]) -> None:
    assert parse_days(text) == days
    assert parse_days([text.split(",")[0]]) <= days


@pytest.mark.parametrize("text", ["169h", "99999999999h", "1" * 5_000 + "s", "9" * 20 + "m 9s"])
def test_a_length_of_more_than_a_week_is_told_to_be_too_long(text: str) -> None:
    with pytest.raises(WrongValueError, match="dài quá; nhiều nhất là 168h"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["31/12/9999", "0001-01-01", "1/1/2200", "0000-00-00"])
def test_a_year_that_nobody_means_is_told_to_be_too_far_off(text: str) -> None:
    with pytest.raises(WrongValueError, match="năm quá xa"):
        parse_date(text)
