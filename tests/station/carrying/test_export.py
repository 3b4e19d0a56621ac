"""What leaves the house: MP3s that other machines play, when each sounds, and the same words as posts."""

import csv
import json
import shutil
from pathlib import Path

import mutagen
import pytest
import soundfile
from mutagen.mp3 import MP3
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import Result, run_here
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import DiskError, Message, UsageRefused
from broadcast.programme.released import Act, Contents, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.carrying import exportfolder
from broadcast.station.carrying.exportfolder import LIST, export_folder, is_whole
from broadcast.station.carrying.released_as import Versions
from broadcast.station.overview import journal_path, look_at
from broadcast.station.releases import Releases

SHORT = {id_: body.replace("Kính thưa bà con. ", "") for id_, body in SCRIPTS.items()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ward(tmp_path_factory.mktemp("may"), PLAYLIST, SHORT)


@pytest.fixture(scope="module")
def exported(home: Path) -> tuple[Path, Result]:
    """Monday, on a stick, beside somebody's picture's hidden thumbnail."""
    usb = home.parent / "usb"
    usb.mkdir()
    (usb / ".Trashes").mkdir()
    return usb, run_here("--home", home, "export", usb, "--day", "06/10/2025", "--led", "16x2", "--json")


def test_a_day_is_on_the_stick_in_order_with_names_that_every_player_takes(exported: tuple[Path, Result]) -> None:
    usb, done = exported
    assert done.code == 0
    names = {one.relative_to(usb).as_posix() for one in usb.rglob("*") if one.is_file()}
    assert names >= {
        "bai/01-bai-truoc-01-mot.mp3", "bai/02-bai-truoc-02-hai.mp3", "bai/03-bai-chung-treo-co.mp3",
        "buoi/0630-buoi-sang.mp3", "buoi/1700-buoi-chieu.mp3", "bai/danh-sach.m3u", "bai/danh-sach.m3u8",
        "gio-phat.csv", "gio-phat.txt", "gio-phat.html",
    }  # fmt: skip
    assert all(name.isascii() and len(name.split("/")[-1]) < 64 for name in names)
    assert is_whole(usb)


def test_tags_are_vietnamese_and_of_the_version_that_old_players_read(exported: tuple[Path, Result]) -> None:
    usb, _ = exported
    tags = MP3(usb / "bai" / "03-bai-chung-treo-co.mp3").tags
    assert tags.version == (2, 3, 0)
    told = {name: str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TRCK", "TDRC")}
    assert told == {
        "TIT2": "Bài chung/treo-co", "TPE1": "Đài truyền thanh phường Thử",
        "TALB": "Chương trình ngày 06/10/2025", "TRCK": "3", "TDRC": "2025-10-06",
    }  # fmt: skip


def test_a_session_is_one_file_and_its_times_are_those_of_its_sound(exported: tuple[Path, Result]) -> None:
    """The second of each announcement in the sheet is where its sound stands in the session's file."""
    usb, done = exported
    sessions = {one["name"]: one for one in json.loads(done.stdout)["sessions"]}
    morning = sessions["Buổi sáng"]
    length = mutagen.File(usb / morning["file"]).info.length
    assert abs(length - morning["seconds"]) < 0.2
    rows = list(csv.DictReader((usb / "gio-phat.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["Bài"] for row in rows if row["Buổi"] == "Buổi sáng"] == ["Bài truoc/01-mot", "Bài truoc/02-hai"]
    samples, rate = soundfile.read(usb / morning["file"])
    for row in rows[:2]:
        minutes, seconds = row["Từ đầu tệp"].split(":")
        begin = int((int(minutes) * 60 + int(seconds)) * rate)
        around = abs(samples[begin : begin + rate])
        assert around.max() > 0.05, "nothing sounds where the sheet says"


def test_a_playlist_names_its_files_and_an_old_one_has_plain_letters_alone(exported: tuple[Path, Result]) -> None:
    usb, _ = exported
    new, old = ((usb / "bai" / f"danh-sach.{kind}").read_bytes().decode() for kind in ("m3u8", "m3u"))
    assert "Bài chung/treo-co" in new
    assert old.isascii()
    assert "Bai chung/treo-co" in old
    for text in (new, old):
        files = [line for line in text.splitlines() if not line.startswith("#")]
        assert len(files) == 3
        assert all((usb / "bai" / name).is_file() for name in files)


def test_the_same_words_are_posts_each_with_its_version(exported: tuple[Path, Result]) -> None:
    usb, done = exported
    code = json.loads(done.stdout)["announcements"][2]["code"]
    folder = usb / "loi" / "03-bai-chung-treo-co"
    for name in ("cong-thong-tin.html", "cong-thong-tin.txt", "zalo.txt", "facebook.txt"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "Xin mời bà con treo cờ Tổ quốc." in text
        assert f"Bản {code}" in text
    screens = (folder / "led.txt").read_text(encoding="utf-8").split("\n\n")
    assert all(len(screen.splitlines()) <= 2 and max(map(len, screen.splitlines())) <= 16 for screen in screens)


def test_where_the_ward_wants_releases_only_released_sound_leaves_the_house(
    home: Path, exported: tuple[Path, Result], tmp_path: Path
) -> None:
    """What stays is named with the reason, and is in no session's file; what goes bears its release's number."""
    strict = shutil.copytree(home, tmp_path / "may")
    (strict / "playlist.yaml").write_text(f"{PLAYLIST}release: {{policy: required}}\n", encoding="utf-8")
    overview = look_at(strict)
    with Journal(journal_path(strict)) as journal:
        contents = Releases(overview, journal).contents(ScriptId("truoc/02-hai"))
        assert isinstance(contents, Contents)
        act = Act(
            deed=Deed.RELEASED, script=contents.script, by="Bà Lan", at=MONDAY_0630, number=0, contents=contents
        )
        number = journal.release(act, MONDAY_0630).number
    done = run_here("--home", strict, "export", tmp_path / "usb", "--day", "06/10/2025", "--json")
    assert done.code == 4
    told = json.loads(done.stdout)
    assert [(one["script"], one["code"], one["serial"]) for one in told["announcements"]] == [
        ("truoc/02-hai", contents.code, number)
    ]
    assert [one["title"] for one in told["left"]] == ["Bài truoc/01-mot", "Bài chung/treo-co"]
    assert all("chưa ai duyệt" in one["why"] for one in told["left"])
    assert [one["name"] for one in told["sessions"]] == ["Buổi sáng"]
    sheet = (tmp_path / "usb" / "gio-phat.txt").read_text(encoding="utf-8")
    assert f"Bản {contents.code}, số duyệt {number}, ngày 06/10/2025." in sheet
    assert sheet.index("Không có trong thư mục này") < sheet.index("Bài truoc/01-mot")
    advised = json.loads(exported[1].stdout)
    both = [one for one in advised["sessions"] if one["name"] == "Buổi sáng"]
    assert told["sessions"][0]["seconds"] < both[0]["seconds"] - 2


def test_where_nothing_may_leave_the_house_no_folder_is_made(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Versions, "of", lambda *_: Message("chưa ai duyệt"))
    done = run_here("--home", home, "export", tmp_path / "usb", "--day", "06/10/2025")
    assert done.code == 3
    assert "Không bài nào mang đi được" in done.stderr
    assert not (tmp_path / "usb").exists()


def test_a_phase_is_exported_as_announcements_with_the_times_of_its_sessions(home: Path, tmp_path: Path) -> None:
    done = run_here("--home", home, "export", tmp_path / "usb", "--campaign", "trong", "--json")
    told = json.loads(done.stdout)
    assert [one["script"] for one in told["announcements"]] == ["trong/01-chao"]
    assert [(one["name"], one["file"]) for one in told["sessions"]] == [("Khai mạc", None)]
    assert not (tmp_path / "usb" / "buoi").exists()
    unknown = run_here("--home", home, "export", tmp_path / "b", "--campaign", "trog")
    assert unknown.code == 3
    assert "trong" in unknown.stderr


# --- the folder ---


def _put(usb: Path, *, force: bool = False, **texts: str) -> None:
    with export_folder(usb, force=force) as made:
        for name, text in texts.items():
            (made / name).write_text(text)


def test_nothing_is_made_on_the_disk_where_the_stick_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="chưa có thư mục"):
        _put(tmp_path / "khong-co" / "usb", mot="1")
    assert list(tmp_path.iterdir()) == []


def test_somebodys_files_are_never_touched(tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "anh.jpg").write_text("của tôi")
    for force in (False, True):
        with pytest.raises(UsageRefused):
            _put(usb, force=force, bai="a")
    assert [one.name for one in usb.iterdir()] == ["anh.jpg"]


def test_an_earlier_export_is_replaced_on_force_alone_and_nothing_that_was_edited(tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    _put(usb, mot="1", hai="2")
    with pytest.raises(UsageRefused, match="bản xuất lần trước"):
        _put(usb, mot="x")
    _put(usb, force=True, mot="x")
    assert sorted(one.name for one in usb.iterdir()) == [LIST, "mot"]
    (usb / "mot").write_text("đã sửa")
    with pytest.raises(UsageRefused, match="không ghi đè"):
        _put(usb, force=True, mot="y")
    assert (usb / "mot").read_text() == "đã sửa"


def test_a_stick_that_is_full_or_pulled_out_is_told_and_what_it_held_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"

    def full() -> None:
        with export_folder(usb, force=False):
            raise OSError(28, "No space left on device")

    with pytest.raises(DiskError, match="Không ghi được"):
        full()
    assert not usb.exists()
    _put(usb, mot="1", hai="2")
    gone = shutil.rmtree
    monkeypatch.setattr(exportfolder.shutil, "rmtree", lambda *_, **__: (_ for _ in ()).throw(OSError(5, "I/O")))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError(5, "I/O")))
        with pytest.raises(DiskError, match="CHƯA ĐỦ"):
            _put(usb, force=True, mot="mới")
    assert not is_whole(usb)
    monkeypatch.setattr(exportfolder.shutil, "rmtree", gone)
    _put(usb, mot="mới")  # of one that was never whole: no --force is asked for
    assert is_whole(usb)


@pytest.mark.parametrize("name", ["scripts/mang-di", "journal", "audio_cache/x"])
def test_nothing_is_exported_into_the_folders_that_the_ward_lives_by(home: Path, name: str) -> None:
    done = run_here("--home", home, "export", home / name, "--day", "06/10/2025")
    assert done.code == 2
    assert "thư mục của chính phường" in done.stderr
    assert not list(home.rglob("gio-phat.*"))


def test_of_a_day_without_a_session_it_is_told_that_there_is_none(home: Path, tmp_path: Path) -> None:
    done = run_here("--home", home, "export", tmp_path / "usb", "--day", "06/10/2019")
    assert done.code == 3
    assert "không buổi nào có bài" in done.stderr
