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


class Face:
    """stdout and stderr as this program uses them."""

    @cached_property
    def out(self) -> "Console":
        """Open stdout, for results."""
        from rich.console import Console

        return Console(highlight=False, markup=False, soft_wrap=True)

    @cached_property
    def err(self) -> "Console":
        """Open stderr, for progress and troubles."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def line(self, text: str = "", style: str = "") -> None:
        """Write a line of result to stdout."""
        self.out.print(text, style=style or None)

    def note(self, text: str, style: str = "") -> None:
        """Write a line of progress to stderr."""
        self.err.print(text, style=style or None)

    def warn(self, message: Message | None) -> None:
        """Tell what is not in order and does not keep the command from its work; nothing for None."""
        if message is not None:
            self.note("! " + said(message), "yellow")

    def problem(self, text: str) -> None:
        """Tell what went wrong."""
        self.err.print(text, style="red")

    def error(self, error: BroadcastError) -> None:
        """Tell what happened, and under it what to do."""
        self.problem(said(error.what))
        if error.fix is not None:
            self.note(said(error.fix))

    def faults(self, faults: Iterable[Fault]) -> None:
        """Tell each fault at its place, with its line and a mark under it."""
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
        """Write a result for programs; `schema` like `broadcast.today/1`."""
        click.echo(json.dumps({"schema": schema, **fields}, ensure_ascii=False, indent=1))


def long_date(day: date) -> str:
    """Write a date out: `Thứ Hai 06/10/2025`."""
    return f"{said(DAY_NAMES[day.weekday()])} {day:%d/%m/%Y}"


def clock_length(seconds: float) -> str:
    """Write a length as a clock shows it: `1:54`, `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spoken_length(length: timedelta | float) -> str:
    """Write a length out, a number being seconds: `6 phút 04 giây`."""
    whole = round(length.total_seconds() if isinstance(length, timedelta) else length)
    minutes, seconds = divmod(whole, 60)
    return words("{minutes} phút {seconds:02} giây", minutes=minutes, seconds=seconds)
