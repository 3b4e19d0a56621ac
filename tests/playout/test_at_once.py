"""Sessions, now -> one programme; refused where the hours do not allow it, ended by the first word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, session
from stand_ins.days import UNREADY, Counted, Day, SetConditions, bulletin, hours_until

from broadcast.base.errors import AirtimeRefused
from broadcast.library.rack import Rack
from broadcast.programme.bulletins import Urgency
from broadcast.programme.model import CueId, Outcome, Override


def test_at_once_airs_every_session_as_one_programme(day: Day) -> None:
    morning, evening = session(MONDAY_0630, ["a"]), session(MONDAY_0630 + timedelta(hours=11), ["a"], slot="chieu")
    day.rack_tones(morning)
    day.rack_tones(evening)
    on_time = day.air(morning, evening)
    other = Day(day.home / "other")
    other.rack_tones(morning)
    other.rack_tones(evening)
    assert np.array_equal(other.air(morning, evening, at_once=True), on_time)
    assert [airing.outcome for airing in other.log] == [Outcome.AIRED] * 2
    assert {airing.note for airing in other.log} == {"phát ngay"}


def test_at_once_is_refused_outside_the_hours_and_writes_nothing(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    day.rack.put(one.cues[1].id, UNREADY)
    day.airtime = hours_until(MONDAY_0630 + timedelta(hours=1))  # it is 05:30
    with pytest.raises(AirtimeRefused, match="ngoài khung giờ"):
        day.air(one, at_once=True)
    assert day.log == ()


def test_at_once_goes_through_with_a_reason_and_a_name_and_the_log_has_both(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = hours_until(MONDAY_0630 + timedelta(hours=1))
    heard = day.air(one, at_once=True, override=Override(reason="báo bão", by="Nguyễn Văn A"))
    assert len(heard)
    assert "báo bão" in day.log[0].note
    assert "Nguyễn Văn A" in day.log[0].note


def test_at_once_waits_for_no_session_that_is_still_to_come(day: Day) -> None:
    one, now = session(MONDAY_0630, ["a"]), day.clock.now()
    day.rack_tones(one)
    day.air(one, at_once=True)
    assert now == MONDAY_0630 - timedelta(hours=1)
    assert day.log[0].started < now + timedelta(seconds=5)
    assert (day.log[0].outcome, day.log[0].planned.date()) == (Outcome.AIRED, MONDAY_0630.date())


# --- it ends when it is told to ---


def _while_a_bulletin_waits(day: Day, urgency: Urgency, *, stopped_by: str) -> Counted:
    """Air a cue of half a minute at once; a bulletin comes after five seconds, and after ten it is stopped."""
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=30)
    begin, output = day.clock.now(), Counted(day.clock)
    conditions = SetConditions(
        day.clock, bulletins=[(begin + timedelta(seconds=5), bulletin(day, urgency, times=20))]
    )
    stops_at = begin + timedelta(seconds=10)
    if stopped_by == "latch":
        conditions.since, conditions.until = stops_at, begin + timedelta(hours=2)
    wanted = {"latch": lambda: True, "signal": lambda: day.clock.now() < stops_at}[stopped_by]
    day.air_on(output, one, wanted=wanted, at_once=True, conditions=conditions)
    assert day.clock.now() < stops_at + timedelta(seconds=5)
    return output


@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize("stopped_by", ["signal", "latch"])
def test_the_first_signal_or_stop_ends_it_whatever_bulletin_waits(
    day: Day, urgency: Urgency, stopped_by: str
) -> None:
    output = _while_a_bulletin_waits(day, urgency, stopped_by=stopped_by)
    assert output.openings <= 3
    assert ("a", Outcome.CUT) in day.outcomes


def test_a_loop_that_did_not_ask_would_be_found_out(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.playout.at_once.air_waiting", lambda parts: None)
    monkeypatch.setattr("broadcast.playout.parts.Parts.may_sound", lambda parts: True)
    with pytest.raises(AssertionError, match="again and again"):
        _while_a_bulletin_waits(day, Urgency.USUAL, stopped_by="signal")


def test_a_bulletin_that_came_meanwhile_airs_after_it_and_an_emergency_before_its_rest(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=30)
    soon = day.clock.now() + timedelta(seconds=5)
    waiting = [(soon, bulletin(day, Urgency.EMERGENCY)), (soon, bulletin(day, Urgency.USUAL, number="0631"))]
    day.air_on(Counted(day.clock), one, at_once=True, conditions=SetConditions(day.clock, bulletins=waiting))
    told = [(airing.script, airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [
        ("a", Outcome.CUT), ("ban-tin/thu", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("a", Outcome.AIRED),
    ]  # fmt: skip


def test_what_is_not_ready_is_written_down_once_though_a_bulletin_comes_between(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=30)
    day.rack.put(one.cues[1].id, UNREADY)
    soon = day.clock.now() + timedelta(seconds=5)
    conditions = SetConditions(day.clock, bulletins=[(soon, bulletin(day, Urgency.EMERGENCY))])
    day.air_on(Counted(day.clock), one, at_once=True, conditions=conditions)
    assert day.outcomes.count(("b", Outcome.MISSED)) == 1
    assert ("a", Outcome.AIRED) in day.outcomes


def test_a_session_begun_before_is_not_counted_twice_against_the_day_s_number(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=2)
    first, second = session(MONDAY_0630, ["a", "b"]), session(MONDAY_0630 + timedelta(hours=1), ["a"], slot="b")
    for one in (first, second):
        day.rack_tones(one, seconds=3)
    day.air(first, wanted=lambda: day.clock.now() < MONDAY_0630 + timedelta(seconds=8))
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.CUT)]
    day.air(first, second, at_once=True)
    assert day.outcomes[2:] == [("b", Outcome.AIRED), ("a", Outcome.AIRED)]


def test_a_bulletin_airs_while_production_is_still_at_work(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    soon = day.clock.now() + timedelta(seconds=2)

    class LateRack(Rack):
        def wait_for(self, cues: Iterable[CueId], at_most: timedelta) -> bool:
            if day.clock.now() > soon + timedelta(minutes=5):
                day.rack_tones(one)
            return super().wait_for(cues, timedelta())

    day.rack = LateRack()
    day.air_on(
        Counted(day.clock), one, at_once=True,
        conditions=SetConditions(day.clock, bulletins=[(soon, bulletin(day, Urgency.EMERGENCY))]),
    )  # fmt: skip
    heard = {airing.script: airing for airing in day.log}
    assert heard["ban-tin/thu"].started < soon + timedelta(seconds=2)
    assert heard["a"].outcome is Outcome.AIRED
