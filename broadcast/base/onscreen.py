"""Any text -> the same, without what a terminal, a browser or a spreadsheet would obey instead of showing.

A title, a file's name, an error of the system may hold ESC, which begins a command of a terminal (clear the
screen, change its title, fill the clipboard), or signs that turn what follows them from right to left. Whatever is
shown to a person goes through here; the letters stay in their places, so that columns do.
"""

import re

_OBEYED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0, DEL and C1 of ECMA-48: ESC, BEL, CSI, OSC
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # UAX 9: marks, embeddings, overrides and isolates
    "\u206a-\u206f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # UTR 20: not for texts; halves of a letter
)
_LINE_ENDS = re.compile("[\x0b-\x0d\x85\u2028\u2029]")
"""What may begin a new line, or begin the same one again, on some screens and not on others."""
_SHOWN_AS = "\ufffd"


def on_screen(text: str) -> str:
    """Return the text with U+FFFD for each sign that would be obeyed, a space for each odd line end.

    `\\n` and tabs stay. It has as many characters as before.
    """
    if text.isprintable():
        return text
    return _OBEYED.sub(_SHOWN_AS, _LINE_ENDS.sub(" ", text))


def one_line(text: str) -> str:
    """Return the text as `on_screen` does, in one line: a value within a sentence, a cell of a table."""
    return text if text.isprintable() else on_screen(text).replace("\n", " ").replace("\t", " ")


def escaped(json_text: str) -> str:
    """Return a JSON text with the same signs as `\\u001b`, so that it means the same and is not obeyed.

    `json.dumps` itself escapes only what is below U+0020.
    """
    if json_text.isprintable():
        return json_text
    odd = _OBEYED.sub(_as_code, json_text)
    return _LINE_ENDS.sub(_as_code, odd)


def _as_code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
