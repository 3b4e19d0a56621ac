"""The bed makes way before the word, stays away between words, and comes back without a corner."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.audio.ducking import ducked
from broadcast.audio.recipe import Ducking
from broadcast.audio.trim import Span

RATE_HZ = 8_000
DOWN = 10 ** (-Ducking().depth_db / 20)


def _spans(*seconds: tuple[float, float]) -> list[Span]:
    return [Span(round(a * RATE_HZ), round(b * RATE_HZ)) for a, b in seconds]


def test_the_bed_is_down_when_the_word_begins_and_up_again_afterwards() -> None:
    gain = ducked(_spans((3, 5)), 10 * RATE_HZ, RATE_HZ, Ducking())
    assert gain[round(2.69 * RATE_HZ)] == 1.0
    np.testing.assert_allclose(gain[3 * RATE_HZ : 5 * RATE_HZ], DOWN, rtol=1e-6)
    assert gain[round(7.2 * RATE_HZ)] == 1.0


def test_pauses_between_words_and_sentences_do_not_pump() -> None:
    words = [(k * 1.1, k * 1.1 + 0.4) for k in range(1, 8)]
    gain = ducked(_spans(*words), 12 * RATE_HZ, RATE_HZ, Ducking())
    np.testing.assert_allclose(gain[round(1.1 * RATE_HZ) : round(8.1 * RATE_HZ)], DOWN, rtol=1e-6)


def test_without_the_hold_the_same_words_would_pump() -> None:
    words = [(k * 1.1, k * 1.1 + 0.4) for k in range(1, 8)]
    gain = ducked(_spans(*words), 12 * RATE_HZ, RATE_HZ, Ducking(hold_s=0.0, attack_s=0.1, release_s=0.1))
    assert gain[round(1.1 * RATE_HZ) : round(8.1 * RATE_HZ)].max() == 1.0


@settings(max_examples=80, deadline=None)
@given(
    edges=st.lists(st.floats(0, 20), min_size=2, max_size=12, unique=True).filter(lambda e: len(e) % 2 == 0),
    attack=st.floats(0.05, 1),
    hold=st.floats(0, 2),
    release=st.floats(0.05, 2),
    depth=st.floats(0, 30),
)
def test_the_gain_never_jumps_whatever_the_words(
    edges: list[float], attack: float, hold: float, release: float, depth: float
) -> None:
    edges = sorted(edges)
    spans = _spans(*zip(edges[::2], edges[1::2], strict=True))
    ducking = Ducking(depth_db=depth, attack_s=attack, hold_s=hold, release_s=release)
    gain_db = 20 * np.log10(ducked(spans, 20 * RATE_HZ, RATE_HZ, ducking).astype(np.float64))
    steepest = depth * np.pi / 2 / min(attack, release) / RATE_HZ
    assert np.abs(np.diff(gain_db)).max() <= steepest * 1.05 + 1e-4
    for span in spans:
        np.testing.assert_allclose(gain_db[span.start : span.end], -depth, atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(1, 20 * RATE_HZ - 1))
def test_the_gain_is_the_same_seen_in_two_pieces(cut: int) -> None:
    spans = _spans((2, 3), (5, 9), (15, 16))
    whole = ducked(spans, 20 * RATE_HZ, RATE_HZ, Ducking())
    first = ducked(spans, cut, RATE_HZ, Ducking())
    moved = [Span(span.start - cut, span.end - cut) for span in spans]
    second = ducked(moved, 20 * RATE_HZ - cut, RATE_HZ, Ducking())
    np.testing.assert_array_equal(whole, np.concatenate([first, second]))
