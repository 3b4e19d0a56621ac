"""How fast and how light a month of announcements is rendered: every contender in one run on the same files.

    python benchmarks/render.py [--count 30] [--minutes 60] [--only NAME]

The files: announcements of about 27 s, MP3 at 24 kHz (what gTTS sends), made on the spot from the embedded voice;
and the shipped sting. The work: sting, half a second, announcement with fades, -16 LUFS, true peak under -1 dBTP,
48 kHz, 16-bit file. Each contender runs in a process of its own, so that its peak memory is its own. What every
contender wrote is measured afterwards with ffmpeg's ebur128 where there is one, else with our meter.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from contenders import CONTENDERS, cores
from ebur128 import ebur128

from broadcast.library.codec import read_builtin


def main() -> None:
    """Let each contender render the same files in a process of its own; print a row for each."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=30)
    arguments.add_argument("--minutes", type=int, default=60, help="the longest cart of the linearity run")
    arguments.add_argument("--only", choices=CONTENDERS)
    arguments.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.child:
        _child(*asked.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        seconds = _make_files(files, asked.count)
        print(f"{asked.count} announcements, {seconds:.0f} s of programme, {cores()} cores\n")
        print("| contender | s | x realtime | cpu s | peak MB | LUFS min..max | dBTP max |\n" + "|---" * 7 + "|")
        for name in [asked.only] if asked.only else CONTENDERS:
            print(_line(name, files, seconds), flush=True)
        if not asked.only:
            _linearity(files, asked.minutes)


def _line(name: str, files: Path, seconds: float) -> str:
    if name in ("ffmpeg loudnorm", "pydub script") and shutil.which("ffmpeg") is None:
        return f"| {name} | no ffmpeg here |"
    out = files / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    told = json.loads(_own_process(["--child", name, str(files)]))
    lufs, dbtp = measured(out)
    spread = f"{min(lufs):.2f}..{max(lufs):.2f} | {max(dbtp):.2f}" if lufs else "- | -"
    return (
        f"| {name} | {told['wall_s']:.2f} | {seconds / told['wall_s']:.0f} | {told['cpu_s']:.2f} "
        f"| {told['peak_mb']:.0f} | {spread} |"
    )


def _child(name: str, folder: str) -> None:
    """Wall time (without the start of Python, with all imports), cpu time and peak memory of one contender."""
    files = Path(folder)
    began = time.perf_counter()
    if name.startswith("long "):
        _render_long(float(name.removeprefix("long ")), files)
    else:
        CONTENDERS[name](sorted(files.glob("tin-*.mp3")), files / "sting.wav", files / "out")
    wall_s = time.perf_counter() - began
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu_s = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    peak_mb = max(usage.ru_maxrss for usage in usages) / 1024
    print(json.dumps({"wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": peak_mb}))


def _linearity(files: Path, longest_min: int) -> None:
    print("\nOne cart of one piece:\n")
    print("| length | s | s an hour of programme | peak MB |\n|---|---|---|---|")
    for minutes in [m for m in (1, 10, 60) if m <= longest_min]:
        told = json.loads(_own_process(["--child", f"long {minutes}", str(files)]))
        an_hour = told["wall_s"] * 60 / minutes
        print(f"| {minutes} min | {told['wall_s']:.2f} | {an_hour:.1f} | {told['peak_mb']:.0f} |", flush=True)


def _render_long(minutes: float, files: Path) -> None:
    """One unbroken cart of about that length, with a bed."""
    from broadcast.audio.dither import to_pcm16
    from broadcast.audio.mixdown import mixdown
    from broadcast.audio.recipe import Recipe
    from broadcast.audio.takes import Phrase
    from broadcast.library.codec import decode, encode_wav

    announcements = sorted(files.glob("tin-*.mp3"))

    class Phrases(Sequence[Phrase]):
        def __len__(self) -> int:
            return max(1, round(minutes * 60 / 27.5))

        def __getitem__(self, place: int) -> Phrase:  # type: ignore[override]
            if place >= len(self):
                raise IndexError(place)
            return Phrase(sound=decode(announcements[place % len(announcements)].read_bytes()), pause_after_s=0.5)

    sting, bed = decode((files / "sting.wav").read_bytes()), read_builtin("nen")
    mix = mixdown(Recipe(), sting=sting, speech=Phrases(), bed=bed, closing=None).sound
    encode_wav(to_pcm16(mix), mix.rate_hz)


def _own_process(more: Sequence[str]) -> str:
    done = subprocess.run([sys.executable, __file__, *more], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _make_files(files: Path, count: int) -> float:
    """The announcements and the sting; the seconds of programme they make."""
    import soundfile
    from voices import SENTENCES, spoken

    from broadcast.audio.sound import Sound, join, resampled, silent

    sentences = spoken(SENTENCES)
    sting = read_builtin("nhac-hieu")
    soundfile.write(files / "sting.wav", sting.samples, sting.rate_hz)
    seconds = 0.0
    for number in range(count):
        turned = [*sentences[number % 7 :], *sentences[: number % 7]]
        pause = Sound(silent(round(0.4 * turned[0].rate_hz)), turned[0].rate_hz)
        told = join([part for sentence in turned for part in (sentence, pause)])
        cut = Sound(told.samples[: round((25.5 + number % 4) * told.rate_hz)], told.rate_hz)
        at_24k = resampled(cut, 24_000)
        # as gTTS's files do, some are soft and some loud
        soundfile.write(files / f"tin-{number:02}.mp3", at_24k.samples * (0.25 + 0.1 * (number % 5)), 24_000)
        seconds += at_24k.seconds + 0.5 + sting.seconds
    return seconds


def measured(out: Path) -> tuple[list[float], list[float]]:
    """Measure every file in a folder; return their integrated loudnesses (LUFS) and their true peaks (dBTP)."""
    found = [metered(path) for path in sorted(out.iterdir())]
    return [lufs for lufs, _ in found], [dbtp for _, dbtp in found]


def metered(path: Path) -> tuple[float, float]:
    """Measure a file's integrated loudness (LUFS) and true peak (dBTP), by ffmpeg's ebur128 where there is one."""
    if shutil.which("ffmpeg") is None:
        from broadcast.audio.loudness import measure
        from broadcast.library.codec import decode

        loudness = measure(decode(path.read_bytes()))
        return loudness.integrated_lufs, loudness.true_peak_dbtp
    read = ebur128(path)
    return read.lufs, read.dbtp


if __name__ == "__main__":
    main()
