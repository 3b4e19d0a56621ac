"""A time of day in a zone that changes its clocks is one moment, and sums of it are right."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.base.clock import OfflineClock
from broadcast.base.moments import exact, moment_at

NEW_YORK, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BACK, FORTH = date(2026, 11, 1), date(2026, 3, 8)


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        (BACK, time(0, 30), NEW_YORK, "2026-11-01T04:30"),
        (BACK, time(1, 30), NEW_YORK, "2026-11-01T05:30"),  # the first of two
        (BACK, time(2, 30), NEW_YORK, "2026-11-01T07:30"),
        (FORTH, time(1, 30), NEW_YORK, "2026-03-08T06:30"),
        (FORTH, time(2, 30), NEW_YORK, "2026-03-08T07:30"),  # is not there: 03:30
        (FORTH, time(3, 30), NEW_YORK, "2026-03-08T07:30"),
        (date(2026, 4, 5), time(1, 45), LORD_HOWE, "2026-04-04T14:45"),  # half an hour comes twice
        (date(2026, 11, 28), time(6, 30), HANOI, "2026-11-27T23:30"),
    ],
)
def test_a_time_of_day_is_one_moment(day: date, at: time, zone: ZoneInfo, utc: str) -> None:
    assert moment_at(day, at, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_time_that_is_left_out_is_told_as_the_clocks_show_it() -> None:
    assert f"{moment_at(FORTH, time(2, 30), NEW_YORK):%H:%M}" == "03:30"


def test_sums_and_differences_across_a_change_are_right() -> None:
    before = moment_at(BACK, time(0, 30), NEW_YORK)
    assert moment_at(BACK, time(2, 30), NEW_YORK) - before == timedelta(hours=3)
    assert (before + timedelta(hours=1.5)).astimezone(UTC).hour == 6
    plain = datetime.combine(BACK, time(0, 30), NEW_YORK)  # the control: as Python counts within a zone
    assert datetime.combine(BACK, time(2, 30), NEW_YORK) - plain == timedelta(hours=2)


@pytest.mark.parametrize("zone", [HANOI, NEW_YORK])
def test_far_from_a_change_the_zone_stays(zone: ZoneInfo) -> None:
    moment = datetime(2026, 7, 1, 6, 30, tzinfo=zone)
    assert exact(moment) is moment


@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=NEW_YORK), datetime.max.replace(tzinfo=NEW_YORK)])
def test_the_ends_of_time_are_let_be(moment: datetime) -> None:
    assert exact(moment) is moment


def test_an_offline_day_goes_on_through_the_hour_that_comes_twice() -> None:
    clock, shown = OfflineClock(datetime.combine(BACK, time(), NEW_YORK)), []
    for _ in range(6):
        shown.append(f"{clock.now():%H:%M}")
        clock.passed(1800)
    assert shown == ["00:00", "00:30", "01:00", "01:30", "01:00", "01:30"]
    assert clock.wait_until(datetime(2026, 11, 1, 9, tzinfo=NEW_YORK))
    assert clock.now().astimezone(UTC).hour == 14
