"""What a browser shows of a station that no longer answers, and that STOP is always the same button."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser.conftest import Console, Driver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from stand_ins.live import in_seconds, live_ward, now
from stand_ins.on_duty import on_duty

from broadcast.base.children import ours
from broadcast.playout.control.latch import Latch

SOUNDING = {
    "part": "cue", "session": "nay/buoi", "session_name": "Buổi thử", "cue": "nay/buoi/chung/a",
    "script": "chung/a", "title": "Treo cờ", "seconds": 12.0, "of_seconds": 600.0,
    "programme_seconds_left": 600.0, "device": "loa phường", "still_seconds": 0.0,
}  # fmt: skip
STALE_S = 3.5
ON_AIR = re.compile("đang phát", re.IGNORECASE)
COMES_S = 15.0


def _until(holds: Callable[[], bool], within_s: float) -> float:
    """Wait until it holds; return how many seconds that took, more than `within_s` where it never did."""
    begin_s = time.monotonic()
    while not holds():
        if time.monotonic() - begin_s > within_s:
            return within_s + 1
        time.sleep(0.05)
    return time.monotonic() - begin_s


def _shown(driver: Driver) -> str:
    return str(driver.execute_script("return document.body.innerText"))


def _is_on_air(driver: Driver) -> bool:
    """Whether a lamp, a badge or a row says that something sounds."""
    lamps = driver.execute_script(
        "return [...document.querySelectorAll('.lamp, .line, h1, .state, .how')].map(e => e.innerText).join(' ')"
    )
    return ON_AIR.search(str(lamps)) is not None


def _is_stale(driver: Driver) -> bool:
    return "không còn mới" in _shown(driver).casefold()


@pytest.fixture
def served(ward: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A console in a process of its own, and where a browser comes in; a player says that something sounds."""
    live_ward(ward, in_seconds(7200), {"chung/a": 2.0})
    with ExitStack() as stack:
        stack.enter_context(on_duty(ward, {"now": now().isoformat(), "sounding": SOUNDING}))
        port = str(20_000 + os.getpid() % 20_000)
        process = subprocess.Popen(
            ours("broadcast.web", "--home", str(ward), "--port", port),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        stack.enter_context(process)
        stack.callback(process.kill)
        stack.callback(os.kill, process.pid, signal.SIGCONT)
        assert process.stdout is not None
        yield process, process.stdout.readline().decode().strip()


def test_a_server_that_stands_still_is_told_within_seconds_and_no_lamp_says_that_it_sounds(
    chromium: Driver, served: tuple[subprocess.Popen[bytes], str], measured: Callable[[str], None]
) -> None:
    process, where = served
    chromium.get(where)
    assert _until(lambda: _is_on_air(chromium), COMES_S) <= COMES_S
    time.sleep(1.5)  # some polls
    assert not _is_stale(chromium)
    os.kill(process.pid, signal.SIGSTOP)
    took_s = _until(lambda: _is_stale(chromium) and not _is_on_air(chromium), 6.0)
    os.kill(process.pid, signal.SIGCONT)
    back_s = _until(lambda: _is_on_air(chromium) and not _is_stale(chromium), 8.0)
    process.kill()
    gone_s = _until(lambda: _is_stale(chromium) and not _is_on_air(chromium), 6.0)
    measured(
        f"stale {took_s:.1f} s after it stood still, fresh again in {back_s:.1f} s, {gone_s:.1f} s after its end"
    )
    assert max(took_s, gone_s) <= STALE_S
    assert back_s <= 8.0


def test_the_stop_button_stays_under_the_finger_while_the_page_is_polled(
    chromium: Driver, listening: Console, ward: Path
) -> None:
    latch = Latch(ward / "journal")
    listening.entered_by(chromium)
    chromium.get(f"{listening.url}/hom-nay")
    button = chromium.find_element(By.CSS_SELECTOR, "#dung button")
    swap = "const one = document.getElementById('dung'); one.replaceWith(one.cloneNode(true))"
    ActionChains(chromium).click_and_hold(button).perform()
    chromium.execute_script(swap)  # the control: what a page that swaps it would do
    ActionChains(chromium).release().perform()
    time.sleep(0.5)
    assert latch.read() is None
    button = chromium.find_element(By.CSS_SELECTOR, "#dung button")
    ActionChains(chromium).click_and_hold(button).perform()
    latch.set("người khác dừng", now())
    assert _until(lambda: "ĐÃ DỪNG" in button.text, COMES_S) <= COMES_S  # it says so, and is the same element
    latch.clear()
    assert _until(lambda: "DỪNG LOA NGAY" in button.text, COMES_S) <= COMES_S
    ActionChains(chromium).release().perform()
    assert _until(lambda: latch.read() is not None, COMES_S) <= COMES_S


def test_stop_is_one_press_by_key_without_scripts_and_from_a_phone(
    chromium: Driver, listening: Console, ward: Path
) -> None:
    latch = Latch(ward / "journal")
    listening.entered_by(chromium)

    def by_key() -> None:
        chromium.find_element(By.TAG_NAME, "body").send_keys(Keys.F8)

    def by_click() -> None:
        chromium.find_element(By.CSS_SELECTOR, "#dung button").click()

    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    for command, on, off, press in (
        ("Emulation.setTouchEmulationEnabled", {"enabled": False}, {"enabled": False}, by_key),
        ("Emulation.setScriptExecutionDisabled", {"value": True}, {"value": False}, by_click),
        ("Emulation.setDeviceMetricsOverride", phone, None, by_click),
    ):
        latch.clear()
        chromium.execute_cdp_cmd(command, on)
        chromium.get(f"{listening.url}/hom-nay")
        press()
        assert _until(lambda: latch.read() is not None, COMES_S) <= COMES_S, command
        assert _until(lambda: "Loa đã im" in chromium.page_source, COMES_S) <= COMES_S, command
        if off is None:
            chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        else:
            chromium.execute_cdp_cmd(command, off)


def test_stop_has_its_answer_with_twelve_tabs_open(
    chromium: Driver, listening: Console, ward: Path, measured: Callable[[str], None]
) -> None:
    listening.entered_by(chromium)
    first = chromium.current_window_handle
    try:
        for _ in range(11):
            chromium.switch_to.new_window("tab")
            chromium.get(f"{listening.url}/hom-nay")
        chromium.switch_to.window(first)
        chromium.get(f"{listening.url}/hom-nay")
        time.sleep(1.0)
        begin_s = time.monotonic()
        chromium.find_element(By.CSS_SELECTOR, "#dung button").click()
        stopped_s = _until(lambda: Latch(ward / "journal").read() is not None, COMES_S)
        measured(
            f"the stop is written {stopped_s:.2f} s after the press, told {time.monotonic() - begin_s:.2f} s after"
        )
        assert stopped_s <= 3.0
    finally:
        for handle in chromium.window_handles:
            if handle != first:
                chromium.switch_to.window(handle)
                chromium.close()
        chromium.switch_to.window(first)


def test_a_reason_that_is_being_typed_is_not_lost_when_the_page_changes(
    chromium: Driver, listening: Console, ward: Path
) -> None:
    latch = Latch(ward / "journal")
    latch.set("lần đầu", now())
    listening.entered_by(chromium)
    chromium.get(f"{listening.url}/hom-nay")
    assert _until(lambda: bool(chromium.find_elements(By.ID, "ly_do")), COMES_S) <= COMES_S
    chromium.find_element(By.ID, "ly_do").send_keys("đám tang")
    latch.set("lần sau", now())
    assert _until(lambda: "lần sau" in _shown(chromium), COMES_S) <= COMES_S
    field = chromium.switch_to.active_element
    field.send_keys(" gần loa")
    assert chromium.find_element(By.ID, "ly_do").get_attribute("value") == "đám tang gần loa"


def test_a_page_is_light_and_drawn_at_once(
    chromium: Driver, listening: Console, measured: Callable[[str], None]
) -> None:
    listening.entered_by(chromium)
    paints = []
    for _ in range(3):
        chromium.get(f"{listening.url}/hom-nay")
        assert _until(lambda: bool(_paint(chromium)), COMES_S) <= COMES_S
        paints.append(_paint(chromium))
    bytes_ = chromium.execute_script(
        "return performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".reduce((sum, one) => sum + one.decodedBodySize, 0)"
    )
    measured(f"{bytes_ / 1000:.0f} kB in all, unpacked; first paint after {min(paints):.0f} ms")
    assert bytes_ < 150_000
    assert min(paints) < 1000  # a machine that does other things meanwhile


def _paint(driver: Driver) -> float:
    return float(
        driver.execute_script(
            "return (performance.getEntriesByName('first-contentful-paint')[0] || {startTime: 0}).startTime"
        )
    )
