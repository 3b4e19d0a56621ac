"""Is the horn profile understood better in noise? ESTOI of flat, a plain compressor and the profiles, in one run.

    python benchmarks/intelligibility.py [--human FOLDER] [--snr 0 -5 -10] [--figures evening=0.6 ratio=2 ...]

Each voice goes through the loudspeaker (a horn of 300 to 6,000 Hz, and one with a resonance at 1.8 kHz) into noise
(speech-shaped, and like a street), at a signal-to-noise ratio that the flat voice would have. A processed voice is
brought to the flat one's loudness (LUFS: as annoying) or to its power (as hot an amplifier) before the horn; at
equal loudness both pass the same limiter. The reference of ESTOI is the clean, full-band voice.

Voices. The horn profile's figures were chosen on `embedded` (four sentences) and `human (2.4 s)` (audiotest.au of
CPython's own test-suite, 8 kHz, one speaker). Held out, never used to choose: sentences of the sample ward in the
embedded voice, and the channel names of Debian's alsa-utils ("front left", ... eight recordings of a human
voice, 48 kHz, about 1.4 s each, English) where they are installed; nothing of them is kept here. None is
human Vietnamese: a ward's own recordings (--human FOLDER, any format) are the better test.
"""

import argparse
import sysconfig
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import soundfile
import soxr
from pystoi import stoi
from voices import SENTENCES, spoken, ward_sentences

from broadcast.audio.fades import faded
from broadcast.audio.horn import voiced
from broadcast.audio.levels import Lufs
from broadcast.audio.limiter import master
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.nodes import NODE, Nodes
from broadcast.audio.profiles import FLAT, HORN, NIGHT, own_profile
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.audio.trim import words_only
from broadcast.audio.truepeak import node_peaks
from broadcast.audio.weighting import HopEnergies
from broadcast.library.codec import decode

Process = Callable[[Samples], Samples]
_HUMAN_IN_CPYTHON = ("audiotest.au", "test_email/data/audiotest.au", "test_email/data/sndhdr.au")
_ALSA = Path("/usr/share/sounds/alsa")
_HUMAN_S = 2.4  # a shout follows


def main() -> None:
    """Let every voice pass every contender; print a row for each condition and what horn gains over flat."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--human", type=Path)
    arguments.add_argument("--snr", type=float, nargs="+", default=[0.0, -5.0, -10.0])
    arguments.add_argument("--figures", nargs="*", default=[], help="try horn with these figures instead")
    arguments.add_argument("--sentences", type=int, default=4)
    arguments.add_argument("--unseen", type=int, default=16, help="sentences of the sample ward, held out")
    arguments.add_argument("--only", nargs="*", help="voices whose name begins so")
    asked = arguments.parse_args()
    horn = own_profile("horn", {k: float(v) for k, v in (pair.split("=") for pair in asked.figures)}, base=HORN)
    assert not isinstance(horn, tuple), horn
    contenders: dict[str, Process] = {
        "flat": lambda x: voiced(x, FLAT),
        "compressor": compressed,
        "horn": lambda x: voiced(x, horn),
        "night": lambda x: voiced(x, NIGHT),
    }
    print("| voice | equal | loudspeaker | noise | SNR | " + " | ".join(contenders) + " | horn - flat |")
    print("|---" * (6 + len(contenders)) + "|")
    for voice, phrases in _voices(asked.sentences, asked.unseen, asked.human).items():
        if not asked.only or voice.startswith(tuple(asked.only)):
            _compare(voice, phrases, contenders, asked.snr)


def _compare(voice: str, phrases: list[Samples], contenders: Mapping[str, Process], snrs: list[float]) -> None:
    clean = _with_pauses(phrases)
    processed = {
        name: _with_pauses([process(phrase) for phrase in phrases]) for name, process in contenders.items()
    }
    gains: dict[tuple[str, float], list[float]] = {}
    for equal, matched in (("power", _equal_power), ("LUFS", _equal_loudness)):
        matching = {name: matched(clean, made) for name, made in processed.items()}
        for speaker, response in (("horn", _horn), ("resonant horn", _resonant_horn)):
            heard = {name: _filtered(made, response) for name, made in matching.items()}
            for noise_name, noise in (("speech-shaped", _speech_shaped(clean)), ("street", _street(len(clean)))):
                for snr in snrs:
                    level = _rms(heard["flat"]) / _rms(noise) * 10 ** (-snr / 20)
                    scores = [_estoi(clean, made + noise * level) for made in heard.values()]
                    told = dict(zip(heard, scores, strict=True))
                    better = told["horn"] - told["flat"]
                    gains.setdefault((equal, snr), []).append(better)
                    row = [voice, equal, speaker, noise_name, f"{snr:+.0f}", *(f"{score:.3f}" for score in scores)]
                    print("| " + " | ".join([*row, f"{better:+.3f}"]) + " |", flush=True)
    for (equal, snr), found in gains.items():
        gain = f"{np.mean(found):+.3f}, least {min(found):+.3f}"
        print(f"| **{voice}** | {equal} | both | both | {snr:+.0f} | | | | | {gain} |", flush=True)


# --- voices and contenders ------------------------------------------------------------------------


def _voices(sentences: int, unseen: int, folder: Path | None) -> dict[str, list[Samples]]:
    voices = {"embedded": [_words(sound) for sound in spoken(SENTENCES[:sentences])]}
    held_out = ward_sentences(unseen)
    voices[f"held out: embedded, {len(held_out)} sentences"] = [_words(sound) for sound in spoken(held_out)]
    if folder is not None:
        voices["human"] = [_words(decode(path.read_bytes())) for path in sorted(folder.iterdir())]
    elif found := _cpython_speaker():
        samples, rate_hz = soundfile.read(found, dtype="float32")
        voices["human (2.4 s)"] = [_words(Sound(samples[: round(_HUMAN_S * rate_hz)], rate_hz))]
    if names := sorted(path for path in _ALSA.glob("*.wav") if path.stem != "Noise"):
        voices[f"held out: human, {len(names)} channel names"] = [
            _words(decode(path.read_bytes())) for path in names
        ]
    return voices


def _cpython_speaker() -> Path | None:
    tests = Path(sysconfig.get_path("stdlib")) / "test"
    return next((path for name in _HUMAN_IN_CPYTHON if (path := tests / name).exists()), None)


def _words(sound: Sound) -> Samples:
    return words_only(resampled(sound, RATE_HZ).samples, RATE_HZ, longest_pause_s=1.2, edge_s=0.005)


def _with_pauses(phrases: list[Samples]) -> Samples:
    """Phrases of one level, as the mixdown makes them, half a second apart."""
    pause = np.zeros(RATE_HZ // 2, np.float32)
    levelled = [phrase * np.float32(0.05 / _rms(phrase)) for phrase in phrases]
    return np.concatenate([part for phrase in levelled for part in (pause, phrase)])


def compressed(samples: Samples) -> Samples:
    """Compress one channel in one band: 3 to 1 over -20 dB under the loudest, 5 ms attack, 100 ms release."""
    node = 48
    rows = np.pad(samples, (0, -len(samples) % node)).reshape(-1, node)
    level_db = 20 * np.log10(np.sqrt(np.mean(rows.astype(np.float64) ** 2, axis=1)) + 1e-9)
    smooth = np.empty_like(level_db)
    now = level_db[0]
    for place, level in enumerate(level_db):
        now += (level - now) * (1 - np.exp(-1 / (5 if level > now else 100)))
        smooth[place] = now
    over_db = np.maximum(smooth - (smooth.max() - 20), 0)
    gain = 10 ** (-over_db * (2 / 3) / 20)
    return faded((rows * gain[:, None]).reshape(-1)[: len(samples)].astype(np.float32))


def _equal_power(clean: Samples, made: Samples) -> Samples:
    return made * np.float32(_rms(clean) / _rms(made))


def _equal_loudness(clean: Samples, made: Samples) -> Samples:
    """At -16 LUFS under -1 dBTP, as in a cart, then back to the clean one's scale."""
    recipe = Recipe()
    energies = HopEnergies(NODE).add(_whole(made)).astype(np.float32)
    nodes = Nodes(peaks=node_peaks(_whole(made), NODE, above=0.0), energies=energies)
    found = master(nodes, target_lufs=recipe.loudness_lufs, ceiling=10 ** (-1.1 / 20), limiter=recipe.limiter)
    mastered = found.mastered(_whole(made), first_node=0)[: len(made)]
    return mastered * np.float32(10 ** ((_loudness(clean) - _loudness(mastered)) / 20))


