"""Whether broadcast/audio/hearing tells that somebody speaks: on recordings as they are, and in noise.

    python benchmarks/hearing.py --speech FOLDER [--speech FOLDER ...] --other FOLDER [--other FOLDER ...]

From each folder (looked through to the bottom) recordings of eight seconds are cut: short clips one after another
with pauses between, long ones at random places. Speech is heard as it is, in the noise of a street at +20, +10, +5
and 0 dB, in white noise, through a telephone's band, as GSM 06.10 at 8 kHz, with an echo, clipped, and very
soft. Printed for each: how many were taken for speech, and the share of speech in the
least, the middle and the most of them.
"""

import argparse
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from stand_ins.noises import NOISES, street

from broadcast.audio.hearing import RATE_HZ, Ear, Heard, Kind
from broadcast.audio.sound import Samples, Sound, in_mono, resampled

SUFFIXES = {".wav", ".gsm", ".flac", ".ogg", ".oga", ".mp3", ".opus"}
SECONDS = 8
_RAW_GSM = {"samplerate": 8_000, "channels": 1, "format": "RAW", "subtype": "GSM610"}


def main() -> None:
    """Hear every folder; print a row for each way of hearing it, and the errors of both kinds."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--speech", action="append", default=[], type=Path)
    arguments.add_argument("--other", action="append", default=[], type=Path)
    arguments.add_argument("--count", type=int, default=20, help="recordings cut from each folder")
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311  # the same cuts each time
    print("| recordings | n | speech | kinds | least | middle | most |\n" + "|---" * 7 + "|")
    for folder in asked.speech:
        cut = list(_recordings(folder, asked.count, chance))
        for name, change in _changes(np.random.default_rng(asked.seed)).items():
            _row(f"{folder.name} {name}", [change(one) for one in cut])
    for folder in asked.other:
        _row(folder.name, list(_recordings(folder, asked.count, chance)))
    for name, noise in NOISES.items():
        _row(name, [noise(np.random.default_rng(seed)).astype(np.float32) for seed in range(8)])
    _cost()


def _recordings(folder: Path, count: int, chance: random.Random) -> Iterator[Samples]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    for _ in range(count if files else 0):
        parts: list[Samples] = []
        while sum(map(len, parts)) < SECONDS * RATE_HZ:
            clip = _clip(chance.choice(files), chance)
            if len(clip) > RATE_HZ // 5 and np.abs(clip).max() > 0.01:
                parts += [clip, np.zeros(chance.randint(RATE_HZ // 10, RATE_HZ // 2), np.float32)]
        yield np.concatenate(parts)


def _clip(path: Path, chance: random.Random) -> Samples:
    try:
        opened = soundfile.SoundFile(path, **(_RAW_GSM if path.suffix == ".gsm" else {}))
    except soundfile.LibsndfileError:
        return np.zeros(0, np.float32)  # packages hold a few broken ones
    with opened as file:
        most = SECONDS * file.samplerate
        file.seek(chance.randint(0, max(0, file.frames - most)))
        samples = file.read(most, dtype="float32")
        return resampled(Sound(in_mono(samples), file.samplerate), RATE_HZ).samples


def _changes(rng: np.random.Generator) -> dict[str, Callable[[Samples], Samples]]:
    streets = {f"street {snr:+d} dB": _noisy(street(rng), snr) for snr in (20, 10, 5, 0)}
    return {
        "as they are": lambda one: one,
        **streets,
        "white noise +10 dB": _noisy(rng.standard_normal(SECONDS * RATE_HZ), 10),
        "telephone": _through_a_telephone,
        "GSM": _through_gsm,
        "echo": lambda one: _echo(one, rng),
        "clipped": lambda one: np.clip(one * 8, -0.3, 0.3),
        "at -47 dB": lambda one: one / np.std(one) * np.float32(10 ** (-47 / 20)),
        "1.7 s of each": lambda one: one[: round(1.7 * RATE_HZ)],
    }


def _noisy(noise: np.ndarray[tuple[int], np.dtype[np.float64]], snr_db: float) -> Callable[[Samples], Samples]:
    def mixed(one: Samples) -> Samples:
        loud = one[np.abs(one) > 0.02 * np.abs(one).max()]
        level = float(np.std(loud)) / 10 ** (snr_db / 20) / float(np.std(noise))
        return np.asarray(one + level * np.resize(noise, len(one)), np.float32)

    return mixed


def _through_a_telephone(one: Samples) -> Samples:
    spectrum, hz = np.fft.rfft(one), np.fft.rfftfreq(len(one), 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3_400)] = 0
    return np.asarray(np.fft.irfft(spectrum, len(one)), np.float32)


def _through_gsm(one: Samples) -> Samples:
    """As a mobile phone of the nineties, or a telephone exchange's voice mail, keeps a voice (GSM 06.10)."""
    file = io.BytesIO()
    soundfile.write(file, resampled(Sound(one, RATE_HZ), 8_000).samples, 8_000, format="WAV", subtype="GSM610")
    file.seek(0)
    heard, rate_hz = soundfile.read(file, dtype="float32")
    return resampled(Sound(heard, rate_hz), RATE_HZ).samples


def _echo(one: Samples, rng: np.random.Generator) -> Samples:
    tail = rng.standard_normal(RATE_HZ) * np.exp(-np.arange(RATE_HZ) / RATE_HZ * 11.5)  # 0.6 s to -60 dB
    tail[0] = 3
    size = 2 * len(one)
    return np.asarray(np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(tail, size), size)[: len(one)], np.float32)


def _listen(samples: Samples) -> Heard:
    ear = Ear()
    ear.add(samples)
    return ear.heard()


def _row(name: str, recordings: list[Samples]) -> None:
    heard = [_listen(one) for one in recordings]
    if not heard:
        print(f"| {name} | 0 |")
        return
    kinds = Counter(one.kind.value for one in heard)
    shares = sorted(one.speech_share for one in heard)
    print(
        f"| {name} | {len(heard)} | {kinds[Kind.SPEECH.value]} | {dict(kinds)} "
        f"| {shares[0]:.2f} | {shares[len(shares) // 2]:.2f} | {shares[-1]:.2f} |",
        flush=True,
    )


def _cost() -> None:
    ten_minutes = np.tile(street(np.random.default_rng(1)).astype(np.float32), 75)
    begun = time.process_time()
    _listen(ten_minutes)
    print(f"\nten minutes of sound: {time.process_time() - begun:.2f} s of processor")


if __name__ == "__main__":
    main()
