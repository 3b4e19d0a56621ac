"""The screens' style in lengths, moments, devices and doubts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.cli.face import moment, spoken_length
from broadcast.programme.lengths import minutes


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (8, "8 giây"),
        (59.6, "1 phút 00 giây"),
        (68, "1 phút 08 giây"),
        (3599, "59 phút 59 giây"),
        (7512, "2 giờ 05 phút"),
    ],
)
def test_a_length_is_written_out(seconds: float, told: str) -> None:
    assert spoken_length(seconds) == spoken_length(timedelta(seconds=seconds)) == told


@pytest.mark.parametrize(("seconds", "told"), [(30, "30 giây"), (364, "6 phút 04 giây"), (900, "15 phút")])
def test_a_reason_tells_lengths_in_the_same_way(seconds: int, told: str) -> None:
    assert str(minutes(timedelta(seconds=seconds))) == told


def test_a_moment_is_a_time_and_a_day() -> None:
    assert moment(datetime(2026, 11, 28, 0, 39, tzinfo=UTC)) == "00:39 ngày 28/11"


def test_a_doubt_names_its_word_once(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts={"chung/x": "Họp ở XQZ."})
    shown = run_here("--home", home, "preview", "chung/x", "--text").stderr
    assert shown.count("“XQZ”") == 1
    assert run_here("--home", home, "spoken", stdin="Họp ở XQZ.\n").stderr.count("“XQZ”") == 1


def test_jingles_and_the_library_have_commas(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    assert "−" in run_here("--home", home, "jingle").stdout
    assert "0,0 MB" in run_here("--home", home, "cache").stdout
    assert "0.0 MB" in run_here("--lang", "en", "--home", home, "cache").stdout


def test_build_names_a_closing_that_is_no_sound(tmp_path: Path) -> None:
    from stand_ins.wards import PLAYLIST

    home = write_ward(tmp_path, PLAYLIST.replace("station: {", "station: {closing: truoc/04-thieu, "))
    built = run_here("--home", home, "build", "--date", "06/10/2025", "--days", "1")
    assert "! Nhạc kết thúc: thiếu dữ kiện dai_hoi.so_dai_bieu" in built.stderr
