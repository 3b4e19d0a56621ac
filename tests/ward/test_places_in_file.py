"""A fault's line and column are those of the file as an editor shows it, whatever in it nobody sees.

A column counts characters (code points); the byte order mark at a file's very beginning is none of its characters.
"""

import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import Fault
from broadcast.cli.face import Face
from broadcast.ward.check import check
from broadcast.ward.filetext import FileText, lines_of

UNSEEN = {
    "zero-width space": "\u200b",
    "byte order mark within": "\ufeff",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "no-break space": "\u00a0",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "marks apart": unicodedata.normalize("NFD", "ệ ữ"),
    "two kinds": "\u200b\u00ad" + unicodedata.normalize("NFD", "ở"),
    "none": "x",
}
CONTROLS = {
    "vertical tab": "\x0b", "form feed": "\x0c", "escape": "\x1b", "bell": "\x07", "unit separator": "\x1f",
    "delete": "\x7f", "control of C1": "\x9b",
}  # fmt: skip
BETWEEN = {name: sign for name, sign in UNSEEN.items() if not any(letter.isalpha() for letter in sign)}
"""What may stand before a key's value and is no part of it."""
ENDS = ["\n", "\r\n", "\r"]
HEAD = "---\ntitle: Thông báo\n---\n"


def _where(text: str, wanted: str) -> tuple[int, int]:
    """The line and the column of `wanted` in a file, as an editor counts them."""
    before = lines_of(text.removeprefix("\ufeff").partition(wanted)[0])
    return len(before), len(before[-1]) + 1


def _told(home: Path, file: str, text: str, wanted: str, **files: str) -> Fault:
    """The fault that names `wanted`, once `file` of the ward holds the text."""
    if not (home / "playlist.yaml").exists():
        write_ward(home, PLAYLIST, SCRIPTS)
    for name, content in {file: text, **files}.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content.encode("utf-8"))
    found = [one for one in check(home).faults if wanted in f"{one.what} {one.fix}" and one.file == file]
    assert found, [f"{one.place} {one.what}" for one in check(home).faults]
    return found[0]


def _is_at(fault: Fault, text: str, wanted: str, length: int | None = None) -> None:
    assert (fault.line, fault.column) == _where(text, wanted)
    assert fault.length == (len(wanted) if length is None else length)
    assert fault.source == lines_of(text.removeprefix("\ufeff"))[fault.line - 1]


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize("sign", [*UNSEEN.values(), *CONTROLS.values()], ids=[*UNSEEN, *CONTROLS])
def test_in_a_script_s_body(tmp_path: Path, sign: str, bom: str, end: str) -> None:
    text = bom + f"{HEAD}Kính thưa.\n\nMời {sign} bà con xã XYZK họp.\n".replace("\n", end)
    _is_at(_told(tmp_path, "scripts/truoc/01-mot.md", text, "XYZK"), text, "XYZK")


@pytest.mark.parametrize("sign", BETWEEN.values(), ids=BETWEEN)
def test_in_a_script_s_header(tmp_path: Path, sign: str) -> None:
    text = f"\ufeff---\ntitle: Họp{sign}tổ\nspeed:{sign} nhanhxyz\n---\nMời bà con.\n"
    _is_at(_told(tmp_path, "scripts/truoc/01-mot.md", text, "nhanhxyz"), text, "nhanhxyz")


@pytest.mark.parametrize("end", ENDS, ids=repr)
@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
def test_in_playlist_yaml(tmp_path: Path, sign: str, end: str) -> None:
    text = PLAYLIST.replace("name: Buổi sáng,", f'name: "Buổi{sign}sáng", xyzk: 5,', 1)
    text = ("\ufeff" + text).replace("\n", end)
    fault = _told(tmp_path, "playlist.yaml", text, "xyzk")
    _is_at(fault, text, "xyzk")


@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
def test_in_the_lexicon(tmp_path: Path, sign: str) -> None:
    text = f'TDP: tổ dân phố\n"Vis{sign}san": {{spoken: vít san, xyzk: b}}\n'
    _is_at(_told(tmp_path, "lexicon.yaml", text, "xyzk"), text, "xyzk")


FACTS = "dai_hoi: {ngay: 18/10/2025, so_dai_bieu: }\n"
WAYS = {
    "plain": "gia_tri: xã~ XYZK họp",
    "double quotes": 'gia_tri: "xã~ \\"Hai\\" XYZK họp"',
    "single quotes": "gia_tri: 'xã~ ''Hai'' XYZK họp'",
    "with a colon": "gia_tri: Tổ 5: xã~ XYZK họp",
    "kept lines": "gia_tri: |\n      Mời xã~ họp.\n      Mời~ XYZK nữa.",
    "folded": "gia_tri: >-\n      Mời xã~ họp,\n\n      mời~ XYZK nữa.",
    "going on": "gia_tri: mời xã~ họp,\n      mời~ XYZK nữa.",
    "quotes going on": 'gia_tri: "mời xã~ họp,\n      mời~ XYZK nữa."',
    "list": "gia_tri:\n      - ông~ An\n      - xã~ XYZK",
    "list in one line": "gia_tri: [ông~ An, xã~ XYZK]",
}  # fmt: skip


