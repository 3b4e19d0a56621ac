"""Rows and notes are one chain: what is altered, taken out, put in, cut off or made anew is found, and where."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, RATE

from broadcast.base.errors import JournalError
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record import chain
from broadcast.record.chain import BrokenLine
from broadcast.record.journal import Journal, Start
from broadcast.record.kept import Lines

DAY = MONDAY_0630.date()
OLD = Path(__file__).parent / "two_chains.sql"
"""What the program wrote before rows and notes were one chain: five rows, two notes."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "as-run.sqlite3"


@pytest.fixture
def old(path: Path) -> Path:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLD.read_text(encoding="utf-8"))
    return path


def _start(name: str, attempt: int = 1) -> Start:
    return Start(
        cue=CueId(f"2025-10-06/sang/chung/{name}"), script=ScriptId(f"chung/{name}"), attempt=attempt,
        planned=MONDAY_0630, of_frames=RATE, rate_hz=RATE, engine="e",
    )  # fmt: skip


def _write(path: Path, names: str = "ab") -> None:
    """Three lines for each name: a start, its end, a note."""
    with Journal(path) as journal:
        for name in names:
            at = MONDAY_0630 + timedelta(days=ord(name) - ord("a"))
            start = _start(name)
            journal.start(start, at)
            journal.end(start, Outcome.AIRED, started=at, ended=at, frames=RATE, note="", now=at)
            journal.note(f"ghi chú {name}", at)


def _broken(path: Path) -> BrokenLine | None:
    with Journal(path) as journal:
        return journal.first_broken_line()


def _number(path: Path) -> int | None:
    broken = _broken(path)
    return broken.number if broken else None


def _tamper(path: Path, sql: str) -> None:
    """As somebody does who takes the triggers away first."""
    with closing(sqlite3.connect(path)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        assert db.execute(sql).rowcount > 0
        db.commit()


def _head(path: Path) -> Path:
    return path.with_name("as-run.sqlite3.head")


# --- one chain ---


def test_rows_and_notes_are_numbered_in_one_sequence_and_fit(path: Path) -> None:
    _write(path)
    assert _broken(path) is None
    with Journal(path) as journal:
        assert journal.count() == 6
    with closing(sqlite3.connect(path)) as db:
        places = "SELECT place FROM row UNION ALL SELECT place FROM note ORDER BY place"
        assert [place for (place,) in db.execute(places)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("table", "column"),
    [("row", name) for name in ("written", "cue", "day", "outcome", "body", "chain")]
    + [("note", name) for name in ("written", "what", "chain")],
)
@pytest.mark.parametrize("seq", [1, 2])
def test_any_value_of_any_line_that_was_altered_is_found(path: Path, table: str, column: str, seq: int) -> None:
    _write(path)
    _head(path).unlink()  # by the chain alone
    changed = f"SET {column} = coalesce({column}, '') || '0' WHERE seq = {seq}"
    _tamper(path, f"UPDATE {table} {changed}")
    assert _number(path) == {("row", 1): 1, ("row", 2): 2, ("note", 1): 3, ("note", 2): 6}[table, seq]


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("DELETE FROM row WHERE seq = 1", 2),
        ("DELETE FROM row WHERE seq = 3", 5),
        ("DELETE FROM row WHERE seq = 4", 6),  # the last row, but a note came after it
        ("DELETE FROM note WHERE seq = 1", 4),
        ("INSERT INTO note VALUES (9, '2025-10-06', 'x', 'y', 7)", 7),
        (
            "INSERT INTO row SELECT 9, written, kind, 'x', day, 7, NULL, body, chain, NULL FROM row WHERE seq = 4",
            5,
        ),
        ("UPDATE note SET place = 4 WHERE seq = 1", 4),
    ],
)
def test_a_line_taken_out_or_put_in_is_found(path: Path, sql: str, number: int) -> None:
    _write(path)
    _head(path).unlink()
    _tamper(path, sql)
    assert _number(path) == number


def test_the_day_of_the_first_line_that_does_not_fit_is_told(path: Path) -> None:
    _write(path)
    _tamper(path, "UPDATE note SET what = 'không có gì' WHERE seq = 2")
    broken = _broken(path)
    assert broken is not None
    assert (broken.number, str(broken.day)) == (6, "2025-10-07")
    assert "không khớp" in str(broken.why)


