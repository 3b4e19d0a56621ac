"""For every test: no network but loopback, no sound card but the rig's. For some: the rig."""

import gc
import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "rig"))

from pulse_rig import Rig, lacking
from side_by_side import RIG, count_lines, take_part
from stand_ins.decoded_here import decode_here
from stand_ins.lent_voice import lend_voices
from stand_ins.players import end_all
from standstill import run_again_after_a_standstill

HERE = Path(__file__).parent
_COUNTED = (
    "playout/", "record/",
    "cli/test_choosing.py", "cli/test_log.py", "station/carrying/test_backup.py", "station/test_seals.py",
)  # fmt: skip
"""The tests by which the floors of coverage are reached: counting lines nearly doubles their time."""

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")  # what Hypothesis finds does not depend on how busy the machine is


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="proofs at their full length, not CI's short one")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--full"):
        os.environ["BROADCAST_FULL"] = "1"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # of a shell's job in the background: what the tests start would not hear Ctrl+C either
        signal.signal(signal.SIGINT, signal.default_int_handler)
    take_part(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "rig" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.rig)
    if not config.getoption("--full"):
        long = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the garbage collector the thousands of tests that stay until the end, which it would look at again."""
    gc.collect()
    gc.freeze()
    count_lines(session.config, on=False)  # what runs as it is imported has been counted by now


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only those are asked for that run alone, read no file of tests that has none."""
    if config.option.markexpr != "alone" or collection_path.suffix != ".py":
        return None  # whatever else ignores files is asked
    return True if "mark.alone" not in collection_path.read_text(encoding="utf-8") else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Count lines from here to the end of the teardown, in the tests by which the floors are reached."""
    if _is_counted(item):
        count_lines(item.config, on=True)
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    try:
        return (yield)
    finally:
        if _is_counted(item):
            count_lines(item.config, on=False)


def _is_counted(item: pytest.Item) -> bool:
    return item.path.relative_to(HERE).as_posix().startswith(_COUNTED)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let what sounds go before what only computes: a station's machine has nothing else to do.

    What fails while the machine stands still is run once more.
    """
    if not item.get_closest_marker("rig"):
        return None
    with _before_others():
        run_again_after_a_standstill(item, nextitem, _keep_figure)
    return True


@contextmanager
def _before_others() -> Iterator[None]:
    """Give this thread and the processes it starts more of the processor, where the system allows it (root)."""
    try:
        usual = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, usual - 10)
    except (PermissionError, AttributeError):  # not root; Windows
        yield
        return
    try:
        yield
    finally:
        os.setpriority(os.PRIO_PROCESS, 0, usual)


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How many rounds a proof runs, which is short in CI and whole with `--full`: `rounds(short, full)`."""
    return lambda short, full: full if request.config.getoption("--full") else short


@pytest.fixture
def decoded_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sounds are decoded in the test's own process, where the child that does it is not the subject."""
    decode_here(monkeypatch)


@pytest.fixture
def lent_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded voice speaks in children that are kept from test to test."""
    lend_voices(monkeypatch)


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keep a figure that a test has measured; it is shown when all tests are done."""
    return lambda figure: _keep_figure(request.node, figure)


def _keep_figure(item: pytest.Item, figure: str) -> None:
    item.user_properties.append((_MEASURED, f"{item.name}: {figure}"))


_MEASURED = "measured"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    figures = [
        figure
        for report in reports
        if report.when == "call"
        for name, figure in report.user_properties
        if name == _MEASURED
    ]
    if figures:
        terminalreporter.section("measured")
        for figure in figures:
            terminalreporter.line(figure)


@pytest.fixture(scope="session")
def rig_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    if missing := lacking():
        words = f"the rig needs what is not on this machine: {missing}"
        if os.environ.get("BROADCAST_REQUIRE_RIG") == "1":
            pytest.fail(words)
        pytest.skip(words)
    rig = Rig(tmp_path_factory.mktemp("rig"))
    rig.start()
    request.config.stash[RIG] = rig
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
def _no_player_is_left() -> Iterator[None]:
    """Whoever is left would hold the rig's loudspeaker against the players of the tests that come after."""
    yield
    end_all()


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
