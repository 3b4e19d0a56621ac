"""Does every cart of a campaign stand on its loudness? All of the sample ward's, beside the usual pydub script.

    python benchmarks/campaign.py [--home FOLDER]

Builds every cart that the ward's playlist.yaml asks for, on all its days, in a temporary copy of its folder and in
the embedded voice, and measures each with ffmpeg's ebur128 (which tells tenths); of each also the music alone and
the words alone, for a sting should stand no louder than the voice behind it. The pydub script
(benchmarks/render.py) gets the same speech, the same pauses and the same sting.
"""

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from contenders import CEILING_DBTP, TARGET_LUFS, pydub_script
from render import metered

from broadcast.audio.sound import Sound, join, silent
from broadcast.library.codec import read_builtin
from broadcast.production.orders import Order
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.model import Cart, Unready
from broadcast.programme.settings import ScriptId
from broadcast.station import preview as headphones
from broadcast.station.overview import orders as orders_of
from broadcast.station.overview import sessions_from
from broadcast.station.station import Station, open_station, production_of
from broadcast.ward.readings import Prepared

_NEAR_LU = 0.3


def main() -> None:
    """Make and measure every cart; print a row for each, and a line for us and for the pydub script."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--home", type=Path, default=Path(__file__).parent.parent)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        station = open_station(_copied(asked.home, Path(folder) / "ward"))
        orders = _orders(station)
        found = list(_our_carts(station, orders, Path(folder)))
        scripts = sorted({order.script for order in orders if order.script})
        usual = _pydub_carts(station, scripts, Path(folder))
    print("| cart | s | LUFS | dBTP | music LUFS | words LUFS |\n|---|---|---|---|---|---|")
    for one in found:
        parts = " | ".join("-" if lufs is None else f"{lufs:.1f}" for lufs in (one.music, one.words))
        print(f"| {one.name} | {one.seconds:.1f} | {one.lufs:.1f} | {one.dbtp:.1f} | {parts} |")
    print()
    for name, figures in (("ours", [(one.lufs, one.dbtp) for one in found]), ("pydub script", usual)):
        _summary(name, figures)
    over = [one.music - one.words for one in found if one.music is not None and one.words is not None]
    print(f"music over words: {min(over):+.1f}..{max(over):+.1f} LU")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    name: str
    seconds: float
    lufs: float
    dbtp: float
    music: float | None
    """Loudness of what sounds before the first word, or of all where there is none."""
    words: float | None
    """From the first word to the last."""


def _copied(home: Path, copy: Path) -> Path:
    copy.mkdir()
    for name in ("scripts", "sounds", "nhac"):
        if (home / name).is_dir():
            shutil.copytree(home / name, copy / name)
    for path in home.glob("*.yaml"):
        shutil.copy(path, copy)
    playlist = copy / "playlist.yaml"
    playlist.write_text(playlist.read_text("utf-8").replace("[gtts, espeak]", "[espeak]"), "utf-8")
    return copy


def _orders(station: Station) -> list[Order]:
    """One for each different cart of the campaign."""
    phases = station.ward.playlist.phases
    first, last = min(phase.first for phase in phases), max(phase.last for phase in phases)
    wanted = orders_of(station, sessions_from(station, first, (last - first).days + 1), hurried=False)
    print(f"{first:%d/%m/%Y} to {last:%d/%m/%Y}: {len(wanted)} airings ordered", end=", ")
    return list({(order.script, order.cue if "/" not in order.cue else ""): order for order in wanted}.values())


def _our_carts(station: Station, orders: Sequence[Order], folder: Path) -> Iterator[_Measured]:
    print(f"{len(orders)} different carts\n")
    with production_of(station) as production:
        for order in orders:
            match production.make(order):
                case Cart() as cart:
                    path = folder / "cart.flac"
                    headphones.export(station, cart, path)
                    lufs, dbtp = metered(path)
                    music, words = _parts(cart, path, folder / "part.flac")
                    yield _Measured(name=order.script or order.cue, seconds=cart.seconds, lufs=lufs, dbtp=dbtp,
                                    music=music, words=words)  # fmt: skip
                case Unready() as unready:
                    print(f"{order.script}: {unready.why}")


def _parts(cart: Cart, path: Path, part: Path) -> tuple[float | None, float | None]:
    samples, rate_hz = soundfile.read(path)
    first, last = (cart.speech[0][0], cart.speech[-1][1]) if cart.speech else (len(samples), len(samples))

    def alone(piece: np.ndarray) -> float | None:
        if len(piece) < 2 * rate_hz:
            return None
        soundfile.write(part, piece, rate_hz)
        return metered(part)[0]

    return alone(samples[:first]), alone(samples[first:last])


def _pydub_carts(station: Station, scripts: Sequence[ScriptId], folder: Path) -> list[tuple[float, float]]:
    out, speech, sting = folder / "out", folder / "speech", folder / "sting.wav"
    out.mkdir()
    speech.mkdir()
    jingle = read_builtin("nhac-hieu")
    soundfile.write(sting, jingle.samples, jingle.rate_hz)
    voice = Espeak()
    for number, script in enumerate(scripts):
        prepared = station.ward.of(script)
        if isinstance(prepared, Prepared):
            told = []
            for utterance in prepared.spoken.utterances:
                said = voice.speak(utterance.text, speed=1.0)
                told += [said, Sound(silent(round(utterance.pause_after_s * said.rate_hz)), said.rate_hz)]
            whole = join(told)
            soundfile.write(speech / f"{number:02}.wav", whole.samples, whole.rate_hz)
    pydub_script(sorted(speech.iterdir()), sting, out)
    return [metered(path) for path in sorted(out.iterdir())]


def _summary(name: str, figures: Sequence[tuple[float, float]]) -> None:
    lufs, dbtp = zip(*figures, strict=True)
    near = sum(abs(one - TARGET_LUFS) <= _NEAR_LU for one in lufs)
    under = sum(one <= CEILING_DBTP for one in dbtp)
    print(
        f"{name}: {len(lufs)} carts, LUFS {min(lufs):.1f}..{max(lufs):.1f}, median {statistics.median(lufs):.1f}, "
        f"{near} within {_NEAR_LU} LU of {TARGET_LUFS}; highest true peak {max(dbtp):.1f} dBTP, "
        f"{under} not over {CEILING_DBTP}"
    )


if __name__ == "__main__":
    main()
