"""A device that is slow to open -> the session starts on its second all the same, and never before it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from stand_ins.carts import MONDAY_0630, session
from stand_ins.days import Day, SetConditions
from stand_ins.decks import SimulatedDeck

from broadcast.playout.output import OPENS_AHEAD, deck
from broadcast.playout.output.soundcard import _SOON_S, SoundCard
from broadcast.playout.timetable import LAID_OUT_AHEAD
from broadcast.programme.layout import WAKE_UP_S
from broadcast.programme.model import Outcome

IN_TIME = timedelta(milliseconds=50)


def _late(day: Day, opening_s: float) -> timedelta:
    """How much later than its second the session's first sound is heard."""
    one, slow = session(MONDAY_0630, ["a"]), SimulatedDeck(day.clock, opening_s=opening_s)
    day.rack_tones(one)
    day.air_on(SoundCard("loa", day.clock, deck=slow), one)
    assert day.outcomes == [("a", Outcome.AIRED)]
    assert day.log[0].started - day.log[0].planned - (slow.first_sound - MONDAY_0630) < IN_TIME
    return slow.first_sound - MONDAY_0630


@pytest.mark.parametrize("opening_s", [0.3, 5.5, 7.0, 9.5])
def test_a_session_starts_on_its_second_however_slowly_its_device_opens(day: Day, opening_s: float) -> None:
    assert timedelta() <= _late(day, opening_s) < IN_TIME


def test_laid_out_six_seconds_ahead_it_would_be_late(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.playout.timetable.LAID_OUT_AHEAD", timedelta(seconds=6))
    assert _late(day, 7.0) > timedelta(seconds=1)


def test_the_device_is_given_all_the_time_that_is_promised_and_no_more() -> None:
    assert timedelta(seconds=deck.OPENING_S + _SOON_S) < OPENS_AHEAD
    assert OPENS_AHEAD + timedelta(seconds=WAKE_UP_S + 1) <= LAID_OUT_AHEAD


def _stopped(day: Day, ahead_s: float) -> Callable[[], bool]:
    return lambda: day.clock.now() < MONDAY_0630 - timedelta(seconds=ahead_s)


@pytest.mark.parametrize("ahead_s", [10.4, 8.0, 0.6])
def test_a_stop_while_the_device_opens_or_waits_lets_no_sound_out(day: Day, ahead_s: float) -> None:
    one, slow = session(MONDAY_0630, ["a"]), SimulatedDeck(day.clock, opening_s=7.0)
    day.rack_tones(one)
    day.air_on(SoundCard("loa", day.clock, deck=slow), one, wanted=_stopped(day, ahead_s))
    assert slow.first_sound is None
    assert day.clock.now() < MONDAY_0630 - timedelta(seconds=ahead_s - 0.5)
    assert all(airing.frames == 0 for airing in day.log)


def test_a_hold_while_the_device_opens_only_puts_the_session_off(day: Day) -> None:
    one, slow = session(MONDAY_0630, ["a"]), SimulatedDeck(day.clock, opening_s=7.0)
    day.rack_tones(one)
    since = MONDAY_0630 - timedelta(seconds=8)
    conditions = SetConditions(day.clock, since=since, until=MONDAY_0630 + timedelta(seconds=5))
    day.air_on(SoundCard("loa", day.clock, deck=slow), one, conditions=conditions)
    assert day.outcomes == [("a", Outcome.AIRED)]
    assert slow.first_sound > MONDAY_0630 + timedelta(seconds=5)
