"""The bytes of a YAML file -> its values, and between which characters of the file each of them stands."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from broadcast.ward.filetext import decoded
from broadcast.ward.yamlfile import Path, read_yaml

Stretch = tuple[int, int]
"""Where a piece of the file's text begins and ends."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEAD_OF_BLOCK = re.compile(r"[|>][-+0-9]*")
_COLON = re.compile(r"\s*:")
_DASH = re.compile(r"-\s*$")


class YamlStands:
    """A YAML file as it stands: `text` is all of it, less a byte order mark at its beginning."""

    def __init__(self, name: str, raw: bytes, quoting: Callable[[str], str] = str) -> None:
        """Read the file `name` of the bytes `raw`, as `read_yaml`. Raises FaultsFound as that does."""
        self._written = decoded(name, raw)
        self.file = read_yaml(name, self._written, quoting)
        self.text = self._written.as_it_stands
        self._seen = self.file.places.lines
        self._quoted = quoting(self.file.places.text).split("\n")
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        self._keys: dict[int, Node] = {}
        for path, key in self.file.keys.items():
            self._keys.setdefault(id(self.file.values[path]), key)
        self.newline = found[0] if (found := _LINE_END.search(self.text)) else "\n"
        """How its first line ends."""

    def is_in_flow(self, path: Path) -> bool:
        """Whether the value at `path` stands between brackets or braces, its own not counted."""
        above = (self.file.values.get(path[:depth]) for depth in range(len(path)))
        return any(isinstance(node, CollectionNode) and bool(node.flow_style) for node in above)

    # --- characters ---

    def begin(self, node: Node) -> int:
        """Return where the value begins; of an empty one where it would stand."""
        if is_empty(node):
            key = self._keys.get(id(node))
            colon = self._behind_colon(key) if key is not None else None
            return (
                self._offset(node.start_mark.line, node.start_mark.column, is_end=True) if colon is None else colon
            )
        return self._offset(node.start_mark.line, node.start_mark.column)

    def stretches(self, node: Node) -> tuple[Stretch, ...]:
        """Return the pieces of the file that are the value: one; of a text in a block its sign and its lines.

        Of a list or mapping without brackets it is the one from its first to its last character.
        """
        begin = self.begin(node)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            head = _HEAD_OF_BLOCK.match(self.text, begin)
            sign = (begin, head.end() if head else begin)
            first, last = node.start_mark.line + 1, self.last_line(node)
            return (sign, self.lines(first, last)) if last >= first else (sign,)
        if isinstance(node, CollectionNode) and not node.flow_style:
            return ((begin, self.end_of_line(self.last_line(node))),)
        if is_empty(node):
            return ((begin, begin),)
        return ((begin, self._offset(node.end_mark.line, node.end_mark.column, is_end=True)),)

    def end(self, node: Node) -> int:
        """Return where the value ends."""
        return self.stretches(node)[-1][1]

    def behind_colon(self, path: Path) -> int | None:
        """Return where the colon behind the key of `path` ends; None where a list or nothing holds the value."""
        key = self.file.keys.get(path)
        return self._behind_colon(key) if key is not None else None

    def _behind_colon(self, key: Node) -> int | None:
        found = _COLON.match(self.text, self.end(key))
        return found.end() if found else None

    def dash(self, node: Node) -> int | None:
        """Return where the dash before a line of a list stands; None where none stands on its line."""
        begin = self.begin(node)
        found = _DASH.search(self.text, self.start_of_line(self.line_of(begin)), begin)
        return found.start() if found else None

    def _offset(self, line: int, column: int, *, is_end: bool = False) -> int:
        """Where a mark of the parser lies in the text; behind quotes that were put in as it was read, too."""
        if line >= len(self._seen):
            return len(self.text)
        read, quoted = self._seen[line], self._quoted[line]
        if is_end and not read.startswith(quoted[:column]):
            column = len(read.removesuffix(quoted[column:].lstrip(" ")).rstrip(" "))
        column = min(column, len(read))
        if is_end and column:
            return self._starts[line] + self._written.stretch(line + 1, read, column - 1, column)[1]
        return self._starts[line] + self._written.places(line + 1, read)[column]

    # --- lines, from 0 ---

    def line_of(self, offset: int) -> int:
        """Return the number of the line in which that character stands."""
        return bisect_right(self._starts, offset) - 1

    def start_of_line(self, line: int) -> int:
        """Return where the line begins."""
        return self._starts[line]

    def end_of_line(self, line: int) -> int:
        """Return where the line ends, before what ends it."""
        return self._starts[line] + len(self._written.line(line + 1))

    def lines(self, first: int, last: int) -> Stretch:
        """Return the whole lines `first` to `last` with their ends; for the file's last one the end before it."""
        if last + 1 < len(self._starts):
            return self._starts[first], self._starts[last + 1]
        return self.end_of_line(first - 1) if first else 0, len(self.text)

    def last_line(self, node: Node) -> int:
        """Return the last line with something of the value; blank lines behind a block are none of it."""
        if isinstance(node, CollectionNode) and not node.flow_style:
            return max(self.last_line(one) for one in _children(node))
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            line = min(int(node.end_mark.line), len(self._starts) - 1)
            if line > node.start_mark.line and node.end_mark.column == 0:
                line -= 1
            while line > node.start_mark.line and not self._written.line(line + 1).strip():
                line -= 1
            return line
        key = self._keys.get(id(node)) if is_empty(node) else None  # the parser places it where the next key is
        return int((node if key is None else key).end_mark.line)


def is_empty(node: Node) -> bool:
    """Whether nothing stands where the value would: `key:` and no more."""
    return isinstance(node, ScalarNode) and not node.value and node.style is None


def _children(node: CollectionNode) -> Iterator[Node]:
    """The nodes right below; keys too, for what an alias names stands elsewhere."""
    if isinstance(node, MappingNode):
        yield from (one for pair in node.value for one in pair)
    elif isinstance(node, SequenceNode):
        yield from node.value
