"""BS.1770-4 and the cases of EBU Tech 3341 that can be synthesised; then other meters on the same sound."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from ebur128 import ebur128
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.audio.loudness import RATE_HZ, Meter, measure
from broadcast.audio.sound import Sound, centred, each_channel
from broadcast.library.codec import read_builtin

BUILTINS = ("mo-dau", "nhac-hieu", "ket-thuc", "nen")


def _tones(*levels_and_seconds: tuple[float, float], hz: float = 1000.0) -> Sound:
    """The same sine in two channels, as Tech 3341 and 3342 ask for, at these peak levels in each."""
    parts = []
    for level_dbfs, seconds in levels_and_seconds:
        t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
        parts.append(10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hz * t))
    return Sound(np.stack([np.concatenate(parts)] * 2, axis=1).astype(np.float32), RATE_HZ)


@pytest.mark.parametrize(
    ("tones", "expected_lufs"),
    [
        pytest.param([(-23, 20)], -23, id="case 1"),
        pytest.param([(-33, 20)], -33, id="case 2"),
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23, id="case 3, relative gate"),
        pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23, id="case 4, absolute gate"),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23, id="case 5"),
    ],
)
def test_the_integrated_loudness_of_ebu_tech_3341(tones: list[tuple[float, float]], expected_lufs: float) -> None:
    assert measure(_tones(*tones)).integrated_lufs == pytest.approx(expected_lufs, abs=0.1)


def test_a_full_scale_sine_at_997_hz_reads_minus_3_01() -> None:
    t = np.arange(5 * RATE_HZ) / RATE_HZ
    sine = Sound(np.sin(2 * np.pi * 997 * t).astype(np.float32), RATE_HZ)
    assert measure(sine).integrated_lufs == pytest.approx(-3.01, abs=0.01)  # BS.1770-4 Annex 1


def test_short_term_loudness_finds_a_burst_of_three_seconds() -> None:
    meter = Meter(channels=2)  # Tech 3341 case 10
    meter.add(_tones((-80, 1.0), (-23, 3.0), (-80, 1.0)).samples)
    assert meter.short_term().max() == pytest.approx(-23, abs=0.1)


def test_tones_that_take_turns_within_three_seconds_read_steadily() -> None:
    meter = Meter(channels=2)  # Tech 3341 case 9
    meter.add(_tones(*((-20, 1.34), (-30, 1.66)) * 5).samples)
    read = meter.short_term()
    assert len(read) == 150 - 30 + 1
    np.testing.assert_allclose(read, -23, atol=0.1)


@pytest.mark.parametrize(
    ("levels_dbfs", "expected_lu"),
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
)
def test_the_loudness_range_of_ebu_tech_3342(levels_dbfs: tuple[float, ...], expected_lu: float) -> None:
    found = measure(_tones(*((level, 20.0) for level in levels_dbfs)))
    assert found.range_lu == pytest.approx(expected_lu, abs=1)


def test_what_is_shorter_than_three_seconds_has_no_range() -> None:
    assert measure(_tones((-20, 1.5), (-40, 1.4))).range_lu == 0


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), left=st.floats(0.01, 0.5), right=st.floats(0.01, 0.5))
def test_the_energies_of_two_channels_add_up_and_the_higher_peak_counts(
    seed: int, left: float, right: float
) -> None:
    noise = np.random.default_rng(seed).uniform(-1, 1, (2 * RATE_HZ, 2))
    both = Sound((noise * [left, right]).astype(np.float32), RATE_HZ)
    alone = [measure(Sound(channel, RATE_HZ)) for channel in each_channel(both.samples)]
    energy = sum(10 ** (one.integrated_lufs / 10) for one in alone)
    assert measure(both).integrated_lufs == pytest.approx(10 * np.log10(energy), abs=0.01)
    assert measure(both).true_peak_dbtp == pytest.approx(max(one.true_peak_dbtp for one in alone), abs=1e-4)


def test_a_voice_in_the_middle_is_as_loud_as_alone() -> None:
    alone = read_builtin("nhac-hieu")
    middle = Sound(centred(alone.samples, 2), RATE_HZ)
    assert measure(middle).integrated_lufs == pytest.approx(measure(alone).integrated_lufs, abs=0.001)
    assert measure(middle).true_peak_dbtp == pytest.approx(measure(alone).true_peak_dbtp - 3.01, abs=0.01)


def test_silence_is_minus_infinity_and_so_is_nothing_at_all() -> None:
    for frames in (0, 100, 3 * RATE_HZ):
        found = measure(Sound(np.zeros(frames, np.float32), RATE_HZ))
        assert found.integrated_lufs == -np.inf
        assert found.true_peak_dbtp == -np.inf


@pytest.mark.parametrize("piece", [31, 479, 4_800, 48_001, 10_000_000])
def test_a_meter_reads_the_same_however_the_sound_arrives(piece: int) -> None:
    sound = read_builtin("nhac-hieu")
    samples = sound.samples[: 60_000 if piece == 31 else None]
    meter = Meter()
    for start in range(0, len(samples), piece):
        meter.add(samples[start : start + piece])
    whole = measure(Sound(samples, RATE_HZ))
    assert meter.loudness().integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-4)
    assert meter.loudness().true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-4)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 96_000])
def test_the_rate_of_a_sound_does_not_change_its_loudness(rate_hz: int) -> None:
    t = np.arange(5 * rate_hz) / rate_hz
    sine = Sound((0.1 * np.sin(2 * np.pi * 997 * t)).astype(np.float32), rate_hz)
    assert measure(sine).integrated_lufs == pytest.approx(-23.01, abs=0.05)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here, whose ebur128 is the other meter")
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("name", [*BUILTINS, "noise with gaps"])
def test_ffmpegs_ebur128_reads_the_same(name: str, channels: int, tmp_path: Path) -> None:
    sound = read_builtin(name) if name in BUILTINS else _noise_with_gaps()
    if channels == 2:
        sound = Sound(np.stack([sound.samples, 0.5 * np.roll(sound.samples, RATE_HZ)], axis=1), RATE_HZ)
    soundfile.write(tmp_path / "a.wav", sound.samples, sound.rate_hz, subtype="FLOAT")
    theirs, found = ebur128(tmp_path / "a.wav"), measure(sound)
    assert found.integrated_lufs == pytest.approx(theirs.lufs, abs=0.1)
    assert found.true_peak_dbtp == pytest.approx(theirs.dbtp, abs=0.2)
    if sound.seconds > 5:  # of a single window ffmpeg says anything
        assert found.range_lu == pytest.approx(theirs.range_lu, abs=0.2)


def test_pyloudnorm_reads_the_same() -> None:
    pyloudnorm = pytest.importorskip("pyloudnorm")
    sound = _noise_with_gaps()
    theirs = pyloudnorm.Meter(RATE_HZ).integrated_loudness(sound.samples.astype(np.float64))
    assert measure(sound).integrated_lufs == pytest.approx(theirs, abs=0.1)


def _noise_with_gaps() -> Sound:
    noise = 0.2 * np.random.default_rng(7).standard_normal(30 * RATE_HZ)
    steps = np.repeat(10 ** (-np.tile([0, 6, 30, 80, 12, 3], 5) / 20), RATE_HZ)
    return Sound((noise * steps).astype(np.float32), RATE_HZ)
