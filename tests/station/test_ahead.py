"""What the days ahead lack is told by doctor, build and the evening's rehearsal."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.live import ZONE
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.station import doctor
from broadcast.station.ahead import troubles
from broadcast.station.doctor import FindingLevel, examine
from broadcast.station.overview import machine_clock
from broadcast.station.rehearse import rehearse_in_silence
from broadcast.station.station import open_station
from broadcast.ward.folder import read_ward

SHORT = dict.fromkeys(SCRIPTS, "Xin chào bà con.")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "try_voices", lambda *_: {})
    monkeypatch.setattr(doctor, "devices", tuple)


def _ward(home: Path, *, days_left: int, scripts: dict[str, str] = SHORT) -> Path:
    """A ward whose one campaign goes on for so many days from today."""
    today = machine_clock().now().date()
    first, last = today - timedelta(days=9), today + timedelta(days=days_left)
    playlist = PLAYLIST.replace("from: 2025-10-01, until: 2025-10-17", f"from: {first}, until: {last}")
    lines = [line for line in playlist.splitlines() if "khai-mac" not in line and "trong:" not in line]
    return write_ward(home, "\n".join(lines).replace("days: t2-t6", "days: t2-cn") + "\n", scripts)


@pytest.mark.parametrize(("days_left", "told"), [(3, True), (60, False)])
def test_doctor_tells_a_campaign_that_ends_this_week(tmp_path: Path, days_left: int, told: bool) -> None:
    findings = examine(_ward(tmp_path, days_left=days_left))
    ending = [one for one in findings if "Trước Đại hội" in str(one.what) and one.level is FindingLevel.ADVICE]
    assert bool(ending) is told


def test_doctor_and_build_tell_a_phase_without_a_script(tmp_path: Path) -> None:
    home = _ward(tmp_path, days_left=60, scripts={"chung/treo-co": "Xin chào bà con."})
    assert any("Trước Đại hội" in str(one.what) for one in examine(home))
    built = run_here("--home", home, "build", "--days", "2")
    assert "! giai đoạn “Trước Đại hội”" in built.stderr


def test_build_where_every_session_is_silent_says_so(tmp_path: Path) -> None:
    home = _ward(tmp_path, days_left=60, scripts={})
    path = home / "playlist.yaml"
    rotating = path.read_text(encoding="utf-8").replace("play: [chung/treo-co]", "play: {rotate: phase, count: 1}")
    path.write_text(rotating, encoding="utf-8")
    built = run_here("--home", home, "build", "--days", "2")
    assert (built.code, "4 buổi trong 2 ngày" in built.stdout) == (4, True)


def test_the_rehearsal_tells_what_ends_soon_and_stays_go(tmp_path: Path) -> None:
    station = open_station(_ward(tmp_path, days_left=3))
    tomorrow = machine_clock().now().date() + timedelta(days=1)
    outcome = rehearse_in_silence(station, tomorrow, wanted=lambda: True, progress=lambda _: None)
    assert outcome.verdict.exit_code == 0
    assert any("Trước Đại hội" in str(one) for one in outcome.remarks)


def test_status_tells_what_is_near_and_that_nobody_is_on_duty(tmp_path: Path) -> None:
    home = _ward(tmp_path, days_left=3)
    path = home / "playlist.yaml"
    at_noon = path.read_text(encoding="utf-8").replace("Asia/Ho_Chi_Minh", ZONE.key)  # no session waits its grace
    path.write_text(at_noon, encoding="utf-8")
    told = run_here("--home", home, "status").stdout
    assert "! “Trước Đại hội” hết ngày" in told
    assert "chưa có ai trực, buổi tới sẽ không phát. Chạy: broadcast run" in told


def test_a_plan_that_is_over_is_told_once(tmp_path: Path) -> None:
    dealt = PLAYLIST.replace("play: [chung/treo-co]", "play: {rotate: phase, count: 1}")
    [over] = troubles(read_ward(write_ward(tmp_path, dealt)), date(2026, 1, 1))
    assert "không còn buổi nào" in str(over.what)
