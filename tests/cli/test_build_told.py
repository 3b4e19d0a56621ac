"""What `build` says while it works: how much there is to make, how far it is, about how long the rest takes."""

import re
from pathlib import Path

import pytest
from rich.console import Console
from stand_ins.cli import run_here
from stand_ins.wards import SCRIPTS, write_ward

from broadcast.cli.buildscreen import Rows, build_screen, rest, time_left
from broadcast.cli.face import Face
from broadcast.programme.settings import ScriptId
from broadcast.station.events import Progress
from broadcast.station.forecast import Ahead

MONDAY = ("--date", "06/10/2025", "--days", "1")


@pytest.fixture(autouse=True)
def _in_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")


def _ahead(seconds: float | None, utterances: int = 12) -> Ahead:
    return Ahead(announcements=3, utterances=utterances, seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, ""),
        (8.0, "chưa đầy một phút"),
        (200.0, "khoảng 3 phút"),
        (3580.0, "khoảng 1 giờ 00 phút"),
        (7500.0, "khoảng 2 giờ 05 phút"),
    ],
)
def test_a_time_is_told_to_the_minute_and_none_where_none_was_measured(seconds: float | None, told: str) -> None:
    assert time_left(_ahead(seconds)) == told
    assert rest(_ahead(seconds)) == ", ".join(part for part in ("còn 12 đoạn", told) if part)


def test_build_says_how_much_there_is_then_each_script_once_and_at_last_how_long_it_took(tmp_path: Path) -> None:
    home = write_ward(
        tmp_path, scripts={"truoc/01-mot": SCRIPTS["truoc/03-ba"], "chung/treo-co": "Xin chào bà con."}
    )
    result = run_here("--home", home, "build", *MONDAY)
    assert result.code == 0, result
    head, *lines = result.stderr.splitlines()
    utterances = int(re.findall(r"đọc mới (\d+) đoạn", head)[0])
    assert f"Xong: {utterances} đoạn tiếng mới" in result.stdout
    assert re.search(r"Mất \d+ giây\.", result.stdout)
    assert "khoảng" not in head  # nothing was measured yet
    scripts = [line.split(" (")[0] for line in lines if line.startswith("đọc")]
    assert scripts == ["đọc truoc/01-mot", "đọc chung/treo-co"]
    again = run_here("--home", home, "build", *MONDAY)
    assert "Phải tạo tiếng" not in again.stderr
    assert "Mất" not in again.stdout


def test_on_a_terminal_the_bar_grows_with_each_utterance_and_the_total_follows_what_is_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    face = Face()
    monkeypatch.setattr(face, "err", Console(force_terminal=True, width=100, record=True))
    with build_screen(face) as screen:
        assert isinstance(screen, Rows)
        screen.begins(_ahead(None, 4))
        [row] = screen._bar.tasks
        seen = []
        for number, left in ((1, 4), (2, 3), (3, 6)):  # the first voice fell silent, and another has more to say
            step = Progress(script=ScriptId("a/b"), utterance=number, of=4, engine="espeak")
            screen.step(step, _ahead(200.0, left))
            seen.append((row.completed, row.total, row.description))
        screen.made(Ahead(announcements=2, utterances=0, seconds=200.0))
    assert seen == [(0, 7, "Đọc a/b"), (1, 7, "Đọc a/b"), (0, 9, "Đọc a/b")]
    assert (row.completed, row.total, row.fields["rest"]) == (7, 9, "còn 2 bài, khoảng 3 phút")
    assert "Phải tạo tiếng 3 bài, đọc mới 4 đoạn" in face.err.export_text().replace("\n", " ")
