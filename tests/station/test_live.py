"""The station kept fresh for many readers: a look that fails is not the last, and what takes long delays none."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
from stand_ins.live import in_seconds, live_ward
from stand_ins.on_duty import on_duty

from broadcast.station import live as live_file
from broadcast.station.live import Live, changes_in_s
from broadcast.station.overview import machine_clock
from broadcast.station.waveforms import Waveforms

COMES_S = 30.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return live_ward(tmp_path / "phuong", in_seconds(600), {"chung/a": 2.0})


def _live(home: Path) -> Live:
    return Live(home, machine_clock(), Waveforms(home / "audio_cache"))


def _comes(holds: Callable[[], bool]) -> bool:
    until_s = time.monotonic() + COMES_S
    while not holds() and time.monotonic() < until_s:
        time.sleep(0.02)
    return holds()


def test_a_fault_of_ours_in_one_look_does_not_leave_the_pages_old(home: Path) -> None:
    one, asked = _live(home), []
    whole = live_file.remote.refreshed

    def fails_once(*given: Any) -> Any:
        asked.append(given)
        if len(asked) == 1:
            raise ValueError("a fault of ours")
        return whole(*given)

    with patch("broadcast.station.live.remote.refreshed", fails_once):
        one.start()
        try:
            assert _comes(lambda: len(asked) > 2)
            assert one.age_s(one.snapshot()) < COMES_S
        finally:
            one.stop()


def test_what_takes_long_to_find_keeps_nobody_waiting_who_asks_what_sounds(home: Path) -> None:
    one = _live(home)

    found, looks = Event(), []

    def slow(*_: object) -> Any:
        looks.append(time.monotonic())
        assert found.wait(2 * COMES_S)
        raise ValueError("too slow to be of use")

    with patch("broadcast.station.live.look_around", slow):
        one.start()
        try:
            assert _comes(lambda: bool(looks))
            for _ in range(3):  # looked at again and again while that is still being found
                asked_s = time.monotonic()
                assert _comes(lambda since_s=asked_s: one.age_s(one.snapshot()) < time.monotonic() - since_s)
            assert len(looks) == 1
        finally:
            found.set()
            one.stop()


def test_what_is_about_to_change_is_known_in_seconds(home: Path) -> None:
    one = _live(home)
    assert changes_in_s(one.look_again()) is None  # nobody is on duty, so nothing begins
    with on_duty(home):
        seen = one.look_again()
        left_s = changes_in_s(seen)
    assert left_s is not None
    assert 500 < left_s <= 600


def test_a_look_again_sees_what_was_changed_and_what_hangs_on_it(home: Path) -> None:
    one = _live(home)
    before = one.look_again()
    assert not any("Thiếu dữ kiện" in str(each.what) for each in before.around.concerns)
    script = home / "scripts/chung/a.md"
    script.write_text("---\ntitle: Bài\n---\nNgày {{ dai_hoi.ngay }}.\n", encoding="utf-8")
    playlist = home / "playlist.yaml"
    playlist.write_text(playlist.read_text(encoding="utf-8") + "facts: {dai_hoi: {ngay: }}\n", encoding="utf-8")
    after = one.look_again()
    assert after.number > before.number
    assert any("Thiếu dữ kiện: dai_hoi.ngay" in str(each.what) for each in after.around.concerns)
