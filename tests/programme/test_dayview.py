"""How `today` says each cue stands: as it was heard, else as it is planned."""

from dataclasses import replace
from datetime import datetime, timedelta

from stand_ins.carts import MONDAY_0630, RATE, rundown, session

from broadcast.base.errors import tell
from broadcast.programme.dayview import CueView, view_day
from broadcast.programme.model import Airing, Cart, Cue, CueId, CueState, Fingerprint, Outcome, Reason, Unready

SESSION = session(MONDAY_0630, ["truoc/01", "truoc/02", "truoc/03"])
FIRST, SECOND, THIRD = SESSION.cues
OPENING, CLOSING = CueId("opening"), CueId("closing")


def _cart(seconds: float) -> Cart:
    return Cart(
        fingerprint=Fingerprint("f"), engine="espeak", frames=round(seconds * RATE), rate_hz=RATE, loudness=-16.0,
        true_peak=-1.0,
    )  # fmt: skip


def _airing(cue: Cue, outcome: Outcome | None, *, frames: int, note: str = "") -> Airing:
    began = frames > 0
    return Airing(
        cue=cue.id, script=cue.script, attempt=1 if began else 0, planned=MONDAY_0630,
        started=MONDAY_0630 if began else None, ended=None, frames=frames, of_frames=10 * RATE, rate_hz=RATE,
        outcome=outcome, engine="espeak", note=note,
    )  # fmt: skip


def _views(made, heard=None) -> tuple[CueView, ...]:
    return view_day(rundown(SESSION), made, heard or {}, OPENING, CLOSING).cues


def test_a_cue_is_ready_unready_or_only_planned_by_what_is_made() -> None:
    missing = Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"), facts=("dai_hoi.ngay",))
    ready, unready, planned = _views({FIRST.id: _cart(10), SECOND.id: missing})
    assert (ready.state, ready.seconds, ready.reason) == (CueState.READY, 10, "")
    assert (unready.state, unready.at, unready.reason) == (CueState.UNREADY, None, "missing_fact")
    assert (unready.why, unready.facts) == (missing.why, ("dai_hoi.ngay",))
    assert (planned.state, planned.seconds, planned.why) == (CueState.PLANNED, None, None)


def test_the_planned_moment_follows_from_the_opening_and_the_lengths_before_it() -> None:
    made = {OPENING: _cart(7), FIRST.id: _cart(10), SECOND.id: _cart(20)}
    assert [view.at for view in _views(made)][:2] == [
        MONDAY_0630 + timedelta(seconds=7 + 1.5),
        MONDAY_0630 + timedelta(seconds=7 + 1.5 + 10 + 1.5),
    ]


def test_what_was_heard_counts_more_than_what_is_made() -> None:
    made = {cue.id: _cart(10) for cue in SESSION.cues}
    heard = {
        FIRST.id: (_airing(FIRST, Outcome.AIRED, frames=10 * RATE),),
        SECOND.id: (_airing(SECOND, Outcome.CUT, frames=4 * RATE, note="mất loa"),),
    }
    aired, cut, ready = _views(made, heard)
    assert (aired.state, aired.seconds, aired.reason, aired.why) == (CueState.AIRED, 10, "", None)
    assert (cut.state, cut.seconds, cut.reason, str(cut.why)) == (CueState.CUT, 4, "cut", "mất loa")
    assert ready.state is CueState.READY


def test_a_cue_cut_within_its_last_second_and_then_missed_was_heard() -> None:
    almost = _airing(FIRST, Outcome.CUT, frames=10 * RATE - RATE // 2)
    missed = _airing(FIRST, Outcome.MISSED, frames=0)
    assert _views({}, {FIRST.id: (almost, missed)})[0].state is CueState.AIRED
    assert _views({}, {FIRST.id: (missed,)})[0].state is CueState.MISSED


def test_the_cues_of_a_refused_session_say_why_whatever_is_made() -> None:
    why = tell("quá số buổi được phát trong ngày ({limit})", limit=2)
    refused = replace(SESSION, refused=why)
    made = {FIRST.id: _cart(10)}
    views = view_day(rundown(refused), made, {}, OPENING, CLOSING).cues
    assert [(view.state, view.reason, view.why) for view in views] == [(CueState.REFUSED, "airtime", why)] * 3


def test_a_cue_on_air_is_not_aired_yet() -> None:
    on_air = _airing(FIRST, None, frames=RATE)
    assert isinstance(on_air.started, datetime)
    assert _views({}, {FIRST.id: (on_air,)})[0].state is CueState.PLANNED
