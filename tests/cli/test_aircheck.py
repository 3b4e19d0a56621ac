"""What was heard at the loudspeaker, on the screens and of a recording that somebody brings."""

import csv
import json
import shutil
import subprocess
from datetime import timedelta
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630, RATE
from stand_ins.cli import run_here
from stand_ins.street import heard
from stand_ins.wards import write_ward

from broadcast.base.errors import tell
from broadcast.library.codec import decode, encode
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start

MISSING = ((0.0, 0.5),)
HEARD = {
    "truoc/01-mot": AirHeard(cue=CueId(""), attempt=1, score=0.82, heard_s=50, of_s=50),
    "truoc/02-hai": AirHeard(cue=CueId(""), attempt=1, score=0.7, heard_s=49.5, of_s=50, missing=MISSING),
    "truoc/03-ba": AirHeard(cue=CueId(""), attempt=1, score=0.05, of_s=50),
    "chung/treo-co": AirHeard(cue=CueId(""), attempt=1, why=tell("mất micro “{name}”", name="USB Mic")),
}
SAID = {
    "truoc/01-mot": "ở loa: nghe rõ",
    "truoc/02-hai": "ở loa: nghe được một phần, 50 trên 50 giây lời; mất từ giây 0,0 đến giây 0,5 của bài",
    "truoc/03-ba": "ở loa: không nghe thấy",
    "chung/treo-co": "ở loa: không có micro nghe kiểm (mất micro “USB Mic”)",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ward with a morning on record that a microphone heard."""
    home = write_ward(tmp_path / "phuong")
    (home / "journal").mkdir()
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        for number, (script, told) in enumerate(HEARD.items()):
            at, cue = MONDAY_0630 + timedelta(minutes=number), CueId(f"2025-10-06/sang/{script}")
            start = Start(
                cue=cue, script=ScriptId(script), attempt=1, planned=at, of_frames=50 * RATE, rate_hz=RATE,
                engine="espeak",
            )  # fmt: skip
            end = at + timedelta(seconds=50)
            journal.start(start, at)
            journal.end(start, Outcome.AIRED, started=at, ended=end, frames=50 * RATE, now=end)
            fields = {name: getattr(told, name) for name in AirHeard.__slots__ if name != "cue"}
            journal.heard_at_loudspeaker(AirHeard(cue=cue, **fields), end)
    return home


def test_the_log_tells_under_each_airing_what_was_heard_at_the_loudspeaker(home: Path) -> None:
    lines = run_here("--home", home, "log").stdout.splitlines()
    assert [line.strip() for line in lines if "ở loa" in line] == [*SAID.values()]
    told = json.loads(run_here("--home", home, "log", "--json").stdout)["airings"]
    assert [one["aircheck"]["heard"] for one in told] == ["clear", "partly", "not_heard", "no_microphone"]
    assert told[1]["aircheck"]["missing"] == [[0.0, 0.5]]


def test_the_table_for_a_spreadsheet_has_it_in_its_last_column(home: Path) -> None:
    text = run_here("--home", home, "log", "--csv", "-").stdout.removeprefix("\ufeff")
    rows = csv.DictReader(StringIO(text), delimiter=";")
    assert [f"ở loa: {row['o_loa']}" for row in rows] == [*SAID.values()]


def test_what_was_heard_is_a_line_of_the_chain(home: Path) -> None:
    assert run_here("--home", home, "log", "--verify").code == 0


# --- a recording that somebody brings ---


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = write_ward(tmp_path_factory.mktemp("phuong"))
    for script in ("truoc/02-hai", "truoc/03-ba"):
        wav = home / f"{script[9:]}.wav"
        assert run_here("--home", home, "preview", script, "-o", wav).code == 0
    return home


def _recorded(ward: Path, script: str, path: Path) -> Path:
    """What a telephone in the street records of that script."""
    sound = decode((ward / f"{script}.wav").read_bytes())
    in_the_street = heard(np.ascontiguousarray(sound.samples), noise_db=5.0, seed=2)
    wav = path.with_suffix(".wav")
    wav.write_bytes(encode(in_the_street, ".wav"))
    if path.suffix == ".m4a":
        words = ["ffmpeg", "-v", "error", "-i", wav, "-c:a", "aac", "-b:a", "64k", path]
        subprocess.run(words, check=True, timeout=60)
    return path


@pytest.mark.parametrize(
    "suffix",
    [".wav", pytest.param(".m4a", marks=pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg"))],
)
def test_a_recording_of_the_loudspeaker_is_held_against_its_script(
    ward: Path, tmp_path: Path, suffix: str
) -> None:
    recording = _recorded(ward, "hai", tmp_path / f"thu{suffix}")
    done = run_here("--home", ward, "aircheck", recording, "02-hai")
    assert (done.code, "ở loa: nghe rõ" in done.stdout) == (0, True), done.stdout
    assert "bắt đầu ở giây 2,3" in done.stdout


def test_a_recording_of_another_script_is_told_as_not_heard(ward: Path, tmp_path: Path) -> None:
    done = run_here("--home", ward, "aircheck", _recorded(ward, "ba", tmp_path / "thu.wav"), "02-hai", "--json")
    assert (done.code, json.loads(done.stdout)["heard"]) == (4, "not_heard")


def test_a_file_that_is_no_sound_is_told_in_words(ward: Path, tmp_path: Path) -> None:
    (tmp_path / "thu.wav").write_text("không phải tiếng", encoding="utf-8")
    done = run_here("--home", ward, "aircheck", tmp_path / "thu.wav", "02-hai")
    assert done.code not in (0, 1, 2)
    assert "thu.wav" in done.stderr
