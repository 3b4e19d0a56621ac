"""The as-run log: append-only, chained, each cue aired once."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, RATE

from broadcast.base.errors import JournalError
from broadcast.programme.model import Airing, CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.record.reading import record_at

CUE, SCRIPT = CueId("2025-10-06/sang/truoc/01-mot"), ScriptId("truoc/01-mot")
DAY = MONDAY_0630.date()


def _start(attempt: int = 1) -> Start:
    return Start(
        cue=CUE, script=SCRIPT, attempt=attempt, planned=MONDAY_0630, of_frames=10 * RATE, rate_hz=RATE, engine="e"
    )


def _end(journal: Journal, outcome: Outcome, frames: int = 10 * RATE, attempt: int = 1) -> None:
    moment = MONDAY_0630 + timedelta(seconds=frames / RATE)
    journal.end(_start(attempt), outcome, started=MONDAY_0630, ended=moment, frames=frames, note="", now=moment)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "as-run.sqlite3"


def test_an_airing_is_what_started_and_what_was_confirmed(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        assert journal.airings(DAY, DAY)[0].outcome is None
        _end(journal, Outcome.AIRED)
    with Journal(path) as journal:  # read again from the disk
        [airing] = journal.airings(DAY, DAY)
    assert isinstance(airing, Airing)
    assert (airing.outcome, airing.seconds, airing.started) == (Outcome.AIRED, 10.0, MONDAY_0630)
    assert airing.planned == MONDAY_0630
    assert airing.planned.utcoffset() == timedelta(hours=7)


def test_a_cue_that_aired_cannot_be_started_again(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        _end(journal, Outcome.AIRED)
        with pytest.raises(JournalError, match="đã phát rồi"):
            journal.start(_start(2), MONDAY_0630)


def test_two_players_cannot_claim_the_same_attempt(path: Path) -> None:
    with Journal(path) as one, Journal(path) as other:
        one.start(_start(), MONDAY_0630)
        with pytest.raises(JournalError):
            other.start(_start(), MONDAY_0630)


def test_a_cue_cannot_be_written_as_aired_twice(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(1), MONDAY_0630)
        journal.start(_start(2), MONDAY_0630)
        _end(journal, Outcome.AIRED, attempt=1)
        with pytest.raises(JournalError):
            _end(journal, Outcome.AIRED, attempt=2)


@pytest.mark.parametrize("sql", ["UPDATE row SET outcome = 'aired'", "DELETE FROM row"])
def test_no_line_can_be_changed_or_taken_out(path: Path, sql: str) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite3.connect(path).execute(sql)


def test_a_line_altered_behind_our_back_is_found(path: Path) -> None:
    with Journal(path) as journal:
        for attempt in (1, 2, 3):
            journal.start(_start(attempt), MONDAY_0630)
        assert journal.first_broken_line() is None
    with sqlite3.connect(path) as db:  # somebody who takes the triggers away first
        db.execute("DROP TRIGGER rows_stay")
        db.execute("UPDATE row SET body = replace(body, '06:30', '06:31') WHERE seq = 2")
    with Journal(path) as journal:
        broken = journal.first_broken_line()
        assert broken is not None
        assert (broken.number, broken.day) == (2, DAY)


def test_what_a_crash_left_on_air_is_closed_where_the_mark_stands(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        journal.mark(_start(), 3 * RATE, MONDAY_0630)
    later = MONDAY_0630 + timedelta(minutes=1)
    with Journal(path) as journal:
        assert journal.recover(later, "mất điện") == (CUE,)
        assert journal.recover(later, "mất điện") == ()
        [airing] = journal.airings(DAY, DAY)
    assert (airing.outcome, airing.seconds, airing.note) == (Outcome.CUT, 3.0, "mất điện")
    assert airing.ended == MONDAY_0630 + timedelta(seconds=3)


@pytest.mark.parametrize("mark", ["", "{", "[]", '{"cue": "another", "attempt": 1, "frames": 5, "started": "x"}'])
def test_a_mark_that_cannot_be_trusted_counts_as_nothing_heard(path: Path, mark: str) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        path.with_suffix(".on-air").write_text(mark, encoding="utf-8")
        journal.recover(MONDAY_0630, "mất điện")
        assert journal.airings(DAY, DAY)[0].frames == 0


def test_the_log_is_on_the_disk_before_the_call_returns(path: Path) -> None:
    with Journal(path) as journal:
        db = journal._lines.db
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_journal_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    blocked = tmp_path / "journal"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(JournalError) as error:
        Journal(blocked / "as-run.sqlite3")
    assert error.value.fix is not None


def test_days_are_selected_by_the_cue_s_day(path: Path) -> None:
    with Journal(path) as journal:
        journal.pass_over(
            CUE, SCRIPT, Outcome.MISSED, planned=MONDAY_0630, note="", now=datetime.now().astimezone()
        )
        assert journal.airings(DAY + timedelta(days=1), DAY + timedelta(days=9)) == ()
        assert [one.outcome for one in journal.airings(DAY, DAY)] == [Outcome.MISSED]


def test_a_note_is_chained_and_stays(path: Path) -> None:
    with Journal(path) as journal:
        journal.note("lệnh dừng phát: thử", MONDAY_0630)
        journal.note("cho phát trở lại", None)
        assert [what for _, what in journal.notes()] == ["lệnh dừng phát: thử", "cho phát trở lại"]
        assert journal.first_broken_line() is None
        assert journal.last_written() is None  # a note's moment may be a wrong clock's
    with sqlite3.connect(path) as db:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute("DELETE FROM note")
        db.execute("DROP TRIGGER notes_stay")
        db.execute("UPDATE note SET what = 'không có gì' WHERE seq = 1")
    with Journal(path) as journal:
        broken = journal.first_broken_line()
        assert broken is not None
        assert broken.number == 1


def test_what_sounded_on_a_day_is_told_by_its_moment_and_not_by_its_programme(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        _end(journal, Outcome.AIRED)
        assert [one.cue for one in journal.sounded_on(DAY)] == [CUE]
        assert journal.sounded_on(DAY + timedelta(days=1)) == ()


def test_what_sounded_on_a_day_is_found_without_going_through_the_log(path: Path) -> None:
    """The guard asks at each turn; in a log of three years going through took a quarter of a second."""
    asked: list[str] = []
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        _end(journal, Outcome.AIRED)
        journal._kept.db.set_trace_callback(asked.append)
        assert journal.sounded_on(DAY)
        assert journal.changes_on(DAY) == ()
        journal._kept.db.set_trace_callback(None)
        plans = [line[-1] for one in asked for line in journal._kept.db.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert len(asked) >= 3
    assert [plan for plan in plans if plan.startswith("SCAN")] == []


def test_a_log_without_that_index_is_read_and_gets_it_from_the_next_writer(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        _end(journal, Outcome.AIRED)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP INDEX by_day_of_end")
    with record_at(path) as record:
        assert [one.cue for one in record.sounded_on(DAY)] == [CUE]
    with Journal(path) as journal:
        assert [one.cue for one in journal.sounded_on(DAY)] == [CUE]
        assert journal.first_broken_line() is None
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'by_day_of_end'").fetchone()
