"""takes/: sentences by their words, whole or not at all, and believed only as they were kept."""

from errno import ENOSPC
from pathlib import Path

import pytest
from stand_ins.own_takes import take_of

from broadcast.base.errors import DiskError, NotAudio
from broadcast.library import takeshelf
from broadcast.library.takeshelf import OwnTake, find_take, is_damaged, keep_take, read_take, takes_in, words_print

WORDS = "Kính thưa bà con."


def kept(home: Path, flac: bytes = b"one") -> None:
    keep_take(home, take_of(WORDS, flac), flac)


def only_file(home: Path) -> Path:
    (file,) = (home / "takes").glob("*.flac")
    return file


def test_a_take_is_found_by_its_words_in_any_spelling_of_unicode(tmp_path: Path) -> None:
    kept(tmp_path)
    found = find_take(tmp_path, WORDS)
    assert found is not None
    assert (found.by, found.script) == ("An", "truoc/01-mot")
    assert read_take(tmp_path, found) == b"one"
    assert words_print("Ki\u0301nh") == words_print("K\u00ednh")
    assert find_take(tmp_path, "Kính thưa bà con!") is None
    assert [one.words for one in takes_in(tmp_path)] == [WORDS]


def test_a_newer_take_of_the_same_words_replaces_the_earlier_one(tmp_path: Path) -> None:
    kept(tmp_path)
    earlier = find_take(tmp_path, WORDS)
    kept(tmp_path, b"two")
    newer = find_take(tmp_path, WORDS)
    assert earlier is not None
    assert newer is not None
    assert read_take(tmp_path, newer) == b"two"
    assert len([*(tmp_path / "takes").iterdir()]) == 2
    with pytest.raises(NotAudio):  # whoever held the earlier one does not get the newer under its name
        read_take(tmp_path, earlier)


def _kept_on_a_disk_full_before_the_slip(home: Path, monkeypatch: pytest.MonkeyPatch) -> OwnTake | None:
    """A take that is to replace another, on a disk that takes its sound and no slip; what is found then."""
    kept(home)
    write = takeshelf.put_whole

    def full_after_the_sound(path: Path, content: bytes) -> None:
        if path.suffix == ".json":
            raise OSError(ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr(takeshelf, "put_whole", full_after_the_sound)
    with pytest.raises(DiskError, match="Không giữ được câu vừa đọc"):
        kept(home, b"two")
    return find_take(home, WORDS)


def test_until_the_slip_is_written_the_earlier_take_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _kept_on_a_disk_full_before_the_slip(tmp_path, monkeypatch)
    assert found is not None
    assert read_take(tmp_path, found) == b"one"


def test_the_control_with_one_name_for_every_take_of_a_sentence_the_earlier_one_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_name = tmp_path / "takes" / f"{words_print(WORDS)}.1.flac"
    monkeypatch.setattr(takeshelf, "_file", lambda _home, _take: one_name)
    assert _kept_on_a_disk_full_before_the_slip(tmp_path, monkeypatch) is None


@pytest.mark.parametrize("spoil", ["bytes", "gone", "slip", "other words"])
def test_a_take_that_is_not_as_it_was_kept_counts_as_not_there(tmp_path: Path, spoil: str) -> None:
    kept(tmp_path)
    assert not is_damaged(tmp_path, WORDS)
    slip = tmp_path / "takes" / f"{words_print(WORDS)}.json"
    match spoil:
        case "bytes":
            only_file(tmp_path).write_bytes(b"ome")
        case "gone":
            only_file(tmp_path).unlink()
        case "slip":
            slip.write_text("{")
        case _:
            slip.write_text(slip.read_text(encoding="utf-8").replace("thưa", "chào"), encoding="utf-8")
    assert find_take(tmp_path, WORDS) is None
    assert is_damaged(tmp_path, WORDS)
    assert not is_damaged(tmp_path, "Câu chưa ai đọc.")
