"""How the program looks on a terminal: results to stdout, everything else to stderr; colour only where it is read.

Signs come from WGL4, so that an old Windows console has them: √ × ● ○ ■ ► » ! ─
"""

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

import click

from broadcast.base.errors import BroadcastError, Fault, Level, Message
from broadcast.base.lengths import clock_length as clock_length
from broadcast.base.onscreen import escaped, on_screen, one_line
from broadcast.base.words import said, words
from broadcast.cli.usage import nobody_reads, reads_no_more
from broadcast.cli.wrap import breaks, columns, folded, hang_of
from broadcast.programme.airtime import DAY_NAMES
from broadcast.programme.voice import ANNOUNCER, spoken_by

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_NO_WIDTH = dict.fromkeys((0xFEFF, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0x180E))
_LONGEST_SOURCE = 100
_NUMBERED = 9
"""How many columns the line number takes beside the line of a file."""
_USUAL_WIDTH = 80
_COLOURS_ASKED = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""By these rich is told that colours are wanted in a file, too."""


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console
    from rich.text import Text

    class Screen(Console):
        def print(self, *objects: Any, **settings: Any) -> None:
            super().print(*(_shown(one, Text) for one in objects), **settings)

        def on_broken_pipe(self) -> None:
            raise  # whoever runs the command decides; rich would end the program with 1

    return Screen(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def _shown(one: Any, text_of_rich: "type[Text]") -> Any:
    """What is printed, without signs that the terminal would obey: the last door that every line goes through."""
    if isinstance(one, str):
        return on_screen(one)
    if isinstance(one, text_of_rich) and not one.plain.isprintable():
        one = one.copy()
        one.plain = on_screen(one.plain)
    return one


class Face:
    """stdout and stderr as this program uses them; sentences handed over as str are translated already.

    On a terminal a line that is too long goes on below, broken between words; a program or a file gets it whole.
    Where stderr's reader has gone, what would be told there is left out, and the work goes on.
    """

    @cached_property
    def out(self) -> "Console":
        """Return stdout as a Console, for results; it is made at the first call."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> "Console":
        """Return stderr as a Console, for progress and troubles; it is made at the first call."""
        return _console(stderr=True)

    def line(self, text: "str | Text" = "", style: str = "", *, hang: int | None = None) -> None:
        """Write a line of result to stdout; `style` is one of rich's, empty for none.

        `hang`: how far what does not fit on the first line is indented; None: as far as the line and its sign.
        """
        if not self._plainly("out", sys.stdout, text):
            _print(self.out, text, style, hang)

    def note(self, text: "str | Text" = "", style: str = "", *, hang: int | None = None) -> None:
        """Write a line of progress to stderr; `style` and `hang` as of `line`."""
        try:
            if not self._plainly("err", sys.stderr, text):
                _print(self.err, text, style, hang)
        except BrokenPipeError:
            if not nobody_reads(sys.stderr):
                raise
            reads_no_more(sys.stderr)

    def _plainly(self, console: str, stream: TextIO | None, text: "str | Text") -> bool:
        """Write the text to a stream that is no terminal; return False where it needs the Console of that name.

        What goes to a program or a file has neither colours nor a width, and rich takes long to load.
        """
        made = console in self.__dict__
        if made or stream is None or not isinstance(text, str) or any(map(os.environ.get, _COLOURS_ASKED)):
            return False
        if stream.isatty():
            return False
        stream.write(on_screen(unicodedata.normalize("NFC", text)) + "\n")
        stream.flush()
        return True

    def table(
        self, rows: Sequence[Sequence[str]], styles: Sequence[str] = (), *, give: int,
        right: Iterable[int] = (),
    ) -> None:  # fmt: skip
        """Write rows to stdout in columns, each with its style of `styles`, if there are any.

        Where the terminal is too narrow, column number `give` becomes narrower and its texts go on below, as do
        those of the last column. Columns of `right` are set at the right.
        """
        from rich.cells import cell_len

        rows = [[one_line(cell) for cell in row] for row in rows]
        width = _width(self.out) if sys.stdout is not None and sys.stdout.isatty() else None
        lines = columns(rows, width, give=give, right=frozenset(right), measure=cell_len)
        for number, row in enumerate(lines):
            for line in row:
                if not self._plainly("out", sys.stdout, line):
                    self.out.print(line, style=(styles[number] if styles else "") or None)

    def warn(self, message: Message | None) -> None:
        """Write to stderr what is wrong and does not keep the command from its work; nothing for None."""
        if message is not None:
            self.note("! " + said(message), "yellow")

    def problem(self, text: str) -> None:
        """Write to stderr, in red, what went wrong."""
        self.note(text, "red")

    def error(self, error: BroadcastError) -> None:
        """Write to stderr what happened, and under it what to do about it where the error says so."""
        self.problem(said(error.what))
        if error.fix is not None:
            self.note(said(error.fix))

    def faults(self, faults: Iterable[Fault]) -> None:
        """Write each fault to stderr: its place, the line of the file with a mark under it, and how to mend it.

        Before the place stands `×` where it keeps something off the air, else `!`: a file has no colours.
        """
        for fault in faults:
            self._fault(fault)

    def _fault(self, fault: Fault) -> None:
        from rich.cells import cell_len
        from rich.text import Text

        sign, style = ("×", "red") if fault.level is Level.ERROR else ("!", "yellow")
        self.note(Text.assemble((f"{sign} {fault.place}", style), "  ", said(fault.what)), hang=5)
        if fault.line and fault.source:
            room = min(_LONGEST_SOURCE, (_width(self.err) or _LONGEST_SOURCE + _NUMBERED) - _NUMBERED)
            shown, before = _excerpt(fault, room)
            marked = shown[len(before) : len(before) + fault.length]
            shown, before, marked = _seen(shown), _seen(before), _seen(marked)
            self.note(f"{fault.line:>6} | {shown}", hang=_NUMBERED)
            self.note(" " * 6 + " | " + " " * cell_len(before) + "^" * max(1, cell_len(marked)), style)
        if fault.fix is not None:
            self.note("     " + said(fault.fix))

    def json(self, schema: str, **fields: object) -> None:
        """Write a result for programs to stdout, as one JSON object; `schema` is like `broadcast.today/1`."""
        click.echo(escaped(json.dumps({"schema": schema, **fields}, ensure_ascii=False, indent=1)))


