"""What looking at a log of years costs: seconds, seconds of processor and memory of each command that reads it.

    python benchmarks/longlog.py [--lines 1000000] [--home FOLDER]

A small ward gets a log of so many lines, 600 a day up to yesterday, a signed head each day; FOLDER keeps it
for the next time. Then each command runs three times in a process of its own, `log` for one day in the middle; the
first time may compile the program. Memory is the most that the process held (Linux).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from stand_ins.wards import PLAYLIST, write_ward

from broadcast.record.anchors.anchoring import anchor
from broadcast.record.anchors.stationkey import station_key
from broadcast.record.chain import NOTE, ROW, append
from broadcast.record.head import Head
from broadcast.record.journal import AS_RUN, Journal

A_DAY = 600
_TIMES = 3
_WORDS = "Kính thưa bà con, mời bà con treo cờ chào mừng Đại hội và giữ gìn vệ sinh khu phố nhà mình. " * 4


def main() -> None:
    """Print a row for each command."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--home", type=Path)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or Path(folder)
        if not (home / "journal" / AS_RUN).exists():
            began_s = time.process_time()
            long_log(home, asked.lines)
            print(f"{asked.lines} lines written in {time.process_time() - began_s:.0f} s of processor")
        size = (home / "journal" / AS_RUN).stat().st_size
        print(f"{size / 1e6:.0f} MB\n\n| command | s | cpu s | peak MB |\n|---|---|---|---|")
        day = f"{_today() - timedelta(days=asked.lines // A_DAY // 2):%d/%m/%Y}"
        for words in (
            ["--version"], ["log", "--from", day, "--to", day], ["status"], ["today"], ["log", "--verify"],
        ):  # fmt: skip
            for _ in range(_TIMES):
                print("| " + " | ".join(_row(home, words)) + " |", flush=True)


def _row(home: Path, words: list[str]) -> list[str]:
    began_s = time.monotonic()
    run = [sys.executable, "-m", "broadcast", "--home", str(home), *words]
    # as installed: Python keeps what it has compiled, where it may
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept)
    _, _, used = os.wait4(child.pid, 0)
    took_s = time.monotonic() - began_s
    cpu_s = used.ru_utime + used.ru_stime
    return [" ".join(words), f"{took_s:.2f}", f"{cpu_s:.2f}", f"{used.ru_maxrss / 1024:.0f}"]


def _today() -> date:
    return datetime.now(UTC).date()


def long_log(home: Path, lines: int) -> None:
    """Write a small ward into `home`, with a log of at least so many lines, and a signed head for each day."""
    write_ward(home, PLAYLIST)
    path = home / "journal" / AS_RUN
    key, days = station_key(path.parent), max(1, -(-lines // A_DAY))
    with Journal(path) as journal:
        db = journal._kept.db
        db.execute("PRAGMA synchronous=OFF")
        for number in range(days):
            day = _today() - timedelta(days=days - number)
            db.execute("BEGIN")
            for table, values in _lines(day):
                link = append(db, table, values)
            db.execute("COMMIT")
            Head(path).advance(db, link)
            anchor(journal, key, datetime(day.year, day.month, day.day, 22, tzinfo=UTC))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _lines(day: date) -> Iterator[tuple[object, tuple[object, ...]]]:
    """A dealing, some twenty cues with start and end, and notes, for each of a day's sessions."""
    for number in range(A_DAY // 50):
        session = f"{day}/buoi{number}"
        at = datetime(day.year, day.month, day.day, 5 + number, tzinfo=UTC).isoformat()
        yield ROW, (at, "deal", session, f"{day}", 1, None, _body(session, at))
        for cue in range(24):
            id_ = f"{session}/chung/{cue}"
            yield ROW, (at, "start", id_, f"{day}", 1, None, _start(at))
            yield ROW, (at, "end", id_, f"{day}", 1, "aired", _end(at))
        yield NOTE, (at, f"ghi chú của {session}")


def _body(session: str, at: str) -> str:
    fields = {"slot": session, "name": "Buổi", "at": at, "grace_s": 900.0, "make_up": None, "refused": None,
              "off": None, "campaign": None, "drop": "last", "cues": [], "left_out": [], "why": []}  # fmt: skip
    return json.dumps(fields, ensure_ascii=False)


def _start(at: str) -> str:
    fields = {"note": "", "why": [], "script": "chung/treo-co", "planned": at, "of_frames": 480_000,
              "rate_hz": 48_000, "engine": "espeak", "part": "cue", "title": "Treo cờ", "text": _WORDS,
              "fingerprint": "0" * 64, "session": "Buổi", "campaign": ""}  # fmt: skip
    return json.dumps(fields, ensure_ascii=False)


def _end(at: str) -> str:
    return json.dumps({"started": at, "ended": at, "frames": 480_000, "note": "", "why": []})


if __name__ == "__main__":
    main()
