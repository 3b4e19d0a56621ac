"""A cart that cannot be read costs its own cue: at laying out, at its opening, in its middle; the rest airs."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630, RATE, session, tone
from stand_ins.days import UNREADY, Day, SetConditions, bulletin

from broadcast.audio.sound import Samples
from broadcast.base.errors import BadSound, DiskError, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.codec import SoundReader
from broadcast.library.rack import CLOSING, OPENING
from broadcast.library.sounds import Library
from broadcast.playout.laying import laid_out
from broadcast.playout.output.nowhere import Nowhere
from broadcast.programme.bulletins import Urgency
from broadcast.programme.layout import GAP_S, WAKE_UP_S
from broadcast.programme.model import Cart, Cue, Fingerprint, Outcome, Session

GAP, WAKE_UP = (np.zeros(round(seconds * RATE), np.int16) for seconds in (GAP_S, WAKE_UP_S))
FAULTS = [
    DiskError(tell("đĩa hỏng")),
    BadSound(tell("tiếng hỏng")),
    NotAudio(tell("không phải âm thanh")),
    PermissionError(13, "không có quyền"),
]
"""What reading one cart may raise."""


class Damaged(Library):
    """A library in which some carts cannot be read: found out at laying out, at opening, or after some frames."""

    def __init__(self, root: Path, fault: Exception) -> None:
        super().__init__(root)
        self.fault = fault
        self.unverified: set[Fingerprint] = set()
        self.unopened: set[Fingerprint] = set()
        self.broken_after: dict[Fingerprint, int] = {}
        self.opened: list[Fingerprint] = []

    def cart(self, fingerprint: Fingerprint) -> Cart | None:
        if fingerprint in self.unverified:
            raise self.fault
        return super().cart(fingerprint)

    def open(self, cart: Cart) -> SoundReader:
        if cart.fingerprint in self.unopened:
            raise self.fault
        self.opened.append(cart.fingerprint)
        reader = Breaking(self.cart_file(cart))
        reader.left, reader.fault = self.broken_after.get(cart.fingerprint, cart.frames), self.fault
        return reader


class Breaking(SoundReader):
    left = 0
    fault: Exception

    def read(self, frames: int) -> Samples:
        if frames > self.left:
            raise self.fault
        self.left -= frames
        return super().read(frames)


@pytest.fixture(params=FAULTS, ids=lambda fault: type(fault).__name__)
def damaged(day: Day, request: pytest.FixtureRequest) -> Damaged:
    day.library = Damaged(day.home / "audio_cache", request.param)
    return day.library


def _print(day: Day, cue: Cue) -> Fingerprint:
    cart = day.rack.contents()[cue.id]
    assert isinstance(cart, Cart)
    return cart.fingerprint


def _three(day: Day, seconds: float = 2.0) -> Session:
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, seconds)
    return one


def _programme(*hertz: float) -> np.ndarray:
    cues = [part for pitch in hertz for part in (tone(pitch, 2), GAP)]
    return np.concatenate([WAKE_UP, tone(300, 0.5), GAP, *cues, tone(350, 0.25)])


def _notes(day: Day, script: str) -> str:
    return "; ".join(airing.note for airing in day.log if airing.script == script)


# --- at laying out ---


def test_a_cart_that_cannot_be_read_at_laying_out_costs_its_cue_alone(day: Day, damaged: Damaged) -> None:
    one = _three(day)
    damaged.unverified.add(_print(day, one.cues[1]))
    assert np.array_equal(day.air(one), _programme(400, 600))
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.MISSED), ("c", Outcome.AIRED)]
    assert str(reason_of(damaged.fault)) in _notes(day, "b")


def test_an_opening_that_cannot_be_read_costs_no_cue(day: Day, damaged: Damaged) -> None:
    one = _three(day)
    opening = day.rack.contents()[OPENING]
    assert isinstance(opening, Cart)
    damaged.unverified.add(opening.fingerprint)
    day.air(one)
    assert {outcome for _, outcome in day.outcomes} == {Outcome.AIRED}


def test_a_bulletin_that_cannot_be_read_costs_the_session_nothing(day: Day, damaged: Damaged) -> None:
    one = _three(day)
    waiting = bulletin(day, Urgency.PRIORITY)
    damaged.unverified.add(waiting.fingerprint)
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(one, conditions=SetConditions(day.clock, bulletins=[(early, waiting)]))
    assert day.outcomes.count(("ban-tin/thu", Outcome.MISSED)) == 1
    assert day.outcomes.count(("a", Outcome.AIRED)) == 1


def test_a_cart_whose_place_is_taken_by_a_folder_costs_its_cue_alone(day: Day) -> None:
    """No stand-in: what a damaged disk leaves behind."""
    one = _three(day)
    path = day.library._path("carts", _print(day, one.cues[1]))
    path.unlink()
    path.mkdir()
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.MISSED), ("c", Outcome.AIRED)]


def test_laying_out_writes_no_log(day: Day) -> None:
    one = _three(day)
    day.rack.put(one.cues[1].id, UNREADY)
    with day.playing(Nowhere(day.clock)) as playout:
        laid = laid_out(playout._parts, one, one.cues)
        assert [(passed.cue.script, passed.outcome) for passed in laid.passed_over] == [("b", Outcome.MISSED)]
        assert [planned.cue.script for planned in laid.layout.cues] == ["a", "c"]
    assert day.log == ()
    assert day.events == []


# --- while the programme sounds ---


@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_cannot_be_opened_while_the_programme_sounds_is_passed_over_and_the_rest_moves_up(
    day: Day, damaged: Damaged, number: int
) -> None:
    one = _three(day)
    damaged.unopened.add(_print(day, one.cues[number]))
    pitches = [400, 500, 600]
    del pitches[number]
    heard = day.air(one)
    closing = np.zeros(len(heard) - len(_programme(*pitches)), np.int16)  # nothing behind it
    assert np.array_equal(heard, np.concatenate([_programme(*pitches), closing]))
    assert len(closing) == 0
    left_out = one.cues[number].script
    assert [outcome for script, outcome in day.outcomes if script == left_out] == [Outcome.MISSED]
    assert "chưa sẵn sàng" in _notes(day, left_out)


def test_the_log_tells_where_what_moved_up_was_heard(day: Day, damaged: Damaged) -> None:
    one = _three(day)
    damaged.unopened.add(_print(day, one.cues[1]))
    heard = day.air(one)
    last = next(airing for airing in day.log if airing.script == "c")
    first = round((last.started - MONDAY_0630).total_seconds() * RATE) + len(WAKE_UP)
    assert np.array_equal(heard[first : first + last.frames], tone(600, 2))
    assert last.planned - last.started == timedelta(seconds=2 + GAP_S)
    assert last.outcome is Outcome.AIRED


def test_a_session_none_of_whose_cues_can_be_opened_has_no_sting(day: Day, damaged: Damaged) -> None:
    one = _three(day)
    damaged.unopened.update(_print(day, cue) for cue in one.cues)
    assert not np.any(day.air(one))
    assert [outcome for _, outcome in day.outcomes] == [Outcome.MISSED] * 3


def test_a_sting_that_cannot_be_opened_is_left_out(day: Day, damaged: Damaged) -> None:
    one = _three(day)
    for name in (OPENING, CLOSING):
        sting = day.rack.contents()[name]
        assert isinstance(sting, Cart)
        damaged.unopened.add(sting.fingerprint)
    heard = day.air(one)
    assert np.array_equal(heard[len(WAKE_UP) : len(WAKE_UP) + 2 * RATE], tone(400, 2))
    assert {outcome for _, outcome in day.outcomes} == {Outcome.AIRED}


def test_a_cart_that_breaks_off_in_its_middle_is_cut_there_and_not_begun_again(day: Day, damaged: Damaged) -> None:
    one = _three(day, seconds=6)
    damaged.broken_after[_print(day, one.cues[1])] = 3 * RATE
    heard = day.air(one)
    assert day.outcomes == [
        ("a", Outcome.AIRED), ("b", Outcome.CUT), ("b", Outcome.MISSED), ("c", Outcome.AIRED),
    ]  # fmt: skip
    cut, last = (next(airing for airing in day.log if airing.script == script) for script in "bc")
    assert 2.5 * RATE < cut.frames <= 3 * RATE
    first = round((last.started - MONDAY_0630).total_seconds() * RATE) + len(WAKE_UP)
    assert np.array_equal(heard[first : first + last.frames], tone(600, 6))
    assert last.started - cut.ended == timedelta(seconds=GAP_S)


def test_a_file_that_is_gone_when_its_turn_comes_costs_its_cue_alone(day: Day) -> None:
    """No stand-in: the folder may be deleted at any time."""
    one = _three(day)
    path = day.library._path("carts", _print(day, one.cues[1]))

    def wanted() -> bool:
        if day.clock.now() > MONDAY_0630 + timedelta(seconds=1):
            path.unlink(missing_ok=True)
        return True

    day.air(one, wanted=wanted)
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.MISSED), ("c", Outcome.AIRED)]


def test_it_is_found_out_where_a_faulty_cart_fells_the_session(
    day: Day, damaged: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.playout.source.UNREADABLE", ())
    one = _three(day)
    damaged.unopened.add(_print(day, one.cues[1]))
    with pytest.raises(type(damaged.fault)):
        day.air(one)
