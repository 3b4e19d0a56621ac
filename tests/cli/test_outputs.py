"""A file that a command writes replaces nothing that somebody would miss."""

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile

from tests.stand_ins.cli import run_here
from tests.stand_ins.wards import SCRIPTS, write_ward

WRITING = {
    ("jingle", "mo-dau", "--output"): "x.wav",
    ("today", "--date", "06/10/2025", "--picture"): "x.svg",
    ("log", "--csv"): "x.csv",
    ("preview", "chung/treo-co", "--picture"): "x.svg",
    ("preview", "chung/treo-co", "--output"): "x.wav",
    ("play-today", "--date", "06/10/2025", "--rehearse", "--output"): "x.wav",
    ("announce", "--text", "Mời bà con họp.", "--preview", "--output"): "x.wav",
}
"""By every command that writes a file a name that it would take."""

SOUNDING = {
    "play-today": ("play-today", "--date", "06/10/2025", "--rehearse", "--output"),
    "preview": ("preview", "chung/treo-co", "--output"),
    "announce": ("announce", "--text", "Mời bà con họp.", "--preview", "--output"),
    "jingle": ("jingle", "mo-dau", "--output"),
}
SUFFIXES = (".wav", ".flac", ".mp3", ".ogg")

every_command = pytest.mark.parametrize(("command", "name"), WRITING.items(), ids=lambda one: " ".join(one[:1]))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phường", scripts=dict.fromkeys(SCRIPTS, "Xin chào bà con."))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mount a disk of 64 KB with the options of `mount -o`; a file is on it already."""
    place = tmp_path / "đĩa"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk is mounted for this, which only root may do")

    def mounted(*remounted: str) -> Path:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place]
        done = subprocess.run(mount, capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"mounting is not allowed here: {done.stderr.decode().strip()}")
        for options in remounted:
            subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)
        return place

    yield mounted
    subprocess.run(["umount", "-l", place], check=False, capture_output=True)


