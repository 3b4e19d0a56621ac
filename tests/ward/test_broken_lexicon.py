"""One line of lexicon.yaml that is wrong costs that line: the others hold, what it was for waits and says why."""

from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared

LINES = (
    "Garden: ga-đần 2",
    "Garden: ",
    "Garden ga đần",
    "Garden: [ga đần",
    'Garden: "ga đần',
    "Garden: ga: đần",
    "Garden:\tga đần: x",
    "\tGarden: ga đần",
    "Garden: @ga",
    "Garden: {spoken: ga, befor: x}",
    "Garden:\n  - {spoken: ga, after: [x}\n  - đần",
    "Garden: ga\nGarden: đần",
    "'Garden: ga",
    "Garden: *ga",
    "- Garden: ga",
)


def _home(tmp_path: Path, line: str, *, last: bool) -> Path:
    good = ["Lê Lợi: Lê Lai", "Hàng Kênh: Hàng Cênh"]
    lines = [*good, line] if last else [good[0], line, good[1]]
    scripts = {
        **SCRIPTS,
        "truoc/01-mot": "Đoàn thăm phố Lê Lợi và Hàng Kênh.",
        "truoc/02-hai": "Họp ở quán Garden lúc bảy giờ.",
        "truoc/03-ba": "Họp ở quán {{ quan }} lúc bảy giờ.",
    }
    home = write_ward(tmp_path, PLAYLIST.replace("facts:\n", "facts:\n  quan: Garden\n"), scripts)
    (home / "lexicon.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return home


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("line", LINES)
def test_a_broken_line_costs_itself_alone(tmp_path: Path, line: str, last: bool) -> None:
    ward = read_ward(_home(tmp_path, line, last=last))
    assert [fault.line for fault in ward.faults if fault.file == "lexicon.yaml"], ward.faults
    first = ward.prepared[ScriptId("truoc/01-mot")]
    assert isinstance(first, Prepared)
    assert "Lê Lai" in str(first.spoken)
    assert "Hàng Cênh" in str(first.spoken)
    for id_ in ("truoc/02-hai", "truoc/03-ba"):  # in its own words, and in a fact
        held = ward.prepared[ScriptId(id_)]
        assert isinstance(held, Unready), id_
        assert "lexicon.yaml có lỗi" in str(held.why)


def test_tomorrow_says_what_waits_for_the_line(tmp_path: Path) -> None:
    home = _home(tmp_path, "Garden: ga-đần 2", last=True)
    (home / "scripts" / "chung" / "treo-co.md").write_text("---\ntitle: T\n---\nHọp ở Garden.\n", encoding="utf-8")
    told = run_here("--home", home, "rehearse-tomorrow", "--date", "06/10/2025")
    assert told.code != 0
    assert "dòng “Garden” của lexicon.yaml có lỗi" in told.stdout + told.stderr


@pytest.mark.parametrize("kind", ["folder", "dangling", "pipe"])
def test_a_lexicon_that_is_no_file_is_told(tmp_path: Path, kind: str) -> None:
    home = write_ward(tmp_path)
    path = home / "lexicon.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "dangling":
        path.symlink_to(home / "gone.yaml")
    else:
        import os

        os.mkfifo(path)
    told = run_here("--home", home, "check", "--strict")
    assert told.code == 3
    assert "lexicon.yaml" in told.stdout + told.stderr


LEXICON = "treo cờ: treo quốc kỳ\n"
LOST = {
    "UTF-16": LEXICON.encode("utf-16"),
    "an old code page": "treo cê: x\n".encode("latin-1"),
    "a list": f"- {LEXICON}".encode(),
    "one word": "treo cờ".encode(),
    "too large": LEXICON.encode() + b"a: b\n" * 600_000,
}


@pytest.mark.parametrize("lost", LOST)
def test_of_a_lexicon_that_is_lost_whole_nothing_is_read_out_wrongly(tmp_path: Path, lost: str) -> None:
    home = write_ward(tmp_path)
    (home / "lexicon.yaml").write_bytes(LEXICON.encode())
    assert "treo quốc kỳ" in run_here("--home", home, "preview", "treo-co", "--text").stdout  # the control
    (home / "lexicon.yaml").write_bytes(LOST[lost])
    for words in (["check"], ["rehearse-tomorrow", "--date", "06/10/2025"], ["preview", "treo-co", "--text"],
                  ["play-today", "--dry-run", "--date", "06/10/2025"]):  # fmt: skip
        told = run_here("--home", home, *words)
        assert told.code == 3, words
        assert "lexicon.yaml" in told.stdout + told.stderr


def test_a_link_to_nothing_in_place_of_the_lexicon_loses_it_too(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    (home / "lexicon.yaml").symlink_to(home / "gone.yaml")
    assert run_here("--home", home, "rehearse-tomorrow", "--date", "06/10/2025").code == 3
