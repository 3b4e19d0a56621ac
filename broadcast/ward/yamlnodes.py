"""YAML text -> its nodes, each scalar as it was written, each with its place in the file."""

from collections.abc import Callable, Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from broadcast.base.errors import Fault, FaultsFound, Level, Message, tell

NULL_TAG = "tag:yaml.org,2002:null"


class Places:
    """Makes Faults that point into one file; `first_line` is the file's line of the text's first line."""

    def __init__(self, file: str, text: str, first_line: int = 1) -> None:
        self.file = file
        self._first = first_line
        self._lines = text.splitlines()

    def at(
        self,
        line: int,
        column: int,
        what: Message,
        fix: Message | None = None,
        *,
        length: int = 1,
        level: Level = Level.ERROR,
    ) -> Fault:
        """A fault at `line` and `column` of the text, both from 1."""
        source = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        return Fault(
            file=self.file,
            line=self._first + line - 1,
            column=column,
            length=max(1, min(length, len(source) - column + 1)),
            source=source,
            what=what,
            fix=fix,
            level=level,
        )

    def at_node(self, node: Node, what: Message, fix: Message | None = None) -> Fault:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return self.at(start.line + 1, start.column + 1, what, fix, length=length)


def compose(text: str, places: Places) -> Node | None:
    """The root node; raises FaultsFound for text that is not YAML."""
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
    return root


def pairs(
    root: MappingNode, places: Places, faults: list[Fault], same: Callable[[str], str] = str
) -> Iterator[tuple[str, ScalarNode, Node]]:
    """(key, key node, value node) of a mapping; keys that are the same to `same` are faults and come once."""
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
    """The text as it was written; None for an empty value and for what is not a scalar."""
    if not isinstance(node, ScalarNode) or node.tag == NULL_TAG:
        return None
    return str(node.value)
