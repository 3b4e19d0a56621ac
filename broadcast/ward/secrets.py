"""The lines of playlist.yaml -> the same with passwords covered, for whatever shows a line or repeats its words.

Where notices go may hold a password or a key, and a typo on its line, or on the line above, must not put it on a
screen, into the system's journal or into a notice. So what is covered is told by the text alone, however wrong it
is: addresses (`scheme:` and what follows), `user:word@host`, all behind a key that sounds like one of a secret,
and in `station`, where notices belong, all behind a key that is not known.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from threading import Lock

from broadcast.base.errors import Fault, Message
from broadcast.text.patterns import lazily

_COVER = "•"
_ADDRESS = lazily(r"(?P<open>[A-Za-z][A-Za-z0-9+.-]{1,40}:[/\\]{1,3}|//)(?P<secret>[^\s\"'<>]+)")
_LOGIN = lazily(r"(?P<open>)(?<![^\s\"'\[\]{},])(?P<secret>[^\s\"'\[\]{},]+@[^\s\"'\[\]{},]+)")
_SOUNDS_SECRET = lazily(
    r"(?i)(?P<open>(?<![^\W_])(?:noti[a-z]*|n[a-z]{0,3}tices?|pass(?:word|wd|phrase)?|pwd|token|secrets?|auth[a-z]*"
    r"|bearer|api[_ -]?keys?|headers?|webhooks?|mật khẩu|mat[_ ]?khau"
    r"|(?:keys?|khoa|cookies?|credentials?|signature)(?=[\"']?[ \t]*[:=]))"
    r"(?![^\W_])[\"']?[ \t]*[:=]?)(?P<secret>.+)"
)
_KEY = lazily(
    r"(?P<open>\s*(?:-[ \t]+)*[\"']?(?P<key>[^\W\d][^:#\"'/@\[\]{}]{0,30}?)[\"']?[ \t]*:(?=\s|$))(?P<secret>.*)"
)
_LIST_MARKS = lazily(r"\s*(?:-[ \t]+)*")
_FIRST_WORD = lazily(r"(?P<open>\s*(?:-[ \t]+)*[^\W\d_]+[ \t]+)(?P<secret>.+)")
_OPENS_SECTION = lazily(r"(?P<key>[^\s#:][^:]*):")
_SHOWN_IN_STATION = frozenset({"name", "timezone", "opening", "closing", "rehearse_at", "office", "place"})
_PIECE = lazily(r"\w[^\s:/\\@?&=,;\"'\[\]{}<>…]{2,}")
_LIKE_NOTICES = 0.6
"""How like `notices` a mistyped key is (difflib's ratio, 1: the same)."""
_NO_NOTICES = frozenset({"voice"})
"""Keys that are as like it, and are keys of the file: what stands behind them is shown."""


class Secrets:
    """What of a text's lines is covered; for any number of threads, as a console has them."""

    def __init__(self, lines: Sequence[str]) -> None:
        """`lines`: of the whole text; each is looked at once, and only as far as a fault is asked about."""
        self._lines = lines
        self._coming = _covered_lines(lines)
        self._covered: list[str] = []
        self._pieces: dict[int, list[str]] = {}
        self._reading = Lock()

    def safe(self, fault: Fault, line: int) -> Fault:
        """Return the fault of that line of the text, from 1, with the line's secrets covered in all it says."""
        if not 0 < line <= len(self._lines):
            return fault
        with self._reading:
            self._covered += islice(self._coming, max(0, line - len(self._covered)))
            written, shown = self._lines[line - 1], self._covered[line - 1]
            if line not in self._pieces:  # once a line: a long one may have thousands of faults
                self._pieces[line] = [one[0] for one in _PIECE.finditer(_taken(written, shown))]
            pieces = self._pieces[line]
        return replace(
            fault,
            source=shown[: len(fault.source)],
            what=_safe_message(fault.what, pieces),
            fix=_safe_message(fault.fix, pieces) if fault.fix is not None else None,
        )


def _covered_lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines with what is secret in them covered, as long as before."""
    in_station, below = False, -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        opened = _OPENS_SECTION.match(line)
        if opened and not line[0].isspace():
            section = opened["key"].strip().lower()
            in_station = difflib.SequenceMatcher(None, section, "station").ratio() > _LIKE_NOTICES
        if below >= 0 and line.strip() and (indent > below or (indent == below and line[indent] == "-")):
            marks = _LIST_MARKS.match(line)
            yield marks[0] + _hide(line[marks.end() :]) if marks else _hide(line)
            continue
        below = -1
        key = _KEY.match(line)
        if key and _like_notices(key["key"]):
            below = indent
            yield key["open"] + _hide(key["secret"])
            continue
        if _SOUNDS_SECRET.search(line):
            below = indent
        yield _in_station(line, key) if in_station and line[:1].isspace() else _covered_text(line)


def _in_station(line: str, key: re.Match[str] | None) -> str:
    """A line of the section `station`: only what its known keys hold is shown, less addresses."""
    if key is not None:
        plain = _covered_text(line)
        return plain if key["key"] in _SHOWN_IN_STATION else key["open"] + _hide(key["secret"])
    if (words := _FIRST_WORD.match(line)) is not None:
        return words["open"] + _hide(words["secret"])
    return _hide(line) if re.search(r"[^\s\w-]|\d", line) else line


def _like_notices(key: str) -> bool:
    if key in _NO_NOTICES:
        return False
    if _SOUNDS_SECRET.match(f"{key}:x"):
        return True
    small = key.lower()
    if 2 * sum(letter in "notices" for letter in small) <= _LIKE_NOTICES * (len(small) + len("notices")):
        return False  # what difflib could find at most: most keys of a large file end here
    return difflib.SequenceMatcher(None, small, "notices").ratio() > _LIKE_NOTICES


def _covered_text(text: str) -> str:
    for pattern in (_SOUNDS_SECRET, _ADDRESS, _LOGIN):
        text = pattern.sub(lambda match: match["open"] + _hide(match["secret"]), text)
    return text


def _hide(secret: str) -> str:
    """The signs of YAML stay, so that the line can still be understood."""
    return re.sub(r"[^\s\[\]{}\"',]", _COVER, secret)


def _taken(written: str, shown: str) -> str:
    """What of the line is covered, a space for all else."""
    return "".join(one if two == _COVER else " " for one, two in zip(written, shown, strict=True))


def _without(text: str, pieces: Sequence[str]) -> str:
    """A text that a message repeats, perhaps cut, without the covered words of its line and without addresses."""
    for pattern in (_ADDRESS, _LOGIN):
        text = pattern.sub(lambda match: match["open"] + _hide(match["secret"]), text)
    for piece in pieces:
        text = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", _COVER * len(piece), text)
        if text.rstrip("\"'”").endswith("…"):
            last = _PIECE.findall(text)
            if last and piece.startswith(last[-1]):
                text = text.replace(last[-1], _COVER * len(last[-1]))
    return text


def _safe_message(message: Message, pieces: Sequence[str]) -> Message:
    values: Mapping[str, object] = {
        key: _safe_message(one, pieces) if isinstance(one, Message)
        else _without(one, pieces) if type(one) is str
        else one
        for key, one in message.values.items()
    }  # fmt: skip
    return Message(message.template, values)
