"""The sentences of broadcast/ and click's own words -> broadcast/base/locale/*/LC_MESSAGES/broadcast.po and .mo.

Run after changing a sentence: it puts new sentences into the .po files, keeps every translation, drops what is
no longer said, compiles the .mo files, and tells what has no translation yet. A sentence whose wording changed
keeps its old translation marked `fuzzy`: correct it, take the mark off, run again.

    python tools/catalogue.py
"""

import ast
import re
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "broadcast" / "base" / "locale"
COMMAND = "python tools/catalogue.py"

MsgId = str | tuple[str, str]
"""A sentence, or click's (singular, plural)."""
Places = list[tuple[str, int]]
"""File and line, the file as the repository names it."""

_VIETNAMESE = re.compile("[À-ÖØ-öø-ỹĐđ]")
_SAYERS = {"broadcast.base.errors": {"tell", "Message"}, "broadcast.base.words": {"words"}}
_HELP = {"broadcast.cli.command": {"command", "option", "argument"}}
_HELP_KEYWORDS = {"help", "metavar"}

_CLICK_FILES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_UNMARKED = ("[OPTIONS]", "COMMAND [ARGS]...")  # click shows these without asking gettext; our commands ask for it


def vietnamese(text: str) -> bool:
    """Whether it holds a letter that English has not."""
    return _VIETNAMESE.search(text) is not None


# What the program says


def program_sentences() -> dict[MsgId, Places]:
    """Every Vietnamese sentence of the program, and where it is said."""
    found: dict[MsgId, Places] = {}
    for path in sorted((ROOT / "broadcast").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for constant in sentences(path.read_text(encoding="utf-8"), name.removesuffix(".py").replace("/", ".")):
            if isinstance(constant.value, str) and constant.value:
                found.setdefault(constant.value, []).append((name, constant.lineno))
    return found


def sentences(source: str, module: str) -> list[ast.Constant]:
    """The sentences of one file of ours, in the order of its lines.

    A sayer's literal is a sentence. A sayer that is given anything else says one of the Vietnamese strings of the
    function it stands in, or of the file's tables which that function names; a Vietnamese letter tells a sentence
    from a sign or a colour, so a sentence in a table needs one.
    """
    tree = ast.parse(source)
    sayers, helpers = _names(tree, module, _SAYERS), _names(tree, module, _HELP)
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: dict[int, ast.Constant] = {}
    for part in _parts(tree):
        for name, call in _calls(part):
            if name in sayers and call.args:
                literal = _literals(call.args[0])
                found.update((id(one), one) for one in literal or _strings_near(part, tables))
            if name in helpers:
                told = [one.value for one in call.keywords if one.arg in _HELP_KEYWORDS]
                told += call.args[:1] if name == "command" else []
                found.update((id(one), one) for value in told for one in _literals(value))
    return sorted(found.values(), key=lambda one: (one.lineno, one.col_offset))


def _names(tree: ast.Module, module: str, wanted: dict[str, set[str]]) -> set[str]:
    """The names of a file that are one of those: imported as they are, or its own."""
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in wanted
        for alias in node.names
        if alias.name in wanted[node.module]
    }
    return imported | wanted.get(module, set())


def _parts(tree: ast.Module) -> Iterator[ast.AST]:
    """The functions and methods of a file, and what stands outside of them."""
    for node in tree.body:
        yield from node.body if isinstance(node, ast.ClassDef) else (node,)


