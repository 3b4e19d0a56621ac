"""Both languages are whole: each sentence has its English, click's words their Vietnamese; the screens show it."""

import ast
import gettext
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import catalogue
import pytest
from ruamel.yaml import YAML
from sentences import program_sentences, sentences, vietnamese
from stand_ins.cli import run, run_here
from stand_ins.tables import for_each
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.cli.root import _COMMANDS

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "wards" / "broken"
TYPED = {"hôm nay", "ngày mai", "hôm qua", "có", "không"}  # what a person may type, in either language
ENGLISH_OF_CLICK = re.compile(
    r"\b(Usage|Options?|Commands?|Errors?|Missing|Invalid|Try|Show|Got|default|No such|OPTIONS|ARGS|COMMAND|TEXT"
    r"|FILE|INTEGER|DATE|NUMBER|SCRIPT)\b"
)


each_language = pytest.mark.parametrize("language", catalogue.LANGUAGES, ids=lambda language: language.code)


def _told(what: str, sentences: Iterable[object]) -> str:
    lines = "\n".join(f"  {sentence!r}" for sentence in sentences)
    return f"{what}:\n{lines}\nThen run: {catalogue.COMMAND}"


# The catalogues


@each_language
def test_every_sentence_has_its_translation(language: object) -> None:
    lacking = catalogue.untranslated(language, catalogue.read(language))
    assert not lacking, _told(
        f"{language.po.relative_to(ROOT)} lacks a translation (or has a fuzzy one) of these; "
        f"run `{catalogue.COMMAND}` to put them in, and translate them there",
        lacking,
    )


@each_language
def test_a_translation_has_the_placeholders_of_its_sentence(language: object) -> None:
    wrong = catalogue.misfilled(language, catalogue.read(language))
    assert not wrong, _told(f"{language.po.relative_to(ROOT)} has other placeholders in these", wrong)


@each_language
def test_a_catalogue_holds_no_sentence_that_nobody_says(language: object) -> None:
    said = language.sentences()
    left = [message.id for message in catalogue.read(language) if message.id and message.id not in said]
    assert not left, _told(f"{language.po.relative_to(ROOT)} holds what is no longer said", left)


@each_language
def test_the_compiled_catalogue_is_the_written_one(language: object) -> None:
    assert language.mo.read_bytes() == catalogue.compiled(catalogue.read(language)), (
        f"{language.mo.relative_to(ROOT)} is not made of its .po. Run: {catalogue.COMMAND}"
    )


@each_language
def test_a_compiled_catalogue_holds_no_date(language: object) -> None:
    assert re.search(rb"20\d\d-\d\d-\d\d \d\d:\d\d", language.mo.read_bytes()) is None


def test_the_english_is_english() -> None:
    english = catalogue.read(catalogue.LANGUAGES[0])
    assert [m.string for m in english if m.id and vietnamese(m.string)] == []


def test_the_program_reads_the_compiled_catalogues() -> None:
    english = gettext.translation("broadcast", ROOT / "broadcast" / "base" / "locale", ["en"])
    assert english.gettext("thiếu dữ kiện {names}") == "missing facts: {names}"
    vietnamese = gettext.translation("broadcast", ROOT / "broadcast" / "base" / "locale", ["vi"])
    assert vietnamese.gettext("Usage:") == "Cách dùng:"


# How sentences are found

SAYING = """
from broadcast.base.words import words
from broadcast.base.errors import tell
from broadcast.cli.command import option
from elsewhere import shout

_SIGNS = {1: ("√", "green", "đã phát")}
_OTHER = ("nghìn", "triệu")

@option("--x", help="Một lời giúp.", metavar="TỆP")
def show(state, late):
    "Lời mô tả."
    words("Một câu.")
    tell("Câu này" if late else "câu kia", why=f"không {late} phải câu")
    shout("Không nói với ai.")

class Board:
    def sign(self, state):
        return words(_SIGNS[state][2])

    def places(self):
        for what in ("Loa phường", "Tai nghe thử"):
            tell(what)
"""


def test_sentences_are_found_where_they_are_said_and_nowhere_else() -> None:
    found = {constant.value for constant in sentences(SAYING, "broadcast.cli.saying")}
    assert found == {
        "Một lời giúp.",
        "TỆP",
        "Một câu.",
        "Câu này",
        "câu kia",
        "đã phát",
        "Loa phường",
        "Tai nghe thử",
    }


def test_placeholders_that_differ_are_seen() -> None:
    catalog = catalogue.Catalog(locale="en")
    catalog.add("đã ghi {path}", "wrote {file}")
    catalog.add("{size:.1f} MB", "{size:.0f} MB")
    catalog.add("Viết như {{ dai_hoi.ngay }}.", "Write it like {{ dai_hoi.ngay }}.")
    wrong = catalogue.misfilled(catalogue.LANGUAGES[0], catalog)
    assert wrong == ["đã ghi {path}", "{size:.1f} MB"]


def test_a_sentence_without_a_translation_or_with_a_doubtful_one_is_seen() -> None:
    language = catalogue.LANGUAGES[0]
    catalog = catalogue.read(language)
    catalog["Thứ Hai"].string = ""
    catalog["Thứ Ba"].flags.add("fuzzy")
    assert catalogue.untranslated(language, catalog) == ["Thứ Hai", "Thứ Ba"]


