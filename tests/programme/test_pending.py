"""Rundown - as-run log -> what is still to air."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.programme.model import Airing, Cue, CueId, Outcome, Session
from broadcast.programme.pending import airings_by_cue, is_too_late, planned_moments, unheard, unsettled
from broadcast.programme.settings import ScriptId, SlotId

AT = datetime(2025, 10, 6, 6, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CUES = tuple(Cue(id=CueId(f"2025-10-06/sang/{n}"), script=ScriptId(str(n))) for n in range(3))
SESSION = Session(
    id="2025-10-06/sang", slot=SlotId("sang"), name="Sáng", at=AT, grace=timedelta(minutes=15), cues=CUES
)


def _airing(cue: Cue, outcome: Outcome | None, *, frames: int = 0, attempt: int = 1) -> Airing:
    return Airing(
        cue=cue.id, script=cue.script, attempt=attempt, planned=AT, started=AT if frames else None, ended=None,
        frames=frames, of_frames=480_000, rate_hz=48_000, outcome=outcome, engine="espeak",
    )  # fmt: skip


def test_a_restart_airs_nothing_twice() -> None:
    log = airings_by_cue([_airing(CUES[0], Outcome.AIRED, frames=480_000)])
    assert unsettled(SESSION, log) == unheard(SESSION, log) == CUES[1:]


@pytest.mark.parametrize(
    ("frames", "again"), [(0, True), (400_000, True), (432_000, True), (432_001, False), (480_000, False)]
)
def test_a_cut_cue_is_begun_again_unless_it_was_heard_into_its_last_second(frames: int, again: bool) -> None:
    log = airings_by_cue([_airing(CUES[0], Outcome.CUT, frames=frames)])
    assert (CUES[0] in unsettled(SESSION, log)) is again


@pytest.mark.parametrize("outcome", [Outcome.MISSED, Outcome.REFUSED])
def test_what_was_given_up_is_not_owed_but_an_operator_may_still_air_it(outcome: Outcome) -> None:
    log = airings_by_cue([_airing(CUES[0], outcome, attempt=0)])
    assert CUES[0] not in unsettled(SESSION, log)
    assert CUES[0] in unheard(SESSION, log)


def test_grace_belongs_to_the_session_and_after_a_cut_to_the_cue() -> None:
    assert not is_too_late(SESSION, None, AT + timedelta(minutes=15))
    assert is_too_late(SESSION, None, AT + timedelta(minutes=15, seconds=1))
    later = AT + timedelta(minutes=5)
    assert not is_too_late(SESSION, later, AT + timedelta(minutes=20))


def test_planned_moments_are_those_fixed_when_the_session_began() -> None:
    assert planned_moments(SESSION, {}) == {}
    assert planned_moments(SESSION, airings_by_cue([_airing(CUES[1], Outcome.CUT, frames=10)])) == {CUES[1].id: AT}
