"""The log and the facts in a real browser: a checkup that tells its end, a book in print, a fact typed."""

import time

from browser.conftest import Console, Driver, complaints
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from broadcast.station.factrows import facts
from broadcast.station.overview import look_at


def _text(driver: Driver, selector: str) -> str:
    return str(driver.find_element(By.CSS_SELECTOR, selector).text)


def test_a_checkup_tells_by_itself_that_it_is_over(chromium: Driver, listening: Console) -> None:
    listening.entered_by(chromium)
    chromium.get(f"{listening.url}/nhat-ky")
    chromium.find_element(By.CSS_SELECTOR, "#soat button").click()
    soon = WebDriverWait(chromium, 20, ignored_exceptions=[WebDriverException])  # it is swapped while it is read
    soon.until(lambda driver: "khớp từ đầu đến cuối" in _text(driver, "#soat"))
    assert complaints(chromium) == []


def test_the_book_to_be_printed_is_set_as_on_paper(chromium: Driver, listening: Console) -> None:
    listening.entered_by(chromium)
    chromium.get(f"{listening.url}/nhat-ky/in")
    assert "SỔ NHẬT KÝ PHÁT THANH" in _text(chromium, "h1")
    width = chromium.execute_script("return document.querySelector('section').getBoundingClientRect().width")
    assert abs(width - 210 / 25.4 * 96) < 1
    assert complaints(chromium) == []


def test_a_fact_is_filled_in_from_the_keyboard_alone(chromium: Driver, listening: Console) -> None:
    listening.entered_by(chromium)
    chromium.get(f"{listening.url}/du-kien")
    chromium.find_element(By.CSS_SELECTOR, ".facts summary").send_keys(Keys.ENTER)
    for keys in (Keys.TAB, "250", Keys.TAB, "Công văn 12", Keys.ENTER):
        chromium.switch_to.active_element.send_keys(keys)
        time.sleep(0.05)
    WebDriverWait(chromium, 20).until(lambda driver: "hai trăm năm mươi" in _text(driver, "main"))
    assert ("250", "Công văn 12") in [(one.value, one.source) for one in facts(look_at(listening.home))]
