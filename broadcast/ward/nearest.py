"""A word that is not known, and those that are -> the one that was perhaps meant."""

from collections.abc import Iterable

from broadcast.base.errors import Message, tell


def nearest(written: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """Find the word of `known` most like `written`; None where none is at least `cutoff` like it (1: the same)."""
    import difflib  # here, because most runs mistype nothing

    near = difflib.get_close_matches(written, known, n=1, cutoff=cutoff)
    return near[0] if near else None


def key_hint(key: str, known: tuple[str, ...]) -> Message:
    """Say which of the `known` keys was perhaps meant by `key`; where none is like it, say which there are."""
    near = nearest(key.lower(), known)
    if near is not None:
        return tell("Có phải là “{near}”?", near=near)
    return tell("Các mục có thể dùng: {keys}.", keys=", ".join(known))
