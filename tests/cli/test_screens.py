"""Every screen on terminals of 60 columns and more: no word broken, no line wider; whole lines for a file."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len
from stand_ins.cli import command, run_here, run_on_terminal
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.cli.root import _COMMANDS

MONDAY = ("--date", "06/10/2025")
TITLE = "Hưởng ứng Đại hội Thi đua yêu nước thành phố lần thứ nhất và phong trào treo cờ"
SCREENS: tuple[tuple[str, ...], ...] = (
    ("--help",),
    *((name, "--help") for name in _COMMANDS),
    ("today", *MONDAY),
    ("today", "--date", "01/01/2026"),
    ("play-today", *MONDAY, "--dry-run"),
    ("check",),
    ("build", *MONDAY),
    ("rehearse-tomorrow", *MONDAY),
    ("rehearse-tomorrow", "--date", "07/10/2025"),
    ("log", "--rehearsal"),
    ("log",),
    ("preview", "dai", "--text"),
    ("jingle",),
    ("voices",),
    ("voices", "compare", "--help"),
    ("status",),
    ("clock",),
    ("doctor",),
    ("devices",),
    ("cache",),
    ("tody",),
    ("build", "--days", "1000"),
    ("preview", "khong-co-bai-nao-ten-nhu-the-nay-ca"),
)
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    playlist = PLAYLIST.replace("[chung/treo-co]", "[chung/dai, truoc/04-thieu]")
    long = " ".join(SCRIPTS.values()).replace("{{ dai_hoi.so_dai_bieu }}", "hai trăm")
    home = write_ward(
        tmp_path_factory.mktemp("ward"), playlist, {**SCRIPTS, "chung/dai": long, "chung/la": "Họp ở XQZ."}
    )
    for path in (home / "scripts").rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("title: ", f"title: {TITLE} "), encoding="utf-8")
    (home / "scripts" / "chung" / "hong.md").write_text(f"---\ntitel: {TITLE}\n---\n{long}\n", encoding="utf-8")
    run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", home / "ngay.wav")
    return home


def _words(screen: str) -> set[str]:
    """Its words; the time of day goes on between two runs, and rules and excerpts end with the screen."""
    return set(re.sub(r"─+|…|\d\d:\d\d(:\d\d)?|\d+:\d\d", " ", screen).split())


@pytest.mark.parametrize("columns", [60, 110])
@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal_and_no_word_is_broken(
    home: Path, words: tuple[str, ...], columns: int
) -> None:
    shown, whole = run_on_terminal(columns, "--home", home, *words), run_here("--home", home, *words)
    assert shown.code == whole.code
    for seen, plain in ((shown.stdout, whole.stdout), (shown.stderr, whole.stderr)):
        lines = _CODES.sub("", seen).replace("\r", "\n").splitlines()
        assert [line for line in lines if cell_len(line) > columns and len(line.split()) > 1] == []
        if (
            "--help" not in words and words[0] != "build"
        ):  # click breaks the one for every reader, bars fill the other
            assert _words("\n".join(lines)) - _words(plain) == set()


def test_a_screen_that_breaks_words_would_be_found_out() -> None:
    """The negative control: as terminals break a line."""
    line = "Sửa xong, chạy lại: broadcast check"
    assert _words(f"{line[:6]}\n{line[6:]}") - _words(line) == {"xo", "ng,"}


def test_a_file_gets_whole_lines_whatever_columns_says(home: Path) -> None:
    narrow, wide = (run_here("--home", home, "today", *MONDAY, COLUMNS=width).stdout for width in ("60", "200"))
    assert narrow == wide
    assert max(map(len, narrow.splitlines())) > 110


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize("columns", [60, 100])
def test_the_width_is_the_terminal_s_own(home: Path, columns: int) -> None:
    """On a real pseudo-terminal, without COLUMNS."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    program = subprocess.Popen(
        command("--home", home, "check"), stdout=theirs, stderr=theirs, stdin=theirs, env=environment
    )
    os.close(theirs)
    held = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not block:
            break
        held += block
    os.close(ours)
    assert program.wait(30) == 3
    lines = _CODES.sub("", held.decode()).replace("\r", "").splitlines()
    assert max(map(cell_len, lines)) in range(columns - 12, columns + 1)


@pytest.mark.parametrize("told", ["²", "٣", "0", "-1", "1e9", "9" * 5000, "99999", " ", "\u0661"])
@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
def test_a_terminal_s_size_that_is_none_is_passed_over(name: str, told: str, tmp_path: Path) -> None:
    write_ward(tmp_path)
    usual = run_here("--home", tmp_path, "today", "--date", "06/10/2025")
    assert usual.stdout
    assert run_here("--home", tmp_path, "today", "--date", "06/10/2025", **{name: told}) == usual
