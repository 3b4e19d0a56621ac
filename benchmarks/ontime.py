"""How near to its second a programme starts, and what lies between two cues: measured at a PulseAudio sink.

    python benchmarks/ontime.py [--starts 200] [--burdened N] [--ahead SECONDS]

Prints the first sample at the sink minus the planned moment (median, p99, least, most), as it was due there and as
it had arrived, how much later `Played.started` says it was, and the holes and lost samples of each programme.
`--burdened N` runs N busy processes for each core meanwhile. The method: tests/rig/pulse_rig.py.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "rig"))

from programmes import go_on, in_memory, noise
from pulse_rig import RATE_HZ, Recording, Rig, lacking

from broadcast.base.clock import SystemClock
from broadcast.base.errors import DeviceError
from broadcast.playout.output.soundcard import SoundCard

CLOCK = SystemClock(ZoneInfo("Asia/Ho_Chi_Minh"))
STARTS_A_RECORDING = 20
"""A minute or two: what was recorded is looked through anew after each start."""
Start = tuple[float, float, float, int, int, int]
"""What `one_start` returns."""


def main() -> None:
    """Make the starts that were asked for, and print their figures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--starts", type=int, default=200)
    words.add_argument("--burdened", type=int, default=0)
    words.add_argument("--ahead", type=float, default=4.0, help="seconds the player is given before each start")
    wanted = words.parse_args()
    if missing := lacking():
        sys.exit(f"the rig needs what is not on this machine: {missing}")
    with tempfile.TemporaryDirectory() as folder, burden(wanted.burdened):
        rig = Rig(Path(folder))
        rig.make_good()
        os.environ.update(rig.environment)
        try:
            tell([*starts(rig, wanted.starts, timedelta(seconds=wanted.ahead))])
        finally:
            rig.stop()


def starts(rig: Rig, number: int, ahead: timedelta) -> Iterator[Start]:
    """Make that many starts one after another, each begun `ahead` of its second; print those that are not played.

    Some share a recording, which spares each of them the beginning and the end of one.
    """
    while number > 0:
        with rig.recording("loa") as loa:
            for _ in range(min(number, STARTS_A_RECORDING)):
                try:
                    yield one_start(loa, ahead)
                except DeviceError as error:
                    print(f"not played: {error}")
        number -= STARTS_A_RECORDING


def one_start(loa: Recording, ahead: timedelta) -> Start:
    """Play two cues and a gap at a second that lies `ahead`; return how far off what came out was.

    In ms: how late the first sample was due at the sink, how late it was there, and how much later than due
    `Played.started` is. Then the number of holes told, of wrong samples, and of frames the gap is off by.
    """
    one, gap, two = noise(RATE_HZ // 2), np.zeros(RATE_HZ // 4, np.float32), noise(RATE_HZ // 8, seed=2)
    programme = np.concatenate([one, gap, two])
    before, at = loa.frames, CLOCK.now() + ahead
    due = min(look_at(at) for _ in range(20))[1]
    played = SoundCard("loa", CLOCK).play(in_memory(programme), at=at, heard=go_on)
    time.sleep(0.1)  # what has sounded is still on its way
    steps = loa.steps
    first = before + int(np.flatnonzero(steps[before:])[0])
    moment = loa.moment(first)
    late_s, there_s = moment.due - due, moment.there - due
    assert played.started is not None
    told_s = (played.started - at).total_seconds()
    wanted = np.rint(programme * 32768).astype(np.int32)
    heard = np.pad(steps[first:], (0, len(wanted)))[: len(wanted)]
    silences = np.flatnonzero(np.diff(np.flatnonzero(steps[first:])) > 1)
    gaps = np.diff(np.flatnonzero(steps[first:]))[silences] - 1
    off = int(abs(gaps.sum() - len(gap)))
    return (
        late_s * 1e3,
        there_s * 1e3,
        (told_s - late_s) * 1e3,
        played.underflows,
        int(np.sum(heard != wanted)),
        off,
    )


def look_at(moment: datetime) -> tuple[float, float]:
    """Look at both clocks; return how many seconds that took, and the moment in seconds of the monotonic one."""
    before, wall, after = CLOCK.monotonic(), CLOCK.now(), CLOCK.monotonic()
    return after - before, (before + after) / 2 + (moment - wall).total_seconds()


def tell(starts: list[Start]) -> None:
    """Print the median, p99, least and most of what was measured, and how many starts were wrong in what way."""
    late, there, log, holes, wrong, off = np.array(starts).T
    print(f"{len(starts)} starts")
    for name, figures in (
        ("first sample at the sink - planned", late),
        ("the same, by the arrival of the sample itself", there),
        ("Played.started - measured", log),
    ):
        p50, p99 = np.percentile(figures, [50, 99])
        print(f"  {name}: median {p50:.2f}, p99 {p99:.2f}, least {figures.min():.2f}, most {figures.max():.2f} ms")
    print(f"  early for sure: {np.count_nonzero(there < 0)}, by the sink's own time: {np.count_nonzero(late < 0)}")
    print(f"  gap between two cues: off by {off.max():.0f} samples at most, in {np.count_nonzero(off)} starts")
    print(f"  not heard sample for sample: {np.count_nonzero(wrong)}, holes told: {np.count_nonzero(holes)}")
    print(f"  wrong and not told: {np.count_nonzero((wrong > 0) & (holes == 0))}")


@contextmanager
def burden(a_core: int) -> Iterator[None]:
    """Keep so many busy processes running for each core inside a `with` block."""
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(a_core * (os.cpu_count() or 1))
    ]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
