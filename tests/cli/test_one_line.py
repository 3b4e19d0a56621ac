"""A name and a reason that the log keeps: one line, with a letter in it."""

from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

SKIP = ("skip", "sang", "--date", "06/10/2025")


@pytest.mark.parametrize("nobody", ["\u200b", "...", "—", "\u202e", "   \u00ad"])
@pytest.mark.parametrize("option", ["--reason", "--by"])
def test_signs_alone_name_nobody_and_nothing(option: str, nobody: str, tmp_path: Path) -> None:
    write_ward(tmp_path)
    other = ("--by", "Hoa") if option == "--reason" else ("--reason", "Nghỉ lễ")
    done = run_here("--home", tmp_path, *SKIP, option, nobody, *other)
    assert done.code == 2
    assert "không có chữ nào" in done.stderr
    assert "changes" not in (tmp_path / "playlist.yaml").read_text("utf-8")


def test_a_line_end_forges_no_line_of_the_log(tmp_path: Path) -> None:
    write_ward(tmp_path)
    stopped = run_here("--home", tmp_path, "stop", "-m", "họp\n√ mọi bài đã phát\x1b[2J")
    assert stopped.code == 0
    log = run_here("--home", tmp_path, "log").stdout
    assert "họp √ mọi bài đã phát [2J" in log
