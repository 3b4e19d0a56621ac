"""`broadcast console`: shows where it is, opens it, ends with Ctrl+C; says in words what is lacking."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.wards import write_ward

from broadcast.programme.settings import ConsoleSettings
from broadcast.station import accounts
from broadcast.station.accounts import Role
from broadcast.station.console import console_of

FAKE = "stand_ins.fake_console"
ADDRESS = "http://127.0.0.1:8350/vao?khoa=bi-mat"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = write_ward(tmp_path / "ward")
    (home / "journal").mkdir()
    return home


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """What a browser was asked to open; then somebody presses Ctrl+C."""
    addresses: list[str] = []

    def open_(address: str) -> None:
        addresses.append(address)
        raise KeyboardInterrupt

    with patch("webbrowser.open", open_):
        yield addresses


def _run(home: Path, *words: str) -> Result:
    with patch("broadcast.station.console.console_of", partial(console_of, module=FAKE)):
        return run_here("--home", home, "console", *words)


def test_it_is_opened_in_the_browser_and_ends_with_ctrl_c(home: Path, opened: list[str]) -> None:
    done = _run(home, "--open")
    assert (done.code, opened) == (130, [ADDRESS])
    assert f"Trang điều khiển: {ADDRESS}" in done.stdout
    assert "Việc phát, nếu đang có phiên trực, vẫn chạy" in done.stdout
    [line] = (home / "journal" / "fake-console-pids").read_text(encoding="utf-8").splitlines()
    with pytest.raises(ProcessLookupError):
        os.kill(int(line.split()[0]), 0)


def test_options_go_before_what_playlist_yaml_says(home: Path, opened: list[str]) -> None:
    with (home / "playlist.yaml").open("a", encoding="utf-8") as playlist:
        playlist.write("console: {port: 9000}\n")
    _run(home, "--open")
    _run(home, "--open", "--port", "9100")
    assert [address.split("/vao")[0] for address in opened] == ["http://127.0.0.1:9000", "http://127.0.0.1:9100"]


def test_for_other_machines_the_fingerprint_is_shown_to_be_compared(home: Path, opened: list[str]) -> None:
    refused = _run(home, "--address", "192.168.1.10")
    assert (refused.code, "phải có tài khoản" in refused.stderr) == (2, True)
    accounts.add(home, "Lan", [Role.ADMIN], "246810")
    done = _run(home, "--address", "192.168.1.10", "--open")
    assert opened[0].startswith("https://")
    assert "dấu SHA-256" in done.stdout


def test_one_that_runs_already_is_shown(home: Path) -> None:
    with console_of(home, ConsoleSettings(), FAKE) as (process, _):
        next(process.addresses())
        done = _run(home)
        assert (done.code, done.stdout) == (0, f"Trang điều khiển đang chạy: {ADDRESS}\n")


def test_one_that_ends_by_itself_says_why(home: Path) -> None:
    (home / "journal" / "fake-console").write_text("crash", encoding="utf-8")
    done = _run(home)
    assert (done.code, "cổng 8350 có chương trình khác dùng rồi" in done.stderr) == (5, True)


def test_without_the_extra_it_is_said_what_to_install(home: Path) -> None:
    with patch("broadcast.station.console.find_spec", return_value=None):
        done = run_here("--home", home, "console")
    assert (done.code, "pip install" in done.stderr) == (5, True)
