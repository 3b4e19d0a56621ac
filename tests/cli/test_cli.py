"""The program as a person runs it: words, JSON, exit codes."""

import json
import os
import re
import subprocess
import sys
import time
import wave
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import soundfile
from stand_ins.cli import command, run, run_here
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound
from broadcast.programme.model import CueState, Outcome
from broadcast.station.overview import look_at, view

MONDAY = ("--date", "06/10/2025")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward")


def test_help_shows_every_command_and_the_usual_ones_first() -> None:
    from broadcast.cli.root import _COMMANDS

    shown = run("--help").stdout
    assert all(name in shown for name in _COMMANDS)
    assert shown.index("Thường dùng") < shown.index("Máy")
    assert shown == run().stdout


@pytest.mark.parametrize(
    "name",
    ["check", "spoken", "preview", "today", "build", "play-today", "run", "log", "doctor", "devices", "cache"],
)
def test_every_command_has_help(name: str) -> None:
    assert run_here(name, "--help").code == 0


def test_a_rehearsal_is_a_whole_day_on_its_loudness_without_dead_air(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "tong-duyet.wav"
    result = run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", out)
    assert result.code == 0, result.stderr
    samples, rate = soundfile.read(out, dtype="float32")
    quiet = longest = 0
    for loud in (abs(samples[i : i + rate // 100]).max() > 0.001 for i in range(0, len(samples), rate // 100)):
        quiet = 0 if loud else quiet + 1
        longest = max(longest, quiet)
    assert longest < 300  # hundredths of a second
    log = json.loads(run_here("--home", home, "log", "--rehearsal", "--json").stdout)
    around = [one for session in log["sessions"] for one in (*session["openings"], *session["closings"])]
    assert [one["outcome"] for one in log["airings"]] == ["aired"] * 3
    assert [one["outcome"] for one in around] == ["aired"] * 2 * 2  # each session is opened and closed
    for cart in (home / "audio_cache" / "carts").rglob("*.wav"):
        loudness = measure(Sound(*soundfile.read(cart, dtype="float32")))
        assert abs(loudness.integrated_lufs + 16) <= 0.5
        assert loudness.true_peak_dbtp <= -1


def test_a_stereo_ward_rehearses_and_previews_in_two_channels(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward", PLAYLIST + "sound: {channels: stereo}\n")
    out, mp3 = tmp_path / "tong-duyet.wav", tmp_path / "nghe-thu.mp3"
    assert run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", out).code == 0
    assert run_here("--home", home, "preview", "treo-co", "-o", mp3).code == 0
    assert [soundfile.info(path).channels for path in (out, mp3)] == [2, 2]
    for cart in (home / "audio_cache" / "carts").rglob("*.wav"):
        loudness = measure(Sound(*soundfile.read(cart, dtype="float32")))
        assert abs(loudness.integrated_lufs + 16) <= 0.5
        assert loudness.true_peak_dbtp <= -1
    assert measure(Sound(*soundfile.read(mp3, dtype="float32"))).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_a_rehearsal_writes_no_real_line_and_makes_no_day_look_aired(home: Path, tmp_path: Path) -> None:
    run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / "t.wav")
    assert json.loads(run_here("--home", home, "log", "--json").stdout)["airings"] == []
    assert {cue.state for cue in view(look_at(home), date(2025, 10, 6), as_planned=True).cues} == {CueState.READY}
    told = json.loads(run_here("--home", home, "today", *MONDAY, "--json").stdout)["cues"]
    assert {(cue["state"], cue["reason"]) for cue in told} == {("not_aired", "not_in_log")}  # the day is long over


def test_two_rehearsals_of_one_day_are_the_same_to_the_sample(home: Path, tmp_path: Path) -> None:
    held = []
    for name in ("a.wav", "b.wav"):
        run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / name)
        with closing(wave.open(str(tmp_path / name))) as file:
            held.append(file.readframes(file.getnframes()))
    assert held[0] == held[1]


def test_today_in_json_has_the_shape_of_the_design(home: Path) -> None:
    day = json.loads(run_here("--home", home, "today", *MONDAY, "--json").stdout)
    assert (day["schema"], day["date"], day["timezone"], day["phase"]) == (
        "broadcast.today/1", "2025-10-06", "Asia/Ho_Chi_Minh", "truoc",
    )  # fmt: skip
    first = day["cues"][0]
    assert set(first) >= {"id", "at", "session", "script", "title", "seconds", "state", "reason"}
    assert first["id"] == f"2025-10-06/sang/{first['script']}"
    assert {cue["state"] for cue in day["cues"]} <= {state.value for state in CueState}
    assert {outcome.value for outcome in Outcome} <= {state.value for state in CueState}


def test_an_unready_cue_of_a_named_list_says_what_it_waits_for(home: Path) -> None:
    write_ward(home, PLAYLIST.replace("[chung/treo-co]", "[truoc/04-thieu, chung/treo-co]"))
    cues = view(look_at(home), date(2025, 10, 6), as_planned=True).cues
    [waiting] = [one for one in cues if one.cue.script == "truoc/04-thieu"]
    assert (waiting.state, waiting.reason, waiting.at) == (CueState.UNREADY, "missing_fact", None)
    assert waiting.facts == ("dai_hoi.so_dai_bieu",)
    shown = run_here("--home", home, "play-today", *MONDAY, "--dry-run").stdout
    assert "thiếu dữ kiện" in shown


@pytest.mark.parametrize("day", ["11/10/2025", "2024-01-01", "01/01/2026"])
def test_a_day_without_sessions_says_what_comes_and_how_to_rehearse(home: Path, day: str) -> None:
    write_ward(home, PLAYLIST.replace("play: [chung/treo-co]", "play: {rotate: phase, count: 1}"))
    for words in (("today", "--date", day), ("play-today", "--date", day, "--dry-run")):
        result = run_here("--home", home, *words)
        assert result.code == 0
        assert "Buổi tới" in result.stdout or "kết thúc" in result.stdout
        assert "--rehearse" in result.stdout


def test_a_day_that_is_over_and_was_never_dealt_is_not_told_as_edited(home: Path) -> None:
    shown = run_here("--home", home, "today", *MONDAY).stdout
    assert "không có trong nhật ký" in shown
    assert "sửa lúc" not in shown
    assert "xếp lại" not in shown
    assert "changed at" not in run_here("--lang", "en", "--home", home, "today", *MONDAY).stdout


def test_a_dry_run_of_a_day_off_counts_no_scripts(home: Path) -> None:
    off = "exceptions: [{date: 2025-10-06, allowed: [], reason: Quốc tang}, "
    write_ward(home, PLAYLIST.replace("exceptions: [", off))
    shown = run_here("--home", home, "play-today", *MONDAY, "--dry-run").stdout
    assert "Quốc tang" in shown
    assert "Ngày này không còn bài nào để phát." in shown
    assert "Sẽ phát" not in shown


def test_dates_are_taken_as_people_write_them(home: Path) -> None:
    for written in ("06/10/2025", "2025-10-06", "6/10/2025"):
        assert (
            json.loads(run_here("--home", home, "today", "--date", written, "--json").stdout)["date"]
            == "2025-10-06"
        )
    assert run_here("--home", home, "today", "--date", "mai").code == 0
    assert run_here("--home", home, "today", "--date", "+1").code == 0
    wrong = run_here("--home", home, "today", "--date", "30/02/2025")
    assert wrong.code == 2
    assert "không có trong lịch" in wrong.stderr


def test_another_day_never_airs_by_accident(home: Path) -> None:
    assert run_here("--home", home, "play-today", *MONDAY).code == 2
    refused = run_here("--home", home, "play-today", *MONDAY, "--now")
    assert refused.code == 3
    assert "không phải hôm nay" in refused.stderr
    assert "--override" in refused.stderr
    for half in (("--override", "tập huấn"), ("--by", "An"), ("--override", " ", "--by", "An")):
        assert run_here("--home", home, "play-today", *MONDAY, "--now", *half).code == 2


def test_a_second_player_refuses_with_six(home: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        second = run_here(
            "--home", home, "play-today", *MONDAY, "--now", "--override", "thử máy", "--by", "người thử"
        )
        assert second.code == 6
        assert str(holder.pid) in second.stderr
    finally:
        holder.kill()
        holder.communicate()


_HOLD = """
import sys, time
from pathlib import Path
from broadcast.station.player import holding_loudspeaker
from broadcast.station.station import open_station
with holding_loudspeaker(open_station(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


def test_build_makes_once_and_a_second_build_makes_nothing(home: Path) -> None:
    first, second = (run_here("--home", home, "build", *MONDAY) for _ in range(2))
    assert first.code == second.code == 0
    assert re.search(r"[1-9]\d* đoạn tiếng mới", first.stdout)
    assert "0 đoạn tiếng mới, 0 bài trộn mới" in second.stdout


def test_one_edited_sentence_alone_is_spoken_again(home: Path) -> None:
    body = "Kính thưa bà con. Mời bà con treo cờ.\n\nNgày mai tổ dân phố họp. Xin mời bà con đến dự."
    write_ward(home, scripts={"truoc/01-mot": body})
    run_here("--home", home, "build", *MONDAY)
    write_ward(home, scripts={"truoc/01-mot": body.replace("Ngày mai", "Tối mai")})
    assert "1 đoạn tiếng mới, 1 bài trộn mới" in run_here("--home", home, "build", *MONDAY).stdout


def test_a_thirty_cue_day_is_rebuilt_from_a_warm_cache_in_two_seconds_of_processor(
    tmp_path: Path, rounds, measured
) -> None:
    longest = rounds(16, 31)  # sentences
    scripts = {
        f"chung/{n:02}-bai": f"Kính thưa bà con tổ dân phố. {'Mời bà con dự họp. ' * (n % longest + 1)}"
        for n in range(30)
    }
    halves = [", ".join(list(scripts)[:15]), ", ".join(list(scripts)[15:])]
    playlist = PLAYLIST.replace("play: {rotate: phase, count: 2}", f"play: [{halves[0]}]").replace(
        "play: [chung/treo-co]", f"play: [{halves[1]}]"
    )
    home = write_ward(tmp_path, playlist, {**SCRIPTS, **scripts})
    assert run_here("--home", home, "build", *MONDAY, "--days", "1").code == 0
    before = os.times()
    again = run("--home", home, "build", *MONDAY, "--days", "1")
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    measured(f"{seconds:.2f} s of processor")
    assert "0 đoạn tiếng mới, 0 bài trộn mới" in again.stdout
    assert seconds < 2


def test_preview_writes_the_very_cart_that_would_air(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "thu.flac"
    assert run_here("--home", home, "preview", "treo-co", "-o", out).code == 0
    carts = [
        soundfile.read(path, dtype="int16")[0].tobytes()
        for path in (home / "audio_cache" / "carts").rglob("*.wav")
    ]
    assert soundfile.read(out, dtype="int16")[0].tobytes() in carts


def test_preview_text_shows_both_sides(home: Path) -> None:
    shown = run_here("--home", home, "preview", "truoc/01-mot", "--text").stdout
    assert "18/10/2025" in shown
    assert "hai nghìn không trăm hai mươi lăm" in shown


def test_preview_of_an_unknown_script_names_the_nearest(home: Path) -> None:
    result = run_here("--home", home, "preview", "treo-ko", "--text")
    assert result.code == 3
    assert "treo-co" in result.stderr


def test_spoken_reads_lines_and_writes_lines() -> None:
    result = run_here("spoken", stdin="Quyết định số 3630/QĐ-UBND\nlúc 17h30\n\n")
    assert (
        result.stdout.splitlines()[1:] == ["lúc mười bảy giờ ba mươi phút", ""]
        or len(result.stdout.splitlines()) == 3
    )
    assert not re.search(r"\d", result.stdout)


def test_no_loudspeaker_is_told_in_plain_words_with_exit_five(home: Path) -> None:
    result = run_here(
        "--home",
        home,
        "play-today",
        *MONDAY,
        "--now",
        "--override",
        "thử máy",
        "--by",
        "người thử",
        "--device",
        "không có loa này",
    )
    assert result.code == 5
    assert "Traceback" not in result.stderr


def test_a_jingle_that_is_no_sound_does_not_silence_the_announcement(home: Path, tmp_path: Path) -> None:
    (home / "nhac.mp3").write_text("không phải nhạc", encoding="utf-8")
    write_ward(home, PLAYLIST + "sound: {sting: nhac.mp3}\n")
    checked = run_here("--home", home, "check")
    assert checked.code == 0  # nothing goes off the air for it
    assert "Chương trình phát nhạc có sẵn thay vào" in checked.stdout
    assert "không phát. Sửa xong" not in checked.stdout
    assert run_here("--home", home, "check", "--strict").code == 3
    assert run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / "t.wav").code == 0


def test_a_broken_script_is_passed_over_and_the_rest_airs(home: Path, tmp_path: Path) -> None:
    (home / "scripts" / "truoc" / "02-hai.md").write_bytes(b"---\ntitle: x\n---\n\xff\xfe")
    result = run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / "t.wav")
    assert result.code == 0
    log = json.loads(run_here("--home", home, "log", "--rehearsal", "--json").stdout)["airings"]
    assert "truoc/02-hai" not in {one["script"] for one in log}


def test_a_file_that_cannot_be_written_is_told_with_exit_five(home: Path) -> None:
    result = run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", "/nowhere/t.wav")
    assert result.code == 5
    assert "Traceback" not in result.stderr


def test_log_as_csv_opens_in_excel(home: Path, tmp_path: Path) -> None:
    run_here("--home", home, "play-today", *MONDAY, "--rehearse", "--output", tmp_path / "t.wav")
    out = tmp_path / "nhat-ky.csv"
    assert run_here("--home", home, "log", "--rehearsal", "--csv", out).code == 0
    held = out.read_bytes()
    assert held.startswith(b"\xef\xbb\xbf")
    assert held.decode("utf-8-sig").splitlines()[0].startswith("ngay;gio_lich;gio_thuc")
    assert len(held.decode().splitlines()) == 1 + 3 + 2 * 2


def test_screens_are_utf8_on_any_console(home: Path) -> None:
    result = subprocess.run(
        command("--home", home, "today", *MONDAY),
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "cp1258"},
    )
    assert "Thứ Hai" in result.stdout.decode("utf-8")


def test_a_wrong_command_exits_with_two() -> None:
    assert run_here("phat-ngay").code == 2
    assert run_here("today", "--nhe").code == 2


def test_pictures_of_a_script_and_of_the_day_are_whole_svg(home: Path, tmp_path: Path) -> None:
    from xml.etree import ElementTree

    cart, day = tmp_path / "bai.svg", tmp_path / "ngay.svg"
    assert run_here("--home", home, "preview", "treo-co", "--picture", cart).code == 0
    assert run_here("--home", home, "today", *MONDAY, "--picture", day).code == 0
    for path, words in ((cart, "lời đọc"), (day, "17:00")):
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - made by us a moment ago
        assert root.tag.endswith("svg")
        assert words in "".join(root.itertext())


def test_jingles_are_listed_and_written(home: Path, tmp_path: Path) -> None:
    listed = run_here("--home", home, "jingle").stdout
    assert all(name in listed for name in ("mo-dau", "nhac-hieu", "ket-thuc", "nen"))
    assert run_here("--home", home, "jingle", "nhac-hieu", "-o", tmp_path / "n.wav").code == 0
    assert soundfile.info(tmp_path / "n.wav").duration > 2
    assert run_here("--home", home, "jingle", "khong-co").code == 3


def test_a_ward_s_own_profile_is_used_and_its_faults_are_told(home: Path) -> None:
    own = "sound: {profile: loa-cho, profiles: {loa-cho: {base: horn, slope_db: -2}}}\n"
    write_ward(home, PLAYLIST + own)
    assert run_here("--home", home, "check").code == 0
    horn = run_here("--home", home, "build", *MONDAY)
    assert horn.code == 0
    write_ward(home, PLAYLIST + own.replace("slope_db: -2", "slope: -2").replace("base: horn", "base: hron"))
    wrong = run_here("--home", home, "check", "--json")
    assert wrong.code == 3
    assert "hron" in wrong.stdout


def test_a_missing_loudspeaker_is_told_at_once_and_not_at_the_session_s_second(home: Path) -> None:
    start = time.monotonic()
    answered = ("--override", "thử máy", "--by", "người thử")
    result = run_here("--home", home, "play-today", *MONDAY, "--now", *answered, "--device", "nào đó")
    assert (result.code, result.stderr.count("nào đó")) == (5, 1)
    assert time.monotonic() - start < 10
