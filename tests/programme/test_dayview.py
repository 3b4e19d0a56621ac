"""How `today` says each cue stands: as it was heard, else as it is planned."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from stand_ins.carts import MONDAY_0630, RATE, rundown, session

from broadcast.base.errors import tell
from broadcast.programme.dayview import CueView, view_day
from broadcast.programme.hours import Window
from broadcast.programme.model import Airing, Cart, Cue, CueId, CueState, Fingerprint, Outcome, Reason, Unready
from broadcast.programme.onair import OnAirPart, Sounding
from broadcast.programme.settings import AirtimeRules, ScriptId

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


def test_a_fallback_voice_s_reason_is_not_why_a_cue_stands_as_it_does() -> None:
    offline = tell("không kết nối được giọng Google")
    ready, *_ = _views({FIRST.id: replace(_cart(10), fallback=offline)})
    assert (ready.state, ready.why, ready.fallback) == (CueState.READY, None, offline)


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


# --- what is true now ---

RULES = AirtimeRules(
    allowed=(Window(start=time(5), end=time(8)),), days=frozenset(range(7)), max_session=timedelta(minutes=1),
    max_sessions=2, exceptions=(),
)  # fmt: skip


def _sounding(cue: Cue | None, part: OnAirPart = OnAirPart.CUE) -> Sounding:
    return Sounding(
        part=part, session=SESSION.id, session_name=SESSION.name, cue=cue.id if cue else None,
        script=cue.script if cue else ScriptId(""), title="", seconds=4, of_seconds=10, programme_seconds_left=30,
        device="loa",
    )  # fmt: skip


def _now(seconds: float, made=None, heard=None, sounding: Sounding | None = None, **more) -> tuple[CueView, ...]:
    day = rundown(replace(SESSION, **more))
    now = MONDAY_0630 + timedelta(seconds=seconds)
    return view_day(day, made or {}, heard or {}, OPENING, CLOSING, now=now, sounding=sounding, rules=RULES).cues


def test_what_the_player_says_is_on_air_is_on_air_with_its_time_left() -> None:
    heard = {FIRST.id: (_airing(FIRST, None, frames=0),)}
    first, second, _ = _now(5, {SECOND.id: _cart(5)}, heard, _sounding(FIRST))
    assert (first.state, first.seconds, first.seconds_left) == (CueState.ON_AIR, 10, 6)
    assert second.state is CueState.READY


def test_a_cue_that_the_log_has_ended_since_is_no_longer_on_air() -> None:
    heard = {FIRST.id: (_airing(FIRST, Outcome.AIRED, frames=10 * RATE),)}
    assert _now(5, {}, heard, _sounding(FIRST))[0].state is CueState.AIRED


def test_a_cue_begun_in_the_log_a_second_ahead_is_ready_until_it_sounds() -> None:
    made, heard = {FIRST.id: _cart(10)}, {FIRST.id: (_airing(FIRST, None, frames=0),)}
    assert _now(-1, made, heard)[0].state is CueState.READY
    assert _now(20, made, heard, _sounding(None, OnAirPart.OPENING))[0].state is CueState.READY


def test_a_cue_begun_in_the_log_that_nobody_says_sounds_has_no_end_yet() -> None:
    view = _now(20, {}, {FIRST.id: (_airing(FIRST, None, frames=RATE),)})[0]
    assert (view.state, view.reason) == (CueState.UNSETTLED, "unsettled")


def test_a_session_whose_second_is_over_waits_within_its_grace_and_for_its_make_up_time() -> None:
    made = {FIRST.id: _cart(10)}
    assert [view.state for view in _now(60, made)] == [CueState.WAITING] * 3
    make_up = MONDAY_0630 + timedelta(minutes=80)
    waiting = _now(3600, made, make_up=make_up)[0]
    assert (waiting.state, str(waiting.why), waiting.at) == (CueState.WAITING, "bù lúc 07:50", make_up)
    assert _now(-60, made)[0].state is CueState.READY


def test_a_make_up_time_outside_the_hours_is_told_as_refused_once_it_alone_is_left() -> None:
    made, make_up = {FIRST.id: _cart(10)}, MONDAY_0630 + timedelta(hours=3)
    waiting = _now(3600, made, make_up=make_up)[0]
    assert (waiting.state, str(waiting.why)) == (
        CueState.REFUSED,
        "09:30 nằm ngoài khung giờ được phát (05:00-08:00)",
    )
    assert _now(60, made, make_up=make_up)[0].state is CueState.WAITING


@pytest.mark.parametrize("seconds", [901, 24 * 3600, 30 * 24 * 3600])
def test_what_is_past_and_in_no_log_was_not_aired_whatever_is_made(seconds: float) -> None:
    made = {FIRST.id: _cart(10), SECOND.id: Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"))}
    views = _now(seconds, made)
    assert {(view.state, view.reason, view.at) for view in views} == {(CueState.NOT_AIRED, "not_in_log", None)}


def test_the_turn_of_a_cue_comes_however_long_its_session_has_been_on_air() -> None:
    made = {cue.id: _cart(40) for cue in SESSION.cues}
    heard = {FIRST.id: (_airing(FIRST, None, frames=0),)}
    first, second, third = _now(1000, made, heard, _sounding(FIRST))  # past its grace, and long for the rules
    assert (first.state, second.state, third.state) == (CueState.ON_AIR, CueState.READY, CueState.READY)


def test_a_past_session_that_the_rules_refused_or_the_ward_did_without_says_why() -> None:
    refused, off = tell("ngoài khung giờ"), tell("Quốc tang")
    assert (_now(901, refused=refused)[0].state, _now(901, refused=refused)[0].why) == (CueState.REFUSED, refused)
    assert (_now(901, off=off)[0].state, _now(901, off=off)[0].why) == (CueState.NOT_AIRED, off)


def test_what_the_rules_will_drop_for_its_length_is_told_beforehand() -> None:
    made = {FIRST.id: _cart(40), SECOND.id: _cart(30), THIRD.id: _cart(10)}
    first, second, third = _now(-60, made)
    assert (first.state, second.state, third.state) == (CueState.READY, CueState.REFUSED, CueState.REFUSED)
    assert "quá mức tối đa" in str(second.why)
    assert _now(-60, {FIRST.id: _cart(61)})[0].state is CueState.REFUSED


def test_before_anything_is_made_no_two_cues_have_the_same_moment() -> None:
    assert [view.at for view in _now(-60)] == [MONDAY_0630, None, None]
    assert [view.at for view in _now(-60, {OPENING: None})] == [None] * 3
    made = {OPENING: _cart(7), FIRST.id: _cart(10)}
    second = MONDAY_0630 + timedelta(seconds=7 + 1.5 + 10 + 1.5)
    assert [view.at for view in _now(-60, made)][1:] == [second, None]


# --- sessions in each other's way ---

LATER = session(MONDAY_0630 + timedelta(seconds=5), ["truoc/04", "truoc/05"], slot="sau")


def _both(made, later=LATER, **more):
    heard, now = more.pop("heard", {}), more.pop("now", MONDAY_0630 - timedelta(minutes=1))
    return view_day(rundown(SESSION, later), made, heard, OPENING, CLOSING, now=now, **more)


def test_a_session_begins_when_the_one_before_it_is_over_and_that_is_told() -> None:
    made = {cue.id: _cart(10) for cue in (*SESSION.cues, *LATER.cues)}
    day = _both(made)
    free = MONDAY_0630 + timedelta(seconds=3 * 10 + 2 * 1.5)
    assert [view.at for view in day.cues[3:]] == [
        free + timedelta(seconds=0.5),
        free + timedelta(seconds=0.5 + 10 + 1.5),
    ]
    [(id_, overlap)] = day.overlaps.items()
    assert (id_, overlap.first, overlap.ends) == (LATER.id, SESSION, free)


def test_sessions_apart_keep_their_seconds_and_nothing_is_told() -> None:
    """The negative control."""
    apart = session(MONDAY_0630 + timedelta(minutes=5), ["truoc/04"], slot="sau")
    day = _both({cue.id: _cart(10) for cue in (*SESSION.cues, *apart.cues)}, apart)
    assert ([view.at for view in day.cues[3:]], dict(day.overlaps)) == ([apart.at], {})


def test_asked_for_one_behind_the_other_no_session_keeps_another_off_its_time() -> None:
    hasty = replace(LATER, grace=timedelta(seconds=5))
    day = _both({cue.id: _cart(10) for cue in (*SESSION.cues, *hasty.cues)}, hasty, now=None)
    assert ({view.state for view in day.cues}, dict(day.overlaps)) == ({CueState.READY}, {})


def test_behind_a_session_of_unknown_length_no_moment_is_made_up() -> None:
    day = _both({cue.id: _cart(10) for cue in (*SESSION.cues[:2], *LATER.cues)})
    assert [view.at for view in day.cues[3:]] == [None, None]
    assert list(day.overlaps) == [LATER.id]


def test_a_session_whose_grace_is_over_by_then_will_not_air_and_says_why() -> None:
    hasty = replace(LATER, grace=timedelta(seconds=5))
    views = _both({cue.id: _cart(10) for cue in (*SESSION.cues, *hasty.cues)}, hasty).cues[3:]
    assert {(view.state, view.reason, view.at) for view in views} == {(CueState.NOT_AIRED, "overlap", None)}
    assert str(views[0].why) == "buổi “Buổi sang” còn phát đến 06:30:33, quá hạn phát bù 5 giây"


def test_a_session_kept_beyond_its_grace_stands_at_its_make_up_time_and_says_so() -> None:
    make_up = MONDAY_0630 + timedelta(minutes=10)
    hasty = replace(LATER, grace=timedelta(seconds=5), make_up=make_up)
    day = _both({cue.id: _cart(10) for cue in (*SESSION.cues, *hasty.cues)}, hasty)
    fourth = day.cues[3]
    assert (fourth.state, fourth.reason, fourth.at) == (CueState.READY, "overlap", make_up)
    assert str(fourth.why) == "bù lúc 06:40"
    assert (list(day.overlaps), dict(day.make_up_overlaps)) == ([LATER.id], {})


def test_within_its_grace_one_that_another_keeps_beyond_it_already_waits_for_its_make_up_time() -> None:
    make_up = MONDAY_0630 + timedelta(minutes=10)
    made = {cue.id: _cart(10) for cue in (*SESSION.cues, *LATER.cues)}
    now = MONDAY_0630 + timedelta(seconds=7)
    for grace_s, at, why in (
        (5, make_up, "bù lúc 06:40"),
        (60, now + timedelta(seconds=30.5), "còn hạn đến 06:31:05"),
    ):
        later = replace(LATER, grace=timedelta(seconds=grace_s), make_up=make_up)
        fourth = _both(made, later, now=now, sounding=_sounding(FIRST)).cues[3]
        assert (fourth.state, fourth.at, str(fourth.why)) == (CueState.WAITING, at, why)


def test_a_make_up_time_at_which_another_one_sounds_is_told_and_waits() -> None:
    make_up = MONDAY_0630 + timedelta(minutes=10)
    hasty = replace(LATER, grace=timedelta(seconds=15), make_up=make_up)
    last = session(make_up, ["truoc/06"], slot="cuoi")
    made = {cue.id: _cart(10) for cue in (*SESSION.cues, *hasty.cues, *last.cues)}
    for longer, begins, state in ((10, 10.5, CueState.READY), (15, None, CueState.NOT_AIRED)):
        made[last.cues[0].id] = _cart(longer)
        day = view_day(
            rundown(SESSION, hasty, last), made, {}, OPENING, CLOSING, now=MONDAY_0630 - timedelta(minutes=1)
        )
        fourth = day.cues[3]
        assert (fourth.state, fourth.at) == (state, make_up + timedelta(seconds=begins) if begins else None)
        assert day.make_up_overlaps[hasty.id].first == last
        assert day.cues[-1].at == make_up
    assert str(fourth.why) == "buổi “Buổi cuoi” còn phát đến 06:40:15, quá hạn phát bù 15 giây"


def test_a_session_that_has_aired_asks_for_the_loudspeaker_no_more_and_overlaps_with_nothing() -> None:
    heard = {cue.id: (_airing(cue, Outcome.AIRED, frames=10 * RATE),) for cue in LATER.cues}
    made = {cue.id: _cart(10) for cue in (*SESSION.cues, *LATER.cues)}
    make_up = replace(LATER, make_up=MONDAY_0630 + timedelta(seconds=20))
    assert dict(_both(made, make_up, heard=heard).overlaps) == {}


def test_what_the_rules_refuse_keeps_nobody_waiting_and_what_is_left_closes_up() -> None:
    made = {FIRST.id: _cart(70), SECOND.id: _cart(3), **{cue.id: _cart(10) for cue in LATER.cues}}
    made[THIRD.id] = Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"))
    day = _both(made, rules=replace(RULES, max_sessions=9))
    first, second, _, fourth, _ = day.cues
    assert (first.state, second.at) == (CueState.REFUSED, MONDAY_0630)
    assert (fourth.at, dict(day.overlaps)) == (LATER.at, {})


def test_while_a_late_session_sounds_its_coming_cues_are_late_too() -> None:
    made = {cue.id: _cart(10) for cue in SESSION.cues}
    now = MONDAY_0630 + timedelta(seconds=100)
    sounding = replace(_sounding(FIRST), programme_seconds_left=29.0)  # 4 of 33 s have sounded
    first, second, third = view_day(
        rundown(SESSION), made, {FIRST.id: (_airing(FIRST, None, frames=0),)}, OPENING, CLOSING,
        now=now, sounding=sounding,
    ).cues  # fmt: skip
    begun = MONDAY_0630 + timedelta(seconds=96)
    assert first.state is CueState.ON_AIR
    assert [second.at, third.at] == [begun + timedelta(seconds=11.5), begun + timedelta(seconds=23)]


def test_all_cues_of_a_session_too_long_show_the_length_of_the_whole() -> None:
    views = _now(-60, {cue.id: _cart(61) for cue in SESSION.cues})
    assert {str(view.why) for view in views} == {"buổi dài 3 phút 06 giây, quá mức tối đa 1 phút"}
