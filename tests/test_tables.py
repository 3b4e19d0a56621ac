"""What makes one test of a long table; without it a row that fails would hide those behind it."""

import pytest
from stand_ins.tables import for_each


def _is_even(number: int) -> None:
    assert number % 2 == 0


def test_every_row_that_fails_is_told_and_no_other() -> None:
    with pytest.raises(AssertionError, match=r"(?s)2 of 4 rows:\n1: AssertionError.*\n3: AssertionError") as found:
        for_each([1, 2, 3, 4])(_is_even)()
    assert "\n2:" not in str(found.value)


def test_a_refusal_that_does_not_come_is_told_with_its_row() -> None:
    def refused(word: str, number: int) -> None:
        with pytest.raises(ValueError, match=word):
            int(str(number))

    with pytest.raises(AssertionError, match="1 of 1 rows:\n'invalid', 5: Failed"):
        for_each([("invalid", 5)])(refused)()


def test_an_empty_table_fails() -> None:
    with pytest.raises(AssertionError):
        for_each([])(_is_even)()
