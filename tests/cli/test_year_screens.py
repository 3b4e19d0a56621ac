"""What the screens say in the course of a ward's year: a rehearsal, a holiday, a full day, a stop, a fault."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stand_ins.accounts import NEEDS_ROOT, give_away, run_as_other
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.playout.control.latch import Latch
from broadcast.record.journal import Journal
from broadcast.station.overview import journal_folder, journal_path, machine_clock

SHORT = {"chung/treo-co": "Xin chào bà con."}
YEAR = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-cn, play: [chung/treo-co]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-cn, play: [chung/treo-co]}
airtime: {allowed: [05:30-07:30, 16:30-18:30], days: t2-cn, max_session: 15m, max_sessions: 2}
voice: {engines: [espeak]}
"""
DAY = "05/10/2099"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward", YEAR, SHORT)


def _rehearsed(home: Path) -> tuple[str, str]:
    done = run_here(
        "--home", home, "play-today", "--date", DAY, "--rehearse", "--output", home.parent / "tong-duyet.wav"
    )
    return done.stdout, done.stderr


def test_a_rehearsal_into_a_file_never_says_that_the_loudspeaker_sounds(home: Path) -> None:
    stdout, stderr = _rehearsed(home)
    assert "● đang ghi tổng duyệt: Bài chung/treo-co" in stderr
    assert "ĐANG PHÁT" not in stderr
    assert "đã phát" not in stdout + stderr
    assert "○ chờ" not in stderr  # nobody waits 70 years for a file
    assert "Tổng duyệt 2 bài trọn vẹn" in stdout


def test_what_a_rehearsal_left_out_is_found_in_the_rehearsal_s_log(home: Path) -> None:
    (home / "playlist.yaml").write_text(YEAR.replace("max_sessions: 2", "max_sessions: 1"), encoding="utf-8")
    stdout, _ = _rehearsed(home)
    assert "Xem: broadcast log --rehearsal" in stdout


def test_status_names_the_next_session_as_people_say_it(home: Path) -> None:
    told = run_here("--home", home, "status").stdout
    assert "  buổi tới: “Buổi " in told
    assert " ngày " in told.split("buổi tới:")[1].splitlines()[0]


def test_status_tells_when_it_was_rehearsed_and_that_files_have_faults(home: Path) -> None:
    assert "lỗi" not in run_here("--home", home, "status").stdout
    assert run_here("--home", home, "rehearse-tomorrow").code == 0
    (home / "scripts" / "chung" / "sai.md").write_text("không có phần đầu", encoding="utf-8")
    told = run_here("--home", home, "status").stdout
    assert "  tổng duyệt lúc " in told
    assert "! thư mục của phường có lỗi" in told


def test_the_rehearsal_of_another_day_does_not_hide_tomorrow_s(home: Path) -> None:
    today = machine_clock().now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()  # the ward's, wherever this runs
    tomorrow = f"{today + timedelta(days=1):%d/%m/%Y}"
    assert run_here("--home", home, "rehearse-tomorrow", "--date", DAY).code == 0
    assert f"Ngày {DAY} sẵn sàng" in run_here("--home", home, "status").stdout
    assert run_here("--home", home, "rehearse-tomorrow").code == 0
    assert run_here("--home", home, "rehearse-tomorrow", "--date", DAY).code == 0
    assert f"Ngày {tomorrow} sẵn sàng" in run_here("--home", home, "status").stdout


def test_today_tells_the_stop_that_holds_and_another_day_does_not(home: Path) -> None:
    journal_folder(home).mkdir()
    Latch(journal_folder(home)).set("có đám tang", machine_clock().now())
    assert "■ đang có lệnh dừng phát: có đám tang" in run_here("--home", home, "today").stdout
    assert "■" not in run_here("--home", home, "today", "--date", DAY).stdout


def test_today_speaks_of_facts_only_where_one_is_missing(home: Path) -> None:
    rotating = YEAR.replace("[chung/treo-co]", "{rotate: truoc, count: 1}")
    (home / "playlist.yaml").write_text(rotating, encoding="utf-8")
    (home / "scripts" / "truoc").mkdir()
    (home / "scripts" / "truoc" / "09-sai.md").write_text("không có phần đầu", encoding="utf-8")
    told = run_here("--home", home, "today", "--date", DAY).stdout
    assert "bài có lỗi" in told
    assert "Bài thiếu dữ kiện" not in told
    lacking = "---\ntitle: Thiếu\n---\nHọp ngày {{ hop.ngay }}.\n"
    (home / "scripts" / "truoc" / "10-thieu.md").write_text(lacking, encoding="utf-8")
    (home / "playlist.yaml").write_text(rotating + "facts: {hop: {ngay: }}\n", encoding="utf-8")
    assert "Bài thiếu dữ kiện" in run_here("--home", home, "today", "--date", DAY).stdout


def test_faults_that_keep_a_command_from_its_work_end_with_what_to_do(home: Path) -> None:
    (home / "playlist.yaml").write_text(YEAR.replace("06:30", "77:30"), encoding="utf-8")
    refused = run_here("--home", home, "today")
    assert (refused.code, refused.stdout) == (3, "")
    assert "Chưa làm gì, vì tệp của phường có 1 lỗi như trên." in refused.stderr
    assert "Chưa làm gì" not in run_here("--home", home, "check").stderr


@pytest.mark.parametrize(
    ("refused", "fix"),
    [
        (("add", "nhap", "--at", "17:30"), "broadcast check"),
        (("add", "treo-co", "--at", "17:30"), "max_sessions"),
        (("move", "sang", "--at", "20:00"), "airtime"),
    ],
)
def test_a_change_that_is_refused_says_where_to_look(home: Path, refused: tuple[str, ...], fix: str) -> None:
    draft = "---\ntitle: Nháp\ndraft: true\n---\nXin chào.\n"
    (home / "scripts" / "chung" / "nhap.md").write_text(draft, encoding="utf-8")
    if "nhap" in refused:
        (home / "playlist.yaml").write_text(YEAR.replace("max_sessions: 2", "max_sessions: 3"), encoding="utf-8")
    told = run_here("--home", home, *refused, "--date", "mai", "--reason", "thử")
    assert told.code == 2
    assert fix in told.stderr.splitlines()[-1]


@pytest.mark.parametrize("day", ["nay", "hôm nay", "mai", "ngày mai"])
def test_near_days_are_taken_as_people_say_them(home: Path, day: str) -> None:
    assert run_here("--home", home, "today", "--date", day).code == 0


def test_a_preview_that_is_refused_does_not_say_first_where_it_is_heard(home: Path) -> None:
    told = run_here("--home", home, "preview", "treo-co")
    assert told.code == 5
    assert "Nghe ở" not in told.stderr


@NEEDS_ROOT
def test_another_account_may_not_change_a_session_and_is_told_so(home: Path) -> None:
    Journal(journal_path(home)).close()
    give_away(home)
    told = run_as_other("--home", home, "skip", "sang", "--date", "mai", "--reason", "thử")
    assert told.code == 5
    assert "Tài khoản này chỉ được xem, không được đổi buổi phát" in told.stderr
