"""The unattended station: days without the machine, the lock, pings from a service that is truly at work."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import LoudspeakerTaken
from broadcast.playout.control.duty import Duty
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.playout.events import Settled
from broadcast.programme.model import Outcome
from broadcast.record.journal import Journal
from broadcast.station import chores
from broadcast.station.dealt import deal, planned
from broadcast.station.missed_days import settle_past
from broadcast.station.overview import airings, journal_path, rundown
from broadcast.station.player import Player, UntilStopped, holding_loudspeaker
from broadcast.station.service import serve
from broadcast.station.station import Station, open_station, told_to_stop

MONDAY = date(2025, 10, 6)
SHORT = dict.fromkeys(SCRIPTS, "Xin chào bà con.") | {"truoc/04-thieu": SCRIPTS["truoc/04-thieu"]}


class Quiet:
    def __init__(self) -> None:
        self.failed: list[object] = []
        self.aired = 0

    def loaded(self, *_: object) -> None: ...
    def kept(self, *_: object) -> None: ...
    def chore_failed(self, *told: object) -> None:
        self.failed.append(told)

    def dealt(self, *_: object) -> None: ...
    def rehearsed(self, *_: object) -> None: ...
    def progress(self, *_: object) -> None: ...
    def __call__(self, event: object) -> None:
        self.aired += isinstance(event, Settled) and event.outcome is Outcome.AIRED


@pytest.fixture
def station(tmp_path: Path) -> Station:
    """Monday at half past six, a moment after the machine was started."""
    home = write_ward(tmp_path / "ward", scripts=SHORT)
    return fast_station(home, FastClock(MONDAY_0630, 1))


def _passed(station: Station, journal: Journal, day: date) -> None:
    """One line of that day, so that the log reaches it."""
    cue = rundown(station, day).sessions[0].cues[0]
    at = rundown(station, day).sessions[0].at
    journal.pass_over(cue.id, cue.script, Outcome.MISSED, planned=at, note="mất điện", now=at)


def test_days_without_the_machine_are_missed_once_and_said_so(station: Station) -> None:
    thursday = MONDAY - timedelta(days=4)
    with Journal(journal_path(station.home)) as journal:
        _passed(station, journal, thursday)
        owed = {
            cue.id: session.at
            for day in (thursday, thursday + timedelta(days=1))  # the days after are Saturday and Sunday
            for session in rundown(station, day).sessions
            for cue in session.cues
        }
        assert settle_past(station, journal) == len(owed) - 1
        assert settle_past(station, journal) == 0
        lines = journal.airings(thursday, MONDAY)
    assert {one.cue: one.planned for one in lines} == owed
    assert [one.note for one in lines] == ["mất điện"] + ["máy không chạy"] * (len(owed) - 1)
    assert {one.outcome for one in lines} == {Outcome.MISSED}


def test_days_without_the_machine_before_the_first_campaign_are_missed_too(tmp_path: Path) -> None:
    """The standing timetable needs no campaign; what it owed then had no line at all."""
    text = PLAYLIST.replace("2025-10-01", "2025-11-01").replace("2025-10-17", "2025-11-17")
    text = text.replace("{rotate: phase, count: 2}", "[chung/treo-co]").replace("t2-t6, grace", "t2-cn, grace")
    station = fast_station(write_ward(tmp_path, text), FastClock(MONDAY_0630, 1))
    with Journal(journal_path(tmp_path)) as journal:
        _passed(station, journal, MONDAY - timedelta(days=3))
        settle_past(station, journal)
        assert journal.airings(MONDAY - timedelta(days=3), MONDAY - timedelta(days=3))[1:] != ()


def test_a_day_without_the_machine_is_missed_though_todays_first_line_is_written_before_it_is_settled(
    station: Station,
) -> None:
    """What is missed of today is written at the start, the days before ten minutes later: they had no line."""
    thursday, friday = MONDAY - timedelta(days=4), MONDAY - timedelta(days=3)
    with Journal(journal_path(station.home)) as journal:
        _passed(station, journal, thursday)
        deal(station, journal, MONDAY)
        _passed(station, journal, MONDAY)
        settle_past(station, journal)
        lines = journal.airings(friday, friday)
        assert [one.outcome for one in lines] == [Outcome.MISSED] * 3
        assert settle_past(station, journal) == 0


def test_an_empty_log_says_nothing_of_the_days_before_it(station: Station) -> None:
    with Journal(journal_path(station.home)) as journal:
        assert settle_past(station, journal) == 0


def test_a_session_that_was_dealt_otherwise_then_is_left_as_it_is(station: Station) -> None:
    friday = MONDAY - timedelta(days=3)
    with Journal(journal_path(station.home)) as journal:
        _passed(station, journal, friday)
        (station.home / "scripts" / "truoc" / "00-moi.md").write_text(
            "---\ntitle: Mới\n---\nXin cảm ơn bà con.\n", encoding="utf-8"
        )
        later = fast_station(station.home, FastClock(MONDAY_0630, 1))
        dealt = {cue.id for cue in planned(later, friday).sessions[0].cues}
        settle_past(later, journal)
        morning = {one.cue for one in journal.airings(friday, friday) if "/sang/" in one.cue}
    assert len(morning) == 1
    assert not morning <= dealt


def test_a_log_from_the_future_writes_nothing(station: Station) -> None:
    with Journal(journal_path(station.home)) as journal:
        _passed(station, journal, MONDAY + timedelta(days=1))
        assert settle_past(station, journal) == 0


def test_the_lock_is_seen_held_by_its_holder_and_refused_to_a_second(station: Station) -> None:
    assert not is_held(station.home / "journal", LOUDSPEAKER)
    with holding_loudspeaker(station) as player:
        assert player.holds_loudspeaker()
        with pytest.raises(LoudspeakerTaken), holding_loudspeaker(open_station(station.home)):
            pass
        assert player.holds_loudspeaker()
        (station.home / "journal" / "loudspeaker.lock").unlink()
        assert not player.holds_loudspeaker()  # somebody took it away: a second player could start


def test_who_asks_a_player_whether_it_goes_on_makes_it_look_at_nothing(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Duty) -> None:
        raise AssertionError("it looked")

    with holding_loudspeaker(station) as player:
        player.duty.latch.set("thử", MONDAY_0630)
        until = UntilStopped(player, lambda: True, told_to_stop)
        with monkeypatch.context() as without:
            without.setattr(Duty, "poll", refuse)
            assert until.wanted()  # as of the last look
            assert not player.is_on_hold()
        time.sleep(0.06)
        player.duty.poll()
        assert not until.wanted()
        assert player.is_on_hold()


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What systemd hears, each message's first line."""
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("systemd's socket is a Unix one")
    told: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
        way.bind(str(tmp_path / "notify"))

        def listen() -> None:
            while message := way.recv(4096):
                told.append(message.decode().splitlines()[0])

        listener = threading.Thread(target=listen)
        listener.start()
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "1500000")
        yield told
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"", str(tmp_path / "notify"))
        listener.join()


