"""What keeps the player in check: what it says of stop and clock, and what it answers to another terminal."""

import errno
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.clocks import SteppedClock
from stand_ins.serving import looking

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DiskError, tell
from broadcast.base.files import locked
from broadcast.playout.control import latch
from broadcast.playout.control.channel import ask
from broadcast.playout.control.clock_trust import earliest_believable
from broadcast.playout.control.duty import Duty, believable, confirm, last_line
from broadcast.playout.control.latch import Latch
from broadcast.playout.control.trusted_clock import TrustedClock
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal


@contextmanager
def _on_duty(folder: Path, wall: SteppedClock) -> Iterator[Duty]:
    """A player that does nothing but poll."""
    duty = Duty(folder, TrustedClock(wall, earliest_believable(None)))

    def look() -> None:
        wall.passed(0.06)
        duty.poll()

    try:
        with looking(look):
            yield duty
    finally:
        duty.close()


def test_another_terminal_is_told_what_the_player_knows_of_itself(tmp_path: Path) -> None:
    with _on_duty(tmp_path, SteppedClock(MONDAY_0630)) as duty:
        assert ask(tmp_path, {"do": "status"}) == {"bulletins": []}
        duty.status = lambda: {"on_air": "2025-10-06/sang/chung/a"}
        assert ask(tmp_path, {"do": "status"}) == {"on_air": "2025-10-06/sang/chung/a", "bulletins": []}
        for request in ({}, {"do": None}, {"do": ["status"]}, {"do": "dừng"}):
            assert ask(tmp_path, request) == {"error": "không hiểu lệnh này"}


def test_a_doubtful_clock_holds_the_player_until_the_operator_confirms_it(tmp_path: Path) -> None:
    wall = SteppedClock(MONDAY_0630)
    with _on_duty(tmp_path, wall) as duty:
        assert duty.hold() is None
        wall.step(timedelta(days=3))
        duty.poll()
        hold = duty.hold()
        assert hold is not None
        assert not hold.time_is_known
        assert "chưa tin được" in str(hold.why)
        answer = ask(tmp_path, {"do": "confirm-clock"})
        assert answer is not None
        assert str(answer["now"]).startswith("2025-10-09")
        duty.poll()
        assert duty.hold() is None


def test_a_stop_holds_and_time_is_known_where_the_clock_is(tmp_path: Path) -> None:
    wall = OfflineClock(MONDAY_0630)
    duty = Duty(tmp_path, wall)
    Latch(tmp_path).set("có đám tang", MONDAY_0630)
    wall.passed(0.06)
    duty.poll()
    hold = duty.hold()
    assert hold is not None
    assert hold.time_is_known
    assert str(hold.why) == "đang có lệnh dừng phát: có đám tang"
    duty.close()


def test_a_player_without_a_channel_still_looks_at_the_latch_and_the_clock(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "journal"
    in_the_way.touch()  # where the folder should be
    duty = Duty(in_the_way, OfflineClock(MONDAY_0630))
    assert "kênh điều khiển" in caplog.text
    assert duty.stop is not None  # a latch that cannot be read holds
    assert duty.waiting() is None
    duty.close()


def test_a_stop_is_set_though_nobody_gives_the_lock_of_the_latch_back(tmp_path: Path) -> None:
    held, began_s = Latch(tmp_path), time.monotonic()
    with locked(tmp_path / "stopped.lock"):
        held.set("đám tang", MONDAY_0630)
        assert held.read() is not None
        held.clear()
    assert held.read() is None
    assert time.monotonic() - began_s < 3


def test_a_disk_that_takes_nothing_is_told_with_what_to_do(tmp_path: Path) -> None:
    in_the_way = tmp_path / "journal"
    in_the_way.touch()
    with pytest.raises(DiskError, match="lệnh dừng") as stopped:
        Latch(in_the_way).set("thử", MONDAY_0630)
    assert "âm-li" in str(stopped.value.fix)
    with pytest.raises(DiskError, match="Không xoá được"):
        Latch(in_the_way).clear()
    with pytest.raises(DiskError, match="lời xác nhận"):
        confirm(in_the_way, MONDAY_0630)


def test_a_confirmation_is_for_the_last_line_it_was_given_for(tmp_path: Path) -> None:
    path, ahead = tmp_path / "as-run.sqlite3", MONDAY_0630 + timedelta(days=400)
    assert last_line(path) is None
    with Journal(path) as journal:
        for number in (1, 2):
            cue = CueId(f"2026-11-10/sang/chung/{number}")
            at = ahead + timedelta(minutes=number)
            journal.pass_over(cue, ScriptId("chung/a"), Outcome.MISSED, planned=ahead, note="", now=at)
            assert believable(path) == last_line(path) == at
            confirm(tmp_path, at)
            assert believable(path) is None


def test_a_stop_that_came_and_went_while_the_player_stood_still_is_seen_once(tmp_path: Path) -> None:
    """It went on in the middle of its sentence, and the log knew of no stop."""
    wall = OfflineClock(MONDAY_0630)
    with closing(Duty(tmp_path, wall)) as duty:
        held = Latch(tmp_path)
        duty.poll()
        assert duty.hold() is None
        held.set("đám tang", MONDAY_0630)
        held.clear()
        wall.passed(1)
        duty.poll()
        held = duty.hold()
        assert held is not None
        assert "đám tang" in str(held.why)
        wall.passed(1)
        duty.poll()
        assert duty.hold() is None


def test_a_stop_that_was_seen_is_over_when_it_is_taken_back(tmp_path: Path) -> None:
    wall = OfflineClock(MONDAY_0630)
    with closing(Duty(tmp_path, wall)) as duty:
        held = Latch(tmp_path)
        held.set("đám tang", MONDAY_0630)
        wall.passed(1)
        duty.poll()
        assert duty.hold() is not None
        held.clear()
        wall.passed(1)
        duty.poll()
        assert duty.hold() is None
    with closing(Duty(tmp_path, wall)) as duty:  # nor does it stop a player that begins later
        wall.passed(1)
        duty.poll()
        assert duty.hold() is None


def test_a_full_disk_takes_a_stop_without_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It refused the stop, and the loudspeaker sounded on."""

    def full(path: Path, content: bytes, *, mode: int | None = None) -> None:
        raise DiskError(tell("đầy")) from OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(latch, "write_whole", full)
    assert Latch(tmp_path).read() is None
    Latch(tmp_path).set("có đám tang", MONDAY_0630)
    stop = Latch(tmp_path).read()
    assert stop is not None
    assert stop.at is None
    in_the_way = tmp_path / "journal"
    in_the_way.touch()
    with pytest.raises(DiskError, match="lệnh dừng"):  # not even a name
        Latch(in_the_way).set("có đám tang", MONDAY_0630)
