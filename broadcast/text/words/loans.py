"""Loan words, firms and foreign names -> as a Vietnamese newsreader says them."""

from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.words.abbreviations import is_a_word_in_capitals
from broadcast.text.words.senses import WORD, loans


def say_loan(page: Page, position: int) -> Found | None:
    """Read the loan word or foreign name at `position`; None where the table has none that begins there."""
    word = WORD.match(page.text, position)
    for sense in loans(word[0].lower()) if word else ():
        match = sense.pattern.match(page.text, position)
        if match and not is_a_word_in_capitals(page, match):
            return Found(end=match.end(), spoken=sense.spoken, kind=Kind.LOAN)
    return None
