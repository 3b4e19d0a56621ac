"""The console's process: where it may listen, and the player, which dies of nothing that happens to it."""

import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import BroadcastError, MachineError, UsageRefused
from broadcast.playout.events import Settled
from broadcast.programme.model import Outcome
from broadcast.programme.settings import ConsoleSettings
from broadcast.station import accounts
from broadcast.station.accounts import Role
from broadcast.station.certificate import fingerprint, own_certificate
from broadcast.station.console import ConsoleRuns, address_of_running, console_of, opening
from broadcast.station.console_kept import ConsoleKept
from broadcast.station.overview import airings
from broadcast.station.service import serve
from broadcast.ward.folder import read_ward

FAKE = "stand_ins.fake_console"
HERE = ConsoleSettings()
LAN = ConsoleSettings(address="0.0.0.0")  # noqa: S104
ADDRESS = "http://127.0.0.1:8350/vao?khoa=bi-mat"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = write_ward(tmp_path / "ward", PLAYLIST + "console: on\n",
                      dict.fromkeys(SCRIPTS, "Xin chào bà con."))  # fmt: skip
    (home / "journal").mkdir()
    return home


def _begun(home: Path) -> list[int]:
    """The processes that were begun, in order."""
    path = home / "journal" / "fake-console-pids"
    return (
        [int(line.split()[0]) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def _until(holds: Callable[[], object], seconds: float = 20) -> None:
    until_s = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until_s, "waited in vain"
        time.sleep(0.02)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# --- where it may listen ---


def test_other_machines_reach_it_only_with_accounts_and_over_tls(home: Path) -> None:
    assert opening(home, HERE, FAKE).fingerprint is None
    with pytest.raises(UsageRefused):
        opening(home, LAN, FAKE)
    accounts.add(home, "Lan", [Role.ADMIN], "246810")
    told = opening(home, LAN, FAKE)
    assert "--certificate" in told.words
    assert told.fingerprint == fingerprint(home / "journal" / "console-cert.pem")
    assert "--certificate" not in opening(home, HERE, FAKE).words


@pytest.mark.parametrize("settings", [
    ConsoleSettings(address="may-phat"), ConsoleSettings(certificate="a.pem"), ConsoleSettings(key="a.pem"),
    ConsoleSettings(certificate="a.pem", key="b.pem"),
])  # fmt: skip
def test_an_address_or_a_certificate_that_cannot_be_is_refused(home: Path, settings: ConsoleSettings) -> None:
    with pytest.raises(UsageRefused):
        opening(home, settings, FAKE)


def test_a_certificate_is_made_once_and_anew_before_it_ends(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    path = own_certificate(tmp_path, "192.168.1.10", now)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, path)
    first = fingerprint(path)
    own_certificate(tmp_path, "192.168.1.10", now + timedelta(days=690))
    assert fingerprint(path) == first
    own_certificate(tmp_path, "192.168.1.10", now + timedelta(days=705))
    assert fingerprint(path) != first
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0


def test_without_the_extra_it_is_said_how_to_install_it(home: Path) -> None:
    with patch("broadcast.station.console.find_spec", return_value=None), pytest.raises(MachineError) as refused:
        opening(home, HERE)
    assert "pip install" in str(refused.value.fix)


def test_nothing_of_the_web_is_imported_to_start_it() -> None:
    """In a process of its own: other tests of this one do import it."""
    imported = "import sys, broadcast.station.console_kept; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", imported], capture_output=True, text=True, check=True).stdout
    assert not {"starlette", "uvicorn", "jinja2", "broadcast.web"} & {*told.split()}


# --- its process ---


def test_one_console_runs_at_a_time_and_its_address_is_known_to_its_account_alone(home: Path) -> None:
    with console_of(home, HERE, FAKE) as (process, _):
        assert next(process.addresses()) == ADDRESS
        assert address_of_running(home) == ADDRESS
        if os.name != "nt":
            assert (home / "journal" / "console-address").stat().st_mode & 0o077 == 0
        with pytest.raises(ConsoleRuns), console_of(home, HERE, FAKE):
            pass
    assert address_of_running(home) is None
    _until(lambda: not _is_alive(process.pid))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def kept(home: Path, told: list[str]) -> Iterator[ConsoleKept]:
    console = ConsoleKept(home, lambda what: told.append(str(what)), module=FAKE, first_s=0.05, longest_s=0.2)
    yield console
    console.close()


def test_the_key_of_its_address_is_told_in_no_line(kept: ConsoleKept, told: list[str]) -> None:
    kept.follow(HERE)
    _until(lambda: told)
    assert "http://127.0.0.1:8350/vao" in told[0]
    assert "bi-mat" not in told[0]


def test_it_is_begun_anew_elsewhere_when_the_files_say_so_and_ended_when_they_say_that(
    home: Path, kept: ConsoleKept, told: list[str]
) -> None:
    kept.follow(HERE)
    _until(lambda: told)
    kept.follow(HERE)
    kept.follow(ConsoleSettings(port=9000))
    _until(lambda: any(":9000/" in one for one in told))
    first, second = _begun(home)
    _until(lambda: not _is_alive(first))
    kept.follow(None)
    _until(lambda: not _is_alive(second))
    time.sleep(0.2)
    assert len(_begun(home)) == 2


