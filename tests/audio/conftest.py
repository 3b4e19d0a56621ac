"""Sounds made on the spot: a voice-like one (syllables of a buzzing source), so that no test needs an engine."""

from collections.abc import Callable

import numpy as np
import pytest

from broadcast.audio.sound import Sound

MakeVoice = Callable[..., Sound]


@pytest.fixture(scope="session")
def make_voice() -> MakeVoice:
    """Syllables of a voice between two silences."""

    def voice(
        seconds: float,
        *,
        rate_hz: int = 24_000,
        level: float = 0.1,
        seed: int = 0,
        before_s: float = 0.3,
        after_s: float = 0.5,
    ) -> Sound:
        rng = np.random.default_rng(seed)
        t = np.arange(round(seconds * rate_hz)) / rate_hz
        pitch = 150 + 30 * np.sin(2 * np.pi * 1.3 * t + rng.uniform(0, 6))
        phase = 2 * np.pi * np.cumsum(pitch) / rate_hz
        buzz = sum(np.sin(k * phase) / k for k in range(1, 30))
        breath = 0.1 * rng.standard_normal(len(t))
        syllables = 0.02 + np.abs(np.sin(np.pi * 3.7 * t)) ** 1.5
        edges = np.clip(np.minimum(t, t[-1] - t) / 0.02, 0, 1)
        words = level * (buzz + breath) * syllables * edges
        silences = [np.zeros(round(s * rate_hz)) for s in (before_s, after_s)]
        return Sound(np.concatenate([silences[0], words, silences[1]]).astype(np.float32), rate_hz)

    return voice
