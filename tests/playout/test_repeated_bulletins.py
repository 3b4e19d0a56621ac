"""A bulletin that is aired again and again, by the real Duty: a night of storm, a cancel, a stop, a restart."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, RATE, rundown, session
from stand_ins.days import Day, bulletin

from broadcast.playout import bulletins, sounding
from broadcast.playout.control.bulletin_orders import answer
from broadcast.playout.control.duty import Duty
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.nowhere import Nowhere
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.hours import Window
from broadcast.programme.model import Outcome, Override
from broadcast.programme.settings import AirtimeRules
from broadcast.record.journal import Journal

EVENING = MONDAY_0630.replace(hour=18, minute=0)
HOUR = timedelta(hours=1)
DAY_HOURS: AirtimeRules = replace(
    ALWAYS,
    allowed=(Window(start=time(5), end=time(20, 30)),),
)


@contextmanager
def _on_duty(day: Day) -> Iterator[Duty]:
    duty = Duty(day.home / "journal", day.clock)
    try:
        yield duty
    finally:
        duty.close()


def _wait(duty: Duty, one: Bulletin) -> Bulletin:
    return duty._bulletins.add(replace(one, taken=duty.clock.now()))


def _hourly(day: Day, urgency: Urgency, times: int, override: Override | None = None) -> Bulletin:
    one = bulletin(day, urgency, override=override, number="180000000")
    now = day.clock.now()
    return replace(
        one, times=times, due=now, every=HOUR, expires=now + HOUR, title="Bão gần bờ", text="Bão đang vào gần bờ."
    )


def _heard(day: Day) -> list[tuple[str, int, Outcome | None]]:
    """When each began or should have begun, and what became of it."""
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        found = journal.airings(EVENING.date(), EVENING.date() + timedelta(days=1))
    return [
        (f"{(one.started or one.planned):%d %H}", (one.started or one.planned).minute, one.outcome)
        for one in found
    ]


@pytest.fixture
def evening(day: Day) -> Day:
    day.clock.passed((EVENING - day.clock.now()).total_seconds())
    return day


def _stand_by(day: Day, duty: Duty, hours: float) -> None:
    with day.playing(Nowhere(day.clock), conditions=duty) as playout:
        assert playout.stand_by(day.clock.now() + timedelta(hours=hours))


def test_hourly_for_a_night_an_emergency_airs_each_hour_past_the_hours_and_over_midnight(evening: Day) -> None:
    evening.airtime = DAY_HOURS
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.EMERGENCY, 12, Override(reason="bão", by="An")))
        _stand_by(evening, duty, 13)
        assert list(duty._bulletins) == []
    hours = [f"06 {hour:02}" for hour in range(18, 24)] + [f"07 {hour:02}" for hour in range(6)]
    assert _heard(evening) == [(hour, 0, Outcome.AIRED) for hour in hours]


def test_a_usual_repetition_outside_the_hours_is_passed_over_with_a_line_and_the_next_is_asked_again(
    evening: Day,
) -> None:
    evening.airtime = DAY_HOURS
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.USUAL, 13))
        _stand_by(evening, duty, 13)
    outcomes = [outcome for _, _, outcome in _heard(evening)]
    assert outcomes == [Outcome.AIRED] * 3 + [Outcome.REFUSED] * 8 + [Outcome.AIRED] * 2


def test_each_repetition_is_measured_alone_against_the_longest_session(evening: Day) -> None:
    evening.airtime = replace(ALWAYS, max_session=timedelta(seconds=3))
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.PRIORITY, 4))  # two seconds each
        _stand_by(evening, duty, 4)
    assert [outcome for _, _, outcome in _heard(evening)] == [Outcome.AIRED] * 4


def test_a_restart_in_the_night_keeps_the_schedule_and_airs_nothing_twice(evening: Day) -> None:
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.EMERGENCY, 5))
    for _ in range(6):
        with _on_duty(evening) as duty:
            _stand_by(evening, duty, 0.75)
    assert _heard(evening) == [(f"06 {hour}", 0, Outcome.AIRED) for hour in (18, 19, 20, 21, 22)]


def test_a_crash_between_the_log_and_the_list_airs_nothing_twice(evening: Day) -> None:
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.EMERGENCY, 2))
        before = (evening.home / "journal" / "bulletins.json").read_bytes()
        _stand_by(evening, duty, 0.5)
    (evening.home / "journal" / "bulletins.json").write_bytes(before)
    with _on_duty(evening) as duty:
        _stand_by(evening, duty, 1)
    assert _heard(evening) == [("06 18", 0, Outcome.AIRED), ("06 19", 0, Outcome.AIRED)]


def test_what_could_not_air_before_the_next_is_due_is_given_up_with_its_reason(evening: Day) -> None:
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.USUAL, 4))
    evening.clock.passed(2.5 * 3600)  # the machine was off
    with _on_duty(evening) as duty:
        _stand_by(evening, duty, 2)
    assert [outcome for _, _, outcome in _heard(evening)] == [
        Outcome.MISSED, Outcome.MISSED, Outcome.AIRED, Outcome.AIRED,
    ]  # fmt: skip
    with Journal(evening.home / "journal" / "as-run.sqlite3") as journal:
        missed = journal.airings(EVENING.date(), EVENING.date())[:2]
    assert [one.planned.hour for one in missed] == [18, 19]
    assert all("hết hạn của lần này" in one.note for one in missed)


def test_its_words_and_its_turn_are_those_of_the_session_that_sounds(
    evening: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounded = []

    def sound(parts, layouts, manner, **more) -> None:
        sounded.extend(layout.session for layout in layouts)
        sounding.sound(parts, layouts, manner, **more)

    monkeypatch.setattr(bulletins, "sound", sound)
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.PRIORITY, 2))
        _stand_by(evening, duty, 1.5)
    assert [one.name for one in sounded] == [f"bản tin ưu tiên, lần {number} trên 2" for number in (1, 2)]
    assert {(one.cues[0].title, one.cues[0].text) for one in sounded} == {("Bão gần bờ", "Bão đang vào gần bờ.")}


class _Meanwhile(Nowhere):
    """Does something so many seconds after it has begun to sound."""

    def __init__(self, day: Day, what, after_s: float = 1.0) -> None:
        super().__init__(day.clock)
        self._what = what
        self._after_s = after_s

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        def listening(frames: int, started: datetime):
            if frames > self._after_s * RATE and self._what is not None:
                what, self._what = self._what, None
                what()
            return heard(frames, started)

        return super().play(source, at=at, heard=listening)


def _order(duty: Duty, order: str) -> Mapping[str, object]:
    return answer(duty._bulletins, {"order": order})


def test_a_cancel_ends_one_that_sounds_and_it_does_not_come_again(evening: Day) -> None:
    with _on_duty(evening) as duty:
        _wait(duty, replace(bulletin(evening, Urgency.PRIORITY, times=3), expires=EVENING + HOUR))
        output = _Meanwhile(evening, lambda: _order(duty, "cancel"))
        with evening.playing(output, conditions=duty) as playout:
            playout.stand_by(EVENING + HOUR)
    (only,) = evening.log
    assert only.outcome is Outcome.CUT
    assert 0 < only.seconds < 2
    assert "bản tin đã bị huỷ" in only.note


def test_without_the_cancel_it_airs_as_often_as_it_was_wanted(evening: Day) -> None:
    """The negative control."""
    with _on_duty(evening) as duty:
        _wait(duty, replace(bulletin(evening, Urgency.PRIORITY, times=3), expires=EVENING + HOUR))
        with evening.playing(_Meanwhile(evening, lambda: None), conditions=duty) as playout:
            playout.stand_by(EVENING + HOUR)
    assert [one.outcome for one in evening.log] == [Outcome.AIRED] * 3


def test_what_waited_during_a_stop_airs_on_somebody_s_word_alone(evening: Day) -> None:
    with _on_duty(evening) as duty:
        _wait(duty, _hourly(evening, Urgency.EMERGENCY, 3))
        duty.latch.set("thử", evening.clock.now())
        duty.poll()
        duty.latch.clear()
        _stand_by(evening, duty, 0.5)
        assert _heard(evening) == []
        _order(duty, "release")
        _stand_by(evening, duty, 0.4)
        assert _heard(evening) == [("06 18", 30, Outcome.AIRED)]


def test_released_while_the_stop_still_holds_it_airs_before_the_session_that_was_cut(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)

    with _on_duty(day) as duty:

        def stop() -> None:
            duty.latch.set("thử", day.clock.now())
            _wait(duty, replace(bulletin(day, Urgency.PRIORITY), expires=MONDAY_0630 + HOUR))

        looks: list[datetime] = []

        def meanwhile(*, between_sessions: bool) -> None:
            if duty.stop is None:
                return
            looks.append(day.clock.now())
            if len(looks) == 20:
                assert all(one.held for one in duty._bulletins)
                duty._answer({"do": "bulletins", "order": "release"})
            if len(looks) == 40:
                assert not any(one.held for one in duty._bulletins)  # the stop holds it no more
                duty.latch.clear()

        with day.playing(_Meanwhile(day, stop, 4.0), conditions=duty, meanwhile=meanwhile) as playout:
            playout.air_day(rundown(one))
    told = [(airing.script, airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [
        ("a", Outcome.CUT), ("ban-tin/thu", Outcome.AIRED), ("a", Outcome.AIRED), ("b", Outcome.AIRED),
    ]  # fmt: skip


def test_cancelling_the_one_that_was_interrupted_leaves_the_emergency_alone(evening: Day) -> None:
    with _on_duty(evening) as duty:
        usual = _wait(duty, replace(bulletin(evening, Urgency.USUAL), expires=EVENING + HOUR))
        steps = [
            lambda: _wait(duty, replace(bulletin(evening, Urgency.EMERGENCY), expires=EVENING + HOUR)),
            lambda: duty._bulletins.cancel([usual.serial]),
        ]

        class Stepping(Nowhere):
            """The first step a second into the first programme, the second a second into the next."""

            def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
                step = steps.pop(0) if steps else lambda: None
                return _Meanwhile(evening, step).play(source, at=at, heard=heard)

        with evening.playing(Stepping(evening.clock), conditions=duty) as playout:
            playout.stand_by(EVENING + HOUR)
    told = [(one.cue.split("/")[1], one.outcome) for one in evening.log]
    assert told == [("thuong.0630", Outcome.CUT), ("khan-cap.0630", Outcome.AIRED)]
