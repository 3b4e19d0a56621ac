"""Of several rules that read a place, the one for which most speaks; two that are near make a doubt."""

import pytest

from broadcast.text.neighbours import written_out
from broadcast.text.page import Evidence, Found, Page, Rule
from broadcast.text.spokentext import Kind
from broadcast.text.walk import ranked

PAGE = Page("5.4")


def says(spoken: str, evidence: Evidence) -> Rule:
    return lambda page, position: Found(end=3, spoken=spoken, kind=Kind.NUMBER, evidence=evidence)


DATE, NUMBER, GUESS = (says("mùng năm tháng tư", Evidence.FAIR), says("năm phẩy bốn", Evidence.FAIR),
                       says("năm bốn", Evidence.WEAK))  # fmt: skip
SURE = says("năm chấm bốn", Evidence.SURE)


def test_what_is_sure_wins_wherever_it_stands() -> None:
    for rules in ((SURE, DATE), (DATE, SURE), (GUESS, DATE, SURE)):
        found = ranked(PAGE, 0, rules)
        assert found
        assert (found.spoken, found.why) == ("năm chấm bốn", None)


def test_two_readings_with_as_much_to_say_for_them_are_asked() -> None:
    found = ranked(PAGE, 0, (GUESS, DATE, NUMBER))
    assert found
    assert found.spoken == "mùng năm tháng tư"
    assert found.why
    assert set(found.why.values.values()) == {"mùng năm tháng tư", "năm phẩy bốn"}


def test_two_rules_that_say_the_same_leave_no_doubt() -> None:
    found = ranked(PAGE, 0, (DATE, DATE))
    assert found
    assert found.why is None


def test_a_guess_holds_only_where_nothing_else_reads_the_place() -> None:
    assert ranked(PAGE, 0, (GUESS, NUMBER)) == NUMBER(PAGE, 0)
    assert ranked(PAGE, 0, (GUESS,)) == GUESS(PAGE, 0)
    assert ranked(PAGE, 0, (lambda page, position: None,)) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [(" TDP tổ chức", "tổ dân phố tổ chức"), (" (HTX) Đoài", "hợp tác xã) Đoài"), (" hộ nghèo", "hộ nghèo"),
     (" XQWZ", "XQWZ"), ("", "")],
)  # fmt: skip
def test_the_noun_after_a_figure_is_seen_written_out(text: str, seen: str) -> None:
    assert written_out(Page("10/10" + text), 5) == seen
