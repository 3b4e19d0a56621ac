"""Events stand among the notes in the order of writing, with a code, whole sentences and whoever did it."""

from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.base.errors import tell
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import CueId
from broadcast.record.happenings import Happening
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.record.selection import Selection

DAY = MONDAY_0630.date()
FACT = tell("điền dữ kiện {name}: “{new}”", name="so_dai_bieu", new="250")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "as-run.sqlite3"
    with Journal(path) as journal:
        journal.note(tell("lệnh dừng phát: {reason}", reason="đám tang"), MONDAY_0630)
        journal.event("facts", FACT, MONDAY_0630, by="Trần Thị B", more={"file": "playlist.yaml"})
        journal.note("cho phát trở lại", None)
        journal.event("program", (tell("chương trình thôi trực: {why}", why="máy tắt"),), MONDAY_0630)
        journal.heard_at_loudspeaker(AirHeard(cue=CueId("2025-10-06/sang/a"), attempt=1), MONDAY_0630)
        journal.event("settings", "một câu", MONDAY_0630 + timedelta(days=1))
    return path


def _told(path: Path) -> tuple[Happening, ...]:
    with record_at(path) as record:
        return record.happenings(DAY, DAY)


def test_notes_and_events_of_a_day_come_in_the_order_of_writing(path: Path) -> None:
    assert [one.codes for one in _told(path)] == [("stop",), ("facts",), ("resume",), ("program",)]


def test_an_event_is_read_back_as_it_was_told(path: Path) -> None:
    assert _told(path)[1] == Happening(
        at=MONDAY_0630.isoformat(), what=(FACT,), code="facts", by="Trần Thị B", more={"file": "playlist.yaml"}
    )


def test_events_are_lines_of_the_one_chain(path: Path) -> None:
    with record_at(path) as record:
        assert record.count() == 6
        assert record.first_broken_line() is None


def test_the_log_of_one_person_has_what_that_person_did(path: Path) -> None:
    asked = Selection(first=DAY, last=DAY, person="trần thị b")
    assert [one.code for one in _told(path) if asked.notes(one)] == ["facts"]
