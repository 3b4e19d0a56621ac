"""The day is begun beside the console, and a page shows a session within half a second of the sink."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pulse_rig import Rig
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ending_what_is_begun
from starlette.testclient import TestClient

from broadcast.base.errors import UsageRefused
from broadcast.station.accounts import Person, Role
from broadcast.station.beginduty import begin_duty
from broadcast.web.app import console

HERE = "http://127.0.0.1:8350"
LATE_S = 0.5


def _polled_until_on_air(browser: TestClient, until_s: float) -> float:
    """Ask as the page's script does, and return the moment (time.time) at which it shows what sounds."""
    number = "0"
    while time.monotonic() < until_s:
        answer = browser.get(f"/song?trang=hom-nay&thay={number}")
        number = answer.headers["X-Number"]
        if "ĐANG PHÁT" in answer.text:
            return time.monotonic()
        next_ms = float(answer.headers.get("X-Next-Ms", 1000))
        time.sleep(min(1000.0, max(60.0, next_ms + 60.0)) / 1000)
    return float("inf")


def test_a_day_is_begun_and_its_session_is_shown_within_half_a_second_of_the_sink(
    tmp_path: Path, rig: Rig, measured: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")
    home = live_ward(tmp_path / "phuong", in_seconds(9), {"chung/a": 3.0})
    app = console(home, hosts=["127.0.0.1:8350"], port=8350)
    with (
        ending_what_is_begun(),
        rig.recording("loa") as loudspeaker,
        TestClient(app, base_url=HERE, headers={"Origin": HERE}) as browser,
    ):
        person = Person(name="Bà Lan", roles=frozenset(Role))
        browser.cookies.set(app.state.desk.cookie, app.state.desk.sessions.begin(person))
        assert "Đã bắt đầu trực" in browser.post("/bat-dau-truc").text
        with pytest.raises(UsageRefused):
            begin_duty(home, "Ông Tư")
        shown_s = _polled_until_on_air(browser, time.monotonic() + 25)
        time.sleep(1.0)
        shown = browser.get("/hom-nay").text
    at_sink = loudspeaker.moment(loudspeaker.first)
    for drawn in ("bài 1/1", 'id="song-am" d="M', 'class="mark-now"', "Máy đang đưa tiếng ra loa"):
        assert drawn in shown
    late_s = shown_s - at_sink.due
    measured(f"shown {late_s * 1000:.0f} ms after the first sample was due at the sink")
    assert late_s <= LATE_S
    assert "bắt đầu trực từ trang điều khiển" in run_here("--home", home, "log").stdout
