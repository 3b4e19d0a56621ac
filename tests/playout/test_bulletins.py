"""Bulletins beside the timetable: when they air, what they interrupt, what bounds them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, keep_tone, session
from stand_ins.days import UNREADY, Counted, Day, SetConditions, bulletin, hours_until

from broadcast.playout import bulletins
from broadcast.playout.output import Heard, Played, Source
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import Outcome, Override


def test_an_emergency_interrupts_and_the_interrupted_cue_plays_again_from_its_beginning(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)
    ready = MONDAY_0630 + timedelta(seconds=3)
    held = SetConditions(day.clock, bulletins=[(ready, bulletin(day, Urgency.EMERGENCY, times=2))])
    day.air(one, conditions=held)
    told = [(airing.script, airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [
        ("a", Outcome.CUT), ("ban-tin/thu", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("a", Outcome.AIRED),
        ("b", Outcome.AIRED),
    ]  # fmt: skip
    first = next(airing for airing in day.log if airing.script == "ban-tin/thu")
    assert first.started - ready < timedelta(seconds=3)
    assert "nhường bản tin khẩn cấp" in next(a.note for a in day.log if a.outcome is Outcome.CUT)


def test_a_restart_goes_on_with_a_bulletin_where_it_was(day: Day) -> None:
    """The bulletin is still waiting then: what was aired of it, the log knows; what was given up too."""
    one, early = session(MONDAY_0630, ["a"]), MONDAY_0630 - timedelta(minutes=30)
    day.rack_tones(one)
    for one_of_two in (
        bulletin(day, Urgency.PRIORITY, times=2),
        replace(bulletin(day, Urgency.USUAL), expires=early),
    ):
        for _ in range(2):
            day.air(one, conditions=SetConditions(day.clock, bulletins=[(early, one_of_two)]))
    assert sorted(day.outcomes) == [
        ("a", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED),
        ("ban-tin/thu", Outcome.MISSED),
    ]  # fmt: skip


def test_a_priority_bulletin_waits_for_the_gap_and_cuts_nothing(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)
    held = SetConditions(
        day.clock, bulletins=[(MONDAY_0630 + timedelta(seconds=3), bulletin(day, Urgency.PRIORITY))]
    )
    day.air(one, conditions=held)
    told = [(airing.script, airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [("a", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("b", Outcome.AIRED)]


def test_a_bulletin_outside_the_hours_needs_its_override(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = hours_until(MONDAY_0630 + timedelta(hours=1))
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(one, conditions=SetConditions(day.clock, bulletins=[(early, bulletin(day, Urgency.EMERGENCY))]))
    assert ("ban-tin/thu", Outcome.REFUSED) in day.outcomes
    other = Day(day.home / "other", airtime=day.airtime)
    other.rack_tones(one)
    answered = bulletin(other, Urgency.EMERGENCY, override=Override(reason="vỡ đê", by="An"))
    other.air(one, conditions=SetConditions(other.clock, bulletins=[(early, answered)]))
    assert ("ban-tin/thu", Outcome.AIRED) in other.outcomes
    assert "vỡ đê" in next(airing.note for airing in other.log if airing.script == "ban-tin/thu")


def test_a_bulletin_takes_no_session_away_from_the_timetable(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=1)
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(one, conditions=SetConditions(day.clock, bulletins=[(early, bulletin(day, Urgency.PRIORITY))]))
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED)]


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_bulletin_airs_though_the_day_s_sessions_are_used_up(day: Day, urgency: Urgency) -> None:
    day.airtime = replace(ALWAYS, max_sessions=2)
    sessions = [session(MONDAY_0630 + timedelta(minutes=10 * n), ["a"], slot=f"b{n}") for n in range(2)]
    for one in sessions:
        day.rack_tones(one)
    late = MONDAY_0630 + timedelta(minutes=15)
    last = session(MONDAY_0630 + timedelta(minutes=20), ["z"], slot="het")
    day.rack.put(last.cues[0].id, UNREADY)
    day.air(*sessions, last, conditions=SetConditions(day.clock, bulletins=[(late, bulletin(day, urgency))]))
    assert ("ban-tin/thu", Outcome.AIRED) in day.outcomes
    assert day.outcomes.count(("a", Outcome.AIRED)) == 2


def test_a_flood_of_bulletins_airs_whole_and_takes_no_session_away(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=1)
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    early = MONDAY_0630 - timedelta(minutes=30)
    flood = [(early, bulletin(day, Urgency.USUAL, number=f"06{n:02}")) for n in range(5)]
    day.air(one, conditions=SetConditions(day.clock, bulletins=flood))
    assert day.outcomes.count(("ban-tin/thu", Outcome.AIRED)) == 5
    assert ("a", Outcome.AIRED) in day.outcomes


def test_a_bulletin_s_repetitions_end_where_a_session_would_be_too_long(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=5))
    one = session(MONDAY_0630, ["z"])
    day.rack.put(one.cues[0].id, UNREADY)
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(
        one, conditions=SetConditions(day.clock, bulletins=[(early, bulletin(day, Urgency.EMERGENCY, times=4))])
    )
    assert [outcome for script, outcome in day.outcomes if script == "ban-tin/thu"] == [
        Outcome.AIRED, Outcome.AIRED, Outcome.REFUSED,
    ]  # fmt: skip


@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize("stopped_by", ["signal", "latch"])
def test_a_stop_ends_a_bulletin_at_once_and_it_goes_on_waiting(
    day: Day, urgency: Urgency, stopped_by: str
) -> None:
    one, output = session(MONDAY_0630, ["a"]), Counted(day.clock)
    day.rack_tones(one)
    early = MONDAY_0630 - timedelta(minutes=30)
    conditions = SetConditions(day.clock, bulletins=[(early, bulletin(day, urgency, times=20))])
    stops_at = MONDAY_0630 - timedelta(seconds=9)  # it airs when the session's time has come
    if stopped_by == "latch":
        conditions.since, conditions.until = stops_at, MONDAY_0630 + timedelta(hours=3)
    wanted = {"latch": lambda: True, "signal": lambda: day.clock.now() < stops_at}[stopped_by]
    day.air_on(output, one, wanted=wanted, conditions=conditions)
    assert output.openings <= 2
    assert conditions.waiting() is not None
    assert ("a", Outcome.AIRED) not in day.outcomes


def test_an_emergency_interrupts_a_bulletin_which_then_begins_again(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    early = MONDAY_0630 - timedelta(minutes=30)
    day.clock.wait_until(early)
    usual = bulletin(day, Urgency.USUAL)
    begun: list[datetime] = []

    class Interrupted(SetConditions):
        """An emergency comes a second after the usual one has begun."""

        def waiting(self) -> Bulletin | None:
            if begun and self.clock.now() > begun[0] + timedelta(seconds=1):
                self.bulletins.sort(key=lambda one: one[1].urgency is not Urgency.EMERGENCY)
                return super().waiting()
            return next((one for since, one in self.bulletins if one is usual and since <= self.clock.now()), None)

    class Noting(Counted):
        def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
            begun.append(self._clock.now())
            return super().play(source, at=at, heard=heard)

    emergency = bulletin(day, Urgency.EMERGENCY)
    conditions = Interrupted(day.clock, bulletins=[(early, usual), (early, emergency)])
    day.air_on(Noting(day.clock), one, conditions=conditions)
    told = [(airing.cue.split("/")[1], airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [
        ("thuong.0630", Outcome.CUT), ("khan-cap.0630", Outcome.AIRED), ("thuong.0630", Outcome.AIRED),
        ("sang", Outcome.AIRED),
    ]  # fmt: skip


def _began(day: Day, script: str) -> datetime:
    return next(airing.started for airing in day.log if airing.script == script)


@pytest.mark.parametrize(
    ("urgency", "before_s", "first"),
    [
        (Urgency.USUAL, 60, "ban-tin/thu"),  # it is over before the session is laid out
        (Urgency.USUAL, 20, "a"),
        (Urgency.USUAL, 13, "a"),
        (Urgency.USUAL, 1, "a"),
        (Urgency.PRIORITY, 13, "ban-tin/thu"),
        (Urgency.EMERGENCY, 13, "ban-tin/thu"),
    ],
)
def test_a_usual_bulletin_keeps_no_session_from_its_second(
    day: Day, urgency: Urgency, before_s: float, first: str
) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    taken = MONDAY_0630 - timedelta(seconds=before_s)
    long = replace(bulletin(day, urgency), fingerprint=keep_tone(day.library, "e", 900, 9).fingerprint)
    day.clock.wait_until(taken)
    day.air(one, conditions=SetConditions(day.clock, bulletins=[(taken, long)]))
    order = [airing.script for airing in sorted(day.log, key=lambda one: one.started)]
    assert order == [first, *({"a", "ban-tin/thu"} - {first})]
    if urgency is Urgency.USUAL:
        assert _began(day, "a") == MONDAY_0630 + timedelta(seconds=2)  # behind the opening


def test_a_usual_bulletin_that_expires_while_a_session_sounds_says_so(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=30)
    taken = MONDAY_0630 - timedelta(seconds=13)
    short = replace(bulletin(day, Urgency.USUAL), expires=MONDAY_0630 + timedelta(seconds=5))
    day.clock.wait_until(taken)
    day.air(one, conditions=SetConditions(day.clock, bulletins=[(taken, short)]))
    [missed] = [airing for airing in day.log if airing.script == "ban-tin/thu"]
    assert (missed.outcome, "nhường buổi trong lịch phát trước" in missed.note) == (Outcome.MISSED, True)


def test_without_looking_at_the_next_session_a_usual_bulletin_would_push_it(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: as it once was."""
    monkeypatch.setattr(bulletins, "_is_over", lambda *_: True)
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    taken = MONDAY_0630 - timedelta(seconds=13)
    long = replace(bulletin(day, Urgency.USUAL), fingerprint=keep_tone(day.library, "e", 900, 30).fingerprint)
    day.clock.wait_until(taken)
    day.air(one, conditions=SetConditions(day.clock, bulletins=[(taken, long)]))
    assert _began(day, "a") > MONDAY_0630 + timedelta(seconds=10)
