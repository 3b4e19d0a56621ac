"""The bytes of a YAML file and one change -> its bytes with that change; each other byte is the old one's.

Comments, blank lines, quotes, indentation, line ends, anchors stay: only the characters of the value are
exchanged. That is not left to the arithmetic alone: what was made is read again, and refused unless it says what
the old file said with this one change.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from broadcast.base.errors import FaultsFound, WardError, tell
from broadcast.ward.filetext import decoded
from broadcast.ward.yamlfile import Path, read_yaml
from broadcast.ward.yamlstands import Stretch, YamlStands, is_empty
from broadcast.ward.yamlwritten import Value, ways

_BOM = b"\xef\xbb\xbf"
_STEP = "  "
"""How much deeper what is new stands below its key."""

Replacing = tuple[Stretch, str]
"""A piece of the file, and what stands there instead."""


def with_value(name: str, raw: bytes, path: Path, value: Value, quoting: Callable[[str], str] = str) -> bytes:
    """Put `value` at `path` in the YAML file `name` of the bytes `raw`; return the new bytes.

    What is not there yet is added behind what is, the keys above it too; in a list at its end. `quoting` as for
    `read_yaml`. Raises FaultsFound where the file is faulty as it is, WardError where the value cannot be changed
    without changing anything else.
    """
    stands = YamlStands(name, raw, quoting)
    meant = _meant(stands.file.value, path, _plain(value))
    node = stands.file.values.get(path)
    found = _replaced(stands, path, node, value) if node is not None else _added(stands, path, value)
    return _first_that_says(found, meant, stands, raw, quoting)


def without_value(name: str, raw: bytes, path: Path, quoting: Callable[[str], str] = str) -> bytes:
    """Take the value at `path` out of a YAML file, with its key or its dash; return the new bytes.

    What then holds nothing is left as `{}` or `[]`. A comment within it or behind it goes, too, those around it
    stay. Raises as `with_value`, WardError where nothing stands at `path`, too.
    """
    stands = YamlStands(name, raw, quoting)
    if path not in stands.file.values or not path:
        raise _cannot(name)
    meant = _meant_without(stands.file.value, path)
    return _first_that_says(iter([_taken_out(stands, path)]), meant, stands, raw, quoting)


def _first_that_says(
    found: Iterator[list[Replacing]],
    meant: object,
    stands: YamlStands,
    raw: bytes,
    quoting: Callable[[str], str],
) -> bytes:
    """The first of the new files that says what is meant, and nothing else."""
    name = stands.file.places.file
    for replacing in found:
        text = stands.text
        for (begin, end), new in sorted(replacing, reverse=True):
            text = text[:begin] + new + text[end:]
        try:
            made = (_BOM if raw.startswith(_BOM) else b"") + text.encode()
            if read_yaml(name, decoded(name, made), quoting).value == meant:
                return made
        except (FaultsFound, UnicodeEncodeError):
            continue
    raise _cannot(name)


def _cannot(name: str) -> WardError:
    return WardError(
        tell("Chỗ này trong {name} không sửa riêng được mà không động đến chỗ khác.", name=name),
        tell("Chưa đổi gì. Mở {name} bằng trình soạn thảo rồi sửa tay.", name=name),
    )


# --- what is meant ---


def _plain(value: Value) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value if value is None or isinstance(value, str) else [_plain(one) for one in value]


def _meant(old: Any, path: Path, value: Any) -> Any:
    """What the file said, with `value` at `path`."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, str) and (old is None or isinstance(old, dict)):
        known = old or {}
        return {**known, key: _meant(known.get(key), rest, value)}
    if isinstance(key, int) and (old is None or isinstance(old, list)):
        lines = list(old or [])
        return [*lines[:key], _meant(lines[key] if key < len(lines) else None, rest, value), *lines[key + 1 :]]
    return value  # no such place: nothing that is made will say this


def _meant_without(old: Any, path: Path) -> Any:
    above = old
    for key in path[:-1]:
        above = above[key]
    left = (
        {key: one for key, one in above.items() if key != path[-1]}
        if isinstance(above, dict)
        else [one for index, one in enumerate(above) if index != path[-1]]
    )
    return _meant(old, path[:-1], left)


# --- another value in its place ---


def _replaced(stands: YamlStands, path: Path, node: Node, value: Value) -> Iterator[list[Replacing]]:
    scalar = node if isinstance(node, ScalarNode) else None
    (begin, end), *lines = stands.stretches(node)
    quote = stands.text[begin:][:1] if scalar is not None and scalar.style in ("'", '"') else ""
    quote = quote if quote in ("'", '"') else ""  # else they were put around it as it was read
    like = str(scalar.value) if scalar is not None and not quote else ""
    is_block = isinstance(node, CollectionNode) and not node.flow_style
    for way in ways(value, like=like, quote=quote):
        if is_block:
            colon = stands.behind_colon(path)
            if colon is None or "#" in stands.text[colon:end]:  # a comment within would be lost
                raise _cannot(stands.file.places.file)
            yield [((colon, end), f" {way}")]
        else:
            new = f" {way}" if way and is_empty(node) and stands.text[begin - 1 : begin] in (":", "-") else way
            yield [((begin, end), new), *((one, "") for one in lines)]


# --- what is new ---


