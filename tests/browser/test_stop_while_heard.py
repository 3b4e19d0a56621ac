"""STOP while scripts are listened to: whatever a browser still has to read, it can press it.

Seen by hand without parts (soundparts): six tabs with a sound half-way, and the press got through after 8 to 9 s.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from browser.conftest import Console, Driver
from pulse_rig import RATE_HZ, Rig
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, player, wait_for

from broadcast.station.accounts import Role
from broadcast.station.ahead import stop_of
from broadcast.station.commanding import resume
from broadcast.station.readable import read_what_can_be
from broadcast.station.remote import what_sounds

TONES = {"chung/a": 240.0}
"""23 MB of sound: far more than a browser takes ahead."""
PAGE = "/bai/chung/a"
UNREAD, SLOW = 6, 10
"""Answers: as many as a browser has connections to one host. Readers outside of it."""
ASK_AND_LEAVE = """
const [source, many] = arguments;
const ask = () => fetch(source, { cache: "no-store", headers: { Range: "bytes=0-" } });
window.unread = [...Array(many)].map(ask);
"""


def _listens(driver: Driver, console: Console) -> str:
    """A person listens to a script, and the browser has more of it open than it reads; the sound's address."""
    play, audio = "[data-play]:not([hidden])", "return document.querySelector('audio')"
    driver.get(console.url + PAGE)
    WebDriverWait(driver, 20).until(lambda _: driver.find_elements(By.CSS_SELECTOR, play))
    driver.find_element(By.CSS_SELECTOR, play).click()
    WebDriverWait(driver, 10).until(lambda _: driver.execute_script(f"{audio}.currentTime") > 0.2)
    source = driver.execute_script(f"{audio}.src")
    driver.execute_script(ASK_AND_LEAVE, source, UNREAD)
    time.sleep(1)
    return str(source)


@contextmanager
def _slow_readers(driver: Driver, address: str) -> Iterator[None]:
    """Others who ask for the whole of it and read next to nothing."""
    at = urlsplit(address)
    (cookie,) = driver.get_cookies()
    who = f"{cookie['name']}={cookie['value']}"
    lines = (f"GET {at.path}?{at.query} HTTP/1.1", f"Host: {at.netloc}", f"Cookie: {who}", "", "")
    with ExitStack() as stack:
        for _ in range(SLOW):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", at.port or 0)))
            one.sendall("\r\n".join(lines).encode())
            assert one.recv(12) == b"HTTP/1.1 200"
        yield


def _by_key(driver: Driver) -> None:
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.F8)


def _by_click(driver: Driver) -> None:
    driver.find_element(By.CSS_SELECTOR, "#dung button").click()


@pytest.fixture
def ward(tmp_path: Path, decoded_here: None) -> Path:
    del decoded_here
    return live_ward(tmp_path / "phuong", in_seconds(3600), TONES)


@pytest.mark.slow
def test_stop_is_heard_within_a_second_while_a_preview_streams(
    chromium: Driver, listening: Console, rig: Rig, measured: Callable[[str], None]
) -> None:
    home = live_ward(listening.home, in_seconds(8), TONES)
    listening.entered_by(chromium, "Bà Lan", Role.RELEASE)
    program = player(home, "run")
    silences = []
    try:
        wait_for(lambda: what_sounds(home) is not None)
        for press in (_by_click, _by_key):
            with _slow_readers(chromium, _listens(chromium, listening)), rig.recording("loa") as loudspeaker:
                begin = time.monotonic()
                press(chromium)
                time.sleep(max(0.0, begin + 1.6 - time.monotonic()))
            sounds = np.flatnonzero(loudspeaker.steps)
            assert len(loudspeaker.steps) - sounds[-1] > RATE_HZ // 5
            silences.append(loudspeaker.moment(int(sounds[-1])).there - begin)
            assert stop_of(home) is not None
            resume(read_what_can_be(home))
            wait_for(lambda: what_sounds(home) is not None)
    finally:
        program.terminate()
        ended(program)
    chromium.get("about:blank")
    measured(f"silent at the sink {silences[0]:.2f} s after a click, {silences[1]:.2f} s after F8")
    assert max(silences) <= 1.0
