"""A ward's own music -> as it stands around words: each fault it may have, at each place it may stand."""

from collections.abc import Callable

import numpy as np
import pytest
from stand_ins.noises import NOISES

from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear, Kind, in_words
from broadcast.audio.loudness import measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.music import Fitted, fitted
from broadcast.audio.places import LONGEST_S, Place
from broadcast.audio.profiles import profile_named
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Floats, Sound
from broadcast.audio.unfitmusic import MOST_GAIN_DB

RATE = 44_100
NOISE = np.random.default_rng(14)


def _times(seconds: float) -> Floats:
    return np.arange(round(seconds * RATE)) / RATE


def _sum_of_tones(seconds: float = 6.0) -> Floats:
    t = _times(seconds)
    edges = np.minimum(1, np.minimum(t / 0.2, (seconds - t) / 0.8))
    tones = sum(np.sin(2 * np.pi * hz * t) / number for number, hz in enumerate((220, 330, 440, 880, 2_200), 1))
    return 0.12 * edges * (1 + 0.4 * np.sin(4 * np.pi * t)) * tones


def _drum() -> Floats:
    beats = np.zeros(4 * RATE)
    t = _times(1)
    for begin in (0, 0.6, 1.2, 1.5, 1.8, 2.4, 3.0):
        at = round(begin * RATE)
        beats[at : at + RATE] += 0.4 * np.sin(2 * np.pi * (70 + 50 * np.exp(-30 * t)) * t) * np.exp(-6 * t)
    return beats


def _gong() -> Floats:
    t = _times(6)
    return 0.3 * sum(a * np.sin(2 * np.pi * hz * t) * np.exp(-t) for hz, a in ((180, 1.0), (327, 0.6), (452, 0.4)))


def _coloured(power: float) -> Floats:
    """Noise whose spectrum falls with the frequency to that power."""
    spectrum = np.fft.rfft(NOISE.normal(0, 1, 6 * RATE))
    noise = np.fft.irfft(spectrum / np.maximum(20, np.arange(len(spectrum))) ** power)
    return np.asarray(noise / np.abs(noise).max())


def _hum(mains: int) -> Floats:
    return 0.2 * sum(np.sin(2 * np.pi * mains * number * _times(6)) / number for number in (1, 2, 3, 5))


def _sides(left: Floats, right: Floats) -> Floats:
    return np.stack([left, right], axis=1)


def _silence(seconds: float) -> Floats:
    return np.zeros(round(seconds * RATE))


