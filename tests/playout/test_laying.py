"""A session and the rack -> what of it airs, and what is passed over with its reason."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, keep_tone, lengths, rundown, session
from stand_ins.days import UNREADY, Day, SetConditions, samples_in

from broadcast.playout.output.audiofile import AudioFile
from broadcast.programme.hours import Window
from broadcast.programme.model import Cart, Outcome
from broadcast.programme.settings import Drop


def test_the_sting_never_sounds_alone(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack.put(one.cues[0].id, UNREADY)
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]
    assert "thiếu dữ kiện" in day.log[0].note


def test_an_unready_cue_is_passed_over_and_said_so(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one)
    day.rack.put(one.cues[1].id, UNREADY)
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.MISSED), ("c", Outcome.AIRED)]


def test_a_cart_that_was_damaged_on_the_rack_is_not_aired(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    cart = day.rack.contents()[one.cues[0].id]
    path = day.library._path("carts", cart.fingerprint)
    path.write_bytes(path.read_bytes()[:-10] + b"0123456789")
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.MISSED), ("b", Outcome.AIRED)]


def test_a_session_too_long_for_its_hour_closes_up_from_its_end(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=10))
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, seconds=3)
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.REFUSED), ("c", Outcome.REFUSED)]


def test_sessions_a_day_counts_what_was_heard_and_not_what_was_planned(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=2)
    sessions = [session(MONDAY_0630 + timedelta(hours=n), ["a"], slot=f"b{n}") for n in range(4)]
    day.rack_tones(sessions[0])
    for one in sessions[2:]:
        day.rack.put(one.cues[0].id, day.rack.contents()[sessions[0].cues[0].id])
    day.rack.put(sessions[1].cues[0].id, UNREADY)  # never heard: it takes nothing away
    day.air(*sessions)
    outcomes = {airing.cue: airing.outcome for airing in day.log}
    assert [outcomes[one.cues[0].id] for one in sessions] == [
        Outcome.AIRED, Outcome.MISSED, Outcome.AIRED, Outcome.REFUSED,
    ]  # fmt: skip
    assert "quá số buổi" in day.log[-1].note


def test_a_session_that_goes_on_after_a_cut_is_as_long_as_all_of_it(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=15))
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=4)
    stops_at = MONDAY_0630 + timedelta(seconds=10)
    day.air(one, wanted=lambda: day.clock.now() < stops_at)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.CUT)]
    day.air(one)
    assert day.outcomes[-1] == ("b", Outcome.AIRED)
    other = Day(day.home / "other", airtime=replace(ALWAYS, max_session=timedelta(seconds=13.5)))
    other.rack_tones(one, seconds=4)
    other.air(one, wanted=lambda: other.clock.now() < stops_at)
    other.air(one)
    assert other.outcomes[-1] == ("b", Outcome.REFUSED)


def _too_long(day: Day, drop: Drop, *seconds: float) -> list[tuple[str, Outcome | None]]:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=13))
    one = replace(session(MONDAY_0630, [f"{index}" for index, _ in enumerate(seconds)]), drop=drop)
    for number, (cue, length) in enumerate(zip(one.cues, seconds, strict=True)):
        day.rack.put(cue.id, keep_tone(day.library, f"{number + 2}", 400 + 100 * number, length))
    day.air(one)
    return sorted(day.outcomes)


def test_the_ward_says_what_goes_first_of_a_session_too_long(day: Day) -> None:
    assert _too_long(day, Drop.LONGEST, 6, 2, 3) == [
        ("0", Outcome.REFUSED), ("1", Outcome.AIRED), ("2", Outcome.AIRED),
    ]  # fmt: skip


def test_one_announcement_that_never_fits_does_not_take_the_others_with_it(day: Day) -> None:
    assert _too_long(day, Drop.LAST, 20, 2, 3) == [
        ("0", Outcome.REFUSED), ("1", Outcome.AIRED), ("2", Outcome.AIRED),
    ]  # fmt: skip


def _over_midnight(day: Day, *hours: Window) -> list[tuple[str, Outcome | None]]:
    day.airtime = replace(ALWAYS, allowed=hours)
    one = session(MONDAY_0630.replace(hour=23, minute=59, second=50), ["a", "b", "c"])
    day.rack_tones(one, seconds=4)
    day.air(one)
    return sorted(day.outcomes)


EVENING, NIGHT = Window(start=time(22), end=time()), Window(start=time(), end=time(0, 30))


def test_a_greeting_over_midnight_airs_whole_where_both_days_allow_it(day: Day) -> None:
    assert _over_midnight(day, EVENING, NIGHT) == [(one, Outcome.AIRED) for one in "abc"]


def test_a_programme_ends_at_midnight_where_the_next_day_does_not_go_on(day: Day) -> None:
    assert _over_midnight(day, EVENING) == [
        ("a", Outcome.AIRED), ("b", Outcome.REFUSED), ("c", Outcome.REFUSED),
    ]  # fmt: skip


def test_a_cart_of_another_version_waits_for_production_and_is_missed_with_its_reason(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=2)
    one = replace(one, cues=tuple(replace(cue, version="2") for cue in one.cues))
    day.rack_tones(one)
    for cue, version in zip(one.cues, ("1", "2"), strict=True):
        cart = day.rack.contents()[cue.id]
        assert isinstance(cart, Cart)
        day.rack.put(cue.id, replace(cart, version=version))
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.MISSED), ("b", Outcome.AIRED)]
    assert "bài đã sửa" in next(line.note for line in day.log if line.script == "a")
    assert day.log[-1].started > MONDAY_0630 + timedelta(seconds=1)  # it waited


def test_a_session_that_is_cut_goes_on_with_its_own_cart_whatever_lies_on_the_rack_by_then(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=6)
    other = keep_tone(day.library, "9", 900, 6)
    held = SetConditions(
        day.clock, since=MONDAY_0630 + timedelta(seconds=3), until=MONDAY_0630 + timedelta(seconds=60)
    )

    def cut(*, between_sessions: bool) -> None:
        if any(line.outcome is Outcome.CUT for line in day.log):
            day.rack.put(one.cues[0].id, other)

    path = day.home / "day.wav"
    with AudioFile(path, day.clock) as file, day.playing(file, conditions=held, meanwhile=cut) as playout:
        playout.air_day(rundown(one))
    assert day.outcomes == [("a", Outcome.CUT), ("a", Outcome.AIRED)]
    assert day.rack.contents()[one.cues[0].id] == other
    assert lengths(samples_in(path), 900) == []
    assert max(lengths(samples_in(path), 400)) == pytest.approx(6, abs=0.1)
