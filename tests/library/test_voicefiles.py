"""A voice goes from the shelf slip first: whenever the removal ends, there is that voice whole, or none."""

from pathlib import Path

import pytest
from stand_ins.voice_slips import put_slip

from broadcast.base.errors import DiskError
from broadcast.library.voicefiles import remove_voice, voice_files
from broadcast.library.voiceshelf import installed_voices, shelf

NAME = "vi_VN-thu-medium"
OTHER = "vi_VN-khac-medium"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two voices, one of whose names begins with the other's."""
    for name in (NAME, f"{NAME}-2"):
        put_slip(tmp_path, name)
        for suffix in (".onnx", ".onnx.json"):
            (shelf(tmp_path) / f"{name}{suffix}").write_bytes(b"x" * 100)
    return tmp_path


def _names(home: Path) -> list[str]:
    return [one.name for one in installed_voices(home)]


def test_a_removed_voice_is_gone_whole_and_no_other_with_it(home: Path) -> None:
    freed = sum(one.stat().st_size for one in voice_files(home, NAME))
    assert remove_voice(home, NAME) == freed
    assert _names(home) == [f"{NAME}-2"]
    assert [len(voice_files(home, name)) for name in (NAME, f"{NAME}-2")] == [0, 3]
    assert remove_voice(home, NAME) == 0


def test_what_a_killed_installation_has_left_goes_too(home: Path) -> None:
    left = shelf(home) / "coming.part" / f"{OTHER}.onnx"
    left.parent.mkdir()
    left.write_bytes(b"x" * 100)
    remove_voice(home, NAME)
    assert not left.parent.exists()


def _removal_that_ends_after(monkeypatch: pytest.MonkeyPatch, files: int) -> None:
    unlink, gone = Path.unlink, list[Path]()

    def ended(path: Path, *rest: object) -> None:
        if len(gone) == files:
            raise KeyboardInterrupt
        gone.append(path)
        unlink(path)

    monkeypatch.setattr(Path, "unlink", ended)


@pytest.mark.parametrize("files", [0, 1, 2])
def test_a_removal_that_is_ended_leaves_the_voice_whole_or_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    with monkeypatch.context() as patch:
        _removal_that_ends_after(patch, files)
        with pytest.raises(KeyboardInterrupt):
            remove_voice(home, NAME)
    assert (NAME in _names(home)) is (len(voice_files(home, NAME)) == 3)
    remove_voice(home, NAME)
    assert voice_files(home, NAME) == ()


def test_with_the_slip_gone_last_half_a_voice_would_be_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.library.voicefiles.voice_files", lambda *of: voice_files(*of)[::-1])
    _removal_that_ends_after(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        remove_voice(home, NAME)
    assert NAME in _names(home)
    assert len(voice_files(home, NAME)) == 2


def test_a_file_that_cannot_be_deleted_is_told_by_its_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(DiskError, match=r"vi_VN-thu-medium\.voice\.json"):
        remove_voice(home, NAME)
    assert NAME in _names(home)
