"""Whole or not at all: every file of ours that is written at one go."""

import errno
import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcast.base.errors import BroadcastError
from broadcast.base.files import put_whole, sweep, write_whole
from broadcast.playout.control.duty import confirm
from broadcast.playout.control.latch import Latch
from broadcast.playout.control.lock import holding
from broadcast.programme.model import CueId
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start

NOW = datetime(2025, 10, 6, 6, 30, tzinfo=UTC)


def _take_the_lock(folder: Path) -> None:
    with holding(folder, "loudspeaker", NOW):
        pass


def _mark(folder: Path) -> None:
    start = Start(
        cue=CueId("c"), script=ScriptId("s"), attempt=1, planned=NOW, of_frames=9, rate_hz=48_000, engine="-"
    )
    with Journal(folder / "as-run.sqlite3") as journal:
        journal.mark(start, 1, NOW)


WRITERS: dict[str, Callable[[Path], None]] = {
    "stopped.json": lambda folder: Latch(folder).set("thử", NOW),
    "clock-confirmed.json": lambda folder: confirm(folder, NOW),
    "loudspeaker.json": _take_the_lock,
    "as-run.on-air": _mark,
    "x": lambda folder: write_whole(folder / "x", b"new"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_cannot_be_put_in_its_place_leaves_the_old_one_whole_and_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITERS[name](tmp_path)
    assert (tmp_path / name).stat().st_size > 0
    (tmp_path / name).write_text("old")

    def broken(_: Path, __: Path) -> None:
        raise OSError(errno.EIO, "đĩa hỏng")

    monkeypatch.setattr(Path, "replace", broken)
    with suppress(BroadcastError):  # told by those whose file matters
        WRITERS[name](tmp_path)
    assert (tmp_path / name).read_text() == "old"
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("durable", [True, False])
def test_only_what_must_outlive_a_power_cut_waits_for_the_disk(
    durable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    put_whole(tmp_path / "a" / "b", b"content", durable=durable)
    assert (tmp_path / "a" / "b").read_bytes() == b"content"
    assert len(synced) == (2 if durable else 0)  # the file, and the folder that names it


def test_what_a_killed_player_left_beside_its_mark_is_swept_when_the_next_one_recovers(tmp_path: Path) -> None:
    (tmp_path / "as-run.on-air.99999999.0a1b.part").write_text(json.dumps({}))
    with Journal(tmp_path / "as-run.sqlite3") as journal:
        journal.recover(NOW, "máy tắt")
    assert list(tmp_path.glob("*.part")) == []


def test_a_part_whose_name_tells_no_process_is_swept_and_other_files_stay(tmp_path: Path) -> None:
    for name in ("a.part", "b.part.txt", "c"):
        (tmp_path / name).write_bytes(b"x")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.part.txt", "c"]
