"""Each page in a real browser: light, dark, on a phone; no serious fault for whoever cannot see or point."""

import pytest
from browser.conftest import Console, Driver, complaints, serious

PAGES = (
    "/hom-nay", "/tuong", "/toi", "/tai-khoan", "/phat-tiep",
    "/lich", "/lich?xem=thang&ngay=2025-10-06", "/lich/2099-10-19", "/lich/2099-10-19/them",
    "/ban-tin", "/ban-tin?dinh_chinh=chung/treo-co", "/khan-cap",
    "/bai", "/bai/truoc/01-mot", "/bai/truoc/04-thieu", "/bai/truoc/01-mot/sua", "/bai/truoc/01-mot/thu",
    "/bai/moi",
    "/nhat-ky", "/nhat-ky?tu=2025-01-01&den=2025-12-31", "/viec-da-lam", "/du-kien",
)  # fmt: skip


def _scheme(driver: Driver, scheme: str) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(chromium: Driver, listening: Console, scheme: str) -> None:
    listening.entered_by(chromium)
    _scheme(chromium, scheme)
    found = {}
    for path in PAGES:
        chromium.get(listening.url + path)
        found[path] = serious(chromium) + complaints(chromium)
    assert not any(found.values()), found


def test_no_page_is_wider_than_a_phone(chromium: Driver, listening: Console) -> None:
    listening.entered_by(chromium)
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    wide = {}
    for path in PAGES:
        chromium.get(listening.url + path)
        wide[path] = chromium.execute_script("return document.documentElement.scrollWidth")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert max(wide.values()) <= 390, wide
