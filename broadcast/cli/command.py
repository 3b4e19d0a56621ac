"""Commands and options whose help is told in the reader's language, and the dates a person types."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from broadcast.base.errors import DiskError, UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.base.words import LANGUAGES, words
from broadcast.cli.outputs import force_option, refuse_replacing
from broadcast.cli.usage import UsageInWords, no_colours
from broadcast.library.tagged import SUFFIXES

_F = TypeVar("_F", bound=Callable[..., Any])


class Command(UsageInWords):
    """A command that takes the options of the program too, where somebody writes them behind it."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        *own, help_ = super().get_params(ctx)  # click puts its own last
        writes = any(isinstance(one.type, OutputFile | OutputFolder) for one in own)
        return [*own, *([force_option()] if writes else []), help_, *_of_all()]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words(self.help or ""))

    def get_short_help_str(self, limit: int = 0) -> str:
        return words(self.help or "")


class _MetavarInWords(click.Parameter):
    def make_metavar(self, *context: Any, **named: Any) -> str:  # click 8.2 hands the context over, 8.1 nothing
        return words(super().make_metavar(*context, **named))


class _Option(_MetavarInWords, click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], record[1].replace(self.help or "", words(self.help or "")))


class WholeNumber(click.IntRange):
    """A whole number between two others; which ones is told in the reader's language."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)

    def _describe_range(self) -> str:
        return words("từ {first} đến {last}", first=self.min, last=self.max)


def _of_all() -> tuple[click.Option, ...]:
    """What stands before the command as a rule: `today --home X` is `--home X today`."""
    shared: dict[str, Any] = {"hidden": True, "expose_value": False}
    return (
        click.Option(["--home"], type=click.Path(file_okay=False), callback=_go_home, is_eager=True, **shared),
        click.Option(["--lang"], type=click.Choice(LANGUAGES), **shared),  # base/words.py has found it already
        click.Option(["--no-color"], is_flag=True, callback=no_colours, **shared),
    )


def _go_home(ctx: click.Context, _param: click.Parameter, home: str | None) -> None:
    if home is not None:
        ctx.obj = Path(home)


class _Argument(_MetavarInWords, click.Argument):
    pass


def command(help: str) -> Callable[[Callable[..., Any]], click.Command]:  # noqa: A002 - click's own word
    """Make a decorator that turns a function into a click command; an int that it returns is the exit code.

    `help` is a Vietnamese sentence; it is shown in the reader's language, where the catalogue has a translation.
    None returned means exit code 0.
    """
    return click.command(cls=Command, help=help)


def option(*names: str, help: str, **settings: Any) -> Callable[[_F], _F]:  # noqa: A002 - click's own word
    """Make a decorator that adds an option to a command; the rest of `settings` goes to click.

    `help` is a Vietnamese sentence; it is shown in the reader's language, where the catalogue has a translation.
    """
    if isinstance(kind := settings.get("type"), click.IntRange):
        settings["type"] = WholeNumber(int(kind.min or 0), int(kind.max or 0))
    return click.option(*names, cls=_Option, help=help, **settings)


def argument(name: str, *, metavar: str, **settings: Any) -> Callable[[_F], _F]:
    """Make a decorator that adds an argument to a command; the rest of `settings` goes to click.

    `metavar` is its name in the help; it is shown in the reader's language, where the catalogue has a translation.
    """
    return click.argument(name, cls=_Argument, metavar=metavar, **settings)


YEARS = range(1900, 9000)

as_json = option("--json", "as_json", is_flag=True, help="In ra JSON cho chương trình khác đọc.")


class Day(click.ParamType):
    """A day as a person writes it: `06/10/2025`, `2025-10-06`, `mai`, `+1`."""

    name = "date"

    def get_metavar(self, param: click.Parameter, *context: Any, **named: Any) -> str:
        """Return the word that the help shows for a day, in the reader's language."""
        return words("NGÀY")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | timedelta:
        """Return a date as it was written, or how far the day lies from today, as a timedelta.

        What is neither ends the command with a usage error.
        """
        from broadcast.ward.values import WrongValueError, parse_date

        if isinstance(value, date | timedelta):
            return value
        text = str(value).strip().lower()
        near = {"hôm nay": 0, "homnay": 0, "nay": 0, "today": 0, "mai": 1, "ngày mai": 1, "tomorrow": 1,
                "hôm qua": -1, "homqua": -1, "qua": -1}  # fmt: skip
        if text in near:
            return timedelta(days=near[text])
        if text[:1] in "+-" and text[1:].isdecimal() and len(text) < 6:
            return timedelta(days=int(text))
        try:
            return parse_date(text)
        except WrongValueError as error:
            from broadcast.base.words import said

            self.fail(said(error.message), param, ctx)


