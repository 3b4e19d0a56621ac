"""A script is written in a real browser: what is typed is read beside it, kept, saved, and pasted from Word."""

import time
from collections.abc import Callable

from browser.conftest import Console, Driver, complaints
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from stand_ins.wards import write_ward

from broadcast.station import drafts
from broadcast.station.accounts import Role

EDITOR = "/bai/truoc/02-hai/sua"
PASTE = """
const area = document.getElementById('bai'), data = new DataTransfer();
data.setData('text/html', '<p class=MsoNormal>Mời <b>bà con</b>.</p><p>Xin cảm ơn.</p>');
data.setData('text/plain', 'x');
area.focus();
area.setSelectionRange(area.value.length, area.value.length);
area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
"""


def _until(driver: Driver, what: Callable[[], object]) -> None:
    WebDriverWait(driver, 10, poll_frequency=0.1).until(lambda _: what())


def test_what_is_typed_is_read_beside_it_kept_and_saved(chromium: Driver, listening: Console) -> None:
    listening.entered_by(chromium, "Bà Lan", Role.WRITE)
    chromium.get(listening.url + EDITOR)
    chromium.find_element(By.ID, "bai").send_keys("\nHọp lúc 19h30.")
    reading = chromium.find_element(By.ID, "doc")
    _until(chromium, lambda: "mười chín giờ ba mươi" in reading.text)
    _until(chromium, lambda: drafts.kept(listening.home, "Bà Lan", "scripts/truoc/02-hai.md"))
    chromium.get(listening.url + EDITOR)  # the tab was closed before it was saved
    chromium.find_element(By.LINK_TEXT, "Lấy lại").click()
    chromium.execute_script(PASTE)
    area = chromium.find_element(By.ID, "bai")
    _until(chromium, lambda: area.get_property("value").endswith("Mời bà con.\n\nXin cảm ơn."))
    chromium.find_element(By.CSS_SELECTOR, "form button.primary").click()
    _until(chromium, lambda: "Đã lưu bài" in chromium.page_source)
    saved = (listening.home / "scripts/truoc/02-hai.md").read_text("utf-8")
    assert "Họp lúc 19h30." in saved
    assert "Xin cảm ơn." in saved
    assert not [one for one in complaints(chromium) if listening.url in one]


def test_a_script_is_heard_to_its_end_and_released(chromium: Driver, listening: Console) -> None:
    write_ward(listening.home, scripts={"truoc/05-ngan": "Chào."})
    listening.app.state.desk.live.look_again()
    listening.entered_by(chromium)
    chromium.get(listening.url + "/bai/truoc/05-ngan")
    _until(chromium, lambda: chromium.find_elements(By.CSS_SELECTOR, "[data-play]:not([hidden])"))

    chromium.find_element(By.CSS_SELECTOR, "[data-play]").click()
    began = time.monotonic()
    _until(chromium, lambda: "Anh chị đã nghe hết" in chromium.page_source)
    assert time.monotonic() - began > 3
    chromium.find_element(By.CSS_SELECTOR, "form[action$='/duyet'] button").click()
    _until(chromium, lambda: "Đã duyệt phát, số" in chromium.page_source)
    assert not [one for one in complaints(chromium) if listening.url in one]


def test_a_fault_leads_to_its_line(chromium: Driver, listening: Console) -> None:
    listening.entered_by(chromium, "Bà Lan", Role.WRITE)
    chromium.get(listening.url + EDITOR)
    chromium.find_element(By.ID, "bai").send_keys("\nCòn {{ sai.")
    chromium.find_element(By.CSS_SELECTOR, "form button.primary").click()
    _until(chromium, lambda: chromium.find_elements(By.CSS_SELECTOR, "[data-line]"))
    chromium.find_element(By.CSS_SELECTOR, "[data-line]").click()
    chosen = chromium.execute_script(
        "const a = document.getElementById('bai'); return a.value.slice(a.selectionStart, a.selectionEnd)"
    )
    assert "{{ sai." in chosen
