"""Where no sound came though the file goes on: told, and no pause that somebody made."""

from collections.abc import Callable

import numpy as np
import pytest

from broadcast.audio.dropouts import Dropouts
from broadcast.audio.sound import Samples

RATE_HZ = 4_000  # the lowest that is read: blocks of one sample are many enough
SOUND = np.random.default_rng(4).normal(0, 0.1, 10 * RATE_HZ).astype(np.float32)


def _found(samples: Samples, size: int = 4_801) -> list[tuple[float, float]]:
    dropouts = Dropouts(RATE_HZ)
    for start in range(0, len(samples), size):
        dropouts.add(samples[start : start + size])
    return [(round(one.starts_s, 2), round(one.seconds, 2)) for one in dropouts.found()]


def _with(begin: float, end: float, value: float = 0.0) -> Samples:
    samples = SOUND.copy()
    samples[round(begin * RATE_HZ) : round(end * RATE_HZ)] = value
    return samples


@pytest.mark.parametrize("size", [1, 100, 4_801, 10**6])
@pytest.mark.parametrize("value", [0.0, -0.17])
def test_a_hole_from_within_a_sound_on_is_told_however_it_is_cut(
    value: float, size: int, rounds: Callable[[int, int], int]
) -> None:
    size = max(size, rounds(7, 1))  # blocks of one sample, 160,000 of them, with --full
    assert _found(_with(4, 5.5, value), size) == [(4.0, 1.5)]
    assert _found(_with(7, 10, value), size) == [(7.0, 3.0)]


def test_of_two_channels_both_stand_still() -> None:
    one = _with(4, 5)
    assert _found(np.stack([one, one], axis=1)) == [(4.0, 1.0)]
    assert _found(np.stack([one, SOUND], axis=1)) == []


def test_a_pause_between_words_is_none_and_neither_is_a_short_one() -> None:
    fading = SOUND * np.concatenate([np.ones(3 * RATE_HZ), np.geomspace(1, 1e-3, RATE_HZ), np.ones(6 * RATE_HZ)])
    fading[4 * RATE_HZ : 6 * RATE_HZ] = 0
    assert _found(fading.astype(np.float32)) == []
    assert _found(_with(4, 4.2)) == []
    assert _found(SOUND) == []
    assert _found(np.zeros(0, np.float32)) == []


def test_a_good_part_of_a_file_at_its_end_is_told_though_it_begins_in_a_pause() -> None:
    samples = _with(5, 10)
    samples[round(4.8 * RATE_HZ) : 5 * RATE_HZ] *= 1e-3
    assert _found(samples) == [(5.0, 5.0)]
