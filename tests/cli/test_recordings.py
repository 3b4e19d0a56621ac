"""A ward's own recording on the screens: its length as it was made, and what was done to it, told."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.audio.sound import resampled
from broadcast.production.voices.espeak import Espeak

RATE = 16_000
MONDAY = ("--date", "06/10/2025")
AHEAD = ("--date", "07/10/2030")
TRIMMED = "đã bỏ 3,"
SILENT = "tệp thu sẵn có quãng lặng 20 giây, từ 0:0"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward whose evening airs a recording: 3.7 s of hiss, 5 s of words, 20 s of silence, 5 s of words."""
    home = write_ward(tmp_path_factory.mktemp("ward"), f"{PLAYLIST}sound: {{sting: none, bed: none}}\n", {})
    spoken = Espeak().speak("Kính thưa bà con, mời các tổ dân phố ra quân tổng vệ sinh sáng thứ Bảy.", speed=1.0)
    words = resampled(spoken, RATE).samples[: 5 * RATE] * 0.5
    hiss = np.random.default_rng(1).standard_normal(round(3.7 * RATE)) * 0.0006
    whole = np.concatenate([hiss, words, np.zeros(20 * RATE), words])
    (home / "thu-san").mkdir()
    soundfile.write(home / "thu-san" / "loi.wav", whole, RATE)
    (home / "scripts" / "chung").mkdir()
    script = script_text("Lời chủ tịch", "", recording="thu-san/loi.wav")
    (home / "scripts" / "chung" / "treo-co.md").write_text(script, "utf-8")
    return home


def test_preview_says_what_is_not_aired_each_time(home: Path, tmp_path: Path) -> None:
    for _ in range(2):  # made anew, then found on the shelf
        result = run_here("--home", home, "preview", "treo-co", "-o", tmp_path / "bai.wav")
        assert result.code == 0, result
        assert TRIMMED in result.stderr
        assert SILENT in result.stderr
    assert soundfile.info(tmp_path / "bai.wav").duration == pytest.approx(30.2, abs=0.3)


def test_build_says_it_by_the_script_s_title_and_the_day_has_the_whole_length(home: Path) -> None:
    result = run_here("--home", home, "build", *MONDAY, "--days", "1")
    assert f"! Lời chủ tịch: {TRIMMED}" in result.stderr, result
    assert f"! Lời chủ tịch: {SILENT}" in result.stderr
    judged = run_here("--home", home, "rehearse-tomorrow", *MONDAY)
    assert "Lời và nhạc của các bài dài 30 giây" in judged.stdout, judged


def test_check_warns_at_the_line_that_names_it(home: Path) -> None:
    result = run_here("--home", home, "check")
    told = result.stdout + result.stderr
    assert f"scripts/chung/treo-co.md:3:12  {SILENT}" in told, result
    assert f"scripts/chung/treo-co.md:3:12  {TRIMMED}" in told


def test_today_says_why_a_recording_that_was_refused_will_not_air(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("2025-", "2030-") + "sound: {sting: none, bed: none}\n", {})
    (home / "thu-san").mkdir()
    soundfile.write(home / "thu-san" / "loi.wav", np.zeros(5 * RATE), RATE)
    (home / "scripts" / "chung").mkdir()
    script = script_text("Lời chủ tịch", "", recording="thu-san/loi.wav")
    (home / "scripts" / "chung" / "treo-co.md").write_text(script, "utf-8")
    assert "chưa tạo tiếng" in run_here("--home", home, "today", *AHEAD).stdout  # nobody has heard it yet
    assert run_here("--home", home, "check").code == 3
    shown = run_here("--home", home, "today", *AHEAD).stdout
    assert "tệp im lặng" in shown
    assert "chưa tạo tiếng" not in shown


def test_what_stands_below_a_recording_is_nobody_s_words(home: Path, tmp_path: Path) -> None:
    path = home / "scripts" / "chung" / "treo-co.md"
    before = path.read_text("utf-8")
    path.write_text(script_text("Lời chủ tịch", "Lời này không ai đọc.", recording="thu-san/loi.wav"), "utf-8")
    try:
        shown = run_here("--home", home, "preview", "treo-co", "--text")
        assert "phát tệp thu sẵn thu-san/loi.wav" in shown.stdout
        assert (
            run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / "x.wav").code == 0
        )
        log = run_here("--home", home, "log", "--rehearsal", "--words").stdout
        assert "bản thu sẵn thu-san/loi.wav" in log
        assert "không ai đọc" not in log
    finally:
        path.write_text(before, "utf-8")
