"""YAML text -> plain values, and the place of each of them in the file.

Scalars stay the text that was written: `17:00`, `no` and `1.000` mean what the ward wrote, quoted or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.ward.yamlnodes import Places, compose, pairs, scalar

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the file: `("sessions", 0, "at")`."""

_NODES_AT_MOST = 20_000  # an alias in an alias in an alias would otherwise fill the memory


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: its values and where they stand."""

    places: Places
    value: Any
    """Mappings, lists, text and None: the only shapes YAML text has before it is given a meaning."""
    keys: Mapping[Path, Node] = field(default_factory=dict)
    values: Mapping[Path, Node] = field(default_factory=dict)

    def fault(self, path: Path, what: Message, fix: Message | None = None, *, at_key: bool = False) -> Fault:
        """A fault at that value (or its key); at the nearest place above it where it has none."""
        nodes = self.keys if at_key else self.values
        while path and path not in nodes:
            path = path[:-1]
        return self.places.at_node(nodes[path], what, fix) if path in nodes else self.places.at(1, 1, what, fix)


def read_yaml(name: str, text: str) -> YamlFile:
    """Parse the text; raises FaultsFound for YAML that cannot be read and for keys given twice."""
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
