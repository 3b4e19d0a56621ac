"""What a build says is ahead: how much, from the library; how long, from what it measured and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.own_takes import keep
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock
from broadcast.base.errors import EngineOffline, tell
from broadcast.production.making import Production, Progress
from broadcast.production.voices import Engine
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.model import Cart
from broadcast.station.forecast import Ahead, Forecast
from broadcast.station.overview import orders, sessions_from
from broadcast.station.station import Station, open_station

MONDAY = date(2025, 10, 6)
SECONDS_A_LETTER = 0.1
SHARED = "Kính thưa bà con."
BODY = f"{SHARED} Tổ dân phố họp vào tối nay. Mời bà con đến dự. Nhớ treo cờ trước nhà. Xin cảm ơn bà con."
SCRIPTS = {
    "truoc/01-mot": BODY,
    "truoc/02-hai": f"{SHARED} Ngày mai quét đường.",
    "chung/treo-co": f"{SHARED} Chào.",
}


class Timed(Espeak):
    """The embedded voice, which takes a tenth of a second of a clock for each letter, and ten to start."""

    def __init__(self, clock: OfflineClock) -> None:
        self._clock = clock
        self._start_s = 10.0

    def speak(self, text: str, *, speed: float) -> Sound:
        self._clock.passed(SECONDS_A_LETTER * len(text) + self._start_s)
        self._start_s = 0.0
        return super().speak(text, speed=speed)


class Offline:
    name, identity = "gtts", "a voice without its network"

    def speak(self, text: str, *, speed: float) -> Sound:
        raise EngineOffline(tell("mất mạng"))


class Build:
    """One build of a Monday, and what is ahead at each utterance."""

    def __init__(self, station: Station, engines: Mapping[str, Engine]) -> None:
        self.told: list[Ahead] = []
        self.production = Production(
            ward=station.ward, library=station.library, engines=engines, clock=station.clock, watch=self._watch
        )
        self._orders = orders(station, sessions_from(station, MONDAY, 1), hurried=False)
        self.forecast = Forecast(station, self._orders, self.production)

    def _watch(self, _: Progress) -> None:
        self.told.append(self.forecast.ahead())

    def run(self) -> "Build":
        self.told.append(self.forecast.ahead())
        for order in self._orders:
            self.forecast.about_to_make()
            cart = self.production.make(order)
            assert isinstance(cart, Cart)
            self.forecast.made(order, cart)
        return self


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path, PLAYLIST.replace("engines: [espeak]", "engines: [gtts, espeak]"), SCRIPTS)


def _station(home: Path) -> tuple[Station, OfflineClock]:
    clock = OfflineClock(MONDAY_0630)
    return replace(open_station(home), clock=clock), clock


def test_what_is_ahead_is_counted_before_anything_is_made_and_timed_by_what_was_measured(home: Path) -> None:
    station, clock = _station(home)
    build = Build(station, {"espeak": Timed(clock)}).run()
    (first, *steps), production = build.told, build.production
    # a sentence that all three say is counted once, as it is spoken once
    assert (first.announcements, first.utterances) == (production.carts_made, production.utterances_made)
    assert [one.utterances for one in steps] == list(range(first.utterances, 0, -1))
    assert first.seconds is None
    seconds = [one.seconds for one in steps if one.seconds is not None]
    assert seconds == sorted(seconds, reverse=True)
    assert seconds[-1] == pytest.approx(SECONDS_A_LETTER * len("Chào."), abs=0.11)  # only that is left
    assert build.forecast.ahead() == Ahead(announcements=0, utterances=0, seconds=0.0)


def test_no_time_is_told_by_the_pace_of_a_voice_that_has_said_less_than_five_utterances(home: Path) -> None:
    station, clock = _station(home)
    build = Build(station, {"espeak": Timed(clock)}).run()
    assert [one.seconds for one in build.told[:6]] == [None] * 6


def test_where_all_is_made_nothing_is_ahead(home: Path) -> None:
    station, clock = _station(home)
    Build(station, {"espeak": Timed(clock)}).run()
    again = Build(station, {"espeak": Timed(clock)})
    assert again.forecast.ahead() == Ahead(announcements=0, utterances=0, seconds=None)


def test_a_voice_that_has_fallen_silent_is_no_longer_reckoned_with(home: Path) -> None:
    station, clock = _station(home)
    build = Build(station, {"gtts": Offline(), "espeak": Timed(clock)}).run()
    last = build.told[-1]
    assert (last.utterances, last.announcements) == (1, 1)
    assert last.seconds is not None
    # the network may be there the next time: all of it would be asked of the first voice again
    again = Build(station, {"gtts": Offline(), "espeak": Timed(clock)}).forecast.ahead()
    assert again == Ahead(announcements=len(SCRIPTS), utterances=build.told[0].utterances, seconds=None)


@pytest.mark.parametrize("use", ["whole", "mix"])
def test_what_the_announcer_has_read_is_not_ahead_of_a_build(tmp_path: Path, use: str) -> None:
    playlist = PLAYLIST.replace("{engines: [espeak]}", f"{{engines: [espeak], announcer: {use}}}")
    write_ward(tmp_path, playlist, {"chung/treo-co": f"{SHARED} Chào bà con. Hẹn gặp lại."})
    keep(
        tmp_path, SHARED, "Chào bà con.", "Hẹn gặp lại." if use == "whole" else "Câu khác.", script="chung/treo-co"
    )
    station = open_station(tmp_path)
    clock = OfflineClock(MONDAY_0630)
    first = Build(replace(station, clock=clock), {"espeak": Timed(clock)}).run()
    assert first.told[0].utterances == (0 if use == "whole" else 1)
    again = Build(replace(station, clock=clock), {"espeak": Timed(clock)})
    assert again.forecast.ahead() == Ahead(announcements=0, utterances=0, seconds=None)
