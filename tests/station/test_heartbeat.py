"""Pings over a real datagram socket: only from a loop that has just seen everything alive."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcast.station.heartbeat import Heartbeat, Notifier

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="systemd's socket is a Unix one")


class Manager:
    """systemd's end of the socket."""

    def __init__(self, address: str) -> None:
        self._way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._way.bind("\0" + address[1:] if address.startswith("@") else address)
        self._way.setblocking(False)
        self.environment = {
            "NOTIFY_SOCKET": address,
            "WATCHDOG_USEC": "3000000",
            "WATCHDOG_PID": str(os.getpid()),
        }

    def heard(self) -> list[str]:
        told = []
        while True:
            try:
                told.append(self._way.recv(4096).decode())
            except BlockingIOError:
                return told

    def close(self) -> None:
        self._way.close()


@pytest.fixture(params=["path", "@abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Manager]:
    if request.param == "@abstract" and not sys.platform.startswith("linux"):
        pytest.skip("abstract sockets are Linux's")
    known = Manager(str(tmp_path / "notify") if request.param == "path" else f"@broadcast-{os.getpid()}")
    yield known
    known.close()


class Wrist:
    """A monotonic clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_ready_is_said_once_and_pings_come_three_times_as_often_as_they_must(manager: Manager) -> None:
    clock = Wrist()
    heart = Heartbeat(Notifier(manager.environment), clock)
    heart.beat()
    assert manager.heard() == []  # nothing before it is on duty
    heart.watch({"journal": lambda: True})
    heart.watch({"journal": lambda: True})  # the next day
    assert manager.heard() == ["READY=1"]
    for _ in range(40):
        heart.beat()
        clock.now_s += 0.1
    assert len(manager.heard()) == 4
    heart.leave()
    assert manager.heard() == ["STOPPING=1"]


@pytest.mark.parametrize("dead", ["journal", "lock", "device"])
def test_what_is_dead_stops_the_ping_until_it_lives_again(manager: Manager, dead: str) -> None:
    clock, alive = Wrist(), {"journal": True, "lock": True, "device": True}
    heart = Heartbeat(Notifier(manager.environment), clock)
    heart.watch({name: lambda name=name: alive[name] for name in alive})  # type: ignore[misc]
    heart.beat()
    assert "WATCHDOG=1" in manager.heard()[-1]
    alive[dead], clock.now_s = False, 10.0
    heart.beat()
    assert manager.heard() == [f"STATUS=no sign of life: {dead}"]
    assert heart.dead == (dead,)
    alive[dead], clock.now_s = True, 20.0
    heart.beat()
    assert manager.heard() == ["WATCHDOG=1\nSTATUS=on duty"]


def test_a_loop_that_hangs_gives_no_ping(manager: Manager) -> None:
    clock = Wrist()
    heart = Heartbeat(Notifier(manager.environment), clock)
    heart.watch({})
    manager.heard()
    clock.now_s = 1000.0  # time passes, and nobody beats: no thread does it in the loop's place
    assert manager.heard() == []


def test_without_systemd_nothing_is_said_and_nothing_fails(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "1000000"}):
        heart = Heartbeat(Notifier(environment), Wrist())
        heart.watch({"journal": lambda: False})
        heart.beat()
        heart.leave()


def test_pings_meant_for_another_process_are_not_sent(manager: Manager) -> None:
    assert Notifier({**manager.environment, "WATCHDOG_PID": "1"}).ping_every_s is None
