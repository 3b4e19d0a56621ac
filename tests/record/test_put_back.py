"""A log's file that is deleted or replaced under the player is written again, whole, and that is told."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.record.journal import Journal
from broadcast.record.place import Place

_LOCKS = (
    "import fcntl, sys; file = open(sys.argv[1], 'rb'); fcntl.lockf(file, int(sys.argv[2]), 1, 120);"
    "print('held', flush=True); sys.stdin.read()"
)
LATER = MONDAY_0630 + timedelta(seconds=5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "as-run.sqlite3"


def _delete(path: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        if not one.name.endswith(".head"):
            one.unlink()


def _notes(path: Path) -> list[str]:
    with Journal(path) as journal:
        assert journal.first_broken_line() is None
        return [what for _, what in journal.notes()]


def test_a_deleted_log_is_written_again_whole_before_its_next_line(path: Path) -> None:
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        _delete(path)
        journal.note("hai", LATER)
        assert journal.trouble is None
    first, told, last = _notes(path)
    assert (first, last) == ("một", "hai")
    assert told == "tệp nhật ký bị xoá lúc đang chạy; đã ghi lại đủ 1 dòng"


def test_a_deleted_log_is_noticed_between_two_lines_too(path: Path) -> None:
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        shutil.rmtree(path.parent)
        journal.look_after(LATER)
        assert next(what for _, what in journal.notes()) == "một"
    assert _notes(path)[0] == "một"


def test_a_log_in_its_place_is_let_be(path: Path) -> None:
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        before = path.stat().st_ino
        journal.look_after(LATER)
        with Journal(path) as other:
            other.note("hai", LATER)
        journal.note("ba", LATER)
        assert path.stat().st_ino == before
    assert _notes(path) == ["một", "hai", "ba"]


def test_an_older_copy_put_back_under_the_player_is_set_aside_and_named(path: Path, tmp_path: Path) -> None:
    with Journal(path) as journal:
        journal.note("một", MONDAY_0630)
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(path, copy)
    with Journal(path, keeping=True) as journal:
        journal.note("hai", MONDAY_0630)
        copy.replace(path)
        journal.look_after(LATER)
    [aside] = list(path.parent.glob("*.20251006-063005"))
    assert _notes(path)[:2] == ["một", "hai"]
    assert aside.name in _notes(path)[2]
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT what FROM note").fetchall() == [("một",)]


def test_a_log_that_was_deleted_and_cannot_be_written_again_is_held_in_memory_until_it_can(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Place, lines: sqlite3.Connection) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        _delete(path)
        with monkeypatch.context() as disk:
            disk.setattr(Place, "fill", full)
            journal.note("hai", LATER)
            assert "tệp nhật ký bị xoá, chưa ghi lại được" in str(journal.trouble)
            assert not path.exists()
            assert not journal.catch_up()
        journal.look_after(LATER)
        assert journal.trouble is None
    assert _notes(path)[:2] == ["một", "hai"]


def test_a_disk_that_does_not_tell_what_lies_there_costs_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        with monkeypatch.context() as disk:

            def failing(self: Path) -> None:
                raise OSError(errno.EIO, "Input/output error")

            disk.setattr(Path, "stat", failing)
            journal.look_after(LATER)
        journal.note("hai", LATER)
    assert _notes(path) == ["một", "hai"]


def test_without_being_looked_after_the_lines_go_where_nobody_sees_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Place, "is_ours", lambda self: True)
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        _delete(path)
        journal.note("hai", LATER)
        assert len(journal.notes()) == 2
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="there nobody locks what he may only read")
def test_a_reader_that_locks_the_log_does_not_silence_the_player(path: Path) -> None:
    """The byte of the `-shm` file that a writer must have for itself: SQLite's WAL_WRITE_LOCK."""
    import fcntl

    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        with subprocess.Popen(
            [sys.executable, "-c", _LOCKS, str(path.with_name(f"{path.name}-shm")), str(fcntl.LOCK_SH)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as reader:  # fmt: skip
            assert reader.stdout is not None
            assert reader.stdout.readline() == b"held\n"
            began = time.monotonic()
            journal.note("hai", LATER)
            assert time.monotonic() - began < 5
            assert journal.trouble is not None
            reader.kill()
        journal.note("ba", LATER)
        assert journal.trouble is None
    assert _notes(path) == ["một", "hai", "ba"]
