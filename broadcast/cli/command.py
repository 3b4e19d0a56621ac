"""Commands and options whose help is told in the reader's language, and the dates a person types."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from broadcast.base.words import words

_F = TypeVar("_F", bound=Callable[..., Any])


class _Command(click.Command):
    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [words(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words(self.help or ""))


class _Option(click.Option):
    def make_metavar(self, *context: Any, **named: Any) -> str:  # click 8.2 hands the context over, 8.1 nothing
        return words(super().make_metavar(*context, **named))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], record[1].replace(self.help or "", words(self.help or "")))


class _Argument(click.Argument):
    def make_metavar(self, *context: Any, **named: Any) -> str:  # click 8.2 hands the context over, 8.1 nothing
        return words(super().make_metavar(*context, **named))


def command(help: str) -> Callable[[Callable[..., Any]], click.Command]:  # noqa: A002 - click's own word
    """A command; its help is a sentence of the catalogue. A returned int is the exit code."""
    return click.command(cls=_Command, help=help)


def option(*names: str, help: str, **settings: Any) -> Callable[[_F], _F]:  # noqa: A002 - click's own word
    """An option; its help is a sentence of the catalogue."""
    return click.option(*names, cls=_Option, help=help, **settings)


def argument(name: str, *, metavar: str, **settings: Any) -> Callable[[_F], _F]:
    """An argument; its metavar is a word of the catalogue."""
    return click.argument(name, cls=_Argument, metavar=metavar, **settings)


as_json = option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")


class Day(click.ParamType):
    """`06/10/2025`, `2025-10-06`, `mai`, `+1`; a date, or so many days from today."""

    name = "date"

    def get_metavar(self, param: click.Parameter, *context: Any, **named: Any) -> str:
        return words("NGÀY")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | timedelta:
        from broadcast.ward.values import WrongValueError, parse_date

        if isinstance(value, date | timedelta):
            return value
        text = str(value).strip().lower()
        near = {"hôm nay": 0, "homnay": 0, "today": 0, "mai": 1, "tomorrow": 1, "hôm qua": -1, "homqua": -1}
        if text in near:
            return timedelta(days=near[text])
        if text[:1] in "+-" and text[1:].isdecimal() and len(text) < 6:
            return timedelta(days=int(text))
        try:
            return parse_date(text)
        except WrongValueError as error:
            from broadcast.base.words import said

            self.fail(said(error.message), param, ctx)


def write_text(path: Path, text: str) -> None:
    """A result into a file. Raises DiskError."""
    from broadcast.base.files import write_whole

    write_whole(path, text.encode("utf-8"))


def resolve(day: date | timedelta | None, today: date) -> date:
    """The date that was meant, on that day."""
    if day is None:
        return today
    return today + day if isinstance(day, timedelta) else day
