"""Fades, crossfades and loops: no click, no loss of power."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from broadcast.audio.fades import crossfaded, faded, fall_at, loop, rise

RNG = np.random.default_rng(5)


@given(st.integers(1, 5_000))
def test_a_rise_and_its_mirror_image_add_up_to_one(frames: int) -> None:
    up = rise(frames)
    np.testing.assert_allclose(up + up[::-1], 1.0, atol=1e-6)
    assert (np.diff(up) >= 0).all()


@given(st.integers(0, 50), st.integers(0, 80), st.integers(0, 80))
def test_a_fade_fits_into_the_shortest_sound(frames: int, frames_in: int, frames_out: int) -> None:
    shaped = faded(np.ones(frames, np.float32), frames_in=frames_in, frames_out=frames_out)
    assert len(shaped) == frames
    assert (shaped >= 0).all()
    assert (shaped <= 1).all()


def test_a_crossfade_of_strangers_keeps_its_power() -> None:
    first, second = (RNG.standard_normal(200_000).astype(np.float32) for _ in range(2))
    mixed = crossfaded(first, second, 100_000)
    assert len(mixed) == 300_000
    powers = [np.mean(part**2) for part in np.split(mixed, 30)]
    np.testing.assert_allclose(powers, 1.0, rtol=0.06)


def test_a_loop_runs_over_into_itself_without_a_step() -> None:
    slow = np.cumsum(RNG.standard_normal(50_000)).astype(np.float32) / 100
    turn = loop(slow, 5_000)
    assert len(turn) == 45_000
    step_inside = np.abs(np.diff(turn)).max()
    assert abs(turn[0] - turn[-1]) <= step_inside * 1.5


@given(st.integers(1, 4_000), st.integers(1, 4_000))
def test_a_fade_out_in_pieces_is_the_fade_at_once(frames: int, cut: int) -> None:
    places = np.arange(-10, frames + 10, dtype=np.float32) / np.float32(frames)
    at_once = fall_at(places)
    np.testing.assert_array_equal(np.concatenate([fall_at(places[:cut]), fall_at(places[cut:])]), at_once)
    assert (at_once[:10] == 1).all()
    assert (at_once[-10:] == 0).all()
    assert (np.diff(at_once) <= 0).all()
