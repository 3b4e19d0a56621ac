"""A bulletin in a real browser: read as it is typed, heard, and handed over."""

from pathlib import Path

import pytest
from browser.conftest import Console, Driver, complaints, serious
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from stand_ins.live import in_seconds, live_ward
from stand_ins.on_duty import on_duty


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A ward with a session in an hour, which may sound at any hour."""
    return live_ward(tmp_path / "phuong", in_seconds(3600), {"chung/a": 1.0})


def test_a_bulletin_is_read_as_it_is_typed_then_heard_then_handed_over(
    chromium: Driver, listening: Console
) -> None:
    listening.entered_by(chromium)
    soon = WebDriverWait(chromium, 20)
    with on_duty(listening.home) as duty:
        chromium.get(f"{listening.url}/ban-tin")
        chromium.find_element(By.ID, "loi").send_keys("Họp lúc 20h ở nhà văn hoá.")
        soon.until(lambda one: "hai mươi giờ" in one.find_element(By.ID, "doc").text)
        chromium.find_element(By.CSS_SELECTOR, "#ban-tin-moi button.primary").click()
        soon.until(lambda one: one.find_elements(By.ID, "phat"))
        seconds = soon.until(
            lambda one: one.execute_script("return document.querySelector('audio').duration || null")
        )
        assert 1 < seconds < 20
        assert "Loa đang im: phát ngay." in chromium.find_element(By.ID, "truoc").text
        assert not duty.waiting()
        assert serious(chromium) == []
        chromium.find_element(By.ID, "phat").click()
        soon.until(lambda one: "Đã giao" in one.page_source)
        assert duty.waiting() is not None
        soon.until(lambda one: "Họp lúc 20h" in one.find_element(By.ID, "cho").text)
        assert serious(chromium) + complaints(chromium) == []
