"""The words beside a place, abbreviations written out, so that a rule sees the noun and not its letters."""

from broadcast.text.page import Page
from broadcast.text.words.abbreviations import say_abbreviation


def written_out(page: Page, position: int) -> str:
    """Return the line's text from `position` on, its first word written out: `tổ dân phố tổ chức …` for ` TDP …`.

    Spaces, quotes and opening brackets in front of that word are left out; 64 characters of the written text are
    looked at. A first word that is no known abbreviation, or a doubtful one, stays as it is written.
    """
    text = page.right(position)
    first = len(text) - len(text.lstrip(" \"'("))
    found = say_abbreviation(page, position + first) if text[first : first + 1].isalpha() else None
    if found is None or found.why:
        return text[first:]
    return found.spoken + text[found.end - position :]
