"""A log that the version before wrote is read, verified, and goes on; its texts are sentences again."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.programme.model import CueId, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at

DAY = MONDAY_0630.date()
HERE = Path(__file__).parent


@pytest.fixture(params=["two_chains.sql", "one_chain.sql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return _made(tmp_path, request.param)


def _made(folder: Path, name: str) -> Path:
    path = folder / "as-run.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((HERE / name).read_text(encoding="utf-8"))
    return path


def test_an_old_log_is_read_and_verified_without_being_touched(old: Path) -> None:
    before = old.read_bytes()
    with record_at(old) as record:
        lines = record.count()
        assert record.airings(DAY, DAY)
        assert record.changes() == record.dealings(DAY, DAY) == ()
        assert record.first_broken_line() is None
    assert lines in (7, 9)
    assert old.read_bytes() == before


def test_an_old_log_goes_on_with_lines_of_every_kind(old: Path) -> None:
    with record_at(old) as record:
        before = record.airings(DAY, DAY)
    with Journal(old) as journal:
        journal.deal("2025-10-06/toi", {"name": "Tối"}, MONDAY_0630)
        journal.change(DAY, "toi", {"kind": "skip"}, MONDAY_0630)
        journal.pass_over(
            CueId("2025-10-06/toi/a"), ScriptId("a"), Outcome.MISSED, planned=MONDAY_0630, note="", now=MONDAY_0630
        )
        assert journal.airings(DAY, DAY)[:-1] == before
        assert journal.first_broken_line() is None
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (3,)


def test_the_reasons_of_old_lines_have_codes_and_the_fallback_stands_apart(tmp_path: Path) -> None:
    with record_at(_made(tmp_path, "one_chain.sql")) as record:
        first, second, bulletin, missed = record.airings(DAY, DAY)
        notes = record.notes()
    assert (str(first.fallback), first.note, first.title) == ("không kết nối được máy đọc qua mạng", "", "")
    assert second.note == "phát ngay theo lệnh người trực; đang có lệnh dừng phát: đám tang; bà Tư"
    assert [why.code for why in second.reasons] == ["at_once", "stopped"]
    assert second.reasons[1].what.values == {"reason": "đám tang; bà Tư"}
    assert (bulletin.part, [why.code for why in bulletin.reasons]) == (Part.BULLETIN, ["bulletin", "override"])
    assert bulletin.reasons[0].what.values["by"] == "An"
    assert [why.code for why in missed.reasons] == ["too_late"]
    assert notes[0][1] == "lệnh dừng phát: đám tang; bà Tư"
