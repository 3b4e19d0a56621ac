"""YAML text -> plain values, and the place of each of them in the file.

Scalars stay the text that was written: `17:00`, `no` and `1.000` mean what the ward wrote, quoted or not.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from warnings import catch_warnings, simplefilter

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.ward.aswritten import visible
from broadcast.ward.filetext import FileText
from broadcast.ward.places import Places, in_order
from broadcast.ward.secrets import Secrets
from broadcast.ward.yaml_faults import lost_words, yaml_fault

_HALF_WRITTEN = re.compile(r"\\[uU](?:0000)?[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"(?m)(?:^|[\s\[{,:-])[&!]\S")
_NULL_TAG = "tag:yaml.org,2002:null"

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the file: `("sessions", 0, "at")`."""

_NODES_AT_MOST = 20_000  # an alias in an alias in an alias would otherwise fill the memory
_LINES_AT_MOST = (
    40_000  # with something on them; counted before anything is parsed, which takes 1 s for each 20,000
)


@dataclass(frozen=True, slots=True)
class ValueLines:
    """A text in a YAML file: what it means, and the lines of the file that say so."""

    value: str
    start: int
    """Where it begins in the file's text as it was read, quotes and all."""
    end: int


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: its values, and where each of them stands."""

    places: Places
    value: Any
    """The top of the file: mappings, lists, text and None, all that YAML text is before it is given a meaning."""
    keys: Mapping[Path, Node] = field(default_factory=dict)
    values: Mapping[Path, Node] = field(default_factory=dict)

    def fault(self, path: Path, what: Message, fix: Message | None = None, *, at_key: bool = False) -> Fault:
        """Make the fault at the value of `path`, or at its key; at the nearest above where the file has none.

        At the file's beginning where it has none above either.
        """
        node = self._node(path, at_key=at_key)
        return self.places.at_node(node, what, fix) if node is not None else self.places.at(1, 1, what, fix)

    def lines_of_value(self, path: Path) -> ValueLines | None:
        """Return the text at `path`, and where its lines lie in the file; None where there is no text."""
        node = self.values.get(path)
        if not isinstance(node, ScalarNode) or not node.value:
            return None
        begin, end = node.start_mark, node.end_mark
        start = self.places.offset(begin.line + 1, begin.column + 1)
        # quotes that were put around it moved the end of one that has a line to itself
        to = self.places.offset(end.line + 1, end.column + 1) if end.line > begin.line else None
        return ValueLines(str(node.value), start, self.places.offset(begin.line + 2, 0) if to is None else to)

    def _node(self, path: Path, *, at_key: bool) -> Node | None:
        """The nearest node above that has a place of its own; an empty value has none, so it is its key's."""
        while path and path not in self.values:
            path = path[:-1]
        node = self.values.get(path)
        if at_key or node is None or (isinstance(node, ScalarNode) and node.tag == _NULL_TAG and not node.value):
            return self.keys.get(path, node)
        return node


def read_yaml(name: str, text: str | FileText, quoting: Callable[[str], str] = str) -> YamlFile:
    """Parse `text`, the content of the file `name`, with the place of every value.

    Raises FaultsFound where it is not YAML, has a key twice or one that is no text, contains itself, or has more
    than 20,000 entries or 40,000 lines that are neither empty nor a comment. An empty text gives a `value` of
    None. `quoting` puts quotes around values that YAML is to leave as they are written, and changes nothing else.
    """
    written = text if isinstance(text, FileText) else FileText(text)
    seen = visible(written.text)
    places = Places(name, seen, written=written, secrets=Secrets(seen.split("\n")))
    if (line := _one_too_many(places.lines)) is not None:
        raise FaultsFound((places.at(line, 1, tell("tệp có quá nhiều dòng (hơn {count})", count=_LINES_AT_MOST)),))
    root = compose(quoting(seen), places)
    reading = _Reading(places)
    try:
        value = reading.value_of(root, ()) if root is not None else None
    except RecursionError as error:
        what = tell("tệp có mục tự chứa chính nó")
        raise FaultsFound((places.at(1, 1, what),)) from error
    if reading.faults:
        raise FaultsFound(tuple(reading.faults))
    return YamlFile(places, value, reading.keys, reading.values)


def _one_too_many(lines: list[str]) -> int | None:
    """The number of the first line behind the most that are read; None where the text has no more."""
    if len(lines) <= _LINES_AT_MOST:
        return None
    told = (number for number, line in enumerate(lines, 1) if (bare := line.lstrip()) and bare[0] != "#")
    return next(islice(told, _LINES_AT_MOST, None), None)


