"""Sessions that miss their second behind another one: the player airs them when `today` said that it will."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, keep_tone, rundown, session
from stand_ins.days import Day

from broadcast.library.rack import CLOSING, OPENING
from broadcast.programme.dayview import DayView, view_day
from broadcast.programme.model import CueState, Outcome

ABOUT_S = 0.75
"""What the offline player may be behind the reckoned moment, which is half a second behind what sounded."""


def _session(slot: str, at_s: float, *, make_up_s: float | None = None, grace_s: float = 5):
    one = session(MONDAY_0630 + timedelta(seconds=at_s), [slot], slot=slot, grace_s=grace_s)
    return replace(one, make_up=MONDAY_0630 + timedelta(seconds=make_up_s)) if make_up_s is not None else one


def _told_and_aired(day: Day, *sessions, lengths: dict[str, float]) -> tuple[dict, dict, DayView]:
    """By slot, the second at which `today` says a session's cue begins and at which it did; None: it does not."""
    for number, one in enumerate(sessions):
        day.rack.put(
            one.cues[0].id, keep_tone(day.library, f"{number + 2}", 400 + 100 * number, lengths[one.slot])
        )
    view = view_day(
        rundown(*sessions), day.rack.contents(), {}, OPENING, CLOSING, now=day.clock.now(), rules=ALWAYS
    )
    day.air(*sessions)
    told = {
        one.session.slot: None if one.at is None else (one.at - MONDAY_0630).total_seconds() for one in view.cues
    }
    aired = {
        one.script: (one.started - MONDAY_0630).total_seconds() if one.outcome is Outcome.AIRED else None
        for one in day.log
    }
    return told, aired, view


CASES = {
    "at its make-up time": ([("a", 0, None, 5), ("b", 10, 60, 5)], {"a": 30, "b": 3}, "ab"),
    "busy until within its grace there": ([("a", 0, None, 5), ("b", 10, 30, 5)], {"a": 30, "b": 3}, "ab"),
    "busy until past its grace there": ([("a", 0, None, 5), ("b", 10, 20, 5)], {"a": 30, "b": 3}, "a"),
    "behind who begins then": (
        [("a", 0, None, 5), ("b", 10, 60, 15), ("c", 60, None, 15)], {"a": 30, "b": 3, "c": 4}, "acb",
    ),
    "too late behind who begins then": (
        [("a", 0, None, 5), ("b", 10, 60, 5), ("c", 60, None, 5)], {"a": 30, "b": 3, "c": 20}, "ac",
    ),
    "before who comes a second later": (
        [("a", 0, None, 5), ("b", 10, 60, 5), ("c", 61, None, 30)], {"a": 30, "b": 10, "c": 4}, "abc",
    ),
    "so that who comes then is lost": (
        [("a", 0, None, 5), ("b", 10, 60, 5), ("c", 65, None, 5)], {"a": 30, "b": 20, "c": 4}, "ab",
    ),
    "one makes way for the other one's": (
        [("a", 0, None, 5), ("b", 10, 60, 5), ("c", 65, 90, 5)], {"a": 30, "b": 20, "c": 4}, "abc",
    ),
    "two made up for at one time": (
        [("a", 0, None, 5), ("b", 10, 60, 5), ("c", 12, 60, 20)], {"a": 30, "b": 10, "c": 4}, "abc",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_today_tells_when_the_player_makes_up_for_a_session(day: Day, case: str) -> None:
    given, lengths, sounds = CASES[case]
    sessions = [_session(slot, at, make_up_s=make_up, grace_s=grace) for slot, at, make_up, grace in given]
    told, aired, view = _told_and_aired(day, *sessions, lengths=lengths)
    assert {slot for slot, at in aired.items() if at is not None} == set(sounds)
    for slot, at in aired.items():
        assert told[slot] == (None if at is None else pytest.approx(at, abs=ABOUT_S)), slot
    assert sorted(sounds, key=lambda slot: aired[slot]) == list(sounds)
    lost = {one.session.slot for one in view.cues if one.state is CueState.NOT_AIRED}
    assert lost == {slot for slot, *_ in given} - set(sounds)


def test_after_a_late_start_today_and_the_player_go_straight_to_the_make_up_time(day: Day) -> None:
    """The machine was off at its second; at its make-up time it holds the loudspeaker against who comes then."""
    day.clock.wait_until(MONDAY_0630 + timedelta(seconds=20))
    sessions = _session("b", 0, make_up_s=60), _session("c", 65, grace_s=60)
    told, aired, view = _told_and_aired(day, *sessions, lengths={"b": 20, "c": 4})
    assert list(aired) == ["b", "c"]
    assert told == {slot: pytest.approx(at, abs=ABOUT_S) for slot, at in aired.items()}
    assert [one.state for one in view.cues] == [CueState.WAITING, CueState.READY]
    assert str(view.overlaps[sessions[1].id].what).endswith("buổi trước còn phát bù đến 06:31:23")
