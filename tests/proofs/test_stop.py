"""`stop`: silence within a second of the word, latched across restarts; `resume` says what becomes of the cue."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Rig
from stand_ins.cli import run, run_here
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, sounding, wait_for

from broadcast.station.commanding import stop
from broadcast.station.readable import read_what_can_be
from broadcast.station.remote import status

TONES = {"chung/a": 8.0, "chung/b": 1.0}
DEAF = "import broadcast.playout.control.duty as d; d.Duty.stop = property(lambda self: None)"


def _silence_after(
    home: Path, built: Path, rig: Rig, tweak: str | None = None, *, typo: bool = False
) -> tuple[float, subprocess.Popen[str]]:
    """Seconds from the order to the last sample at the sink; the player goes on.

    `typo`: while it sounds, somebody saves a playlist.yaml with a slip of the pen.
    """
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    live_ward(home, in_seconds(4), TONES)
    with rig.recording("loa") as loudspeaker:
        program = player(home, "run", tweak=tweak)
        wait_for(lambda: sounding(home))
        time.sleep(0.4)
        if typo:
            playlist = (home / "playlist.yaml").read_text(encoding="utf-8")
            (home / "playlist.yaml").write_text(playlist + "  oops: [\n", encoding="utf-8")
        begin = time.monotonic()
        if typo:
            assert run("--home", home, "stop", "-m", "thử").code == 0
            begin = _written(home)  # how long a command takes to start is no matter of the player's
        else:
            stop(home, "thử")
        time.sleep(max(0.0, begin + 2.5 - time.monotonic()))
    last = int(np.flatnonzero(loudspeaker.steps)[-1])
    if len(loudspeaker.steps) - last < RATE_HZ // 5:
        return float("inf"), program  # it sounds on
    return loudspeaker.moment(last).there - begin, program


def _written(home: Path) -> float:
    """When the stop that holds was written down, on the monotonic clock."""
    [latch] = (home / "journal").glob("stopped.json")
    return latch.stat().st_mtime - time.time() + time.monotonic()


@pytest.mark.slow
def test_stop_silences_within_a_second(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    silences = []
    for number in range(rounds(1, 30)):
        seconds, program = _silence_after(tmp_path / str(number), built, rig)
        silences.append(seconds)
        program.send_signal(signal.SIGTERM)
        ended(program)
        last = log(tmp_path / str(number))[-1]
        assert last.outcome == "cut"
        assert "lệnh dừng phát: thử" in last.note
    measured(f"{len(silences)} stops: silent after {np.median(silences):.2f} s, {max(silences):.2f} s at most")
    assert max(silences) < 1


def test_stop_silences_beside_a_faulty_playlist(tmp_path: Path, built: Path, rig: Rig) -> None:
    seconds, program = _silence_after(tmp_path / "typo", built, rig, typo=True)
    program.send_signal(signal.SIGTERM)
    ended(program)
    assert seconds < 1
    assert "lệnh dừng phát: thử" in log(tmp_path / "typo")[-1].note


def test_a_player_that_does_not_look_at_the_latch_sounds_on(tmp_path: Path, built: Path, rig: Rig) -> None:
    """The negative control."""
    seconds, program = _silence_after(tmp_path / "deaf", built, rig, DEAF)
    program.send_signal(signal.SIGTERM)
    ended(program)
    assert seconds > 1.5


@pytest.mark.slow
def test_a_stop_holds_across_restarts_and_resume_airs_the_broken_cue_again(
    tmp_path: Path, built: Path, rig: Rig
) -> None:
    home = tmp_path / "ward"
    _, program = _silence_after(home, built, rig)
    program.kill()
    ended(program)
    assert run("--home", home, "play-today").code == 7
    again = player(home, "run")
    wait_for(lambda: status(read_what_can_be(home)).running)
    with rig.recording("loa") as loudspeaker:
        time.sleep(2)
    assert again.poll() is None  # it stays, silent
    assert not loudspeaker.steps.any()
    assert status(read_what_can_be(home)).stop is not None
    said = run_here("--home", home, "resume").stdout
    assert "phát lại từ đầu" in said
    wait_for(lambda: [one.outcome for one in log(home)] == ["cut", "aired", "aired"])
    again.send_signal(signal.SIGTERM)
    ended(again)
    assert [one.outcome for one in log(home)] == ["cut", "aired", "aired"]
