"""The ward's folder -> the files that will never air, those that air twice, and names written in other letters."""

import os
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, SCRIPTS, script_text, write_ward

from broadcast.base.errors import Level, WardError
from broadcast.ward import tree
from broadcast.ward.check import check
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared
from broadcast.ward.survey import script_files

ONE_WALK_OF_A_DISK_S = 15.0


def _told(home: Path) -> dict[str, tuple[Level, str, str]]:
    return {fault.file: (fault.level, str(fault.what), str(fault.fix)) for fault in check(home).faults}


@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        ("05-moi.md.txt", "tên thật kết thúc bằng .txt", "Đổi tên thành 05-moi.md "),
        ("05-moi.txt", "bài phát phải là tệp .md", "broadcast import scripts/truoc/05-moi.txt"),
        ("05-moi.docx", "bài phát phải là tệp .md", "broadcast import scripts/truoc/05-moi.docx"),
        ("tin mới.docx", "bài phát phải là tệp .md", 'broadcast import "scripts/truoc/tin mới.docx"'),
        ("05-MOI.DOC", "bài phát phải là tệp .md", "lưu thành .docx"),
        ("05-moi.rtf", "bài phát phải là tệp .md", "lưu thành .docx"),
        ("05-moi.odt", "bài phát phải là tệp .md", "lưu thành .docx"),
        ("05-moi.md~", "bản lưu cũ", "Xoá đi"),
        ("05-moi.md.bak", "bản lưu cũ", "Xoá đi"),
        ("~$-moi.docx", "tệp tạm", "Xoá đi"),
        ("loi-chuc.mp3", "tệp tiếng đặt ở đây sẽ không phát", "recording: thu-san/loi-chuc.mp3"),
        ("05-moi", "không phải bài phát", "tệp .md"),
    ],
)
def test_a_file_that_will_never_air_is_named_with_what_to_do(
    tmp_path: Path, name: str, what: str, fix: str
) -> None:
    home = write_ward(tmp_path)
    (home / "scripts" / "truoc" / name).write_text("x", encoding="utf-8")
    level, told, mend = _told(home)[f"scripts/truoc/{name}"]
    assert level is Level.WARNING
    assert what in told
    assert fix in mend


@pytest.mark.parametrize(
    "name", [".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini", ".#01-mot.md", ".01.md.swp~x"]
)
def test_what_a_system_or_an_editor_puts_down_is_passed_over(tmp_path: Path, name: str) -> None:
    """The negative control of the test above."""
    home = write_ward(tmp_path)
    (home / "scripts" / "truoc" / name).write_text("x", encoding="utf-8")
    assert _told(home) == {}


def test_a_script_that_windows_could_not_hold_is_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, "truoc/con": "Bà con đến họp."})
    assert "Windows không cho tệp mang tên này" in _told(home)["scripts/truoc/con.md"][1]


def test_md_in_capital_letters_is_a_script(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    (home / "scripts/truoc/05-NAM.MD").write_text(script_text("Năm", "Kính thưa bà con."), encoding="utf-8")
    assert isinstance(read_ward(home).prepared["truoc/05-NAM"], Prepared)
    assert _told(home) == {}


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("Chung/Treo-Co.MD", "chung/treo-co"),
        ("chung/tiêm.md", "chung/tiêm"),
        ("chung/treo-co.md", "Chung/TREO-CO.md"),
    ],
    ids=["letter case", "NFD", "letter case in the playlist"],
)
def test_a_name_in_other_letters_or_nfd_is_found(tmp_path: Path, file: str, named: str) -> None:
    scripts = {id_: body for id_, body in SCRIPTS.items() if id_ != "chung/treo-co"}
    home = write_ward(tmp_path, PLAYLIST.replace("chung/treo-co", named), scripts)
    path = home / "scripts" / unicodedata.normalize("NFD", file)
    path.parent.mkdir(exist_ok=True)
    path.write_text(script_text("Cờ", "Kính thưa bà con."), encoding="utf-8")
    ward = read_ward(home)
    [script] = ward.playlist.slots[1].play  # type: ignore[misc]
    assert isinstance(ward.of(script), Prepared)
    assert not any("không có bài" in what for _, what, _ in _told(home).values())


def test_two_files_that_differ_in_letter_case_alone_are_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, "truoc/01-MOT": "Lời khác hẳn."})
    assert "chỉ khác bài truoc/01-MOT" in _told(home)["scripts/truoc/01-mot.md"][1]


def test_a_copy_is_told_with_what_it_is_a_copy_of(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, "truoc/02-hai - Copy": SCRIPTS["truoc/02-hai"]})
    level, what, _ = _told(home)["scripts/truoc/02-hai - Copy.md"]
    assert (level, what) == (Level.WARNING, "giống hệt bài truoc/02-hai, sẽ phát hai lần")


def test_two_drafts_that_say_the_same_are_no_copies_for_neither_airs(tmp_path: Path) -> None:
    """As `new script` leaves them, both still with the line that is to be written over."""
    home = write_ward(tmp_path)
    for name in ("truoc/08", "truoc/09"):
        (home / "scripts" / f"{name}.md").write_text(script_text("Bài", "Viết lời ở đây.", draft="true"), "utf-8")
    assert not any("giống hệt" in what for _, what, _ in _told(home).values())


@pytest.mark.parametrize("name", ["02-hai - Copy", "02-hai (1)", "02-hai - Sao chép", "02-hai - Copy (2)"])
def test_a_copy_that_was_edited_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, f"truoc/{name}": "Lời đã sửa."})
    assert "tên của một bản sao" in _told(home)[f"scripts/truoc/{name}.md"][1]


