"""YAML text -> plain values, and the place of each of them in the file.

Scalars stay the text that was written: `17:00`, `no` and `1.000` mean what the ward wrote, quoted or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from broadcast.errors import Fault, FaultsFound, Message, tell

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the file: `("sessions", 0, "at")`."""

_NODES_AT_MOST = 20_000  # an alias in an alias in an alias would otherwise fill the memory


@dataclass(frozen=True, slots=True)
class Place:
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: its values and where they stand."""

    name: str
    lines: Sequence[str]
    value: Any
    """Mappings, lists, text and None: the only shapes YAML text has before it is given a meaning."""
    keys: Mapping[Path, Place] = field(default_factory=dict)
    values: Mapping[Path, Place] = field(default_factory=dict)

    def fault(self, path: Path, what: Message, fix: Message | None = None, *, at_key: bool = False) -> Fault:
        """A fault at that value (or its key); at the nearest place above it where it has none."""
        places = self.keys if at_key else self.values
        while path and path not in places:
            path = path[:-1]
        place = places.get(path, Place(1, 1, 1))
        return fault_at(self.name, self.lines, place, what, fix)


def fault_at(name: str, lines: Sequence[str], place: Place, what: Message, fix: Message | None = None) -> Fault:
    source = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    return Fault(
        file=name,
        line=place.line,
        column=place.column,
        length=max(1, min(place.length, len(source) - place.column + 1)),
        source=source,
        what=what,
        fix=fix,
    )


def read_yaml(name: str, text: str) -> YamlFile:
    """Parse the text; raises FaultsFound for YAML that cannot be read and for keys given twice."""
    lines = text.splitlines()
    reading = _Reading(name, lines)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        value = reading.value_of(root, ()) if root is not None else None
    except MarkedYAMLError as error:
        raise FaultsFound((_syntax_fault(name, lines, error),)) from error
    except (YAMLError, RecursionError) as error:  # a control character; brackets or aliases nested without end
        what = tell("không đọc được tệp này như YAML: {reason}", reason=str(error).splitlines()[0])
        raise FaultsFound((fault_at(name, lines, Place(1, 1, 1), what),)) from error
    if reading.faults:
        raise FaultsFound(tuple(reading.faults))
    return YamlFile(name, lines, value, reading.keys, reading.values)


def _syntax_fault(name: str, lines: Sequence[str], error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1, 1) if mark else Place(1, 1, 1)
    what = tell("chỗ này không đúng cách viết YAML ({reason})", reason=error.problem or error.context)
    fix = tell("Xem lại dấu hai chấm, dấu cách đầu dòng, dấu ngoặc ở dòng này và dòng trên.")
    return fault_at(name, lines, place, what, fix)


class _Reading:
    """One walk over the nodes of a file."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self._name = name
        self._lines = lines
        self._nodes = 0
        self.faults: list[Fault] = []
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}

    def value_of(self, node: Node, path: Path) -> Any:
        self._nodes += 1
        if self._nodes > _NODES_AT_MOST:
            what = tell("tệp có quá nhiều mục (hơn {count})", count=_NODES_AT_MOST)
            raise FaultsFound((fault_at(self._name, self._lines, _place(node), what),))
        self.values[path] = _place(node)
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self.value_of(child, (*path, index)) for index, child in enumerate(node.value)]
            case ScalarNode() if node.tag == "tag:yaml.org,2002:null":
                return None
            case _:
                return str(node.value)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, child in node.value:
            key = str(key_node.value)
            if key in mapping:
                what = tell("mục “{key}” được viết hai lần", key=key)
                self.faults.append(fault_at(self._name, self._lines, _place(key_node), what))
            self.keys[(*path, key)] = _place(key_node)
            mapping[key] = self.value_of(child, (*path, key))
        return mapping


def _place(node: Node) -> Place:
    start: StringMark = node.start_mark
    end: StringMark = node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(1, length))
