"""The music around words stands as loud as they do, once the limiter has taken its share of each."""

import numpy as np
import pytest

from broadcast.audio import mixdown as mixing
from broadcast.audio.balance import Parts, balance, scaled
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.mixdown import Mix, mixdown
from broadcast.audio.nodes import NODE, Nodes
from broadcast.audio.profiles import FLAT, HORN, NIGHT, Profile
from broadcast.audio.recipe import Limiter, Recipe
from broadcast.audio.sound import Samples, Sound
from broadcast.audio.takes import Phrase
from broadcast.audio.trim import Span
from broadcast.library.codec import read_builtin
from broadcast.production.voices.espeak import Espeak

STING, BED, CLOSING = (read_builtin(name) for name in ("nhac-hieu", "nen", "ket-thuc"))


@pytest.fixture(scope="module")
def spoken() -> list[Phrase]:
    """The embedded voice, whose peaks stand high over its loudness; a made one's do not."""
    voice = Espeak()
    words = ("kính thưa bà con các tổ dân phố", "hôm nay phường tổ chức đại hội", "mời bà con treo cờ trước nhà")
    return [Phrase(sound=voice.speak(one, speed=1.0), pause_after_s=0.5, voice="espeak") for one in words]


def _parts(mix: Mix) -> tuple[Samples, Samples, Samples]:
    samples = mix.sound.samples
    return (
        samples[: round(STING.seconds * RATE_HZ)],
        samples[mix.speech[0].start : mix.speech[-1].end],
        samples[len(samples) - round(CLOSING.seconds * RATE_HZ) :],
    )


def _off(mix: Mix) -> tuple[float, float]:
    """How much louder than the words the sting and the closing are, in LU."""
    sting, words, closing = (measure(Sound(part, RATE_HZ)).integrated_lufs for part in _parts(mix))
    return sting - words, closing - words


@pytest.mark.parametrize("profile", [FLAT, HORN, NIGHT], ids=lambda profile: profile.name)
@pytest.mark.parametrize("bed", [None, BED], ids=["no bed", "bed"])
@pytest.mark.parametrize("channels", [1, 2])
def test_sting_words_and_closing_stand_equally_loud(
    spoken: list[Phrase], profile: Profile, bed: Sound | None, channels: int
) -> None:
    recipe = Recipe(profile=profile, channels=channels)
    mix = mixdown(recipe, sting=STING, speech=spoken, bed=bed, closing=CLOSING)
    assert max(map(abs, _off(mix))) < 0.5
    found = measure(mix.sound)
    assert found.integrated_lufs == pytest.approx(-16, abs=0.1)
    assert found.true_peak_dbtp < -1


def test_without_it_the_sting_stands_over_the_words(spoken: list[Phrase], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: one gain for all leaves the limiter's share of the voice to the sting."""
    monkeypatch.setattr(mixing, "balance", lambda nodes, *_, **__: np.ones(len(nodes) + 1))
    sting, closing = _off(mixdown(Recipe(), sting=STING, speech=spoken, bed=None, closing=CLOSING))
    assert sting > 0.7
    assert closing > 0.5


def test_music_without_words_and_words_without_music_are_left_alone() -> None:
    nodes = Nodes(peaks=np.full(500, 0.5, np.float32), energies=np.full(500, 1.0, np.float32))
    wanted = {"target_lufs": -16.0, "ceiling": 0.9, "limiter": Limiter()}
    for parts in (
        Parts(music=(Span(0, 500 * NODE),), words=None),
        Parts(music=(), words=Span(0, 500 * NODE)),
    ):
        assert (balance(nodes, parts, **wanted) == 1).all()  # type: ignore[arg-type]


def test_the_gain_moves_in_the_pause_alone_and_never_by_more_than_six_decibels() -> None:
    energies = np.concatenate([np.full(1_000, 2.0), np.zeros(200), np.full(2_000, 0.02)]).astype(np.float32)
    nodes = Nodes(peaks=np.sqrt(energies) / 20, energies=energies)
    parts = Parts(music=(Span(0, 1_000 * NODE),), words=Span(1_200 * NODE, 3_200 * NODE))
    gains = balance(nodes, parts, target_lufs=-16.0, ceiling=0.9, limiter=Limiter())  # type: ignore[arg-type]
    assert gains[:1_000] == pytest.approx(10 ** (-6 / 20))
    assert (gains[1_200:] == 1).all()
    assert (np.diff(gains[1_000:1_201]) > 0).all()
    assert np.abs(np.diff(gains)).max() < 0.01
    quieter = scaled(nodes, gains)
    assert quieter.peaks[:900] == pytest.approx(nodes.peaks[:900] * 10 ** (-6 / 20))
    assert quieter.energies[:900] == pytest.approx(nodes.energies[:900] * 10 ** (-12 / 20))
