"""Written Vietnamese -> SpokenText: words alone, with the span of the written text that each of them came from."""

from typing import TYPE_CHECKING

from broadcast.text.spokentext import SpokenText

if TYPE_CHECKING:
    from broadcast.text.lexicon import Lexicon


def speakable(text: str, lexicon: "Lexicon | None" = None) -> SpokenText:
    """Turn a written text into spoken words. Never raises: what is not certain is guessed, and has a Doubt.

    `lexicon` holds the ward's own readings, which win over every built-in rule; None where it has none.
    """
    from broadcast.text.walk import read  # here: it compiles every rule, and `broadcast stop` reads no text

    return read(text, lexicon)


def plain(text: str, lexicon: "Lexicon | None" = None) -> str:
    """Return the spoken words of the text as one string, punctuation included; doubtful ones as best guessed."""
    return str(speakable(text, lexicon))
