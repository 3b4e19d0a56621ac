"""`skip`, `move`, `add`, `undo`, `changes` as a person types them."""

import json
from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.wards import write_ward

PLAYLIST = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-cn, play: [chung/treo-co]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-cn, play: [chung/treo-co]}
changes:
  - {skip: sang, date: 1/1/2199, reason: Năm mới}
airtime: {allowed: [05:30-07:30, 16:30-18:30], days: t2-cn, max_session: 15m, max_sessions: 2}
voice: {engines: [espeak]}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path, PLAYLIST, {"chung/treo-co": "Xin mời bà con treo cờ."})


def _run(home: Path, *words: str, code: int = 0) -> Result:
    result = run_here("--home", home, *words)
    assert result.code == code, result
    return result


def test_a_person_skips_looks_and_undoes(home: Path) -> None:
    said = _run(home, "skip", "sang", "--date", "mai", "--reason", "mất điện", "--by", "Ông Bình").stdout
    assert "nghỉ buổi “Buổi sáng” (mất điện)" in said
    assert "● 17:00 Buổi chiều" in said
    assert "broadcast undo 1" in said
    assert "buổi này được nghỉ: mất điện" in _run(home, "today", "--date", "mai").stdout
    assert "“Buổi sáng” (mất điện) · Ông Bình" in _run(home, "changes").stdout
    assert "broadcast undo SỐ" in _run(home, "undo").stdout
    assert "● 06:30 Buổi sáng" in _run(home, "undo", "1").stdout
    assert "Từ hôm nay trở đi không có thay đổi nào" in _run(home, "undo").stdout
    assert "playlist.yaml" in _run(home, "changes").stdout  # the new year's


def test_moved_and_added_sessions_are_shown(home: Path) -> None:
    _run(home, "move", "chieu", "--date", "+1", "--at", "16:30", "--reason", "họp")
    assert "16:30 Buổi chiều" in _run(home, "today", "--date", "+1").stdout
    _run(home, "skip", "chieu", "--date", "+1", "--reason", "mưa")
    _run(home, "add", "treo-co", "--date", "+1", "--at", "18:00", "--name", "Buổi thêm", "--reason", "nhắc")
    assert "18:00 Buổi thêm" in _run(home, "today", "--date", "+1").stdout
    fields = json.loads(_run(home, "changes", "--json").stdout)
    assert fields["schema"] == "broadcast.changes/1"
    assert [(one["number"], one["kind"], one["session"], one["at"]) for one in fields["changes"]] == [
        (None, "skip", "sang", None),
        (1, "move", "chieu", "16:30:00"),
        (2, "skip", "chieu", None),
        (3, "add", "treo-co", "18:00:00"),
    ]
    assert _run(home, "check").code == 0


def test_a_reason_must_be_given(home: Path) -> None:
    assert "--reason" in _run(home, "skip", "sang", "--date", "mai", code=2).stderr
    assert (
        "Ngày ấy có: sang (06:30 Buổi sáng)"
        in _run(home, "skip", "toi", "--date", "mai", "--reason", "x", code=2).stderr
    )
    assert (
        "giờ “25:00” không hợp lệ"
        in _run(home, "move", "sang", "--date", "mai", "--at", "25:00", "--reason", "x", code=2).stderr
    )
