"""The text of one file, and a place in it -> a Fault that shows the line at fault."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from broadcast.base.errors import Fault, Level, Message

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

    from broadcast.ward.filetext import FileText
    from broadcast.ward.secrets import Secrets


class Places:
    """Makes the Faults of one text; `first_line` is the line of the file, from 1, on which the text begins."""

    def __init__(
        self,
        file: str,
        text: str,
        first_line: int = 1,
        *,
        written: "FileText | None" = None,
        secrets: "Secrets | None" = None,
    ) -> None:
        """Take the text of `file`, whole lines of it.

        `written`: the file as it stands, whose columns the faults get; None where the text is just that.
        `secrets`: what of the lines no fault shows; None where nothing is secret.
        """
        self.file = file
        self.written = written
        self.text = text
        self._first = first_line
        self._secrets = secrets

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines of the text, without their ends."""
        return self.text.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(offset + 1 for offset, letter in enumerate(self.text) if letter == "\n")]

    def offset(self, line: int, column: int) -> int:
        """Return where in the text that line and column lie, both from 1; its end for a line that it has not."""
        if line > len(self._line_starts):
            return len(self.text)
        return min(self._line_starts[line - 1] + column - 1, len(self.text))

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
        line_end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self.text)
        source = self.text[line_start:line_end]
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
        safe = self._secrets.safe(fault, line) if self._secrets is not None else fault
        return self._in_file(safe, source) if self.written is not None else safe

    def _in_file(self, fault: Fault, read: str) -> Fault:
        """The fault at its place in the file as it stands; `read` is its line as it was read, nothing covered."""
        stands = self.written.line(fault.line) if self.written is not None else read
        if self.written is None or stands == read or not stands:
            return fault
        places = self.written.places(fault.line, read)
        begin = min(fault.column - 1, len(read))
        end = min(begin + fault.length, len(read))
        first, last = self.written.stretch(fault.line, read, begin, end)
        source = _covered(stands, read, fault.source, places) if fault.source != read else stands
        return replace(fault, column=first + 1, length=max(1, last - first), source=source)


def _covered(stands: str, read: str, shown: str, places: list[int]) -> str:
    """The line as it stands, covered wherever the line as it was read is."""
    signs = list(stands)
    for at in range(min(len(read), len(shown))):
        if shown[at] != read[at]:
            end = max(places[at + 1], places[at] + 1)
            signs[places[at] : end] = shown[at] * (end - places[at])
    return "".join(signs)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort the faults of one file by line, then by column."""
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