@pytest.mark.parametrize("sign", ["", *UNSEEN.values()], ids=["", *UNSEEN])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_in_a_fact_s_text(tmp_path: Path, way: str, sign: str) -> None:
    text = PLAYLIST.replace(FACTS, f"{FACTS}  thu:\n    {way.replace('~', sign)}\n").replace("\n", "\r\n")
    script = f"{HEAD}Mời {{{{ thu.gia_tri }}}}.\n"
    fault = _told(tmp_path, "playlist.yaml", text, "XYZK", **{"scripts/truoc/05-thu.md": script})
    _is_at(fault, text, "XYZK")


def test_the_second_of_two_words_in_a_fact_is_told_at_its_own_place(tmp_path: Path) -> None:
    text = PLAYLIST.replace(FACTS, f"{FACTS}  thu:\n    gia_tri: |\n      XYZK một,\n      rồi\u200b XYZK hai.\n")
    write_ward(tmp_path, text, {**SCRIPTS, "truoc/05-thu": "Mời {{ thu.gia_tri }}"})
    found = [one for one in check(tmp_path).faults if "“XYZK”" in str(one.what)]
    lines = text.split("\n")
    places = [(n + 1, line.index("XYZK") + 1) for n, line in enumerate(lines) if "XYZK" in line]
    assert [(one.line, one.column) for one in found] == places


@pytest.mark.usefixtures("decoded_here")
@pytest.mark.parametrize("sign", BETWEEN.values(), ids=BETWEEN)
def test_a_recording_s_and_a_sound_s_name(tmp_path: Path, sign: str) -> None:
    text = f"---\ntitle: Họp{sign}tổ\nrecording:{sign} thu/khongco.wav\n---\nMời.\n"
    fault = _told(tmp_path, "scripts/truoc/01-mot.md", text, "khongco")
    _is_at(fault, text, "thu/khongco.wav")
    playlist = f'{PLAYLIST}\nsound: {{sting: "{sign}", opening: nhac/khongco.wav}}\n'
    fault = _told(tmp_path, "playlist.yaml", playlist.replace(f'sting: "{sign}", ', f"# {sign}\n  "), "khongco")
    assert fault.source[fault.column - 1 :][: fault.length] == "nhac/khongco.wav"


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_bytes_that_are_no_utf_8_are_told_in_their_line(tmp_path: Path, end: str) -> None:
    home = write_ward(tmp_path, PLAYLIST, SCRIPTS)
    raw = f"\ufeff{HEAD}Mời.\nTừ\u200b ".replace("\n", end).encode() + b"\xe9 sau." + end.encode()
    (home / "scripts" / "truoc" / "01-mot.md").write_bytes(raw)
    [fault] = [one for one in check(home).faults if "UTF-8" in str(one.what)]
    assert (fault.line, fault.column) == (5, 5)


def test_a_password_stays_covered_in_the_line_as_it_stands(tmp_path: Path) -> None:
    line = "  notices: smtp://an:mat\u200bkhau@thu.vn, xyzk: 1"
    home = write_ward(tmp_path, PLAYLIST.replace("station:", f"station:\n{line}", 1), SCRIPTS)
    shown = "".join(f"{one.source}{one.what}{one.fix}" for one in check(home).faults)
    assert "xyzk" not in shown
    assert "khau" not in shown
    assert "•" in shown


@pytest.mark.parametrize("sign", [*UNSEEN.values(), *CONTROLS.values(), "\t", "会"])
def test_the_caret_stands_under_the_fault_on_the_screen(
    tmp_path: Path, sign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"{HEAD}Mời {sign} bà con xã XYZK họp.\n"
    fault = _told(tmp_path, "scripts/truoc/01-mot.md", text, "“XYZK”")
    Face().faults([fault])
    lines = capsys.readouterr().err.split("\n")
    [at] = [number for number, line in enumerate(lines) if "|" in line and "^" in line]
    carets = lines[at]
    begin = cell_len(lines[at - 1].partition("XYZK")[0])
    assert (carets.index("^"), carets.count("^")) == (begin, 4)


def test_places_of_a_line_full_of_faults_are_found_once() -> None:
    """Else a file of one long line would take its length for each of its faults."""
    read = "a" * 50_000
    text = FileText("\u200b" + read)
    assert text.places(1, read) is text.places(1, read)
    assert text.places(1, read)[:2] == [1, 2]


def test_letters_that_join_without_marks_are_one_place() -> None:
    """Hangul: NFC makes one syllable of two signs, neither of which is a mark."""
    assert FileText("\u1112\u1161x").places(1, "\ud558x") == [0, 2, 3]
