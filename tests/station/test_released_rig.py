"""At the rig's own devices: what was heard to its end may be released; what is withdrawn while it sounds fades."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pulse_rig import RATE_HZ, Rig, until
from stand_ins import players
from stand_ins.cli import Result, run_here
from stand_ins.live import in_seconds, live_ward

from broadcast.station.remote import what_sounds

BY = ("--by", "Bà Lan")
_FADES_S = 1.0


def _code(home: Path, *how: str) -> str:
    shown = run_here("--home", home, "--lang", "vi", "approve", "chung/a", *BY, *how).stdout
    return next(line for line in shown.splitlines() if line.startswith("Mã ")).rpartition(" ")[2]


def _required(home: Path) -> Path:
    with (home / "playlist.yaml").open("a", encoding="utf-8") as playlist:
        playlist.write("release: {policy: required}\n")
    return home


def _approve(home: Path) -> Result:
    return run_here("--home", home, "approve", "chung/a", *BY, "--code", _code(home))


def test_what_the_headphones_played_to_the_end_may_be_released(tmp_path: Path, rig: Rig) -> None:
    home = _required(live_ward(tmp_path / "ward", in_seconds(3600), {"chung/a": 1.5}))
    with rig.recording("tai_nghe") as headphones, rig.recording("loa") as loudspeaker:
        assert run_here("--home", home, "preview", "chung/a", *BY).code == 0
    assert headphones.steps.any()
    assert not loudspeaker.steps.any()
    assert _approve(home).code == 0


@pytest.mark.alone
def test_what_is_withdrawn_while_it_sounds_fades_within_a_second(
    tmp_path: Path, rig: Rig, measured: Callable[[str], None]
) -> None:
    home = _required(live_ward(tmp_path / "ward", in_seconds(3), {"chung/a": 12.0}))
    elsewhere = ("--heard-elsewhere", "máy khác")
    assert run_here("--home", home, "preview", "chung/a", "-o", tmp_path / "a.wav").code == 0
    approved = run_here("--home", home, "approve", "chung/a", *BY, *elsewhere, "--code", _code(home, *elsewhere))
    assert approved.code == 0, approved
    program = players.player(home, "play-today")
    with rig.recording("loa") as loudspeaker:
        until(lambda: (found := what_sounds(home)) is not None and found.seconds > 1, 30)
        begin_s = time.monotonic()
        taken = run_here("--home", home, "--lang", "vi", "withdraw", "chung/a", *BY, "--reason", "sai ngày")
        took_s = time.monotonic() - begin_s
        frames = loudspeaker.frames
        time.sleep(1)
    players.ended(program)
    measured(f"withdrawn and told to be silent after {took_s:.2f} s")
    assert taken.code == 0, taken
    assert "Loa không phát bài này" in taken.stdout
    assert not loudspeaker.steps[frames + round(0.3 * RATE_HZ) :].any()
    assert loudspeaker.steps.any()
    assert took_s < 2 + _FADES_S  # the command itself has to start; the fade has a second
