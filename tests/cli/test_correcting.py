"""What was said wrong is put right within a minute, by a person who has heard it, beside a silent network too."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.headphones import HalfHeard, Holed, put_on
from stand_ins.live import in_seconds, live_ward
from stand_ins.on_duty import on_duty

from broadcast.programme.bulletins import Bulletin
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.record.reading import record_at
from broadcast.station.desk.correcting import correction
from broadcast.station.overview import journal_path, look_at

RIGHT = ("--text", "Đại hội khai mạc ngày 19/10, không phải ngày 18/10")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_on(monkeypatch)
    return live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0}, voice="espeak")


def _correct(home: Path, *words: object, **environment: str) -> tuple[Result, list[Bulletin]]:
    """What `correct` answers beside a player on duty, and the bulletins that then wait there."""
    with on_duty(home) as duty:
        result = run_here(
            "--home", home, "--lang", "vi", "correct", "chung/a", "--by", "An", *words, **environment
        )
        return result, list(duty._bulletins)


def test_a_correction_names_what_it_corrects_and_is_handed_over_once_it_was_heard(home: Path) -> None:
    result, waiting = _correct(home, *RIGHT, "--yes")
    assert result.code == 0, result
    [bulletin] = waiting
    assert bulletin.by == "An"
    assert "Xin đính chính bài" in bulletin.text
    assert "mười chín tháng mười" in bulletin.text


def test_one_that_was_not_heard_to_its_end_is_not_aired(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (HalfHeard, Holed):
        put_on(monkeypatch, kind)
        result, waiting = _correct(home, *RIGHT, "--yes")
        assert result.code == 130
        assert "chưa phát gì" in result.stderr
        assert waiting == []


def test_the_record_tells_whether_whoever_answers_for_it_has_heard_it(home: Path) -> None:
    for unheard in ((), ("--unheard",)):
        assert _correct(home, *RIGHT, "--yes", *unheard)[0].code == 0
    with record_at(journal_path(home)) as record:
        told = [(str(one.what[0]), one.by) for one in record.happenings() if "correction" in one.codes]
    assert [by for _, by in told] == ["An", "An"]
    assert [said.endswith("không nghe lại trước khi phát") for said, _ in told] == [False, True]


def test_nobody_asked_nobody_agreed(home: Path) -> None:
    result, waiting = _correct(home, *RIGHT)
    assert result.code == 2
    assert waiting == []


def test_it_says_when_the_script_was_heard(home: Path) -> None:
    overview = look_at(home)
    at = overview.clock.now() - timedelta(hours=2)
    start = Start(
        cue=CueId(f"{at:%Y-%m-%d}/sang/1"), script=ScriptId("chung/a"), attempt=1, planned=at, of_frames=10,
        rate_hz=1, engine="x",
    )  # fmt: skip
    with Journal(journal_path(home)) as journal:
        journal.start(start, at)
        journal.end(start, Outcome.AIRED, started=at, ended=at, frames=10, now=at)
    told = str(correction(overview, ScriptId("chung/a"), " ngày 19/10 "))
    assert f"phát lúc {at:%H:%M} ngày {at:%d/%m/%Y}. Ngày 19/10. Xin cáo lỗi cùng bà con." in told


def test_a_network_that_says_nothing_does_not_hold_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silent: str, measured: Callable[[str], None]
) -> None:
    put_on(monkeypatch)
    home = live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0}, voice="gtts, espeak")
    begin_s = time.monotonic()
    result, waiting = _correct(home, *RIGHT, "--yes", BROADCAST_GTTS_URL=silent)
    took_s = time.monotonic() - begin_s
    measured(f"a correction beside a silent network: handed over after {took_s:.1f} s, its listening left out")
    assert result.code == 0, result
    assert len(waiting) == 1
    assert took_s < 30
