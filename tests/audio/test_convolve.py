"""A filter in pieces, and without its delay, is the filter itself."""

import numpy as np
import pytest

from broadcast.audio.convolve import Convolution, convolved


@pytest.mark.parametrize("piece", [1_000, 14_335, 200_000])
def test_a_filter_in_pieces_is_the_filter_itself(piece: int) -> None:
    rng = np.random.default_rng(4)
    samples, impulse = rng.standard_normal(60_000).astype(np.float32), rng.standard_normal(301).astype(np.float32)
    filter_ = Convolution(impulse)
    got = np.concatenate([filter_.add(samples[start : start + piece]) for start in range(0, len(samples), piece)])
    np.testing.assert_allclose(got, np.convolve(samples, impulse)[: len(samples)], atol=2e-3)
    np.testing.assert_allclose(convolved(samples, impulse), np.convolve(samples, impulse, "same"), atol=2e-3)
