"""What is being typed is kept, given back, told to others, and never grows without end."""

import os
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.base.errors import WardError
from broadcast.station import drafts
from broadcast.station.drafts import drop, hand_over, keep, kept
from broadcast.ward.folder import stamp

NAME = "scripts/truoc/01-mot.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phuong")


def _aged(path: Path, *, seconds: float) -> None:
    moment = path.stat().st_mtime - seconds
    os.utime(path, (moment, moment))


def test_a_draft_comes_back_whole_to_its_own_person_alone(home: Path) -> None:
    before = stamp(home)
    keep(home, "Bà Mai", NAME, "Kính thưa", "a" * 64)
    keep(home, "Bà Mai", NAME, "Kính thưa bà con 🎉\n", "a" * 64)
    [mine] = kept(home, "Bà Mai", NAME)
    assert (mine.text, mine.seen) == ("Kính thưa bà con 🎉\n", "a" * 64)
    assert kept(home, "Ông Bình", NAME) == ()
    assert stamp(home) == before  # no player reads the folder anew for it
    drop(home, "Bà Mai", NAME)
    drop(home, "Bà Mai", NAME)
    assert kept(home, "Bà Mai", NAME) == ()


def test_another_opening_of_the_same_editor_writes_over_nothing(home: Path) -> None:
    keep(home, "Bà Mai", NAME, "Trước khi máy tắt", opening="a")
    keep(home, "Bà Mai", NAME, "Gõ lại", opening="b")
    keep(home, "Bà Mai", NAME, "Gõ lại nữa", opening="b")
    assert {one.text for one in kept(home, "Bà Mai", NAME)} == {"Trước khi máy tắt", "Gõ lại nữa"}
    drop(home, "Bà Mai", NAME, opening="b")
    assert [one.text for one in kept(home, "Bà Mai", NAME)] == ["Trước khi máy tắt"]


def test_who_takes_another_name_keeps_what_was_typed(home: Path) -> None:
    keep(home, "người ngồi máy", NAME, "Đang gõ", "a" * 64, opening="x")
    hand_over(home, "người ngồi máy", "Bà Mai")
    hand_over(home, "Bà Mai", "Bà Mai")
    [mine] = kept(home, "Bà Mai", NAME)
    assert (mine.text, mine.seen, mine.opening) == ("Đang gõ", "a" * 64, "x")
    assert kept(home, "người ngồi máy", NAME) == ()


def test_no_name_and_no_person_leads_out_of_the_folder(home: Path) -> None:
    for person, name in (("../../x", "../../../etc/passwd"), ("a/b", "\x00"), ("", ""), ("nul", "con")):
        keep(home, person, name, "x")
        [draft] = kept(home, person, name)
        assert draft.text == "x"
    assert {path.parent for path in home.rglob("*.json")} == {home / "journal" / "drafts"}


def test_drafts_are_bounded_in_size_number_and_age(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_MOST", 3)
    for number in range(5):
        keep(home, "Bà Mai", f"scripts/{number}.md", str(number))
        for path in (home / "journal/drafts").iterdir():
            _aged(path, seconds=60)
    assert [kept(home, "Bà Mai", f"scripts/{number}.md") != () for number in range(5)] == [False] * 2 + [True] * 3
    [old] = [path for path in (home / "journal/drafts").iterdir() if b"4.md" in path.read_bytes()]
    _aged(old, seconds=31 * 86_400)
    keep(home, "Bà Mai", NAME, "mới")
    assert not old.exists()
    for text in ("x" * 400_001, "\ud83c"):
        with pytest.raises(WardError):
            keep(home, "Bà Mai", NAME, text)


def test_a_damaged_draft_is_none(home: Path) -> None:
    keep(home, "Bà Mai", NAME, "x")
    [path] = (home / "journal/drafts").iterdir()
    for content in (b"", b"[]", b'{"person": 1}', b"\xff"):
        path.write_bytes(content)
        assert kept(home, "Bà Mai", NAME) == ()
