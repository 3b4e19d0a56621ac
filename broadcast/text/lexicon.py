"""The ward's own readings, which win over every built-in rule: found in a text by what stands around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from broadcast.text.clean import clean

_BESIDE = " ,.:;()\"'"
"""What may stand between a written form and the words that its context asks for."""
_SIDE = 60
LONGEST_FORM = 80
"""A lexicon is for words and names; what is longer is changed in the script itself."""


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
        if self.anywhere:
            return True
        left, right = folded(left).rstrip(_BESIDE), folded(right).lstrip(_BESIDE)
        return (not self.after or any(_ends_with(left, folded(word)) for word in self.after)) and (
            not self.before or any(_ends_with(right[::-1], folded(word)[::-1]) for word in self.before)
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by their written form; those with a context come first. Made by `lexicon_of`."""

    entries: tuple[Entry, ...] = ()
    by_written: dict[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)
    pattern: re.Pattern[str] | None = field(default=None, repr=False)
    unknown: re.Pattern[str] | None = field(default=None, repr=False)
    """Finds the written forms whose line of the file has a fault: nobody knows how they are read."""

    def find(self, text: str, position: int) -> tuple[Entry, int] | None:
        """Find the entry that reads the text from `position`; return the entry and where its written form ends.

        The longest written form wins, and of two equal ones the one with a context. None where no entry fits.
        """
        match = self.pattern.match(text, position) if self.pattern else None
        while match:
            if entry := self.exactly(text, position, match.end()):
                return entry, match.end()
            match = self._shorter(tidy(match[0]), text, position)
        return None

    def exactly(self, text: str, start: int, end: int) -> Entry | None:
        """Find the entry whose written form is all of `text[start:end]`, whatever letters or digits touch it.

        None where there is none, or none whose context stands around.
        """
        left, right = text[max(0, start - _SIDE) : start], text[end : end + _SIDE]
        entries = self.by_written.get(tidy(text[start:end]), ()) if end - start <= LONGEST_FORM else ()
        return next((entry for entry in entries if entry.fits(left, right)), None)

    def _shorter(self, written: str, text: str, position: int) -> re.Match[str] | None:
        others = [form for form in self.by_written if len(form) < len(written) and written.startswith(form)]
        return any_form(others).match(text, position) if others else None


def lexicon_of(entries: tuple[Entry, ...], unknown: Iterable[str] = ()) -> Lexicon:
    """Make a Lexicon of the entries; of one written form, those with a context are tried before those without.

    `unknown`: tidied forms whose reading has a fault in the file.
    """
    lost = frozenset(unknown)
    by_written: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted(entries, key=lambda entry: entry.anywhere):
        written = tidy(entry.written)
        by_written[written] = (*by_written.get(written, ()), entry)
    return Lexicon(entries, by_written, any_form(list(by_written)) if by_written else None,
                   any_form(lost) if lost else None)  # fmt: skip


def any_form(forms: Iterable[str]) -> re.Pattern[str]:
    """Make a pattern that finds any of the written forms, whole, in a cleaned text.

    No letter or digit touches a form where it begins or ends with one itself.
    """
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(_whole(form) for form in longest_first))


def _whole(form: str) -> str:
    words = r"\s{1,3}".join(map(re.escape, form.split()))
    return (r"(?<!\w)" if _joins(form[0]) else "") + words + (r"(?!\w)" if _joins(form[-1]) else "")


def _joins(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def tidy(text: str) -> str:
    """Return the text as the rules see it: NFC, plain signs, the new tone placement; white space as one space."""
    return " ".join(clean(text).text.split())


def folded(text: str) -> str:
    """Return the tidied text in small letters, for comparing; an empty text for white space alone."""
    return tidy(text).lower()


def _ends_with(text: str, word: str) -> bool:
    return text.endswith(word) and (len(text) == len(word) or not text[-len(word) - 1].isalnum())
