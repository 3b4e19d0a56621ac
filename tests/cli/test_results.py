"""What a command writes where the operator says, or reads: no folder, no permission, no text, in plain words."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stand_ins.cli import Result, run, run_here
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


EVERY_DAY = """\
station: {{name: Đài thử, timezone: Asia/Ho_Chi_Minh}}
sessions:
  - {{id: sang, name: Buổi sáng, at: 06:30, days: t2-cn, play: [chung/a]}}
changes:
  - {{skip: {skipped}, date: {day:%d/%m/%Y}, reason: Mất điện}}
airtime: {{allowed: [05:30-07:30], days: t2-cn, max_session: 15m, max_sessions: 2}}
"""


def test_now_is_advised_only_where_it_would_air_something(tmp_path: Path) -> None:
    day = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    home = write_ward(tmp_path, EVERY_DAY.format(day=day, skipped="sang"), {"chung/a": "Mời bà con họp."})
    shown = run_here("--home", home, "play-today", "--dry-run").stdout
    assert "Ngày này không còn bài nào để phát." in shown
    assert "--now" not in shown


def test_a_cache_that_is_a_file_brings_no_line_of_the_program_s_own_log(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    (home / "audio_cache").write_text("")
    for words in (("today", *MONDAY), ("status",)):
        seen = run("--home", home, *words)
        assert "cannot be read" not in seen.stderr + seen.stdout
    assert "audio_cache" in run_here("--home", home, "check").stdout


def test_new_names_what_it_makes(home: Path) -> None:
    refused = run_here("--home", home, "new", "")
    assert refused.code == 2
    assert "giá trị của “script” không dùng được" in refused.stderr
    assert "{" not in refused.stderr
