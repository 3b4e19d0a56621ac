"""A word that is not known, and those that are -> the one that was perhaps meant."""

import re
from collections.abc import Iterable, Sequence

from broadcast.base.errors import Message, tell


def nearest(written: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """Find the word of `known` most like `written`; None where none is at least `cutoff` like it (1: the same)."""
    import difflib  # here, because most runs mistype nothing

    near = difflib.get_close_matches(written, known, n=1, cutoff=cutoff)
    return near[0] if near else None


def nearest_voice(written: str, known: Iterable[str]) -> str | None:
    """Find the voice of `known` whose speaker's name is most like the one written; None where none is.

    Two voices are alike in all but that: `vi_VN-vais1000-medium`, `vi_VN-joe-medium`.
    """
    by_speaker = {_speaker(name): name for name in known}
    near = nearest(_speaker(written), by_speaker, cutoff=0.6)
    return by_speaker[near] if near is not None else None


def _speaker(voice: str) -> str:
    return re.sub(r"^vi[-_]vn[-_]", "", voice.lower()).partition("-")[0]


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
