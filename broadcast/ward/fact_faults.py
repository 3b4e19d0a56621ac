"""The facts of playlist.yaml as YAML -> what is wrong with them; and on which line of the file a fact stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.ward.facts import left_open
from broadcast.ward.values import shown
from broadcast.ward.yamlfile import Path, YamlFile


def fact_errors(source: YamlFile) -> Iterator[Fault]:
    """Yield the lines of a facts' list that hold a group or a list, which nobody could read out."""
    for path, value in _list_lines(("facts",), _facts(source)):
        if isinstance(value, dict | list):
            what = tell("mỗi dòng của danh sách dữ kiện phải là chữ")
            yield source.fault(path, what, tell('Đặt cả dòng trong ngoặc kép: - "…"'))


def fact_warnings(source: YamlFile) -> Iterator[Fault]:
    """Yield, as WARNING, what stands where a fact is to be and is none: dots, `?`, `[số]`; a dash with nothing."""
    fix = tell("Điền nốt, hoặc xoá dòng chỉ có dấu gạch.")
    for path, value in _list_lines(("facts",), _facts(source)):
        if value is None or (isinstance(value, str) and not value.strip()):
            what = tell("dòng này chưa có nội dung, nên cả danh sách coi như chưa điền")
            yield replace(source.fault(path, what, fix), level=Level.WARNING)
    for path, text in _texts(("facts",), _facts(source)):
        if text.strip() and left_open(text):
            what = tell("“{text}” chưa phải nội dung, nên dữ kiện này coi như chưa điền", text=shown(text))
            fix = tell("Điền nội dung thật, hoặc để trống.")
            yield replace(source.fault(path, what, fix), level=Level.WARNING)


def _facts(source: YamlFile) -> Any:
    return source.value.get("facts") if isinstance(source.value, dict) else None


def _list_lines(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Every line of every list below a value."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _list_lines((*path, key), child)
    if isinstance(value, list):
        yield from (((*path, index), child) for index, child in enumerate(value))


def _texts(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    """Every text below a value, with its path."""
    if isinstance(value, str):
        yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _texts((*path, key), child)


@dataclass(frozen=True, slots=True)
class FactPlace:
    """Where in playlist.yaml a character of a fact stands."""

    path: Path
    """The fact, or the line of its list."""
    offset: int
    """Counted in the text of that line."""


def place_of(source: YamlFile, name: tuple[str, ...], offset: int) -> FactPlace:
    """Find the fact of that name; in a list, the line that the fact's text has at `offset`."""
    value = _facts(source)
    for key in name:
        value = value.get(key) if isinstance(value, dict) else None
    path: Path = ("facts", *name) if value is not None else name  # station.name is a fact that stands elsewhere
    if not isinstance(value, list):
        return FactPlace(path, offset)
    start = 0
    for index, line in enumerate(value):
        end = start + len(str(line)) + len("; ")
        if offset < end:
            return FactPlace((*path, index), offset - start)
        start = end
    return FactPlace(path, 0)


def fault_in_fact(source: YamlFile, at: FactPlace, written: str, what: Message, fix: Message) -> Fault:
    """Make the fault at `written`, a piece of the fact, where it stands in the file; else at the whole fact.

    It is told by how often the same stands before it in the fact, in whatever lines and quotes the file writes it;
    not where the file writes its letters as codes.
    """
    lines = source.lines_of_value(at.path)
    words = [re.escape(word).replace("'", "'{1,2}").replace('"', r'\\?"') for word in written.split()]
    if lines is None or not words:
        return source.fault(at.path, what, fix)
    piece = re.compile(r"\s+".join(words))
    before = sum(1 for _ in piece.finditer(lines.value[: at.offset]))
    found = next(islice(piece.finditer(source.places.text, lines.start, lines.end), before, None), None)
    return source.places.at_span(*found.span(), what, fix) if found else source.fault(at.path, what, fix)
