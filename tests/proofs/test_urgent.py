"""`urgent`: an emergency bulletin interrupts what sounds, with a fade, within three seconds; that begins again."""

import re
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from listener import Listener, Tone
from pulse_rig import RATE_HZ, Rig
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, sounding, wait_for

WITHIN_S = 3.0
CUE, BULLETIN = 500, 700
CUE_S, BULLETIN_S, TIMES = 7.0, 1.5, 2
TONES = {"chung/dai": CUE_S, "chung/khan": BULLETIN_S}
TOLD = (
    "import time, broadcast.station.announce as s; ask = s.ask;"
    "s.ask = lambda *a: (print('ready at', time.time(), flush=True), ask(*a))[1]"
)
"""An announcer that says when its cart is ready: just before it is handed over."""
UNYIELDING = "import broadcast.playout.guard as g; g.Guard._gives_way = lambda self: None"


@dataclass(frozen=True)
class Interruption:
    tones: list[Tone]
    ready: float
    """When the bulletin's cart was, on the wall clock."""
    steps: np.ndarray
    """The sink's samples."""

    @property
    def waited_s(self) -> float:
        return next(tone.began for tone in self.tones if tone.hertz == BULLETIN) - self.ready


def _interrupted(home: Path, built: Path, rig: Rig, tweak: str | None = None) -> Interruption:
    """A long cue sounds, and from another terminal a bulletin is announced; until all has been heard."""
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    live_ward(home, in_seconds(4), TONES, only=["chung/dai"])
    with Listener(rig, "loa", (CUE, BULLETIN)) as heard, rig.recording("loa") as loudspeaker:
        program = player(home, "run", tweak=tweak)
        wait_for(lambda: sounding(home))
        words = ("announce", "chung/khan", "--level", "khan-cap", "--by", "An", "--times", str(TIMES))
        announcer = player(home, *words, tweak=TOLD)
        said = announcer.communicate(timeout=30)[0]
        assert announcer.returncode == 0, said
        wait_for(lambda: sum(one.outcome == "aired" for one in log(home)) == TIMES + 1)
        time.sleep(0.3)
        program.send_signal(signal.SIGTERM)
        ended(program)
    ready = re.search(r"ready at ([\d.]+)", said)
    assert ready is not None, said
    return Interruption(heard.tones(), float(ready[1]), loudspeaker.steps)


def _fades(loudspeaker: np.ndarray) -> bool:
    """Whether the first sound grows quiet in its last fiftieth of a second."""
    sounding = np.flatnonzero(loudspeaker)
    end = int(sounding[np.flatnonzero(np.diff(sounding) > RATE_HZ // 10)[0]]) + 1
    size = RATE_HZ // 50
    last, before = loudspeaker[end - size : end], loudspeaker[end - size - RATE_HZ // 4 : end - RATE_HZ // 4]
    return bool(np.abs(last).max() < 0.5 * np.abs(before).max())


@pytest.mark.alone
@pytest.mark.slow
def test_an_emergency_interrupts_with_a_fade_in_time_and_the_cue_begins_again(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    waited = []
    for number in range(rounds(1, 20)):
        home = tmp_path / str(number)
        one = _interrupted(home, built, rig)
        waited.append(one.waited_s)
        assert [tone.hertz for tone in one.tones] == [CUE, *[BULLETIN] * TIMES, CUE]
        broken, *bulletins, whole = one.tones
        assert _fades(one.steps)
        assert broken.seconds < CUE_S - 1
        assert [round(tone.seconds, 1) for tone in (*bulletins, whole)] == [*[BULLETIN_S] * TIMES, CUE_S]
        assert [line.outcome for line in log(home)] == ["cut", *["aired"] * (TIMES + 1)]
        assert "nhường bản tin khẩn cấp" in log(home)[0].note
    measured(f"{len(waited)} times, from the bulletin's cart being ready to its first sample: "
             f"{np.median(waited):.2f} s, {max(waited):.2f} s at most")  # fmt: skip
    assert max(waited) < WITHIN_S


@pytest.mark.slow
def test_a_player_that_gives_way_to_nobody_would_be_found_out(tmp_path: Path, built: Path, rig: Rig) -> None:
    """The negative control."""
    one = _interrupted(tmp_path / "unyielding", built, rig, UNYIELDING)
    assert one.waited_s > WITHIN_S
    assert [tone.hertz for tone in one.tones] == [CUE, *[BULLETIN] * TIMES]
