"""`carried`: killed at any step, a backup, a restoring, an export leave nothing half that is taken for whole."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from stand_ins.killed import killed_at_each_step
from stand_ins.wards import write_ward

from broadcast.base import files
from broadcast.base.errors import BroadcastError, FaultsFound
from broadcast.record.journal import Journal
from broadcast.station import exportfolder
from broadcast.station import restore as restores
from broadcast.station.backup import back_up
from broadcast.station.backupfile import opened
from broadcast.station.exportfolder import BEING_MADE, export_folder, is_whole
from broadcast.station.overview import journal_path, look_at
from broadcast.station.restore import restore

SCRIPTS = {f"chung/{name}": f"Bài {name}." for name in ("mot", "hai")}


@pytest.fixture(autouse=True)
def _forking_is_meant() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside pytest's own threads
        yield


@pytest.fixture
def home(tmp_path: Path) -> Path:
    from stand_ins.carts import MONDAY_0630

    home = write_ward(tmp_path / "may-cu", scripts=SCRIPTS)
    with Journal(journal_path(home)) as journal:
        journal.note("một dòng", MONDAY_0630)
    return home


def _holds_all(path: Path) -> bool:
    """Whether a person would take that file for a backup, and rightly so."""
    with opened(path) as backup:
        backup.check()
    return True


def _is_taken_for_a_ward(folder: Path) -> bool:
    try:
        look_at(folder)
    except FaultsFound:
        return True
    except BroadcastError:
        return False
    return True


def _names(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_a_killed_backup_leaves_the_last_one_or_the_new_one(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "ra" / "sao-luu.zip"
    path.parent.mkdir()
    back_up(home, path)
    kills = 0
    for _ in killed_at_each_step(lambda: back_up(home, path), str(tmp_path)):
        assert _holds_all(path)
        kills += 1
    assert kills >= 5
    back_up(home, path)
    files.sweep(path.parent)
    assert _names(path.parent) == {"sao-luu.zip"}


def test_a_backup_written_in_its_place_would_be_found_half(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the file beside, a kill leaves what is no backup under a backup's name."""
    path = tmp_path / "sao-luu.zip"
    monkeypatch.setattr(files.Part, "put", lambda part: part.file.close())
    monkeypatch.setattr(Path, "with_name", lambda one, name: one if name.endswith(".part") else one.parent / name)
    found = [
        _is_half(path) for _ in killed_at_each_step(lambda: back_up(home, path), str(tmp_path)) if path.exists()
    ]
    assert any(found)


def _is_half(path: Path) -> bool:
    try:
        return not _holds_all(path)
    except BroadcastError:
        return True


def test_a_killed_restoring_leaves_a_whole_ward_or_none(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "a.zip")
    target = tmp_path / "moi" / "dai"
    target.parent.mkdir()
    whole = {one.name for one in back_up(home, tmp_path / "b.zip").backup.files}
    kills = 0
    for _ in killed_at_each_step(lambda: restore(tmp_path / "a.zip", lambda _: target, lambda _: True), "dai"):
        assert not target.exists() or whole <= _names(target)
        kills += 1
    assert kills >= 15
    restore(tmp_path / "a.zip", lambda _: target, lambda _: True)
    assert not [one for one in target.parent.iterdir() if "dang-dung-lai" in one.name]
    assert all(whole <= _names(one) for one in target.parent.iterdir())  # what was moved aside is whole, too


def test_a_ward_unpacked_in_its_place_would_be_found_half(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: unpacked where it is to be, a kill leaves half a ward that is taken for one."""
    whole = {one.name for one in back_up(home, tmp_path / "a.zip").backup.files}
    target = tmp_path / "moi" / "dai"
    target.parent.mkdir()
    monkeypatch.setattr(restores, "_BESIDE", "")
    monkeypatch.setattr(restores, "_put", lambda part, target, now, *, stands: None)
    half = False
    for _ in killed_at_each_step(lambda: restore(tmp_path / "a.zip", lambda _: target, lambda _: True), "dai"):
        half = half or (_is_taken_for_a_ward(target) and not whole <= _names(target))
    assert half


def _exported(folder: Path, content: str, names: tuple[str, ...]) -> None:
    with export_folder(folder, force=True) as made:
        for name in names:
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_text(content)


NAMES, FEWER = ("bai/01.mp3", "bai/02.mp3", "gio-phat.txt"), ("bai/01.mp3", "bai/03.mp3")


def test_a_killed_export_says_that_it_is_not_whole_and_touches_nothing_of_others(tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    _exported(usb, "cũ", NAMES)
    (usb / "anh.jpg").write_text("của tôi")
    before, kills = 0, 0
    for _ in killed_at_each_step(lambda: _exported(usb, "mới", FEWER), "usb"):
        texts = {(usb / name).read_text() for name in NAMES if (usb / name).exists()}
        if is_whole(usb):
            assert texts in ({"cũ"}, {"mới"})
        else:
            assert (usb / BEING_MADE).exists() or '"whole": false' in (usb / "danh-muc.json").read_text()
        assert (usb / "anh.jpg").read_text() == "của tôi"
        before += texts == {"cũ"}
        kills += 1
    assert before >= 5
    assert kills > before
    _exported(usb, "mới", FEWER)
    assert is_whole(usb)
    assert _names(usb) == {*FEWER, "anh.jpg", "danh-muc.json"}


def test_an_export_without_its_list_would_be_taken_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: where the list does not first say that it is not whole, half of two passes for one."""
    usb = tmp_path / "usb"
    _exported(usb, "cũ", NAMES)
    usual = exportfolder._write_list
    monkeypatch.setattr(exportfolder, "_write_list", lambda folder, of, *, whole: usual(folder, of, whole=True))
    mixed = False
    for _ in killed_at_each_step(lambda: _exported(usb, "mới", NAMES), "usb"):
        texts = {(usb / name).read_text() for name in NAMES if (usb / name).exists()}
        says_whole = '"whole": true' in (usb / "danh-muc.json").read_text()
        mixed = mixed or (says_whole and texts == {"cũ", "mới"})
    assert mixed