def test_players_and_terminals_write_into_one_chain(path: Path) -> None:
    with Journal(path) as player, Journal(path) as terminal:
        for attempt in range(1, 6):
            player.start(_start("a", attempt), MONDAY_0630)
            terminal.note("lệnh dừng phát", MONDAY_0630)
        assert player.first_broken_line() is None
        assert terminal.count() == 10


# --- the head ---


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM note WHERE seq = 2", "DELETE FROM row WHERE seq > 2", "DELETE FROM row", "DELETE FROM note"],
)
def test_lines_cut_off_at_the_end_are_found_by_the_head(path: Path, sql: str) -> None:
    _write(path)
    _tamper(path, sql)
    broken = _broken(path)
    assert broken is not None


def test_the_chain_alone_does_not_show_that_its_last_lines_were_cut_off(path: Path) -> None:
    """The negative control, and what the docstring says."""
    _write(path)
    _tamper(path, "DELETE FROM note WHERE seq = 2")
    broken = _broken(path)
    assert broken is not None
    assert broken.number == 6
    assert str(broken.why) == "nhật ký từng có 6 dòng, nay chỉ còn 5"
    _head(path).unlink()
    assert _broken(path) is None


def _made_anew(path: Path) -> None:
    """The same log without the first line's truth, every sha256 computed again."""
    for file in path.parent.glob("as-run.sqlite3*"):
        if file != _head(path):
            file.unlink()
    _write(path, "bc")


def test_a_log_made_anew_as_a_whole_is_found_by_the_head(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(path)
    _made_anew(path)
    broken = _broken(path)
    assert broken is not None
    assert broken.number == 6
    assert "làm lại" in str(broken.why)
    with Journal(path) as journal:
        journal.note("một dòng nữa", MONDAY_0630)
    assert _number(path) == 6  # what shows it is not written over


def test_an_older_copy_put_back_is_found_by_the_head_and_stays_found(path: Path) -> None:
    _write(path, "a")
    copy = path.read_bytes()
    _write(path, "bcd")
    for file in path.parent.glob("as-run.sqlite3-*"):
        file.unlink()
    path.write_bytes(copy)
    assert _number(path) == 4
    _write(path, "f")
    broken = _broken(path)
    assert broken is not None
    assert "từng có 12 dòng, nay chỉ còn 6" in str(broken.why)


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_head_that_lags_behind_after_a_power_cut_fits(path: Path, lines: int) -> None:
    _write(path, "a")
    before = _head(path).read_bytes()
    with Journal(path) as journal:
        for _ in range(lines):
            journal.note("thêm", MONDAY_0630)
    _head(path).write_bytes(before)
    assert _broken(path) is None
    _write(path, "b")
    assert _broken(path) is None
    assert _head(path).read_text().startswith(f"{6 + lines:019} ")


@pytest.mark.parametrize("text", ["", "x", "0" * 84, "0000000000000000006 " + "0" * 30])
def test_a_head_that_was_half_written_says_nothing(path: Path, text: str) -> None:
    _write(path)
    _head(path).write_text(text)
    assert _broken(path) is None


# --- a log of before ---


def _bytes_of(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return [
            *db.execute(
                "SELECT seq, written, kind, cue, day, attempt, outcome, body, chain FROM row WHERE seq < 6"
            ),
            *db.execute("SELECT seq, written, what, chain FROM note LIMIT 2"),
        ]


def test_a_log_in_two_chains_is_read_verified_and_goes_on_in_one(old: Path) -> None:
    before = _bytes_of(old)
    with Journal(old) as journal:
        assert [one.outcome for one in journal.airings(DAY, DAY)] == ["aired", "cut", "missed"]
        assert [what for _, what in journal.notes()] == ["lệnh dừng phát: thử", "cho phát trở lại"]
        assert journal.count() == 7
        assert journal.first_broken_line() is None
        with pytest.raises(JournalError, match="đã phát rồi"):
            journal.start(
                Start(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"), attempt=2,
                      planned=MONDAY_0630, of_frames=RATE, rate_hz=RATE, engine="e"),
                MONDAY_0630,
            )  # fmt: skip
    _write(old)
    assert _broken(old) is None
    assert _bytes_of(old) == before
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("SELECT min(place), max(place), count(place) FROM row").fetchone() == (8, 12, 4)
        for sql in ("UPDATE row SET place = 1", "UPDATE note SET place = 1", "DELETE FROM row"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(sql)


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("UPDATE row SET body = replace(body, '48000', '44100') WHERE seq = 3", 3),
        ("UPDATE note SET what = 'không có gì' WHERE seq = 1", 1),
        ("DELETE FROM note WHERE seq = 2", 8),  # the last of its old chain, under the first line of the one
        ("DELETE FROM row WHERE seq = 5", 8),
    ],
)
def test_the_old_lines_are_under_the_one_chain_too(old: Path, sql: str, number: int) -> None:
    with Journal(old) as journal:
        journal.note("dòng đầu tiên của một chuỗi", MONDAY_0630)
    _head(old).unlink()
    _tamper(old, sql)
    assert _number(old) == number


def test_lines_of_an_older_program_that_still_runs_fit_and_are_covered_by_the_next(old: Path) -> None:
    with Journal(old) as journal:
        journal.note("lệnh dừng phát: nâng cấp", MONDAY_0630)
    with closing(sqlite3.connect(old)) as db:  # as the version before wrote a note
        before = db.execute("SELECT chain FROM note ORDER BY seq DESC LIMIT 1").fetchone()[0]
        link = chain.chained(before, ("2025-10-06", "của bản cũ"))
        db.execute("INSERT INTO note (written, what, chain) VALUES ('2025-10-06', 'của bản cũ', ?)", (link,))
        db.commit()
    assert _broken(old) is None
    _write(old)
    assert _broken(old) is None
    _head(old).unlink()
    _tamper(old, "UPDATE note SET what = 'khác' WHERE what = 'của bản cũ'")
    assert _broken(old) is not None


def test_opening_again_changes_nothing(old: Path) -> None:
    with Journal(old):
        pass
    with closing(sqlite3.connect(old)) as db:
        was = db.execute("PRAGMA schema_version").fetchone()
    for _ in range(2):
        with Journal(old):
            pass
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA schema_version").fetchone() == was


def test_triggers_that_were_taken_away_are_there_again_after_the_next_opening(path: Path) -> None:
    _write(path)
    _tamper(path, "UPDATE note SET what = 'khác' WHERE seq = 1")
    assert _number(path) == 3
    with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("UPDATE note SET what = 'ghi chú a' WHERE seq = 1")


# --- in memory ---


@pytest.fixture
def in_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Journal]:
    """A player's log whose disk has become read-only after one line."""

    def opened() -> Journal:
        journal = Journal(path, keeping=True)
        journal.note("trên đĩa", MONDAY_0630)
        journal._lines.db.execute("PRAGMA query_only=1")
        monkeypatch.setattr(Lines, "catch_up", lambda _: False)
        return journal

    return opened


