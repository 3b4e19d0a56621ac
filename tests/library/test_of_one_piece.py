"""What is read of a sound's file, and its print, are of the same bytes, however often it is saved meanwhile."""

import hashlib
from pathlib import Path

import pytest

from broadcast.base.errors import NotAudio
from broadcast.library.names import of_one_piece


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_that_is_replaced_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "loi.wav"
    path.write_bytes(b"old")
    saved = iter([b"new", b"newer"])

    def read() -> bytes:
        held = path.read_bytes()
        path.write_bytes(next(saved, path.read_bytes()))
        return held

    assert of_one_piece(tmp_path, "loi.wav", read) == (sha(b"newer"), b"newer")


def test_read_once_the_old_sound_would_go_by_the_new_print(tmp_path: Path) -> None:
    """The control: what happens without it."""
    path = tmp_path / "loi.wav"
    path.write_bytes(b"old")
    held = path.read_bytes()
    path.write_bytes(b"new")
    assert sha(held) != sha(path.read_bytes())


def test_a_file_that_never_stands_still_is_told(tmp_path: Path) -> None:
    path = tmp_path / "loi.wav"
    path.write_bytes(b"")

    def grow() -> None:
        path.write_bytes(path.read_bytes() + b"more")

    with pytest.raises(NotAudio, match="đang được ghi"):
        of_one_piece(tmp_path, "loi.wav", grow)
