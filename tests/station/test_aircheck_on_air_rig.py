"""Whatever becomes of the microphone at the loudspeaker, the loudspeaker sounds as if there were none."""

import time
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Recording, Rig, until
from stand_ins import players
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward

from broadcast.programme.model import Outcome

TONES = {"nay/a": 2.0, "nay/b": 2.0, "nay/c": 1.0}
GAP_S = 1.5
WAITED_FOR = (
    "import time; from broadcast.station import aircheck; follow = aircheck.Ear.follow;"
    " aircheck.Ear.follow = lambda self, event: (follow(self, event), time.sleep(1.5))"
)
"""As it would be if playout waited for the one that hears."""


def _aired(home: Path, rig: Rig, *, unplugs: bool, tweak: str | None = None) -> Recording:
    """Air the tones; at the second one the microphone is pulled out. What the loudspeaker's sink played."""
    live_ward(home, in_seconds(600), TONES, loudspeaker="loa, aircheck: tai_nghe.monitor")
    assert run_here("--home", home, "build", "--days", "1").code == 0
    with rig.recording("loa") as recording:
        player = players.player(home, "play-today", "--now", tweak=tweak)
        until(lambda: bool(recording.steps.any()), 40)
        time.sleep(TONES["nay/a"] + GAP_S + 0.5)
        if unplugs:
            rig.unplug("tai_nghe")
        players.ended(player, 60)
        if unplugs:
            rig.plug("tai_nghe")
    return recording


@pytest.mark.alone
@pytest.mark.slow
def test_starts_and_gaps_stay_where_they_belong_while_the_microphone_is_pulled_out(
    tmp_path: Path, rig: Rig
) -> None:
    recording = _aired(tmp_path / "phuong", rig, unplugs=True)
    starts = np.diff(recording.onsets()) / RATE_HZ
    assert starts == pytest.approx([seconds + GAP_S for seconds in [*TONES.values()][:-1]], abs=0.02)
    assert [one.outcome for one in players.log(tmp_path / "phuong")] == [Outcome.AIRED] * 3
    shown = run_here("--home", tmp_path / "phuong", "log").stdout
    assert "không có micro nghe kiểm" in shown


def test_a_playout_that_waited_for_the_one_that_hears_would_be_found_out(tmp_path: Path, rig: Rig) -> None:
    """The negative control."""
    recording = _aired(tmp_path / "phuong", rig, unplugs=False, tweak=WAITED_FOR)
    starts = np.diff(recording.onsets()) / RATE_HZ
    assert len(starts) != len(TONES) - 1 or np.abs(starts - (TONES["nay/a"] + GAP_S)).max() > 0.05
