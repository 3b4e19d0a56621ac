"""Several releases at once are whole or are not: two desks at the same time, a kill in the middle, a full disk."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcast.base.errors import JournalError
from broadcast.programme.released import Act, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at

NOW = datetime(2025, 10, 6, 5, 0, tzinfo=UTC)
ACTS = [
    Act(deed=Deed.RELEASED, script=ScriptId(f"truoc/{number:02}"), by="Bà Lan", at=NOW, number=0)
    for number in range(5)
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "as-run.sqlite3"
    with Journal(path) as journal:
        journal.note("bắt đầu", NOW)
    return path


def _written(path: Path) -> list[tuple[int, ScriptId]]:
    with record_at(path) as record:
        assert record.first_broken_line() is None
        return [(act.number, act.script) for act in record.releases()]


def test_two_desks_at_once_share_no_number_and_mix_no_lines(path: Path) -> None:
    def desk(_number: int) -> list[int]:
        with Journal(path) as journal:
            return [act.number for act in journal.release_all(ACTS, NOW)]

    with ThreadPoolExecutor(4) as desks:
        given = list(desks.map(desk, range(4)))
    assert sorted(number for one in given for number in one) == list(range(1, 21))
    assert all(one == list(range(one[0], one[0] + 5)) for one in given)
    assert len(_written(path)) == 20


def test_one_that_is_refused_lets_none_be_written(path: Path) -> None:
    with Journal(path) as journal:
        journal.release(replace(ACTS[0], seal="chữ ký", number=3), NOW)
        signed = [replace(act, seal="chữ ký", number=1 + place) for place, act in enumerate(ACTS)]
        with pytest.raises(JournalError):
            journal.release_all(signed, NOW)
    assert _written(path) == [(3, ACTS[0].script)]


_KILLED = """
import os, sys
from pathlib import Path
from broadcast.record import journal
sys.path.insert(0, {tests!r})
from record.test_release_all import ACTS, NOW
written, whole = [], journal.add_act
def acted(db, act, now, those):
    written.append(whole(db, act, now, those))
    if len(written) == 3:
        os._exit(9)
    return written[-1]
journal.add_act = acted
with journal.Journal(Path({path!r})) as log:
    {how}
"""
_AT_ONCE, _ONE_BY_ONE = "log.release_all(ACTS, NOW)", "[log.release(act, NOW) for act in ACTS]"


@pytest.mark.parametrize(("how", "left"), [(_AT_ONCE, 0), (_ONE_BY_ONE, 2)], ids=["at once", "negative control"])
def test_a_kill_in_the_middle_leaves_none(path: Path, how: str, left: int) -> None:
    tests = str(Path(__file__).parents[1])
    code = _KILLED.format(tests=tests, path=str(path), how=how)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert len(_written(path)) == left


def test_a_disk_that_is_full_in_the_middle_takes_none(path: Path) -> None:
    large = [replace(act, note="x" * 3000) for act in ACTS]
    with Journal(path) as journal:
        db = journal._kept.db
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(JournalError):
            journal.release_all(large, NOW)
    assert _written(path) == []
