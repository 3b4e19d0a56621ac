"""One player, and one rehearsal, of a folder at a time; whoever comes second is told who came first."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.base.errors import BroadcastError, LoudspeakerTaken, RehearsalRunning
from broadcast.playout.control.lock import LOUDSPEAKER, REHEARSAL, holding, is_held


@pytest.mark.parametrize(
    ("name", "error", "told"),
    [(LOUDSPEAKER, LoudspeakerTaken, "phiên khác giữ loa"), (REHEARSAL, RehearsalRunning, "tổng duyệt khác")],
)
def test_whoever_comes_second_is_told_what_is_held_and_by_whom(
    tmp_path: Path, name: str, error: type[BroadcastError], told: str
) -> None:
    with holding(tmp_path, name, MONDAY_0630):
        assert is_held(tmp_path, name)
        with pytest.raises(error, match=told) as refused, holding(tmp_path, name, MONDAY_0630):
            pass
        assert f"pid {os.getpid()}, từ 06:30 06/10/2025" in str(refused.value)
        assert refused.value.exit_code == 6
    assert not is_held(tmp_path, name)
    with holding(tmp_path, name, MONDAY_0630):
        pass


def test_a_rehearsal_beside_a_player_disturbs_nobody(tmp_path: Path) -> None:
    with holding(tmp_path, LOUDSPEAKER, MONDAY_0630), holding(tmp_path, REHEARSAL, MONDAY_0630):
        pass


POSIX = pytest.mark.skipif(os.name == "nt", reason="there a folder's permissions go for its files")


@POSIX
@pytest.mark.parametrize(("folder", "lock"), [(0o755, 0o600), (0o775, 0o660)])
def test_only_who_may_write_in_the_folder_can_open_its_lock(tmp_path: Path, folder: int, lock: int) -> None:
    tmp_path.chmod(folder)
    (tmp_path / "loudspeaker.lock").touch(mode=0o644)  # as older versions left it
    with holding(tmp_path, LOUDSPEAKER, MONDAY_0630):
        assert (tmp_path / "loudspeaker.lock").stat().st_mode & 0o777 == lock


@POSIX
def test_a_holder_that_has_long_ended_is_not_named(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    with holding(tmp_path, LOUDSPEAKER, MONDAY_0630):
        (tmp_path / "loudspeaker.json").write_text(
            json.dumps({"pid": ended.pid, "since": MONDAY_0630.isoformat()}), encoding="utf-8"
        )
        with pytest.raises(LoudspeakerTaken, match="chưa rõ"), holding(tmp_path, LOUDSPEAKER, MONDAY_0630):
            pass
