"""One loudspeaker of the machine is one player's, whatever folders and accounts there are."""

import os
import subprocess
import sys

import pytest

from broadcast.playout.control import devices
from broadcast.playout.control.devices import HeldDevices

HOLD = (
    "import os, sys; from broadcast.playout.control.devices import HeldDevices; held = HeldDevices();"
    "os.setuid(int(sys.argv[2] or os.getuid()));"
    "print(held.take(sys.argv[1]), flush=True); sys.stdin.read()"
)
LOA = f"PulseAudio of the test {os.getpid()} loa"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the name of a socket tells its holder on Linux alone")


def _player(device: str, account: str = "") -> subprocess.Popen[str]:
    """Begin one in a process of its own, of that account where it is given."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, device, account], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _end(player: subprocess.Popen[str]) -> None:
    player.kill()
    player.communicate()


@pytest.mark.parametrize("abstract", [pytest.param(True, marks=LINUX), False], ids=["name", "file"])
def test_a_second_player_learns_that_the_loudspeaker_is_taken_until_the_first_lets_go(
    abstract: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "_ABSTRACT", abstract)
    first, second = HeldDevices(), HeldDevices()
    assert first.take(LOA) is None
    assert first.take(LOA) is None  # each of its sessions asks
    assert second.take(LOA) is not None
    assert second.take(f"{LOA} 2") is None
    first.close()
    assert second.take(LOA) is None
    second.close()


@LINUX
def test_the_holder_is_named_and_a_crash_lets_the_loudspeaker_go() -> None:
    player, ours = _player(LOA), HeldDevices()
    try:
        assert player.stdout is not None
        assert player.stdout.readline() == "None\n"
        assert str(ours.take(LOA)) == f"pid {player.pid}"
    finally:
        _end(player)
    assert ours.take(LOA) is None
    ours.close()


@LINUX
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can be another account")
def test_a_player_of_another_account_is_found_too() -> None:
    player, ours = _player(LOA, "65534"), HeldDevices()
    try:
        assert player.stdout is not None
        assert player.stdout.readline() == "None\n"
        assert str(ours.take(LOA)) == f"pid {player.pid} của tài khoản nobody"
    finally:
        _end(player)
        ours.close()


def test_a_device_without_a_name_of_its_own_is_not_held() -> None:
    first, second = HeldDevices(), HeldDevices()
    assert first.take("") is None
    assert second.take("") is None


@LINUX
def test_so_many_have_asked_that_nobody_learns_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_ASKING", 0)
    first, second = HeldDevices(), HeldDevices()
    assert first.take(LOA) is None
    told = [str(second.take(LOA)) for _ in range(4)]
    assert told[0] == f"pid {os.getpid()}"
    assert told[-1] == "chưa rõ"
    first.close()
