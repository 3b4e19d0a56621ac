"""A built site -> what its pages would ask of another host when they are opened: nothing, or it is told.

    python tools/outside.py build/site       exit 1 where there is something

Looked at is what a browser loads by itself: scripts, styles, images, frames, and what styles import. What a reader
clicks on may lead anywhere. Scripts are not read: the theme's own can ask another host for what an old browser
lacks (ResizeObserver), and for diagrams, of which we have none.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src",
           "embed": "src", "object": "data", "link": "href"}  # fmt: skip
_NOT_LOADED = {"canonical", "alternate", "prev", "next"}
_ABSOLUTE = re.compile(r"(https?:)?//", re.IGNORECASE)
_IN_STYLES = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")]+)", re.IGNORECASE)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and set((given.get("rel") or "").split()) <= _NOT_LOADED:
            return
        address = given.get(_LOADED.get(tag, "")) or ""
        if _ABSOLUTE.match(address):
            self.found.append(address)


def outside(site: Path) -> list[str]:
    """Return `file: address` for each thing that a page of the site would load from another host."""
    return [
        f"{path.relative_to(site)}: {address}"
        for path in sorted(site.rglob("*"))
        if path.suffix in {".html", ".css"}
        for address in _loaded(path)
    ]


def _loaded(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        return _IN_STYLES.findall(text)
    page = _Page()
    page.feed(text)
    return page.found + _IN_STYLES.findall(text)


def main(site: Path) -> int:
    """Tell what would be asked of others; return the exit code."""
    pages = len(list(site.rglob("*.html")))
    found = outside(site)
    for one in found:
        print(one)
    print(f"{site}: {pages} pages, {len(found)} requests to other hosts")
    return 1 if found or not pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
