"""Loudspeakers in the ward's order: which of them sounds, and never half a programme on each."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from programmes import go_on, in_memory, noise

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DeviceError, DeviceLost, tell
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.choices import Choices

NINE = datetime(2025, 10, 6, 9, tzinfo=UTC)
PROGRAMME = noise(4800)


@dataclass
class Card:
    """A loudspeaker that is there, or is not; one that is may break off after so many frames."""

    name: str
    there: bool = True
    takes: int | None = None
    breaks_after: int = 0
    heard: list[np.ndarray] = field(default_factory=list)

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if not self.there:
            raise DeviceError(tell("không thấy loa “{name}”", name=self.name))
        if self.takes is not None:
            source.read(self.takes)
            if not self.breaks_after:
                raise DeviceError(tell("loa “{name}” không nhận tiếng nữa", name=self.name))
            raise DeviceLost(tell("mất loa “{name}”", name=self.name), frames=self.breaks_after)
        self.heard.append(source.read(len(PROGRAMME)))
        return Played(started=at, frames=len(PROGRAMME), complete=True)


class Station:
    """Two loudspeakers, and what is told of them."""

    def __init__(self, first: Card, second: Card) -> None:
        self.clock = OfflineClock(NINE)
        self.first, self.second = first, second
        self.told: list[str] = []
        self.choices = Choices((first, second), self.clock, lambda what: self.told.append(str(what)))

    def play(self) -> Played:
        return self.choices.play(in_memory(PROGRAMME), at=NINE, heard=go_on)


def test_the_first_choice_sounds_alone_and_nothing_is_told() -> None:
    station = Station(Card("A"), Card("B"))
    assert station.play().complete
    assert (len(station.first.heard), len(station.second.heard), station.told) == (1, 0, [])
    assert station.choices.name == "A"


def test_where_the_first_is_not_there_the_second_sounds_the_whole_programme_and_it_is_told() -> None:
    station = Station(Card("A", there=False), Card("B"))
    assert station.play().complete
    assert np.array_equal(station.second.heard[0], PROGRAMME)
    assert station.told == ["phát ra loa “B”: không thấy loa “A”"]
    station.first.there = True
    station.play()
    assert len(station.first.heard) == 1


def test_a_programme_that_broke_off_is_not_gone_on_with_elsewhere_but_begun_again_there() -> None:
    station = Station(Card("A", takes=100, breaks_after=50), Card("B"))
    with pytest.raises(DeviceLost):
        station.play()
    assert station.second.heard == []
    assert station.play().complete  # as playout does, with a programme from its beginning
    assert np.array_equal(station.second.heard[0], PROGRAMME)
    assert station.told == ["phát ra loa “B”: loa “A” vừa hỏng giữa chừng"]


def test_a_device_that_took_some_and_did_not_sound_hands_nothing_on_either() -> None:
    station = Station(Card("A", takes=100), Card("B"))
    with pytest.raises(DeviceError):
        station.play()
    assert station.second.heard == []
    station.play()
    assert np.array_equal(station.second.heard[0], PROGRAMME)


def test_the_first_choice_is_tried_again_after_a_minute_or_where_the_second_fails_too() -> None:
    station = Station(Card("A", takes=100, breaks_after=50), Card("B"))
    with pytest.raises(DeviceLost):
        station.play()
    station.first.takes, station.second.there = None, False
    station.play()
    assert len(station.first.heard) == 1
    station.second.there = True
    station.clock.passed(timedelta(minutes=2).total_seconds())
    station.play()
    assert (len(station.first.heard), len(station.second.heard)) == (2, 0)


def test_where_none_is_there_the_first_choice_s_trouble_is_told() -> None:
    station = Station(Card("A", there=False), Card("B", there=False))
    with pytest.raises(DeviceError, match="“A”"):
        station.play()
    assert station.told == []  # playout tries every two seconds, and the log is not the place for that
