"""The ward's folder while somebody is at work in it: what vanishes between two looks ends nothing."""

import os
from pathlib import Path

import pytest
from stand_ins.voice_slips import put_slip
from stand_ins.wards import write_ward

from broadcast.library.voiceshelf import shelf, slip_path
from broadcast.ward.folder import read_ward, stamp, stamp_of_sounds


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward")


def test_a_file_that_vanishes_while_the_folder_is_looked_at_ends_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, state, looks = home / "scripts" / "truoc" / "01-mot.md", Path.stat, 0

    def gone_at_every_second_look(path: Path, **how: bool) -> os.stat_result:
        nonlocal looks
        looks += path == script
        if path == script and looks % 2 == 0:
            raise FileNotFoundError(path)
        return state(path, **how)

    monkeypatch.setattr(Path, "stat", gone_at_every_second_look)
    assert {len(stamp(home)) for _ in range(4)} == {6, 7}


def test_a_script_that_vanishes_while_it_is_read_is_as_if_it_were_not_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, read = home / "scripts" / "truoc" / "01-mot.md", Path.read_bytes

    def read_late(path: Path) -> bytes:
        if path == script:
            path.unlink()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_late)
    assert "truoc/01-mot" not in read_ward(home).prepared


def test_a_stamp_changes_with_each_file_of_the_ward_and_with_nothing_else(home: Path) -> None:
    before = stamp(home)
    (home / "scripts" / "truoc" / "new~").write_text("x", encoding="utf-8")
    (home / "scripts" / "truoc" / "thu-muc.md").mkdir()
    assert stamp(home) == before
    (home / "scripts" / "truoc" / "05-moi.md").write_text("x", encoding="utf-8")
    after = stamp(home)
    assert after != before
    (home / "lexicon.yaml").write_text("", encoding="utf-8")
    assert stamp(home) != after


def test_the_stamp_of_sounds_changes_with_each_file_that_carts_are_made_of(home: Path) -> None:
    playlist = (home / "playlist.yaml").read_text(encoding="utf-8")
    (home / "playlist.yaml").write_text(f"{playlist}sound: {{opening: mo.wav, bed: none}}\n", encoding="utf-8")
    path = home / "scripts" / "chung" / "treo-co.md"
    path.write_text("---\ntitle: Ghi âm\nrecording: tin.wav\n---\n", encoding="utf-8")
    for name in ("mo.wav", "tin.wav", "khac.wav"):
        (home / name).write_bytes(b"1")
    sounds = read_ward(home).sounds
    assert sounds == ("mo.wav", "tin.wav")
    for name in sounds:
        before = stamp_of_sounds(home, sounds)
        (home / "new").write_bytes(b"2")
        os.utime(home / "new", ns=(0, before[0][1]))  # it keeps its old moment, as a copy may
        (home / "new").replace(home / name)
        assert stamp_of_sounds(home, sounds) != before
    before = stamp_of_sounds(home, sounds)
    (home / "khac.wav").write_bytes(b"2")
    assert stamp_of_sounds(home, sounds) == before
    (home / "tin.wav").unlink()
    assert len(stamp_of_sounds(home, sounds)) == 1
    assert stamp_of_sounds(home, ["../ngoai.wav", "a\0b"]) == ()


def test_the_stamp_of_sounds_changes_with_each_voice_that_is_installed_or_removed(home: Path) -> None:
    """So that a station that runs reads in it from the next session on."""
    before = stamp_of_sounds(home, ())
    put_slip(home, "vi_VN-thu-medium")
    installed = stamp_of_sounds(home, ())
    assert installed != before
    (shelf(home) / "vi_VN-thu-medium.onnx").write_bytes(b"1")  # of a voice, its slip alone tells
    assert stamp_of_sounds(home, ()) == installed
    slip_path(home, "vi_VN-thu-medium").unlink()
    assert stamp_of_sounds(home, ()) == before
