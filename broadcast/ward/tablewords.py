"""The cells of a table -> one sentence a row, as a newsreader reads it."""

import re
from collections.abc import Sequence

_ORDER = re.compile(r"(?i)(stt|tt|số tt|số thứ tự)\.?")
_VALUE = re.compile(r"\d|[.;:]$")
_LONGEST_HEAD = 40


def rows_in_words(rows: Sequence[Sequence[str]], heads_meant: bool) -> list[str]:
    """Return each row as a sentence, `Địa điểm: trạm y tế; thời gian: 8 giờ.`; the heads are no row of their own.

    A table of two columns without heads is read as `name: value`. `heads_meant`: the document itself says that the
    first row holds the heads; else it is judged by its words.
    """
    if not rows:
        return []
    first, *rest = rows
    even = len(set(map(len, rows))) == 1 and len(first) > 1
    if even and rest and all(first) and (heads_meant or _are_heads(first)):
        return [_under(first, row) for row in rest]
    if even and len(first) == 2 and all(0 < len(name) <= _LONGEST_HEAD for name, _ in rows):
        return [_sentence([f"{name.rstrip(' :')}: {value}" if value else name]) for name, value in rows]
    return [_sentence([cell for cell in row if cell]) for row in rows]


def _are_heads(row: Sequence[str]) -> bool:
    if any(_ORDER.fullmatch(cell) for cell in row):
        return True
    return len(row) > 2 and not any(_VALUE.search(cell) or len(cell) > _LONGEST_HEAD for cell in row)


def _under(heads: Sequence[str], row: Sequence[str]) -> str:
    """The row with the head of each column; a column of running numbers is for the eye alone."""
    return _sentence(
        [
            f"{head.rstrip(' :')}: {cell}"
            for head, cell in zip(heads, row, strict=True)
            if cell and not _ORDER.fullmatch(head)
        ]
    )


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(part.rstrip(" ;.") for part in parts)
    return text if not text or text.endswith(("!", "?", "…", ":")) else f"{text}."
