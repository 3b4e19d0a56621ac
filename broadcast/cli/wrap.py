"""A line longer than the screen -> lines that fit, broken between words; rows of a table -> columns that fit."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

Measure = Callable[[str], int]
"""Counts the columns that a text takes on the screen."""

_MARK = re.compile(r" *(?:[√×●○■►»!•] +)?")
_RULE = re.compile("─{3,}$")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_BREAK = re.compile(r"(?<=\S) +(?=\S)")
_GAP_WIDTH = 2
_LEAST_COLUMN = 12
_LEAST_LAST = 16
"""A last column narrower than this goes to lines of its own."""


def fitted(text: str, width: int, measure: Measure = len) -> str:
    """Make a line that is too long shorter where that costs no word: a rule ends sooner, wide gaps become narrow.

    A line that fits within `width` columns comes back as it is.
    """
    if measure(text) <= width:
        return text
    if rule := _RULE.search(text):
        over = measure(text) - width
        return text[: max(rule.start() + 2, len(text) - over)]
    return _GAP.sub(" " * _GAP_WIDTH, text)


def hang_of(text: str) -> int:
    """Count the columns by which the lines after the first are indented: those of its indent and sign."""
    found = _MARK.match(text)
    return found.end() if found else 0


def breaks(text: str, width: int, hang: int, measure: Measure = len) -> list[int]:
    """Find where to break a line so that each piece fits `width` columns; return the offset of each next piece.

    Pieces after the first stand `hang` columns to the right. A word is never broken: one that is wider than the
    screen has a line to itself. What must be typed together (`broadcast log`) is not parted.
    """
    found: list[int] = []
    start = 0
    last: re.Match[str] | None = None
    for gap in [*_BREAK.finditer(text, hang_of(text)), None]:
        if gap is not None and text[: gap.start()].endswith("broadcast"):
            continue
        end = gap.start() if gap is not None else len(text)
        room = width if start == 0 else width - hang
        if last is not None and measure(text[start:end].rstrip()) > room:
            start = last.end()
            found.append(start)
        last = gap
    return found


def folded(text: str, width: int, *, hang: int | None = None, measure: Measure = len) -> list[str]:
    """Break a line between words into lines of at most `width` columns; see `breaks`.

    `hang` is how far the lines after the first are indented, else as far as the first and its sign.
    """
    text = fitted(text, width, measure)
    indent = min(hang_of(text) if hang is None else hang, width // 2)
    ends = [0, *breaks(text, width, indent, measure), len(text)]
    pieces = [text[start:end].rstrip() for start, end in pairwise(ends)]
    return [pieces[0], *(" " * indent + piece for piece in pieces[1:])]


def columns(
    rows: Sequence[Sequence[str]], width: int | None, *, give: int, right: frozenset[int] = frozenset(),
    measure: Measure = len,
) -> list[list[str]]:  # fmt: skip
    """Set rows of texts in columns, two spaces apart; return the lines of each row.

    Where the rows are wider than `width` columns (None: as wide as they are), column `give` is made narrower and
    its texts go on below, and so does the last column. Those in `right` stand at the right of their column.
    """
    widest = [max(measure(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    if width is not None and (over := sum(widest) + _GAP_WIDTH * (len(widest) - 1) - width) > 0:
        widest[give] = min(widest[give], max(_LEAST_COLUMN, widest[give] - over))
    return [_row(row, widest, width, give=give, right=right, measure=measure) for row in rows]


def _row(
    row: Sequence[str], widest: Sequence[int], width: int | None, *, give: int, right: frozenset[int],
    measure: Measure,
) -> list[str]:  # fmt: skip
    """The lines of one row: its given text and its last go on below, side by side where there is room."""
    gap, last = " " * _GAP_WIDTH, len(row) - 1
    at = sum(widest[:last]) + _GAP_WIDTH * last
    given, ending, below = [row[give]], [row[last]], list[str]()
    if width is not None and give != last:
        given = folded(row[give], widest[give], hang=0, measure=measure)
    if width is not None and at + measure(row[last]) > width:
        if give != last and width - at < _LEAST_LAST:
            ending, below = [""], folded(" " * (hang_of(row[0]) + _GAP_WIDTH) + row[last], width, measure=measure)
        else:
            ending = folded(row[last], width - at, hang=0, measure=measure)
    lines = []
    for n in range(max(len(given), len(ending))):
        cells = [*row] if n == 0 else [""] * len(row)
        cells[give] = given[n] if n < len(given) else ""
        cells[last] = ending[n] if n < len(ending) else ""
        padded = [_padded(cell, widest[k], at_right=k in right, measure=measure) for k, cell in enumerate(cells)]
        lines.append(gap.join(padded).rstrip())
    return [*lines, *below]


def _padded(cell: str, width: int, *, at_right: bool, measure: Measure) -> str:
    space = " " * max(0, width - measure(cell))
    return space + cell if at_right else cell + space
