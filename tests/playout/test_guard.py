"""A programme that sounds when its hour is over -> led out at the right place."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630, RATE, session
from stand_ins.days import UNREADY, Day, hours_until, samples_in

from broadcast.library.rack import OPENING
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.audiofile import AudioFile
from broadcast.programme.model import Outcome, Session

OPEN_FOR = timedelta(seconds=10)


class Slow(AudioFile):
    """A file that begins late: what was planned to fit does not fit any more."""

    late_s = 4.0

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None:
            self._clock.wait_until(at)
        self._clock.passed(self.late_s)
        return super().play(source, at=None, heard=heard)


def _air_slowly(day: Day, *sessions: Session) -> np.ndarray:
    path = day.home / "slow.wav"
    with Slow(path, day.clock) as file:
        day.air_on(file, *sessions)
    return samples_in(path)


def test_what_still_sounds_at_the_boundary_is_led_out_before_it_and_cut(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=5)
    end = MONDAY_0630 + timedelta(seconds=10)
    day.airtime = hours_until(end)
    heard = _air_slowly(day, one)
    assert day.outcomes == [("a", Outcome.CUT), ("a", Outcome.REFUSED)]  # it may not begin again
    assert "hết giờ được phát" in day.log[0].note
    assert end - timedelta(seconds=1) < day.log[0].ended < end
    assert abs(int(heard[-1])) < 200  # faded, not broken off


def test_a_cue_that_the_boundary_would_cut_at_once_does_not_begin(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=2)
    day.airtime = hours_until(MONDAY_0630 + OPEN_FOR + timedelta(seconds=0.5))
    _air_slowly(day, one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.REFUSED)]


def test_it_ends_at_the_last_pause_before_the_boundary(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=6)
    cart = day.rack.contents()[one.cues[0].id]
    into = RATE // 10
    spoken = ((0, RATE - into), (RATE + RATE // 2, 2 * RATE - into), (3 * RATE, 5 * RATE - into))
    paused = replace(cart, speech=spoken)
    assert paused.pauses == (RATE, 2 * RATE, 5 * RATE)
    day.library.keep_cart(paused, day.library._path("carts", cart.fingerprint).read_bytes())
    day.airtime = hours_until(MONDAY_0630 + timedelta(seconds=9))
    day.rack.put(OPENING, UNREADY)
    _air_slowly(day, one)
    cut = day.log[0]
    assert (cut.outcome, cut.frames) == (Outcome.CUT, 2 * RATE)


def test_without_the_guard_it_would_sound_past_the_hour(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.playout.guard.Guard._over_the_hour", lambda *_: None)
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=2)
    day.airtime = hours_until(MONDAY_0630 + OPEN_FOR + timedelta(seconds=0.5))
    _air_slowly(day, one)
    assert day.log[1].ended > MONDAY_0630 + OPEN_FOR + timedelta(seconds=0.5)
