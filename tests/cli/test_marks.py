"""The marks on the screens: `preview --text`, `spoken --marks`, `spoken --json`, `check` of many doubts."""

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from stand_ins.cli import run_here, run_on_terminal
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.text.kindnames import name_of
from broadcast.text.spokentext import Kind

BODY = """Đại hội họp ngày {{ dai_hoi.ngay }}, TDP 5 và TDP 7 dự.

Thực hiện Quyết định số 3630/QĐ-UBND, mức 500.000đ; hỏi XQZK, XQZK; {{ station.name }}."""
LINE = "Họp ngày 05/9/2025 tại TDP 5, hỏi XQZK"


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path, scripts={"chung/x": BODY, "chung/y": "Kính thưa bà con!"})


def test_preview_lists_what_was_changed_and_why(home: Path) -> None:
    shown = run_here("--home", home, "preview", "chung/x", "--text")
    assert shown.code == 3
    head = shown.stdout.index("Máy đổi 9 chỗ, 2 chỗ chưa chắc (dấu !).")
    date = "mười tám tháng mười năm hai nghìn không trăm hai mươi lăm"
    code = "ba nghìn sáu trăm ba mươi quyết định ủy ban nhân dân"
    assert shown.stdout[head:].splitlines()[1:] == [
        f"   1  18/10/2025 → {date}   ngày tháng, dữ kiện dai_hoi.ngay",
        "   2  TDP → tổ dân phố   chữ viết tắt, 2 chỗ",
        f"   3  3630/QĐ-UBND → {code}   số hiệu văn bản",
        "   4  500.000đ → năm trăm nghìn đồng   tiền",
        "!  5  XQZK → ích quy dét ca   chưa biết đọc, 2 chỗ",
        "      Số đọc thành chữ: 5 → năm; 7 → bảy",
        "      Dữ kiện đọc đúng như viết: station.name",
    ]
    assert shown.stderr.count("XQZK") == 2  # asked once, with the line for lexicon.yaml


def test_a_text_read_as_written_has_no_list(home: Path) -> None:
    shown = run_here("--home", home, "preview", "chung/y", "--text")
    assert shown.code == 0
    assert shown.stdout.splitlines()[-1] == "Đọc đúng như viết, máy không đổi chỗ nào."


def test_the_list_is_in_the_reader_s_language(home: Path) -> None:
    shown = run_here("--lang", "en", "--home", home, "preview", "chung/x", "--text").stdout
    assert "date, fact dai_hoi.ngay" in shown
    assert "document number" in shown


@pytest.mark.parametrize("columns", [60, 80])
def test_the_list_fits_the_screen(home: Path, columns: int) -> None:
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", run_on_terminal(
        columns, "--home", home, "preview", "chung/x", "--text").stdout)  # fmt: skip
    lines = shown.replace("\r", "").splitlines()
    assert max(map(cell_len, lines)) <= columns
    assert any(line.startswith("!  5  XQZK →") for line in lines)


def test_spoken_with_marks_keeps_one_line_for_a_line_on_stdout(home: Path) -> None:
    text = f"{LINE}\nKính thưa bà con\n\nlúc 17h30\n"
    bare, marked = (run_here("--home", home, "spoken", *more, stdin=text) for more in ((), ("--marks",)))
    assert (marked.stdout, len(marked.stdout.splitlines())) == (bare.stdout, 4)
    assert set(bare.stderr.splitlines()) < set(marked.stderr.splitlines())
    assert "Dòng 1. Máy đổi 4 chỗ, 1 chỗ chưa chắc (dấu !)." in marked.stderr
    assert "   1  17h30 → mười bảy giờ ba mươi   giờ" in marked.stderr
    assert "Dòng 2" not in marked.stderr


