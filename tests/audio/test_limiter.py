"""The limiter holds the ceiling, moves its gain gently, and leaves alone what does not need it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.audio.levels import Lufs
from broadcast.audio.limiter import apply, limited, master
from broadcast.audio.loudness import HOP, RATE_HZ, gated
from broadcast.audio.nodes import NODE, Nodes
from broadcast.audio.recipe import Limiter
from broadcast.audio.truepeak import NodePeaks, node_peaks
from broadcast.audio.weighting import HopEnergies


@settings(max_examples=100, deadline=None)
@given(
    peaks=st.lists(st.floats(0, 30), min_size=1, max_size=300),
    ceiling=st.floats(0.05, 1.0),
    lookahead=st.floats(0.001, 0.05),
    release=st.floats(5, 500),
)
def test_every_peak_is_brought_under_the_ceiling(
    peaks: list[float], ceiling: float, lookahead: float, release: float
) -> None:
    limiter = Limiter(lookahead_s=lookahead, release_db_per_s=release)
    gain = limited(np.array(peaks), ceiling=ceiling, limiter=limiter)
    assert len(gain) == len(peaks) + 1
    assert gain.max() <= 1.0
    assert (np.maximum(gain[:-1], gain[1:]) * np.array(peaks) <= ceiling * (1 + 1e-9)).all()


def test_what_is_under_the_ceiling_passes_untouched() -> None:
    samples = (0.5 * np.sin(np.arange(RATE_HZ) / 20)).astype(np.float32)
    gain = limited(node_peaks(samples, NODE, above=0.0), ceiling=0.9, limiter=Limiter())
    shaped = samples.copy()
    apply(shaped, gain)
    np.testing.assert_array_equal(shaped, samples)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), height=st.floats(1.0, 8.0))
def test_the_gain_has_no_audible_steps(seed: int, height: float) -> None:
    rng = np.random.default_rng(seed)
    peaks = np.where(rng.random(500) < 0.05, height * rng.random(500), 0.3)
    gain_db = 20 * np.log10(limited(peaks, ceiling=0.9, limiter=Limiter()))
    deepest = 20 * np.log10(max(height / 0.9, 1.0))
    # the window of the look-ahead spreads even the deepest step over several nodes of 4 ms
    assert np.abs(np.diff(gain_db)).max() <= 0.55 * deepest + 1e-9


def test_the_gain_is_drawn_in_a_line_so_the_wave_has_no_edge() -> None:
    samples = np.ones(20 * NODE, np.float32)
    gain = np.linspace(1, 0.2, 21)
    whole, pieces = samples.copy(), samples.copy()
    apply(whole, gain)
    assert np.abs(np.diff(whole)).max() <= 0.8 / len(samples) * 1.01
    apply(pieces[: 7 * NODE], gain[:8])
    apply(pieces[7 * NODE :], gain[7:])
    np.testing.assert_array_equal(whole, pieces)


@pytest.mark.parametrize("target", [-40.0, -23.0, -16.0, -12.0])
def test_the_master_reaches_its_loudness_though_peaks_are_taken(target: float) -> None:
    rng = np.random.default_rng(3)
    t = np.arange(20 * RATE_HZ) / RATE_HZ
    samples = (0.2 * rng.standard_normal(len(t)) * np.abs(np.sin(2 * np.pi * t))).astype(np.float32)
    energies = HopEnergies(NODE).add(samples).astype(np.float32)
    nodes = Nodes(peaks=node_peaks(samples, NODE, above=0.0), energies=energies)
    found = master(nodes, target_lufs=Lufs(target), ceiling=0.89, limiter=Limiter())
    apply(samples, found.curve)
    assert gated(HopEnergies(HOP).add(samples) / HOP) == pytest.approx(target, abs=0.05)
    assert node_peaks(samples, NODE, above=0.0).max() <= 0.89 * 1.005


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), height=st.floats(1.0, 8.0), balance=st.floats(0.05, 1.0))
def test_a_peak_in_one_channel_leads_both_down_by_the_same_gain(seed: int, height: float, balance: float) -> None:
    rng = np.random.default_rng(seed)
    left = rng.uniform(-0.3, 0.3, 200 * NODE).astype(np.float32)
    left[rng.integers(0, len(left), 5)] = height
    both = np.stack([left, left * np.float32(balance)], axis=1)
    heights = NodePeaks(NODE, 2)
    peaks = np.concatenate([heights.add(both, above=0.0), heights.rest(above=0.0)])
    apply(both, limited(peaks, ceiling=0.9, limiter=Limiter()))
    assert np.abs(both).max() <= 0.9 * (1 + 1e-6)
    np.testing.assert_allclose(both[:, 1], both[:, 0] * np.float32(balance), atol=1e-6)
