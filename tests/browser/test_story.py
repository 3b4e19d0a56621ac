"""The whole story, clicked in a real browser: from a new ward to a printed log, its record looked at each time."""

import base64
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from browser.conftest import Console, Driver
from pulse_rig import RATE_HZ, Recording, Rig
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from stand_ins.live import ZONE, now
from stand_ins.players import ending_what_is_begun, log, wait_for
from stand_ins.wards import write_ward

from broadcast.programme.released import Deed
from broadcast.record.reading import Record, record_at
from broadcast.station.accounts import Role

PLAYLIST = f"""\
# Lịch của phường Thử
station: {{name: Đài truyền thanh phường Thử, timezone: {ZONE.key}}}
facts:
  hop: {{noi: }}  # nhà văn hoá nào
sessions:
  - {{id: toi, name: Buổi tối, at: "22:00", days: t2-cn, play: [chung/chao]}}
release: {{policy: required}}
airtime: {{allowed: [00:00-23:59], days: t2-cn, max_session: 10m, max_sessions: 4}}
sound: {{opening: none, closing: none, sting: none}}
voice: {{engines: [espeak]}}
output: {{loudspeaker: loa, preview: tai_nghe}}
"""
FROM_WORD = (
    "<html><body><p class=MsoNormal><b>Kính thưa bà con.</b></p><p class=MsoNormal>Tối nay họp tổ dân phố tại"
    "&nbsp;{{ hop.noi }} có đại diện QXKT dự cùng bà con các hộ ở đầu ngõ và cuối ngõ.</p></body></html>"
)
"""A greeting, and a sentence that is read for some ten seconds without a pause."""
SCRIPT = "chung/01-hop-to-dan-pho"
PASTE = """
const place = arguments[0], data = new DataTransfer();
data.setData('text/html', arguments[1]); data.setData('text/plain', 'không dùng');
place.focus();
place.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
"""


class Clerk:
    """Somebody before the page: clicks what is seen, and waits for what comes."""

    def __init__(self, driver: Driver, console: Console) -> None:
        self._driver = driver
        self._console = console

    def sits_down(self, name: str, *roles: Role) -> None:
        self._console.entered_by(self._driver, name, *roles)

    def goes_to(self, path: str) -> None:
        self._driver.get(self._console.url + path)

    def types(self, field: str, text: str, within: str = "") -> None:
        one = self._sees(By.CSS_SELECTOR, f"{within} [name={field}]")
        one.clear()
        one.send_keys(text)

    def picks(self, field: str, value: str) -> None:
        Select(self._driver.find_element(By.NAME, field)).select_by_value(value)

    def pastes(self, field: str, html: str) -> None:
        self._driver.execute_script(PASTE, self._driver.find_element(By.NAME, field), html)
        WebDriverWait(self._driver, 10).until(lambda _: self.value(field))

    def value(self, field: str) -> str:
        return str(self._driver.find_element(By.NAME, field).get_property("value"))

    def presses(self, button: str, within: str = "main") -> None:
        """The first button or link of those words that is there to be pressed."""
        words = f"//{within}//*[self::button or self::a][contains(normalize-space(.), '{button}')]"
        self._sees(By.XPATH, words).click()

    def _sees(self, how: str, what: str) -> WebElement:
        """The first of those, once it is there; what the page says instead, where it does not come."""
        for _ in range(200):
            if found := self._driver.find_elements(how, what):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no {what} on: {self._text()}")

    def _text(self) -> str:
        try:
            return str(self._driver.execute_script("return document.body.innerText"))
        except WebDriverException:  # a page that goes as it is read
            return ""

    def reads(self, *sentences: str, within_s: float = 30) -> None:
        """Wait until the page says all of it."""
        until_s = time.monotonic() + within_s
        while not all(sentence in (page := self._text()) for sentence in sentences):
            assert time.monotonic() < until_s, f"{sentences} not on: {page}"
            time.sleep(0.2)


def _recorded(home: Path, of: Callable[[Record], object]) -> object:
    with record_at(home / "journal" / "as-run.sqlite3") as record:
        return of(record)


def _deeds(home: Path) -> Sequence[tuple[Deed, str]]:
    return _recorded(home, lambda record: [(act.deed, act.by) for act in record.releases()])  # type: ignore[return-value]


def _events(home: Path) -> Sequence[tuple[str, str]]:
    return _recorded(home, lambda record: [(one.code, one.by) for one in record.happenings() if one.by])  # type: ignore[return-value]


