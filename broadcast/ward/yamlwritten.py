"""A value -> the ways in which YAML can write it on one line, the plainest first.

Which of them fits where it is to stand, only reading the file again shows.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from ruamel.yaml.resolver import implicit_resolvers

from broadcast.ward.aswritten import visible

Value = str | None | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: text, nothing, a list, a mapping."""

_PLAIN = re.compile(r"[^\W_][^#\[\]{},&*!|>%@`\"'\\\n]*(?<![\s:])")
_WHOLE_NUMBER = re.compile(r"0|[1-9]\d*")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def ways(value: Value, *, like: str = "", quote: str = "") -> Iterator[str]:
    """Yield how YAML can write the value; lists and mappings in brackets.

    `like`: the text that stood there, `quote` its quotes: what looks like it is written like it.
    """
    match value:
        case None:
            yield from ("", "null")
        case str():
            yield from sorted(_ways_of_text(value, like), key=lambda way: way[:1] != quote if quote else False)
        case _:
            yield _in_brackets(value, plainly=True)
            yield _in_brackets(value, plainly=False)


def _ways_of_text(text: str, like: str) -> list[str]:
    own = [text] if _stays_text(text, like) else []
    quoted = ["'" + text.replace("'", "''") + "'"] if text.isprintable() else []
    return [*own, *quoted, _with_codes(text)]


def _stays_text(text: str, like: str = "") -> bool:
    """Whether any reader of YAML takes it for that text without quotes; `17:00` alone may be a number to some.

    What has the shape of the old value is written as that was.
    """
    if not _PLAIN.fullmatch(text) or ": " in text:
        return False
    if _WHOLE_NUMBER.fullmatch(text) or (like and _shape(text) == _shape(like)):
        return True
    return not any(pattern.match(text) for _, _, pattern, _ in implicit_resolvers)


def _shape(text: str) -> str:
    return re.sub(r"\d", "0", text)


def _with_codes(text: str) -> str:
    """The text in double quotes, by a code whatever a reader would not see, or not keep."""
    composed = unicodedata.is_normalized("NFC", text)
    return '"' + "".join(_sign(sign, composed=composed) for sign in text) + '"'


def _sign(sign: str, *, composed: bool) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign == " " or (sign.isprintable() and visible(sign) == sign and (composed or sign.isascii())):
        return sign
    code = ord(sign)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _in_brackets(value: Value, *, plainly: bool) -> str:
    if isinstance(value, Mapping):
        inner = (f"{_in_brackets(key, plainly=plainly)}: {_in_brackets(one, plainly=plainly)}"
                 for key, one in value.items())  # fmt: skip
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, str):
        return value if plainly and _stays_text(value) else _with_codes(value)
    if value is None:
        return "null"
    return "[" + ", ".join(_in_brackets(one, plainly=plainly) for one in value) + "]"
