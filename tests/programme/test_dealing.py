"""A day as it was dealt, an edit, what has sounded and the time -> the day that holds, and what is dealt anew."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from stand_ins.carts import MONDAY_0630, rundown, session

from broadcast.base.errors import tell
from broadcast.programme.dealing import GONE, PASSED, Dealing, DealtDay, has_begun, may_air_by_hand, redeal
from broadcast.programme.model import Airing, CueId, LeftOut, Outcome, Rundown, Session
from broadcast.programme.settings import ScriptId

EVE = MONDAY_0630 - timedelta(hours=10)
BEFORE = MONDAY_0630 - timedelta(hours=1)
WITHIN = MONDAY_0630 + timedelta(minutes=5)
OVER = MONDAY_0630 + timedelta(hours=2)


def _dealt(*sessions: Session, now: datetime = EVE) -> DealtDay:
    day = Rundown(day=MONDAY_0630.date(), phase=None, sessions=sessions)
    return redeal((), day, (), now, is_first=True)


def _after(known: DealtDay, now: datetime, *sessions: Session, airings: Iterable[Airing] = ()) -> DealtDay:
    fresh = replace(known.rundown, sessions=sessions)
    return redeal([*known.dealings.values()], fresh, [*airings], now, is_first=False)


def _line(cue: str, outcome: Outcome = Outcome.AIRED) -> Airing:
    return Airing(
        cue=CueId(cue), script=ScriptId("a"), attempt=1, planned=MONDAY_0630, started=None, ended=None, frames=0,
        of_frames=1, rate_hz=48_000, outcome=outcome, engine="-",
    )  # fmt: skip


def _told(dealing: Dealing) -> list[str]:
    return [str(one) for one in dealing.why]


A_B = session(MONDAY_0630, ["a", "b"])
A_C = session(MONDAY_0630, ["a", "c"])


def test_a_day_that_was_never_dealt_is_dealt_whole_even_where_its_second_is_over() -> None:
    late = _dealt(A_B, now=WITHIN)
    assert late.rundown.sessions == (A_B,)
    assert [(one.session, one.number, one.why) for one in late.new] == [(A_B, 1, ())]


def test_what_is_as_it_was_dealt_is_not_dealt_anew() -> None:
    assert _after(_dealt(A_B), BEFORE, A_B).new == ()


@pytest.mark.parametrize("line", ["a", "b", "~opening/1"])
@pytest.mark.parametrize("now", [BEFORE, WITHIN, OVER])
@pytest.mark.parametrize("edit", [(A_C,), (), (replace(A_B, at=OVER + timedelta(hours=1)),),
                                  (replace(A_B, off=tell("nghỉ")),),
                                  (replace(A_B, refused=tell("ngoài giờ")),)])  # fmt: skip
def test_a_session_with_a_line_in_the_log_never_changes(
    line: str, now: datetime, edit: tuple[Session, ...]
) -> None:
    known = _dealt(A_B)
    held = _after(known, now, *edit, airings=[_line(f"{A_B.id}/{line}")])
    assert held.rundown.sessions == (A_B,)
    assert held.new == ()


def test_a_line_of_a_session_whose_name_begins_alike_is_not_its_own() -> None:
    assert not has_begun(A_B, [_line("2025-10-06/sang-2/a"), _line("2025-10-06/khan-cap.0630/a")])


@pytest.mark.parametrize(("after", "why"), [
    (A_C, ["bớt bài “b”", "thêm bài “c”"]),
    (session(MONDAY_0630, ["b", "a"]), ["đổi thứ tự bài"]),
    (replace(A_B, name="Buổi sớm"), ["đổi tên buổi “Buổi sang” thành “Buổi sớm”"]),
    (replace(A_B, at=OVER), ["đổi giờ từ 06:30 sang 08:30"]),
    (replace(A_B, off=tell("nghỉ lễ")), ["nghỉ lễ"]),
    (replace(A_B, refused=tell("ngoài giờ")), ["quy định không cho phát: ngoài giờ"]),
    (replace(A_B, grace=timedelta(minutes=1)), ["đổi hạn phát bù"]),
    (replace(A_B, cues=(replace(A_B.cues[0], title="T", version="2"), A_B.cues[1])),
     ["đổi tên bài “” thành “T”", "bài “T” đã sửa"]),
    (replace(session(MONDAY_0630, ["a"]), left_out=(LeftOut(script="b", why=tell("bài nháp")),)),
     ["bớt bài “b”: bài nháp"]),
])  # fmt: skip
def test_what_an_edit_changes_of_a_session_not_begun_is_a_new_dealing_with_its_reason(
    after: Session, why: list[str]
) -> None:
    held = _after(_dealt(A_B), BEFORE, after)
    [new] = held.new
    assert (new.session, new.number, _told(new)) == (after, 2, why)
    assert held.rundown.sessions == (after,)
    assert held.changed == {after.id: new}
    back = _after(held, BEFORE, A_B)
    assert [(one.number, one.session) for one in back.new] == [(3, A_B)]


def test_what_is_taken_off_the_timetable_is_told_and_can_be_put_back() -> None:
    gone = _after(_dealt(A_B), BEFORE)
    [new] = gone.new
    assert (_told(new), new.session.is_to_air, new.session.cues) == ([str(GONE)], False, ())
    assert _after(gone, BEFORE).new == ()
    [back] = _after(gone, BEFORE, A_B).new
    assert (_told(back), back.session) == (["đưa trở lại lịch", "thêm bài “a”", "thêm bài “b”"], A_B)


@pytest.mark.parametrize("at", [MONDAY_0630 + timedelta(minutes=3), WITHIN, BEFORE])
def test_a_session_first_seen_or_moved_at_a_second_that_is_over_is_not_dealt_to_air(at: datetime) -> None:
    for known in (_dealt(), _dealt(A_B)):
        held = _after(known, WITHIN, replace(A_B, at=at))
        [new] = held.new
        assert new.session.off == PASSED
        assert str(PASSED) in _told(new)
        assert may_air_by_hand(new.session)
        assert _after(held, WITHIN + timedelta(minutes=1), replace(A_B, at=at)).new == ()
        [back] = _after(held, WITHIN, replace(A_B, at=OVER)).new
        assert back.session.is_to_air


@pytest.mark.parametrize("held", [replace(A_B, off=tell("nghỉ")), replace(A_B, refused=tell("ngoài giờ")),
                                  session(MONDAY_0630, [])])  # fmt: skip
def test_what_was_not_owed_at_its_second_is_not_owed_by_an_edit_after_it(held: Session) -> None:
    after = _after(_dealt(held), WITHIN, A_B)
    assert after.new == ()
    assert after.rundown.sessions == (held,)
    assert _after(_dealt(held), BEFORE, A_B).rundown.sessions == (A_B,)  # the control: in time it counts


def test_what_is_owed_within_its_grace_and_has_not_begun_follows_the_files() -> None:
    assert _after(_dealt(A_B), WITHIN, A_C).rundown.sessions == (A_C,)
    assert not _after(_dealt(A_B), WITHIN, replace(A_B, off=tell("nghỉ"))).rundown.sessions[0].is_to_air


def test_what_was_missed_stays_as_it_was_dealt() -> None:
    for edit in ((A_C,), (), (replace(A_B, at=OVER + timedelta(hours=1)),)):
        assert _after(_dealt(A_B), OVER, *edit).rundown.sessions == (A_B,)
    to_make_up = replace(A_B, make_up=OVER + timedelta(hours=1))
    assert _after(_dealt(to_make_up), OVER, replace(to_make_up, cues=A_C.cues)).new  # it is still to air


def test_a_day_that_is_over_is_dealt_once_afterwards_and_says_so() -> None:
    tomorrow = MONDAY_0630 + timedelta(days=1)
    late = _dealt(A_B, now=tomorrow)
    assert [_told(one) for one in late.new] == [["xếp lại sau, vì lúc ấy máy không chạy"]]
    assert _after(late, tomorrow, A_C, replace(A_B, id="2025-10-06/khac")).new == ()


def test_a_session_that_an_older_program_aired_holds_as_its_log_has_it() -> None:
    known = redeal((), rundown(A_C), [_line(f"{A_B.id}/a"), _line(f"{A_B.id}/b")], WITHIN, is_first=True)
    assert [cue.id for cue in known.rundown.sessions[0].cues] == [f"{A_B.id}/a", f"{A_B.id}/b"]
    begun = redeal((), rundown(A_B), [_line(f"{A_B.id}/a")], WITHIN, is_first=True)
    assert begun.rundown.sessions == (A_B,)
