"""What a command writes where the operator says, or reads: no folder, no permission, no text, in plain words."""

from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.wards import write_ward

MONDAY = ("--date", "06/10/2025")
WRITING: tuple[tuple[str, ...], ...] = (
    ("jingle", "nhac-hieu", "-o", "{place}/n.wav"),
    ("log", "--csv", "{place}/log.csv"),
    ("today", *MONDAY, "--picture", "{place}/ngay.svg"),
    ("preview", "treo-co", "-o", "{place}/bai.wav"),
    ("preview", "treo-co", "--picture", "{place}/bai.svg"),
    ("play-today", *MONDAY, "--rehearse", "--output", "{place}/ngay.wav"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ward(tmp_path_factory.mktemp("ward"))


def _run(home: Path, words: tuple[str, ...], place: object) -> Result:
    return run_here("--home", home, *(word.format(place=place) for word in words))


def _name(words: tuple[str, ...]) -> str:
    return f"{words[0]} {words[-2]}"


@pytest.mark.parametrize("words", WRITING, ids=_name)
def test_a_folder_that_is_not_there_is_told_and_not_made(
    home: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    result = _run(home, words, tmp_path / "khong-co")
    assert result.code == 5, result
    assert "chưa có thư mục" in result.stderr
    assert "Lỗi của chương trình" not in result.stderr
    assert not (tmp_path / "khong-co").exists()


@pytest.mark.parametrize("words", WRITING, ids=_name)
def test_a_place_that_takes_nothing_is_told(
    home: Path, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refused(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if path.is_relative_to(tmp_path) and mode != "rb":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refused)
    result = _run(home, words, tmp_path)
    assert result.code == 5, result
    assert "Lỗi của chương trình" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", WRITING, ids=_name)
def test_a_place_that_takes_it_holds_the_whole_file(home: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """The control."""
    assert _run(home, words, tmp_path).code == 0
    [written] = tmp_path.iterdir()
    assert written.stat().st_size > 0


def test_a_file_that_is_no_text_in_utf8_is_told_by_its_name(home: Path, tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_bytes("Xin chào".encode("utf-16"))
    result = run_here("--home", home, "spoken", tmp_path / "cu.txt")
    assert result.code == 2
    assert "cu.txt" in result.stderr
    assert "UTF-8" in result.stderr


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "+99999"])
@pytest.mark.parametrize("words", [("today",), ("build",), ("play-today", "--dry-run"), ("rehearse-tomorrow",)])
def test_a_day_that_no_calendar_holds_is_a_wrong_word_and_no_bug(
    home: Path, words: tuple[str, ...], day: str
) -> None:
    result = run_here("--home", home, *words, "--date", day)
    assert result.code == 2, result
    assert "Lỗi của chương trình" not in result.stderr
