"""A place in a text -> a Fault with its line, column and source."""

import time

import pytest

from broadcast.base.errors import tell
from broadcast.ward.places import Places, in_order

TEXT = "Dòng một.\nDòng hai, dài hơn.\n\nDòng bốn."
WHAT = tell("có lỗi")


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [("Dòng một", 1, 1), ("một", 1, 6), ("hai,", 2, 6), ("Dòng bốn", 4, 1), (".", 1, 9)],
)
def test_a_span_is_told_at_its_line_and_column_of_the_file(written: str, line: int, column: int) -> None:
    start = TEXT.index(written)
    fault = Places("scripts/a.md", TEXT, first_line=10).at_span(start, start + len(written), WHAT)
    assert (fault.line, fault.column, fault.length) == (line + 9, column, len(written))
    assert fault.source == TEXT.splitlines()[line - 1]


def test_a_span_of_several_lines_is_marked_on_its_first() -> None:
    fault = Places("a", TEXT).at_span(TEXT.index("hai"), len(TEXT), WHAT)
    assert (fault.line, fault.column, fault.length) == (2, 6, len("hai, dài hơn."))


def test_the_end_of_the_text_is_a_place_too() -> None:
    for text in ("", "a", "a\n"):
        fault = Places("a", text).at_span(len(text), len(text), WHAT)
        assert (fault.line, fault.length) == (text.count("\n") + 1, 1)


def test_faults_are_sorted_by_line_and_then_by_column() -> None:
    places = Places("a", TEXT)
    faults = [places.at(2, 5, WHAT), places.at(1, 9, WHAT), places.at(2, 1, WHAT)]
    assert [(fault.line, fault.column) for fault in in_order(faults)] == [(1, 9), (2, 1), (2, 5)]


def test_a_text_full_of_faults_is_told_in_linear_time() -> None:
    places = Places("a", "x\n" * 50_000)
    started = time.perf_counter()
    assert [places.at_span(2 * line, 2 * line + 1, WHAT).line for line in range(0, 50_000, 10)][-1] == 49_991
    assert time.perf_counter() - started < 1
