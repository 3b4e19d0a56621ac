"""`term`: SIGTERM, Ctrl+C, logoff, while it waits and while it sounds: a fade, a `cut` in the log, gone in 3 s."""

import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Rig
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, sounding, wait_for

from broadcast.programme.model import Airing

TONES = {"chung/a": 20.0}
WORDS = {
    signal.SIGINT: "người trực nhấn Ctrl+C",
    signal.SIGTERM: "máy tắt, hoặc phiên làm việc kết thúc",
    signal.SIGHUP: "máy tắt, hoặc phiên làm việc kết thúc",
}


def _ward(home: Path, built: Path) -> Path:
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    return live_ward(home, in_seconds(4), TONES)


def _fades(steps: np.ndarray) -> bool:
    """Whether the last twentieth of a second is much quieter than the one a quarter of a second before."""
    end = int(np.flatnonzero(steps)[-1]) + 1
    size = RATE_HZ // 50
    last, before = steps[end - size : end], steps[end - size - RATE_HZ // 4 : end - RATE_HZ // 4]
    return bool(np.abs(last).max() < 0.5 * np.abs(before).max())


def _ended_by(
    number: int, home: Path, built: Path, rig: Rig, *, command: str = "run"
) -> tuple[float, int, Airing, bool]:
    """Seconds until it was gone, its code, the log's last line, and whether the sound faded."""
    _ward(home, built)
    with rig.recording("loa") as loudspeaker:
        program = player(home, command)
        wait_for(lambda: sounding(home))
        time.sleep(0.5)
        begin = time.monotonic()
        program.send_signal(number)
        code = ended(program)
        seconds = time.monotonic() - begin
        time.sleep(0.3)
    return seconds, code, log(home)[-1], _fades(loudspeaker.steps)


@pytest.mark.slow
def test_told_to_end_it_fades_out_and_writes_down_why(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    longest = 0.0
    for number in range(rounds(2, 60)):
        told = list(WORDS)[number % len(WORDS)]
        command = ("run", "play-today")[number // len(WORDS) % 2]
        seconds, code, last, faded = _ended_by(told, tmp_path / str(number), built, rig, command=command)
        longest = max(longest, seconds)
        in_order = command == "run" and told != signal.SIGINT  # the system ends its service: nothing has failed
        assert (code, last.outcome, faded) == (0 if in_order else 130, "cut", True)
        assert WORDS[told] in last.note
        assert seconds < 3
    measured(f"{rounds(2, 60)} times told to end while it sounded: gone after {longest:.2f} s at most")


def test_told_to_end_while_it_waits_it_ends_and_writes_nothing(tmp_path: Path, built: Path, rig: Rig) -> None:
    shutil.copytree(built / "audio_cache", tmp_path / "audio_cache")
    live_ward(tmp_path, in_seconds(60), {"chung/a": 20.0})
    program = player(tmp_path, "play-today")
    wait_for(lambda: (tmp_path / "journal" / "as-run.sqlite3").exists())
    time.sleep(0.5)
    begin = time.monotonic()
    program.send_signal(signal.SIGTERM)
    assert ended(program) == 130
    assert time.monotonic() - begin < 3
    assert log(tmp_path) == []


def test_a_kill_writes_nothing_and_breaks_the_sound_off(tmp_path: Path, built: Path, rig: Rig) -> None:
    """The negative control: what a program that does not listen would leave."""
    _, code, last, _ = _ended_by(signal.SIGKILL, tmp_path / "killed", built, rig)
    assert (code, last.outcome) == (-signal.SIGKILL, None)
