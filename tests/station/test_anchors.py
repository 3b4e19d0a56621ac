"""The running station signs the log's head in the evening and after midnight, carries it out, and tells it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from stand_ins.carts import ZONE
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import BroadcastError, tell
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.record.verified import verify
from broadcast.station import anchors
from broadcast.station.chores import Chores
from broadcast.station.overview import journal_folder, journal_path
from broadcast.station.player import Player, holding_loudspeaker
from broadcast.station.station import Station, open_station

MORNING = datetime(2025, 10, 6, 6, 0, tzinfo=ZONE)


class _Worker:
    """Does at once what it is asked."""

    wanted = True

    def ask(self, work: Callable[[], object]) -> None:
        work()

    def __getattr__(self, name: str) -> Callable[[], None]:
        return lambda: None


class _Told:
    def __init__(self) -> None:
        self.failed: list[tuple[str, str]] = []

    def chore_failed(self, name: str, error: BroadcastError) -> None:
        self.failed.append((name, str(error.what)))


def _ward(folder: Path, record: str) -> Path:
    return write_ward(folder / "ward", PLAYLIST + record)


def _station(home: Path) -> tuple[Station, OfflineClock]:
    clock = OfflineClock(MORNING)
    return replace(open_station(home), clock=clock), clock


def _sizes(home: Path) -> list[int]:
    with record_at(journal_path(home)) as record:
        return [row["attempt"] for row in record.anchors()]


def _look(station: Station, player: Player, told: _Told) -> None:
    standing = Chores(station, player, _Worker(), told)  # type: ignore[arg-type]
    standing._done("anchor", standing._anchor)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bodies of the notices."""
    bodies: list[str] = []

    def send(urls: Any, *, title: str, body: str) -> tuple[()]:
        bodies.extend(body for _ in urls)
        return ()

    monkeypatch.setattr(anchors, "send", send)
    return bodies


def test_the_head_is_signed_in_the_evening_and_after_midnight_and_carried_out(
    tmp_path: Path, sent: list[str]
) -> None:
    home = _ward(tmp_path, "record: {anchors_to: ../usb}\n")
    (tmp_path / "usb").mkdir()
    station, clock = _station(home)
    told = _Told()
    with holding_loudspeaker(station) as player:
        _look(station, player, told)
        assert _sizes(home) == []  # a log without lines
        player.journal.note("mở máy", clock.now())
        _look(station, player, told)
        assert _sizes(home) == [1]
        for hours, count in ((1, 1), (14, 2), (14.5, 2), (17, 2), (18.1, 3), (19, 3)):
            clock.wait_until(MORNING + timedelta(hours=hours))
            _look(station, player, told)
            assert len(_sizes(home)) == count, hours
    assert told.failed == []
    assert sent == []
    found = verify(journal_folder(home), str(tmp_path / "usb"))
    assert found.broken is None
    assert found.vouched is not None
    assert (found.vouched.carried, found.vouched.beyond) == (3, 1)


def test_after_a_head_of_a_clock_that_ran_ahead_one_is_due_at_once(tmp_path: Path) -> None:
    home, evening = _ward(tmp_path, ""), MORNING + timedelta(hours=12)
    with Journal(journal_path(home)) as journal:
        journal.note("mở máy", MORNING)
        anchors.sign_head(home, journal, MORNING + timedelta(days=400))
        assert anchors.is_due(journal, MORNING, evening)
        anchors.sign_head(home, journal, MORNING)
        assert not anchors.is_due(journal, MORNING, evening)
        anchors.sign_head(home, journal, MORNING + timedelta(hours=1))  # of the same day
        assert anchors.is_due(journal, MORNING, evening)


def test_a_log_that_was_made_anew_is_told_by_the_station_itself(tmp_path: Path, sent: list[str]) -> None:
    home = _ward(tmp_path, "record: {anchors_to: ../usb}\n")
    (tmp_path / "usb").mkdir()
    station, clock = _station(home)
    told = _Told()
    for words in ("mở máy", "chuyện khác"):
        with holding_loudspeaker(station) as player:
            player.journal.note(words, clock.now())
            _look(station, player, told)
        clock.passed(24 * 3600)
        if not told.failed:
            for file in (home / "journal").glob("as-run*"):
                file.unlink()
    [(name, why)] = told.failed
    assert name == "anchor"
    assert "không nối tiếp" in why
    assert "từ dòng 1 " in why


def test_a_head_that_cannot_be_carried_out_is_told_and_stays_signed(tmp_path: Path, sent: list[str]) -> None:
    home = _ward(tmp_path, "record: {anchors_to: /nowhere/usb}\n")
    station, clock = _station(home)
    told = _Told()
    with holding_loudspeaker(station) as player:
        player.journal.note("mở máy", clock.now())
        _look(station, player, told)
    assert _sizes(home) == [1]
    [(name, why)] = told.failed
    assert name == "anchor"
    assert "không có thư mục /nowhere/usb" in why


def test_the_head_goes_to_whoever_gets_notices(tmp_path: Path, sent: list[str]) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("{name: Đài", "{notices: [json://localhost], name: Đài"))
    station, clock = _station(home)
    with holding_loudspeaker(station) as player:
        player.journal.note("mở máy", clock.now())
        _look(station, player, _Told())
    [body] = sent
    with record_at(journal_path(home)) as record:
        assert anchors.anchor_of(record.anchors()[0]).checkpoint.code in body


def test_by_a_clock_that_is_not_believed_nothing_is_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station, clock = _station(write_ward(tmp_path))
    with holding_loudspeaker(station) as player:
        player.journal.note("mở máy", clock.now())
        monkeypatch.setattr(type(player.duty), "doubt", property(lambda _: tell("giờ sai")))
        _look(station, player, _Told())
    assert _sizes(tmp_path) == []