class _Reading:
    """One walk over the nodes of a file."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._nodes = 0
        self.faults: list[Fault] = []
        self.keys: dict[Path, Node] = {}
        self.values: dict[Path, Node] = {}

    def value_of(self, node: Node, path: Path) -> Any:
        self._nodes += 1
        if self._nodes > _NODES_AT_MOST:
            what = tell("tệp có quá nhiều mục (hơn {count})", count=_NODES_AT_MOST)
            raise FaultsFound((self._places.at_node(node, what),))
        self.values[path] = node
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self.value_of(child, (*path, index)) for index, child in enumerate(node.value)]
            case _:
                return scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, key_node, child in pairs(node, self._places, self.faults):
            self.keys[(*path, key)] = key_node
            mapping[key] = self.value_of(child, (*path, key))
        return mapping


# --- the nodes, for files that are read key by key ---


def compose(text: str, places: Places) -> Node | None:
    """Parse the text into its root node; None where it is empty.

    Raises FaultsFound where it is not YAML, has more than 40,000 keys and values, or an escape in it writes half a
    character. `places` makes the faults.
    """
    reader = YAML(typ="safe", pure=True, plug_ins=[])  # else it looks for plug-ins on the disk, for each file
    reader.Composer = _Bounded
    try:
        with catch_warnings():
            simplefilter("ignore", ReusedAnchorWarning)
            root: Node | None = reader.compose(text)
    except _TooMany as error:
        what = tell("tệp có quá nhiều mục (hơn {count})", count=_NODES_AT_MOST)
        raise FaultsFound((places.at(error.line + 1, error.column + 1, what),)) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise FaultsFound((yaml_fault(error, text, places),)) from error
    if root is not None and _HALF_WRITTEN.search(text):
        _refuse_halves(root, places)
    if root is not None and _MARKS.search(text):
        _refuse_lost_words(root, places)
    return root


class _TooMany(Exception):
    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line, self.column = line, column


class _Bounded(Composer):
    """Stops at too many nodes while it reads them: a file of 2 MB may hold a million, and 25 s of work."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self._count = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self._count += 1
        if self._count > 2 * _NODES_AT_MOST:  # a key and its value are two
            mark = self.parser.peek_event().start_mark
            raise _TooMany(mark.line, mark.column)
        return super().compose_node(parent, index)


def _nodes(root: Node) -> Iterator[tuple[Node, int]]:
    """Every node under the root, itself too, with how often it is named."""
    waiting, seen = [root], dict[int, tuple[Node, int]]()
    while waiting:
        node = waiting.pop()
        known = seen.get(id(node))
        seen[id(node)] = (node, known[1] + 1 if known else 1)
        if known:
            continue
        if isinstance(node, MappingNode):
            waiting += [one for pair in node.value for one in pair]
        elif isinstance(node, SequenceNode):
            waiting += node.value
    yield from seen.values()


def _refuse_lost_words(root: Node, places: Places) -> None:
    """What begins with `&` or `!` is no text for YAML, and would be gone without a word."""
    faults = [
        places.at_node(node, *wrong)
        for node, times in _nodes(root)
        if times == 1 and (wrong := lost_words(node)) is not None
    ]
    if faults:
        raise FaultsFound(in_order(faults))


def _refuse_halves(root: Node, places: Places) -> None:
    """Half a character, which only an escape can write, could be neither shown nor kept in a file."""
    for node, _ in _nodes(root):
        if isinstance(node, ScalarNode) and _HALF.search(node.value):
            what = tell("chỗ này ghi mã của nửa một chữ, không đọc được")
            raise FaultsFound((places.at_node(node, what, tell("Gõ thẳng chữ ấy, thay cho mã.")),))


def pairs(
    root: MappingNode, places: Places, faults: list[Fault], same: Callable[[str], str] = str
) -> Iterator[tuple[str, ScalarNode, Node]]:
    """Yield (key, key node, value node) of the mapping `root`.

    A key that is no text, or for which `same` returns what it did for an earlier key, is left out and added to
    `faults`.
    """
    seen: set[str] = set()
    first = ""
    for key_node, value_node in root.value:
        if not isinstance(key_node, ScalarNode):
            faults.append(places.at_node(key_node, tell("tên mục phải là chữ")))
            continue
        key = str(key_node.value)
        first = first or same(key)
        if same(key) not in seen:
            seen.add(same(key))
            yield key, key_node, value_node
        elif first == same(key) and len(seen) > 1:
            faults.append(places.at_node(key_node, *_second_of_a_list(key)))
            return  # what follows is written twice too, for the same reason
        else:
            faults.append(places.at_node(key_node, tell("mục “{key}” được viết hai lần", key=key)))


def _second_of_a_list(key: str) -> tuple[Message, Message]:
    return (
        tell("mục “{key}” được viết hai lần; có lẽ trước dòng này thiếu dấu gạch “-”", key=key),
        tell("Trong danh sách, dòng đầu của mỗi phần bắt đầu bằng dấu gạch: - {key}: …", key=key),
    )


def scalar(node: Node) -> str | None:
    """Return the text of a scalar as it was written; None for an empty value, a list or a mapping."""
    if not isinstance(node, ScalarNode) or node.tag == _NULL_TAG:
        return None
    return str(node.value)
