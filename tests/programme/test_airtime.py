"""The ward's regulation and a moment -> may the loudspeaker speak?"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins.wards import PLAYLIST, playlist_of

from broadcast.programme.airtime import boundary, refusal

AIRTIME = playlist_of(PLAYLIST).airtime
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _at(text: str, day: date = date(2025, 10, 6)) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), ZONE)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("03:15", False),
        ("05:29:59", False),
        ("05:30", True),
        ("07:29:59", True),
        ("07:30", False),
        ("17:00", True),
    ],
)
def test_the_loudspeaker_speaks_in_its_hours_only(moment: str, allowed: bool) -> None:
    assert (refusal(AIRTIME, _at(moment)) is None) is allowed


def test_a_programme_that_would_run_past_the_hour_is_refused() -> None:
    assert refusal(AIRTIME, _at("07:20"), timedelta(minutes=10)) is None
    assert "kéo quá 07:30" in str(refusal(AIRTIME, _at("07:20"), timedelta(minutes=10, seconds=1)))


def test_a_programme_longer_than_a_session_may_be_is_refused() -> None:
    assert refusal(AIRTIME, _at("05:30"), timedelta(minutes=15)) is None
    assert "quá hạn" in str(refusal(AIRTIME, _at("05:30"), timedelta(minutes=15, seconds=1)))


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_where_there_is_a_boundary_there_is_no_refusal_and_it_lies_ahead(moment: datetime) -> None:
    aware = moment.replace(tzinfo=ZONE)
    end = boundary(AIRTIME, aware)
    assert (refusal(AIRTIME, aware) is None) == (end is not None)
    assert end is None or end > aware
