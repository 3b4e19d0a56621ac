"""A ward and today -> what of the days ahead will not air as it is planned."""

from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from stand_ins.wards import script_text, write_ward

from broadcast.base.errors import Fault, Level
from broadcast.ward.folder import read_ward
from broadcast.ward.outlook import outlook, over

PLAN = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
phases:
  truoc: {name: Trước, from: 2026-11-01, until: 2026-12-31}
sessions:
  - {id: sang, name: Buổi sáng, at: 05:00, days: t2-cn, play: [truoc/01, truoc/02]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-cn, play: [truoc/03]}
airtime: {allowed: [05:00-06:00, 17:00-18:00], days: t2-cn, max_session: 30m, max_sessions: 2}
voice: {engines: [espeak]}
"""
WORDS = "Kính thưa bà con! Mời bà con cùng nghe và nhắn lại cho những nhà đi vắng. Xin cảm ơn bà con!"
SCRIPTS = {f"truoc/0{number}": WORDS for number in (1, 2, 3)}
TODAY = date(2026, 11, 27)


def _seen(
    home: Path, plan: str = PLAN, today: date = TODAY, scripts: dict[str, str] = SCRIPTS
) -> tuple[Fault, ...]:
    return outlook(read_ward(write_ward(home, plan, scripts)), today)


def _told(faults: tuple[Fault, ...]) -> list[tuple[int, Level, str]]:
    return [(fault.line, fault.level, str(fault.what)) for fault in faults]


def test_a_plan_in_order_is_told_nothing(tmp_path: Path) -> None:
    """The negative control of all below."""
    assert _seen(tmp_path) == ()


def test_sessions_that_overlap_are_told_with_both_names_and_how_long(tmp_path: Path) -> None:
    [(line, level, what)] = _told(_seen(tmp_path, PLAN.replace("17:00,", "05:00:05,")))
    assert (line, level) == (6, Level.WARNING)
    assert "“Buổi chiều” ngày 27/11/2026 chồng lên buổi “Buổi sáng” chừng" in what
    assert "05:00:" in what


def test_a_session_that_another_keeps_beyond_its_grace_is_an_error(tmp_path: Path) -> None:
    plan = PLAN.replace("17:00,", "05:00:05, grace: 5s,")
    [(_, level, _)] = _told(_seen(tmp_path, plan))
    assert level is Level.ERROR


def test_a_session_that_is_made_up_for_behind_another_one_does_air_and_that_is_told(tmp_path: Path) -> None:
    plan = PLAN.replace("17:00,", "05:00:05, grace: 5s, make_up: 17:30,")
    [fault] = _seen(tmp_path, plan)
    assert (fault.line, fault.level) == (6, Level.WARNING)
    assert str(fault.fix).endswith("Để vậy thì buổi “Buổi chiều” không kịp giờ, phải đợi đến giờ phát bù 17:30.")


@pytest.mark.parametrize(
    ("grace", "level", "end"),
    [("5s", Level.ERROR, "quá hạn phát bù, không phát."), ("15m", Level.WARNING, "phát bù muộn.")],
)
def test_a_make_up_time_at_which_another_one_sounds_is_told_at_its_place(
    tmp_path: Path, grace: str, level: Level, end: str
) -> None:
    """The first one sounds for some minutes: beyond the grace of the second, and into its make-up time."""
    long = {**SCRIPTS, "truoc/01": f"{WORDS} " * 180}
    plan = PLAN.replace("17:00,", f"05:00:05, grace: {grace}, make_up: 05:17,")
    first, second = _seen(tmp_path, plan, scripts=long)
    assert (first.level, str(first.fix)[-6:]) == (Level.WARNING, "05:17.")
    assert (second.level, str(second.fix).endswith(end)) == (level, True)
    assert "“Buổi chiều” phát bù ngày 27/11/2026 chồng lên buổi “Buổi sáng” chừng" in str(second.what)


def test_sessions_that_follow_one_another_do_not_overlap(tmp_path: Path) -> None:
    assert _seen(tmp_path, PLAN.replace("17:00,", "05:02,")) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("{add: moi, date: 28/11/2026, at: 12:00, play: truoc/03, reason: Thử}", "12:00 nằm ngoài khung giờ"),
        ("{add: moi, date: 2026-11-28, at: 17:30, play: truoc/03, reason: Thử}", "quá số buổi"),
        ("{move: sang, date: 28/11/2026, at: 12:00, reason: Thử}", "12:00 nằm ngoài khung giờ"),
    ],
)
def test_a_change_that_the_rules_refuse_is_told_at_the_line_of_the_change(
    tmp_path: Path, change: str, told: str
) -> None:
    faults = _seen(tmp_path, PLAN.replace("airtime:", f"changes:\n  - {change}\nairtime:"))
    [(line, level, what)] = _told(faults)
    assert (line, level) == (8, Level.ERROR)
    assert told in what


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ({}, None),
        ({"draft": "true"}, "27/11/2026"),
        ({"until": "2026-11-29"}, "30/11/2026"),
        ({"from": "2026-11-27"}, None),
    ],
)
def test_an_opening_that_is_not_spoken_on_a_day_ahead_is_told(
    tmp_path: Path, header: dict[str, str], told: str | None
) -> None:
    path = tmp_path / "scripts" / "chung" / "mo-dau.md"
    path.parent.mkdir(parents=True)
    path.write_text(script_text("Đài", "Đây là đài truyền thanh phường Thử.", **header), encoding="utf-8")
    faults = _told(_seen(tmp_path, PLAN.replace("Ho_Chi_Minh}", "Ho_Chi_Minh, opening: chung/mo-dau}")))
    assert [(line, level, what.split()[1]) for line, level, what in faults] == (
        [(1, Level.WARNING, told)] if told else []
    )


def test_a_session_too_long_names_the_scripts_that_will_be_dropped(tmp_path: Path) -> None:
    faults = _seen(tmp_path, PLAN.replace("max_session: 30m", "max_session: 30s"))
    assert [(line, level) for line, level, _ in _told(faults)] == [(5, Level.ERROR)]
    assert "bỏ: “Bài truoc/02”" in str(faults[0].fix)


def test_a_session_of_which_not_one_script_fits_will_not_air(tmp_path: Path) -> None:
    faults = _seen(tmp_path, PLAN.replace("max_session: 30m", "max_session: 5s"))
    assert {str(fault.fix).rsplit(". ", 1)[-1] for fault in faults} == {"Buổi này sẽ không phát."}


def test_a_phase_without_a_script_is_told_once_at_the_phase(tmp_path: Path) -> None:
    plan = PLAN.replace("phases:\n", "phases:\n  sau: {name: Sau, from: 2027-01-01, until: 2027-01-05}\n")
    plan = plan.replace("[truoc/03]", "{rotate: phase, count: 2}")
    [(line, level, what)] = _told(_seen(tmp_path, plan))
    assert (line, level) == (3, Level.WARNING)
    assert "“Sau” (01/01/2027-05/01/2027) chưa có bài nào sẵn sàng" in what


def test_a_session_that_will_be_silent_is_told_with_its_first_day(tmp_path: Path) -> None:
    scripts = {**SCRIPTS, "truoc/03": "Có {{ dai_hoi.so }} đại biểu."}
    [(line, level, what)] = _told(_seen(tmp_path, scripts=scripts))
    assert (line, level) == (6, Level.WARNING)
    assert "“Buổi chiều” sẽ im từ ngày 27/11/2026:" in what


def test_a_plan_that_ends_this_week_is_told_with_what_follows(tmp_path: Path) -> None:
    [(line, _, what)] = _told(_seen(tmp_path, today=date(2026, 12, 28)))
    assert (line, what) == (3, "“Trước” hết ngày 31/12/2026; sau đó không còn buổi nào, loa sẽ im")
    more = PLAN.replace("phases:\n", "phases:\n  sau: {name: Sau, from: 2027-01-04, until: 2027-01-05}\n")
    assert _seen(tmp_path / "more", more, date(2026, 12, 28)) == ()  # its last phase is not this week's
    assert "“Sau” hết ngày 05/01/2027" in _told(_seen(tmp_path / "end", more, date(2027, 1, 1)))[0][2]


def test_a_campaign_without_phases_is_called_a_campaign(tmp_path: Path) -> None:
    plan = PLAN.replace(
        "phases:\n", "campaigns:\n  he: {name: Hè, from: 2026-11-01, until: 2026-12-31}\nphases:\n"
    )
    plan = plan.replace("play: [truoc/03]", "campaign: he, play: {rotate: he, count: 1}")
    told = [what for _, _, what in _told(_seen(tmp_path, plan))]
    assert any(what.startswith("đợt “Hè” (01/11/2026-31/12/2026) chưa có bài nào sẵn sàng") for what in told)


def test_a_plan_that_is_over_is_told(tmp_path: Path) -> None:
    ward = read_ward(write_ward(tmp_path, PLAN, SCRIPTS))
    told = over(ward, date(2027, 1, 1))
    assert over(ward, date(2026, 12, 31)) is None
    assert told is not None
    assert (told.line, told.level, str(told.what)) == (
        3,
        Level.WARNING,
        "“Trước” đã hết từ 31/12/2026; từ hôm nay không còn buổi nào",
    )


def test_a_day_that_the_ward_takes_off_is_no_fault(tmp_path: Path) -> None:
    off = "max_sessions: 2, exceptions: [{date: 2026-11-30, allowed: [], reason: Quốc tang}]"
    assert _seen(tmp_path, PLAN.replace("max_sessions: 2", off)) == ()


def test_a_session_on_a_weekday_without_hours_is_a_fault(tmp_path: Path) -> None:
    """The negative control of the test above."""
    faults = _seen(tmp_path, PLAN.replace("17:00-18:00], days: t2-cn", "17:00-18:00], days: t3-cn"))
    assert {(fault.line, fault.level) for fault in faults} == {(5, Level.ERROR), (6, Level.ERROR)}
    assert all("ngày 30/11/2026" in str(fault.what) for fault in faults)


@pytest.mark.parametrize(
    ("days", "play", "why"),
    [
        (
            "on: [2027-03-05]",
            "{rotate: phase, count: 1}",
            "05/03/2027 không phát: ngày ấy không thuộc giai đoạn nào",
        ),
        ("on: [2026-12-05]", "{rotate: sau, count: 1}", "ngày 05/12/2026 phát bài của giai đoạn “Sau”"),
    ],
    ids=["in no phase", "before its phase"],
)
def test_a_rotation_on_a_day_that_is_not_its_own_is_told(tmp_path: Path, days: str, play: str, why: str) -> None:
    plan = PLAN.replace("phases:\n", "phases:\n  sau: {name: Sau, from: 2027-01-01, until: 2027-01-05}\n")
    plan = plan.replace("days: t2-cn, play: [truoc/03]", f"{days}, play: {play}")
    told = _told(_seen(tmp_path, plan, scripts={**SCRIPTS, "sau/01": WORDS}))
    assert any(line == 7 and level is Level.WARNING and why in what for line, level, what in told)


def test_a_year_with_four_sessions_a_day_is_looked_at_within_a_second(tmp_path: Path) -> None:
    plan = PLAN.replace("until: 2026-12-31", "until: 2027-10-31")
    for hour in (6, 7):
        slot = f"  - {{id: s{hour}, name: S, at: 0{hour}:00, days: t2-cn, play: {{rotate: phase, count: 2}}}}\n"
        plan = plan.replace("airtime:", slot + "airtime:")
    ward = read_ward(write_ward(tmp_path, plan, SCRIPTS))
    begun = perf_counter()
    assert outlook(ward, TODAY)
    assert perf_counter() - begun < 1


def test_a_session_over_midnight_is_told_to_open_the_next_day(tmp_path: Path) -> None:
    late = PLAN.replace(
        "at: 17:00, days: t2-cn, play: [truoc/03]", 'at: "23:59:58", on: [2026-12-31], play: [truoc/03]'
    )
    hours = "airtime: {allowed: [05:00-06:00, 17:00-24:00], "
    late = late.replace("airtime: {allowed: [05:00-06:00, 17:00-18:00], ", hours)
    [fault] = _seen(tmp_path, late)
    assert "kéo quá 24:00" in str(fault.what)
    assert "add: [00:00-00:30]" in str(fault.fix)
    opened = "exceptions: [{date: 2027-01-01, add: [00:00-00:30], reason: Năm mới}], days: t2-cn, max_session"
    assert _seen(tmp_path, late.replace("days: t2-cn, max_session", opened)) == ()


def test_too_many_sessions_are_told_by_max_sessions_and_for_more_days_than_one(tmp_path: Path) -> None:
    faults = _seen(tmp_path, PLAN.replace("max_sessions: 2", "max_sessions: 1"))
    [fault] = [one for one in faults if one.level is Level.ERROR]
    assert str(fault.what).startswith("buổi “Buổi chiều” ngày 27/11/2026 và những ngày khác nữa: quá số buổi")
    assert "max_sessions" in str(fault.fix)
    one_day = PLAN.replace("days: t2-cn, play: [truoc/03]", "on: [2026-11-28], play: [truoc/03]")
    [fault] = _seen(tmp_path, one_day.replace("max_sessions: 2", "max_sessions: 1"))
    assert str(fault.what).startswith("buổi “Buổi chiều” ngày 28/11/2026: quá số buổi")
