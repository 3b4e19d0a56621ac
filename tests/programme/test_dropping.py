"""A session that is too long -> which of its cues go."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.programme.dropping import dropped
from broadcast.programme.settings import Drop


def _dropped(lengths: list[int], most: int, drop: Drop) -> tuple[int, ...]:
    return dropped(
        [timedelta(minutes=one) for one in lengths], lambda some: sum(lengths[i] for i in some) <= most, drop
    )


@pytest.mark.parametrize(
    ("lengths", "last", "longest"),
    [
        ([3, 3, 3], (), ()),
        ([5, 3, 4], (2,), (0,)),
        ([6, 6, 1], (2, 1), (1,)),
        ([4, 4, 4], (2,), (2,)),
        ([20, 3, 3], (0,), (0,)),  # what fits not even alone goes first, and the rest airs
        ([20, 30], (0, 1), (0, 1)),
        ([], (), ()),
    ],
)
def test_what_goes_is_the_last_or_the_longest(lengths: list[int], last: tuple[int], longest: tuple[int]) -> None:
    assert _dropped(lengths, 10, Drop.LAST) == last
    assert _dropped(lengths, 10, Drop.LONGEST) == longest


@given(st.lists(st.integers(1, 30), max_size=8), st.integers(1, 40), st.sampled_from(Drop))
def test_the_rest_fits_and_never_all_goes_where_one_alone_fits(lengths: list[int], most: int, drop: Drop) -> None:
    gone = _dropped(lengths, most, drop)
    rest = [one for index, one in enumerate(lengths) if index not in gone]
    assert len(set(gone)) == len(gone)
    assert sum(rest) <= most
    assert bool(rest) == any(one <= most for one in lengths)