def _is_in_the_long_sentence(loudspeaker: Recording) -> bool:
    """Whether that sounds just now, behind the greeting.

    Where a stop comes in a pause the last sample lies before the press, and tells nothing of when it was silent.
    """
    is_second = len(loudspeaker.onsets(silence_s=0.3)) > 1
    return is_second and bool(loudspeaker.steps[-RATE_HZ // 10 :].any())


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phuong", PLAYLIST, {"chung/chao": "Xin chào bà con."})


@pytest.fixture
def _the_player_ends() -> Iterator[None]:
    with ending_what_is_begun():
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("_the_player_ends")
def test_from_a_text_of_word_to_a_printed_log(
    chromium: Driver, listening: Console, rig: Rig, measured: Callable[[str], None]
) -> None:
    home, one = listening.home, Clerk(chromium, listening)

    # written, filled in, its doubt answered, sent
    one.sits_down("Bà Lan", Role.WRITE)
    one.goes_to("/bai/moi")
    one.types("ten", "Họp tổ dân phố")
    one.types("thu_muc_moi", "chung")
    one.pastes("loi", FROM_WORD)
    assert "Tối nay họp tổ dân phố tại" in one.value("loi")
    one.presses("Lưu")
    one.reads("Họp tổ dân phố", "còn thiếu")
    assert _events(home)[-1] == ("scripts", "Bà Lan")
    one.types("gia_tri", "nhà văn hoá Tổ 5")
    one.types("nguon", "Giấy mời số 12")
    one.presses("Lưu dữ kiện")
    one.reads("Chưa chắc cách đọc", "QXKT")
    assert _events(home)[-1] == ("facts", "Bà Lan")
    assert "# nhà văn hoá nào" in (home / "playlist.yaml").read_text(encoding="utf-8")
    one.types("doc", "quỹ xây kè tổ", within="form[action$='cach-doc']")
    one.presses("Thêm vào từ điển")
    one.reads("quỹ xây kè tổ")
    assert _events(home)[-1] == ("lexicon", "Bà Lan")
    one.presses("Gửi duyệt")
    one.reads("Bà Lan gửi duyệt lúc")
    assert _deeds(home)[-1] == (Deed.SENT, "Bà Lan")

    # heard by another person to its end, and released
    one.sits_down("Ông Hùng", Role.RELEASE)
    one.goes_to(f"/bai/{SCRIPT}")
    WebDriverWait(chromium, 60).until(lambda d: d.find_elements(By.CSS_SELECTOR, "[data-play]:not([hidden])"))
    one.reads("Duyệt phát, đã nghe ở nơi khác")  # else than here, that is: it was not heard yet
    chromium.find_element(By.CSS_SELECTOR, "[data-play]").click()
    one.reads("Anh chị đã nghe hết bản này", within_s=60)
    assert _deeds(home)[-1] == (Deed.HEARD, "Ông Hùng")
    one.goes_to(f"/bai/{SCRIPT}")
    one.presses("Duyệt phát")
    one.reads("Ông Hùng đã duyệt")
    assert _deeds(home)[-1] == (Deed.RELEASED, "Ông Hùng")

    # put on today's timetable, and somebody on duty
    one.sits_down("Ông Bình", Role.DUTY)
    at = now() + timedelta(seconds=75)
    one.goes_to(f"/lich/{at:%Y-%m-%d}/them?bai={SCRIPT}&gio={at:%H:%M}")
    one.types("ly_do", "báo họp gấp")
    one.presses("Thêm buổi lúc")
    one.reads("Họp tổ dân phố", f"{at:%H:%M}")
    changes = _recorded(home, lambda record: [entry.body.get("by") for entry in record.changes()])
    assert changes == ["Ông Bình"]
    one.goes_to("/hom-nay")
    one.presses("Bắt đầu trực")
    one.reads("Đang trực, loa im", within_s=40)

    # aired, stopped, gone on
    with rig.recording("loa") as loudspeaker:
        one.reads("Đang phát", within_s=120)
        wait_for(lambda: _is_in_the_long_sentence(loudspeaker))
        pressed = time.monotonic()
        one.presses("DỪNG LOA NGAY", within="header")
        one.reads("Loa đã im", "Đã dừng loa lúc")
        time.sleep(1)
        last = int(np.flatnonzero(loudspeaker.steps)[-1])
        silent_s = loudspeaker.moment(last).there - pressed
        assert len(loudspeaker.steps) - last > RATE_HZ // 2
        assert [airing.outcome for airing in log(home)] == ["cut"]
        assert ("stop", "Ông Bình") in _events(home)
        one.presses("Phát tiếp lịch")
        one.reads("còn trong hạn, phát lại từ đầu")
        one.presses("Phát tiếp lịch")
        one.reads("Đang phát", within_s=20)
        wait_for(lambda: [airing.outcome for airing in log(home)] == ["cut", "aired"], 60)
    measured(f"from the press of a mouse to silence at the sink {silent_s:.2f} s")
    assert 0 < silent_s < 1.5  # with what selenium takes to press

    # looked back upon, and printed
    one.goes_to("/nhat-ky")
    one.reads("Họp tổ dân phố", "lượt đã phát")
    one.goes_to("/viec-da-lam")
    one.reads("Bà Lan", "Ông Hùng", "Ông Bình")
    one.goes_to("/nhat-ky/in")
    one.reads("Họp tổ dân phố")
    paper = base64.b64decode(chromium.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert paper.startswith(b"%PDF")
    assert len(paper) > 5_000
