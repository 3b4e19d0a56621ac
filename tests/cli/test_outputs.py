"""A file that a command writes replaces nothing that somebody would miss."""

import os
from pathlib import Path

import pytest

from tests.stand_ins.cli import run_here
from tests.stand_ins.wards import write_ward

WRITING = {
    ("jingle", "mo-dau", "--output"): "x.wav",
    ("today", "--date", "06/10/2025", "--picture"): "x.svg",
    ("log", "--csv"): "x.csv",
    ("preview", "chung/treo-co", "--picture"): "x.svg",
    ("preview", "chung/treo-co", "--output"): "x.wav",
    ("play-today", "--date", "06/10/2025", "--rehearse", "--output"): "x.wav",
}
"""By every command that writes a file a name that it would take."""

every_command = pytest.mark.parametrize(("command", "name"), WRITING.items(), ids=lambda one: " ".join(one[:1]))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phường")


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
@pytest.mark.parametrize("folder", ["scripts", "scripts/chung", "journal", "audio_cache"])
def test_nothing_is_written_among_the_wards_own(
    home: Path, command: tuple[str, ...], name: str, folder: str
) -> None:
    (home / folder).mkdir(parents=True, exist_ok=True)

    result = run_here("--home", home, *command, home / folder / name, "--force")

    assert result.code == 2
    assert "của chính phường" in result.stderr
    assert not (home / folder / name).exists()


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
    before = there.lstat()

    result = run_here("--home", home, *command, there, "--force")

    assert result.code == 2
    assert "không phải một tệp thường" in result.stderr
    assert there.lstat() == before
    assert (tmp_path / "đích").read_bytes() == b"of somebody else"


@pytest.mark.parametrize("name", ["playlist.yaml", "lexicon.yaml", "x", "x.m4a", "x.txt"])
def test_a_sound_goes_into_a_sound_s_file_alone(home: Path, name: str) -> None:
    before = (home / "playlist.yaml").read_bytes()

    result = run_here("--home", home, "jingle", "mo-dau", "-o", home / name, "--force")

    assert result.code == 2
    assert ".wav, .flac, .mp3, .ogg" in result.stderr
    assert (home / "playlist.yaml").read_bytes() == before


def test_the_person_may_say_so_and_our_own_is_written_anew(home: Path, tmp_path: Path) -> None:
    (tmp_path / "x.flac").write_bytes(b"of somebody else")
    jingle = ("--home", home, "jingle", "mo-dau", "-o", tmp_path / "x.flac")
    assert run_here(*jingle).code == 2
    assert run_here(*jingle, "--force").code == 0
    assert (tmp_path / "x.flac").read_bytes()[:4] == b"fLaC"

    for command in (("log", "--csv", tmp_path / "x.csv"), ("today", "--picture", tmp_path / "x.svg")):
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