MUSIC = _sum_of_tones()
SOUND = {  # nothing is to be told of these, and all of them air
    "tones": MUSIC,
    "a drum": _drum(),
    "a gong": _gong(),
    "cut off at both ends": MUSIC[RATE:-RATE],
    "half a second of silence at its ends": np.concatenate([_silence(0.4), MUSIC, _silence(0.6)]),
    "two channels": _sides(MUSIC, np.roll(MUSIC, 400)),
    "applause": _coloured(0.2) * 0.2 * (1 + 0.7 * np.sin(2 * np.pi * _times(6))),
    "a pip": 0.2 * np.sin(2 * np.pi * 1_000 * _times(1)),
    "no bass and no treble": 0.2 * np.sin(2 * np.pi * 440 * _times(5)),
}
RIGHTED = {
    "silent at its beginning": (np.concatenate([_silence(4), MUSIC]), "bỏ 4,0 giây im lặng ở đầu"),
    "silent at its end": (np.concatenate([MUSIC, _silence(5)]), "bỏ 4,5 giây im lặng ở cuối"),
    "silent inside": (np.concatenate([MUSIC, _silence(5), MUSIC]), "rút ngắn quãng lặng ở giữa"),
    "room noise at its beginning": (
        np.concatenate([NOISE.normal(0, 5e-4, 4 * RATE), MUSIC]), "bỏ 4,0 giây im lặng ở đầu"),
    "quiet": (MUSIC * 0.04, "được nâng"),
    "offset": (MUSIC + 0.2, "lệch một chiều"),
    "one channel silent": (_sides(MUSIC, 0 * MUSIC), "một kênh không có tiếng"),
    "channels in opposite phase": (_sides(MUSIC, -MUSIC), "ngược pha"),
    "clipped": (np.clip(MUSIC * 20, -1, 1), "bị vỡ"),
}  # fmt: skip
UNFIT = {
    "silent": (_silence(5), "im lặng"),
    "nothing but offset": (_silence(5) + 0.3, "im lặng"),
    "too faint": (MUSIC * 0.003, "nhỏ quá"),
    "white noise": (NOISE.normal(0, 0.1, 6 * RATE), "tiếng xì"),
    "faint white noise": (NOISE.normal(0, 0.01, 6 * RATE), "tiếng xì"),
    "pink noise": (_coloured(0.5) * 0.3, "tiếng xì"),
    "brown noise": (_coloured(1.0) * 0.3, "tiếng ồn"),
    "an even buzz of 100 Hz": (_hum(100), "tiếng ù 100 Hz"),
    "hum of 50 Hz": (_hum(50), "tiếng ù"),
    "hum of 60 Hz": (_hum(60), "tiếng ù"),
    "a click": (MUSIC[RATE : RATE + RATE // 7], "chỉ dài"),
}


@pytest.mark.parametrize("noise", NOISES)
def test_what_is_hiss_or_hum_in_a_recording_is_so_in_a_jingle(noise: str) -> None:
    """One file, one verdict; what swells (rain, a crowd, a street) may be meant as a jingle."""
    samples = np.asarray(NOISES[noise](np.random.default_rng(8)), np.float32)
    ear = Ear()
    ear.add(samples)
    heard = ear.heard()
    unfit = fitted(Sound(samples, EAR_HZ), Place.STING).unfit
    if heard.kind in (Kind.HISS, Kind.HUM):
        assert unfit is not None
        assert unfit.template == in_words(heard, -30.0).template
    elif noise in ("brown noise", "a fan"):
        assert "tiếng ồn" in str(unfit)
    elif unfit is not None:
        assert not any(word in str(unfit) for word in ("xì", "ù ", "ồn")), unfit


def _fit(samples: Floats, place: Place, recipe: Recipe | None = None) -> Fitted:
    return fitted(Sound(np.ascontiguousarray(samples, np.float32), RATE), place, recipe)


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("music", SOUND)
def test_music_that_nothing_is_wrong_with_airs_and_nothing_is_told_of_it(music: str, place: Place) -> None:
    found = _fit(SOUND[music], place, Recipe(channels=2))
    assert (found.unfit, found.changes) == (None, ())


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("music", RIGHTED)
def test_a_fault_that_can_be_put_right_is_and_is_told(music: str, place: Place) -> None:
    samples, told = RIGHTED[music]
    for recipe in (Recipe(), Recipe(channels=2)):
        found = _fit(samples, place, recipe)
        assert found.unfit is None
        [change] = found.changes
        assert told in str(change)


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("music", UNFIT)
def test_what_is_no_music_is_unfit_at_every_place(music: str, place: Place) -> None:
    samples, told = UNFIT[music]
    for shown in (samples, _sides(samples, samples)):
        assert told in str(_fit(shown, place).unfit)


@pytest.mark.parametrize(
    "place", [pytest.param(one, marks=pytest.mark.full) if one is Place.BED else one for one in Place]
)
def test_what_is_too_long_is_cut_under_a_fade_at_its_places_bound(
    place: Place, rounds: Callable[[int, int], int]
) -> None:
    longest = LONGEST_S[place]
    found = _fit(np.tile(MUSIC, 1 + round((longest + 30) / 6)), place)
    assert found.unfit is None
    assert found.sound.seconds == pytest.approx(longest, abs=0.01)
    assert [str(one) for one in found.changes if f"chỉ lấy {longest:.0f} giây đầu" in str(one)] != []
    assert abs(float(found.sound.samples[-1])) < 1e-4
    if longest <= rounds(120, 600):  # seconds
        exact = _fit(np.tile(MUSIC, int(longest // 6)), place)
        assert exact.changes == ()  # the control: music of that length is left alone


@pytest.mark.parametrize("profile", ["flat", "horn"])
@pytest.mark.parametrize("music", {**SOUND, **RIGHTED})
def test_whatever_airs_does_so_at_the_cart_s_own_loudness(music: str, profile: str) -> None:
    shape = profile_named(profile, {})
    assert not isinstance(shape, tuple)
    recipe = Recipe(profile=shape, channels=2)
    samples = SOUND[music] if music in SOUND else RIGHTED[music][0]
    found = _fit(samples, Place.OPENING, recipe)
    if found.unfit is None:
        mix = mixdown(recipe, sting=found.sound, speech=(), bed=None, closing=None)
        assert measure(mix.sound).integrated_lufs == pytest.approx(recipe.loudness_lufs, abs=0.5)


@pytest.mark.parametrize(("profile", "is_fit"), [("flat", True), ("horn", False)])
def test_a_drum_of_which_the_profile_leaves_next_to_nothing_is_stood_in_for(profile: str, is_fit: bool) -> None:
    shape = profile_named(profile, {})
    assert not isinstance(shape, tuple)
    found = _fit(SOUND["a drum"], Place.STING, Recipe(profile=shape, channels=2))
    assert (found.unfit is None) is is_fit
    assert is_fit or "tiếng trầm" in str(found.unfit)


def test_music_is_raised_by_no_more_than_the_bound() -> None:
    found = _fit(MUSIC, Place.STING)
    loudness = measure(found.sound).integrated_lufs
    for spare_db, is_fit in ((1.0, True), (-1.0, False)):
        gain = 10 ** ((-16.0 - MOST_GAIN_DB + spare_db - loudness) / 20)
        assert (_fit(MUSIC * gain, Place.STING).unfit is None) is is_fit
