"""Samples as 16-bit PCM and back, and what goes to a device of more channels or fewer."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from broadcast.playout.output.pcm import Pcm, as_pcm16, lay, pcm_in
from broadcast.playout.output.soundsystem import Client


def _noise(frames: int, channels: int, seed: int = 1) -> Pcm:
    return np.random.default_rng(seed).integers(-32768, 32768, (frames, channels)).astype(np.int16)


@given(frames=st.integers(0, 50), channels=st.integers(1, 2), seed=st.integers(0, 99))
def test_frames_go_through_the_pipe_as_they_are(frames: int, channels: int, seed: int) -> None:
    pcm = _noise(frames, channels, seed)
    samples = (pcm / 32768).astype(np.float32)
    assert np.array_equal(pcm_in(as_pcm16(samples[:, 0] if channels == 1 else samples), channels), pcm)


@given(seed=st.integers(0, 99))
def test_the_mean_of_two_channels_never_wraps_round_and_has_no_offset(seed: int) -> None:
    both, out = _noise(20_000, 2, seed), np.zeros((20_000, 1), np.int16)
    both[:2] = [[32767, 32767], [-32768, -32768]]
    lay(both, out)
    error = out[:, 0] - both.mean(axis=1)
    assert np.abs(error).max() <= 0.5
    assert abs(error.mean()) < 0.02


def test_a_device_is_filled_whatever_channels_it_has() -> None:
    for channels in (1, 2):
        pcm = _noise(64, channels)

        def fill(out: Pcm, delay_s: float, underflow: bool, pcm: Pcm = pcm) -> None:
            assert (delay_s, underflow) == (0.25, True)
            out[:] = pcm

        client = Client(
            channels=channels, fill=fill, hushed=lambda _: None, turned=lambda _: None, lost=lambda _: None
        )
        for device_channels in (1, 2):
            out = np.zeros((64, device_channels), np.int16)
            client.fill_device(out, 0.25, True)
            if device_channels >= channels:
                assert np.array_equal(out, np.broadcast_to(pcm, out.shape))
            else:
                assert np.array_equal(out[:, 0], np.rint(pcm.mean(axis=1)))


def test_every_16_bit_value_survives_the_way_through_float_and_back() -> None:
    steps = np.arange(-32768, 32768)
    assert np.array_equal(np.frombuffer(as_pcm16((steps / 32768).astype(np.float32)), "<i2"), steps)


def test_full_scale_is_clipped_and_never_wraps_round() -> None:
    loud = np.array([1.0, 1.5, -1.0, -1.5], np.float32)
    assert np.frombuffer(as_pcm16(loud), "<i2").tolist() == [32767, 32767, -32768, -32768]
