"""A bulletin's repetitions, and the words it is known by."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.programme.bulletins import Bulletin, Urgency, first_words, following, moments
from broadcast.programme.model import Fingerprint
from broadcast.programme.settings import ScriptId

HOUR = timedelta(hours=1)
ONE = Bulletin(
    id="2025-10-06/thuong.1", script=ScriptId("a"), fingerprint=Fingerprint("f" * 64), urgency=Urgency.USUAL,
    by="An", times=2, expires=MONDAY_0630 + HOUR, due=MONDAY_0630, every=HOUR,
)  # fmt: skip


def test_the_next_repetition_is_due_an_interval_later_and_has_as_long_to_begin() -> None:
    second = following(ONE)
    assert second == replace(ONE, nth=2, due=MONDAY_0630 + HOUR, expires=MONDAY_0630 + 2 * HOUR)
    assert following(second) is None
    assert following(replace(ONE, every=None)) is None


def test_until_ends_with_the_last_that_is_not_later() -> None:
    three = [MONDAY_0630 + number * HOUR for number in range(3)]
    assert moments(MONDAY_0630, HOUR, times=None, until=MONDAY_0630 + 2 * HOUR) == three
    assert moments(MONDAY_0630, HOUR, times=None, until=MONDAY_0630 + 2.9 * HOUR) == three
    assert moments(MONDAY_0630, HOUR, times=3, until=None) == three
    assert moments(MONDAY_0630, HOUR, times=3, until=MONDAY_0630 + 9 * HOUR) == three
    assert moments(MONDAY_0630, HOUR, times=9, until=MONDAY_0630 + 2 * HOUR) == three


def test_no_more_moments_are_counted_than_anybody_may_ask_for() -> None:
    assert len(moments(MONDAY_0630, timedelta(seconds=10), times=None, until=MONDAY_0630 + 200 * HOUR)) == 201
    assert len(moments(MONDAY_0630, 24 * HOUR, times=10**9, until=None)) == 8  # within a week


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nước lên!", "Nước lên!"),
        ("  Mời\nbà con  ", "Mời bà con"),
        ("x" * 200, "x" * 59 + "…"),
        (
            "Mời bà con ra nhà văn hoá nhận gạo, muối, mì và nước uống, mang theo giấy",
            "Mời bà con ra nhà văn hoá nhận gạo, muối, mì và nước uống…",
        ),
    ],
)
def test_the_first_words_are_cut_between_words(text: str, words: str) -> None:
    assert first_words(text) == words