class OneLine(click.ParamType):
    """What the log will keep of a person: a name, a reason. One line, and with a letter in it or empty."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words in one line, with none of the signs that a screen obeys.

        Signs alone (a space of no width, dots) end the command with a usage error: they name nobody.
        """
        given = str(value)
        kept = " ".join("".join(letter if letter.isprintable() else " " for letter in given).split())
        if given.strip() and not any(letter.isalnum() for letter in kept):
            self.fail(words("“{given}” không có chữ nào", given=one_line(given)), param, ctx)
        return kept


class OutputFile(click.Path):
    """A file that a command is to write: refused before any work where it could not be what its name says."""

    def __init__(self, *suffixes: str, or_screen: bool = False) -> None:
        """Make the type of an option. `suffixes`: what is written, such as `.wav`; none for anything.

        `or_screen`: `-`, for stdout, is taken too.
        """
        super().__init__(dir_okay=False, path_type=Path, allow_dash=or_screen)
        self._suffixes = suffixes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path as it was given. Raises DiskError where its folder does not exist.

        UsageRefused is raised for a name that promises another format than what is written, and where what stands
        there is not to be replaced (`refuse_replacing`). A path that is a folder itself ends the command with a
        usage error.
        """
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        on_screen = self.allow_dash and str(path) == "-"
        if not path.name:  # of a variable that is empty in somebody's shell
            raise UsageRefused(tell("Chưa ghi tên tệp."), tell("Đặt tên tệp sau tuỳ chọn này."))
        if self._suffixes and path.suffix.lower() not in self._suffixes and not on_screen:
            raise UsageRefused(
                tell("Ở đây chỉ ghi được tệp {kinds}, không ghi được {name}.",
                     kinds=", ".join(self._suffixes), name=path.name),
                tell("Đặt tên tệp, ví dụ: {name}", name=path.with_suffix(self._suffixes[0])),
            )  # fmt: skip
        if on_screen:
            return path
        if not path.parent.is_dir():
            raise _no_folder(path, path.parent)
        refuse_replacing(path, ctx.obj if ctx is not None else None, ctx)
        return path


class OutputFolder(click.Path):
    """A folder that a command is to write files into; it is made where only itself is missing."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path as it was given. Raises DiskError where the folder above it does not exist.

        UsageRefused is raised for what is called as a sound file is, and is no folder yet.
        """
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.suffix.lower() in SUFFIXES and not path.is_dir():
            raise UsageRefused(
                tell("{name} là tên một tệp, mà ở đây cần tên thư mục.", name=path.name),
                tell("Bỏ đuôi {suffix}, ví dụ: {name}", suffix=path.suffix, name=path.with_suffix("")),
            )
        if not path.absolute().parent.is_dir():
            raise _no_folder(path, path.parent)
        return path


def _no_folder(path: Path, folder: Path) -> DiskError:
    return DiskError(
        tell("không ghi được {path}: chưa có thư mục {folder}", path=path, folder=folder),
        tell("Tạo thư mục đó trước, hoặc chọn thư mục khác."),
    )


def write_result(path: Path, content: str | bytes) -> None:
    """Write a result into `path`, whole or not at all, text as UTF-8. Raises DiskError where that fails."""
    from broadcast.base.files import write_whole

    write_whole(path, content.encode("utf-8") if isinstance(content, str) else content)


def resolve(day: date | timedelta | None, today: date) -> date:
    """Turn what the option `--date` gave into a date: `today` for None, counted from `today` for a timedelta.

    Raises UsageRefused where the year of that date is before 1900 or after 8999.
    """
    meant = today + (day or timedelta()) if not isinstance(day, date) else day
    if meant.year not in YEARS:
        raise UsageRefused(tell("Ngày {day} quá xa.", day=f"{meant:%d/%m/%Y}"))
    return meant
