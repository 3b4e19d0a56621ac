"""A template and its values -> a sentence: numbers as its reader writes them, one full stop at its end."""

import re
from collections.abc import Mapping
from numbers import Integral

from broadcast.base.onscreen import one_line

_TWO_STOPS = re.compile(r"(?<=[^\s./])\.\.(?=\s|$)")
"""Where a value that is a sentence itself stands before the sentence's own full stop; a folder `..` is none."""


class _Figure(float):
    """A number that is told with a comma: `{x:.1f}` gives −16,0.

    Any other form is left as Python has it: a number to be typed into a file keeps its point.
    """

    def __format__(self, form: str) -> str:
        plain = super().__format__(form)
        return plain.replace("-", "−").replace(".", ",") if form.endswith("f") else plain


class _Count(int):
    """A number, before the word for one or for more: `{count:script|scripts}` gives 1 script, 2 scripts.

    Only translations have such a form: a Vietnamese noun has no plural.
    """

    def __format__(self, form: str) -> str:
        return _counted(str(int(self)), form) if "|" in form else super().__format__(form)


class _Text(str):
    """The same for a number that was written already: `12.345`."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        return _counted(str(self), form) if "|" in form else super().__format__(form)


def _counted(number: str, form: str) -> str:
    one, _, many = form.partition("|")
    return f"{number} {one if number == '1' else many}"


def figure(number: float, places: int, *, comma: bool) -> str:
    """Write a number with so many decimal places: −16,0 with `comma`, as in Vietnamese, else -16.0."""
    return f"{_Figure(number) if comma else number:.{places}f}"


def filled(template: str, values: Mapping[str, object], *, comma: bool) -> str:
    """Put the values into the named places of a template; numbers with a comma are told as in Vietnamese."""
    if not values:
        return template
    told = {key: _told(one, comma=comma) for key, one in values.items()}
    return _TWO_STOPS.sub(".", template.format_map(told))


def _told(value: object, *, comma: bool) -> object:
    if isinstance(value, float):
        return _Figure(value) if comma else value
    if isinstance(value, Integral) and not isinstance(value, bool):
        return _Count(value)
    # the kinds of StrEnum are ours, and stay what they are
    return _Text(one_line(value)) if type(value) is str else value
