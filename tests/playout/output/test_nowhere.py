"""Nowhere reads a programme to its end at once, and its clock passes by as much."""

from datetime import UTC, datetime, timedelta

import numpy as np

from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock
from broadcast.playout.output import Played, Wish
from broadcast.playout.output.memory import InMemory
from broadcast.playout.output.nowhere import Nowhere

NINE = datetime(2025, 10, 6, 9, tzinfo=UTC)
RATE = 24_000
THREE_SECONDS = Sound(np.ones(3 * RATE, np.float32), RATE)


def test_a_programme_takes_its_time_on_the_clock_and_none_of_ours() -> None:
    clock, at = OfflineClock(NINE), NINE + timedelta(minutes=3)
    played = Nowhere(clock).play(InMemory(THREE_SECONDS), at=at, heard=lambda *_: Wish.GO_ON)
    assert played == Played(started=at, frames=3 * RATE, complete=True)
    assert clock.now() == at + timedelta(seconds=3)


def test_a_wish_to_fade_ends_it_with_the_fade_and_while_it_waits_with_nothing() -> None:
    clock = OfflineClock(NINE)
    cut = Nowhere(clock).play(
        InMemory(THREE_SECONDS), at=None, heard=lambda frames, _: Wish.FADE if frames >= RATE else Wish.GO_ON
    )
    assert (cut.complete, cut.started) == (False, NINE)
    assert RATE < cut.frames < 2 * RATE
    never = Nowhere(clock).play(InMemory(THREE_SECONDS), at=NINE + timedelta(hours=1), heard=lambda *_: Wish.FADE)
    assert never == Played(started=None, frames=0, complete=False)


def test_a_sound_in_memory_is_read_once_from_its_beginning_to_its_end() -> None:
    source = InMemory(Sound(np.arange(10, dtype=np.float32), RATE))
    assert (source.rate_hz, source.channels) == (RATE, 1)
    assert [source.read(4).tolist() for _ in range(4)] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9], []]
