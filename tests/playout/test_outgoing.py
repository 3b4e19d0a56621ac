"""Each line of the log tells what left the station: the level of what sounded, the device, and its holes."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630, RATE, session
from stand_ins.days import Day, VanishingCard
from stand_ins.decks import SimulatedDeck

from broadcast.playout.output import OnDevice
from broadcast.playout.output.soundcard import SoundCard
from broadcast.playout.output.wire import Hushed, Opened, Report, Trouble
from broadcast.programme.model import Outcome


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(tmp_path)


def _rms_db(samples: np.ndarray) -> float:
    return 10 * float(np.log10(np.mean(np.square(samples / 32768))))


def test_the_level_in_the_log_is_that_of_the_samples_that_went_out(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=3)
    heard = day.air(one)
    loud = heard[np.abs(heard) > 0]
    for airing in day.log:
        assert airing.output is not None
        assert airing.output.rms_db == pytest.approx(_rms_db(loud), abs=0.2)
        assert airing.output.peak_db == pytest.approx(20 * np.log10(np.abs(heard).max() / 32768), abs=0.1)
        assert airing.output.lufs is not None


def test_of_a_cue_that_was_cut_only_what_sounded_is_told(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=1)
    day.rack_tones(one, seconds=10)
    day.air_on(VanishingCard(3 * RATE, day.clock), one)
    airing = day.log[0]
    assert airing.outcome is Outcome.CUT
    assert airing.output is not None
    assert airing.output.rms_db is not None
    assert airing.frames < airing.of_frames


class Stuttering(SimulatedDeck):
    """A card that the system silences for four tenths of a second, so many seconds into the programme."""

    def __init__(self, day: Day, at_s: float) -> None:
        super().__init__(day.clock, self._fault)
        self.waiting = [Opened(device="alsa.pci-0000")]
        self._moments = iter([(at_s, Hushed(why=Trouble.MUTED)), (at_s + 0.4, Hushed(why=None))])
        self._next: tuple[float, Report] | None = next(self._moments)

    def _fault(self, _: SimulatedDeck) -> Report | None:
        if self._next is None or self._tape.frames < self._next[0] * RATE:
            return None
        _, report = self._next
        self._next = next(self._moments, None)
        return report


def _aired_on(day: Day, deck: SimulatedDeck, *, tells: bool = True) -> None:
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, seconds=4)
    told: list[OnDevice] = []
    card = SoundCard("loa phường", day.clock, deck=deck, plays=told.append)
    day.air_on(card, one, on_device=lambda: replace(told[-1], choice=2) if told and tells else None)


def test_a_hole_is_told_with_the_cue_in_which_it_was_heard_and_on_which_device(day: Day) -> None:
    _aired_on(day, Stuttering(day, 8.0))
    outputs = [airing.output for airing in day.log]
    assert [one.holes for one in outputs if one] == [0, 1, 0]
    assert {(one.loudspeaker, one.device, one.choice) for one in outputs if one} == {
        ("loa phường", "alsa.pci-0000", 2)
    }


def test_without_what_the_device_tells_no_line_would_tell_of_the_hole(day: Day) -> None:
    """The negative control."""
    _aired_on(day, Stuttering(day, 8.0), tells=False)
    assert [one.output.holes for one in day.log if one.output] == [0, 0, 0]


def test_a_line_does_not_grow_for_what_is_as_usual(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=3)
    day.air(one)
    with closing(sqlite3.connect(day.home / "journal" / "as-run.sqlite3")) as db:
        [body] = db.execute("SELECT body FROM row WHERE kind = 'end' AND cue LIKE '%/a'").fetchone()
    assert set(json.loads(body)["output"]) == {"rms", "peak", "lufs"}
