"""For every test: no network but loopback, no sound card but the rig's. For some: the rig."""

import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "rig"))

from pulse_rig import Rig, lacking


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="proofs at their full length, not CI's short one")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--full"):
        os.environ["BROADCAST_FULL"] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "rig" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.rig)
    if not config.getoption("--full"):
        long = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


_MEASURED = pytest.StashKey[list[str]]()


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """For a figure that a test has measured: it is shown when all tests are done."""
    figures = request.config.stash.setdefault(_MEASURED, [])
    return lambda figure: figures.append(f"{request.node.name}: {figure}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if figures := config.stash.get(_MEASURED, []):
        terminalreporter.section("measured")
        for figure in figures:
            terminalreporter.line(figure)


@pytest.fixture(scope="session")
def rig_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    if missing := lacking():
        words = f"the rig needs what is not on this machine: {missing}"
        if os.environ.get("BROADCAST_REQUIRE_RIG") == "1":
            pytest.fail(words)
        pytest.skip(words)
    rig = Rig(tmp_path_factory.mktemp("rig"))
    rig.start()
    yield rig
    rig.stop()


@pytest.fixture
def rig(rig_server: Rig, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """The rig as new, and this process and its children pointed at it: devices `loa` and `tai_nghe`."""
    rig_server.make_good()
    for name, value in rig_server.environment.items():
        monkeypatch.setenv(name, value)
    return rig_server


@pytest.fixture(autouse=True)
def _no_sound_card(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sound system is reached from this process; children find no device, unless the test asked for the rig."""
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    monkeypatch.setitem(sys.modules, "libpulse", None)
    if "rig" in request.fixturenames:
        return
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(Path(__file__).parent / "rig" / "no-card.conf"))
    if not sys.platform.startswith("linux"):  # where no setting hides the real ones
        monkeypatch.setattr("broadcast.playout.output.deck.Deck.__init__", _refuse)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def near(host: object) -> bool:
        if host in (None, "", "localhost"):
            return True
        try:
            return ipaddress.ip_address(str(host)).is_loopback
        except ValueError:
            return False

    def only_near(connect: Callable[..., object]) -> Callable[..., object]:
        def connect_near(self: socket.socket, address: tuple[object, ...]) -> object:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not near(address[0]):
                raise NetworkForbidden(f"a test went to the network: {address}")
            return connect(self, address)

        return connect_near

    def look_up_near(host: object, *rest: object, **more: object) -> object:
        if not near(host):
            raise NetworkForbidden(f"a test looked up {host}")
        return look_up(host, *rest, **more)

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, only_near(getattr(socket.socket, name)))
    monkeypatch.setattr(socket, "getaddrinfo", look_up_near)


class NetworkForbidden(AssertionError):
    """Not an OSError: nothing that copes with a broken network may take it for one."""


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("a test went to the sound card")
