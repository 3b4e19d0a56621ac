"""Who plays never waits for a screen: one that is stopped, full or gone loses what it would have shown."""

import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from broadcast.cli.face import Face
from broadcast.cli.unhurried import unhurried

LINES = 4_000


class Stopped:
    """A screen that takes 64 KB, and then lets whoever writes wait, until `read` is called."""

    def __init__(self) -> None:
        self._reads, writes = os.pipe()
        os.set_blocking(self._reads, False)
        self.screen: TextIO = os.fdopen(writes, "w", encoding="utf-8")
        self.writers: list[threading.Thread] = []

    def read(self, *, until: bytes, within_s: float) -> bytes:
        """Take what is written until `until` was, or for so many seconds."""
        got, ends = bytearray(), time.monotonic() + within_s
        while until not in got and time.monotonic() < ends:
            if select.select([self._reads], [], [], 0.1)[0]:
                got.extend(os.read(self._reads, 65_536))
        return bytes(got)

    def let_go(self) -> None:
        """Take all there is until nobody writes any more, and close both ends."""
        while self.read(until=b"\0", within_s=1) or any(one.is_alive() for one in self.writers):
            continue
        self.screen.close()
        os.close(self._reads)


@pytest.fixture
def stopped() -> Iterator[Stopped]:
    stands = Stopped()
    yield stands
    stands.let_go()


def count_down() -> None:
    for number in range(LINES):
        sys.stderr.write(f"○ chờ buổi sáng 06:30 ngày 06/10, còn {number}\r".ljust(120))
        sys.stderr.flush()


def test_a_screen_that_is_stopped_holds_nobody_up(stopped: Stopped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stopped.screen)
    begun = time.monotonic()
    with unhurried():
        count_down()
        wrote_s = time.monotonic() - begun
    assert time.monotonic() - begun < wrote_s + 3  # what waits is given two seconds


def test_a_plain_screen_that_is_stopped_holds_its_writer_up(
    stopped: Stopped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(sys, "stderr", stopped.screen)
    writer = threading.Thread(target=count_down, daemon=True)
    stopped.writers.append(writer)
    writer.start()
    writer.join(5)
    assert writer.is_alive()


def test_once_it_is_read_again_it_shows_the_newest(stopped: Stopped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stopped.screen)
    with unhurried():
        count_down()
        Face().note("the newest")
        got = stopped.read(until=b"the newest", within_s=10)
    assert b"the newest" in got
    assert got.count(b"\r") < LINES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_behind_the_screen_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115  # closed below, which raises
    monkeypatch.setattr(sys, "stderr", screen)
    with unhurried():
        Face().note("nạp playlist.yaml")
        Face().problem("loa chưa phát được")
    screen.close()


def test_what_is_written_arrives_whole_and_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    with unhurried():
        for number in range(300):
            Face().note(f"dòng {number}")
    assert capsys.readouterr().err.split() == [word for number in range(300) for word in ("dòng", str(number))]


def test_where_there_is_no_screen_nothing_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with unhurried():
        pass
    assert sys.stderr is None
