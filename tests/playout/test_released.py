"""A cart that nobody has released, and a policy -> what sounds, and what the log says of it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, lengths, session
from stand_ins.days import Day

from broadcast.base.errors import Message, tell
from broadcast.playout.output.nowhere import Nowhere
from broadcast.programme.model import AiredRelease, Cart, Outcome, Part
from broadcast.programme.released import Act, Answer, Deed
from broadcast.programme.settings import ScriptId

RELEASE = Act(deed=Deed.RELEASED, script=ScriptId("a"), by="Bà Lan", at=MONDAY_0630, number=5)
RELEASED = Answer(release=RELEASE, is_required=True)
SANG = session(MONDAY_0630, ["a", "b", "c"])


class Asked:
    """A Released that a test sets."""

    def __init__(self, *unreleased: str, required: bool = True) -> None:
        self._unreleased, self._required = unreleased, required

    def __call__(self, script: ScriptId, _part: Part, _cart: Cart, _day: date) -> Answer:
        if script in self._unreleased:
            return Answer(why=tell("chưa ai duyệt"), is_required=self._required)
        return replace(RELEASED, release=replace(RELEASE, script=script))

    def taken_back(self, release: Act) -> Message | None:
        return None


def test_a_cue_that_nobody_has_released_is_refused_and_the_others_air(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.rack_tones(SANG)
    samples = day.air(SANG, released=Asked("b"))
    assert day.outcomes == [("b", Outcome.REFUSED), ("a", Outcome.AIRED), ("c", Outcome.AIRED)]
    assert lengths(samples, 500) == []
    assert [one.code for one in day.log[0].reasons] == ["not_released"]
    assert [one.release for one in day.log[1:]] == [AiredRelease(serial=5, by="Bà Lan")] * 2


def test_the_same_airs_where_a_release_is_only_advised_and_the_log_says_that_nobody_gave_it(
    tmp_path: Path,
) -> None:
    day = Day(tmp_path)
    day.rack_tones(SANG)
    day.air(SANG, released=Asked("b", required=False))
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.AIRED), ("c", Outcome.AIRED)]
    assert day.log[1].release == AiredRelease(why=tell("chưa ai duyệt"))


def test_without_the_question_what_nobody_released_airs(tmp_path: Path) -> None:
    """The negative control."""
    day = Day(tmp_path)
    day.rack_tones(SANG)
    day.air(SANG)
    assert {outcome for _, outcome in day.outcomes} == {Outcome.AIRED}


def test_a_release_withdrawn_between_laying_out_and_its_turn_is_noticed(tmp_path: Path) -> None:
    day = Day(tmp_path)
    day.rack_tones(SANG)

    class Withdrawn(Asked):
        def __call__(self, script: ScriptId, part: Part, cart: Cart, on: date) -> Answer:
            if script == "c" and day.clock.now() >= MONDAY_0630:
                return Answer(why=tell("đã rút"), is_required=True)
            return super().__call__(script, part, cart, on)

    samples = day.air(SANG, released=Withdrawn())
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.AIRED), ("c", Outcome.REFUSED)]
    assert lengths(samples, 600) == []


@pytest.mark.parametrize("at_once", [False, True])
def test_what_is_withdrawn_while_it_sounds_fades_and_the_rest_of_its_session_goes_on(
    tmp_path: Path, at_once: bool
) -> None:
    day = Day(tmp_path)
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, 6.0)
    sounded: list[float] = []

    class Withdrawn(Asked):
        def _is_withdrawn(self, script: str) -> bool:
            seconds = (day.clock.now() - MONDAY_0630).total_seconds()
            return script == "b" and seconds > 11  # b begins about 8 s after the session's second

        def __call__(self, script: ScriptId, part: Part, cart: Cart, on: date) -> Answer:
            if self._is_withdrawn(script):
                return Answer(why=tell("Bà Lan đã rút"), is_required=True)
            return super().__call__(script, part, cart, on)

        def taken_back(self, release: Act) -> Message | None:
            if not self._is_withdrawn(release.script):
                return None
            sounded.append((day.clock.now() - MONDAY_0630).total_seconds())
            return tell("lần duyệt đã được rút: {why}", why="nhầm ngày")

    if at_once:
        day.clock.wait_until(MONDAY_0630)
    day.air_on(Nowhere(day.clock), one, at_once=at_once, released=Withdrawn())
    assert day.outcomes == [
        ("a", Outcome.AIRED), ("b", Outcome.CUT), ("b", Outcome.REFUSED), ("c", Outcome.AIRED),
    ]  # fmt: skip
    cut = day.log[1]
    assert cut.ended is not None
    assert (cut.ended - MONDAY_0630).total_seconds() - sounded[0] < 1.0
    assert cut.reasons[-1].code == "not_released"


def test_an_opening_whose_words_nobody_released_is_left_out(tmp_path: Path) -> None:
    from broadcast.programme.onair import sting

    day = Day(tmp_path)
    day.rack_tones(SANG)
    stings = {Part.OPENING: sting(Part.OPENING, ScriptId("chung/mo-dau"), "xin chào")}
    day.air(SANG, stings=stings, released=Asked("chung/mo-dau"))
    assert day.stings == [("closing/1", Outcome.AIRED)]
    assert [outcome for _, outcome in day.outcomes] == [Outcome.AIRED] * 3


@pytest.mark.parametrize("at_once", [False, True])
def test_a_release_that_is_over_on_the_day_it_is_heard_airs_nothing(tmp_path: Path, at_once: bool) -> None:
    """With the programme of a day long past, and behind midnight."""
    day, late = Day(tmp_path), MONDAY_0630.replace(hour=23, minute=59, second=50)
    one = session(late, ["a", "b", "c"])
    day.rack_tones(one, 6.0)

    class UntilMonday(Asked):
        def __call__(self, script: ScriptId, part: Part, cart: Cart, on: date) -> Answer:
            if on > MONDAY_0630.date():
                return Answer(why=tell("hết hạn"), is_required=True)
            return super().__call__(script, part, cart, on)

    if at_once:
        day.clock.wait_until(late + timedelta(days=30))
    day.air_on(Nowhere(day.clock), one, at_once=at_once, released=UntilMonday())
    aired = [] if at_once else [("a", Outcome.AIRED)]
    assert sorted(day.outcomes) == [*aired, *((cue, Outcome.REFUSED) for cue in "abc"[len(aired) :])]
