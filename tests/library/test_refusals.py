"""Why a cart could not be made: kept by its fingerprint as long as it is read, by its own account."""

import os
from pathlib import Path

import pytest

from broadcast.base.errors import tell
from broadcast.library.notes import Notes, forget_unused
from broadcast.library.refusals import Refusal, keep_refusal, kept_refusal
from broadcast.programme.model import Fingerprint

A, B = Fingerprint("a" * 64), Fingerprint("b" * 64)
WHY = Refusal(why=tell("đỉnh âm {db:.1f} dBTP", db=0.5), is_unread=True)


def test_why_is_kept_by_the_cart_s_fingerprint(tmp_path: Path) -> None:
    keep_refusal(tmp_path, A, WHY)
    assert kept_refusal(tmp_path, A) == WHY
    assert kept_refusal(tmp_path, B) is None


@pytest.mark.parametrize("garbage", [b"", b"[]", b"{}", b'{"why": 7, "is_unread": true}', b"\xff"])
def test_a_damaged_note_counts_as_none(garbage: bytes, tmp_path: Path) -> None:
    keep_refusal(tmp_path, A, WHY)
    [note] = tmp_path.rglob("*.json")
    note.write_bytes(garbage)
    assert kept_refusal(tmp_path, A) is None


def test_a_note_that_is_read_is_not_forgotten(tmp_path: Path) -> None:
    for one in (A, B):
        keep_refusal(tmp_path, one, WHY)
    for path in tmp_path.rglob("*.json"):
        os.utime(path, (1_000, 1_000))
    assert kept_refusal(tmp_path, A) == WHY
    assert forget_unused(tmp_path, oldest=2_000) > 0
    assert kept_refusal(tmp_path, A) == WHY
    assert kept_refusal(tmp_path, B) is None  # nobody asked for it


@pytest.mark.skipif(os.name != "posix", reason="accounts of Unix")
@pytest.mark.parametrize(
    ("root", "there", "kept"), [(True, True, False), (False, True, True), (False, False, False)]
)
def test_another_account_s_ward_gets_no_folder_of_ours(
    root: bool, there: bool, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of `sudo broadcast build`: a folder of root's would keep the service from its notes."""
    cache = tmp_path / "audio_cache"
    if there:
        cache.mkdir()
    monkeypatch.setattr("broadcast.library.notes.is_anothers", lambda _: True)
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1_000)
    keep_refusal(cache, A, WHY)
    assert bool(list(tmp_path.rglob("*.json"))) is kept
    assert cache.exists() is there


def test_a_disk_that_takes_nothing_keeps_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "audio_cache"
    cache.write_text("no folder", encoding="utf-8")
    keep_refusal(cache, A, WHY)
    assert kept_refusal(cache, A) is None
    assert Notes(cache).read(A) is None
