"""Each page in a real browser: light, dark, on a phone; no serious fault for whoever cannot see or point."""

from browser.conftest import Console, Driver, complaints, serious

PAGES = (
    "/hom-nay", "/tuong", "/toi", "/tai-khoan", "/phat-tiep",
    "/lich", "/lich?xem=thang&ngay=2025-10-06", "/lich/2099-10-19", "/lich/2099-10-19/them",
    "/ban-tin", "/ban-tin?dinh_chinh=chung/treo-co", "/khan-cap",
    "/bai", "/bai/truoc/01-mot", "/bai/truoc/04-thieu", "/bai/truoc/01-mot/sua", "/bai/truoc/01-mot/thu",
    "/bai/moi",
    "/nhat-ky", "/nhat-ky?tu=2025-01-01&den=2025-12-31", "/viec-da-lam", "/du-kien",
)  # fmt: skip


PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
_STYLE = """
const one = document.adoptedStyleSheets[0] || new CSSStyleSheet();
one.replaceSync(arguments[0]);
document.adoptedStyleSheets = [one];
"""


def _scheme(driver: Driver, scheme: str) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )


def test_no_page_has_a_serious_fault_by_day_or_by_night_nor_is_wider_than_a_phone(
    chromium: Driver, listening: Console
) -> None:
    listening.entered_by(chromium)
    found, wide = {}, {}
    for path in PAGES:
        _scheme(chromium, "dark")
        chromium.get(listening.url + path)
        found[path] = serious(chromium)
        _scheme(chromium, "light")
        found[path] += serious(chromium) + complaints(chromium)
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
        wide[path] = chromium.execute_script("return document.documentElement.scrollWidth")
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not any(found.values()), found
    assert max(wide.values()) <= PHONE["width"], wide


def test_a_page_that_is_too_wide_or_too_pale_would_be_seen(chromium: Driver, listening: Console) -> None:
    """The negative control, of each scheme and of the phone's width."""
    listening.entered_by(chromium)
    chromium.get(f"{listening.url}/toi")
    pale = "@media (prefers-color-scheme: %s) { main * { color: #777 !important; background: #888 !important } }"
    for scheme, other in (("dark", "light"), ("light", "dark")):
        _scheme(chromium, scheme)
        chromium.execute_script(_STYLE, pale % other)
        assert serious(chromium) == []
        chromium.execute_script(_STYLE, pale % scheme)
        assert any("color-contrast" in one for one in serious(chromium))
    chromium.execute_script(_STYLE, "main { min-width: 700px }")
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    assert chromium.execute_script("return document.documentElement.scrollWidth") > PHONE["width"]
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
