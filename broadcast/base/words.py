"""The program's sentences in the language of the person who reads them.

Vietnamese is the msgid; English comes from broadcast/base/locale. Click's own words (usage, option errors) are
English msgids of the same catalogue, with Vietnamese translations.
"""

import gettext
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from broadcast.base.errors import Message, tell
from broadcast.base.sentence import figure, filled

LANGUAGES = ("vi", "en")
"""The languages there are; the first is spoken unless another is asked for."""
VARIABLE = "BROADCAST_LANG"
"""The environment variable that asks for a language."""
_DOMAIN = "broadcast"
_READERS = ContextVar("readers", default="")
"""The language of one reader among several, who read what one process tells; empty: the process's own."""
OVERRIDE_HINT = tell('Có người cho phép thì thêm: --override "lý do" --by "tên người cho phép".')
"""Stands under every refusal that a named person may answer for."""


def speak_language(arguments: list[str]) -> None:
    """Choose the language of this process and its children: `--lang` in `arguments`, else BROADCAST_LANG.

    `arguments` are the words behind the program's name. A language that is none of LANGUAGES, or none at all,
    means Vietnamese.
    """
    language = _asked_for(arguments) or os.environ.get(VARIABLE, "")
    here = os.path.dirname(__file__)  # noqa: PTH120 - importing pathlib costs `--help` a tenth of its time
    gettext.bindtextdomain(_DOMAIN, os.path.join(here, "locale"))  # noqa: PTH118
    gettext.textdomain(_DOMAIN)
    # gettext and click read it from here, and so do the children we start
    os.environ["LANGUAGE"] = language if language in LANGUAGES else LANGUAGES[0]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak to one reader in a language of their own, beside others: within this context, and what it calls.

    What is none of LANGUAGES leaves the process's own.
    """
    before = _READERS.set(language if language in LANGUAGES else "")
    try:
        yield
    finally:
        _READERS.reset(before)


def _asked_for(arguments: list[str]) -> str | None:
    for number, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
    return None


def words(template: str, **values: object) -> str:
    """Translate `template` (Vietnamese), a sentence of the terminal's own; return it with its values filled in."""
    return _filled(template, values)


def said(message: Message | str) -> str:
    """Translate a Message and the Messages among its values, and return it filled in; return a str as it is."""
    return message if isinstance(message, str) else _filled(message.template, message.values)


def number(value: float, places: int) -> str:
    """Write a number with so many decimal places as the reader's language does: `−16,0`, in English `-16.0`."""
    return figure(value, places, comma=in_vietnamese())


def in_vietnamese() -> bool:
    """Whether whoever reads what is told now reads Vietnamese."""
    return (_READERS.get() or os.environ.get("LANGUAGE", LANGUAGES[0])) != "en"


def _filled(template: str, values: Mapping[str, object]) -> str:
    told = {key: said(one) if isinstance(one, Message) else one for key, one in values.items()}
    reader = _READERS.get()
    translated = _catalogue(reader).gettext(template) if reader else gettext.gettext(template)
    return filled(translated, told, comma=in_vietnamese())


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    here = os.path.dirname(__file__)  # noqa: PTH120
    where = os.path.join(here, "locale")  # noqa: PTH118
    return gettext.translation(_DOMAIN, where, languages=[language], fallback=True)


def always_utf8() -> None:
    """Make stdin, stdout and stderr UTF-8 whatever the console's code page is: cp1258 cannot hold “ạ”.

    What cannot be decoded or encoded is replaced, and raises nothing. A stream without `reconfigure` stays as it
    is.
    """
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
