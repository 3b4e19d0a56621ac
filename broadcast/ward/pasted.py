"""What somebody copied from Word or a page (HTML) -> plain paragraphs for a script, as `import` writes them."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from broadcast.base.errors import WardError, tell
from broadcast.ward.charset import turned
from broadcast.ward.tablewords import rows_in_words

_LARGEST = 4_000_000
"""Characters; Word wraps a page of text in two hundred thousand of markup."""
_UNSEEN = frozenset(
    {"head", "style", "script", "title", "template", "del", "xml", "noscript", "select", "textarea"}
)
_BLOCKS = frozenset({
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "pre", "ul", "ol",
    "dt", "dd",
})  # fmt: skip
_EMPTY = frozenset({"br", "img", "hr", "meta", "link", "col", "input", "wbr", "area", "base", "embed", "source"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_SIGNS = re.compile(r"[\u00ad\u200b\u200c\u200d\ufeff]")
_TAG_BEGINS = re.compile(r"<[A-Za-z/!?]")


def text_of_html(html: str) -> str:
    """Read the words of a piece of HTML: a blank line between paragraphs, list signs kept, tables row by row.

    The text is in NFC; letters of an old font are turned into Unicode. Raises WardError where it is too large, or
    its letters cannot be read with certainty.
    """
    name = str(tell("chỗ vừa dán"))
    if len(html) > _LARGEST:
        raise WardError(tell("{name} lớn quá, không phải một bài phát.", name=name))
    reading = _Reading()
    reading.feed(_closed(html))
    reading.close()
    reading.end_paragraph()
    return turned(unicodedata.normalize("NFC", "\n\n".join(reading.paragraphs)), name)[0]


def _closed(html: str) -> str:
    """Leave out what follows a comment or a tag that nobody closes: HTMLParser looks for its end at each `<`."""
    opened = html.find("<!--", html.rfind("-->") + 1)
    html = html if opened < 0 else html[:opened]
    tag = _TAG_BEGINS.search(html, html.rfind(">") + 1)
    return html if tag is None else html[: tag.start()]


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    heads: bool = False


class _Reading(HTMLParser):
    """One walk over the tags; whatever is wrong with them, words are lost from none that are shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._words: list[str] = []
        self._is_label = False
        """Whether nothing but the sign of a list's line was read: a paragraph within the line goes on with it."""
        self._unseen: list[str] = []
        """The open tags from the first that hides what is in it."""
        self._counts: Counter[str] = Counter()
        """How often each of these is open."""
        self._lists: list[int | None] = []
        """How far each open list has counted; None: its lines have a dash."""
        self._tables: list[_Table] = []

    # --- what the parser calls ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen or tag in _UNSEEN or _HIDDEN.search(dict(attrs).get("style") or ""):
            if tag not in _EMPTY:
                self._unseen.append(tag)
                self._counts[tag] += 1
            return
        match tag:
            case "br":
                self._words.append("\n")
            case "table":
                self.end_paragraph()
                self._tables.append(_Table())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
                self._words.clear()
            case "td" | "th" if self._tables and self._tables[-1].rows:
                self._tables[-1].heads |= tag == "th"
                self._words.clear()
            case "ul" | "ol":
                self.end_paragraph()
                self._lists.append(0 if tag == "ol" else None)
            case "li":
                self.end_paragraph()
                self._words.append(self._label())
                self._is_label = not self._tables
            case _ if tag in _BLOCKS and not self._is_label:
                self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            while self._counts[tag]:  # what was opened in it is over with it
                closed = self._unseen.pop()
                self._counts[closed] -= 1
                if closed == tag:
                    break
            return
        match tag:
            case "td" | "th" if self._tables and self._tables[-1].rows:
                self._tables[-1].rows[-1].append(" ".join("".join(self._words).split()))
                self._words.clear()
            case "table" if self._tables:
                table = self._tables.pop()
                rows = rows_in_words([row for row in table.rows if any(row)], table.heads)
                self._words = [" ".join(rows)] if self._tables else []
                self.paragraphs += [] if self._tables else rows
            case "ul" | "ol":
                self.end_paragraph()
                del self._lists[-1:]
            case _ if tag in _BLOCKS:
                self.end_paragraph()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(re.sub(r"\s+", " ", data))
            self._is_label = self._is_label and data.isspace()

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Pass over `<![…]>` as browsers do: the parser raises AssertionError at a word that it does not know."""
        return self.parse_bogus_comment(i)

    # --- paragraphs ---

    def end_paragraph(self) -> None:
        """Take what was read since the last one as a paragraph; within a cell of a table it only makes a space."""
        if self._tables:
            self._words.append(" ")
            return
        self._is_label = False
        lines = _NO_SIGNS.sub("", "".join(self._words)).split("\n")
        text = "\n".join(line for part in lines if (line := " ".join(part.split())))
        if text and text not in ("-",):
            self.paragraphs.append(text)
        self._words.clear()

    def _label(self) -> str:
        if self._lists and (count := self._lists[-1]) is not None:
            self._lists[-1] = count + 1
            return f"{count + 1}. "
        return "- "
