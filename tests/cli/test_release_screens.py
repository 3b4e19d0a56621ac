"""What nobody has released, on each screen: why, and what becomes of it."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from stand_ins.cli import run_here
from stand_ins.released_ward import do
from stand_ins.wards import script_text

from broadcast.cli.day import unreleased_told
from broadcast.cli.face import Face
from broadcast.cli.watching import ServiceScreen
from broadcast.programme.released import Deed
from broadcast.programme.settings import ScriptId
from broadcast.station.overview import machine_clock, sessions_from
from broadcast.station.rehearse import rehearse_in_silence
from broadcast.station.station import open_station, unwatched
from broadcast.station.verdict import Verdict

X, Y = ScriptId("nay/x"), ScriptId("nay/y")


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward whose session of tomorrow has two scripts, both made; the first is released."""
    home, day = tmp_path_factory.mktemp("ward"), machine_clock().now().date()
    (home / "scripts" / "nay").mkdir(parents=True)
    (home / "playlist.yaml").write_text(
        f"""\
station: {{name: Đài, timezone: Asia/Ho_Chi_Minh}}
phases: {{nay: {{name: Nay, from: {day - timedelta(3)}, until: {day + timedelta(9)}}}}}
sessions:
  - {{id: sang, name: Buổi sáng, at: "06:30", days: t2-cn, play: [nay/x, nay/y]}}
airtime: {{allowed: [05:00-22:00], days: t2-cn, max_session: 15m, max_sessions: 4}}
voice: {{engines: [espeak]}}
sound: {{opening: none, sting: none, closing: none}}
release: {{policy: required}}
""",
        encoding="utf-8",
    )
    for script in (X, Y):
        (home / "scripts" / f"{script}.md").write_text(
            script_text(
                f"Bài {script[-1]}", f"Mời bà con treo cờ, chào mừng ngày hội của phường. {script[-1].upper()}."
            ),
            encoding="utf-8",
        )
    assert run_here("--home", home, "build", "--days", "3").code == 0
    do(home, Deed.RELEASED, X)
    return home


@pytest.fixture
def advised(ward: Path) -> Any:
    path = ward / "playlist.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("required", "advisory"), encoding="utf-8")
    yield ward
    path.write_text(text, encoding="utf-8")


def _cues(home: Path) -> dict[str, dict[str, Any]]:
    told = json.loads(run_here("--home", home, "today", "--date", "mai", "--json").stdout)
    return {cue["script"]: cue for cue in told["cues"]}


def test_today_tells_which_script_waits_and_why(ward: Path) -> None:
    cues = _cues(ward)
    assert (cues[X]["state"], cues[X]["release"]["standing"], cues[X]["release"]["by"]) == (
        "ready", "released", "Bà Lan",
    )  # fmt: skip
    assert (cues[Y]["state"], cues[Y]["reason"], cues[Y]["release"]["standing"]) == (
        "unready", "not_released", "waiting",
    )  # fmt: skip
    assert "chưa duyệt phát: chưa ai duyệt" in run_here("--home", ward, "today", "--date", "mai").stdout


WAITS = "1 bài chưa được duyệt nên sẽ không phát"


@pytest.mark.parametrize("command", [("today", "--date", "mai"), ("build", "--days", "3"), ("rehearse-tomorrow",)])
def test_what_looks_ahead_says_first_how_many_wait_and_where_to_release_them(
    ward: Path, command: tuple[str, ...]
) -> None:
    shown = run_here("--home", ward, *command).stdout
    assert WAITS in shown
    assert "broadcast approvals" in shown