@every_command
def test_what_stands_there_is_not_replaced(
    home: Path, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    (tmp_path / name).write_bytes(b"of somebody else")

    result = run_here("--home", home, *command, tmp_path / name)

    assert result.code == 2
    assert "đã có, không ghi đè lên" in result.stderr
    assert "--force" in result.stderr
    assert (tmp_path / name).read_bytes() == b"of somebody else"


@every_command
@pytest.mark.parametrize("folder", ["scripts", "scripts/chung", "journal", "audio_cache", "voices", "takes"])
def test_nothing_is_written_among_the_wards_own(
    home: Path, command: tuple[str, ...], name: str, folder: str
) -> None:
    (home / folder).mkdir(parents=True, exist_ok=True)

    result = run_here("--home", home, *command, home / folder / name, "--force")

    assert result.code == 2
    assert "của chính phường" in result.stderr
    assert not (home / folder / name).exists()


def _stands(path: Path) -> tuple[object, ...]:
    """All that the system tells of it but when it was looked at last, which whoever asks what it is changes."""
    it = path.lstat()
    return it.st_mode, it.st_ino, it.st_dev, it.st_nlink, it.st_size, it.st_mtime_ns, it.st_ctime_ns


@pytest.mark.skipif(os.name == "nt", reason="no pipes and links there")
@every_command
@pytest.mark.parametrize("kind", ["pipe", "link", "dangling"])
def test_what_is_no_ordinary_file_is_never_replaced(
    home: Path, tmp_path: Path, command: tuple[str, ...], name: str, kind: str
) -> None:
    there = tmp_path / name
    (tmp_path / "đích").write_bytes(b"of somebody else")
    if kind == "pipe":
        os.mkfifo(there)
    else:
        there.symlink_to(tmp_path / ("đích" if kind == "link" else "không có"))
    before = _stands(there)

    result = run_here("--home", home, *command, there, "--force")

    assert result.code == 2
    assert "không phải một tệp thường" in result.stderr
    assert _stands(there) == before
    assert (tmp_path / "đích").read_bytes() == b"of somebody else"


@pytest.mark.parametrize("name", ["playlist.yaml", "lexicon.yaml", "x", "x.m4a", "x.txt"])
def test_a_sound_goes_into_a_sound_s_file_alone(home: Path, name: str) -> None:
    before = (home / "playlist.yaml").read_bytes()

    result = run_here("--home", home, "jingle", "mo-dau", "-o", home / name, "--force")

    assert result.code == 2
    assert ".wav, .flac, .mp3, .ogg" in result.stderr
    assert (home / "playlist.yaml").read_bytes() == before


@every_command
@pytest.mark.parametrize("given", ["", "-"])
def test_no_name_and_a_dash_are_no_file(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str, given: str
) -> None:
    """A variable that is empty in somebody's shell; `-` is the screen for tables alone."""
    monkeypatch.chdir(tmp_path)
    result = run_here("--home", home, *command, given)
    assert result.code == (0 if given and name.endswith(".csv") else 2), result
    assert not list(tmp_path.glob("-*"))


def test_the_person_may_say_so_and_our_own_is_written_anew(home: Path, tmp_path: Path) -> None:
    (tmp_path / "x.flac").write_bytes(b"of somebody else")
    jingle = ("--home", home, "jingle", "mo-dau", "-o", tmp_path / "x.flac")
    assert run_here(*jingle).code == 2
    assert run_here(*jingle, "--force").code == 0
    assert (tmp_path / "x.flac").read_bytes()[:4] == b"fLaC"

    for command in (
        ("log", "--csv", tmp_path / "x.csv"),
        ("log", "--print", tmp_path / "x.html"),
        ("today", "--picture", tmp_path / "x.svg"),
    ):
        assert [run_here("--home", home, *command).code for _ in range(2)] == [0, 0]  # every night's own file
    assert not list(tmp_path.glob("*.part"))


def test_a_link_to_the_playlist_and_its_folder_by_another_way_are_seen_through(home: Path, tmp_path: Path) -> None:
    (tmp_path / "khác").symlink_to(home)
    for there in (tmp_path / "khác" / "scripts" / "x.wav", home / "scripts" / ".." / "scripts" / "x.wav"):
        assert run_here("jingle", "mo-dau", "-o", there, "--force", "--home", home).code == 2
        assert not there.exists()


def test_a_missing_folder_is_told_in_a_sentence(home: Path, tmp_path: Path) -> None:
    result = run_here("--home", home, "log", "--csv", tmp_path / "không có" / "x.csv")

    assert result.code == 5
    assert "chưa có thư mục" in result.stderr


def _tags(path: Path) -> dict[str, str]:
    """The tags of a sound file, read by another library than wrote them where there is one."""
    if path.suffix == ".wav":
        with soundfile.SoundFile(path) as file:
            return {name: text for name, text in file.copy_metadata().items() if name != "software"}
    held = mutagen.File(path, easy=True)
    return {name: held[name][0] for name in ("title", "artist", "date") if name in held}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_rehearsal_is_written_as_its_name_says_with_the_day_s_tags_and_again(
    home: Path, tmp_path: Path, suffix: str
) -> None:
    there = tmp_path / f"tổng duyệt{suffix}"
    first, again = (run_here("--home", home, *SOUNDING["play-today"], there) for _ in range(2))

    assert (first.code, again.code) == (0, 0), first.stderr + again.stderr
    container = {".wav": "WAV", ".mp3": "MP3", ".flac": "FLAC", ".ogg": "OGG"}
    assert soundfile.info(there).format == container[suffix]
    assert soundfile.info(there).duration > 3
    assert np.abs(soundfile.read(there)[0]).max() > 0.1
    title, station = "Tổng duyệt ngày 06/10/2025", "Đài truyền thanh phường Thử"
    assert _tags(there) == {"title": title, "artist": station, "date": "2025-10-06"}
    assert there.read_bytes()[:3] == b"ID3" or suffix != ".mp3"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("command", ["preview", "announce", "jingle"])
@pytest.mark.parametrize("suffix", [".mp3", ".wav"])
def test_every_sound_that_a_command_writes_bears_its_title(
    home: Path, tmp_path: Path, command: str, suffix: str
) -> None:
    for _ in range(2):  # what it wrote itself stands there then
        result = run_here("--home", home, *SOUNDING[command], tmp_path / f"x{suffix}")
        assert result.code == 0, result.stderr

    tags = _tags(tmp_path / f"x{suffix}")
    assert (
        tags["title"]
        == {"preview": "Bài chung/treo-co", "announce": "Mời bà con họp.", "jingle": "mo-dau"}[command]
    )
    assert ("phường Thử" in tags.get("artist", "")) == (command != "jingle")


@pytest.mark.parametrize("command", SOUNDING)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_sound_of_somebody_else_is_not_replaced(home: Path, tmp_path: Path, command: str, suffix: str) -> None:
    there = tmp_path / f"x{suffix}"
    soundfile.write(there, np.zeros(4_800, np.float32), 48_000)
    before = there.read_bytes()

    result = run_here("--home", home, *SOUNDING[command], there)

    assert result.code == 2
    assert "--force" in result.stderr
    assert there.read_bytes() == before


@pytest.mark.parametrize("command", SOUNDING)
@pytest.mark.parametrize("name", ["x.m4a", "x.wma", "x", "x.txt"])
def test_what_no_sound_is_written_as_is_refused_with_the_list(
    home: Path, tmp_path: Path, command: str, name: str
) -> None:
    result = run_here("--home", home, *SOUNDING[command], tmp_path / name)

    assert result.code == 2
    assert ".wav, .flac, .mp3, .ogg" in result.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.skipif(os.name == "nt", reason="links are made otherwise there")
@every_command
@pytest.mark.parametrize("own", ["playlist.yaml", "scripts/chung/treo-co.md"])
@pytest.mark.parametrize("inside", [True, False])
def test_another_name_of_the_wards_own_file_is_not_replaced(
    home: Path, tmp_path: Path, command: tuple[str, ...], name: str, own: str, inside: bool
) -> None:
    there = (home if inside else tmp_path) / name
    os.link(home / own, there)

    result = run_here("--home", home, *command, there, "--force")

    assert result.code == 2
    assert "của chính phường" in result.stderr
    assert there.samefile(home / own)


@every_command
def test_a_full_disk_is_told_and_leaves_nothing(
    home: Path, small_disk: Callable[..., Path], command: tuple[str, ...], name: str
) -> None:
    disk = small_disk()
    (disk / "đầy").write_bytes(b"x" * 65_536)

    result = run_here("--home", home, *command, disk / name)

    assert result.code == 5
    assert "hết chỗ" in result.stderr or "đã đầy" in result.stderr
    assert "Traceback" not in result.stderr
    assert [one.name for one in disk.iterdir()] == ["đầy"]


@every_command
def test_a_disk_that_is_only_read_is_told(
    home: Path, small_disk: Callable[..., Path], command: tuple[str, ...], name: str
) -> None:
    result = run_here("--home", home, *command, small_disk("ro") / name)

    assert result.code == 5
    assert "chỉ cho đọc" in result.stderr or "chỉ đọc" in result.stderr
    assert "Traceback" not in result.stderr


# --- what the ward airs is its own too ---


def _tone(path: Path) -> bytes:
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, 0.1 * np.sin(np.arange(48_000) / 20), 24_000)
    return path.read_bytes()


