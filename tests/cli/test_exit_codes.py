"""Each command in each documented state ends with the documented code (the guide's section 9)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, gone, write_ward

from broadcast.station.overview import look_at, view

MONDAY = ("--date", "06/10/2025")
READING = ("check", "today", "build", "play-today", "rehearse-tomorrow", "spoken", "run")


def _faulty(home: Path) -> None:
    (home / "playlist.yaml").write_text(PLAYLIST.replace("06:30", "77:30"), encoding="utf-8")


def _no_disk(home: Path) -> None:
    """What the disk of a ward without permission does: no sound is taken."""
    (home / "audio_cache").write_text("no folder", encoding="utf-8")


def _untouched(_home: Path) -> None:
    pass


def _stopped(home: Path) -> None:
    assert run_here("--home", home, "stop", "-m", "họp").code == 0


def _unready(home: Path) -> None:
    write_ward(home, PLAYLIST.replace("[chung/treo-co]", "[truoc/04-thieu, chung/treo-co]"))


def _broken_log(home: Path) -> None:
    (home / "journal").mkdir()
    (home / "journal" / "as-run.sqlite3").write_bytes(b"no database" * 1000)


@pytest.mark.parametrize(
    ("state", "words", "code"),
    [
        # 0: done
        (_untouched, ("check",), 0),
        (_untouched, ("today", *MONDAY), 0),
        (_untouched, ("log",), 0),
        (_untouched, ("status",), 0),
        (_untouched, ("resume",), 0),
        (_untouched, ("cache", "--verify"), 0),
        (_untouched, ("preview", "treo-co", "--text"), 0),
        (_untouched, ("rehearse-tomorrow", "--date", "05/10/2025"), 0),
        (_faulty, ("status",), 0),
        (_faulty, ("stop",), 0),
        # 2: typed wrong, or what the rules do not allow
        (_untouched, ("tody",), 2),
        (_untouched, ("today", "--dat", "x"), 2),
        (_untouched, ("today", "--date", "30/02/2025"), 2),
        (_untouched, ("build", "--days", "0"), 2),
        (_untouched, ("announce", "treo-co"), 2),
        (_untouched, ("play-today", *MONDAY), 2),
        (_untouched, ("play-today", "--rehearse", "--now"), 2),
        (_untouched, ("play-today", *MONDAY, "--rehearse", "--output", "ngay.m4a"), 2),
        (_untouched, ("preview", "treo-co", "-o", "bai.doc"), 2),
        # 3: the ward's files
        *((gone, (name,), 3) for name in READING if name != "spoken"),
        *((_faulty, (name,), 3) for name in READING if name not in ("spoken", "run")),
        (_untouched, ("preview", "khong-co"), 3),
        (_untouched, ("preview", "truoc/04-thieu"), 3),
        (_untouched, ("preview", "truoc/04-thieu", "--text"), 3),
        (_untouched, ("jingle", "khong-co"), 3),
        (_untouched, ("announce", "truoc/04-thieu", "--preview", "-o", "nghe.wav"), 3),
        (_untouched, ("announce", "truoc/04-thieu", "--by", "An"), 5),
        # 4: in part
        (_unready, ("build", *MONDAY, "--days", "1"), 4),
        (_unready, ("rehearse-tomorrow", *MONDAY), 4),
        # 5: the machine
        (_untouched, ("log", "--csv", "/khong/co/log.csv"), 5),
        (_untouched, ("play-today", *MONDAY, "--now", "--override", "a", "--by", "b", "--device", "không có"), 5),
        (_untouched, ("announce", "treo-co", "--by", "An", "--level", "khan-cap", "--reason", "bão"), 5),
        (_no_disk, ("announce", "treo-co", "--by", "An", "--level", "khan-cap", "--reason", "bão"), 5),
        (_no_disk, ("preview", "treo-co", "-o", "bai.wav"), 5),
        (_no_disk, ("build", *MONDAY, "--days", "1"), 5),
        (_broken_log, ("log",), 5),
        (_broken_log, ("doctor",), 5),
        # 7: a stop holds
        (_stopped, ("play-today", *MONDAY, "--now", "--override", "a", "--by", "b"), 7),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else getattr(value, "__name__", str(value)),
)
def test_each_command_ends_with_the_documented_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: Callable[..., None], words: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    home = write_ward(tmp_path / "ward")
    state(home)
    result = run_here("--home", home, *words)
    assert result.code == code, result
    assert "Lỗi của chương trình" not in result.stderr


def test_the_guide_has_every_code(tmp_path: Path) -> None:
    from broadcast.base import errors

    guide = (Path(__file__).parents[2] / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    codes = {one.exit_code for one in vars(errors).values() if isinstance(one, type) and hasattr(one, "exit_code")}
    assert all(f"\n| {code} |" in guide for code in codes | {0, 130})


def test_a_dry_run_counts_whole_carts_and_tells_a_stop_that_holds(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    assert run_here("--home", home, "build", *MONDAY, "--days", "1").code == 0
    whole = sum(cue.seconds or 0 for cue in view(look_at(home), date(2025, 10, 6), as_planned=True).cues)
    assert (
        f"Sẽ phát 3 bài, {round(whole)} giây"
        in run_here("--home", home, "play-today", *MONDAY, "--dry-run").stdout
    )
    _stopped(home)
    assert "Cho phát lại: broadcast resume" in run_here("--home", home, "play-today", *MONDAY, "--dry-run").stdout


def test_a_name_that_promises_another_format_is_refused_before_any_work(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    for words, right in (
        (("play-today", *MONDAY, "--rehearse", "--output", tmp_path / "xe.m4a"), "xe.wav"),
        (("preview", "treo-co", "--output", tmp_path / "bai"), "bai.wav"),
        (("preview", "treo-co", "--picture", tmp_path / "bai.png"), "bai.svg"),
        (("today", *MONDAY, "--picture", tmp_path / "ngay.jpg"), "ngay.svg"),
        (("log", "--csv", tmp_path / "log.xlsx"), "log.csv"),
        (("jingle", "nhac-hieu", "-o", tmp_path / "n.txt"), "n.wav"),
    ):
        result = run_here("--home", home, *words)
        assert (result.code, right in result.stderr) == (2, True), result
    assert not (home / "audio_cache").exists()


def test_a_preview_s_file_is_what_its_name_says(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    begin = {".wav": b"RIFF", ".flac": b"fLaC", ".ogg": b"OggS", ".WAV": b"RIFF"}
    for suffix, first in begin.items():
        out = tmp_path / f"bai{suffix}"
        assert run_here("--home", home, "preview", "treo-co", "--output", out).code == 0
        assert out.read_bytes().startswith(first)


def test_a_script_that_waits_for_a_fact_is_shown_as_far_as_it_is_written(tmp_path: Path) -> None:
    home = write_ward(
        tmp_path, scripts={"chung/x": "Họp ở XQZ.", "chung/y": "Có {{ dai_hoi.so_dai_bieu }} đại biểu."}
    )
    fact, reading = (run_here("--home", home, "preview", name) for name in ("chung/y", "chung/x"))
    assert (
        "viết Có {{ dai_hoi.so_dai_bieu }} đại biểu." in run_here("--home", home, "preview", "y", "--text").stdout
    )
    assert ("mục facts" in fact.stderr, "lexicon.yaml" in fact.stderr) == (True, False)
    assert ("mục facts" in reading.stderr, "lexicon.yaml" in reading.stderr) == (False, True)
