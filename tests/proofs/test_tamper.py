"""Whatever is done to a log before its last carried-out head is found, and the first wrong line is named.

The one who does it has the disk, the head beside the log and the station's key: he makes head and signed heads
anew. Only what was carried out before is out of his reach. The negative control verifies without that.
"""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from stand_ins.tampering import Kept, Lines, anew, kept_log, lines_of, put, verified

from broadcast.record.chain import BrokenLine

SHORT, FULL = 150, 10_000
COLUMNS = {"row": ("written", "kind", "cue", "day", "attempt", "outcome", "body"), "note": ("written", "what")}
KINDS = ("note", "start", "end", "pass", "deal")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A log of five days with a head after each, carried out; and lines after the last."""
    return kept_log(tmp_path_factory.mktemp("log"))


def _edited(lines: Lines, at: int, chance: random.Random) -> None:
    """A value of line `at` is another; also one letter of it, or a space at its end."""
    table, values = lines[at]
    column = chance.randrange(len(values))
    old = values[column]
    if isinstance(old, int):
        new: Any = old + chance.choice((-1, 1, 7))
    else:
        place = chance.randrange(len(old or " "))
        letter = chance.choice([one for one in "abc019 é" if one != (old or " ")[place]])
        new = chance.choice([f"{old or ''} ", f"{(old or ' ')[:place]}{letter}{(old or ' ')[place + 1 :]}"])
    if column == 1 and table == "row":  # a kind is one of a few
        new = chance.choice([one for one in ("start", "end", "pass", "deal") if one != old])
    lines[at] = (table, (*values[:column], new, *values[column + 1 :]))


def _removed(lines: Lines, at: int, chance: random.Random) -> None:
    del lines[at : at + chance.randrange(1, 4)]


def _cut_off(lines: Lines, at: int, _chance: random.Random) -> None:
    del lines[at:]


def _swapped(lines: Lines, at: int, chance: random.Random) -> None:
    other = chance.choice([n for n in range(at + 1, len(lines)) if lines[n] != lines[at]])
    lines[at], lines[other] = lines[other], lines[at]


def _inserted(lines: Lines, at: int, chance: random.Random) -> None:
    lines.insert(at, chance.choice([one for one in lines if one != lines[at]]))


WAYS: tuple[Callable[[Lines, int, random.Random], None], ...] = (
    _edited, _removed, _cut_off, _swapped, _inserted,
)  # fmt: skip


def _crude(kept: Kept, at: int, chance: random.Random) -> sqlite3.Connection:
    """The log with line `at` (from 0) edited, taken out or cut off with what follows; the chain left as it is."""
    db = kept.copy()
    lines = lines_of(db)
    way = chance.choice((_edited, _removed, _cut_off))
    table, seq = kept.places[at]
    if way is _edited:
        _edited(lines, at, chance)
        columns = ", ".join(f"{name} = ?" for name in COLUMNS[table])
        db.execute(f"UPDATE OR REPLACE {table} SET {columns} WHERE seq = ?", (*lines[at][1], seq))  # noqa: S608
    elif way is _removed:
        db.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608
    else:
        for one in ("row", "note"):
            db.execute(f"DELETE FROM {one} WHERE place > ?", (at,))  # noqa: S608
    return db


def _anew(kept: Kept, at: int, chance: random.Random) -> sqlite3.Connection:
    """The whole log made anew with one thing changed from line `at` on: chain, signed heads, all."""
    while True:
        lines = lines_of(kept.db)
        chance.choice(WAYS)(lines, at, chance)
        db = anew(lines, kept.key)
        if lines_of(db) != lines_of(kept.db):  # an edit of a signed head is undone by signing it anew
            return db
        db.close()


def _named(broken: BrokenLine | None) -> int | None:
    return broken.number if broken is not None else None


def test_tampering_before_the_last_carried_head_is_found_and_its_first_line_named(
    kept: Kept, rounds: Callable[[int, int], int]
) -> None:
    chance, missed = random.Random(16), []
    for number in range(rounds(SHORT, FULL)):
        at = chance.randrange(kept.size)
        way = _crude if number % 2 else _anew
        with closing(way(kept, at, chance)) as db:
            found = _named(verified(db, kept.carried))
            spans = _named(verified(db, kept.heads_alone))
        if found != at + 1 or spans is None or spans > at + 1:
            missed.append((number, way.__name__, at + 1, found, spans))
    assert missed == []


def test_an_edit_of_a_lines_place_or_chain_is_found(kept: Kept, rounds: Callable[[int, int], int]) -> None:
    chance = random.Random(19)
    for _ in range(rounds(30, 1_000)):
        table, seq = kept.places[chance.randrange(kept.size)]
        what = chance.choice(("place = place + 1", "place = place - 1", "place = NULL", "seq = -seq",
                              "chain = substr(chain, 2) || substr(chain, 1, 1)"))  # fmt: skip
        with closing(kept.copy()) as db:
            db.execute(f"UPDATE {table} SET {what} WHERE seq = ?", (seq,))  # noqa: S608
            assert verified(db, kept.carried) is not None


def test_a_log_made_anew_passes_where_nothing_was_carried_out(kept: Kept) -> None:
    """The negative control: the same whole rewrites, held against the log's own signed heads alone."""
    chance = random.Random(17)
    for _ in range(40):
        with closing(_anew(kept, chance.randrange(kept.size), chance)) as db:
            assert verified(db, None) is None


def test_the_log_as_it_was_written_passes(kept: Kept) -> None:
    assert verified(kept.db, kept.carried) is None
    assert verified(anew(lines_of(kept.db), kept.key), kept.carried) is None


def test_what_comes_after_the_last_carried_head_is_not_vouched_for(kept: Kept) -> None:
    """The bound: whoever has disk and key may make those lines anew, and no copy shows it."""
    lines = lines_of(kept.db)
    _edited(lines, len(lines) - 1, random.Random(18))
    with closing(anew(lines, kept.key)) as db:
        assert verified(db, kept.carried) is None


def test_put_back_in_its_place_a_line_is_no_longer_told(kept: Kept, tmp_path: Path) -> None:
    put(kept.db, tmp_path / "again.sqlite3")
    with closing(sqlite3.connect(tmp_path / "again.sqlite3")) as db:
        assert verified(db, kept.carried) is None
