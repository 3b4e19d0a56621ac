"""A report's figures: sums that add up, lines of the plan in its order, and what older lines do not say."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from stand_ins.carts import MONDAY_0630, RATE

from broadcast.base.errors import tell
from broadcast.programme.model import Airing, CueId, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.airings import Entry
from broadcast.record.codes import why_of
from broadcast.record.planlines import Served, plan_order, served
from broadcast.record.sentences import fields_of
from broadcast.record.tallies import whole_seconds

SANG = "2025-10-06/sang"
LENGTHS = st.lists(st.integers(0, 10_000_000).map(lambda frames: Fraction(frames, RATE)), max_size=40)


def _airing(script: str, frames: int, outcome: Outcome = Outcome.AIRED, *, session: str = SANG) -> Airing:
    return Airing(
        cue=CueId(f"{session}/{script}"), script=ScriptId(script), attempt=1, planned=MONDAY_0630,
        started=MONDAY_0630 if frames else None, ended=None, frames=frames, of_frames=frames, rate_hz=RATE,
        outcome=outcome, engine="espeak", title=f"Bài {script}", session="Buổi sáng",
    )  # fmt: skip


def _dealing(*cues: tuple[str, str], left_out: tuple[tuple[str, str], ...] = (), key: str = SANG) -> Entry:
    why = fields_of(tell("bản nháp, chưa cho phát (draft: true)"))
    body = {
        "cues": [{"id": f"{key}/{script}", "basis": basis} for script, basis in cues],
        "left_out": [{"script": one, "title": one, "why": why, "basis": basis} for one, basis in left_out],
    }
    return Entry(key=key, number=1, written=MONDAY_0630, body=body)


def _served(airings: list[Airing], *dealings: Entry, asked: tuple[str, ...] = ()) -> Served:
    return served(airings, dealings, asked, _today, lambda id_: id_)


def _today(script: str) -> str:
    return {"a": "II.9, dòng 9"}.get(script, "")


@given(LENGTHS)
def test_rounded_lengths_add_up_to_their_rounded_sum_and_none_is_a_second_off(lengths: list[Fraction]) -> None:
    whole = whole_seconds(lengths)
    assert sum(whole) == round(sum(lengths, Fraction()))
    assert all(abs(one - exact) < 1 for one, exact in zip(whole, lengths, strict=True))


def test_lengths_rounded_each_for_itself_do_not_add_up() -> None:
    """The control: what the papers would show without it."""
    lengths = [Fraction(14, 10)] * 5
    assert sum(map(round, lengths)) != round(sum(lengths))
    assert sum(whole_seconds(lengths)) == 7


def test_lines_of_a_plan_stand_in_the_order_of_their_numbers() -> None:
    written = ["II.1.2, dòng 1", "II.1.1, dòng 10", "II.2, dòng 4", "II.1.1, dòng 2", "III.3"]
    assert sorted(written, key=plan_order) == [
        "II.1.1, dòng 2", "II.1.1, dòng 10", "II.1.2, dòng 1", "II.2, dòng 4", "III.3",
    ]  # fmt: skip


def test_an_airing_serves_the_line_that_its_dealing_names_whatever_the_script_says_today() -> None:
    told = _served([_airing("a", 4 * RATE)], _dealing(("a", "II.1, dòng 1")))
    assert [(one.basis, one.tally.length) for one in told.lines] == [("II.1, dòng 1", 4)]
    assert told.from_the_files == 0


def test_of_a_line_older_than_that_the_scripts_of_today_tell_and_it_is_counted() -> None:
    told = _served([_airing("a", RATE), _airing("b", RATE)])
    assert [(one.basis, one.tally.aired) for one in told.lines] == [("II.9, dòng 9", 1), ("", 1)]
    assert told.from_the_files == 1


def test_a_cue_that_was_dealt_without_a_line_serves_none_though_its_script_names_one_today() -> None:
    told = _served([_airing("a", RATE)], _dealing(("a", "")))
    assert [one.basis for one in told.lines] == [""]


def test_openings_and_closings_sound_and_serve_no_line() -> None:
    around = replace(_airing("mo-dau", 3 * RATE), part=Part.OPENING)
    told = _served([around, _airing("a", RATE)], _dealing(("a", "II.1, dòng 1")))
    assert (told.around.length, told.total.length) == (3, 1)


def test_what_did_not_air_and_what_was_not_dealt_stand_with_their_reasons_and_last_day() -> None:
    later = "2025-10-07/sang"
    missed = replace(
        _airing("a", 0, Outcome.MISSED, session=later),
        planned=MONDAY_0630 + timedelta(days=1), reasons=(why_of(tell("máy không chạy"), Outcome.MISSED),),
    )  # fmt: skip
    first = replace(missed, cue=CueId(f"{SANG}/a"))
    told = _served(
        [first, missed],
        _dealing(("a", "II.1, dòng 1"), left_out=(("c", "II.1, dòng 2"),)),
        _dealing(("a", "II.1, dòng 1"), key=later),
    )
    one, two = told.lines
    assert [(str(why.why), why.times, f"{why.last}") for why in one.reasons.values()] == [
        ("máy không chạy", 2, "2025-10-07")
    ]
    assert [str(why.why) for why in two.reasons.values()] == ["bản nháp, chưa cho phát (draft: true)"]
    assert one.sessions == {}


def test_every_line_that_the_plan_is_known_to_have_is_there_though_nothing_served_it() -> None:
    told = _served([], asked=("II.1, dòng 2", "II.1, dòng 1"))
    assert [(one.basis, one.tally.heard) for one in told.lines] == [("II.1, dòng 1", 0), ("II.1, dòng 2", 0)]
