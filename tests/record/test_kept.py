"""Lines while the disk takes none, on a disk that only seems full: tests/proofs/test_diskfull.py has real ones."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.base.errors import JournalError
from broadcast.record import kept
from broadcast.record.journal import Journal


class Disk:
    """A disk that takes no line while it is full."""

    def __init__(self) -> None:
        self.full = False
        self._prepare = kept.prepare

    def prepare(self, db: sqlite3.Connection) -> None:
        """In the place of what opens the log."""
        file = db.execute("PRAGMA database_list").fetchone()[2]
        if self.full and "broadcast-" not in file:  # the copy on the system's own disk is well
            db.execute("PRAGMA query_only=1")
            db.execute("PRAGMA user_version=7")
        self._prepare(db)

    def turn(self, journal: Journal, *, full: bool) -> None:
        """Full, or well again, under an open log."""
        self.full = full
        journal._lines.db.execute(f"PRAGMA query_only={int(full)}")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    one = Disk()
    monkeypatch.setattr(kept, "prepare", one.prepare)
    monkeypatch.setattr(kept, "takes_nothing", lambda _: one.full)
    return one


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "as-run.sqlite3"


def _lines(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [what for (what,) in db.execute("SELECT what FROM note ORDER BY place")]


def test_what_a_full_disk_does_not_take_waits_and_is_written_when_it_is_well(
    path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
        disk.turn(journal, full=True)
        journal.note("hai", MONDAY_0630)
        journal.note("ba", MONDAY_0630)
        assert [what for _, what in journal.notes()] == ["một", "hai", "ba"]
        assert "2 dòng" in str(journal.trouble)
        assert _lines(path) == ["một"]
        assert not journal.catch_up()
        disk.full = False
        journal.note("bốn", MONDAY_0630)
        assert journal.trouble is None
        assert journal.first_broken_line() is None
    assert _lines(path) == ["một", "hai", "ba", "bốn"]
    assert "đã ghi bù 2 dòng" in caplog.text


def test_a_log_that_opens_on_a_full_disk_knows_what_was_written(path: Path, disk: Disk) -> None:
    with Journal(path, keeping=True) as journal:
        journal.note("một", MONDAY_0630)
    disk.full = True
    with pytest.raises(JournalError) as refused, Journal(path):
        pass
    assert refused.value.fix is not None
    with Journal(path, keeping=True) as journal:
        assert journal.trouble is not None
        assert [what for _, what in journal.notes()] == ["một"]
        journal.note("hai", MONDAY_0630)
    assert _lines(path) == ["một"]
    disk.full = False
    with Journal(path, keeping=True) as journal:
        journal.note("ba", MONDAY_0630)
        assert journal.first_broken_line() is None


def test_the_reserve_is_given_up_before_anything_waits_in_memory(
    path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal(path, keeping=True) as journal:
        assert journal.keep_reserve()
        assert journal.keep_reserve()
        disk.turn(journal, full=True)
        release = journal._lines._reserve.release

        def given_up() -> bool:
            disk.turn(journal, full=False)  # its room is the line's now
            return release()

        journal._lines._reserve.release = given_up  # type: ignore[method-assign]
        journal.note("một", MONDAY_0630)
        assert journal.trouble is None
    assert _lines(path) == ["một"]
    assert "để dành" in caplog.text
    assert not (path.parent / "reserve").exists()


def test_without_keeping_a_full_disk_raises(path: Path, disk: Disk) -> None:
    with Journal(path) as journal:
        disk.turn(journal, full=True)
        with pytest.raises(JournalError):
            journal.note("một", MONDAY_0630)
        assert journal.alive()


def test_what_cannot_be_written_later_either_stays_in_memory_and_is_told(
    path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal(path, keeping=True) as journal:
        disk.turn(journal, full=True)
        journal.note("một", MONDAY_0630)
        disk.full = False
        with monkeypatch.context() as broken:
            broken.setattr(kept, "prepare", lambda _: (_ for _ in ()).throw(JournalError(kept.tell("hỏng"))))
            assert not journal.catch_up()
        assert "chưa ghi lại được" in caplog.text
        assert journal.catch_up()
    assert _lines(path) == ["một"]


def test_a_log_that_is_no_database_says_so(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"khong phai nhat ky" * 100)
    with pytest.raises(JournalError):
        Journal(path)


def _opened_at_once(path: Path) -> list[JournalError | None]:
    """What four threads that open a new log at the same moment are told."""
    ready = Barrier(4)

    def opened(_: int) -> JournalError | None:
        ready.wait()
        try:
            Journal(path, keeping=True).close()
        except JournalError as error:
            return error
        return None

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(opened, range(4)))


def test_a_new_log_that_several_open_at_once_is_open_to_all(tmp_path: Path) -> None:
    for number in range(25):
        assert _opened_at_once(tmp_path / str(number) / "as-run.sqlite3") == [None] * 4


def test_without_asking_again_some_are_told_that_it_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test before."""
    monkeypatch.setattr(kept, "_mode", lambda db, _: db.execute("PRAGMA journal_mode=WAL").fetchone()[0])
    for number in range(400):
        if any(_opened_at_once(tmp_path / str(number) / "as-run.sqlite3")):
            return
    pytest.fail("no two met")


def test_a_log_that_another_program_holds_is_refused_when_the_player_s_patience_is_over(path: Path) -> None:
    Journal(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        began_s = time.monotonic()
        with pytest.raises(JournalError, match="đang có chương trình khác dùng"):
            Journal(path, keeping=True)
        assert 0.9 < time.monotonic() - began_s < 5
    Journal(path, keeping=True).close()
