"""A log is looked through quickly as long as what was gone through before is proven unchanged, byte by byte."""

import json
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from longlog import long_log
from stand_ins.carts import MONDAY_0630

from broadcast.record import trusted, walking
from broadcast.record.journal import AS_RUN, Journal
from broadcast.record.leaves import Leaf
from broadcast.record.verified import first_broken_quickly, verify

LINES = 40
BEHIND = 1 + 1
"""Rows and notes behind the last whole block: row 25 has the place 38."""


@pytest.fixture(autouse=True)
def kept_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "KEPT_FROM", 5)
    monkeypatch.setattr(trusted, "AT_A_LOOK", 6)  # the whole of a short log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A journal/ that was looked through once."""
    _write(tmp_path, 0, LINES)
    assert first_broken_quickly(tmp_path) is None
    return tmp_path


def _write(folder: Path, first: int, last: int) -> None:
    with Journal(folder / AS_RUN) as journal:
        for number in range(first, last):
            if number % 3:
                journal.deal(f"2025-10-06/sang{number}", {"n": number}, MONDAY_0630)
            else:
                journal.note(f"ghi chú {number}", MONDAY_0630)


def _tamper(folder: Path, *sql: str) -> None:
    """Change the log past its triggers; its file has its old moment of change again, as far as a program can."""
    path = folder / AS_RUN
    before = path.stat()
    with closing(sqlite3.connect(path)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        for one in sql:
            db.execute(one)
        db.commit()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines are held against the chain, counted in the one number of the list."""
    counted, chained, fits = [0], walking.chained, Leaf.fits.fget  # type: ignore[attr-defined]

    def counting(before: str, values: tuple[object, ...]) -> str:
        counted[0] += 1
        return chained(before, values)

    def counting_leaf(leaf: Leaf) -> bool:
        counted[0] += 1
        return fits(leaf)

    monkeypatch.setattr(walking, "chained", counting)
    monkeypatch.setattr(Leaf, "fits", property(counting_leaf))
    return counted


def test_what_was_gone_through_before_is_not_again_and_what_is_new_is(folder: Path, walked: list[int]) -> None:
    assert first_broken_quickly(folder) is None
    assert walked == [BEHIND]
    _write(folder, LINES, LINES + 3)
    assert first_broken_quickly(folder) is None
    assert walked == [BEHIND + BEHIND + 3]
    assert verify(folder).broken is None
    assert walked == [BEHIND + BEHIND + 3 + LINES + 3]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE row SET body = '{\"n\":7}' WHERE seq = 2",
        "UPDATE row SET written = '2020-01-01T00:00:00+07:00' WHERE seq = 1",
        "UPDATE row SET chain = replace(chain, substr(chain, 1, 1), 'x') WHERE seq = 3",
        "UPDATE note SET what = 'khác' WHERE seq = 1",
        "DELETE FROM row WHERE seq = 5",
        "DELETE FROM note WHERE seq > 3",
        "DELETE FROM row",
        "INSERT INTO note (seq, written, what, chain, place) VALUES (-5, '', 'chèn', 'x', 1)",
        "UPDATE row SET seq = -seq WHERE seq = 4",
        "UPDATE row SET place = place + 1 WHERE seq = 6",
    ],
)
def test_an_old_line_that_was_changed_is_found_at_once_though_the_file_looks_as_old(
    folder: Path, sql: str
) -> None:
    _tamper(folder, sql)
    quick, whole = first_broken_quickly(folder), verify(folder).broken
    assert quick is not None
    assert quick == whole


def test_a_new_line_that_was_changed_is_found(folder: Path) -> None:
    _write(folder, LINES, LINES + 3)
    _tamper(folder, "UPDATE row SET body = '{}' WHERE seq = (SELECT max(seq) FROM row)")
    assert first_broken_quickly(folder) == verify(folder).broken is not None


def test_lines_cut_off_at_the_end_and_a_log_put_back_are_found(folder: Path) -> None:
    old = (folder / AS_RUN).read_bytes()
    _write(folder, LINES, LINES + 3)
    assert first_broken_quickly(folder) is None
    (folder / AS_RUN).write_bytes(old)
    assert first_broken_quickly(folder) == verify(folder).broken is not None


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{}",
        "[" * 100_000,
        '{"blocks": [{"rows": -1, "notes": 0, "digest": "x"}], "turn": 0}',
        "null",
        "\xff",
        '{"blocks": [{"rows": 5, "notes": 2}]}',
        '{"blocks": [{"rows": "5", "notes": 2, "digest": "x"}]}',
        '{"rows": 26, "notes": 14, "digest": "x"}',
    ],
)
def test_a_damaged_memory_costs_time_alone(folder: Path, kept: str, walked: list[int]) -> None:
    memory = folder / f"{AS_RUN}.walked"
    assert memory.exists()
    memory.write_text(kept, encoding="utf-8")
    assert first_broken_quickly(folder) is None
    assert walked == [LINES]
    assert first_broken_quickly(folder) is None
    assert walked == [LINES + BEHIND]


def test_a_forged_memory_hides_nothing_from_going_through_everything(folder: Path) -> None:
    """The bound of it: who edits a line and makes the digest anew is found by `log --verify` alone."""
    _tamper(folder, "UPDATE note SET what = 'khác' WHERE seq = 1")
    with closing(sqlite3.connect(folder / AS_RUN)) as db:
        memory = folder / f"{AS_RUN}.walked"
        kept = json.loads(memory.read_text(encoding="ascii"))
        first = kept["blocks"][0]
        first["digest"] = trusted._digest(db, trusted._NOTHING, trusted._Block(**first))
    memory.write_text(json.dumps(kept), encoding="ascii")
    assert first_broken_quickly(folder) is None
    assert verify(folder).broken is not None


@pytest.fixture
def long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, where a look takes the newest block of each table and two more by turns."""
    monkeypatch.setattr(trusted, "AT_A_LOOK", 2)
    for _ in range(2):
        assert first_broken_quickly(folder) is None
    return folder


@pytest.mark.parametrize("seq", [1, 7, 14, 22])
def test_in_a_long_log_an_old_line_that_was_changed_is_found_after_a_few_looks(long: Path, seq: int) -> None:
    _tamper(long, f"UPDATE row SET body = '{{}}' WHERE seq = {seq}")  # noqa: S608
    assert any(first_broken_quickly(long) is not None for _ in range(4))


def test_in_a_long_log_the_days_that_are_shown_and_the_newest_lines_are_looked_at_each_time(long: Path) -> None:
    day = MONDAY_0630.date()
    _tamper(long, "UPDATE row SET body = '{}' WHERE seq = 7")
    for _ in range(4):
        assert first_broken_quickly(long, (day, day)) is not None
    _tamper(long, "UPDATE row SET body = '{\"n\":10}' WHERE seq = 7", "UPDATE row SET body = '{}' WHERE seq = 24")
    for _ in range(4):
        assert first_broken_quickly(long) is not None


def test_a_look_at_a_log_of_any_length_takes_so_many_blocks_and_no_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trusted, "AT_A_LOOK", 3)
    _write(folder, LINES, 10 * LINES)
    assert first_broken_quickly(folder) is None
    counted, real = [0], trusted._digest

    def counting(*given: Any) -> str:
        counted[0] += 1
        return real(*given)

    monkeypatch.setattr(trusted, "_digest", counting)
    for looks in range(1, 20):
        assert first_broken_quickly(folder) is None
        assert counted[0] <= 4 * looks


def test_a_log_of_100_000_lines_is_verified_in_two_seconds_of_processor(tmp_path: Path) -> None:
    """A tenth of it, in a tenth of the time; another tenth for a machine that does much else."""
    long_log(tmp_path, 10_000)
    began_s = time.process_time()
    verified = verify(tmp_path / "journal")
    assert time.process_time() - began_s < 2 * 0.2
    assert verified.broken is None
    assert verified.lines >= 10_000


def test_a_short_log_has_no_memory_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "KEPT_FROM", 2_000)
    _write(tmp_path, 0, LINES)
    assert first_broken_quickly(tmp_path) is None
    assert not (tmp_path / f"{AS_RUN}.walked").exists()
