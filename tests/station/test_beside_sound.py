"""What production is told of the loudspeaker: by the player it works for, and by another one's signs of life."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from stand_ins.carts import ZONE
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.wards import write_ward

from broadcast.base.clock import Wanted
from broadcast.playout.events import Event, OffAir, OnAir, Waiting
from broadcast.playout.timetable import LAID_OUT_AHEAD
from broadcast.station import station as station_module
from broadcast.station.lifesign import SignsOfLife, sounds
from broadcast.station.overview import rundown
from broadcast.station.player import holding_loudspeaker
from broadcast.station.station import on_air, production_of

BEFORE = datetime(2025, 10, 6, 6, 29, 35, tzinfo=ZONE)
SHORT = {"truoc/01-mot": "Mời bà con treo cờ.", "truoc/02-hai": "Mời bà con dự họp."}


def test_it_is_quiet_while_a_session_is_waited_for_and_neither_while_one_sounds_nor_just_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Wanted] = []

    def watched(*words: Any, quiet: Wanted, **settings: Any) -> object:
        asked.append(quiet)
        return production_of(*words, quiet=quiet, **settings)

    monkeypatch.setattr(station_module, "production_of", watched)
    clock = FastClock(BEFORE, 6)
    station = fast_station(write_ward(tmp_path, scripts=SHORT), clock)
    waiting: dict[bool, set[bool]] = {True: set(), False: set()}
    told: dict[type[Event], set[bool]] = {OnAir: set(), OffAir: set()}

    def watcher(event: Event) -> None:
        if isinstance(event, Waiting):
            before, quiet, after = clock.now(), asked[0](), clock.now()
            if event.session.at - after > LAID_OUT_AHEAD + timedelta(seconds=1):
                waiting[False].add(quiet)
            if event.session.at - before < LAID_OUT_AHEAD - timedelta(seconds=8):
                waiting[True].add(quiet)  # laid out already
        elif type(event) in told:
            told[type(event)].add(asked[0]())

    day = rundown(station, BEFORE.date())
    morning = day.sessions[:1]
    with holding_loudspeaker(station) as player:
        output = paced(station, player, None)
        with on_air(station, player, morning, output, watcher=watcher, wanted=lambda: True) as desk:
            assert desk.playout.air_day(replace(day, sessions=morning))
            assert asked[0]()
    assert waiting == {False: {True}, True: {False}}
    assert told == {OnAir: {False}, OffAir: {False}}


def test_another_process_is_told_by_the_player_s_last_sign_of_life(tmp_path: Path) -> None:
    time_s, sounding = 0.0, True
    signs = SignsOfLife(
        tmp_path, lambda: time_s, lambda: {"now": BEFORE.isoformat(), "sounding": {} if sounding else None}
    )
    assert not sounds(tmp_path, BEFORE)
    signs.beat()
    assert sounds(tmp_path, BEFORE)
    assert not sounds(tmp_path, BEFORE + timedelta(minutes=5))  # it died on air
    time_s, sounding = 1.0, False
    signs.beat()
    assert not sounds(tmp_path, BEFORE)
