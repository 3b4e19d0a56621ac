"""The lines of `run`: what sounds and what is waited for, counted down in place on a terminal, once elsewhere."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console
from stand_ins.carts import MONDAY_0630, RATE, session

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DeviceError, tell
from broadcast.base.words import speak_language
from broadcast.cli.face import Face
from broadcast.cli.sounds import fitted, on_air_line, stuck_line
from broadcast.cli.watching import EventScreen, summary
from broadcast.playout.events import DeviceTrouble, OffAir, OnAir, Settled, Waiting
from broadcast.production.making import Progress
from broadcast.programme.model import Outcome, Part
from broadcast.programme.onair import OnAirPart
from broadcast.programme.settings import ScriptId

ONE = session(MONDAY_0630, ["a"])
TITLE = "Đại hội Thi đua yêu nước thành phố lần thứ nhất"


def _station_at(seconds_before: float) -> SimpleNamespace:
    """A station so long before the session."""
    clock = OfflineClock(MONDAY_0630 - timedelta(seconds=seconds_before))
    return SimpleNamespace(clock=clock, ward=SimpleNamespace(title=lambda _: TITLE))


def _screen(width: int, *, terminal: bool) -> tuple[EventScreen, io.StringIO]:
    face, shown = Face(), io.StringIO()
    face.__dict__["err"] = Console(
        file=shown, width=width, force_terminal=terminal, no_color=True, highlight=False, markup=False,
        soft_wrap=True,
    )  # fmt: skip
    return EventScreen(face, _station_at(0)), shown  # type: ignore[arg-type]


def _on_air(seconds: float, part: OnAirPart = OnAirPart.CUE) -> OnAir:
    return OnAir(
        session=ONE, part=part, cue=ONE.cues[0] if part is OnAirPart.CUE else None, frames=round(seconds * RATE),
        of_frames=10 * RATE, left_frames=round((30 - seconds) * RATE), rate_hz=RATE, device="loa",
    )  # fmt: skip


def _lines(shown: io.StringIO) -> list[str]:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.getvalue())
    return [line.rstrip() for line in re.split(r"[\r\n]+", plain) if line.strip()]


@pytest.mark.parametrize("width", [20, 40, 60, 79, 120])
def test_the_line_in_place_counts_down_and_never_wraps(width: int) -> None:
    screen, shown = _screen(width, terminal=True)
    for seconds in (1, 2, 3):
        screen(_on_air(seconds))
    lines = _lines(shown)
    assert len(lines) == 3
    assert all(cell_len(line) < width for line in lines)
    assert "\n" not in shown.getvalue()
    if width >= 60:
        assert [line.split("còn ")[1].split(",")[0] for line in lines] == ["0:09", "0:08", "0:07"]


def test_a_script_that_a_second_voice_begins_anew_is_told_once() -> None:
    screen, shown = _screen(100, terminal=False)
    for engine in ("gtts", "espeak"):
        screen.progress(Progress(script=ScriptId("chung/mo-dau"), utterance=1, of=3, engine=engine))
    assert _lines(shown) == [f"đang tạo tiếng: {TITLE}"]


def test_waiting_counts_down_in_place_and_goes_away_before_another_line() -> None:
    screen, shown = _screen(60, terminal=True)
    for left in (3, 2, 1):
        screen._station = _station_at(left)  # type: ignore[assignment]
        screen(Waiting(session=ONE))
    screen(Settled(session=ONE, cue=ONE.cues[0], outcome=Outcome.AIRED, seconds=4, note=None))
    text = shown.getvalue()
    assert [line[-4:] for line in _lines(shown)[:3]] == ["0:03", "0:02", "0:01"]
    assert text.count("\n") == 1
    before = text.split("√")[0]
    assert before.endswith(" " * 59 + "\r")  # what stood there was wiped off


def test_what_is_no_terminal_gets_a_line_for_each_change_and_none_for_a_gap() -> None:
    screen, shown = _screen(80, terminal=False)
    screen._station = _station_at(9)  # type: ignore[assignment]
    screen(Waiting(session=ONE))
    screen(Waiting(session=ONE))
    for part in (OnAirPart.OPENING, OnAirPart.GAP, OnAirPart.CUE, OnAirPart.CUE):
        screen(_on_air(1, part))
    assert _lines(shown) == [
        "○ chờ Buổi sang 06:30 06/10, còn 0:09",
        "● ĐANG PHÁT nhạc và lời mở đầu",
        "● ĐANG PHÁT Đại hội Thi đua yêu nước thành phố lần thứ nhất",
    ]


def test_an_opening_is_told_where_it_was_cut_and_not_as_an_announcement_that_aired() -> None:
    screen, shown = _screen(80, terminal=False)
    opening = Settled(
        session=ONE, cue=replace(ONE.cues[0], title="nhạc và lời mở đầu"), outcome=Outcome.AIRED, seconds=4,
        note=None, part=Part.OPENING,
    )  # fmt: skip
    screen(opening)
    assert _lines(shown) == []
    screen(replace(opening, outcome=Outcome.CUT, note=tell("người trực dừng")))
    assert _lines(shown) == ["■ nhạc và lời mở đầu 0:04 phát dở (người trực dừng)"]


def test_a_cue_that_begins_again_after_trouble_is_told_again() -> None:
    screen, shown = _screen(80, terminal=False)
    screen(_on_air(1))
    screen(OffAir(session=ONE))
    screen(DeviceTrouble(session=ONE, error=DeviceError(tell("không thấy loa"))))
    screen(_on_air(1))
    assert sum("ĐANG PHÁT" in line for line in _lines(shown)) == 2


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")
    speak_language(["--lang", "vi"])


@pytest.fixture
def _english(_vietnamese: None) -> None:
    speak_language(["--lang", "en"])


@pytest.mark.usefixtures("_english")
def test_in_english_every_word_of_what_sounds_is_english() -> None:
    for part in OnAirPart:
        sounding = replace(_on_air(4, part).sounding(still_seconds=3), session_name="Morning", title="News")
        line = f"{on_air_line(sounding, 'News')} {stuck_line(sounding)}"
        assert not re.search(r"[à-ỹđ]", line.lower()), line


def test_a_device_that_confirms_nothing_is_told_after_a_second_and_a_half() -> None:
    assert stuck_line(_on_air(4).sounding(1.0)) is None
    assert on_air_line(_on_air(4).sounding(1.0), "Treo cờ").startswith("● ĐANG PHÁT")
    assert "ĐANG PHÁT" not in on_air_line(_on_air(4).sounding(4.0), "Treo cờ")
    assert "4 giây không xác nhận" in str(stuck_line(_on_air(4).sounding(4.0)))


def test_a_line_of_wide_letters_is_cut_by_its_cells() -> None:
    assert cell_len(fitted("広報" * 40, "còn 0:03", 50)) == 50


def test_openings_are_no_announcements_in_the_sum() -> None:
    face = Face()
    face.__dict__["out"] = Console(file=(shown := io.StringIO()))
    airing = SimpleNamespace(cue="2025-10-06/sang/a", outcome=Outcome.AIRED, seconds=4.0, music=())
    opening = SimpleNamespace(cue="2025-10-06/sang/~opening/1", outcome=Outcome.CUT, seconds=4.0, music=())
    assert summary(face, [airing, opening]) == 0  # type: ignore[list-item]
    assert "1 bài đã phát" in shown.getvalue()
