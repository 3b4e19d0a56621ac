"""A terminal orders the cue on air skipped, or a stop behind it; the duty answers, and tells playout."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.base.clock import OfflineClock
from broadcast.playout.control.channel import ask
from broadcast.playout.control.duty import Duty
from broadcast.playout.control.latch import Latch
from broadcast.programme.model import CueId

A, B = CueId("2025-10-06/sang/chung/a"), CueId("2025-10-06/sang/chung/b")
BULLETIN = "2025-10-06/khan-cap.063000000/chung/a"


class Playing:
    """A duty in a thread of no other: what sounds is set, and a request is answered at the next poll."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.on_air = folder, OfflineClock(MONDAY_0630), A
        self.duty = Duty(folder, self.clock)
        self.duty.status = lambda: {"on_air": self.on_air}

    def asked(self, **request: object) -> dict[str, Any]:
        return dict(self.duty._answer(request))

    def looks(self) -> None:
        self.clock.passed(0.06)
        self.duty.poll()

    def stops(self, after: CueId | None) -> None:
        Latch(self.folder).set("hết giờ", MONDAY_0630, after)
        self.looks()


@pytest.fixture
def playing(tmp_path: Path) -> Iterator[Playing]:
    playing = Playing(tmp_path)
    yield playing
    playing.duty.close()


def test_the_cue_on_air_is_skipped_and_no_other(playing: Playing) -> None:
    assert playing.asked(do="skip", cue=A, by="Bà Lan") == {"ok": True}
    assert str(playing.duty.skipped(A)) == "bỏ qua theo lệnh của Bà Lan"
    assert playing.duty.skipped(B) is None


def test_a_press_that_comes_twice_or_late_skips_nothing_more(playing: Playing) -> None:
    for _ in range(2):
        assert playing.asked(do="skip", cue=A, by="Bà Lan") == {"ok": True}
    playing.on_air = B
    assert "không còn đang phát" in playing.asked(do="skip", cue=A, by="Bà Lan")["error"]
    assert playing.duty.skipped(B) is None


def test_a_late_press_would_skip_the_next_if_it_did_not_name_its_cue(playing: Playing) -> None:
    """The negative control: what a button without the cue's id would do."""
    playing.on_air = B
    assert playing.asked(do="skip", cue=playing.on_air, by="Bà Lan") == {"ok": True}
    assert playing.duty.skipped(B) is not None


@pytest.mark.parametrize("on_air", [None, BULLETIN])
def test_neither_an_opening_nor_a_gap_nor_a_bulletin_is_skipped(playing: Playing, on_air: str | None) -> None:
    playing.on_air = on_air  # type: ignore[assignment]
    assert "error" in playing.asked(do="skip", cue=on_air or A, by="Bà Lan")
    assert playing.duty.skipped(A) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"cue": A},
        {"cue": A, "by": " "},
        {"cue": A, "by": 5},
        {"cue": 7, "by": "Bà Lan"},
        {"cue": A, "by": "B\nLan"},
        {"cue": A, "by": "b" * 201},
    ],
)
def test_an_order_that_is_not_understood_skips_nothing(playing: Playing, wrong: dict[str, object]) -> None:
    assert "error" in playing.asked(do="skip", **wrong)
    assert playing.duty.skipped(A) is None


def test_a_stop_waits_while_its_cue_sounds_and_holds_when_that_is_over(playing: Playing) -> None:
    playing.stops(after=A)
    assert (playing.duty.stop, playing.duty.hold(), playing.duty.ends_after()) == (None, None, A)
    playing.on_air = None  # type: ignore[assignment]
    assert (playing.duty.stop, playing.duty.ends_after()) == (Latch(playing.folder).read(), None)
    assert playing.duty.hold() is not None  # at once, and not at the next look


def test_a_plain_stop_meanwhile_holds_at_once(playing: Playing) -> None:
    playing.stops(after=A)
    playing.stops(after=None)
    assert playing.duty.hold() is not None


def test_a_player_that_begins_behind_a_stop_that_waited_is_silent(playing: Playing) -> None:
    """Whatever crashed meanwhile: the file says it, and nothing sounds."""
    playing.stops(after=A)
    playing.duty.close()
    playing.duty = Duty(playing.folder, playing.clock)
    assert playing.duty.hold() is not None


def test_a_stop_that_waited_and_was_taken_back_is_not_seen_again(playing: Playing) -> None:
    playing.stops(after=A)
    Latch(playing.folder).clear()
    for _ in range(3):
        playing.looks()
        assert playing.duty.hold() is None
    playing.on_air = None  # type: ignore[assignment]
    assert playing.duty.hold() is None


def test_a_bulletin_that_comes_while_a_stop_waits_is_told_to_wait_and_is_held(playing: Playing) -> None:
    playing.stops(after=A)
    told = playing.asked(
        do="announce", script="chung/c", fingerprint="0" * 64, urgency="khan-cap", by="Bà Lan", times=1,
        expires_s=600.0,
    )  # fmt: skip
    assert told["ok"], told
    assert "hết giờ" in told["hold"]
    assert playing.duty.waiting() is None
    playing.on_air = None  # type: ignore[assignment]
    playing.looks()
    Latch(playing.folder).clear()
    playing.looks()
    assert playing.duty.waiting() is None  # until somebody says that it may air


def test_over_the_channel_it_is_the_same(playing: Playing) -> None:
    from threading import Thread

    told: list[object] = []
    asking = Thread(target=lambda: told.append(ask(playing.folder, {"do": "skip", "cue": A, "by": "Bà Lan"})))
    asking.start()
    while asking.is_alive():
        playing.looks()
        asking.join(0.01)
    assert told == [{"ok": True}]


def test_a_stop_of_an_older_program_is_a_plain_one(tmp_path: Path) -> None:
    at = MONDAY_0630 - timedelta(minutes=1)
    (tmp_path / "stopped.json").write_text(f'{{"reason": "cũ", "at": "{at.isoformat()}"}}', encoding="utf-8")
    stop = Latch(tmp_path).read()
    assert stop is not None
    assert (stop.reason, stop.after) == ("cũ", None)
