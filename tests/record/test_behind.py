"""A release is believed as long as every line behind it fits: one that was hidden may have been its withdrawal."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.released_ward import ONE, TWO, airs, cart_of, do, made_ward

from broadcast.programme.released import Deed
from broadcast.programme.settings import ScriptId
from broadcast.record import behind
from broadcast.record.behind import LinesBehind
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.station.overview import journal_path, look_at

_TRIGGERS = ("rows_stay", "rows_are_kept")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_ward(tmp_path_factory.mktemp("made"))


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """Both are released, and the first one is taken back."""
    home = shutil.copytree(made, tmp_path / "ward")
    do(home, Deed.RELEASED, ONE)
    do(home, Deed.WITHDRAWN, ONE)
    do(home, Deed.RELEASED, TWO)
    return home


def _tampered(home: Path, statement: str) -> None:
    with sqlite3.connect(journal_path(home)) as db:
        for name in _TRIGGERS:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
    db.close()


def _airs(home: Path, script: ScriptId = ONE) -> bool:
    overview = look_at(home)
    cart = cart_of(overview, script)
    assert cart is not None
    return airs(overview, script, cart)


_HIDDEN = {
    "kind": "UPDATE row SET kind = 'event' WHERE seq = 2",
    "cue": "UPDATE row SET cue = 'truoc/02-hai' WHERE seq = 2",
    "act": "UPDATE row SET body = replace(body, '\"withdrawn\"', '\"heard\"') WHERE seq = 2",
    "taken out": "DELETE FROM row WHERE seq = 2",
    "tail": "DELETE FROM row WHERE seq >= 2",
}


@pytest.mark.parametrize("how", _HIDDEN.values(), ids=_HIDDEN)
def test_no_withdrawal_that_is_done_away_with_lets_its_script_air(home: Path, how: str) -> None:
    assert not _airs(home)
    _tampered(home, how)
    assert not _airs(home)
    do(home, Deed.RELEASED, ONE)
    assert _airs(home)  # whoever releases it anew is believed


@pytest.mark.parametrize("how", [_HIDDEN["kind"], _HIDDEN["tail"]], ids=["kind", "tail"])
def test_without_the_lines_behind_it_would_air(home: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(LinesBehind, "first_broken", lambda *_: None)
    _tampered(home, how)
    assert _airs(home)


def test_damage_before_a_release_is_none_of_its_matter(home: Path) -> None:
    _tampered(home, _HIDDEN["kind"])
    assert _airs(home, TWO)


def test_a_damaged_line_of_one_script_takes_no_other_script_away(home: Path) -> None:
    do(home, Deed.HEARD, ONE)
    _tampered(home, "UPDATE row SET body = replace(body, 'Bà Lan', 'Ông Ba') WHERE seq = 1")
    with Journal(journal_path(home)) as journal:
        assert {act.script for act in journal.releases() if act.deed is Deed.RELEASED} == {TWO}


def test_a_withdrawal_that_a_player_has_seen_may_not_vanish(home: Path) -> None:
    with Journal(journal_path(home)) as journal:
        release = journal.releases(ONE)[0]
        assert journal.broken_behind(release) is None
        _tampered(home, _HIDDEN["kind"])
        assert journal.broken_behind(release) is not None


def test_lines_that_fitted_are_not_gone_through_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_through: list[int] = []

    def counting(broken: Callable[..., object]) -> Callable[..., object]:
        def first_broken(db: sqlite3.Connection, head: object, rows: object, notes: object) -> object:
            gone_through.append(rows.place)  # type: ignore[attr-defined]
            return broken(db, head, rows, notes)

        return first_broken

    monkeypatch.setattr(behind, "first_broken", counting(behind.first_broken))
    with Journal(journal_path(home)) as journal:
        release = journal.releases(ONE)[0]
        journal.broken_behind(release)
        journal.note("x", look_at(home).clock.now())
        journal.broken_behind(release)
        journal.broken_behind(journal.releases(TWO)[0])
    assert gone_through == [1, 3, 3]


def test_an_older_damage_does_not_hide_a_newer_one_from_who_only_looks(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "AT_ONCE", 0)  # as of a log of years
    do(home, Deed.RELEASED, ONE)
    with record_at(journal_path(home)) as record:
        release = record.releases(ONE)[-1]
        assert record.broken_behind(release) is None
    do(home, Deed.WITHDRAWN, ONE)
    _tampered(home, "UPDATE row SET kind = 'event' WHERE seq IN (2, 5)")
    with record_at(journal_path(home)) as record:
        assert record.broken_behind(release) is not None
