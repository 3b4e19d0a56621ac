"""What is shipped is what the scores say, and it is fit for a loudspeaker."""

import numpy as np
import pytest
from stings import SCORES, rendered

from broadcast.audio.dither import to_pcm16
from broadcast.audio.fades import loop
from broadcast.audio.loudness import measure
from broadcast.library.codec import read_builtin
from broadcast.library.names import builtin_names


def test_every_score_is_shipped_and_nothing_else() -> None:
    assert set(builtin_names()) == set(SCORES) == {"mo-dau", "nhac-hieu", "ket-thuc", "nen"}


@pytest.mark.parametrize("name", SCORES)
def test_the_shipped_sound_is_its_score_within_one_step(name: str) -> None:
    made, shipped = to_pcm16(rendered(SCORES[name])), np.rint(read_builtin(f"builtin:{name}").samples * 32_768)
    assert len(made) == len(shipped)
    assert np.abs(made - shipped).max() <= 1


@pytest.mark.parametrize("name", SCORES)
def test_the_music_is_even_in_loudness_and_free_of_limiting(name: str) -> None:
    found = measure(read_builtin(name))
    assert found.integrated_lufs == pytest.approx(-18.0, abs=0.1)
    assert found.true_peak_dbtp < -1.0


def test_the_stings_are_short_and_end_in_silence() -> None:
    for name, longest_s in (("mo-dau", 8.0), ("nhac-hieu", 3.5), ("ket-thuc", 8.0)):
        sound = read_builtin(name)
        assert 2.5 <= sound.seconds <= longest_s
        assert np.abs(sound.samples[-48:]).max() < 1e-3
        assert np.abs(sound.samples[:48]).max() < 1e-3


def test_the_bed_goes_round_without_a_seam() -> None:
    bed = read_builtin("nen").samples
    turn = loop(bed, 2 * 48_000)
    for music in (bed, turn):
        twice = np.concatenate([music[-2_400:], music[:2_400]])
        assert np.abs(np.diff(twice)).max() <= np.abs(np.diff(music)).max()
