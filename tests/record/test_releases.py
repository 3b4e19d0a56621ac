"""What persons did with scripts -> lines of the one chain, and the same read back."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcast.base.errors import JournalError
from broadcast.programme.model import Fingerprint, Part
from broadcast.programme.released import Act, Contents, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.chain import ROW, append
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at

NOW = datetime(2025, 10, 6, 5, 0, tzinfo=UTC)
ONE, TWO = ScriptId("truoc/01-mot"), ScriptId("truoc/02-hai")
CONTENTS = Contents(
    script=ONE, part=Part.CUE, text="a", facts={"hop.ngay": "18/10"}, spoken="xin chào", lexicon="b",
    engine="espeak", speech=("c", "d"), sounds=("null",), recipe="e", cart=Fingerprint("f"), sound="0",
    first=NOW.date(),
)  # fmt: skip


def _act(script: ScriptId = ONE, deed: Deed = Deed.RELEASED, **more: object) -> Act:
    act = Act(deed=deed, script=script, by="Bà Lan", at=NOW, number=0, contents=CONTENTS, note="đã nghe")
    return replace(act, **more)


def test_an_act_is_read_back_as_it_was_written_and_numbers_count_from_one(tmp_path: Path) -> None:
    with Journal(tmp_path / "as-run.sqlite3") as journal:
        first = journal.release(_act(more={"seconds": 12.5}), NOW)
        second = journal.release(_act(TWO, Deed.WITHDRAWN, contents=None), NOW)
        assert (first.number, second.number) == (1, 2)
        assert journal.releases() == (first, second)
        assert journal.releases(TWO) == (second,)
        assert journal.first_broken_line() is None
    with record_at(tmp_path / "as-run.sqlite3") as record:
        assert record.releases(ONE) == (first,)


def test_what_is_released_is_found_without_going_through_the_log(tmp_path: Path) -> None:
    """Going through took a quarter of a second of a log of a million lines: of each `status`, and of each look."""
    asked: list[str] = []
    with Journal(tmp_path / "as-run.sqlite3") as journal:
        journal.release(_act(), NOW)
        db = journal._kept.db
        db.set_trace_callback(asked.append)
        assert journal.releases() == journal.releases(ONE)
        assert (journal.last_release(), journal.last_act(ONE), journal.next_act()) == (1, 1, 2)
        db.set_trace_callback(None)
        plans = [line[-1] for one in asked for line in db.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert sum("USING INDEX by_script" in plan for plan in plans) >= 5
    assert [plan for plan in plans if "USING" not in plan and "TEMP B-TREE" not in plan] == []


def test_no_two_releases_have_one_serial_number(tmp_path: Path) -> None:
    with Journal(tmp_path / "as-run.sqlite3") as journal:
        journal.release(_act(seal="chữ ký", number=7), NOW)
        with pytest.raises(JournalError):
            journal.release(_act(seal="chữ ký", number=7), NOW)
        assert journal.release(_act(), NOW).number == 8


def test_a_release_that_is_written_down_again_is_not_another_one(tmp_path: Path) -> None:
    with Journal(tmp_path / "as-run.sqlite3") as journal:
        journal.release(_act(), NOW)
        journal.release(_act(deed=Deed.WITHDRAWN, contents=None), NOW)
        db = journal._kept.db
        row = db.execute("SELECT * FROM row WHERE kind = 'release' AND attempt = 1").fetchone()
        append(db, ROW, tuple(row)[1:-2])  # less its sequence, chain and place
        assert [act.deed for act in journal.releases(ONE)] == [Deed.RELEASED, Deed.WITHDRAWN]


def test_a_line_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    with Journal(tmp_path / "as-run.sqlite3") as journal:
        for body in ("{", "[]", '{"act": "released"}'):
            append(journal._kept.db, ROW, (NOW.isoformat(), "release", ONE, "2025-10-06", 1, None, body))
            with pytest.raises(JournalError):
                journal.releases(ONE)
