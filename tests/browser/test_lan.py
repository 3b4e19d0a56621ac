"""The console for the ward's net: over TLS by a certificate of its own, to whoever has an account."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from browser.conftest import Driver, complaints
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from stand_ins.consoles import free_port
from stand_ins.wards import write_ward

from broadcast.station import accounts
from broadcast.station.accounts import Role
from broadcast.station.deeds import deeds
from broadcast.station.overview import look_at

LAN, PIN = "Nguyễn Thị Lan", "246810"


@dataclass(frozen=True, slots=True)
class OnTheNet:
    """`broadcast console --address 0.0.0.0`, as it runs."""

    home: Path
    port: int
    said: str


@pytest.fixture(scope="module")
def on_the_net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnTheNet]:
    home, port = write_ward(tmp_path_factory.mktemp("phuong")), free_port()
    accounts.add(home, LAN, [Role.DUTY], PIN)
    words = ("--home", str(home), "console", "--address", "0.0.0.0", "--port", str(port))  # noqa: S104
    program = subprocess.Popen(
        [sys.executable, "-m", "broadcast", *words],
        stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert program.stdout is not None
    said = "".join(iter_until(program.stdout, "https://"))
    yield OnTheNet(home, port, said)
    program.terminate()
    program.communicate(timeout=20)


def iter_until(lines: Iterator[str], word: str) -> Iterator[str]:
    """The lines up to the first with that word in it."""
    for line in lines:
        yield line
        if word in line:
            return


def _stopped_by(home: Path) -> list[str]:
    today = look_at(home).clock.now().date()
    yesterday = today - timedelta(days=1)  # a stop reads no file of the ward, so its line has the machine's zone
    return [one.by for one in deeds(home, yesterday, today) if one.code == "stop"]


def _answer(of: OnTheNet, host: str) -> int:
    """The status of an answer over TLS to a request that names that host."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", of.port), timeout=10) as open_:
        connection = http.client.HTTPSConnection("127.0.0.1", of.port, context=trusting)
        connection.sock = trusting.wrap_socket(open_)
        connection.putrequest("GET", "/vao", skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        status = connection.getresponse().status
        connection.close()
    return status


def test_a_phone_logs_in_over_tls_and_stops_the_loudspeaker(chromium: Driver, on_the_net: OnTheNet) -> None:
    [address] = re.findall(r"https://\S+", on_the_net.said)
    shown = re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", on_the_net.said)
    assert shown is not None
    assert "0.0.0.0" not in address  # noqa: S104 - no browser goes there
    chromium.get(address)
    chromium.find_element(By.NAME, "ten").send_keys(LAN)
    chromium.find_element(By.NAME, "ma").send_keys(PIN)
    chromium.find_element(By.CSS_SELECTOR, "form[action='/vao'] button").click()
    waiting = WebDriverWait(chromium, 10)
    waiting.until(lambda page: page.find_elements(By.CSS_SELECTOR, "form#dung button"))
    chromium.find_element(By.CSS_SELECTOR, "form#dung button").click()
    waiting.until(lambda page: page.find_elements(By.CSS_SELECTOR, "form#dung.is-stopped"))
    [cookie] = [one for one in chromium.get_cookies() if one["name"].startswith("dai-")]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    assert [one for one in complaints(chromium) if "401" not in one] == []  # asked to log in
    waiting.until(lambda _: LAN in _stopped_by(on_the_net.home))  # the order goes before its line


def test_it_is_itself_by_address_and_by_name_and_by_no_other(on_the_net: OnTheNet) -> None:
    port = on_the_net.port
    ours = [
        f"{one}:{port}"
        for one in ("127.0.0.1", "localhost", socket.gethostname(), f"{socket.gethostname()}.local")
    ]
    assert {host: _answer(on_the_net, host) for host in ours} == dict.fromkeys(ours, 200)
    others = [f"evil.example:{port}", "127.0.0.1", f"0.0.0.0:{port}", f"127.0.0.1.evil.example:{port}", ""]
    assert {host: _answer(on_the_net, host) for host in others} == dict.fromkeys(others, 421)


def test_what_speaks_no_tls_gets_nothing_and_brings_nothing_down(on_the_net: OnTheNet) -> None:
    for sent in (b"GET /vao HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\xff\xff", b"\x00" * 4096, b""):
        with socket.create_connection(("127.0.0.1", on_the_net.port), timeout=10) as open_:
            open_.sendall(sent)
            open_.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):  # closed without a word
                assert b"200" not in open_.recv(4096)
    assert _answer(on_the_net, f"127.0.0.1:{on_the_net.port}") == 200
