"""Who plays never waits for a screen: one that is stopped, full or gone loses what it would have shown."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from broadcast.cli.face import Face
from broadcast.cli.unhurried import unhurried

LINES = 20_000


@contextmanager
def nobody_reads_yet() -> Iterator[tuple[IO[str], int]]:
    """A pipe's two ends; it holds 64 KB, and then whoever writes waits."""
    reads, writes = os.pipe()
    with os.fdopen(writes, "w", encoding="utf-8") as screen:
        yield screen, reads
    os.close(reads)


def took_s(face: Face) -> float:
    begun = time.monotonic()
    for number in range(LINES):
        face.err.print(f"○ chờ buổi sáng, còn {number}", end="\r")
    return time.monotonic() - begun


def test_a_screen_that_is_stopped_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody_reads_yet() as (screen, reads):
        monkeypatch.setattr(sys, "stderr", screen)
        begun = time.monotonic()
        with unhurried():
            assert took_s(Face()) < 30
        assert time.monotonic() - begun < 35
        # the pipe was full and is emptied now, so that it can be closed
        threading.Thread(target=lambda: [None for _ in iter(lambda: os.read(reads, 65_536), b"")]).start()
        time.sleep(0.2)


def test_a_plain_screen_that_is_stopped_holds_its_writer_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    with nobody_reads_yet() as (screen, reads):
        monkeypatch.setattr(sys, "stderr", screen)
        writer = threading.Thread(target=took_s, args=(Face(),), daemon=True)
        writer.start()
        writer.join(5)
        assert writer.is_alive()
        while writer.is_alive():
            os.read(reads, 65_536)


def test_once_it_is_read_again_it_shows_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody_reads_yet() as (screen, reads):
        monkeypatch.setattr(sys, "stderr", screen)
        got = bytearray()

        def read() -> None:
            while b"the newest" not in got:
                got.extend(os.read(reads, 65_536))

        with unhurried():
            took_s(Face())
            reader = threading.Thread(target=read, daemon=True)
            reader.start()
            Face().note("the newest")
            reader.join(10)
        assert not reader.is_alive()
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
