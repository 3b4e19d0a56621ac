"""A laid-out session -> samples of a WAV file on an offline clock, and what the as-run log tells of them."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from stand_ins.carts import MONDAY_0630, RATE, keep_tone, session, tone
from stand_ins.days import Day, VanishingCard

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import Message, tell
from broadcast.playout.output import Heard, Played, Source
from broadcast.programme.layout import GAP_S, WAKE_UP_S
from broadcast.programme.model import Outcome
from broadcast.record.journal import Journal


def test_a_session_is_one_unbroken_programme_to_the_sample(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    gap = np.zeros(round(GAP_S * RATE), np.int16)
    expected = [
        np.zeros(round(WAKE_UP_S * RATE), np.int16), tone(300, 0.5), gap, tone(400, 2), gap, tone(500, 2), gap,
        tone(350, 0.25),
    ]  # fmt: skip
    assert np.array_equal(day.air(one), np.concatenate(expected))


def test_a_session_with_a_cart_of_two_channels_has_two_and_what_has_one_stands_in_the_middle(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    day.rack.put(one.cues[0].id, keep_tone(day.library, "wide", 400, 2, channels=2))
    pairs = day.air(one).reshape(-1, 2)
    assert [airing.frames for airing in day.log] == [2 * RATE, 2 * RATE]
    begin = round((WAKE_UP_S + 0.5 + GAP_S) * RATE)
    assert np.array_equal(pairs[begin : begin + 2 * RATE], np.stack([tone(400, 2), -tone(400, 2)], axis=1))
    begin += round((2 + GAP_S) * RATE)
    middle = np.rint(tone(500, 2) / np.sqrt(2))
    np.testing.assert_allclose(pairs[begin : begin + 2 * RATE], np.stack([middle, middle], axis=1), atol=1)


def test_the_log_tells_the_same_starts_and_lengths_as_the_sound(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    heard = day.air(one)
    for airing, hertz in zip(day.log, (400, 500), strict=True):
        first = round((airing.started - MONDAY_0630).total_seconds() * RATE + WAKE_UP_S * RATE)
        assert np.array_equal(heard[first : first + airing.frames], tone(hertz, 2))
        assert airing.started == airing.planned
        assert airing.ended == airing.started + timedelta(seconds=2)
        assert airing.outcome is Outcome.AIRED


def test_the_log_says_which_voice_spoke_and_why_it_was_not_the_preferred_one(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    cart = day.rack.contents()[one.cues[0].id]
    day.rack.put(one.cues[0].id, replace(cart, fallback=tell("mất mạng")))
    day.air(one)
    assert (day.log[0].engine, str(day.log[0].fallback), day.log[0].note) == ("tone", "mất mạng", "")


def test_the_log_tells_which_cue_sounded_from_a_loudspeaker_that_was_turned_down(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    from_b = MONDAY_0630 + timedelta(seconds=0.5 + GAP_S + 2 + GAP_S + 0.2)

    def remark() -> Message | None:
        return tell("vặn nhỏ") if day.clock.now() > from_b else None

    day.air(one, remark=remark)
    assert [(airing.outcome, airing.note) for airing in day.log] == [
        (Outcome.AIRED, ""),
        (Outcome.AIRED, "vặn nhỏ"),
    ]


def test_a_stop_fades_out_and_is_written_as_cut(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=1)
    day.rack_tones(one, seconds=10)
    heard = day.air(one, wanted=lambda: day.clock.now() < MONDAY_0630 + timedelta(seconds=5))
    assert day.outcomes[0] == ("a", Outcome.CUT)
    assert all(outcome is not Outcome.AIRED for _, outcome in day.outcomes)
    assert abs(int(heard[-1])) < 200  # faded, not broken off
    assert 2.5 < day.log[0].seconds < 4


class Stumbling(VanishingCard):
    """An output with a hole of so many seconds where so many frames have sounded; then it goes on to the end."""

    def __init__(self, hole_s: float, after_frames: int, clock: OfflineClock) -> None:
        super().__init__(0, clock)
        self._hole = timedelta(seconds=hole_s)
        self._after_frames = after_frames

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None:
            self._clock.wait_until(at)
        begun, frames, block = self._clock.now(), 0, 4800
        while block == 4800:
            block = len(source.read(4800))
            frames += block
            self._clock.passed(0.1)
            late = self._hole if frames > self._after_frames else timedelta()
            heard(frames, begun + late)
        return Played(started=begun, frames=frames, complete=True, underflows=1)


def test_after_a_hole_the_log_tells_when_the_next_cue_was_heard(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)
    day.air_on(Stumbling(0.4, 6 * RATE, day.clock), one)
    first, second = day.log
    assert first.started == first.planned  # the hole came when it was well under way
    assert second.started == second.planned + timedelta(seconds=0.4)
    assert first.frames == second.frames == 6 * RATE


def test_holes_are_told_also_of_a_programme_that_broke_off(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=1)
    day.rack_tones(one, seconds=5)
    day.air_on(VanishingCard(3 * RATE, day.clock, underflows=2), one)
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        assert "hụt tiếng 2 chỗ" in journal.notes()[0][1]
