"""What the console takes while many look: memory and processor, minute by minute.

    python benchmarks/console.py [--browsers 50] [--minutes 60]

Over a copy of this repository's own ward, with no player: each browser asks once a second for what is live, and
one of them loads a page. Prints the memory and the share of a core that the console's process took since
the line before, and the slowest page.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from stand_ins.consoles import Asked, ConsoleProcess, looked_at, memory_mb

ROOT = Path(__file__).parents[1]
PAGES = ("/hom-nay", "/bai", "/lich", "/ban-tin", "/nhat-ky", "/du-kien", "/viec-da-lam", "/tuong")


def main() -> None:
    """Look on, and print a line a minute."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--browsers", type=int, default=50)
    words.add_argument("--minutes", type=int, default=60)
    wanted = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "ward"
        shutil.copytree(ROOT / "scripts", home / "scripts")
        shutil.copy(ROOT / "playlist.yaml", home)
        process = ConsoleProcess(home)
        with process as browser, looked_at(browser, wanted.browsers):
            _tell(process.program.pid, browser, wanted.minutes)


def _tell(process: int, browser: Asked, minutes: int) -> None:
    for minute in range(minutes):
        before, slowest_ms = _processor_s(process), 0.0
        for number in range(60):
            begin = time.monotonic()
            status, _ = browser.ask("GET", PAGES[number % len(PAGES)])
            slowest_ms = max(slowest_ms, 1000 * (time.monotonic() - begin))
            assert status == 200, (PAGES[number % len(PAGES)], status)
            time.sleep(max(0.0, begin + 1 - time.monotonic()))
        share = (_processor_s(process) - before) / 60
        told = f"{memory_mb(process):.0f} MB, {share:.0%} of a core, slowest page {slowest_ms:.0f} ms"
        print(f"minute {minute + 1}: {told}", flush=True)


def _processor_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
