"""A word that is not known, and those that are -> the one that was perhaps meant."""

from collections.abc import Iterable, Sequence

from broadcast.base.errors import Message, tell


def nearest(written: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """Find the word of `known` most like `written`; None where none is at least `cutoff` like it (1: the same)."""
    import difflib  # here, because most runs mistype nothing

    near = difflib.get_close_matches(written, known, n=1, cutoff=cutoff)
    return near[0] if near else None


_OTHER_WORDS = {
    "on": "date", "day": "date", "to": "until", "end": "until", "last": "until", "start": "from", "begin": "from",
    "first": "from", "time": "at", "hour": "at", "hours": "allowed", "title": "name", "why": "reason",
    "closed": "allowed", "scripts": "play",
}  # fmt: skip
"""A key of one place, or a plain English word, that somebody writes where another key says it."""


def meant(near: str) -> Message:
    """Ask whether this word was meant."""
    return tell("Ý bạn là “{near}”?", near=near)


def key_hint(key: str, known: Sequence[str]) -> Message:
    """Ask whether the known key most like this one was meant, or else say which keys there are."""
    if key.startswith("-") and key[1:].strip() in known:
        return tell("Thêm một dấu cách sau dấu gạch: “- {key}”.", key=key[1:].strip())
    near = _OTHER_WORDS.get(key.lower())
    near = near if near in known else nearest(key.lower(), known)
    if near is not None:
        return meant(near)
    return tell("Các mục có thể dùng: {keys}.", keys=", ".join(known))
