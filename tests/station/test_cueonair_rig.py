"""At the rig's own devices: a skipped cue is silent within a second, a stop that waits lets its cue end whole."""

import time
import wave
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pulse_rig import RATE_HZ, Rig, until
from stand_ins import players
from stand_ins.carts import lengths
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward

from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.station.cueonair import Skip, skip_cue
from broadcast.station.remote import what_sounds

A_HZ, B_HZ = 500, 700
FORGETFUL = "import broadcast.programme.pending as p; p._is_skipped = lambda airings: False"
"""A player that begins a skipped cue anew."""


def _ward(home: Path, a_s: float) -> Path:
    return live_ward(home, in_seconds(2), {"chung/a": a_s, "chung/b": 2.0})


def _sounding(home: Path, script: str) -> CueId:
    """Wait until the cue has sounded for half a second; its id."""
    until(lambda: (now := what_sounds(home)) is not None and (now.script, now.seconds > 0.5) == (script, True), 30)
    found = what_sounds(home)
    assert found is not None
    assert found.cue is not None
    return found.cue


def _outcomes(home: Path) -> list[tuple[ScriptId, Outcome | None]]:
    return [(one.script, one.outcome) for one in players.log(home)]


def _is_whole(home: Path, script: str, heard: NDArray[np.int32], hertz: int) -> bool:
    """Whether the sink played every sample of the script's cart, to within a step of 16 bit."""
    file = home / "cart.wav"
    assert run_here("--home", home, "preview", script, "-o", file).code == 0
    with closing(wave.open(str(file))) as cart:
        planned = np.frombuffer(cart.readframes(cart.getnframes()), np.int16).astype(np.int32)
    size = 1 << (len(heard) + len(planned)).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(planned, size)), size)
    at = int(np.argmax(match[: len(heard)]))
    there = heard[at : at + len(planned)]
    assert lengths(there, hertz)
    return len(there) == len(planned) and bool(np.abs(there - planned).max() <= 1)


@pytest.mark.alone
@pytest.mark.parametrize("tweak", [None, FORGETFUL], ids=["", "forgetful"])
def test_a_skipped_cue_is_silent_within_a_second_and_no_crash_brings_it_back(
    tmp_path: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None], tweak: str | None
) -> None:
    if tweak is not None and not rounds(0, 1):
        pytest.skip("the control at the sink: with --full (in no time: tests/playout/test_skipped.py)")
    home = _ward(tmp_path / "ward", 7.0)
    program = players.player(home, "play-today", tweak=tweak)
    with rig.recording("loa") as loudspeaker:
        cue = _sounding(home, "chung/a")
        pressed, begin_s = loudspeaker.frames, time.monotonic()
        assert skip_cue(home, cue, "Bà Lan").skip is Skip.SKIPPED
        told_s = time.monotonic() - begin_s
        program.kill()
        players.ended(program)
        again = players.player(home, "play-today", tweak=tweak)
        b = _sounding(home, "chung/b") if tweak is None else None
        assert b is None or skip_cue(home, cue, "Bà Lan").skip is Skip.REFUSED  # pressed once more, late
        players.ended(again, 40)
        time.sleep(0.3)
    heard = loudspeaker.steps
    if tweak is not None:  # the negative control
        assert len(lengths(heard, A_HZ)) > 1
        return
    assert len(lengths(heard, A_HZ)) == 1
    silent_s = np.flatnonzero(heard[: pressed + RATE_HZ])[-1] / RATE_HZ - pressed / RATE_HZ
    measured(f"a skipped cue: silent {silent_s:.2f} s after the press, told after {told_s:.2f} s")
    assert not heard[pressed + RATE_HZ : pressed + round(1.3 * RATE_HZ)].any()
    assert _outcomes(home) == [("chung/a", Outcome.CUT), ("chung/b", Outcome.AIRED)]
    assert _is_whole(home, "chung/b", heard, B_HZ)
    assert "bỏ qua theo lệnh của Bà Lan" in run_here("--home", home, "--lang", "vi", "log").stdout


@pytest.mark.alone
def test_behind_a_skipped_cue_the_same_player_goes_on_with_the_next(
    tmp_path: Path, rig: Rig, measured: Callable[[str], None]
) -> None:
    home = _ward(tmp_path / "ward", 7.0)
    program = players.player(home, "play-today")
    with rig.recording("loa") as loudspeaker:
        cue = _sounding(home, "chung/a")
        first, second = skip_cue(home, cue, "Bà Lan"), skip_cue(home, cue, "Bà Lan")
        skipped_s = time.monotonic()
        _sounding(home, "chung/b")
        measured(f"the next cue sounds {time.monotonic() - skipped_s - 0.5:.1f} s behind a skipped one")
        assert players.ended(program) in (0, 4)
        time.sleep(0.3)
    assert (first.skip, second.skip) == (Skip.SKIPPED, Skip.REFUSED)
    assert [one for one in _outcomes(home) if one[0] == "chung/a"] == [("chung/a", Outcome.CUT)]
    assert _is_whole(home, "chung/b", loudspeaker.steps, B_HZ)


@pytest.mark.alone
@pytest.mark.slow
def test_a_stop_that_waits_lets_its_cue_sound_whole_and_a_restart_stays_silent(tmp_path: Path, rig: Rig) -> None:
    home = _ward(tmp_path / "ward", 4.0)
    program = players.player(home, "play-today")
    with rig.recording("loa") as loudspeaker:
        _sounding(home, "chung/a")
        stopped = run_here("--home", home, "--lang", "vi", "stop", "--after", "-m", "hết giờ")
        assert stopped.code == 0, stopped
        assert "phát hết" in stopped.stdout
        assert "hết bài này thì dừng phát" in run_here("--home", home, "--lang", "vi", "status").stdout
        players.ended(program)
        players.ended(players.player(home, "play-today"))
        time.sleep(0.3)
    heard = loudspeaker.steps
    assert _is_whole(home, "chung/a", heard, A_HZ)
    assert not lengths(heard, B_HZ)
    assert run_here("--home", home, "resume").code == 0
    with rig.recording("loa") as loudspeaker:
        players.ended(players.player(home, "play-today"))
        time.sleep(0.3)
    assert not lengths(loudspeaker.steps, A_HZ)
    assert _is_whole(home, "chung/b", loudspeaker.steps, B_HZ)
    assert _outcomes(home) == [("chung/a", Outcome.AIRED), ("chung/b", Outcome.AIRED)]
