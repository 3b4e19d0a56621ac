"""An error of the system -> why it happened, in our words: the system's own language reaches no screen."""

import errno
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from stand_ins.tables import for_each

from broadcast.base.errors import DiskError, tell
from broadcast.base.reasons import reason_of

SOURCES = sorted((Path(__file__).parents[2] / "broadcast").rglob("*.py"))
TELLING = re.compile(
    r"reason=(?:error|fault|e)(?:\.strerror|\.__cause__)?(?:\s+or\s|[,)])|=str\(error\)|\berror!r"
)


@for_each(sorted(errno.errorcode))
def test_no_error_of_the_system_is_told_in_its_own_words(number: int) -> None:
    told = str(reason_of(OSError(number, os.strerror(number), "/x/y")))
    assert os.strerror(number) not in told
    assert "Errno" not in told
    assert told.isprintable()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "không có quyền"), (errno.ENOENT, "không có tệp hay thư mục ấy"),
        (errno.ENOSPC, "ổ đĩa đã đầy"),
        (errno.EROFS, "ổ đĩa chỉ cho đọc"), (errno.ENAMETOOLONG, "tên tệp quá dài"), (errno.EIO, "ổ đĩa bị lỗi"),
        (errno.ELOOP, "trỏ vòng"), (errno.EBADMSG, f"lỗi số {errno.EBADMSG} của hệ thống"),
    ],
)  # fmt: skip
def test_the_usual_ones_have_a_reason_of_their_own(number: int, told: str) -> None:
    assert told in str(reason_of(OSError(number, os.strerror(number))))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("attempt to write a readonly database", "chỉ cho đọc"), ("database or disk is full", "đã đầy"),
        ("disk I/O error", "ổ đĩa bị lỗi"), ("database is locked", "chương trình khác dùng"),
        ("unable to open database file", "không mở được tệp"),
        ("database disk image is malformed", "bị hỏng"),
        ("file is not a database", "không phải là nhật ký"),
        ("no such table: x", "hệ thống báo lỗi OperationalError"),
    ],
)  # fmt: skip
def test_what_sqlite_says_is_told_in_our_words(words: str, told: str) -> None:
    assert told in str(reason_of(sqlite3.OperationalError(words)))


def test_an_error_of_ours_keeps_its_own_words() -> None:
    assert reason_of(DiskError(tell("ổ đĩa mất rồi"))) == tell("ổ đĩa mất rồi")


@for_each(SOURCES)
def test_no_sentence_takes_the_words_of_a_system_s_error(path: Path) -> None:
    """Every reason told goes through `reason_of`; a log for the mechanic may have the rest."""
    told = [line for line in path.read_text(encoding="utf-8").splitlines() if "reason=" in line and "tell" in line]
    assert [line for line in told if TELLING.search(line)] == []


def test_the_search_above_finds_such_a_line() -> None:
    """The negative control of the test above."""
    assert TELLING.search('tell("Không đọc được ({reason}).", reason=error)')
    assert TELLING.search('tell("Không đọc được ({reason}).", reason=error.strerror or error)')


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_playlist_that_may_not_be_read_is_told_without_english(tmp_path: Path) -> None:
    (tmp_path / "playlist.yaml").write_text("", encoding="utf-8")
    (tmp_path / "playlist.yaml").chmod(0)
    command = [sys.executable, "-m", "broadcast", "--home", str(tmp_path), "check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert "không có quyền" in told
    assert "denied" not in told
