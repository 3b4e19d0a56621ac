"""Where a cart may be led out early."""

import numpy as np

from broadcast.audio.pauses import pauses
from broadcast.audio.sound import Sound

RATE = 48_000


def _sound(*parts: float) -> Sound:
    """Seconds of noise and of silence in turn."""
    random = np.random.default_rng(1)
    held = [
        random.uniform(-0.5, 0.5, round(seconds * RATE)) * (number % 2 == 0)
        for number, seconds in enumerate(parts)
    ]
    return Sound(np.concatenate(held).astype(np.float32), RATE)


def test_a_pause_is_a_quarter_of_a_second_and_lies_inside_it() -> None:
    found = pauses(_sound(1.0, 0.4, 1.0, 0.2, 1.0, 0.25, 0.5))
    assert found == (round(1.1 * RATE), round(3.7 * RATE))


def test_what_never_is_silent_has_none() -> None:
    assert pauses(_sound(3.0)) == ()