def test_spoken_json_names_the_rule_beside_the_kind(home: Path) -> None:
    read = json.loads(run_here("--home", home, "spoken", "--json", stdin=LINE).stdout)["readings"]
    assert {(one["written"], one["kind"], one["rule"]) for one in read} >= {
        ("05/9/2025", "date", "ngày tháng"), ("TDP", "abbreviation", "chữ viết tắt"),
    }  # fmt: skip
    english = json.loads(run_here("--lang", "en", "--home", home, "spoken", "--json", stdin=LINE).stdout)
    assert english["readings"][0]["rule"] == "date"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_an_english_name(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    from broadcast.base.words import said, speak_language

    before = said(name_of(kind))
    monkeypatch.setenv("BROADCAST_LANG", "en")
    speak_language([])
    assert said(name_of(kind)) != before


DOUBTS = [f"XQ{a}{b}" for a in "BCDGH" for b in "BCDGHK"]


def test_check_tells_many_doubts_of_a_script_in_a_line_each_and_not_all(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts={"chung/x": "Hỏi " + ", ".join([*DOUBTS, *DOUBTS[:2]]) + "."})
    shown = run_here("--home", home, "check").stdout.splitlines()
    told = [line for line in shown if line.startswith("! scripts/chung/x.md:4:") and "lexicon.yaml: " in line]
    assert told[0].startswith(
        "! scripts/chung/x.md:4:5  chưa biết đọc “XQBB”, 2 chỗ. Ghi cách đọc vào lexicon.yaml: "
    )
    assert len(told) == 20
    assert "     và 10 chỗ nữa trong scripts/chung/x.md" in shown
    problems = json.loads(run_here("--home", home, "check", "--json").stdout)["problems"]
    assert sum("chưa biết đọc" in one["what"] for one in problems) == 32


def test_check_shows_a_few_doubts_with_their_line_of_the_file(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST, {"chung/x": "Hỏi XQBB,\nXQBC và XQBD."})
    shown = run_here("--home", home, "check").stdout
    marks = [line for line in shown.splitlines() if re.fullmatch(r" +\| +\^{4}", line)]
    assert (len(marks), "chỗ nữa" in shown) == (3, False)


@pytest.mark.parametrize("columns", [60, 80])
def test_many_doubts_fit_the_screen(tmp_path: Path, columns: int) -> None:
    home = write_ward(tmp_path, scripts={"chung/x": "Hỏi " + ", ".join(DOUBTS) + "."})
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", run_on_terminal(columns, "--home", home, "check").stdout)
    assert max(map(cell_len, shown.replace("\r", "").splitlines())) <= columns
    assert len(shown.splitlines()) < 100


@pytest.mark.parametrize(
    "line",
    [
        "Mỗi hộ đóng   đồng.",
        "Họp lúc giờ ngày tháng 12 tại nhà ông (tên chủ hộ).",
        "Họp lúc 25h30 ngày 30/02/2026, hỏi XQZK.",
        "Mức thu: ***.000 đồng, gọi 0912.***.***.",
        "Tỷ lệ đạt _%, có 500 (?) hộ.",
        "Có (chờ số liệu), 500? hộ được nhận.",
    ],
)
def test_check_preview_and_spoken_tell_the_same_places(tmp_path: Path, line: str) -> None:
    home = write_ward(tmp_path, scripts={"chung/x": line})
    checked = run_here("--home", home, "check", "--json").stdout
    asked = [one for one in json.loads(checked)["problems"] if one["level"] == "waiting"]
    assert asked
    head = f"{len(asked)} chỗ chưa chắc (dấu !)."
    spoken = run_here("--home", home, "spoken", "--marks", "--strict", stdin=line)
    preview = run_here("--home", home, "preview", "chung/x", "--text")
    assert (spoken.code, preview.code) == (3, 3)
    for screen in (spoken.stderr, preview.stdout):
        assert len(re.findall(r"(?m)^! +\d+  ", screen[screen.index(head) :])) == len(asked)
    told = run_here("--home", home, "spoken", "--json", stdin=line).stdout
    columns = [one["column"] for one in asked]
    assert [one["start"] + 1 for one in json.loads(told)["doubts"]] == columns
