"""How the program looks on a terminal: results to stdout, everything else to stderr; colour only where it is read.

Signs come from WGL4, so that an old Windows console has them: √ × ● ○ ■ ► » ! ─
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import BroadcastError, Fault, Level, Message
from broadcast.base.words import said, words
from broadcast.programme.airtime import DAY_NAMES

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST_SOURCE = 100


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            raise  # whoever runs the command decides; rich would end the program with 1

    return Screen(stderr=stderr, highlight=False, markup=False, soft_wrap=True)


class Face:
    """stdout and stderr as this program uses them; sentences handed over as str are translated already."""

    @cached_property
    def out(self) -> "Console":
        """Return stdout as a Console, for results; it is made at the first call."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> "Console":
        """Return stderr as a Console, for progress and troubles; it is made at the first call."""
        return _console(stderr=True)

    def line(self, text: str = "", style: str = "") -> None:
        """Write a line of result to stdout; `style` is one of rich's, empty for none."""
        self.out.print(text, style=style or None)

    def note(self, text: str, style: str = "") -> None:
        """Write a line of progress to stderr; `style` is one of rich's, empty for none."""
        self.err.print(text, style=style or None)

    def warn(self, message: Message | None) -> None:
        """Write to stderr what is wrong and does not keep the command from its work; nothing for None."""
        if message is not None:
            self.note("! " + said(message), "yellow")

    def problem(self, text: str) -> None:
        """Write to stderr, in red, what went wrong."""
        self.err.print(text, style="red")

    def error(self, error: BroadcastError) -> None:
        """Write to stderr what happened, and under it what to do about it where the error says so."""
        self.problem(said(error.what))
        if error.fix is not None:
            self.note(said(error.fix))

    def faults(self, faults: Iterable[Fault]) -> None:
        """Write each fault to stderr: its place, the line of the file with a mark under it, and how to mend it."""
        for fault in faults:
            self._fault(fault)

    def _fault(self, fault: Fault) -> None:
        from rich.text import Text

        style = "red" if fault.level is Level.ERROR else "yellow"
        self.err.print(Text.assemble((fault.place, style), "  ", said(fault.what)))
        if fault.line and fault.source:
            start = max(0, fault.column - 1 - _LONGEST_SOURCE // 2)
            shown = fault.source[start : start + _LONGEST_SOURCE]
            length = max(1, min(fault.length, len(shown) - (fault.column - 1 - start)))
            self.err.print(f"{fault.line:>6} | {shown}")
            self.err.print(" " * 6 + " | " + " " * (fault.column - 1 - start) + "^" * length, style=style)
        if fault.fix is not None:
            self.err.print("     " + said(fault.fix))

    def json(self, schema: str, **fields: object) -> None:
        """Write a result for programs to stdout, as one JSON object; `schema` is like `broadcast.today/1`."""
        click.echo(json.dumps({"schema": schema, **fields}, ensure_ascii=False, indent=1))


def long_date(day: date) -> str:
    """Return the date written out in the reader's language: `Thứ Hai 06/10/2025`."""
    return f"{said(DAY_NAMES[day.weekday()])} {day:%d/%m/%Y}"


def clock_length(seconds: float) -> str:
    """Return a length in seconds as a clock shows it, rounded to a second: `1:54`, `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spoken_length(length: timedelta | float) -> str:
    """Return a length written out in the reader's language: `6 phút 04 giây`; a number is taken as seconds."""
    whole = round(length.total_seconds() if isinstance(length, timedelta) else length)
    minutes, seconds = divmod(whole, 60)
    return words("{minutes} phút {seconds:02} giây", minutes=minutes, seconds=seconds)
