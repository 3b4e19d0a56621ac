"""`single`: many players started at once, and exactly one plays."""

import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Rig
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, wait_for

TONE_S = 2.0
SHARED = "from broadcast.playout.control import devices as d; d.HeldDevices.take = lambda self, device: None"
UNLOCKED = "import contextlib as c, broadcast.playout.control.lock as h; h.holding = lambda *_: c.nullcontext()"


def _codes(home: Path, many: int, tweak: str | None = None) -> Counter[int]:
    players = [player(home, "play-today", tweak=tweak) for _ in range(many)]
    return Counter(ended(one, 120) for one in players)


@pytest.mark.slow
def test_of_many_started_at_once_exactly_one_plays(
    tmp_path: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    many = rounds(3, 50)
    home = live_ward(tmp_path, in_seconds(6 + many), {"chung/a": TONE_S})
    assert run_here("--home", home, "build", "--days", "1").code == 0
    with rig.recording("loa") as loudspeaker:
        codes = _codes(home, many)
        time.sleep(0.5)
    heard_s = np.count_nonzero(np.abs(loudspeaker.steps) > 50) / RATE_HZ
    measured(f"{many} at once: exit codes {dict(codes)}, {heard_s:.2f} s heard of {TONE_S} s")
    assert codes == {0: 1, 6: many - 1}
    assert [one.outcome for one in log(home)] == ["aired"]
    assert 0.9 * TONE_S < heard_s < 1.05 * TONE_S


def test_without_the_lock_more_than_one_would_try(tmp_path: Path, rig: Rig) -> None:
    """The negative control."""
    home = live_ward(tmp_path, in_seconds(7), {"chung/a": TONE_S})
    assert run_here("--home", home, "build", "--days", "1").code == 0
    codes = _codes(home, 2, UNLOCKED)
    assert codes[6] == 0  # nobody is turned away


def _of_a_folder_and_its_copy(
    tmp_path: Path, rig: Rig, many: int, tweak: str | None = None
) -> tuple[list[str], list[str]]:
    """Both played at once on the one loudspeaker, until so many have aired.

    The outcomes in both logs, the first one's first; and what the other's screen says.
    """
    home, copy = tmp_path / "ward", tmp_path / "copy"
    live_ward(home, in_seconds(12), {"chung/a": TONE_S}, grace="1m")
    assert run_here("--home", home, "build", "--days", "1").code == 0
    shutil.copytree(home, copy)
    both = [player(one, "run", tweak=tweak) for one in (home, copy)]
    wait_for(lambda: sum(line.outcome == "aired" for one in (home, copy) for line in log(one)) >= many)
    [loudspeaker_told] = [one for one in (home, copy) if not log(one)] or [None]
    screen = run_here("--home", loudspeaker_told, "status").stdout if loudspeaker_told is not None else ""
    outcomes = [one.outcome for folder in (home, copy) for one in log(folder)]
    for one in both:  # when the first has left, the other may have the loudspeaker
        os.kill(one.pid, signal.SIGTERM)
        ended(one)
    return outcomes, screen.splitlines()


def test_a_folder_and_its_copy_do_not_sound_on_one_loudspeaker_at_once(tmp_path: Path, rig: Rig) -> None:
    outcomes, status = _of_a_folder_and_its_copy(tmp_path, rig, 1)
    assert outcomes == ["aired"]
    assert any("do một phiên phát khác trên máy này giữ" in line for line in status)


def test_without_the_loudspeaker_being_held_both_would_sound(tmp_path: Path, rig: Rig) -> None:
    """The control of the test before."""
    outcomes, _ = _of_a_folder_and_its_copy(tmp_path, rig, 2, SHARED)
    assert outcomes == ["aired", "aired"]
