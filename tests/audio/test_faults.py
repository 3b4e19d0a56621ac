"""Each planted fault is told, and a good cart has none."""

from dataclasses import replace

import numpy as np
import pytest

from broadcast.audio.faults import faults_of
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.mixdown import mixdown
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Sound
from broadcast.audio.takes import Phrase
from broadcast.library.codec import read_builtin

RECIPE = Recipe()


@pytest.fixture(scope="module")
def cart(make_voice) -> Sound:
    speech = [Phrase(sound=make_voice(8.0), voice="v")]
    return mixdown(RECIPE, sting=read_builtin("nhac-hieu"), speech=speech, bed=None, closing=None).sound


def _told(cart: Sound, change, **more) -> str:
    spoiled = replace(cart, samples=change(cart.samples))
    return " / ".join(str(fault) for fault in faults_of(spoiled, recipe=RECIPE, **more))


def test_a_good_cart_has_no_faults(cart: Sound) -> None:
    assert faults_of(cart, recipe=RECIPE, syllables=40, around_s=3.5) == ()


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        ("độ to", lambda x: x * np.float32(0.8)),
        ("đỉnh âm", lambda x: np.where(np.arange(len(x)) == 200_000, np.float32(0.99), x)),
        ("im lặng", lambda x: np.zeros_like(x)),
        ("tiếng đầu bị cụt", lambda x: x[5_000:]),
        ("tiếng cuối bị cụt", lambda x: x[: 250_000 + int(np.abs(x[250_000:350_000]).argmax())]),
        ("bị vỡ", lambda x: np.clip(x * 4, -0.8, 0.8)),
        ("quãng lặng 4,", lambda x: np.concatenate([x, np.zeros(4 * RATE_HZ, np.float32), x])),
        ("(DC)", lambda x: x + np.float32(0.02)),
        ("bị đục", lambda x: np.convolve(x, np.hanning(400) / 200, mode="same").astype(np.float32)),
        ("tiếng xì", lambda x: np.random.default_rng(0).standard_normal(len(x)).astype(np.float32) * 0.1),
    ],
)
def test_a_planted_fault_is_told(cart: Sound, expected: str, change) -> None:
    assert expected in _told(cart, change)


def test_a_cart_too_short_or_too_long_for_its_syllables_is_told(cart: Sound) -> None:
    assert "quá ngắn so với 400 tiếng" in _told(cart, np.copy, syllables=400, around_s=3.5)
    assert "quá dài so với 4 tiếng" in _told(cart, np.copy, syllables=4, around_s=3.5)
