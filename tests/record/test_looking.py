"""Whoever only looks writes nothing, needs no right to write, and sees what a running player has written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from stand_ins.accounts import NEEDS_ROOT, as_other, give_away
from stand_ins.carts import MONDAY_0630

from broadcast.base.errors import JournalError
from broadcast.record import looking
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at

READ = """
import sys
from pathlib import Path
from broadcast.record.reading import record_at
with record_at(Path(sys.argv[1])) as record:
    print(*(what for _, what in record.notes()))
    assert record.first_broken_line() is None
"""


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A log with two notes, closed."""
    path = tmp_path / "ward" / "journal" / "as-run.sqlite3"
    with Journal(path) as journal:
        journal.note("một", MONDAY_0630)
        journal.note("hai", MONDAY_0630)
    yield path
    path.parent.chmod(0o755)


def _read_as_other(path: Path) -> str:
    """What another account reads of the log."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, encoding="utf-8", check=False,
        preexec_fn=as_other,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr


def _notes(path: Path) -> list[str]:
    with record_at(path) as record:
        return [what for _, what in record.notes()]


def _files(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def test_looking_changes_no_byte_and_leaves_no_file(path: Path) -> None:
    before, files = path.read_bytes(), _files(path)
    assert _notes(path) == ["một", "hai"]
    assert (path.read_bytes(), _files(path)) == (before, files)


def test_what_only_looks_cannot_write(path: Path) -> None:
    with record_at(path) as record, pytest.raises(sqlite3.OperationalError, match="readonly"):
        record._lines.db.execute("INSERT INTO note (written, what, chain) VALUES ('', 'x', 'x')")


def test_a_log_that_is_not_there_has_no_lines_and_is_not_made(tmp_path: Path) -> None:
    assert _notes(tmp_path / "journal" / "as-run.sqlite3") == []
    assert list(tmp_path.iterdir()) == []


def test_beside_a_player_that_writes_each_line_is_seen_at_once(path: Path) -> None:
    with Journal(path) as player:
        player.note("ba", MONDAY_0630)
        with record_at(path) as record:
            player.note("bốn", MONDAY_0630)
            assert len(record.notes()) == 4


def test_a_file_that_is_no_log_says_what_to_do(path: Path) -> None:
    path.write_bytes(b"x" * 5000)
    with pytest.raises(JournalError) as refused:
        _notes(path)
    assert refused.value.fix is not None


@NEEDS_ROOT
@pytest.mark.parametrize("mode", [0o755, 0o555])
def test_another_account_reads_a_log_that_nobody_has_open(path: Path, mode: int) -> None:
    give_away(path.parents[1])
    path.parent.chmod(mode)
    assert _read_as_other(path) == "một hai"
    assert _files(path) == ["as-run.sqlite3", "as-run.sqlite3.head"]


@NEEDS_ROOT
def test_another_account_reads_beside_the_running_player(path: Path) -> None:
    with Journal(path) as player:
        player.note("ba", MONDAY_0630)
        give_away(path.parents[1])
        assert "as-run.sqlite3-wal" in _files(path)
        assert _read_as_other(path) == "một hai ba"
        player.note("bốn", MONDAY_0630)
        assert _read_as_other(path) == "một hai ba bốn"


@NEEDS_ROOT
@pytest.mark.parametrize("without", [(), ("-shm",)])
def test_another_account_reads_what_a_killed_player_left(path: Path, without: tuple[str, ...]) -> None:
    with Journal(path) as player:
        player.note("ba", MONDAY_0630)
        left = path.parents[2] / "left"
        shutil.copytree(path.parents[1], left)
    for suffix in without:
        (left / "journal" / f"as-run.sqlite3{suffix}").unlink()
    give_away(left)
    (left / "journal").chmod(0o555)
    assert _read_as_other(left / "journal" / "as-run.sqlite3") == "một hai ba"


@NEEDS_ROOT
def test_an_account_that_may_not_even_read_is_told_so(path: Path) -> None:
    give_away(path.parents[1])
    path.chmod(0o600)
    assert "Tài khoản này không được đọc nhật ký phát sóng" in _read_as_other(path)


@pytest.mark.parametrize("way", ["_guarded", "_read_only", "_copied"])
def test_each_way_sees_lines_that_are_in_the_wal_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(looking, "_ways", lambda _: [getattr(looking, way)])
    with Journal(path) as player:
        player.note("ba", MONDAY_0630)
        assert _notes(path) == ["một", "hai", "ba"]


def test_the_file_alone_is_not_believed_while_a_wal_holds_newer_lines(path: Path) -> None:
    """The negative control: read as it stands, the newest line would be missing."""
    with Journal(path) as player:
        player.note("ba", MONDAY_0630)
        with pytest.raises(OSError, match="holds lines"):
            looking._as_it_stands(path)
        with closing(looking._connected(path, "mode=ro&immutable=1")) as db:
            assert db.execute("SELECT count(*) FROM note").fetchone() == (2,)


def test_a_copy_is_taken_again_while_somebody_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = iter([[1], [2], [3], [3]])
    monkeypatch.setattr(looking, "_state", lambda _: next(states))
    with closing(looking._copied(path)) as db:
        assert db.execute("SELECT count(*) FROM note").fetchone() == (2,)
    monkeypatch.setattr(looking, "_state", lambda _: os.urandom(4))
    with pytest.raises(OSError, match="writes all the time"):
        looking._copied(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
@pytest.mark.parametrize("opened", [record_at, Journal], ids=["to read", "to write"])
def test_a_pipe_in_the_place_of_the_log_is_told_and_not_waited_on(
    tmp_path: Path, opened: Callable[[Path], AbstractContextManager[object]]
) -> None:
    """`stop` and `status` waited there for ever."""
    path = tmp_path / "as-run.sqlite3"
    os.mkfifo(path)
    with pytest.raises(JournalError, match="tệp đặc biệt"), opened(path):
        pass
