"""A day with the worst of music: all that is announced airs, and each screen tells once what became of it."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.sound import Floats
from broadcast.station.overview import look_at, music_ahead, rundown

RATE = 48_000
MONDAY = ("--date", "06/10/2025")
PLACES = {"opening": "nhạc mở đầu", "sting": "nhạc hiệu", "bed": "nhạc nền", "closing": "nhạc kết thúc"}


def _tones(seconds: float) -> Floats:
    t = np.arange(round(seconds * RATE)) / RATE
    edges = np.minimum(1, np.minimum(t / 0.2, (seconds - t) / 0.8))
    return 0.1 * edges * sum(np.sin(2 * np.pi * hz * t) for hz in (220, 440, 880, 1_320, 2_200))


def _write(home: Path) -> None:
    """A web page for an opening, hiss for a sting, silence for a bed; a closing that begins with silence."""
    (home / "trang.mp3").write_bytes(b"<html><body>404</body></html>")
    soundfile.write(home / "xi.wav", np.random.default_rng(2).normal(0, 0.01, 5 * RATE), RATE)
    soundfile.write(home / "im.flac", np.zeros(5 * RATE), RATE)
    soundfile.write(home / "cham.ogg", np.concatenate([np.zeros(4 * RATE), _tones(5)]), RATE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("ward")
    sound = "sound: {opening: trang.mp3, sting: xi.wav, bed: im.flac, closing: cham.ogg}\n"
    write_ward(home, PLAYLIST + sound)
    _write(home)
    assert run_here("--home", home, "build", *MONDAY, "--days", "1").code == 0
    return home


def _told(text: str) -> dict[str, int]:
    """How often each place is told of, in lines of their own."""
    return {
        place: sum(line.strip(" !").startswith((f"{name}:", f"{name} “")) for line in text.splitlines())
        for place, name in PLACES.items()
    }


@pytest.mark.parametrize(
    "screen",
    [
        ("build", *MONDAY, "--days", "1"),
        ("today", *MONDAY),
        ("rehearse-tomorrow", *MONDAY),
        ("play-today", *MONDAY, "--rehearse", "--output", "t.wav"),
    ],
    ids=lambda one: str(one[0]),
)
def test_a_screen_of_the_day_tells_of_each_music_once(home: Path, screen: tuple[str, ...], tmp_path: Path) -> None:
    arguments = [tmp_path / one if one == "t.wav" else one for one in screen]
    shown = run_here("--home", home, *arguments)
    assert shown.code == 0, shown.stderr
    told = shown.stdout + shown.stderr
    assert _told(told) == dict.fromkeys(PLACES, 1)
    assert "là trang web" in told
    assert re.search(r"nhạc hiệu “xi\.wav”: chỉ có tiếng xì −\d+ LUFS; phát nhạc có sẵn thay vào", told)
    assert "nhạc nền “im.flac”: im lặng, không nghe thấy gì; phát nhạc có sẵn thay vào" in told
    assert "nhạc kết thúc “cham.ogg”: bỏ 4,0 giây im lặng ở đầu" in told
    assert "! —" not in told


def test_everything_airs_and_the_log_tells_of_the_music_in_each_of_its_forms(home: Path, tmp_path: Path) -> None:
    run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / "t.wav")
    log = ("--home", home, "log", "--rehearsal")
    read = json.loads(run_here(*log, "--json").stdout)
    assert [(one["outcome"], len(one["music"])) for one in read["airings"]] == [("aired", 2)] * 3
    for session in read["sessions"]:
        assert [one["music"][0][:11] for one in session["openings"]] == ["nhạc mở đầu"]
        assert [one["music"][0][:13] for one in session["closings"]] == ["nhạc kết thúc"]
    assert _told(run_here(*log).stdout) == dict.fromkeys(PLACES, 1)
    rows = list(csv.DictReader(io.StringIO(run_here(*log, "--csv", "-").stdout.lstrip("\ufeff")), delimiter=";"))
    assert "nhạc hiệu" in next(one["nhac"] for one in rows if one["phan"] == "cue")


def test_whoever_previews_a_script_or_asks_for_the_status_is_told(home: Path, tmp_path: Path) -> None:
    preview = run_here("--home", home, "preview", "chung/treo-co", "--output", tmp_path / "t.wav")
    assert preview.code == 0
    told = _told(preview.stdout + preview.stderr)
    assert told == {"opening": 0, "sting": 1, "bed": 1, "closing": 0}
    overview = look_at(home)
    [morning, _] = rundown(overview, date(2025, 10, 6)).sessions
    assert _told("\n".join(map(str, music_ahead(overview, morning)))) == dict.fromkeys(PLACES, 1)


def test_check_tells_each_at_its_line_as_a_warning(home: Path) -> None:
    checked = json.loads(run_here("--home", home, "check", "--json").stdout)
    files = ("trang.mp3", "xi.wav", "im.flac", "cham.ogg")
    about = [one for one in checked["problems"] if any(file in one["what"] for file in files)]
    assert {(one["file"], one["line"], one["level"]) for one in about} == {("playlist.yaml", 18, "warning")}
    assert len({one["column"] for one in about}) == len(PLACES)
    assert run_here("--home", home, "check", "--strict").code == 3


def test_of_music_that_nothing_is_wrong_with_no_screen_tells(tmp_path: Path) -> None:
    """The control of the tests above."""
    home = write_ward(
        tmp_path / "ward", PLAYLIST + "sound: {opening: a.wav, sting: a.wav, bed: a.wav, closing: a.wav}\n"
    )
    soundfile.write(home / "a.wav", _tones(6), RATE)
    assert run_here("--home", home, "check").code == 0
    for screen in (("build", *MONDAY, "--days", "1"), ("today", *MONDAY)):
        shown = run_here("--home", home, *screen)
        assert _told(shown.stdout + shown.stderr) == dict.fromkeys(PLACES, 0)
