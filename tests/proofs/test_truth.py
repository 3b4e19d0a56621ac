"""`truth`: days of the campaign on an offline clock: what was recorded and what the log says do not differ."""

import random
import wave
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Airing, Cart, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.station.overview import orders, sessions_from
from broadcast.station.preview import preview_cart
from broadcast.station.rehearse import rehearse
from broadcast.station.station import Station, open_station, production_of

FIRST = date(2025, 10, 1)
BYTES, RATE = 2, 48_000
FADED = round(0.08 * RATE)


def _recorded(path: Path) -> bytes:
    if not path.exists():
        return b""
    with closing(wave.open(str(path))) as file:
        return file.readframes(file.getnframes())


def _pcm(station: Station, script: ScriptId) -> bytes:
    cart = preview_cart(station, script)
    assert isinstance(cart, Cart)
    return _samples(station, cart)


def _samples(station: Station, cart: Cart) -> bytes:
    with station.library.open(cart) as reader:
        return np.rint(reader.read(reader.frames) * 32768).astype("<i2").tobytes()


def _carts(station: Station) -> dict[str, bytes]:
    """What may be heard, by the name that `_name` gives it: openings and closings too."""
    rack = Rack()
    with production_of(station) as production:
        production.fill(rack, orders(station, sessions_from(station, FIRST, 1), hurried=False), lambda: True)
    carts: dict[str, bytes] = {id_: _pcm(station, id_) for id_ in station.ward.prepared if "thieu" not in id_}
    for part, name in ((Part.OPENING, OPENING), (Part.CLOSING, CLOSING)):
        cart = rack.contents()[name]
        assert isinstance(cart, Cart)
        carts[f"~{part}"] = _samples(station, cart)
    return carts


def _name(one: Airing) -> str:
    return one.cue.split("/")[2] if is_sting(one.cue) else one.script


def _differences(recorded: bytes, log: Sequence[Airing], carts: dict[str, bytes]) -> list[str]:
    """Where the log tells of a sound that is not there, of the wrong length or moment, or is silent about one."""
    found: list[str] = []
    at, before = 0, None
    for one in sorted((one for one in log if one.frames), key=lambda one: str(one.started)):
        cart = carts[_name(one)]
        certain = one.frames - (FADED if one.outcome is Outcome.CUT else 0)
        place = recorded.find(cart[: BYTES * max(1, certain)], at)
        if place < 0:
            found.append(f"{one.cue}: not where the log says, or not so long")
            continue
        if one.outcome is Outcome.AIRED and one.frames * BYTES != len(cart):
            found.append(f"{one.cue}: aired, but not whole")
        if one.outcome is Outcome.CUT and recorded[place : place + len(cart)] == cart:
            found.append(f"{one.cue}: cut, but heard whole")
        assert one.started is not None
        if (
            before is not None
            and before[0].started.date() == one.started.date()
            and before[0].cue.split("/")[1] == (one.cue.split("/")[1])
        ):
            told = round((one.started - before[0].started).total_seconds() * RATE)
            if abs(told - (place - before[1]) // BYTES) > 1:
                found.append(f"{one.cue}: at another moment")
        at, before = place + BYTES * certain, (one, place)
    for script, cart in carts.items():
        heard = recorded.count(cart)
        aired = sum(_name(one) == script and one.outcome is Outcome.AIRED for one in log)
        if heard != aired:
            found.append(f"{script}: heard {heard} times, in the log {aired}")
    return found


def _day(station: Station, day: date, path: Path, rng: random.Random) -> tuple[bytes, tuple[Airing, ...]]:
    """Every third day is ended by hand somewhere."""
    asked, patience = 0, rng.randint(20, 300) if rng.random() < 0.33 else 10**9

    def wanted() -> bool:
        nonlocal asked
        asked += 1
        return asked < patience

    log = rehearse(station, day, path, watcher=lambda _: None, wanted=wanted, progress=lambda _: None)
    return _recorded(path), log


def _station(home: Path) -> Station:
    unready = PLAYLIST.replace("play: [chung/treo-co]", "play: [truoc/04-thieu, chung/treo-co]")
    return open_station(write_ward(home, unready))


def test_the_log_tells_what_was_recorded(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    rng, station = random.Random(3), _station(tmp_path / "ward")
    carts = _carts(station)
    outcomes: dict[str, int] = {}
    for number in range(rounds(4, 30)):
        recorded, log = _day(station, FIRST + timedelta(days=number), tmp_path / f"{number}.wav", rng)
        assert _differences(recorded, log, carts) == []
        (tmp_path / f"{number}.wav").unlink(missing_ok=True)
        for one in log:
            outcomes[str(one.outcome)] = outcomes.get(str(one.outcome), 0) + 1
    measured(f"{rounds(4, 30)} days, {outcomes}: 0 differences")
    assert {"aired", "cut", "missed"} <= outcomes.keys()


def test_a_log_that_copies_the_plan_would_be_found_out(tmp_path: Path) -> None:
    """The negative control."""
    station, rng = _station(tmp_path / "ward"), random.Random(3)
    carts = _carts(station)
    for number in range(30):
        path = tmp_path / f"{number}.wav"
        recorded, log = _day(station, date(2025, 10, 6), path, rng)
        if any(one.outcome is Outcome.CUT and one.frames for one in log):
            break
    assert _differences(recorded, log, carts) == []
    copied = [replace(one, outcome=Outcome.AIRED, frames=one.of_frames) for one in log]
    assert _differences(recorded, copied, carts)
    forgotten = [one for one in log if one.outcome is not Outcome.AIRED]
    assert len(forgotten) == len(log) or _differences(recorded, forgotten, carts)
