"""The program's files and click's -> the sentences they say, and where."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent

MsgId = str | tuple[str, str]
"""A sentence, or click's (singular, plural)."""
Places = list[tuple[str, int]]
"""File and line, the file as the repository names it."""

_VIETNAMESE = re.compile("[À-ÖØ-öø-ỹĐđ]")
_SAYERS = {"broadcast.base.errors": {"tell", "Message"}, "broadcast.base.words": {"words"}}
_HELP = {"broadcast.cli.command": {"command", "option", "argument"}, "broadcast.cli.grouped": {"group_of"}}
_HELP_KEYWORDS = {"help", "metavar"}

_CLICK_FILES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_UNMARKED = ("[OPTIONS]", "COMMAND [ARGS]...")  # click shows these without asking gettext; our commands ask for it


def vietnamese(text: str) -> bool:
    """Whether a text holds a letter that English has not."""
    return _VIETNAMESE.search(text) is not None


# What the program says


@cache
def program_sentences() -> dict[MsgId, Places]:
    """Find every sentence of the program, and the places that say it."""
    found: dict[MsgId, Places] = {}
    for path in sorted((ROOT / "broadcast").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for constant in sentences(path.read_text(encoding="utf-8"), name.removesuffix(".py").replace("/", ".")):
            if isinstance(constant.value, str) and constant.value:
                found.setdefault(constant.value, []).append((name, constant.lineno))
    for path in sorted((ROOT / "broadcast").rglob("*.html")):
        name = path.relative_to(ROOT).as_posix()
        for line, sentence in template_sentences(path.read_text(encoding="utf-8")):
            found.setdefault(sentence, []).append((name, line))
    return found


def template_sentences(source: str) -> list[tuple[int, str]]:
    """Find the sentences that one template of a page says, each with its line: the literals given to `words`.

    Raises ValueError where `words` is given anything else, which nobody could translate.
    """
    found: list[tuple[int, str]] = []
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "words":
            literals = _template_literals(call.args[0])
            if not literals:
                raise ValueError(f"line {call.lineno}: words() of something that is not written out")
            found += [(call.lineno, literal) for literal in literals]
    return found


def _template_literals(node: nodes.Expr) -> list[str]:
    """As `_literals`, of a template."""
    match node:
        case nodes.Const(value=str()):
            return [node.value]
        case nodes.CondExpr(expr1=one, expr2=nodes.Expr() as other):
            return _template_literals(one) + _template_literals(other)
    return []


def sentences(source: str, module: str) -> list[ast.Constant]:
    """Find the sentences that one file of ours says, in the order of its lines; `module` is its dotted name.

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
    """Find the English sentences that click asks gettext for, and the files of it that do."""
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