def _whole(samples: Samples) -> Samples:
    return np.pad(samples, (0, -len(samples) % NODE))


def _loudness(samples: Samples) -> Lufs:
    return measure(Sound(samples, RATE_HZ)).integrated_lufs


# --- loudspeaker and street -----------------------------------------------------------------------


def _horn(hz: np.ndarray) -> np.ndarray:
    return 1 / np.sqrt(1 + (300 / np.maximum(hz, 1)) ** 8) / np.sqrt(1 + (hz / 6_000) ** 8)


def _resonant_horn(hz: np.ndarray) -> np.ndarray:
    return _horn(hz) * (1 + 2 / (1 + ((hz - 1_800) / 250) ** 2))


def _filtered(samples: Samples, response: Callable[[np.ndarray], np.ndarray]) -> Samples:
    size = 1 << len(samples).bit_length()
    spectrum = np.fft.rfft(samples, size) * response(np.fft.rfftfreq(size, 1 / RATE_HZ))
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


def _speech_shaped(clean: Samples) -> Samples:
    """Noise with the clean voice's own long-term spectrum."""
    frames = np.lib.stride_tricks.sliding_window_view(clean, 2048)[::1024] * np.hanning(2048)
    amplitude = np.sqrt((np.abs(np.fft.rfft(frames, axis=1)) ** 2).mean(axis=0))
    hz = np.fft.rfftfreq(2048, 1 / RATE_HZ)
    noise = np.random.default_rng(11).standard_normal(len(clean)).astype(np.float32)
    return _filtered(noise, lambda f: np.interp(f, hz, amplitude))


def _street(frames: int) -> Samples:
    """A rumble that comes and goes, and a motorbike in it."""
    rng = np.random.default_rng(12)
    t = np.arange(frames) / RATE_HZ
    rumble = _filtered(rng.standard_normal(frames).astype(np.float32), lambda f: (f > 40) / (1 + (f / 250) ** 1.1))
    passing = 1 + 0.6 * np.sin(2 * np.pi * 0.13 * t) + 0.3 * np.sin(2 * np.pi * 0.31 * t + 1)
    phase = 2 * np.pi * np.cumsum(70 + 15 * np.sin(2 * np.pi * 0.1 * t)) / RATE_HZ
    motorbike = sum(np.sin(k * phase + k) / k for k in range(1, 20))
    return ((rumble / _rms(rumble) + 0.4 * motorbike) * passing).astype(np.float32)


def _estoi(clean: Samples, heard: Samples) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        at_10k = [soxr.resample(samples, RATE_HZ, 10_000) for samples in (clean, heard)]
        return float(stoi(*at_10k, 10_000, extended=True))


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


if __name__ == "__main__":
    main()