@for_each(sorted((ROOT / "broadcast").rglob("*.py")))
def test_no_sentence_is_put_together_before_it_is_translated(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert [
        ast.unparse(call)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("tell", "words") and call.args
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ] == []


@for_each(sorted((ROOT / "broadcast" / "cli").glob("*.py")))
def test_every_vietnamese_string_of_the_command_line_is_a_sentence(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    strings = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told
    }
    unsaid = {text for text in strings if vietnamese(text)} - set(program_sentences()) - TYPED
    assert unsaid == set()


# What the screens show


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward")


def _without(screen: str, texts: Iterable[str]) -> str:
    """A screen without the ward's own texts and the lines of its files that are shown."""
    screen = re.sub(r"^ *\d+ \| .*$", "", screen, flags=re.MULTILINE)
    for text in sorted(texts, key=len, reverse=True):
        screen = screen.replace(text, "")
    return screen


def _texts(value: object) -> set[str]:
    """Every text in a YAML value."""
    if isinstance(value, dict):
        return {text for one in (*value.keys(), *value.values()) for text in _texts(one)}
    if isinstance(value, list):
        return {text for one in value for text in _texts(one)}
    return {value} if isinstance(value, str) and len(value) > 2 else set()


def _vietnamese_lines(screen: str) -> list[str]:
    return [line for line in screen.splitlines() if vietnamese(line)]


_HELPS = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO
from broadcast.cli.root import broadcast

said = []
for words in json.loads(sys.argv[1]):
    with redirect_stdout(StringIO()) as out:
        broadcast.run([*words, "--help"])
    said.append(out.getvalue())
print(json.dumps(said))
"""
"""The help of every command, from one process: a process's helps are bound to one language."""


def _helps(*language: str) -> list[str]:
    asked = json.dumps([[*language, *words] for words in WITH_HELP])
    done = subprocess.run([sys.executable, "-c", _HELPS, asked], capture_output=True, check=True)
    said: list[str] = json.loads(done.stdout)
    return said


WITH_HELP = [(), *((name,) for name in _COMMANDS)]


def test_help_is_all_in_one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADCAST_LANG", "")
    english, vietnamese = _helps("--lang", "en"), _helps()
    for words, in_english, in_vietnamese in zip(WITH_HELP, english, vietnamese, strict=True):
        assert _vietnamese_lines(in_english) == [], words
        assert ENGLISH_OF_CLICK.findall(in_vietnamese) == [], words
        assert in_vietnamese != in_english, words


def test_a_command_s_help_is_what_it_says_by_itself() -> None:
    assert run("--lang", "en", "today", "--help").stdout == _helps("--lang", "en")[WITH_HELP.index(("today",))]


@pytest.mark.parametrize(
    "wrong",
    [
        ("nope",),
        ("check", "--nope"),
        ("today", "--date", "32/13/2025"),
        ("today", "--date"),
        ("today", "extra"),
        ("reject",),
        ("approve", "treo-co"),
        ("build", "--days", "99"),
        ("build", "--days", "x"),
        ("spoken", "there-is-no-such.txt"),
        ("--home", "pyproject.toml", "today"),
        ("log", "--csv", "broadcast"),
    ],
    ids=" ".join,
)
def test_a_usage_error_is_all_in_one_language(wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    # click says what a path is called when the command's file is loaded: once a process
    typed = run if "--csv" in wrong else run_here
    english = typed("--lang", "en", *wrong)
    assert (english.code, _vietnamese_lines(english.stderr)) == (2, [])
    assert "Error: " in english.stderr
    vietnamese = typed(*wrong, BROADCAST_LANG="")
    assert (vietnamese.code, ENGLISH_OF_CLICK.findall(vietnamese.stderr)) == (2, [])
    assert "Lỗi: " in vietnamese.stderr


def test_a_language_that_is_not_there_is_told_in_vietnamese() -> None:
    result = run_here("--lang", "fr", "today")
    assert result.code == 2
    assert "chọn một trong: “vi”, “en”" in result.stderr


def test_check_in_english_shows_no_vietnamese_but_the_ward_s_own() -> None:
    result = run_here("--lang", "en", "--home", BROKEN, "check")
    assert result.code == 3
    assert _vietnamese_lines(_without(result.stdout + result.stderr, ())) == []
    assert (
        _vietnamese_lines(run_here("--home", BROKEN, "check").stdout) != []
    )  # the test can see Vietnamese at all


def test_today_in_english_shows_no_vietnamese_but_the_ward_s_own(home: Path) -> None:
    titles = set(re.findall(r"(?m)^title: (.*)$", "\n".join(p.read_text("utf-8") for p in home.rglob("*.md"))))
    own = titles | _texts(YAML(typ="safe").load(PLAYLIST))
    assert len(titles) == len(SCRIPTS)
    for day in ("06/10/2025", "11/10/2025", "01/01/2026"):
        result = run_here("--lang", "en", "--home", home, "today", "--date", day)
        assert result.code == 0
        assert _vietnamese_lines(_without(result.stdout, own)) == []


def test_the_language_may_come_from_the_environment(home: Path) -> None:
    assert "Monday" in run_here("--home", home, "today", "--date", "06/10/2025", BROADCAST_LANG="en").stdout
    assert (
        "Thứ Hai"
        in run_here("--home", home, "today", "--date", "06/10/2025", BROADCAST_LANG="vi", LANG="en_US").stdout
    )
