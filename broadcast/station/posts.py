"""A script as it is written -> posts for the portal, Zalo and Facebook, each with the mark of its version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from broadcast.base.errors import Message, tell
from broadcast.base.words import words
from broadcast.text.unfilled import without_struck
from broadcast.ward.readings import Prepared

ZALO, FACEBOOK = 2_000, 63_206
"""Signs: a text message of a Zalo Official Account, and a post on Facebook, hold no more (seen on 28/11/2026)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One script, to be published beside its airing."""

    title: str
    text: str
    """As it is written, without what is struck out."""
    sentences: tuple[int, ...]
    """Where in `text` each sentence begins, in characters."""
    signature: str
    """The station and the version, for the end of each part."""


def post_of(prepared: Prepared, station: str, version: str) -> Post | None:
    """Make the post of a script; None where its words are in a recording alone."""
    text = without_struck(prepared.text)
    if not text.strip():
        return None
    return Post(
        title=prepared.script.title,
        text=text,
        sentences=tuple(utterance.start for utterance in prepared.spoken.utterances),
        signature=f"{station}. {version}",
    )


def plain(post: Post) -> str:
    """Return the post as one plain text: title, words, signature."""
    return f"{post.title}\n\n{_tidy(post.text)}\n\n{post.signature}\n"


def parts(post: Post, most: int) -> tuple[str, ...] | Message:
    """Cut the post into texts of at most `most` signs, each with title and signature; no sentence is broken.

    Signs are counted as those networks do, in UTF-16. Returns why not where one sentence alone is too long.
    """
    whole = plain(post).strip()
    if _length(whole) <= most:
        return (whole,)
    room = most - _length(f"{post.title} (99/99)\n\n\n\n{post.signature}")
    cut = tuple(_pieces(post, room))
    if any(_length(piece) > room for piece in cut):
        return tell("có câu dài hơn {most} chữ, không cắt giữa câu", most=most)
    return tuple(
        f"{post.title} ({number}/{len(cut)})\n\n{piece}\n\n{post.signature}" for number, piece in enumerate(cut, 1)
    )


def page(post: Post) -> str:
    """Return the post as a page of HTML for the portal, which its editor takes over by copying."""
    paragraphs = (" ".join(one.split()) for one in _tidy(post.text).split("\n\n"))
    body = "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return (
        f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>{escape(post.title)}</title>\n'
        f"<h1>{escape(post.title)}</h1>\n{body}\n<p><small>{escape(post.signature)}</small></p>\n</html>\n"
    )


def together(cut: Sequence[str]) -> str:
    """Return parts as one text file, with a line between two that nobody takes for a part of them."""
    return f"\n\n{words('----- hết một phần, đăng tiếp phần dưới -----')}\n\n".join(cut) + "\n"


def _pieces(post: Post, room: int) -> Iterator[str]:
    """Sentences put together for as long as they fit."""
    bounds = [0, *post.sentences[1:], len(post.text)]
    held = ""
    for first, last in pairwise(bounds):
        sentence = post.text[first:last]
        if held and _length(_tidy(held + sentence)) > room:
            yield _tidy(held)
            held = ""
        held += sentence
    yield _tidy(held)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(lines)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
