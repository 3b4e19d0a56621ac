"""A year with campaigns beside a standing timetable -> what of the days ahead will not air."""

from datetime import date
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.base.errors import Fault, Level
from broadcast.ward.folder import read_ward
from broadcast.ward.outlook import outlook, over

YEAR = """\
station:
  name: Đài thử
  timezone: Asia/Ho_Chi_Minh
campaigns:
  he:
    name: Hè vui: an toàn
    phases:
      truoc: {name: Trước, from: 2026-11-01, until: 2026-11-30}
      sau: {name: Sau, from: 2026-12-01, until: 2026-12-10}
sessions:
  - id: sang
    name: Buổi sáng
    at: 5h
    days: hằng ngày
    play: {rotate: phase, count: 2}
  - id: tin
    name: Bản tin
    at: 17h
    days: thứ 2 - chủ nhật
    play: {rotate: tin, count: 2}
airtime:
  allowed: 5h-6h, 17h đến 18h
  days: T2-CN
  max_session: 15 phút
  max_sessions: 4
voice:
  engines: espeak
"""
SCRIPTS = {
    "he/truoc/a": "Mời bà con treo cờ.",
    "he/sau/b": "Cảm ơn bà con đã treo cờ.",
    "tin/c": "Mời bà con nghe bản tin.",
}


def _told(home: Path, plan: str, today: date, scripts: dict[str, str] = SCRIPTS) -> list[Fault]:
    return list(outlook(read_ward(write_ward(home, plan, scripts)), today))


def test_a_year_in_order_is_told_nothing(tmp_path: Path) -> None:
    """The negative control of all below."""
    assert _told(tmp_path, YEAR, date(2026, 11, 20)) == []


def test_an_empty_phase_of_a_campaign_is_told_though_a_standing_session_airs(tmp_path: Path) -> None:
    scripts = {id_: body for id_, body in SCRIPTS.items() if id_ != "he/sau/b"}
    [fault] = _told(tmp_path, YEAR, date(2026, 11, 20), scripts)
    assert (fault.line, fault.level) == (9, Level.WARNING)
    assert "“Sau” (01/12/2026-10/12/2026) chưa có bài nào sẵn sàng" in str(fault.what)


def test_a_campaign_that_ends_this_week_is_told_with_what_follows(tmp_path: Path) -> None:
    [fault] = _told(tmp_path, YEAR, date(2026, 12, 5))
    assert "“Hè vui: an toàn” hết ngày 10/12/2026; tiếp theo là buổi “Bản tin”, 17:00 11/12/2026" in str(
        fault.what
    )


def test_a_standing_timetable_is_never_over(tmp_path: Path) -> None:
    ward = read_ward(write_ward(tmp_path, YEAR, SCRIPTS))
    assert over(ward, date(2028, 1, 1)) is None
    assert outlook(ward, date(2028, 1, 1)) == ()


def test_a_skip_and_a_day_off_are_no_faults(tmp_path: Path) -> None:
    off = "  exceptions: [{date: 2026-11-24, allowed: [], reason: Quốc tang}]\nvoice:"
    skip = "changes: [{skip: tin, date: 2026-11-25, reason: Mưa}]\nairtime:"
    plan = YEAR.replace("voice:", off).replace("airtime:", skip)
    assert _told(tmp_path, plan, date(2026, 11, 20)) == []


@pytest.mark.parametrize("play", ["tin/c, chung/x", "[tin/c, chung/x]", "tin/c; chung/x"])
def test_a_list_written_with_commas_alone_is_a_list(tmp_path: Path, play: str) -> None:
    plan = YEAR.replace("{rotate: tin, count: 2}", play)
    ward = read_ward(write_ward(tmp_path, plan, {**SCRIPTS, "chung/x": "Mời bà con họp."}))
    assert ward.playlist.slots[1].play == ("tin/c", "chung/x")
    assert ward.playlist.voice.engines == ("espeak",)
    assert [str(one) for one in ward.playlist.airtime.allowed] == ["05:00-06:00", "17:00-18:00"]
    assert not [fault for fault in ward.faults if fault.level is Level.ERROR]


@pytest.mark.parametrize(("drop", "gone"), [("last", "“Bài tin/d”"), ("longest", "“Bài tin/c”")])
def test_a_session_too_long_names_what_it_will_drop_by_its_own_rule(tmp_path: Path, drop: str, gone: str) -> None:
    plan = YEAR.replace("{rotate: tin, count: 2}", f"tin/c, tin/d\n    drop: {drop}")
    plan = plan.replace("max_session: 15 phút", "max_session: 45 giây")
    scripts = {**SCRIPTS, "tin/c": "Mời bà con nghe bản tin. " * 8, "tin/d": "Mời bà con họp tổ. " * 6}
    [fault] = _told(tmp_path, plan, date(2026, 11, 20), scripts)
    assert str(fault.fix).endswith(f"Để vậy thì bỏ: {gone}.")
