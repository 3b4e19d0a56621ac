"""Written Vietnamese -> SpokenText: words alone, with the span of the written text that each of them came from."""

from typing import TYPE_CHECKING

from broadcast.text.spokentext import SpokenText

if TYPE_CHECKING:
    from broadcast.text.lexicon import Lexicon


def speakable(text: str, lexicon: "Lexicon | None" = None) -> SpokenText:
    """Read the whole text aloud in words. Never raises: what is not certain is read as it can be, and is a Doubt.

    `lexicon` holds the ward's own readings; they win over every built-in rule.
    """
    from broadcast.text.walk import read  # here: it compiles every rule, and `broadcast stop` reads no text

    return read(text, lexicon)


def plain(text: str, lexicon: "Lexicon | None" = None) -> str:
    """Return the spoken words of the text as one string, its doubts left out."""
    return str(speakable(text, lexicon))