def _excerpt(fault: Fault, room: int) -> tuple[str, str]:
    """The line at fault, or what fits of it from word to word; and what of that stands before the fault."""
    source, at = fault.source.replace("\t", " "), max(0, fault.column - 1)
    start = 0 if len(source) <= room else max(0, at - room // 2)
    if start:
        start = source.find(" ", start, at) + 1 or start
    shown = source[start : start + room]
    if start + room < len(source):
        end = shown.rfind(" ", min(at - start + fault.length, room - 1), room - 1)
        shown = shown[: end if end > 0 else room - 1] + "…"
    return shown, shown[: at - start]


def _seen(text: str) -> str:
    """The text as every terminal shows it, marks on their letters and without signs of no width."""
    return on_screen(unicodedata.normalize("NFC", text.translate(_NO_WIDTH)))


def _width(console: "Console") -> int | None:
    """How many columns the terminal has, COLUMNS before all; None where nobody looks at it."""
    try:
        if not console.file.isatty():
            return None
        told = os.environ.get("COLUMNS", "")
        width = int(told) if told.isdigit() else os.get_terminal_size(console.file.fileno()).columns
    except (OSError, ValueError):  # a terminal that does not say
        width = 0
    return (width or _USUAL_WIDTH) - console.legacy_windows  # there the last column begins a new line


def _print(console: "Console", text: "str | Text", style: str, hang: int | None) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    width = _width(console)
    if isinstance(text, str):
        whole = on_screen(unicodedata.normalize("NFC", text))
        lines = [whole] if width is None else whole.split("\n")
        for line in lines:
            for piece in [line] if width is None else folded(line, width, hang=hang, measure=cell_len):
                console.print(piece, style=style or None)
        return
    indent = hang_of(text.plain) if hang is None else hang
    places = [] if width is None else breaks(text.plain, width, indent, cell_len)
    for number, part in enumerate(text.divide(places)):
        part.rstrip()
        console.print(Text(" " * indent).append_text(part) if number else part, style=style or None)


def long_date(day: date) -> str:
    """Return the date written out in the reader's language: `Thứ Hai 06/10/2025`."""
    return f"{said(DAY_NAMES[day.weekday()])} {day:%d/%m/%Y}"


def voice_name(engine: str) -> str:
    """Return what an engine is to the reader: `giọng espeak`, or a recording."""
    return said(spoken_by(engine))


def spare_name(engine: str) -> str:
    """Return the name of the engine that speaks in another's place; beside the announcer, its own alone."""
    return engine.removeprefix(f"{ANNOUNCER}+")


def spoken_length(length: timedelta | float) -> str:
    """Return a length written out in the reader's language; a number is taken as seconds.

    `8 giây`, `6 phút 04 giây`, `2 giờ 05 phút`, `3 ngày 07 giờ`: from an hour on to the minute, from two days on
    to the hour.
    """
    whole = round(length.total_seconds() if isinstance(length, timedelta) else length)
    minutes, seconds = divmod(whole, 60)
    if minutes >= 2 * 24 * 60:
        return words("{days} ngày {hours:02} giờ", days=minutes // (24 * 60), hours=minutes // 60 % 24)
    if minutes >= 60:
        return words("{hours} giờ {minutes:02} phút", hours=minutes // 60, minutes=minutes % 60)
    if not minutes:
        return words("{seconds} giây", seconds=seconds)
    return words("{minutes} phút {seconds:02} giây", minutes=minutes, seconds=seconds)


def moment(at: datetime) -> str:
    """Return a moment as the screens tell it: `00:39 ngày 28/11` in the reader's language."""
    return words("{time} ngày {day}", time=f"{at:%H:%M}", day=f"{at:%d/%m}")
