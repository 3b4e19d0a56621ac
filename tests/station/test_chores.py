"""The standing chores: a true rehearsal of tomorrow, when it is due, and chores that fail and come again."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import schedule
from stand_ins.carts import ZONE, tone
from stand_ins.cli import run_here
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base import children
from broadcast.base.errors import BroadcastError, DeviceError, DiskError, tell
from broadcast.library.codec import encode_wav
from broadcast.programme.model import Cart
from broadcast.station import chores, rehearse_child
from broadcast.station.chores import Chores, is_due
from broadcast.station.overview import orders, rundown
from broadcast.station.player import WhatSounds, holding_loudspeaker
from broadcast.station.rehearse import rehearse_in_silence
from broadcast.station.service import serve
from broadcast.station.station import Station, loudspeaker, open_station, production_of
from broadcast.station.verdict import Tomorrow, Verdict, keep, kept, tomorrow_path

MONDAY = date(2025, 10, 6)
SUNDAY_EVENING = datetime(2025, 10, 5, 20, 0, tzinfo=ZONE)
WORDS = (
    "Mời bà con treo cờ.", "Mời bà con dự họp.", "Xin chào bà con.", "", "Chúc bà con khỏe.", "Xin cảm ơn bà con.",
)  # fmt: skip
SHORT = dict(zip(SCRIPTS, WORDS, strict=True)) | {"truoc/04-thieu": SCRIPTS["truoc/04-thieu"]}


def _rehearsed(home: Path) -> Tomorrow:
    return rehearse_in_silence(open_station(home), MONDAY, wanted=lambda: True, progress=lambda _: None)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = write_ward(tmp_path_factory.mktemp("ward"), scripts=SHORT)
    keep(home, _rehearsed(home))
    return home


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """A ward whose Monday has been rehearsed."""
    return shutil.copytree(made_once, tmp_path / "ward")


def test_a_ready_tomorrow_is_go(made: Path) -> None:
    outcome = kept(made)
    assert outcome is not None
    assert (outcome.day, outcome.verdict, outcome.sessions, outcome.ready, outcome.cues) == (MONDAY, "go", 2, 3, 3)
    assert outcome.seconds > 5


def test_what_lacks_is_told_with_its_reason_and_the_exit_code_says_how_much(tmp_path: Path) -> None:
    some = PLAYLIST.replace("play: [chung/treo-co]", "play: [truoc/04-thieu, chung/treo-co]")
    home = write_ward(tmp_path, some, SHORT)
    result = run_here("--home", home, "rehearse-tomorrow", "--date", "06/10/2025", "--json")
    outcome = json.loads(result.stdout)
    assert (result.code, outcome["verdict"], outcome["ready"], outcome["cues"]) == (4, "partly", 3, 4)
    [lacking] = outcome["lacking"]
    assert "dai_hoi.so_dai_bieu" in lacking["why"]

    none = some.replace("play: {rotate: phase, count: 2}", "play: [truoc/04-thieu]").replace(
        ", chung/treo-co]", "]"
    )
    write_ward(home, none, SHORT)
    result = run_here("--home", home, "rehearse-tomorrow", "--date", "06/10/2025")
    assert result.code == 3
    assert "CHƯA sẵn sàng" in result.stdout
    assert (
        run_here("--home", home, "rehearse-tomorrow", "--date", "11/10/2025").code == 0
    )  # a Saturday: nothing to air


def test_a_session_that_does_not_fit_is_no_go(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("max_session: 15m", "max_session: 8s"), SHORT)
    outcome = _rehearsed(home)
    assert outcome.verdict is not Verdict.GO
    assert any("quá mức tối đa" in one.why for one in outcome.lacking)


def test_a_cart_that_is_too_quiet_is_found_by_measuring_it(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts=SHORT)
    station = open_station(home)
    assert _rehearsed(home).verdict is Verdict.GO
    wanted = orders(station, rundown(station, MONDAY).sessions, hurried=False)
    with production_of(station) as production:
        cart = next(c for o in wanted if o.script and isinstance(c := production.make(o), Cart))
    soft = tone(500, 3) // 8  # a whole file with a true slip, and not on its loudness
    station.library.keep_cart(replace(cart, frames=len(soft)), encode_wav(soft, cart.rate_hz))
    outcome = _rehearsed(home)
    assert outcome.verdict is Verdict.PARTLY
    assert any("LUFS" in one.why for one in outcome.lacking)


def test_a_rehearsal_writes_no_line_in_any_log(made: Path) -> None:
    assert [path.name for path in (made / "journal").iterdir()] == ["tomorrow.json"]


def test_tomorrow_is_rehearsed_once_each_evening_and_again_while_it_is_not_ready(made: Path) -> None:
    station, outcome = open_station(made), kept(made)
    assert outcome is not None
    tomorrow_path(made).unlink()
    evening = SUNDAY_EVENING
    assert not is_due(station, evening - timedelta(seconds=1))
    assert is_due(station, evening)
    assert is_due(station, evening + timedelta(hours=3))  # the machine was off at eight
    keep(made, replace(outcome, made=evening + timedelta(minutes=1)))
    assert not is_due(station, evening + timedelta(hours=3))
    assert not is_due(station, evening + timedelta(hours=23))
    assert is_due(station, evening + timedelta(hours=24))
    keep(made, replace(outcome, made=evening, verdict=Verdict.PARTLY))
    assert not is_due(station, evening + timedelta(minutes=59))
    assert is_due(station, evening + timedelta(minutes=60))
    keep(made, replace(outcome, made=evening + timedelta(days=900)))  # by a clock that ran ahead
    assert is_due(station, evening + timedelta(minutes=1))
    tomorrow_path(made).write_text("{", encoding="utf-8")
    assert is_due(station, evening + timedelta(minutes=1))
    keep(made, outcome)


class AtOnce:
    """A worker that does at once what it is asked."""

    wanted = True
    tries = troubled = rests = 0

    def ask(self, work: Callable[[], object]) -> None:
        work()

    def try_again(self) -> None:
        self.tries += 1

    def try_troubled(self) -> None:
        self.troubled += 1

    def rest(self) -> None:
        self.rests += 1


class Told:
    def __init__(self) -> None:
        self.failed: list[tuple[str, BroadcastError]] = []
        self.outcomes: list[Tomorrow] = []
        self.days: list[date] = []

    def chore_failed(self, name: str, error: BroadcastError) -> None:
        self.failed.append((name, error))

    def rehearsed(self, tomorrow: Tomorrow) -> None:
        self.outcomes.append(tomorrow)

    def loaded(self, station: Station, day: date) -> None:
        self.days.append(day)

    def kept(self, error: BroadcastError) -> None: ...
    def progress(self, step: object) -> None: ...
    def __call__(self, event: object) -> None: ...


def _overdue(ticker: schedule.Scheduler) -> None:
    for one in ticker.jobs:
        one.next_run = datetime.now() - timedelta(hours=9)  # noqa: DTZ005 - as `schedule` has it


@pytest.mark.parametrize("fault", [DiskError(tell("hết chỗ")), ValueError("a bug")])
def test_a_chore_that_fails_is_told_and_comes_again(
    made: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    station, worker, told = open_station(made), AtOnce(), Told()

    def prune(_: object) -> int:
        raise fault

    monkeypatch.setattr(chores, "prune_cache", prune)
    with holding_loudspeaker(station) as player:
        standing = Chores(station, player, worker, told)  # type: ignore[arg-type]
        for turn in (1, 2):
            _overdue(standing._ticker)
            standing.tick()
            assert [name for name, _ in told.failed] == ["prune"] * turn
            assert worker.tries == turn  # missed nine times: done once
            standing.tick()
    assert worker.tries == 2


def test_each_minute_a_voice_is_let_rest(tmp_path: Path) -> None:
    station = fast_station(write_ward(tmp_path, scripts=SHORT), FastClock(SUNDAY_EVENING - timedelta(hours=8), 1))
    worker = AtOnce()
    with holding_loudspeaker(station) as player:
        standing = Chores(station, player, worker, Told())  # type: ignore[arg-type]
        for chore in standing._ticker.jobs:
            if (chore.interval, chore.unit) == (60, "seconds"):
                chore.run()
    assert worker.rests == 1


def test_a_player_at_rest_tells_that_its_loudspeaker_is_gone_and_when_it_is_back(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station, found = open_station(made), list[DeviceError]()

    def require(names: Sequence[str]) -> None:
        assert names == ("loa phường",)
        if found:
            raise found[0]

    monkeypatch.setattr(chores, "require_one_of", require)
    monkeypatch.setattr(Chores, "_a_session_is_near", lambda *_: False)
    with holding_loudspeaker(station) as player:
        sounds = WhatSounds(lambda _: None, station.clock.monotonic)
        loudspeaker(station, player, "loa phường")
        standing = Chores(station, player, AtOnce(), Told())  # type: ignore[arg-type]
        found.append(DeviceError(tell("không thấy loa")))
        standing.tick()
        assert player.report(sounds)["device"] == "không thấy loa"
        found.clear()
        _overdue(standing._ticker)
        standing.tick()
        assert player.report(sounds)["device"] is None


def test_a_missing_loudspeaker_is_found_within_seconds_also_right_before_a_session(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station, looks = open_station(made), list[int]()
    monkeypatch.setattr(chores, "require_one_of", lambda _: looks.append(1))
    monkeypatch.setattr(Chores, "_a_session_is_near", lambda *_: True)
    with holding_loudspeaker(station) as player:
        loudspeaker(station, player, "loa phường")
        standing = Chores(station, player, AtOnce(), Told())  # type: ignore[arg-type]
        standing.tick()
        _overdue(standing._ticker)
        standing.tick()
        assert looks == []  # one that is there is left alone
        player.missing = tell("không thấy loa")
        assert standing._ticker.idle_seconds <= 5
        _overdue(standing._ticker)
        standing.tick()
        assert (player.missing, looks) == (None, [1])


def test_a_wall_clock_that_was_set_back_leaves_no_chore_waiting_for_years(made: Path) -> None:
    station = open_station(made)
    with holding_loudspeaker(station) as player:
        standing = Chores(station, player, AtOnce(), Told())  # type: ignore[arg-type]
        for one in standing._ticker.jobs:
            one.next_run = datetime.now() + timedelta(days=3650)  # noqa: DTZ005 - as `schedule` has it
        standing.tick()
        assert standing._ticker.idle_seconds <= 60


def _served(home: Path, told: Told, begin: datetime, factor: float, until: Callable[[], bool]) -> FastClock:
    clock = FastClock(begin, factor)
    serve(
        home,
        device=None,
        watching=told,  # type: ignore[arg-type]
        wanted=lambda: not until() and clock.now() < begin + timedelta(hours=6),  # or it failed
        made=lambda place: fast_station(place, clock),
        sounding_on=paced,
    )
    return clock


@pytest.mark.alone  # a clock that runs 400 times as fast, beside a child that does not
def test_the_service_rehearses_in_the_evening_and_goes_on_after_midnight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "_LOOK_EVERY_S", 1)
    monkeypatch.setattr(chores.anchors, "is_due", lambda *_: False)  # its child would take half an hour too
    home = write_ward(tmp_path, PLAYLIST.replace("station: {", "station: {rehearse_at: 23:00, "), SHORT)
    told, late = Told(), SUNDAY_EVENING.replace(hour=22, minute=59)
    _served(home, told, late, 400, lambda: len(told.days) > 1)
    assert told.days == [MONDAY - timedelta(days=1), MONDAY]
    assert told.outcomes  # more than one: the child's clock is the machine's, which is years ahead of this one
    assert {(outcome.day, outcome.verdict) for outcome in told.outcomes} == {(MONDAY, Verdict.GO)}
    assert told.failed == []


def test_a_rehearsal_that_cannot_run_is_no_go_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "_LOOK_EVERY_S", 1)
    home, told = write_ward(tmp_path, scripts=SHORT), Told()
    heard: list[Any] = []
    monkeypatch.setattr(chores, "notify_of", lambda _, outcome: heard.append(outcome) or (tell("không gửi được"),))
    station = fast_station(home, FastClock(SUNDAY_EVENING, 1))
    (home / "playlist.yaml").write_text("station: {", encoding="utf-8")  # broken after it was read
    with holding_loudspeaker(station) as player:
        standing = Chores(station, player, AtOnce(), told)  # type: ignore[arg-type]
        _overdue(standing._ticker)
        standing.tick()
    [outcome] = told.outcomes
    assert outcome.verdict is Verdict.NOT_READY
    assert "mã 3" in outcome.failed
    assert kept(home) == outcome
    assert heard == [outcome]
    assert [name for name, _ in told.failed] == ["notice"]


def test_a_rehearsal_beside_the_player_is_a_module_of_the_station_in_a_nice_child_with_a_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No terminal's command: no room below cli/ starts one, by import or by name."""
    started: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def run(*words: str, **how: Any) -> children.Done:
        started.append((words, how))
        return children.Done(code=3, out=b"", complaints="")

    monkeypatch.setattr(children, "run", run)
    home = write_ward(tmp_path, scripts=SHORT)
    station = fast_station(home, FastClock(SUNDAY_EVENING, 1))
    with holding_loudspeaker(station) as player:
        standing = Chores(station, player, AtOnce(), Told())  # type: ignore[arg-type]
        _overdue(standing._ticker)
        standing.tick()
    ((module, *words), how), *_ = started  # another looks through the log
    assert module == "broadcast.station.rehearse_child"
    assert words == [str(home), MONDAY.isoformat()]
    assert (how["niceness"], how["deadline_s"]) == (10, 1800)


def test_the_child_keeps_the_outcome_and_ends_with_the_code_of_what_went_wrong(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts=SHORT)
    assert rehearse_child.main(str(home), MONDAY.isoformat()) == 0
    outcome = kept(home)
    assert outcome is not None
    assert (outcome.day, outcome.verdict) == (MONDAY, Verdict.GO)
    tomorrow_path(home).unlink()
    (home / "playlist.yaml").write_text("station: {", encoding="utf-8")
    assert rehearse_child.main(str(home), MONDAY.isoformat()) == 3
    assert kept(home) is None