def _calls(part: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The calls of plain names, each with its name."""
    for node in ast.walk(part):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def _literals(node: ast.expr) -> list[ast.Constant]:
    """`"a"` and `"a" if x else "b"`; nothing where it is not written out."""
    match node:
        case ast.Constant(value=str()):
            return [node]
        case ast.IfExp(body=body, orelse=orelse):
            return _literals(body) + _literals(orelse)
    return []


def _strings_near(part: ast.AST, tables: dict[str, ast.expr]) -> list[ast.Constant]:
    named = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
    return [
        node
        for place in (part, *(value for name, value in tables.items() if name in named))
        for node in _walk_without_pieces(place)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and vietnamese(node.value)
    ]


def _walk_without_pieces(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but docstrings and the pieces of f-strings, which no one can translate."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _walk_without_pieces(child)


# What click says


def click_sentences() -> dict[MsgId, Places]:
    """The English sentences of click that it asks gettext for."""
    found: dict[MsgId, Places] = {sentence: [("click/core.py", 0)] for sentence in _UNMARKED}
    for name in _CLICK_FILES:
        source = Path(click.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
        for asked, call in _calls(
            ast.parse(source)
        ):  # not Babel's own extraction, which does not look into f-strings
            said = [literal.value for argument in call.args for literal in _literals(argument)]
            match asked, said:
                case "_", [str(one)]:
                    found.setdefault(one, []).append((f"click/{name}.py", call.lineno))
                case "ngettext", [str(one), str(more)]:
                    found.setdefault((one, more), []).append((f"click/{name}.py", call.lineno))
    return found


# The catalogues


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    code: str
    sentences: Callable[[], dict[MsgId, Places]]

    @property
    def po(self) -> Path:
        return LOCALE / self.code / "LC_MESSAGES" / "broadcast.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")


LANGUAGES = (Language(code="en", sentences=program_sentences), Language(code="vi", sentences=click_sentences))


class _Undated(Catalog):
    """A catalogue without dates and versions in its head, so that the same sentences give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "broadcast"),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    @mime_headers.setter
    def mime_headers(self, _: object) -> None:
        pass


def read(language: Language) -> Catalog:
    """The .po as it is on the disk; an empty one where there is none."""
    kept = _Undated(
        locale=language.code, fuzzy=False, header_comment=f"# The sentences of broadcast. Made by: {COMMAND}"
    )
    if language.po.exists():
        with language.po.open("rb") as file:
            for message in read_po(file, locale=language.code, abort_invalid=True):
                if message.id:
                    kept[message.id] = message
    return kept


def updated(language: Language) -> Catalog:
    """The .po with every sentence of today and no other."""
    template = _Undated()
    for msgid, places in language.sentences().items():
        template.add(msgid, locations=places)
    catalog = read(language)
    catalog.update(template)
    catalog.obsolete.clear()
    return catalog


def write(language: Language, catalog: Catalog) -> None:
    """The .po and, of what is translated and not fuzzy, the .mo."""
    language.po.parent.mkdir(parents=True, exist_ok=True)
    with language.po.open("wb") as file:
        write_po(file, catalog, width=110, sort_by_file=True, include_lineno=False)
    language.mo.write_bytes(compiled(catalog))


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalogue: the same bytes for the same translations."""
    made = BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


# What is wrong with them


def untranslated(language: Language, catalog: Catalog) -> list[MsgId]:
    """The sentences of today that have no translation in this catalogue, or a doubtful (fuzzy) one."""
    return [msgid for msgid in language.sentences() if not _is_done(catalog.get(msgid))]


def _is_done(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_forms(message.string))


def misfilled(language: Language, catalog: Catalog) -> list[MsgId]:
    """The sentences whose translation has other placeholders than the original.

    In click's sentences some may be left out: Vietnamese has no use for "{name} {filename!r} is a file".
    """
    told = [message for message in catalog if message.id and message.string]
    some = language.sentences is click_sentences
    return [_msgid(message) for message in told if not _filled_alike(message, some_may_go=some)]


def _filled_alike(message: Message, *, some_may_go: bool) -> bool:
    wanted = placeholders(_forms(message.id)[-1])
    found = [placeholders(form) for form in _forms(message.string)]
    return all(set(one) <= set(wanted) if some_may_go else one == wanted for one in found)


def _msgid(message: Message) -> MsgId:
    forms = _forms(message.id)
    return forms[0] if len(forms) == 1 else (forms[0], forms[1])


def _forms(text: str | Sequence[str] | None) -> list[str]:
    """Singular and plural, or the one form there is."""
    return [text] if isinstance(text, str) else list(text or ())


def placeholders(sentence: str) -> list[tuple[str, str, str]]:
    """(name, format, conversion) of each, in order of name."""
    return sorted(
        (name, form or "", conversion or "")
        for _, name, form, conversion in string.Formatter().parse(sentence)
        if name is not None
    )


def main() -> int:
    wrong = 0
    for language in LANGUAGES:
        catalog = updated(language)
        write(language, catalog)
        where = language.po.relative_to(ROOT)
        lacking, misfit = untranslated(language, catalog), misfilled(language, catalog)
        for msgid in lacking:
            print(f"{where}: no translation yet: {msgid!r}")
        for msgid in misfit:
            print(f"{where}: other placeholders: {msgid!r}")
        print(f"{where}: {len(catalog)} sentences, {len(lacking)} without a translation")
        wrong += len(lacking) + len(misfit)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
