"""A rundown on an offline clock -> each session on its second, made up for, held, given up; and the as-run log."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from stand_ins.carts import MONDAY_0630, RATE, keep_tone, rundown, session, tone
from stand_ins.days import Day, SetConditions, VanishingCard

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DeviceError, tell
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.nowhere import Nowhere
from broadcast.programme.model import Outcome


def test_a_restart_airs_nothing_twice(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    day.air(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=30))
    assert len(day.air(one)) == 0
    assert len(day.log) == 2


def test_after_a_cut_the_session_goes_on_with_the_cut_cue_from_its_beginning(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, seconds=4)
    day.air(one, wanted=lambda: day.clock.now() < MONDAY_0630 + timedelta(seconds=9))  # in the middle of b
    planned = day.log[1].planned
    again = day.air(one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.CUT), ("b", Outcome.AIRED), ("c", Outcome.AIRED)]
    first = np.flatnonzero(np.abs(again) > 0)[0]
    # the opening belongs to the first that airs
    assert np.array_equal(again[first : first + RATE // 2], tone(300, 0.5))
    assert day.log[2].planned == planned  # fixed when the session was first planned


def test_a_cue_whose_grace_is_over_is_missed_and_not_aired_late(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=61))
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]


def test_a_late_start_within_grace_airs_the_whole_session_from_its_beginning(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=60)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=59))
    day.air(one)
    assert [airing.outcome for airing in day.log] == [Outcome.AIRED] * 2
    assert day.log[0].started > MONDAY_0630 + timedelta(seconds=59)
    assert day.log[0].frames == 2 * RATE


def test_a_refused_session_is_silent_and_written_down(day: Day) -> None:
    one = replace(session(MONDAY_0630, ["a"]), refused=tell("ngoài giờ"))
    day.rack_tones(one)
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.REFUSED)]


def test_a_lost_device_cuts_the_cue_and_the_rest_is_missed_when_grace_is_over(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=30)
    day.rack_tones(one, seconds=5)
    day.air_on(VanishingCard(5 * RATE, day.clock), one)
    cut, missed = (
        [a for a in day.log if a.outcome is Outcome.CUT],
        [a for a in day.log if a.outcome is Outcome.MISSED],
    )
    assert {airing.script for airing in cut} == {"a"}
    assert len(cut) > 1  # tried again while grace lasted
    assert {airing.script for airing in missed} == {"a", "b"}
    assert all(airing.note for airing in day.log)


def test_a_missed_session_says_that_nobody_was_running(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=61))
    day.air(one)
    assert "máy tắt" in day.log[0].note


def test_a_missed_session_says_that_there_was_no_loudspeaker(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=10)
    day.rack_tones(one)

    class Gone(VanishingCard):
        def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
            if at is not None:
                self._clock.wait_until(at)
            raise DeviceError(tell("không thấy loa"))

    day.air_on(Gone(0, day.clock), one)
    assert day.outcomes == [("a", Outcome.MISSED)]
    assert "không thấy loa" in day.log[0].note


def test_a_missed_session_is_aired_whole_at_its_make_up_time_and_once(day: Day) -> None:
    one = replace(session(MONDAY_0630, ["a", "b"], grace_s=60), make_up=MONDAY_0630 + timedelta(hours=11))
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(minutes=20))
    day.air(one, one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.AIRED)]
    assert day.log[0].started == one.make_up + timedelta(seconds=2)  # the opening, and a gap
    assert len(day.air(one)) == 0


def test_a_session_that_misses_its_make_up_time_too_is_missed(day: Day) -> None:
    one = replace(session(MONDAY_0630, ["a"], grace_s=60), make_up=MONDAY_0630 + timedelta(hours=11))
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(hours=12))
    day.air(one)
    assert day.outcomes == [("a", Outcome.MISSED)]


def test_yesterday_s_cues_never_air_however_long_the_grace(day: Day) -> None:
    one = session(MONDAY_0630.replace(hour=23, minute=55), ["a"], grace_s=3600)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630.replace(hour=23, minute=59) + timedelta(minutes=2))
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]


def test_nothing_sounds_while_it_is_held_and_the_cut_cue_begins_again(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=6)
    held = SetConditions(
        day.clock, since=MONDAY_0630 + timedelta(seconds=3), until=MONDAY_0630 + timedelta(seconds=60)
    )
    day.air(one, conditions=held)
    assert day.outcomes == [("a", Outcome.CUT), ("a", Outcome.AIRED)]
    assert "lệnh dừng" in day.log[0].note
    assert day.log[1].started > MONDAY_0630 + timedelta(seconds=60)
    assert day.log[1].frames == 6 * RATE


def test_what_is_held_beyond_its_grace_is_missed_and_says_why(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)
    held = SetConditions(
        day.clock, since=MONDAY_0630 - timedelta(minutes=1), until=MONDAY_0630 + timedelta(hours=1)
    )
    assert len(day.air(one, conditions=held)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]
    assert "lệnh dừng" in day.log[0].note


def test_an_edit_counts_while_the_loudspeaker_is_missing_for_nothing_has_begun(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)

    class Gone:
        name = "loa"

        def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
            raise DeviceError(tell("không thấy loa"))

    edited = MONDAY_0630 + timedelta(seconds=20)
    with day.playing(Gone(), current=lambda: day.clock.now() < edited) as playout:
        assert not playout.air_day(rundown(one))
    assert day.clock.now() < MONDAY_0630 + timedelta(seconds=30)
    assert day.outcomes == []  # what is owed now is for the new plan to say


def test_a_refused_session_waits_for_its_second_and_one_that_is_off_has_no_line(day: Day) -> None:
    refused = replace(session(MONDAY_0630, ["a"]), refused=tell("ngoài giờ"))
    off = replace(session(MONDAY_0630, ["b"], slot="nghi"), off=tell("nghỉ lễ"))
    at_its_second = session(MONDAY_0630, ["c"], slot="cung-gio")
    day.rack_tones(at_its_second)
    day.air(refused, off, at_its_second)
    assert day.outcomes == [("c", Outcome.AIRED), ("a", Outcome.REFUSED)]
    assert day.log[0].started == MONDAY_0630 + timedelta(seconds=2)  # after its opening: nobody kept it waiting


def test_a_session_whose_opening_broke_off_has_begun_and_goes_on_with_the_very_carts_it_was_laid_out_with(
    day: Day,
) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    cue = one.cues[0].id
    laid_out = day.rack.contents()[cue]

    class LostOnce:
        name = "loa"

        def __init__(self) -> None:
            self.lost = 0

        def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
            if self.lost:
                return Nowhere(day.clock).play(source, at=at, heard=heard)
            self.lost += 1
            day.rack.put(cue, keep_tone(day.library, "9", 700, 2.0))  # made meanwhile, in another voice
            return VanishingCard(RATE * 4 // 5, day.clock).play(source, at=at, heard=heard)

    with day.playing(LostOnce()) as playout:
        assert playout.air_day(rundown(one))
    assert day.outcomes == [("a", Outcome.AIRED)]
    assert [part for part, _ in day.stings[:2]] == ["opening/1", "opening/2"]
    assert day.log[0].fingerprint == laid_out.fingerprint


def test_what_midnight_has_ended_is_not_told_as_over_its_grace(day: Day) -> None:
    night = MONDAY_0630.replace(hour=23, minute=58, second=0)
    day.clock = OfflineClock(night - timedelta(minutes=1))
    one = session(night, ["a"], grace_s=900)
    day.rack_tones(one)
    held = SetConditions(day.clock, since=night - timedelta(minutes=1), until=night + timedelta(minutes=5))
    assert len(day.air(one, conditions=held)) == 0
    [missed] = day.log
    assert missed.outcome is Outcome.MISSED
    assert missed.note.startswith("hết ngày, không phát bù sang ngày khác: đang có lệnh dừng")