def test_a_common_script_that_nobody_plays_is_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, "chung/tiem": "Mời bà con đi tiêm."})
    assert _told(home)["scripts/chung/tiem.md"][1] == "không buổi nào phát bài này"


@pytest.mark.parametrize("name", ["lexicon.yml", "Lexicon.yaml", "lexicon.yaml.txt", "playlist.yml"])
def test_a_file_beside_playlist_yaml_with_nearly_the_right_name_is_told(tmp_path: Path, name: str) -> None:
    home = write_ward(tmp_path)
    (home / name).write_text("", encoding="utf-8")
    assert "tên phải viết đúng là" in _told(home)[name][1]


def test_a_lexicon_that_is_a_folder_is_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    (home / "lexicon.yaml").mkdir()
    assert "một thư mục" in _told(home)["lexicon.yaml"][1]


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _nowhere(path: Path) -> None:
    path.symlink_to("gone")


@pytest.mark.parametrize("make", [_folder, _loop, _nowhere, os.mkfifo], ids=["folder", "loop", "dangling", "FIFO"])
def test_one_odd_entry_is_its_own_fault_and_leaves_the_others_on_air(tmp_path: Path, make: object) -> None:
    home = write_ward(tmp_path)
    make(home / "scripts" / "truoc" / "x.md")  # type: ignore[operator]
    told = _told(home)
    assert list(told) == ["scripts/truoc/x.md"]
    assert told["scripts/truoc/x.md"][0] is Level.WARNING
    assert isinstance(read_ward(home).prepared["truoc/01-mot"], Prepared)


@pytest.mark.parametrize(
    ("beside", "fix"), [("playlist.yml", "đổi tên thành playlist.yaml"), ("x.txt", "thêm --home")]
)
def test_a_folder_without_playlist_yaml_says_where_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: str, fix: str
) -> None:
    (tmp_path / beside).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for home, where in ((Path(), f"thư mục đang đứng ({tmp_path})"), (tmp_path, "thư mục đang đứng")):
        with pytest.raises(WardError) as error:
            check(home)
        assert where in str(error.value.what)
        assert ".." not in str(error.value.what)
        assert fix in str(error.value.fix)


def test_a_pipe_named_as_a_sound_is_told_at_once(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST + "sound: {sting: nhac.mp3}\n")
    os.mkfifo(home / "nhac.mp3")
    assert "tệp đặc biệt" in _told(home)["playlist.yaml"][1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"truoc/00-\xff\xfe.md", "scripts/truoc/00-\ufffd\ufffd.md"),
        (b"b\xe0i/01-mot.md", "scripts/b\ufffdi/01-mot.md"),
        (b"truoc/nh\xe1c.mp3", "scripts/truoc/nh\ufffdc.mp3"),
    ],
)
def test_a_name_that_is_no_utf8_is_told_and_costs_nothing_else(tmp_path: Path, raw: bytes, shown: str) -> None:
    home = write_ward(tmp_path)
    before = set(read_ward(home).scripts)
    path = home / "scripts" / os.fsdecode(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script_text("Bài mới", "Xin chào bà con."), encoding="utf-8")
    level, what, fix = _told(home)[shown]
    assert (level, "không phải UTF-8" in what, "Đổi tên" in fix) == (Level.WARNING, True, True)
    assert set(read_ward(home).scripts) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")
def test_scripts_that_are_a_link_to_the_whole_disk_are_told_at_once_and_not_walked(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    (home / "scripts").rename(tmp_path / "elsewhere")
    before = time.monotonic()
    for place in ("/", tmp_path / "elsewhere"):
        (home / "scripts").unlink(missing_ok=True)
        (home / "scripts").symlink_to(place)
        level, what, _ = _told(home)["scripts"]
        assert (level, "đường dẫn tắt" in what) == (Level.ERROR, True)
        assert script_files(home) == []
        for command in ("status", "today"):
            told = run_here("--home", home, command)
            assert "đường dẫn tắt ra ngoài" in told.stdout + told.stderr
    assert time.monotonic() - before < ONE_WALK_OF_A_DISK_S


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    (home / "scripts").rename(home / "bai")
    (home / "scripts").symlink_to("bai")
    assert len(script_files(home)) == len(SCRIPTS)


def test_more_files_than_any_ward_has_are_listed_in_part_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = write_ward(tmp_path / "ward")
    assert "scripts" not in _told(home)
    monkeypatch.setattr(tree, "MOST", 2)
    level, what, _ = _told(home)["scripts"]
    assert (level, "quá nhiều tệp" in what) == (Level.WARNING, True)
    assert sum(len(names) + len(folders) for _, folders, names in tree.walk(home)) <= 2 + len(SCRIPTS)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "một thư mục"),
        (lambda path: path.symlink_to("/dev/zero"), "tệp đặc biệt"),
        (lambda path: path.symlink_to(path), "đường dẫn tắt hỏng"),
        (lambda path: path.symlink_to("khong-co.yaml"), "đường dẫn tắt hỏng"),
        (lambda path: os.mkfifo(path), "tệp đặc biệt"),
    ],
    ids=["folder", "device", "itself", "nothing", "pipe"],
)
def test_a_playlist_that_is_no_file_is_told_for_what_it_is(
    tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    home = write_ward(tmp_path / "ward")
    (home / "playlist.yaml").unlink()
    make(home / "playlist.yaml")
    told = run_here("--home", home, "check")
    assert told.code == WardError.exit_code
    assert said in told.stderr
    assert "đổi tên thành playlist.yaml" not in told.stderr.lower()
