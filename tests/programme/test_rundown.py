"""Playlist, ready scripts, day -> Rundown."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stand_ins.wards import PLAYLIST, playlist_of, stock_of

from broadcast.programme.rundown import next_day_with_cues, plan
from broadcast.programme.settings import Playlist

TRUOC = tuple(f"truoc/0{n}" for n in range(1, 6))
READY = stock_of(*TRUOC, "chung/treo-co")
MONDAY = date(2025, 10, 6)


def _playlist(old: str = "", new: str = "") -> Playlist:
    return playlist_of(PLAYLIST.replace(old, new))


def _dealt(playlist: Playlist, day: date) -> list[str]:
    return [cue.script for session in plan(playlist, READY, day).sessions for cue in session.cues]


def test_a_monday_has_its_sessions_at_real_moments_in_order() -> None:
    rundown = plan(_playlist(), READY, MONDAY)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert [session.at for session in rundown.sessions] == [
        datetime(2025, 10, 6, 6, 30, tzinfo=zone),
        datetime(2025, 10, 6, 17, 0, tzinfo=zone),
    ]
    assert rundown.sessions[1].cues[0].id == "2025-10-06/chieu/chung/treo-co"


def test_rotation_deals_every_script_as_often_as_any_other() -> None:
    playlist = _playlist()
    days = [date(2025, 10, 1) + timedelta(days=n) for n in range(17)]
    dealt = Counter(script for day in days for script in _dealt(playlist, day) if script.startswith("truoc"))
    assert set(dealt) == set(TRUOC)
    assert max(dealt.values()) - min(dealt.values()) <= 1


def test_rotation_is_the_same_whenever_it_is_asked() -> None:
    playlist = _playlist()
    alone = _dealt(playlist, date(2025, 10, 15))
    for day in (date(2025, 10, 14), date(2025, 10, 16), date(2025, 10, 3)):
        _dealt(playlist, day)
    assert _dealt(playlist, date(2025, 10, 15)) == alone


def test_a_rotation_goes_on_where_the_last_session_stopped() -> None:
    playlist = _playlist()
    first, second = _dealt(playlist, MONDAY)[:2], _dealt(playlist, MONDAY + timedelta(days=1))[:2]
    order = list(TRUOC)
    assert order.index(second[0]) == (order.index(first[1]) + 1) % len(order)


def test_a_session_of_three_fifteen_is_refused_and_says_so() -> None:
    rundown = plan(_playlist("at: 06:30", "at: 03:15"), READY, MONDAY)
    assert "03:15" in str(rundown.sessions[0].refused)
    assert rundown.sessions[1].refused is None


def test_the_saturday_of_the_congress_is_allowed_by_its_exception_alone() -> None:
    ready = stock_of(*READY.scripts, "trong/01-chao")
    saturday = date(2025, 10, 18)
    assert [s.refused for s in plan(_playlist(), ready, saturday).sessions] == [None]
    without = _playlist(
        "exceptions: [{date: 2025-10-18, allowed: [06:00-11:30], reason: Ngày Đại hội}]", "exceptions: []"
    )
    assert "Thứ Bảy" in str(plan(without, ready, saturday).sessions[0].refused)


def test_a_third_session_is_one_too_many() -> None:
    third = "  - {id: trua, name: Trưa, at: 17:30, days: t2-t6, play: [chung/treo-co]}\nairtime:"
    rundown = plan(_playlist("airtime:", third), READY, MONDAY)
    assert [session.refused is None for session in rundown.sessions] == [True, True, False]


def test_the_next_day_with_cues_skips_the_weekend_and_ends_with_the_campaign() -> None:
    playlist = _playlist("at: 17:00, days: t2-t6", "at: 17:00, on: [2025-10-01]")  # nothing stands all the year
    assert next_day_with_cues(playlist, READY, date(2025, 10, 10)) == date(2025, 10, 13)
    assert next_day_with_cues(playlist, READY, date(2025, 10, 18)) is None
    assert next_day_with_cues(playlist, READY, date(2024, 1, 1)) == date(2025, 10, 1)
