"""A Word file's styles -> a paragraph's font, its style's name, and what its runs are by style: hidden, struck."""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Before the name of every element and attribute that Word writes."""
_DEFAULTS = f"{W}docDefaults/{W}rPrDefault/{W}rPr"


class Styles:
    """What the styles of one document say of its paragraphs."""

    def __init__(self, document: Any) -> None:
        """`document` is one that python-docx has opened."""
        self._root = document.styles.element
        self._by_id = {str(one.get(f"{W}styleId")): one for one in self._root.iter(f"{W}style")}
        self._known: dict[tuple[str, str], bool] = {}
        usual = (
            id_
            for id_, style in self._by_id.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
        )
        self._default = next(usual, "")

    def font_of(self, paragraph: Any) -> str | None:
        """Return the font of the paragraph where a run names none itself; None where nothing names one."""
        fonts = (font_named(style.find(f"{W}rPr")) for style in self.chain(paragraph))
        own = next((font for font in fonts if font), None)
        return own or font_named(self._root.find(_DEFAULTS))

    def name_of(self, paragraph: Any) -> str:
        """Return the name of the paragraph's own style in small letters, empty for the usual one."""
        style = self._by_id.get(_style_id(paragraph))
        name = style.find(f"{W}name") if style is not None else None
        return str(name.get(f"{W}val")).lower() if name is not None else ""

    def is_on(self, paragraph: Any, run: Any, tag: str) -> bool:
        """Whether a run of the paragraph has a property such as `vanish`: by itself, or by its styles.

        What the run says itself holds; else, where both its own style and the paragraph's set it, they undo one
        another (ECMA-376, Part 1, 17.7.3, toggle properties).
        """
        own = run.find(f"{W}rPr")
        direct = own.find(f"{W}{tag}") if own is not None else None
        if direct is not None:
            return is_set(direct)
        style = own.find(f"{W}rStyle") if own is not None else None
        by_run = self._sets(str(style.get(f"{W}val")), tag) if style is not None else False
        by_paragraph = self._sets(_style_id(paragraph) or self._default, tag)
        defaults = self._root.find(_DEFAULTS)
        by_default = defaults.find(f"{W}{tag}") if defaults is not None else None
        return by_run != by_paragraph or (by_default is not None and is_set(by_default))

    def list_of_style(self, id_: str) -> str:
        """Return the number of the list that a list style stands for; empty where it names none."""
        style = self._by_id.get(id_)
        link = style.find(f"{W}pPr/{W}numPr/{W}numId") if style is not None else None
        return str(link.get(f"{W}val")) if link is not None else ""

    def chain(self, paragraph: Any) -> Iterator[Any]:
        """Yield the paragraph's style and those that it is based on."""
        return self._above(_style_id(paragraph) or self._default)

    def _above(self, id_: str) -> Iterator[Any]:
        """The style and those that it is based on."""
        seen = set[str]()
        while id_ and id_ in self._by_id and id_ not in seen:
            seen.add(id_)
            yield (style := self._by_id[id_])
            above = style.find(f"{W}basedOn")
            id_ = str(above.get(f"{W}val")) if above is not None else ""

    def _sets(self, id_: str, tag: str) -> bool:
        """Whether a style sets a property, or one that it is based on does."""
        if (id_, tag) not in self._known:
            found = (style.find(f"{W}rPr/{W}{tag}") for style in self._above(id_))
            nearest = next((one for one in found if one is not None), None)
            self._known[id_, tag] = nearest is not None and is_set(nearest)
        return self._known[id_, tag]


def is_set(toggle: Any) -> bool:
    """Whether a property that is there is on: `<w:b/>`, and not `<w:b w:val="0"/>`."""
    return toggle.get(f"{W}val") not in ("0", "false", "off", "none")


def font_named(properties: Any) -> str | None:
    """Return the font that the properties of a run or a style name; None where they name none."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    name = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")) if fonts is not None else None
    return str(name) if name else None


def _style_id(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else ""
