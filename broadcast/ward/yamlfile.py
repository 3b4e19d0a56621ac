"""YAML text -> plain values, and the place of each of them in the file.

Scalars stay the text that was written: `17:00`, `no` and `1.000` mean what the ward wrote, quoted or not.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.ward.places import Places

_HALF_WRITTEN = re.compile(r"\\[uU](?:0000)?[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_NULL_TAG = "tag:yaml.org,2002:null"

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the file: `("sessions", 0, "at")`."""

_NODES_AT_MOST = 20_000  # an alias in an alias in an alias would otherwise fill the memory


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
        nodes = self.keys if at_key else self.values
        while path and path not in nodes:
            path = path[:-1]
        return self.places.at_node(nodes[path], what, fix) if path in nodes else self.places.at(1, 1, what, fix)


def read_yaml(name: str, text: str) -> YamlFile:
    """Parse `text`, the content of the file `name`, with the place of every value.

    Raises FaultsFound where it is not YAML, has a key twice or one that is no text, contains itself, or has more
    than 20,000 entries. An empty text gives a `value` of None.
    """
    places = Places(name, text)
    root = compose(text, places)
    reading = _Reading(places)
    try:
        value = reading.value_of(root, ()) if root is not None else None
    except RecursionError as error:
        what = tell("tệp có mục tự chứa chính nó")
        raise FaultsFound((places.at(1, 1, what),)) from error
    if reading.faults:
        raise FaultsFound(tuple(reading.faults))
    return YamlFile(places, value, reading.keys, reading.values)


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

    Raises FaultsFound where it is not YAML, or an escape in it writes half a character. `places` makes the faults.
    """
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = tell("chỗ này không đúng cách viết YAML ({reason})", reason=error.problem or error.context)
        fix = tell("Xem lại dấu hai chấm, dấu cách đầu dòng, dấu ngoặc ở dòng này và dòng trên.")
        raise FaultsFound((places.at(line, column, what, fix),)) from error
    except (YAMLError, RecursionError) as error:  # a control character; brackets nested without end
        what = tell("không đọc được phần này như YAML: {reason}", reason=(str(error) or "YAML").splitlines()[0])
        raise FaultsFound((places.at(1, 1, what),)) from error
    if root is not None and _HALF_WRITTEN.search(text):
        _refuse_halves(root, places)
    return root


def _refuse_halves(root: Node, places: Places) -> None:
    """Half a character, which only an escape can write, could be neither shown nor kept in a file."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            waiting += [one for pair in node.value for one in pair]
        elif isinstance(node, SequenceNode):
            waiting += node.value
        elif _HALF.search(node.value):
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
    for key_node, value_node in root.value:
        if not isinstance(key_node, ScalarNode):
            faults.append(places.at_node(key_node, tell("tên mục phải là chữ")))
            continue
        key = str(key_node.value)
        if same(key) in seen:
            faults.append(places.at_node(key_node, tell("mục “{key}” được viết hai lần", key=key)))
            continue
        seen.add(same(key))
        yield key, key_node, value_node


def scalar(node: Node) -> str | None:
    """Return the text of a scalar as it was written; None for an empty value, a list or a mapping."""
    if not isinstance(node, ScalarNode) or node.tag == _NULL_TAG:
        return None
    return str(node.value)
