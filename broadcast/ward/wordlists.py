"""A Word file's lists -> the number or sign that Word shows before a paragraph."""

from typing import Any

from broadcast.ward.wordstyles import Styles, W

_DEEPEST = 8
"""The deepest level of a list, from 0: Word has nine (ECMA-376, Part 1, `ilvl` of `lvl`)."""
_ROMANS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST_ROMAN = 399


class Lists:
    """The lists of one document, as they are counted from its first paragraph to its last.

    Lists of one definition (`w:abstractNum`) go on counting one another, but where one of them says that it begins
    anew (`w:startOverride`): ECMA-376, Part 1, 17.9.
    """

    def __init__(self, document: Any, styles: Styles) -> None:
        """`document` is one that python-docx has opened."""
        self._styles = styles
        try:
            self._root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            self._root = None
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label_of(self, paragraph: Any) -> str:
        """Return what Word shows before this line of a list: `- `, `2. `, `b) `; empty where it is in none.

        It counts: ask once for each paragraph, in order.
        """
        id_, level = self._list_of(paragraph)
        if id_ is None or id_ == "0":
            return ""
        number = self._number(id_)
        definition = self._definition(number) if number is not None else None
        levels = self._levels(number, definition)
        key = f"defined {definition.get(f'{W}abstractNumId')}" if definition is not None else f"list {id_}"
        counts = self._counts.setdefault(key, {})
        begins = self._begins(id_, level, number)
        if begins is not None:
            counts[level] = begins
        else:
            counts[level] = counts.get(level, _start(levels.get(level)) - 1) + 1
        for deeper in [one for one in counts if one > level and _restarts(levels.get(one), level)]:
            del counts[deeper]
        return _label(levels, level, counts)

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        """The list that the paragraph or its style is in, and how deep."""
        for place in (paragraph, *self._styles.chain(paragraph)):
            numbering = place.find(f"{W}pPr/{W}numPr")
            id_ = numbering.find(f"{W}numId") if numbering is not None else None
            if id_ is not None:
                depth = numbering.find(f"{W}ilvl")
                return str(id_.get(f"{W}val")), _depth(depth.get(f"{W}val")) if depth is not None else 0
        return None, 0

    def _number(self, id_: str) -> Any:
        if self._root is None:
            return None
        return next((one for one in self._root.iter(f"{W}num") if one.get(f"{W}numId") == id_), None)

    def _definition(self, number: Any, *, linked: bool = True) -> Any:
        """The definition of a list; that of a list style where it only names one."""
        link = number.find(f"{W}abstractNumId")
        wanted = link.get(f"{W}val") if link is not None else None
        all_ = self._root.iter(f"{W}abstractNum")
        found = next((one for one in all_ if one.get(f"{W}abstractNumId") == wanted), None)
        style = found.find(f"{W}numStyleLink") if found is not None else None
        if style is None or not linked:
            return found
        id_ = self._styles.list_of_style(str(style.get(f"{W}val")))
        other = self._number(id_) if id_ else None
        return self._definition(other, linked=False) if other is not None else found

    def _levels(self, number: Any, definition: Any) -> dict[int, Any]:
        """The levels of a list, from 0, as it defines them itself or its definition does."""
        own = (
            [one for change in number.iter(f"{W}lvlOverride") for one in change.iter(f"{W}lvl")]
            if number is not None
            else []
        )
        defined = [*definition.iter(f"{W}lvl")] if definition is not None else []
        return {_depth(one.get(f"{W}ilvl")): one for one in (*defined, *own)}

    def _begins(self, id_: str, level: int, number: Any) -> int | None:
        """The number that this list says it begins with, the first time it comes; None where it goes on."""
        if number is None or (id_, level) in self._begun:
            return None
        self._begun.add((id_, level))
        for change in number.iter(f"{W}lvlOverride"):
            start = change.find(f"{W}startOverride")
            if start is not None and _depth(change.get(f"{W}ilvl")) == level:
                return _whole(start.get(f"{W}val"))
        return None


def _whole(written: object) -> int | None:
    text = str(written)
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


def _start(level: Any) -> int:
    start = level.find(f"{W}start") if level is not None else None
    value = _whole(start.get(f"{W}val")) if start is not None else None
    return 1 if value is None else value


def _restarts(level: Any, after: int) -> bool:
    """Whether a level counts anew after one of the level `after`."""
    said = level.find(f"{W}lvlRestart") if level is not None else None
    upto = _whole(said.get(f"{W}val")) if said is not None else None
    return upto is None or after < upto


def _depth(written: object) -> int:
    """How deep a level of a list lies, from 0; a number that Word never writes does not make us count to it."""
    number = _whole(written)
    return min(number, _DEEPEST) if number is not None else 0


def _label(levels: dict[int, Any], level: int, counts: dict[int, int]) -> str:
    """What the level shows, `Điều %1.` with its number; `- ` where it shows no number."""
    kind, text = _kind(levels.get(level)), _text(levels.get(level), level)
    if kind in ("bullet", "none"):
        return "- "
    legal = levels[level].find(f"{W}isLgl") is not None  # every number of it in figures
    for one in range(level + 1):
        number = counts.get(one, _start(levels.get(one)))
        text = text.replace(f"%{one + 1}", _figure("decimal" if legal else _kind(levels.get(one)), number))
    return f"{text.strip()} "


def _kind(level: Any) -> str:
    form = level.find(f"{W}numFmt") if level is not None else None
    return str(form.get(f"{W}val")) if form is not None else "bullet"


def _text(level: Any, number: int) -> str:
    text = level.find(f"{W}lvlText") if level is not None else None
    return str(text.get(f"{W}val") or "") if text is not None else f"%{number + 1}."


def _figure(kind: str, number: int) -> str:
    match kind:
        case "lowerLetter" | "upperLetter" if 1 <= number <= 26 * 9:
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)  # z, aa, bb: as Word counts
            return letters.upper() if kind == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 1 <= number <= _LARGEST_ROMAN:
            roman = _roman(number)
            return roman.upper() if kind == "upperRoman" else roman
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMANS:
        written += letters * (number // value)
        number %= value
    return written
