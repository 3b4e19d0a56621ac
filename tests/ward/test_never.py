"""What stands in a ward's files and never comes, or is written twice: `check` says so at its line."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stand_ins.wards import SCRIPTS, script_text, write_ward

from broadcast.base.errors import Level
from broadcast.ward.check import check

NOW = datetime(2026, 11, 28, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
A = "  - {id: a, name: A, at: 06:30, days: t2-t6, play: {rotate: phase, count: 2}}"
B = "  - {id: b, name: B, at: 17:00, days: t2-t6, play: [chung/treo-co]}"
BEFORE, DURING = "from: 2026-12-01, until: 2026-12-17", "from: 2026-12-18, until: 2026-12-18"
HOURS = "[05:30-07:30, 16:30-18:30]"
PLAYLIST = f"""\
station: {{name: Đài, timezone: Asia/Ho_Chi_Minh}}
phases:
  truoc: {{name: Trước, {BEFORE}}}
  trong: {{name: Trong, {DURING}}}
facts: {{dai_hoi: {{ngay: 18/12/2026, so_dai_bieu: 200}}}}
sessions:
{A}
{B}
airtime: {{allowed: {HOURS}, days: t2-t6, max_session: 15m, max_sessions: 2}}
voice: {{engines: [espeak]}}
"""
AIRTIME, VOICE, ZONE = "airtime:", "voice:", "timezone: Asia/Ho_Chi_Minh}"


def changed(line: str) -> tuple[str, str]:
    return AIRTIME, f"changes:\n  - {line}\n{AIRTIME}"


def but(line: str, old: str, new: str) -> tuple[str, str]:
    assert old in line
    return line, line.replace(old, new)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        # names and places given twice
        (but(B, "name: B", "name: A"), "hai buổi cùng tên"),
        (but(B, "name: B", "name: a"), "hai buổi cùng tên"),
        (("name: Trong", "name: Trước"), "hai giai đoạn cùng tên"),
        (("facts:", "campaigns:\n  truoc: {name: Tết, from: 2027-01-02, until: 2027-01-05}\nfacts:"),
         "một thư mục"),
        (("[espeak]", "[espeak, espeak]"), "ghi hai lần"),
        ((VOICE, "output: {loudspeaker: [loa, loa]}\nvoice:"), "ghi hai lần"),
        ((ZONE, ZONE.replace("}", ", opening: chung/treo-co}")), "hai lần trong một buổi"),
        # hours
        ((HOURS, "[05:30-07:30, 06:00-08:00]"), "chồng lên một khung khác"),
        ((HOURS, "[05:30-07:30, 05:30-07:30, 16:30-18:30]"), "chồng lên một khung khác"),
        ((HOURS, f"{HOURS}, exceptions: [{{date: 2026-12-02, add: [19:00-20:00, 19:30-21:00], reason: x}}]"),
         "chồng lên một khung khác"),
        # make-up times
        (but(B, "days", "make_up: 17:00:01, days"), "còn trong hạn phát bù"),
        (but(B, "days", "grace: 30m, make_up: 17:20, days"), "còn trong hạn phát bù"),
        (but(A, "days", "make_up: 17:00, days"), "trùng giờ buổi “B”"),
        # phases
        (("until: 2026-12-17", "until: 2026-12-18"), "trùng ngày với"),
        ((BEFORE, "from: 2026-12-19, until: 2026-12-31"), "diễn ra trước"),
        ((DURING, "from: 2026-12-21, until: 2026-12-22"), "không thuộc giai đoạn nào"),
        ((DURING, "from: 2026-12-19, until: 2026-12-20"), "không có buổi nào"),
        ((DURING, "from: 2036-12-18, until: 2036-12-18"), "hơn hai năm nữa"),
        # sessions
        (but(A, "days: t2-t6, play: {rotate: phase", "days: cn, play: {rotate: trong"), "không có ngày nào"),
        (but(B, "days: t2-t6", "on: [2020-12-02]"), "đã qua hơn một năm"),
        (but(B, "days: t2-t6", "on: [2062-12-01]"), "hơn hai năm nữa"),
        # changes and exceptions
        (changed("{skip: a, from: 2026-12-05, until: 2026-12-06, reason: x}"), "không đổi gì"),
        (changed("{move: b, date: 2026-12-02, at: 17:00, reason: x}"), "không đổi gì"),
        (changed("{move: a, date: 2026-12-02, at: 06:30, reason: x}"), "không đổi gì"),
        (changed("{skip: a, from: 2026-12-01, until: 2026-12-05, reason: x}\n"
                 "  - {move: a, date: 2026-12-02, at: 07:00, reason: y}"), "đã có một dòng khác"),
        ((HOURS, f"{HOURS}, exceptions: [{{date: 2062-12-02, allowed: [], reason: x}}]"), "hơn hai năm nữa"),
    ],
)  # fmt: skip
def test_what_never_comes_is_told_at_its_line(tmp_path: Path, edit: tuple[str, str], told: str) -> None:
    old, new = edit
    assert PLAYLIST.count(old) == 1, old
    home = write_ward(tmp_path, PLAYLIST.replace(old, new))
    found = [one for one in check(home, NOW).faults if told in str(one.what)]
    assert found, [str(one.what) for one in check(home, NOW).faults]
    assert all(one.file == "playlist.yaml" and one.line and one.level is Level.WARNING for one in found)


def test_a_make_up_time_before_the_session_s_new_time_is_told(tmp_path: Path) -> None:
    text = PLAYLIST.replace(*but(B, "days", "make_up: 17:30, days"))
    home = write_ward(tmp_path, text.replace(*changed("{move: b, date: 2026-12-02, at: 18:00, reason: x}")))
    assert any("trước giờ dời đến" in str(one.what) for one in check(home, NOW).faults)


@pytest.mark.parametrize(
    ("edit", "now"),
    [
        ((A, A), NOW),
        (("until: 2026-12-17", "until: 2026-12-17"), datetime(2026, 12, 18, 9, tzinfo=NOW.tzinfo)),
        (but(B, "days: t2-t6", "on: [2026-12-02]"), datetime(2026, 12, 10, 9, tzinfo=NOW.tzinfo)),
        (("max_sessions: 2", "max_sessions: 3"), NOW),
        (but(B, "days", "grace: 15m, make_up: 17:30, days"), NOW),
        ((HOURS, "[05:30-07:30, 07:30-08:00, 16:30-18:30]"), NOW),
        ((DURING, "from: 2027-02-18, until: 2027-02-19"), NOW),
        (changed("{skip: a, from: 2026-12-04, until: 2026-12-07, reason: x}"), NOW),
    ],
)
def test_a_plan_that_means_what_it_says_is_told_nothing(
    tmp_path: Path, edit: tuple[str, str], now: datetime
) -> None:
    old, new = edit
    faults = check(write_ward(tmp_path, PLAYLIST.replace(old, new)), now).faults
    assert not [str(one.what) for one in faults if "hết ngày" not in str(one.what)]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ({"from": "2027-03-01", "until": "2027-04-01"}, True),  # the phase is over by then
        ({"until": "2026-11-30"}, True),  # it has not begun
        ({"days": "cn"}, True),
        ({"from": "2026-12-05", "until": "2026-12-06"}, True),  # a weekend
        ({"until": "2025-12-01"}, False),  # it has had its days
        ({"from": "2026-12-14"}, False),
        ({"days": "t2"}, False),
        ({"until": "2026-11-30", "draft": "true"}, False),
    ],
)
def test_a_script_whose_own_days_are_none_of_its_sessions_is_told(
    tmp_path: Path, header: dict[str, str], told: bool
) -> None:
    home = write_ward(tmp_path, PLAYLIST)
    (home / "scripts" / "truoc" / "02-hai.md").write_text(
        script_text("Hai", "Mời bà con.", **header), encoding="utf-8"
    )
    found = [one.file for one in check(home, NOW).faults if "không có ngày nào" in str(one.what)]
    assert found == (["scripts/truoc/02-hai.md"] if told else [])


def test_the_same_words_in_another_week_are_no_copy(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST, SCRIPTS)
    for name, until, begin in (("05-a", "2026-12-04", "2026-12-01"), ("06-b", "2026-12-11", "2026-12-07")):
        text = script_text(f"Tuần {name}", "Mời bà con đi họp.", **{"from": begin, "until": until})
        (home / "scripts" / "truoc" / f"{name}.md").write_text(text, encoding="utf-8")
    assert not [one for one in check(home, NOW).faults if "giống hệt" in str(one.what)]


@pytest.mark.parametrize("folder", ["audio_cache", "journal", "scripts"])
def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path, folder: str) -> None:
    home = write_ward(tmp_path, PLAYLIST, {} if folder == "scripts" else SCRIPTS)
    remove: Callable[[], None] = (home / "scripts").rmdir if folder == "scripts" else lambda: None
    remove()
    (home / folder).write_text("x", encoding="utf-8")
    assert [one.level for one in check(home, NOW).faults if one.file == folder] == [Level.ERROR]


@pytest.mark.parametrize("blank", ["", "  ", r"\t", r"\u00a0", r"\u200b"])
def test_a_name_of_blanks_alone_is_none(tmp_path: Path, blank: str) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace(*but(B, "name: B", f'name: "{blank}"')))
    assert any("“name” chưa có nội dung" in str(one.what) for one in check(home, NOW).faults)
