"""The power goes: not one acknowledged line of the log is lost.

kill -9 proves nothing here, for the system still writes what it has. An ext4 on a loop file that is shut down by
EXT4_IOC_SHUTDOWN without a flush loses what was not on the disk, as a machine does whose plug is pulled.
"""

import fcntl
import os
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from broadcast.base.errors import JournalError
from broadcast.record.journal import Journal

pytestmark = pytest.mark.root
_EXT4_IOC_SHUTDOWN = 0x8004587D
"""_IOR('X', 125, __u32): include/uapi/linux/ext4.h."""
_NO_LOG_FLUSH = 2
_DISK_BYTES = 48_000_000

LINES_AT_LEAST = 20
"""Acknowledged before each cut: with fewer there is hardly anything to lose."""
_WRITER = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from broadcast.record.journal import Journal, Start
from broadcast.programme.model import CueId
from broadcast.programme.settings import ScriptId
path, synchronous = Path(sys.argv[1]), sys.argv[2]
at = datetime.now(timezone.utc)
with Journal(path) as journal:
    journal._lines.db.execute(f"PRAGMA synchronous={synchronous}")
    number = journal.count()
    while True:
        start = Start(cue=CueId(f"2025-10-06/b{number}/truoc/01-mot"), script=ScriptId("truoc/01-mot"),
                      attempt=1, planned=at, of_frames=1, rate_hz=48000, engine="e")
        journal.start(start, at)
        number += 1
        print(number, flush=True)  # acknowledged: what it tells of may sound now
"""


class Power:
    """A disk whose plug can be pulled."""

    def __init__(self, folder: Path) -> None:
        self._image, self.place = folder / "image", folder / "disk"
        self.place.mkdir()
        with self._image.open("wb") as file:
            file.truncate(_DISK_BYTES)
        subprocess.run(["mkfs.ext4", "-q", "-F", self._image], check=True, capture_output=True)

    def on(self) -> None:
        done = subprocess.run(["mount", "-o", "loop", self._image, self.place], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"loop devices are not allowed here: {done.stderr.decode().strip()}")

    def cut(self) -> None:
        place = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(place, _EXT4_IOC_SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(place)

    def off(self) -> None:
        for _ in range(50):
            if subprocess.run(["umount", self.place], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)  # the writer that was killed is still letting go
        raise TimeoutError("the disk cannot be unmounted")


@pytest.fixture
def power(tmp_path: Path) -> Iterator[Power]:
    linux = os.name != "nt" and os.geteuid() == 0 and Path("/dev/loop-control").exists()
    if not linux or shutil.which("mkfs.ext4") is None:
        pytest.skip("a loop device and mkfs.ext4 are needed, which only root has")
    known = Power(tmp_path)
    known.on()
    yield known
    with suppress(TimeoutError):
        known.off()


def _cut_while_writing(power: Power, synchronous: str, seconds: float) -> tuple[int, int]:
    """Lines acknowledged before the power went, and lines in the log after it came back.

    The power goes after so many seconds; on a disk that is slow just now, after so many lines.
    What is acknowledged after it does not count: a machine without power acknowledges nothing, and an fsync that
    waits while this disk is shut down may still come back as if it had been done.
    """
    path = power.place / "journal" / "as-run.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), synchronous], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as writer:
        assert writer.stdout is not None
        told = writer.stdout.readline()
        os.set_blocking(writer.stdout.fileno(), False)
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0 or told.count(b"\n") <= LINES_AT_LEAST:
            assert writer.poll() is None
            time.sleep(max(left_s, 0.01))
            told += writer.stdout.read() or b""
        power.cut()
        writer.kill()
    acknowledged = int(told[: told.rindex(b"\n")].splitlines()[-1])
    power.off()
    power.on()
    with Journal(path) as journal:
        assert journal.first_broken_line() is None
        return acknowledged, journal.count()


def test_no_acknowledged_line_is_lost_when_the_power_goes(
    power: Power, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    rng, cuts, lost, last = random.Random(4), rounds(4, 60), 0, 0
    for _ in range(cuts):
        acknowledged, held = _cut_while_writing(power, "FULL", rng.uniform(0.1, 0.8))
        lost += max(0, acknowledged - held)
        last = acknowledged
    measured(f"{cuts} power cuts: {lost} of {last} acknowledged lines lost")
    assert last > LINES_AT_LEAST * cuts
    assert lost == 0


def test_with_synchronous_off_lines_are_lost(power: Power, measured: Callable[[str], None]) -> None:
    """The negative control: the same disk, the same cut, without waiting for the disk."""
    try:
        acknowledged, held = _cut_while_writing(power, "OFF", 0.8)
    except (AssertionError, JournalError, sqlite3.Error) as damaged:
        measured(f"synchronous=OFF: the log is damaged ({type(damaged).__name__})")
        return
    measured(f"synchronous=OFF: {acknowledged - held} of {acknowledged} acknowledged lines lost")
    assert held < acknowledged