def _added(stands: YamlStands, path: Path, value: Value) -> Iterator[list[Replacing]]:
    """Behind what stands in the nearest list or mapping above."""
    depth = next((n for n in range(len(path) - 1, -1, -1) if path[:n] in stands.file.values), -1)
    if depth < 0:
        for new in _entries(path, value, stands.newline + _STEP):
            yield [_at_the_end(stands, new)]
        return
    above, rest = path[:depth], path[depth:]
    node, key = stands.file.values[above], stands.file.keys.get(above)
    if isinstance(node, CollectionNode) and node.flow_style:
        for new in _entries(rest, value, like=_last_text(node)):
            yield [_in_flow(stands, node, new)]
    elif stands.is_in_flow(above):
        for new in _entries(rest, value):
            yield [((stands.begin(node), stands.end(node)), f" [{new}]" if _is_line(rest) else f" {{{new}}}")]
    elif isinstance(node, CollectionNode):
        yield from _new_lines(stands, stands.last_line(node), _column_of(stands, node), rest, value)
    elif key is not None:
        column = int(key.start_mark.column) + len(_STEP)
        yield from _new_lines(stands, int(key.start_mark.line), column, rest, value)


def _last_text(node: Node) -> str:
    """The last line of a list, where it is a text without quotes: a new one is written like it."""
    last = node.value[-1] if isinstance(node, SequenceNode) and node.value else None
    return str(last.value) if isinstance(last, ScalarNode) and last.style is None else ""


def _is_line(path: Path) -> bool:
    return isinstance(path[0], int)


def _entries(path: Path, value: Value, below: str = "", like: str = "") -> Iterator[str]:
    """The ways to write a new entry: its key, and the value, with the keys between them.

    `below`: what begins the line of a key below the first; empty: they stand in brackets. `like` as of `ways`.
    """
    in_lines = bool(below) and len(path) > 1 and not _is_line(path) and not _is_line(path[1:])
    inner: Value = value
    for key in reversed(path[2 if in_lines else 1 :]):
        inner = {key: inner} if isinstance(key, str) else [inner]
    for way in ways(inner, like=like):
        if in_lines:
            yield f"{_key(path[0])}{below}{_key(path[1])}{' ' if way else ''}{way}"
        else:
            yield way if _is_line(path) else f"{_key(path[0])}{' ' if way else ''}{way}"


def _key(key: str | int) -> str:
    return f"{next(ways(str(key)))}:"


def _new_lines(stands: YamlStands, line: int, column: int, path: Path, value: Value) -> Iterator[list[Replacing]]:
    """A new entry on a line of its own, below that line."""
    end, margin = stands.end_of_line(line), stands.newline + " " * column
    for new in _entries(path, value, margin + _STEP):
        yield [((end, end), f"{margin}{'- ' if _is_line(path) else ''}{new}")]


def _in_flow(stands: YamlStands, node: CollectionNode, new: str) -> Replacing:
    if not node.value:
        begin = stands.begin(node) + 1
        return (begin, begin), new
    last = node.value[-1]
    end = stands.end(last[1] if isinstance(node, MappingNode) else last)
    return (end, end), f", {new}"


def _column_of(stands: YamlStands, node: CollectionNode) -> int:
    """How far in the lines of a list or mapping stand."""
    if isinstance(node, SequenceNode):
        dash = stands.dash(node.value[0])
        if dash is not None:
            return dash - stands.start_of_line(stands.line_of(dash))
    return int(node.start_mark.column)


def _at_the_end(stands: YamlStands, new: str) -> Replacing:
    """In a file that holds nothing, or nothing but comments."""
    end, text = len(stands.text), stands.text
    before = "" if not text or text.endswith(("\n", "\r")) else stands.newline
    return (end, end), f"{before}{new}{stands.newline}"


# --- what goes ---


def _taken_out(stands: YamlStands, path: Path) -> list[Replacing]:
    above, node = stands.file.values[path[:-1]], stands.file.values[path]
    if isinstance(above, CollectionNode) and above.flow_style:
        return [(_in_brackets(stands, path, above), "")]
    key = stands.file.keys.get(path)
    begin = stands.begin(key) if key is not None else stands.dash(node)
    if begin is None:
        raise _cannot(stands.file.places.file)
    first, last = stands.line_of(begin), stands.last_line(node)
    if key is not None:
        last = max(last, int(key.end_mark.line))
    if not stands.text[stands.start_of_line(first) : begin].strip():
        whole = (stands.lines(first, last), "")
        return [whole] if len(above.value) > 1 else [whole, _left_empty(stands, path[:-1], above)]
    following = _next_key(stands, path, above)
    if following is None or "#" in stands.text[begin:following]:
        raise _cannot(stands.file.places.file)
    return [((begin, following), "")]


def _left_empty(stands: YamlStands, path: Path, node: Node) -> Replacing:
    colon = stands.behind_colon(path)
    if colon is None:
        raise _cannot(stands.file.places.file)
    return (colon, colon), " {}" if isinstance(node, MappingNode) else " []"


def _next_key(stands: YamlStands, path: Path, above: Node) -> int | None:
    """Where the second entry of a mapping begins, whose first one shares a line with a dash."""
    if not isinstance(above, MappingNode) or len(above.value) < 2 or above.value[0][0].value != path[-1]:
        return None
    return stands.begin(above.value[1][0])


def _in_brackets(stands: YamlStands, path: Path, above: CollectionNode) -> Stretch:
    """An entry between brackets, with one of the commas beside it."""
    pairs = above.value if isinstance(above, MappingNode) else [(one, one) for one in above.value]
    spans = [(stands.begin(key), stands.end(value)) for key, value in pairs]
    index = next(
        number for number, (key, _) in enumerate(pairs) if path[-1] in (number, getattr(key, "value", None))
    )
    begin, end = spans[index]
    if index:
        begin = spans[index - 1][1]
    elif len(spans) > 1:
        end = spans[1][0]
    if "#" in stands.text[begin:end]:
        raise _cannot(stands.file.places.file)
    return begin, end
