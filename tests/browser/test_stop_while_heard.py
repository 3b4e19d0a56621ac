"""STOP while scripts are listened to: a browser half-way through a sound still has a way to press it."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch
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
from broadcast.web import soundparts

TONES = {"chung/a": 240.0}
"""23 MB of sound: far more than a browser takes ahead."""
PAGE = "/bai/chung/a"
TABS = 6
"""As many as a browser has connections to one host."""
SLOW = 10


@pytest.fixture
def tabs(chromium: Driver) -> Iterator[None]:
    """Whatever tabs a test opens are closed behind it."""
    first = chromium.current_window_handle
    yield
    for handle in set(chromium.window_handles) - {first}:
        chromium.switch_to.window(handle)
        chromium.close()
    chromium.switch_to.window(first)
    chromium.get("about:blank")


def _listens(driver: Driver, console: Console) -> str:
    """A person begins to listen to a script, in this tab; the sound's address."""
    play, audio = "[data-play]:not([hidden])", "return document.querySelector('audio')"
    driver.get(console.url + PAGE)
    WebDriverWait(driver, 20).until(lambda _: driver.find_elements(By.CSS_SELECTOR, play))
    driver.find_element(By.CSS_SELECTOR, play).click()
    WebDriverWait(driver, 10).until(lambda _: driver.execute_script(f"{audio}.currentTime") > 0.2)
    return str(driver.execute_script(f"{audio}.src"))


def _listens_half_way(driver: Driver, console: Console, tabs: int) -> None:
    """A person begins to listen in so many tabs, and pauses."""
    for _ in range(tabs):
        _listens(driver, console)
        driver.find_element(By.CSS_SELECTOR, "[data-play]").click()
        driver.switch_to.new_window("tab")


@contextmanager
def _slow_readers(driver: Driver, address: str) -> Iterator[None]:
    """Others who ask for the whole of it and read next to nothing."""
    at = urlsplit(address)
    (cookie,) = driver.get_cookies()
    lines = (
        f"GET {at.path}?{at.query} HTTP/1.1", f"Host: {at.netloc}", f"Cookie: {cookie['name']}={cookie['value']}", "", "",
    )  # fmt: skip
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
@pytest.mark.usefixtures("tabs")
def test_stop_is_heard_within_a_second_while_a_preview_streams(
    chromium: Driver, listening: Console, rig: Rig, measured: Callable[[str], None]
) -> None:
    home = live_ward(listening.home, in_seconds(8), TONES)
    listening.entered_by(chromium, "Bà Lan", Role.RELEASE)
    program = player(home, "run")
    silences = []
    try:
        _listens_half_way(chromium, listening, TABS - 1)
        wait_for(lambda: what_sounds(home) is not None)
        for press in (_by_click, _by_key):
            with _slow_readers(chromium, _listens(chromium, listening)), rig.recording("loa") as loudspeaker:
                time.sleep(0.5)
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
    measured(f"silent at the sink {silences[0]:.2f} s after a click, {silences[1]:.2f} s after F8")
    assert max(silences) <= 1.0


@pytest.mark.usefixtures("tabs")
def test_a_sound_sent_whole_would_keep_stop_waiting(chromium: Driver, listening: Console) -> None:
    """The negative control: answers that are left unread take each connection that a browser has."""
    listening.entered_by(chromium, "Bà Lan", Role.RELEASE)
    with patch.object(soundparts, "_AT_ONCE", 1 << 40):
        _listens_half_way(chromium, listening, TABS - 1)
        _listens(chromium, listening)
        chromium.find_element(By.CSS_SELECTOR, "[data-play]").click()
        chromium.execute_script("document.querySelector('#dung button').click()")
        time.sleep(3)
        assert stop_of(listening.home) is None
