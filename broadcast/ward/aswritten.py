"""YAML text -> the same with titles, names and facts quoted, so that YAML leaves them as they were written.

A person who writes `title: Thông báo: nghỉ lễ` or `- Tổ 5: bà Bình` means those very words. Lines keep their
number and what stands before the value, so that a fault's place is that of the file.
"""

import re
import unicodedata

from broadcast.text.patterns import lazily

_KEY_AND_VALUE = lazily(
    r"(?P<before>(?P<indent>[ ]*(?:- +)*)(?P<key>[^\s:#'\"\[\]{},&*!|>%@`-][^:#\n]*?)[ ]*:[ ]+)(?P<value>\S.*)"
)
_LIST_LINE = lazily(r"(?P<before>(?P<indent>[ ]*)(?:- +)+)(?P<value>\S.*)")
_QUOTED = lazily(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_BLOCK = lazily(r"[|>][-+0-9]*")
_COMMENT = lazily(r"(?:^|[ ]{2,})#(?:[ ].*|#.*)?$")
_SHORT_COMMENT = lazily(r"(?:^|[ ])#(?!\d).*$")
_ODD_START = "[]{},&*!|>%@`\"'#?-:"
_INVISIBLE = frozenset(
    "\ufeff\u00ad\u200b\u200c\u200d\u2060\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def visible(text: str) -> str:
    """Return the text without signs that nobody sees, odd spaces as usual ones; lines and tabs stay."""
    if text.isascii():
        return text
    kept = (letter for letter in text if letter not in _INVISIBLE)
    return "".join(" " if _is_odd_space(letter) else letter for letter in kept)


def _is_odd_space(letter: str) -> bool:
    return letter > "\x7f" and (letter in "\x85\u2028\u2029" or unicodedata.category(letter) == "Zs")


def header_as_written(text: str, keys: frozenset[str]) -> str:
    """Quote the values of `keys` in a script's header, whatever signs are in them."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _KEY_AND_VALUE.fullmatch(line.rstrip())
        if match and not match["indent"] and match["key"] in keys and not _goes_on(lines, number, 0):
            lines[number] = match["before"] + _as_written(match["value"], _COMMENT)
    return "\n".join(lines)


def playlist_as_written(text: str) -> str:
    """Quote the facts and the names and reasons of a playlist.yaml that YAML would not leave as they are.

    A `#` that a space stands before and no digit behind still begins a comment.
    """
    lines = text.split("\n")
    in_facts = False
    for number, line in enumerate(lines):
        if line[:1].strip() and line[0] != "#":
            in_facts = line.startswith("facts:")
        written = line.strip()
        if not written or written[0] == "#":
            continue
        written = line.rstrip()
        match = _LIST_LINE.fullmatch(written) if in_facts else None
        if match is None:
            match = _KEY_AND_VALUE.fullmatch(written)
            if match and not (in_facts and match["indent"]) and match["key"] not in ("name", "reason"):
                continue
        if match and not _is_list(match["value"]) and not _goes_on(lines, number, len(match["indent"])):
            lines[number] = match["before"] + _as_written(match["value"], _SHORT_COMMENT)
    return "\n".join(lines)


def _as_written(value: str, comment: re.Pattern[str]) -> str:
    """The value in quotes, with its comment behind it; unchanged where YAML takes it as it is, or it is quoted."""
    quoted = _QUOTED.match(value)
    if quoted and value[quoted.end() :].strip()[:1] in ("", "#"):
        return value
    after = comment.search(value)
    text = (value[: after.start()] if after else value).rstrip()
    if not text or _BLOCK.fullmatch(text):
        return value
    if text[0] not in _ODD_START and ": " not in text and " #" not in text and not text.endswith(":"):
        return value
    return "'" + text.replace("'", "''") + "'" + (value[after.start() :] if after else "")


def _is_list(value: str) -> bool:
    """Whether the value is a list or a mapping of YAML's own, `[một, hai]`, and not words in brackets."""
    return bool(re.fullmatch(r"(?:\[.*\]|\{.*\})(?:[ ]+#.*)?", value))


def _goes_on(lines: list[str], number: int, indent: int) -> bool:
    """Whether the next line is indented deeper than `indent` and no comment: the value goes on."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    told = following.lstrip(" ")
    return len(following) - len(told) > indent and bool(told) and not told.startswith("#")
