"""The value that a share of all lies under."""

import numpy as np
import pytest

from broadcast.audio.percentile import percentile


@pytest.mark.parametrize("count", [1, 2, 3, 20, 21, 6_000])
def test_a_percentile_is_the_one_of_numpy_to_the_last_bit(count: int) -> None:
    levels_db = np.random.default_rng(count).normal(-40, 20, count)

    for percent in (0, 2, 5, 10, 50, 95, 98, 99, 100):
        assert percentile(levels_db, percent) == np.percentile(levels_db, percent)


def test_of_nothing_there_is_no_percentile() -> None:
    with pytest.raises(IndexError):
        percentile(np.zeros(0), 95)