def test_a_console_that_always_fails_is_told_once_and_tried_ever_more_seldom(
    home: Path, kept: ConsoleKept, told: list[str]
) -> None:
    (home / "journal" / "fake-console").write_text("crash", encoding="utf-8")
    kept.follow(HERE)
    _until(lambda: len(_begun(home)) >= 3)
    assert told == ["trang điều khiển vừa dừng, máy tự mở lại (cổng 8350 có chương trình khác dùng rồi)"]


def test_where_it_may_not_listen_the_reason_is_told_once(kept: ConsoleKept, told: list[str]) -> None:
    kept.follow(LAN)
    _until(lambda: told)
    time.sleep(0.3)
    assert len(told) == 1
    assert "phải có tài khoản" in told[0]


# --- beside a player ---


class _Watcher:
    """Keeps what was told, and has the service go on until `enough` sessions' cues are settled."""

    def __init__(self) -> None:
        self.settled = 0

    def __call__(self, event: object) -> None:
        self.settled += isinstance(event, Settled)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


def _served(home: Path, console: ConsoleKept | None, disturb: Callable[[], None] = lambda: None) -> list[object]:
    """What aired of the morning, while `disturb` runs in a thread; the service goes on until both are done."""
    watcher, over = _Watcher(), threading.Event()

    def disturbing() -> None:
        try:
            disturb()
        finally:
            over.set()

    station = fast_station(home, FastClock(MONDAY_0630 - timedelta(minutes=1), 20))
    thread = threading.Thread(target=disturbing)
    thread.start()
    serve(
        home, device=None, watching=watcher, made=lambda _: station, sounding_on=paced, console=console,
        wanted=lambda: not over.is_set() or watcher.settled < 4,
    )  # fmt: skip
    thread.join()
    day = MONDAY_0630.date()
    return [(one.cue, one.outcome, one.started) for one in airings(home, day, day) if one.is_announcement]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_console_that_is_killed_again_and_again_comes_back_and_the_player_airs_all_on_time(
    home: Path, kept: ConsoleKept, rounds: Callable[[int, int], int]
) -> None:
    times = rounds(3, 20)

    def killing() -> None:
        for count in range(1, times + 1):
            _until(lambda count=count: len(_begun(home)) >= count)
            os.kill(_begun(home)[-1], signal.SIGKILL)
        _until(lambda: len(_begun(home)) > times)

    aired = _served(home, kept, killing)
    assert len(aired) == 2
    assert {outcome for _, outcome, _ in aired} == {Outcome.AIRED}
    assert all(started is not None and started < MONDAY_0630 + timedelta(minutes=2) for _, _, started in aired)
    _until(lambda: not any(map(_is_alive, _begun(home))))


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_it_ends_with_a_player_that_is_killed(home: Path) -> None:
    keeping = (
        "import sys, time; from pathlib import Path\n"
        "from broadcast.programme.settings import ConsoleSettings\n"
        "from broadcast.station.console_kept import ConsoleKept\n"
        f"ConsoleKept(Path(sys.argv[1]), print, module={FAKE!r}).follow(ConsoleSettings())\n"
        "time.sleep(60)"
    )
    path = os.pathsep.join(sys.path)
    player = subprocess.Popen([sys.executable, "-c", keeping, str(home)], env={**os.environ, "PYTHONPATH": path})
    _until(lambda: _begun(home))
    player.kill()
    player.wait()
    _until(lambda: not _is_alive(_begun(home)[0]))


def test_without_its_keeper_a_killed_console_stays_away(home: Path) -> None:
    """The control: it is the keeper that brings it back."""
    with console_of(home, HERE, FAKE) as (process, _):
        next(process.addresses())
        os.kill(process.pid, signal.SIGTERM)
        assert list(process.addresses()) == []
        time.sleep(0.3)
        assert len(_begun(home)) == 1


def test_a_console_that_hangs_or_lacks_its_extra_holds_no_player_up(home: Path, kept: ConsoleKept) -> None:
    (home / "journal" / "fake-console").write_text("hang", encoding="utf-8")
    assert len(_served(home, kept)) == 2


def test_a_bug_in_starting_it_is_told_and_the_player_goes_on(
    home: Path, kept: ConsoleKept, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("không ai ngờ")

    monkeypatch.setattr("broadcast.station.console_kept.console_of", broken)
    assert len(_served(home, kept)) == 2
    assert "không ai ngờ" in told[0]


@pytest.mark.parametrize(("text", "settings"), [
    ("console: on", HERE), ("console: off", None), ("console:", None),
    ("console: {port: 9000, address: 192.168.1.10}", ConsoleSettings(port=9000, address="192.168.1.10")),
])  # fmt: skip
def test_playlist_yaml_turns_it_on_off_or_elsewhere(
    tmp_path: Path, text: str, settings: ConsoleSettings | None
) -> None:
    assert read_ward(write_ward(tmp_path, f"{PLAYLIST}{text}\n")).playlist.console == settings


@pytest.mark.parametrize("text", ["console: yes please", "console: {port: 70000}", "console: {cong: 1}"])
def test_what_else_stands_there_is_a_fault(tmp_path: Path, text: str) -> None:
    with pytest.raises(BroadcastError):
        read_ward(write_ward(tmp_path, f"{PLAYLIST}{text}\n"))
