"""A question -> a value, or yes or no: told in an option, or asked on a terminal until it can be understood."""

import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.onscreen import on_screen
from broadcast.base.words import said, words

_T = TypeVar("_T")

_YES = frozenset({"c", "có", "co", "y", "yes"})
_NO = frozenset({"k", "không", "khong", "ko", "n", "no", ""})


def on_a_terminal() -> bool:
    """Whether a person can be asked: both what is typed and what is shown go through a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def unseen(question: str) -> str:
    """Ask for what nobody may see while it is typed; return it. Raises click.Abort at Ctrl+C."""
    return str(click.prompt(on_screen(question), hide_input=True, err=True))


def agreed(question: str) -> bool:
    """Ask a person at the terminal, in either language, until the answer is a yes or a no; Enter alone is a no.

    Raises click.Abort at Ctrl+C or at the end of what is typed.
    """
    while True:
        typed = click.prompt(
            words("{question} [c/K]", question=on_screen(question)), default="", show_default=False, err=True
        )
        answer = unicodedata.normalize("NFC", str(typed)).strip().casefold()
        if answer in _YES | _NO:
            return answer in _YES
        click.echo(words("  Gõ c là có, k là không. Nhấn Enter không thôi cũng là không."), err=True)


def read_as(parse: Callable[[str], _T], text: str) -> _T:
    """Return what `parse`, a parser of playlist.yaml's values, makes of an option's text.

    Raises UsageRefused, with the right form, where it cannot be understood.
    """
    from broadcast.ward.values import WrongValueError

    try:
        return parse(text)
    except WrongValueError as wrong:
        raise UsageRefused(wrong.message) from wrong


def asked(
    option: str, given: str | None, question: str, parse: Callable[[str], _T], *, usual: str | None, asking: bool
) -> _T:
    """Return what `parse` makes of the option, or of the answer to `question`; of `usual` where nobody is asked.

    A wrong answer is told and asked again. Raises UsageRefused, with the option's name, where the option itself
    cannot be understood; click.Abort at Ctrl+C or at the end of what is typed.
    """
    from broadcast.ward.values import WrongValueError

    if given is not None or not asking:
        try:
            return parse(given if given is not None else usual or "")
        except WrongValueError as wrong:
            raise UsageRefused(tell("{option}: {why}", option=option, why=wrong.message)) from wrong
    while True:
        answer = click.prompt(
            on_screen(question),
            default=usual and on_screen(usual),
            show_default=bool(usual),
            err=True,
            prompt_suffix=": ",
        )
        try:
            return parse(str(answer).strip())
        except WrongValueError as wrong:
            click.echo("  " + on_screen(said(wrong.message)), err=True)


def choice(names: Sequence[str]) -> Callable[[str], str]:
    """Make a parser that takes one of `names` by its number, from 1, or any name as it is written."""

    def parse(text: str) -> str:
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        return names[number - 1] if 1 <= number <= len(names) else text or "default"

    return parse