def test_who_goes_on_duty_is_told_first_how_many_wait(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    station = open_station(ward)
    tomorrow = station.clock.now().date() + timedelta(days=1)
    ServiceScreen(Face()).loaded(station, tomorrow)
    waits = unreleased_told(station, sessions_from(station, tomorrow, 1))
    assert waits
    assert waits in capsys.readouterr().err.splitlines()
    yesterday = sessions_from(station, tomorrow - timedelta(days=2), 1)
    assert unreleased_told(station, yesterday) == ""
    assert unreleased_told(station, yesterday, at_once=True) == waits  # `play-today --now` airs them still


def test_what_is_spoken_over_an_opening_counts_too(ward: Path) -> None:
    path = ward / "playlist.yaml"
    text = path.read_text(encoding="utf-8")
    (ward / "scripts" / "mo.md").write_text(script_text("Lời chào", "Đây là đài phường."), encoding="utf-8")
    path.write_text(text.replace("station: {", "station: {opening: mo, "), encoding="utf-8")
    try:
        told = json.loads(run_here("--home", ward, "status", "--json").stdout)["unreleased"]
    finally:
        path.write_text(text, encoding="utf-8")
        (ward / "scripts" / "mo.md").unlink()
    assert [one.partition("bài ")[2] for one in told] == ["“Lời chào”", "“Bài y”"]


def test_a_script_without_a_sound_is_not_said_to_air_where_a_release_is_required(
    ward: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "moi"
    shutil.copytree(ward, fresh, ignore=shutil.ignore_patterns("audio_cache", "journal"))
    shown = run_here("--home", fresh, "today", "--date", "mai").stdout
    assert "2 bài chưa được duyệt nên sẽ không phát" in shown.splitlines()[1]
    assert "vẫn phát" not in shown


def test_what_waits_is_listed_with_the_words_to_type(ward: Path) -> None:
    shown = run_here("--home", ward, "approvals").stdout
    assert f"broadcast preview {Y} --by" in shown
    assert f"broadcast approve {Y} --by" in shown


def test_status_tells_what_becomes_of_it(ward: Path) -> None:
    assert "chờ duyệt: buổi 06:30 không có bài “Bài y”" in run_here("--home", ward, "status").stdout
    told = json.loads(run_here("--home", ward, "status", "--json").stdout)
    assert told["unreleased"] == ["chờ duyệt: buổi 06:30 không có bài “Bài y”"]


def test_the_same_airs_where_a_release_is_only_advised_and_the_screens_say_so(advised: Path) -> None:
    assert _cues(advised)[Y]["state"] == "ready"
    assert "chưa duyệt, vẫn phát: chưa ai duyệt" in run_here("--home", advised, "today", "--date", "mai").stdout
    assert WAITS not in run_here("--home", advised, "today", "--date", "mai").stdout
    assert "vẫn phát bài “Bài y”" in run_here("--home", advised, "status").stdout


def test_the_evening_s_rehearsal_counts_what_nobody_has_released(ward: Path) -> None:
    station = open_station(ward)
    tomorrow = machine_clock(station.ward.playlist.zone).now().date() + timedelta(days=1)
    outcome = rehearse_in_silence(station, tomorrow, wanted=lambda: True, progress=unwatched)
    assert (outcome.verdict, outcome.ready, outcome.cues) == (Verdict.PARTLY, 1, 2)
    assert [(one.title, one.why) for one in outcome.lacking] == [("Bài y", "chưa duyệt phát: chưa ai duyệt")]


def test_a_ward_that_has_not_chosen_is_reminded(ward: Path) -> None:
    assert "chưa ghi mục release" not in run_here("--home", ward, "check").stdout
    path = ward / "playlist.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("release: {policy: required}\n", ""), encoding="utf-8")
    try:
        done = run_here("--home", ward, "check")
    finally:
        path.write_text(text, encoding="utf-8")
    assert done.code == 0
    assert "chưa ghi mục release" in done.stdout


def test_build_makes_the_words_over_opening_and_closing_that_wait_too(ward: Path, tmp_path: Path) -> None:
    home = tmp_path / "ward"
    shutil.copytree(ward, home)
    around = {"opening": "chung/mo-dau", "closing": "chung/ket-thuc"}
    (home / "scripts" / "chung").mkdir()
    for script in around.values():
        words = script_text("Lời đài", "Kính chào bà con.")
        (home / "scripts" / f"{script}.md").write_text(words, encoding="utf-8")
    path = home / "playlist.yaml"
    named = ", ".join(f"{part}: {script}" for part, script in around.items())
    path.write_text(
        path.read_text(encoding="utf-8").replace("name: Đài,", f"name: Đài, {named},"), encoding="utf-8"
    )
    assert run_here("--home", home, "build", "--days", "3").code == 0
    told = json.loads(run_here("--home", home, "approvals", "--json").stdout)
    waiting = {one["script"]: one["why"] for one in told["scripts"] if one["script"] in around.values()}
    assert waiting == dict.fromkeys(around.values(), "chưa ai duyệt")
