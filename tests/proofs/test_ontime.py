"""`ontime`: starts at a real sink, by benchmarks/ontime.py: how far from their second, and the gaps."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pulse_rig import Rig

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import ontime

AHEAD = timedelta(seconds=4)


def _starts(rig: Rig, many: int) -> np.ndarray:
    return np.array([ontime.one_start(rig, AHEAD) for _ in range(many)])


def test_programmes_start_on_their_second_and_gaps_are_exact(
    rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    late, _there, _log, holes, wrong, off = _starts(rig, rounds(3, 200)).T
    whole = holes == 0  # a sound server that ran dry on a busy machine tells so
    median, p99 = np.percentile(late, [50, 99])
    measured(f"{len(late)} starts: median {median:.2f} ms, p99 {p99:.2f} ms, "
             f"gap off by {off[whole].max(initial=0):.0f} samples, {sum(~whole)} with holes")  # fmt: skip
    assert np.median(late) < 200  # 50 idle, 200 burdened: CI may be either
    assert off[whole].max(initial=0) == 0
    assert wrong[whole].max(initial=0) == 0


def test_a_late_start_would_be_seen(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    play = ontime.SoundCard.play

    def late(self: Any, source: Any, *, at: datetime, heard: Any) -> Any:
        return play(self, source, at=at + timedelta(seconds=0.3), heard=heard)

    monkeypatch.setattr(ontime.SoundCard, "play", late)
    assert _starts(rig, 1)[0][0] > 290
