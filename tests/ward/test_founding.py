"""A new ward's playlist: its sessions lie in the ward's hours and do not run into each other."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.programme.hours import Window
from broadcast.ward.answers import hours
from broadcast.ward.founding import Founding, NewCampaign, days_text, playlist_text
from broadcast.ward.values import WrongValueError
from broadcast.ward.yamlfile import read_yaml

WEEK = frozenset(range(7))
CAMPAIGNS = tuple(
    NewCampaign(name=name, first=date(2027, 6, 1), last=date(2027, 6, 30)) for name in ("Tiêm chủng", "Phòng bão")
)


def sessions(windows: str, campaigns: tuple[NewCampaign, ...] = ()) -> list[tuple[str, str]]:
    """The id and time of each session of a ward with those hours."""
    founding = Founding(
        name="Đài A", zone=ZoneInfo("Asia/Ho_Chi_Minh"), hours=hours(windows), days=WEEK, campaigns=campaigns
    )
    value = read_yaml("playlist.yaml", playlist_text(founding)).value
    longest = int(value["airtime"]["max_session"].removesuffix("m"))
    ends = [(int(at[:2]) * 60 + int(at[3:]) + longest) for at in (one["at"] for one in value["sessions"])]
    assert len(value["sessions"]) <= int(value["airtime"]["max_sessions"])
    assert len({one["id"] for one in value["sessions"]}) == len(value["sessions"])
    for end in ends:
        assert any(_minute(window.start) < end <= _end(window) for window in hours(windows))
    return [(one["id"], one["at"]) for one in value["sessions"]]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _end(window: Window) -> int:
    return _minute(window.end) or 24 * 60


def test_a_session_begins_each_of_the_hours_and_is_named_by_the_part_of_the_day() -> None:
    assert sessions("05:00-05:30,07:00-08:00,11:30-12:00,17:00-18:00,19:00-20:00") == [
        ("sang", "05:00"),
        ("sang-2", "07:00"),
        ("trua", "11:30"),
        ("chieu", "17:00"),
        ("toi", "19:00"),
    ]


@pytest.mark.parametrize("windows", ["05:30-06:30", "05:30-05:40", "06:00-06:20,17:00-18:00", "22:00-23:59"])
def test_campaigns_air_behind_the_standing_session_and_inside_the_hours(windows: str) -> None:
    found = sessions(windows, CAMPAIGNS)
    assert len(found) == 3 * len(hours(windows))
    times = sorted(at for _, at in found)
    assert len(set(times)) == len(times)


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (WEEK, "t2-cn"),
        ({0, 1, 2, 3, 4}, "t2-t6"),
        ({0, 2, 6}, "t2, t4, cn"),
        ({5, 6}, "t7, cn"),
        ({0, 1, 2, 6}, "t2-t4, cn"),
    ],
)
def test_days_are_written_as_a_playlist_writes_them(days: frozenset[int], written: str) -> None:
    assert days_text(frozenset(days)) == written


def test_hours_may_be_said_with_and_but_not_overlap_or_be_too_short() -> None:
    assert [str(one) for one in hours("16:30-17:30 và 05:30-06:30")] == ["05:30-06:30", "16:30-17:30"]
    for wrong in ("06:00-07:00,06:59-08:00", "06:00-06:09", ""):
        with pytest.raises(WrongValueError):
            hours(wrong)


def test_a_campaign_s_id_is_a_name_for_a_folder() -> None:
    assert [one.id for one in CAMPAIGNS] == ["tiem-chung", "phong-bao"]
    assert CAMPAIGNS[0].last - CAMPAIGNS[0].first == timedelta(days=29)
