"""How long `broadcast --help` takes against `python -c "import click"`: medians of runs, taken in turn."""

import statistics
import subprocess
import sys
import time

RUNS = 40


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(runs: int = RUNS) -> tuple[float, float]:
    """Run both `runs` times, in turn; return the median seconds of (`broadcast --help`, `import click`)."""
    pair = ([sys.executable, "-m", "broadcast", "--help"], [sys.executable, "-c", "import click"])
    for command in pair:
        _seconds(command)  # the first run compiles
    rounds = [tuple(_seconds(command) for command in pair) for _ in range(runs)]
    return statistics.median(one[0] for one in rounds), statistics.median(one[1] for one in rounds)


if __name__ == "__main__":
    told, click = measure()
    print(f"broadcast --help {told * 1000:.1f} ms, import click {click * 1000:.1f} ms, ratio {told / click:.2f}")