NAMED = {
    "a recording": ("thu/loi.wav", "thu/loi.wav", "x"),
    "a recording in a faulty script": ("thu/loi.wav", "thu/loi.wav", "x\nmusic: có lẽ"),
    "a recording in other letters": ("thu/Lời.wav", unicodedata.normalize("NFD", "THU/lời.wav"), "x"),
    "a jingle": ("nhac/hieu.wav", None, "x"),
}


@pytest.mark.parametrize("case", NAMED)
@pytest.mark.parametrize("command", SOUNDING)
def test_not_even_force_replaces_what_a_script_or_the_playlist_airs(home: Path, command: str, case: str) -> None:
    written, named, title = NAMED[case]
    before = _tone(home / written)
    if named is None:
        with (home / "playlist.yaml").open("a", encoding="utf-8") as playlist:
            playlist.write(f"sound:\n  sting: {written}\n")
    else:
        script = home / "scripts" / "chung" / "thu.md"
        script.write_text(f"---\ntitle: {title}\nrecording: {named}\n---\n", encoding="utf-8")
    result = run_here("--home", home, *SOUNDING[command], home / written, "--force")
    assert result.code == 2, result
    assert "mà đài đang dùng" in result.stderr
    assert (home / written).read_bytes() == before


def test_force_replaces_a_sound_that_nothing_names(home: Path) -> None:
    before = _tone(home / "thu" / "khac.wav")
    result = run_here("--home", home, *SOUNDING["jingle"], home / "thu" / "khac.wav", "--force")
    assert result.code == 0, result
    assert (home / "thu" / "khac.wav").read_bytes() != before


def test_a_rehearsal_of_which_nothing_sounds_says_that_it_wrote_nothing(home: Path, tmp_path: Path) -> None:
    path = home / "playlist.yaml"
    path.write_text(path.read_text("utf-8").replace("max_session: 15m", "max_session: 5s"), "utf-8")
    written = tmp_path / "ngay.wav"
    nothing = run_here("--home", home, *SOUNDING["play-today"], written)
    assert not written.exists()
    assert "Đã ghi" not in nothing.stdout
    assert f"Không có gì để ghi, nên không có tệp {written}." in " ".join(nothing.stdout.split())
    before = _tone(written)
    old = run_here("--home", home, *SOUNDING["play-today"], written, "--force")
    assert written.read_bytes() == before
    assert "Đã ghi" not in old.stdout
    assert "vẫn là tệp cũ" in old.stdout


def test_help_names_force_among_the_commands_own_options_and_help_last() -> None:
    shown = run_here("jingle", "--help").stdout
    assert shown.index("--output") < shown.index("--force") < shown.index("--help")
