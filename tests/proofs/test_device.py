"""`device`: the loudspeaker goes in every way it can, while it sounds, and comes back; the player needs nobody."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Recording, Rig
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import log, player, wait_for

from broadcast.programme.model import Outcome
from broadcast.station.readable import read_what_can_be
from broadcast.station.remote import Status, status

TOLD_S = BACK_S = 10
CUE_S = 40
"""No round sounds for so long: the announcement never comes to its end, and begins anew each time."""
CARELESS = Path(__file__).parents[1] / "stand_ins" / "careless"


@dataclass(frozen=True)
class Fault:
    do: Callable[[Rig], object]
    undo: Callable[[Rig], object]
    default: str = "loa"
    """The system's default meanwhile: where a careless stream would go."""
    ends_recordings: bool = False


def _replug(rig: Rig) -> None:
    rig.plug("loa")
    rig.make_good()


def _stop(number: int) -> Callable[[Rig], None]:
    return lambda rig: os.kill(rig.process, number)


FAULTS = {
    "unplugged": Fault(lambda rig: rig.unplug("loa"), _replug, default="tai_nghe"),
    "removed while it is the default": Fault(lambda rig: rig.unplug("loa"), _replug),
    "suspended": Fault(
        lambda rig: rig.pactl("suspend-sink", "loa", "1"), lambda rig: rig.pactl("suspend-sink", "loa", "0")
    ),
    "muted": Fault(
        lambda rig: rig.pactl("set-sink-mute", "loa", "1"), lambda rig: rig.pactl("set-sink-mute", "loa", "0")
    ),
    "server stands still": Fault(_stop(signal.SIGSTOP), _stop(signal.SIGCONT)),
    "server killed": Fault(_stop(signal.SIGKILL), lambda rig: rig.make_good(), ends_recordings=True),
}


IN_CI = ("unplugged", "muted", "server stands still")
"""One that ends the stream, one that silences it, one that hangs; tests/output tries the others too."""


@contextmanager
def _on_air(home: Path, rig: Rig, *, careless: str | None = None) -> Iterator[None]:
    """A player that sounds on `loa` for as long as it may."""
    live_ward(home, in_seconds(5), {"nay/mot": CUE_S}, grace="120m")
    tweak = None
    if careless is not None:
        tweak = (
            f"import os; sys.path.insert(0, {str(CARELESS)!r}); os.environ['BROADCAST_CARELESS'] = {careless!r}"
        )
    screen = home / "screen.txt"
    program = player(home, "play-today", tweak=tweak, screen=screen)
    try:
        yield
        assert program.poll() is None
    except BaseException as fault:
        fault.add_note(f"the player said:\n{screen.read_text(encoding='utf-8')}\nand its log: {log(home)}")
        raise
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=10)


def _cuts(home: Path) -> int:
    return sum(airing.outcome is Outcome.CUT for airing in log(home))


def _status(home: Path) -> Status:
    return status(read_what_can_be(home))


def _heard(rig: Rig) -> float:
    """The moment at which the loudspeaker sounded."""
    with rig.recording("loa") as loa:
        wait_for(lambda: np.any(loa.steps))
        return loa.there(loa.first)


def _round(rig: Rig, home: Path, fault: Fault, dice: random.Random) -> tuple[float, float, int]:
    """Told in, back on air in (seconds), and frames on the wrong sink."""
    _heard(rig)
    rig.pactl("set-default-sink", fault.default)
    before = _cuts(home)
    with rig.recording("tai_nghe") as elsewhere:
        time.sleep(dice.uniform(0.2, 2))
        broken = time.monotonic()
        fault.do(rig)
        wait_for(lambda: _cuts(home) > before and _status(home).device is not None)
        told_s = time.monotonic() - broken
        time.sleep(dice.uniform(0, 3))
        fault.undo(rig)
        mended = time.monotonic()
        rig.pactl("set-default-sink", fault.default)
        if not fault.ends_recordings:
            back_s = _heard(rig) - mended
            wait_for(lambda: _status(home).device is None, 2)
    if fault.ends_recordings:
        with rig.recording("tai_nghe") as still_elsewhere:
            back_s = _heard(rig) - mended
        return told_s, back_s, _sounding(elsewhere) + _sounding(still_elsewhere)
    return told_s, back_s, _sounding(elsewhere)


def _sounding(recording: Recording) -> int:
    return int(np.count_nonzero(recording.steps))


@pytest.mark.slow
@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=() if what in IN_CI else pytest.mark.full) for what in FAULTS]
)
def test_a_loudspeaker_that_goes_is_told_of_and_sounds_again_when_it_is_back_and_nothing_sounds_elsewhere(
    tmp_path: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None], what: str
) -> None:
    dice = random.Random(what)
    with _on_air(tmp_path, rig):
        seen = [_round(rig, tmp_path, FAULTS[what], dice) for _ in range(rounds(1, 20))]
    told, back, wrong = zip(*seen, strict=True)
    measured(
        f"{len(seen)} times: told in {max(told):.2f} s at most (median {np.median(told):.2f}), on air again in "
        f"{max(back):.2f} s at most (median {np.median(back):.2f}), {sum(wrong)} samples on the wrong sink"
    )
    assert max(told) <= TOLD_S
    assert max(back) <= BACK_S
    assert sum(wrong) == 0


def test_another_default_leads_nothing_astray_and_makes_no_hole(
    tmp_path: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    many = rounds(2, 20)
    with _on_air(tmp_path, rig):
        _heard(rig)
        with rig.recording("loa") as loa, rig.recording("tai_nghe") as elsewhere:
            for number in range(many):
                rig.pactl("set-default-sink", ("tai_nghe", "loa")[number % 2])
                time.sleep(0.5)
        assert _cuts(tmp_path) == 0
    longest = _longest_silence(loa)
    measured(f"{many} times: {_sounding(elsewhere)} samples on the wrong sink, longest silence {longest} samples")
    assert _sounding(elsewhere) == 0
    assert longest < RATE_HZ // 1000  # a tone passes through zero


def _longest_silence(recording: Recording) -> int:
    sounding = np.flatnonzero(recording.steps[recording.first :])
    return int(np.diff(sounding).max()) - 1


def test_a_stream_that_may_be_moved_would_sound_elsewhere(tmp_path: Path, rig: Rig) -> None:
    """The negative control of the wrong sink."""
    with _on_air(tmp_path, rig, careless="moves and does not mind"), rig.recording("tai_nghe") as elsewhere:
        _heard(rig)
        rig.unplug("loa")
        wait_for(lambda: _sounding(elsewhere) > 0, 5)


@pytest.mark.slow
def test_a_player_that_does_not_listen_to_the_server_would_not_tell_of_a_muted_loudspeaker(
    tmp_path: Path, rig: Rig
) -> None:
    """The negative control of being told: the pause is ten seconds, and no line comes."""
    with _on_air(tmp_path, rig, careless="deaf"):
        _heard(rig)
        rig.pactl("set-sink-mute", "loa", "1")
        time.sleep(TOLD_S)
        assert _cuts(tmp_path) == 0
