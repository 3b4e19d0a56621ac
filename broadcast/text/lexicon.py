"""The ward's own readings, which win over every built-in rule: found in a text by what stands around them."""

import re
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading of the ward's own."""

    written: str
    spoken: str
    after: tuple[str, ...] = ()
    """One of these must stand right before the written form; empty: no such condition."""
    before: tuple[str, ...] = ()
    """One of these must stand right after the written form; empty: no such condition."""

    @property
    def anywhere(self) -> bool:
        """Whether the entry holds whatever stands before and after the written form."""
        return not self.after and not self.before

    def fits(self, left: str, right: str) -> bool:
        """Whether the texts to the left and right of the written form are what `after` and `before` ask for.

        Case, white space and punctuation beside the written form do not matter.
        """
        left, right = folded(left).rstrip(" ,.:;("), folded(right).lstrip(" ,.:;)")
        return (not self.after or any(_ends_with(left, folded(word)) for word in self.after)) and (
            not self.before or any(_ends_with(right[::-1], folded(word)[::-1]) for word in self.before)
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by their written form; those with a context come first. Made by `lexicon_of`."""

    entries: tuple[Entry, ...] = ()
    by_written: dict[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)
    pattern: re.Pattern[str] | None = field(default=None, repr=False)

    def find(self, text: str, position: int) -> tuple[Entry, int] | None:
        """Find the entry that reads the text from `position`; return the entry and where its written form ends.

        The longest written form wins, and of two equal ones the one with a context. None where no entry fits.
        """
        match = self.pattern.match(text, position) if self.pattern else None
        while match:
            left, right = text[max(0, position - 60) : position], text[match.end() : match.end() + 60]
            for entry in self.by_written[match[0]]:
                if entry.fits(left, right):
                    return entry, match.end()
            match = self._shorter(match[0], text, position)
        return None

    def _shorter(self, written: str, text: str, position: int) -> re.Match[str] | None:
        others = [form for form in self.by_written if len(form) < len(written) and written.startswith(form)]
        return _one_of(others).match(text, position) if others else None


def lexicon_of(entries: tuple[Entry, ...]) -> Lexicon:
    """Make a Lexicon of the entries; of one written form, those with a context are tried before those without."""
    by_written: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted(entries, key=lambda entry: entry.anywhere):
        by_written[entry.written] = (*by_written.get(entry.written, ()), entry)
    return Lexicon(entries, by_written, _one_of(list(by_written)) if by_written else None)


def _one_of(forms: list[str]) -> re.Pattern[str]:
    """Any of the forms as a whole word; a space in a form stands for any white space."""
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in longest_first)})(?!\w)")


def tidy(text: str) -> str:
    """Return the text in NFC, each run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """Return the tidied text in small letters, for comparing; an empty text for white space alone."""
    return tidy(text).lower() if text.strip() else ""


def _ends_with(text: str, word: str) -> bool:
    return text.endswith(word) and (len(text) == len(word) or not text[-len(word) - 1].isalnum())
