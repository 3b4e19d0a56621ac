"""Names and words that hold commands of a terminal: every command shows them, and the terminal obeys none."""

import json
import re
import xml.dom.minidom
from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here, run_on_terminal
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
YAML = "\\e]52;c;cm0gLXJmIC8=\\a\\e[2J\\x9b31m\\u202e\\u2028\\x7f"
"""Fill the clipboard, clear the screen, red by a C1 sign, right to left, a line's end, DEL: in YAML's escapes."""
OWN = re.compile(r"\x1b\[(?:[\d;]*m|\?25[lh]|2K|1A)|\r")
"""Colours, and a line that is written again: the program's own on a terminal."""
RAW = "\x1b]0;own\x07\x1b[2J\x9b31m\u202e\x7f"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = PLAYLIST
    for name in ("Đài truyền thanh phường Thử", "Trước Đại hội", "Buổi sáng", "Buổi chiều", "Ngày Đại hội"):
        assert name in text
        text = text.replace(name, f'"{name}{YAML}"')
    text = text.replace("so_dai_bieu: }", f'so_dai_bieu: , "la{YAML}": "x{YAML}"}}')
    home = write_ward(tmp_path_factory.mktemp("ward"), playlist=text)
    for id_, body in SCRIPTS.items():
        lines = f'---\ntitle: "Bài{YAML}\\n√ mọi bài đã phát"\nbasis: "b{YAML}"\n---\n{body}\x1b[2J\u202e\n'
        (home / "scripts" / f"{id_}.md").write_text(lines, encoding="utf-8")
    (home / "scripts" / "chung" / f"a{RAW}.md").write_text("---\ntitle: T\n---\nMời họp.\n", encoding="utf-8")
    (home / "scripts" / "chung" / "la.md").write_text(
        f"---\ntitle: T\n{RAW}: x\n---\nMời họp.\n", encoding="utf-8"
    )
    (home / "lexicon.yaml").write_text(f'"A{YAML}": "b{YAML}"\n', encoding="utf-8")
    (home / f"nhac{RAW}.yaml").write_text("", encoding="utf-8")
    return home


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",), ("check", "--json"), ("check", "--strict"), ("today", "--date", "06/10/2025"),
    ("today", "--date", "05/01/2099"), ("today", "--json"), ("status",), ("status", "--json"),
    ("rehearse-tomorrow", "--date", "06/10/2025"), ("rehearse-tomorrow", "--date", "06/10/2025", "--json"),
    ("play-today", "--date", "06/10/2025", "--dry-run"), ("build", "--date", "06/10/2025"),
    ("play-today", "--date", "06/10/2025", "--rehearse", "--output", "o.wav"),
    ("log", "--rehearsal"), ("log", "--rehearsal", "--json"), ("log", "--rehearsal", "--csv", "-"),
    ("log", "--verify"), ("preview", "01-mot", "--text"), ("preview", "01-mot", "--text", "--json"),
    ("preview", f"x{RAW}", "--text"),
    ("stop", "-m", f"hỏng loa{RAW}\n√ xong"), ("status",), ("status", "--json"), ("log",), ("log", "--json"),
    ("log", "--csv", "-"), ("resume",), (f"x{RAW}",), ("today", f"--{RAW}"), ("today", "--date", RAW),
    ("announce", "--text", f"Mời họp{RAW}", "--by", f"An{RAW}"), ("announce", f"x{RAW}", "--by", "An"),
    ("skip", f"x{RAW}", "--date", "05/01/2099", "--reason", f"x{RAW}"), ("doctor",), ("bulletins",), ("cache",),
    ("spoken", f"x{RAW}.txt"), ("import", f"x{RAW}.docx"), ("jingle", "--output", f"x{RAW}.txt"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: re.sub(r"[^\w -]+", "?", " ".join(command)))
def test_no_command_shows_what_a_terminal_obeys(
    home: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    on_terminal = run_on_terminal(100, "--home", home, *command)
    ours = [OWN.sub("", text) for text in (on_terminal.stdout, on_terminal.stderr)]
    for result in (run_here("--home", home, *command), Result(on_terminal.code, *ours)):
        _obeys_nothing(result)
        assert "Lỗi của chương trình" not in result.stderr
        assert not re.search(r"^√ (mọi bài đã phát|xong)", result.stdout + result.stderr, re.M)
        if "--json" in command and result.stdout:
            json.loads(result.stdout)


def test_what_is_typed_in_is_spoken_without_it(home: Path) -> None:
    _obeys_nothing(run_here("--home", home, "spoken", "--marks", stdin=f"Mời{RAW} họp {RAW}\n"))
    _obeys_nothing(run_here("--home", home, "spoken", "--json", stdin=f"Mời{RAW} họp {RAW}\n"))


def test_pictures_of_such_a_day_are_well_formed(home: Path) -> None:
    picture = home / "d.svg"
    run_here("--home", home, "today", "--date", "06/10/2025", "--picture", picture)
    text = picture.read_text(encoding="utf-8")
    assert not OBEYED.search(text)
    xml.dom.minidom.parseString(text.encode())  # noqa: S318 - the program's own picture


def _obeys_nothing(result: Result) -> None:
    for text in (result.stdout, result.stderr):
        found = OBEYED.search(text)
        assert found is None, (text[max(0, found.start() - 40) : found.end() + 20] if found else "",)
