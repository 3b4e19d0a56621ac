"""The facts of playlist.yaml as YAML -> what is wrong with them; and on which line of the file a fact stands."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from broadcast.base.errors import Fault, Level, tell
from broadcast.ward.yamlfile import Path, YamlFile


def fact_errors(source: YamlFile) -> Iterator[Fault]:
    """Yield the lines of a facts' list that hold a group or a list, which nobody could read out."""
    for path, value in _list_lines(("facts",), _facts(source)):
        if isinstance(value, dict | list):
            what = tell("mỗi dòng của danh sách dữ kiện phải là chữ")
            yield source.fault(path, what, tell('Đặt cả dòng trong ngoặc kép: - "…"'))


def fact_warnings(source: YamlFile) -> Iterator[Fault]:
    """Yield, as WARNING, the dashes with nothing behind them: their list waits to be filled in."""
    for path, value in _list_lines(("facts",), _facts(source)):
        if value is None or (isinstance(value, str) and not value.strip()):
            what = tell("dòng này chưa có nội dung, nên cả danh sách coi như chưa điền")
            fix = tell("Điền nốt, hoặc xoá dòng chỉ có dấu gạch.")
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


def place_of(source: YamlFile, name: tuple[str, ...], offset: int) -> Path:
    """Return the path of the fact of that name; in a list, of the line that the fact's text has at `offset`."""
    path: Path = ("facts", *name)
    value = _facts(source)
    for key in name:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return path
    end = 0
    for index, line in enumerate(value):
        end += len(str(line)) + len("; ")
        if offset < end:
            return (*path, index)
    return path
