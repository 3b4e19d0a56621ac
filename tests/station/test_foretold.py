"""What becomes of a bulletin that is handed over now, in sentences."""

from datetime import datetime, timedelta

import pytest
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import AirtimeRefused
from broadcast.programme.bulletins import Urgency
from broadcast.station.announce import OnDuty, repeats_of
from broadcast.station.foretold import foretell, told
from broadcast.station.overview import look_at
from broadcast.station.station import Station, station_of

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """A ward that may speak from 16:30 to 18:30 on weekdays, with a session at 17:00."""
    return station_of(look_at(write_ward(tmp_path_factory.mktemp("ward"), PLAYLIST)))


def _told(
    station: Station, hour: int, minute: int, length: timedelta, *, every: timedelta | None = None,
    times: int | None = None, doubt: bool = False, is_override: bool = False,
) -> list[str]:  # fmt: skip
    now = datetime(2025, 10, 6, hour, minute, tzinfo=station.ward.playlist.zone)
    player = OnDuty(now=now, doubt=doubt)
    repeats = repeats_of(now, at=None, every=every, times=times, until=None, expires=2 * HOUR)
    found = foretell(station, player, repeats, Urgency.PRIORITY, length, is_override=is_override)
    return [str(one) for one in told(found)]


def test_a_session_that_would_begin_meanwhile_is_said_to_wait(station: Station) -> None:
    minute = timedelta(minutes=1)
    assert _told(station, 16, 59, 2 * minute)[:2] == [
        "Loa đang im: phát ngay.",
        "Buổi “Buổi chiều” 17:00 chờ bản tin xong mới bắt đầu.",
    ]
    assert not any("chờ bản tin" in one for one in _told(station, 16, 50, 2 * minute))


def test_repetitions_that_may_not_be_aired_are_named(station: Station) -> None:
    assert _told(station, 17, 30, timedelta(seconds=20), every=HOUR, times=3)[1:3] == [
        "Phát 3 lần, cách nhau 60 phút, lần cuối 19:30 06/10.",
        "2 trên 3 lần rơi vào lúc không được phát, sẽ bỏ qua: 18:30 06/10, 19:30 06/10",
    ]


def test_outside_the_hours_it_is_refused_unless_somebody_answers_for_it(station: Station) -> None:
    with pytest.raises(AirtimeRefused, match="khung giờ"):
        _told(station, 12, 0, timedelta(seconds=20))
    assert _told(station, 12, 0, timedelta(seconds=20), is_override=True)[0] == "Loa đang im: phát ngay."


def test_on_a_clock_that_is_not_believed_no_moment_is_promised(station: Station) -> None:
    assert _told(station, 12, 0, timedelta(seconds=20), doubt=True)[0].startswith("Máy chưa tin đồng hồ")
