"""The wave between the samples (EBU Tech 3341, cases 15 to 23), and that leaving work out leaves nothing out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.audio.fades import rise
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.sound import Sound
from broadcast.audio.truepeak import node_peaks


@pytest.mark.parametrize(
    ("divisor", "phase_degrees", "amplitude", "expected_dbtp"),
    [
        pytest.param(4, 0, 0.5, -6.0, id="case 15"),
        pytest.param(4, 45, 0.5, -6.0, id="case 16"),
        pytest.param(6, 60, 0.5, -6.0, id="case 17"),
        pytest.param(8, 67.5, 0.5, -6.0, id="case 18"),
        pytest.param(4, 45, 1.41, 3.0, id="case 19"),
    ],
)
def test_the_true_peak_of_ebu_tech_3341(
    divisor: int, phase_degrees: float, amplitude: float, expected_dbtp: float
) -> None:
    t = np.arange(RATE_HZ)
    edges = np.concatenate([rise(4_800), np.ones(RATE_HZ - 9_600), rise(4_800)[::-1]])
    wave = amplitude * edges * np.sin(2 * np.pi * t / divisor + np.radians(phase_degrees))
    found = measure(Sound(wave.astype(np.float32), RATE_HZ)).true_peak_dbtp
    assert expected_dbtp - 0.2 <= found <= expected_dbtp + 0.2  # the spec allows +0.2 / -0.4


def test_samples_alone_would_have_missed_three_db() -> None:
    wave = np.sin(2 * np.pi * np.arange(RATE_HZ) / 4 + np.pi / 4).astype(np.float32)
    assert 20 * np.log10(np.abs(wave).max()) == pytest.approx(-3.01, abs=0.01)
    assert measure(Sound(wave, RATE_HZ)).true_peak_dbtp > -0.2


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), frames=st.integers(1, 3_000), spread=st.floats(0.5, 6.0))
def test_what_is_left_out_could_not_have_been_the_peak(seed: int, frames: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    samples = (rng.standard_normal(frames) * np.abs(rng.standard_normal(frames)) ** spread).astype(np.float32)
    everywhere = node_peaks(samples, 48, above=0.0)
    found = measure(Sound(samples, RATE_HZ)).true_peak_dbtp
    assert found == pytest.approx(20 * np.log10(everywhere.max()), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), above=st.floats(0.01, 3.0))
def test_nodes_over_the_mark_are_exact_and_the_others_are_under_it(seed: int, above: float) -> None:
    samples = np.random.default_rng(seed).standard_normal(4_000).astype(np.float32)
    exact, found = node_peaks(samples, 192, above=0.0), node_peaks(samples, 192, above=above)
    over = exact > above
    np.testing.assert_allclose(found[over], exact[over], rtol=1e-5)
    assert (found[~over] <= above * (1 + 1e-5)).all()
