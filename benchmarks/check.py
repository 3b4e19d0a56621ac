"""What `broadcast check` costs on a ward of many long recordings: the first time, and once nothing has changed.

    python benchmarks/check.py [--count 20] [--minutes 10] [--formats wav,flac,mp3]

The recordings: the embedded voice reading one text over and over, each with other pauses, in turn in each format,
at 22.05 kHz. Printed for each run: the time on the clock, the processor's with all children, and the largest
memory of the program itself and of any child; and how many reports are kept.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from broadcast.production.voices.espeak import Espeak

TEXT = (
    "Kính thưa bà con. Ủy ban nhân dân phường xin thông báo. Sáng thứ Bảy tuần này, các tổ dân phố tổng vệ sinh "
    "đường làng, ngõ xóm. Mời mỗi nhà cử một người tham gia, mang theo chổi và bao đựng rác. Xin cảm ơn bà con."
)
PLAYLIST = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-cn, play: {rotate: thu, count: 1}}
airtime: {allowed: [05:00-22:00], days: t2-cn, max_session: 30m, max_sessions: 2}
voice: {engines: [espeak]}
"""
OWN = (
    "import resource, sys; from broadcast.cli.root import broadcast; code = broadcast.run(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)"
)
"""`broadcast`, and behind it how much memory it took itself, its children not counted."""


def main() -> None:
    """Make the ward, check it three times, print what each run took."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=20)
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--formats", default="wav,flac,mp3")
    arguments.add_argument("--run", help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.run:
        _run(Path(asked.run))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        size = _ward(home, asked.count, asked.minutes, asked.formats.split(","))
        print(
            f"{asked.count} recordings of {asked.minutes:g} minutes, {size / 1e6:.0f} MB, {os.cpu_count()} cores\n"
        )
        print("| run | exit | faults | s | cpu s | program MB | largest child MB |\n" + "|---" * 7 + "|")
        for run in ("first", "second", "third"):
            print(f"| {run} | {_measured(home)} |", flush=True)
        kept = list((home / "audio_cache" / "heard").glob("*/*.json"))
        print(f"\nreports kept: {len(kept)}, {sum(one.stat().st_size for one in kept) / 1e3:.0f} kB")


def _ward(home: Path, count: int, minutes: float, formats: list[str]) -> int:
    (home / "playlist.yaml").write_text(PLAYLIST, encoding="utf-8")
    (home / "scripts" / "thu").mkdir(parents=True)
    (home / "thu").mkdir()
    spoken = Espeak().speak(TEXT, speed=1.0)
    rng = np.random.default_rng(1)
    for number in range(count):
        parts, frames = [], 0
        while frames < minutes * 60 * spoken.rate_hz:
            pause = np.zeros(int(rng.uniform(0.3, 1.5) * spoken.rate_hz), np.float32)
            parts += [spoken.samples, pause]
            frames += len(spoken.samples) + len(pause)
        name = f"{number:03}.{formats[number % len(formats)]}"
        soundfile.write(home / "thu" / name, np.concatenate(parts), spoken.rate_hz)
        head = f"---\ntitle: Bản thu {number}\nrecording: thu/{name}\n---\n"
        (home / "scripts" / "thu" / f"{number:03}.md").write_text(head, encoding="utf-8")
    return sum(one.stat().st_size for one in (home / "thu").iterdir())


def _measured(home: Path) -> str:
    """Check in a process of its own, so that what its children took is counted for this run alone."""
    done = subprocess.run(
        [sys.executable, __file__, "--run", str(home)], capture_output=True, encoding="utf-8", check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return (
        f"{told['exit']} | {told['faults']} | {told['wall_s']:.1f} | {told['cpu_s']:.1f} "
        f"| {told['own_mb']:.0f} | {told['child_mb']:.0f}"
    )


def _run(home: Path) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", OWN, "--home", str(home), "check", "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    wall_s = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)  # its maxrss: of any process below this one
    told = {
        "exit": done.returncode,
        "faults": len(json.loads(done.stdout)["problems"]),
        "wall_s": wall_s,
        "cpu_s": used.ru_utime + used.ru_stime,
        "own_mb": int(done.stderr.split()[-1]) / 1e3,
        "child_mb": used.ru_maxrss / 1e3,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
