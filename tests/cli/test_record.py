"""`broadcast record` where nobody reads aloud, and what the other screens tell of what was read."""

from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.own_takes import keep
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.cli import record
from broadcast.station.overview import look_at
from broadcast.station.readaloud import longest_s
from broadcast.station.sentences import sentences

FIRST, SECOND = "Kính thưa bà con.", "Tổ dân phố họp lúc bảy giờ tối."
BODY = f"{FIRST} {SECOND.replace('bảy giờ', '7 giờ')}"
SCRIPTS = {
    "chung/treo-co": BODY,
    "truoc/01-mot": BODY,
    "trong/01-chao": FIRST,
    "truoc/02-hai": FIRST,
    "truoc/03-thieu": "Có {{ dai_hoi.so_dai_bieu }} đại biểu.",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phuong", PLAYLIST, SCRIPTS)


def of(use: str) -> str:
    return PLAYLIST.replace("{engines: [espeak]}", f"{{engines: [espeak], announcer: {use}}}")


def test_the_list_tells_of_each_sentence_as_it_is_written_whether_it_was_read(home: Path) -> None:
    listed = run_here("--home", home, "record", "mot", "--list")
    assert listed.code == 0
    assert "Tổ dân phố họp lúc 7 giờ tối" in listed.stdout
    assert "Chưa câu nào được đọc." in listed.stdout
    keep(home, FIRST)
    told = run_here("--home", home, "record", "mot", "--list").stdout
    assert "01/10/2025 · 0:02 · An" in told
    assert "phát thanh viên mới đọc 1/2 câu, nên máy đọc cả bài" in told


def test_a_damaged_take_is_listed_as_to_be_read_again(home: Path) -> None:
    keep(home, FIRST, SECOND)
    next((home / "takes").glob("*.flac")).write_bytes(b"x")
    assert "tệp hỏng, phải đọc lại" in run_here("--home", home, "record", "mot", "--list").stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("mot",), 2, "phải gõ ở cửa sổ lệnh"),
        (("mot", "--sentence", "9"), 2, "Bài này chỉ có 2 câu."),
        (("thieu",), 3, "thiếu dữ kiện dai_hoi.so_dai_bieu"),
        (("khong-co",), 3, "Không có bài"),
    ],
)
def test_what_cannot_be_read_aloud_is_told_before_the_microphone_opens(
    home: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = run_here("--home", home, "record", *words)
    assert (done.code, told in done.stderr) == (code, True), done.stderr


def test_a_script_with_a_recording_has_no_sentence_to_read(home: Path) -> None:
    script = home / "scripts" / "truoc" / "01-mot.md"
    script.write_text(script_text("Bài", "", recording="loi.wav"), encoding="utf-8")
    assert "phát tệp thu sẵn loi.wav" in run_here("--home", home, "record", "mot").stderr


def test_a_script_that_was_read_whole_asks_for_nothing(home: Path) -> None:
    keep(home, FIRST, SECOND)
    done = run_here("--home", home, "record", "mot")
    assert (done.code, "Câu nào cũng đã đọc" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("use", "read", "told"),
    [
        ("whole", (FIRST, SECOND), "đọc bằng giọng phát thanh viên, đủ 2 câu"),
        ("whole", (FIRST,), "phát thanh viên mới đọc 1/2 câu, nên máy đọc cả bài"),
        ("mix", (FIRST,), "đọc bằng giọng phát thanh viên 1/2 câu, máy đọc các câu còn lại"),
        ("off", (FIRST,), "phát thanh viên đã đọc 1/2 câu, chưa dùng (announcer: off)"),
    ],
)
def test_today_preview_and_check_tell_how_much_was_read(
    home: Path, use: str, read: tuple[str, ...], told: str
) -> None:
    (home / "playlist.yaml").write_text(of(use), encoding="utf-8")
    keep(home, *read, script="chung/treo-co")
    assert told in run_here("--home", home, "preview", "treo-co", "--text").stdout
    assert run_here("--home", home, "today", "--date", "03/10/2198").stdout.count(told) == 1
    is_whole, is_off = len(read) == 2, use == "off"
    assert (told in run_here("--home", home, "check").stdout) is not (is_whole or is_off)


def test_today_tells_of_a_script_that_airs_in_the_announcers_voice_though_it_was_read_for_another(
    home: Path,
) -> None:
    (home / "playlist.yaml").write_text(of("whole"), encoding="utf-8")
    keep(home, FIRST, SECOND, script="truoc/01-mot")
    shown = run_here("--home", home, "today", "--date", "03/10/2198").stdout
    assert shown.count("đọc bằng giọng phát thanh viên, đủ 2 câu") == 1  # chung/treo-co


def test_beside_the_announcer_a_voice_in_anothers_place_is_told_by_its_own_name(home: Path) -> None:
    playlist = of("mix").replace("[espeak]", "[gtts, espeak]")
    (home / "playlist.yaml").write_text(playlist, encoding="utf-8")
    keep(home, FIRST)
    nowhere = {"BROADCAST_GTTS_URL": "http://127.0.0.1:9"}
    told = run_here("--home", home, "preview", "mot", "-o", home / "thu.wav", **nowhere)
    assert "Đang dùng giọng dự phòng espeak, vì" in told.stdout + told.stderr


def test_the_carts_voice_is_told_by_its_name_and_pruning_takes_no_take(home: Path, tmp_path: Path) -> None:
    (home / "playlist.yaml").write_text(of("mix"), encoding="utf-8")
    keep(home, FIRST)
    into = ("-o", tmp_path / "thu.wav")
    assert "giọng phát thanh viên và giọng espeak" in run_here("--home", home, "preview", "mot", *into).stdout
    assert "giọng phát thanh viên ·" in run_here("--home", home, "preview", "hai", *into).stdout
    kept = sorted((home / "takes").iterdir())
    assert run_here("--home", home, "cache", "--prune").code == 0
    assert sorted((home / "takes").iterdir()) == kept
    refused = run_here("--home", home, "preview", "mot", "--force", "-o", home / "takes" / "thu.wav")
    assert refused.code == 2


@pytest.mark.parametrize("again", [False, True])
def test_a_sentence_that_is_said_twice_is_asked_for_once(home: Path, again: bool) -> None:
    write_ward(home, PLAYLIST, {"truoc/01-mot": f"{FIRST} {SECOND} {FIRST}"})
    seen = look_at(home)
    asked = record._wanted(sentences(seen, seen.ward.find("mot")), again, None)
    assert [one.number for one in asked] == [1, 2]


def test_a_long_sentence_is_listened_to_for_longer_than_a_minute() -> None:
    assert longest_s(FIRST) == 60
    assert longest_s("một hai ba bốn năm " * 40) == 200


def test_a_word_that_says_no_use_is_told_with_those_there_are(home: Path) -> None:
    (home / "playlist.yaml").write_text(of("luon"), encoding="utf-8")
    assert "Có: whole, mix, off" in run_here("--home", home, "check").stdout
