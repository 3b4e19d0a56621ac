"""A Word file's styles and lists -> a paragraph's font, its style's name, and the number shown before it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Before the name of every element and attribute that Word writes."""
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_DEEPEST = 8
"""The deepest level of a list, from 0: Word has nine (ECMA-376, Part 1, `ilvl` of `lvl`)."""


class Styles:
    """What the styles and the lists of one document say of its paragraphs."""

    def __init__(self, document: Any) -> None:
        """`document` is one that python-docx has opened."""
        self._root = document.styles.element
        self._document = document
        self._by_id = {str(one.get(f"{W}styleId")): one for one in self._root.iter(f"{W}style")}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def font_of(self, paragraph: Any) -> str | None:
        """Return the font of the paragraph where a run names none itself; None where nothing names one."""
        fonts = (font_named(style.find(f"{W}rPr")) for style in self._chain(paragraph))
        own = next((font for font in fonts if font), None)
        return own or font_named(self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def name_of(self, paragraph: Any) -> str:
        """Return the name of the paragraph's own style in small letters, empty for the usual one."""
        style = self._by_id.get(_style_id(paragraph))
        name = style.find(f"{W}name") if style is not None else None
        return str(name.get(f"{W}val")).lower() if name is not None else ""

    def label_of(self, paragraph: Any) -> str:
        """Return what Word shows before this line of a list: `- `, `2. `, `b) `; empty where it is in none.

        It counts: ask once for each paragraph, in order.
        """
        id_, level = self._list_of(paragraph)
        if id_ is None or id_ == "0":
            return ""
        counts, levels = self._counts[id_], self._levels(id_)
        counts[level] = counts.get(level, _start(levels.get(level)) - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _label(levels, level, counts)

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph's style and those that it is based on."""
        wanted, seen = _style_id(paragraph) or self._default(), set[str]()
        while wanted and wanted in self._by_id and wanted not in seen:
            seen.add(wanted)
            yield (style := self._by_id[wanted])
            above = style.find(f"{W}basedOn")
            wanted = str(above.get(f"{W}val")) if above is not None else ""

    def _default(self) -> str:
        usual = (
            id_
            for id_, style in self._by_id.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
        )
        return next(usual, "")

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        """The list that the paragraph or its style is in, and how deep."""
        for place in (paragraph, *self._chain(paragraph)):
            numbering = place.find(f"{W}pPr/{W}numPr")
            id_ = numbering.find(f"{W}numId") if numbering is not None else None
            if id_ is not None:
                depth = numbering.find(f"{W}ilvl")
                return str(id_.get(f"{W}val")), _depth(depth.get(f"{W}val")) if depth is not None else 0
        return None, 0

    def _levels(self, id_: str) -> dict[int, Any]:
        """The levels of a list as the document defines them, from 0; none where it does not."""
        try:
            root = self._document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return {}
        number = next((one for one in root.iter(f"{W}num") if one.get(f"{W}numId") == id_), None)
        link = number.find(f"{W}abstractNumId") if number is not None else None
        wanted = link.get(f"{W}val") if link is not None else None
        found = (one for one in root.iter(f"{W}abstractNum") if one.get(f"{W}abstractNumId") == wanted)
        abstract = next(found, None)
        levels = abstract.iter(f"{W}lvl") if abstract is not None else ()
        return {_depth(one.get(f"{W}ilvl")): one for one in levels}


def font_named(properties: Any) -> str | None:
    """Return the font that the properties of a run or a style name; None where they name none."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    name = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")) if fonts is not None else None
    return str(name) if name else None


def _style_id(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else ""


def _start(level: Any) -> int:
    start = level.find(f"{W}start") if level is not None else None
    value = str(start.get(f"{W}val")) if start is not None else ""
    return int(value) if value.isdecimal() and len(value) < 10 else 1


def _depth(written: object) -> int:
    """How deep a level of a list lies, from 0; a number that Word never writes does not make us count to it."""
    text = str(written)
    return min(int(text), _DEEPEST) if text.isdecimal() and len(text) < 10 else 0


def _label(levels: dict[int, Any], level: int, counts: dict[int, int]) -> str:
    """What the level shows, `Điều %1.` with its number; `- ` where it shows no number."""
    kind, text = _kind(levels.get(level)), _text(levels.get(level), level)
    if kind in ("bullet", "none"):
        return "- "
    for one in range(level + 1):
        number = counts.get(one, _start(levels.get(one)))
        text = text.replace(f"%{one + 1}", _figure(_kind(levels.get(one)), number))
    return f"{text.strip()} "


def _kind(level: Any) -> str:
    form = level.find(f"{W}numFmt") if level is not None else None
    return str(form.get(f"{W}val")) if form is not None else "bullet"


def _text(level: Any, number: int) -> str:
    text = level.find(f"{W}lvlText") if level is not None else None
    return str(text.get(f"{W}val") or "") if text is not None else f"%{number + 1}."


def _figure(kind: str, number: int) -> str:
    match kind:
        case "lowerLetter" | "upperLetter" if 1 <= number <= 26:
            letter = chr(ord("a") + number - 1)
            return letter.upper() if kind == "upperLetter" else letter
        case "lowerRoman" | "upperRoman" if 1 <= number <= len(_ROMANS):
            roman = _ROMANS[number - 1]
            return roman.upper() if kind == "upperRoman" else roman
        case _:
            return str(number)
