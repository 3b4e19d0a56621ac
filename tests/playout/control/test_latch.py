"""The stop of a folder: written, explained, taken back; two at once lose none."""

from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.base import files
from broadcast.base.errors import DiskError
from broadcast.base.files import locked
from broadcast.playout.control.latch import Latch
from broadcast.programme.model import CueId

CUE = CueId("2025-10-06/sang/chung/a")
LATER = MONDAY_0630 + timedelta(minutes=5)


def test_a_reason_that_comes_late_is_written_to_the_stop_that_holds(tmp_path: Path) -> None:
    latch = Latch(tmp_path)
    latch.set("F8", MONDAY_0630, after=CUE)
    explained = latch.explain("khách đang họp", LATER)
    assert explained == latch.read()
    assert explained is not None
    assert (explained.reason, explained.at, explained.after) == ("khách đang họp", MONDAY_0630, CUE)
    assert "khách đang họp" in str(explained.why)


def test_a_reason_that_comes_too_late_brings_no_stop_back(tmp_path: Path) -> None:
    latch = Latch(tmp_path)
    latch.set("F8", MONDAY_0630)
    latch.clear()
    assert latch.explain("khách đang họp", LATER) is None
    assert latch.read() is None
    assert (last := latch.last()) is not None
    assert last.reason == "F8"


def test_a_stop_without_a_moment_takes_that_of_its_reason(tmp_path: Path) -> None:
    (tmp_path / "stopped.json").touch()  # all that a full disk takes
    latch = Latch(tmp_path)
    unread = latch.read()
    assert unread is not None
    assert unread.at is None
    explained = latch.explain("hết giấy", LATER)
    assert explained is not None
    assert explained.at == LATER


def test_only_the_stop_that_was_seen_is_taken_back(tmp_path: Path) -> None:
    latch = Latch(tmp_path)
    latch.set("một", MONDAY_0630)
    seen = latch.read()
    assert seen is not None
    latch.set("hai", LATER)
    assert latch.clear(seen) is None
    assert (held := latch.read()) is not None
    assert latch.clear(held) == held
    assert latch.clear(held) is None


def test_a_stop_waits_for_no_lock_that_nobody_gives_back(tmp_path: Path) -> None:
    with locked(tmp_path / "stopped.lock"):
        Latch(tmp_path).set("F8", MONDAY_0630)
    assert Latch(tmp_path).read() is not None


def test_a_disk_that_takes_no_stop_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(files.os, "replace", broken)
    with pytest.raises(DiskError, match="Không ghi được lệnh dừng"):
        Latch(tmp_path).set("F8", MONDAY_0630)