def test_in_memory_a_second_claim_is_refused_as_on_the_disk(in_memory: Callable[[], Journal]) -> None:
    with in_memory() as journal:
        journal.start(_start("a"), MONDAY_0630)
        assert journal.trouble is not None
        with pytest.raises(JournalError):
            journal.start(_start("a"), MONDAY_0630)
        journal.end(_start("a"), Outcome.AIRED, started=None, ended=None, frames=1, note="", now=MONDAY_0630)
        with pytest.raises(JournalError):
            journal.end(_start("a"), Outcome.CUT, started=None, ended=None, frames=1, note="", now=MONDAY_0630)
        with pytest.raises(JournalError, match="đã phát rồi"):
            journal.start(_start("a", 2), MONDAY_0630)
        assert "2 dòng" in str(journal.trouble)


def test_the_line_at_which_the_disk_fails_is_refused_in_memory_too(in_memory: Callable[[], Journal]) -> None:
    with in_memory() as journal:
        journal._lines.db.execute("PRAGMA query_only=0")
        journal.start(_start("a"), MONDAY_0630)
        journal._lines.db.execute("PRAGMA query_only=1")
        with pytest.raises(JournalError):
            journal.start(_start("a"), MONDAY_0630)


def test_what_waited_in_memory_goes_into_the_same_chain(
    path: Path, in_memory: Callable[[], Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = in_memory()
    journal.start(_start("a"), MONDAY_0630)
    head = _head(path).read_text()
    with Journal(path) as terminal:  # whose disk is well
        terminal.note("lệnh dừng phát", MONDAY_0630)
    assert _head(path).read_text() > head  # the player's line is not among them
    monkeypatch.undo()
    journal.close()
    assert _broken(path) is None
    with Journal(path) as journal:
        assert journal.count() == 3
    assert _head(path).read_text().startswith(f"{3:019} ")
