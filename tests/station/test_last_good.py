"""The copy of the ward's last good files, whatever became of it: at worst there is none."""

import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.base.errors import WardError, tell
from broadcast.station import last_good, readable
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import look_at
from broadcast.station.readable import converted, read_what_can_be
from broadcast.ward.folder import stamp

Damage = Callable[[Path], None]


def _truncated(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-40])


def _no_zip(copy: Path) -> None:
    copy.write_bytes(b"no zip at all " * 100)


def _empty(copy: Path) -> None:
    copy.write_bytes(b"")


def _flipped(copy: Path) -> None:
    """In the first file's compressed bytes, behind its 43 bytes of header and name."""
    content = bytearray(copy.read_bytes())
    content[50:80] = bytes(255 - one for one in content[50:80])
    copy.write_bytes(content)


def _header_says(copy: Path, at_local: int, at_central: int, value: int) -> None:
    content = bytearray(copy.read_bytes())
    content[at_local] = value
    content[content.index(b"PK\x01\x02") + at_central] = value
    copy.write_bytes(content)


def _encrypted(copy: Path) -> None:
    _header_says(copy, 6, 8, 1)


def _compressed_in_an_unknown_way(copy: Path) -> None:
    _header_says(copy, 8, 10, 97)


def _holding(**files: str) -> Damage:
    def damage(copy: Path) -> None:
        with zipfile.ZipFile(copy, "w") as pack:
            for name, text in files.items():
                pack.writestr(name.replace("__", "/"), text)

    return damage


def _huge(copy: Path) -> None:
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("playlist.yaml", bytes(last_good._LARGEST + 1))


def _folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


DAMAGES = {
    "truncated": _truncated, "no zip": _no_zip, "empty": _empty, "flipped bytes": _flipped,
    "encrypted": _encrypted,
    "another compression": _compressed_in_an_unknown_way, "other names": _holding(khac="x"),
    "a name twice as file and folder": _holding(**{"playlist.yaml": "x", "playlist.yaml__a": "y"}),
    "brings its reader down": _holding(**{"playlist.yaml": "[" * 1000}), "huge": _huge, "a folder": _folder,
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ward of which a copy was kept, and whose playlist.yaml has become faulty since."""
    home = write_ward(tmp_path / "ward")
    assert keep_last_good(home, stamp(home))
    (home / "playlist.yaml").write_text("sessions: [", encoding="utf-8")
    return home


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_copy_is_none_at_all_and_no_command_ends_of_it(home: Path, damage: Damage) -> None:
    damage(home / "journal" / "last-good.zip")
    assert read_what_can_be(home).overview is None
    result = run_here("--home", home, "status")
    assert result.code == 0, result
    assert "Tệp của phường đang có lỗi" in result.stderr
    assert "bản tốt gần nhất" not in result.stderr


def test_a_whole_copy_is_read(home: Path) -> None:
    """The control."""
    assert read_what_can_be(home).overview is not None
    assert "bản tốt gần nhất" in run_here("--home", home, "status").stderr


def test_a_copy_that_unpacks_to_too_much_is_not_unpacked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_good, "_LARGEST", 100)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", lambda *_: pytest.fail("it was unpacked"))
    assert read_what_can_be(home).overview is None


# --- what a reader raises that nobody has thought of ---


def test_a_bug_that_is_told_as_a_fault_of_the_files_stands_in_the_log_with_where_it_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def _broken_reader() -> None:
        raise AttributeError("nobody thought of it")

    with caplog.at_level(logging.INFO, readable.__name__), pytest.raises(WardError, match="AttributeError"):
        converted(_broken_reader)
    [line] = caplog.messages
    assert "Traceback" in line
    assert "in _broken_reader" in line


def test_a_fault_that_is_told_in_its_own_words_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    def faulty() -> None:
        raise WardError(tell("sai"))

    with pytest.raises(WardError, match="sai"):
        converted(faulty)
    assert caplog.messages == []


def test_the_copy_holds_what_is_read_and_no_recording_however_large(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    (home / "scripts" / "chung" / "treo-co.md").write_text(
        "---\ntitle: Ghi âm\nrecording: tin.wav\n---\n", encoding="utf-8"
    )
    (home / "tin.wav").write_bytes(bytes(1_000_000))
    seen = look_at(home)
    assert any(name.endswith("tin.wav") for name, *_ in seen.stamp)
    assert keep_last_good(home, seen.stamp)
    with zipfile.ZipFile(home / "journal" / "last-good.zip") as pack:
        assert {Path(name).suffix for name in pack.namelist()} == {".yaml", ".md"}
    kept = readable.read_last_good(home)
    assert kept is not None
    assert kept.sounds == ("tin.wav",)
