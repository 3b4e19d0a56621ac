"""A screen on a wall looks on when the console is begun anew, and no longer than it may."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from stand_ins.clocks import SteppedClock

from broadcast.base.errors import DiskError, tell
from broadcast.station.accounts import Person, Role, Sessions, Walls

LAN = Person("Lan", frozenset({Role.LOOK, Role.DUTY}), "1")
HUNG = Person("Hùng", frozenset(Role), "2")
BEGAN = datetime(2027, 9, 1, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY_S = 86_400.0


def _begun_anew(home: Path, later: timedelta = timedelta()) -> Sessions:
    """The sessions of a console that is begun so long after `BEGAN`."""
    return Sessions(SteppedClock(BEGAN + later), walls=Walls(home))


def _file(home: Path) -> Path:
    return home / "journal" / "walls.json"


def test_a_screen_on_a_wall_is_still_let_in_after_a_restart_and_nobody_else(tmp_path: Path) -> None:
    before = _begun_anew(tmp_path)
    wall, person = before.begin(LAN, on_wall=True), before.begin(HUNG)
    after = _begun_anew(tmp_path, timedelta(days=1))
    assert (after.of(wall), after.of(person)) == (LAN, None)
    assert after.is_on_wall(wall)


def test_without_the_file_a_restart_ends_it(tmp_path: Path) -> None:
    """The negative control."""
    wall = _begun_anew(tmp_path).begin(LAN, on_wall=True)
    _file(tmp_path).unlink()
    assert _begun_anew(tmp_path).of(wall) is None


def test_restarts_make_no_screen_look_longer_than_ninety_days(tmp_path: Path) -> None:
    wall = _begun_anew(tmp_path).begin(LAN, on_wall=True)
    assert _begun_anew(tmp_path, timedelta(days=90)).of(wall) is None
    clock = SteppedClock(BEGAN + timedelta(days=89))
    after = Sessions(clock, walls=Walls(tmp_path))
    assert after.of(wall) == LAN
    clock.passed(DAY_S)
    assert after.of(wall) is None


def test_a_clock_that_was_set_back_makes_no_screen_older(tmp_path: Path) -> None:
    wall = _begun_anew(tmp_path).begin(LAN, on_wall=True)
    assert _begun_anew(tmp_path, timedelta(days=-2000)).of(wall) == LAN


def test_a_screen_that_was_sent_out_stays_out_after_a_restart(tmp_path: Path) -> None:
    before = _begun_anew(tmp_path)
    logged_out, everywhere, of_hung = (before.begin(one, on_wall=True) for one in (LAN, LAN, HUNG))
    before.end(logged_out)
    assert before.end_numbered(LAN, [one.number for one in before.seen(LAN)]) == 1
    after = _begun_anew(tmp_path)
    assert [after.of(one) for one in (logged_out, everywhere, of_hung)] == [None, None, HUNG]


def test_a_screen_that_could_not_be_sent_out_for_good_is_told(tmp_path: Path) -> None:
    before = _begun_anew(tmp_path)
    wall = before.begin(LAN, on_wall=True)
    full = DiskError(tell("…"))
    with patch("broadcast.station.accounts.walls.write_whole", side_effect=full), pytest.raises(DiskError):
        before.end(wall)
    assert before.of(wall) is None


def test_a_screen_that_cannot_be_written_down_is_not_let_in(tmp_path: Path) -> None:
    sessions, full = _begun_anew(tmp_path), DiskError(tell("…"))
    with patch("broadcast.station.accounts.walls.write_whole", side_effect=full), pytest.raises(DiskError):
        sessions.begin(LAN, on_wall=True)
    assert sessions.seen(LAN) == ()


def test_no_token_stands_in_the_file_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    wall = _begun_anew(tmp_path).begin(LAN, on_wall=True)
    assert wall not in _file(tmp_path).read_text(encoding="utf-8")
    if os.name != "nt":
        assert _file(tmp_path).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{oops", "[]", '{"walls": 1}', '{"walls": [{}]}', '{"walls": [[]]}'])
def test_a_damaged_file_lets_nobody_in_and_is_written_anew(tmp_path: Path, content: str) -> None:
    old = _begun_anew(tmp_path).begin(LAN, on_wall=True)
    _file(tmp_path).write_text(content, encoding="utf-8")
    sessions = _begun_anew(tmp_path)
    assert sessions.of(old) is None
    wall = sessions.begin(LAN, on_wall=True)
    assert _begun_anew(tmp_path).of(wall) == LAN


def test_two_consoles_of_one_folder_forget_no_screen_of_each_other(tmp_path: Path) -> None:
    one, other = _begun_anew(tmp_path), _begun_anew(tmp_path)
    walls = [one.begin(LAN, on_wall=True), other.begin(HUNG, on_wall=True)]
    after = _begun_anew(tmp_path)
    assert [after.of(wall) for wall in walls] == [LAN, HUNG]
