"""The ward's folder while somebody is at work in it: what vanishes between two looks ends nothing."""

import os
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.ward.folder import read_ward, stamp


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
