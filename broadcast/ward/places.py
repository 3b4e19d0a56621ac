"""The text of one file, and a place in it -> a Fault that shows the line at fault."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from broadcast.base.errors import Fault, Level, Message

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

    from broadcast.ward.secrets import Secrets


class Places:
    """Makes the Faults of one text; `first_line` is the line of the file, from 1, on which the text begins."""

    def __init__(self, file: str, text: str, first_line: int = 1, *, secrets: "Secrets | None" = None) -> None:
        """Take the text of `file`. `secrets`: what of its lines no fault shows; None where nothing is secret."""
        self.file = file
        self._text = text
        self._first = first_line
        self._secrets = secrets

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines of the text, without their ends."""
        return self._text.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(offset + 1 for offset, letter in enumerate(self._text) if letter == "\n")]

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
        """Make the fault at `line` and `column` of the text, both from 1; `length` characters are at fault.

        The Fault's own line is counted in the file.
        """
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return self._fault(line, column, length, source, what, fix, level)

    def at_node(self, node: "Node", what: Message, fix: Message | None = None) -> Fault:
        """Make the fault at a YAML node of the text; one of several lines is marked at its first character."""
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return self.at(start.line + 1, start.column + 1, what, fix, length=length)

    def at_span(
        self, start: int, end: int, what: Message, fix: Message | None = None, level: Level = Level.ERROR
    ) -> Fault:
        """Make the fault at `text[start:end]`, where lines end in `\\n` alone; only its first line is marked.

        Takes the same time wherever the span lies, so that a text full of faults is told in linear time.
        """
        line = bisect_right(self._line_starts, start)
        line_start = self._line_starts[line - 1]
        line_end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self._text)
        source = self._text[line_start:line_end]
        return self._fault(line, start - line_start + 1, end - start, source, what, fix, level)

    def _fault(
        self, line: int, column: int, length: int, source: str, what: Message, fix: Message | None, level: Level
    ) -> Fault:
        fault = Fault(
            file=self.file,
            line=self._first + line - 1,
            column=column,
            length=max(1, min(length, len(source) - column + 1)),
            source=source,
            what=what,
            fix=fix,
            level=level,
        )
        return self._secrets.safe(fault, line) if self._secrets is not None else fault


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort the faults of one file by line, then by column."""
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