def _served(home: Path, until: Callable[[Quiet], bool], before: float = 60.0) -> Quiet:
    """The service, begun so many seconds before a session, until that is true; a minute at most."""
    clock, watching = FastClock(MONDAY_0630 - timedelta(seconds=before), 20), Quiet()
    end_s = time.monotonic() + 60
    serve(
        home,
        device=None,
        watching=watching,  # type: ignore[arg-type]
        wanted=lambda: time.monotonic() < end_s and not until(watching),
        made=lambda place: fast_station(place, clock),
        sounding_on=paced,
    )
    return watching


def test_the_service_says_ready_pings_waiting_and_on_air_and_says_when_it_stops(
    station: Station, heard: list[str]
) -> None:
    _served(station.home, lambda told: told.aired > 0)
    end_s = time.monotonic() + 5
    while heard[-1:] != ["STOPPING=1"] and time.monotonic() < end_s:
        time.sleep(0.01)  # the listener is a thread of its own
    assert heard[0] == "READY=1"
    assert heard[-1] == "STOPPING=1"
    assert heard.count("WATCHDOG=1") >= 10  # due each half second of the player's clock
    assert {*heard} == {"READY=1", "WATCHDOG=1", "STOPPING=1"}
    with Journal(journal_path(station.home)) as journal:
        assert Outcome.AIRED in {one.outcome for one in journal.airings(MONDAY, MONDAY)}


def test_a_service_whose_lock_was_taken_away_gives_no_ping(
    station: Station, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Player, "holds_loudspeaker", lambda _: False)
    _served(station.home, lambda _: len(heard) > 3)
    assert "WATCHDOG=1" not in heard
    assert "STATUS=no sign of life: lock" in heard


def test_the_service_settles_the_past_when_the_clock_had_time_to_be_set(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "_SETTLE_AFTER_S", 10.0)
    with Journal(journal_path(station.home)) as journal:
        _passed(station, journal, MONDAY - timedelta(days=3))
    friday = MONDAY - timedelta(days=3)
    told = _served(station.home, lambda _: len(airings(station.home, friday, friday)) == 3, before=3600)
    with Journal(journal_path(station.home)) as journal:
        lines = journal.airings(friday, friday)
    assert [one.note for one in lines] == ["mất điện", "máy không chạy", "máy không chạy"]
    assert told.failed == []
