"""The filter in blocks is the difference equation, sample by sample."""

import numpy as np
import pytest

from broadcast.audio.recursive import BLOCK, Recursion

SECTIONS = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)


def _sample_by_sample(samples: np.ndarray) -> np.ndarray:
    for (b0, b1, b2), (_, a1, a2) in SECTIONS:
        x1 = x2 = y1 = y2 = 0.0
        out = np.empty(len(samples))
        for place, x in enumerate(samples):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x2, x1, y2, y1 = x1, x, y1, y
            out[place] = y
        samples = out
    return samples


@pytest.mark.parametrize("blocks", [1, 15, 16, 17, 64, 700])
@pytest.mark.parametrize("offset", [0.0, 0.5])
def test_blocks_give_what_the_difference_equation_gives(blocks: int, offset: float) -> None:
    samples = np.random.default_rng(blocks).uniform(-0.5, 0.5, blocks * BLOCK).astype(np.float32) + np.float32(
        offset
    )
    found = Recursion(SECTIONS).add(samples)
    np.testing.assert_allclose(found, _sample_by_sample(samples.astype(float)), atol=3e-6)


def test_it_does_not_matter_in_what_pieces_the_samples_arrive() -> None:
    samples = np.random.default_rng(3).standard_normal(300 * BLOCK).astype(np.float32)
    whole, filter_ = Recursion(SECTIONS).add(samples), Recursion(SECTIONS)
    pieces = [filter_.add(part) for part in np.split(samples, np.array([1, 2, 19, 100, 228]) * BLOCK)]
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=3e-6)


def test_after_the_sound_it_dies_away() -> None:
    filter_ = Recursion(SECTIONS)
    filter_.add(np.ones(100 * BLOCK, np.float32))
    filter_.add(np.zeros(200 * BLOCK, np.float32))
    assert np.abs(filter_.add(np.zeros(BLOCK, np.float32))).max() < 1e-8
