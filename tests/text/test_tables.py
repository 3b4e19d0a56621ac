"""The tables of words: each word once in its group, plain text, and every group that is looked for is there."""

import re
import unicodedata
from pathlib import Path

import pytest

from broadcast.text import (
    capitals,
    dates,
    definitions,
    letters,
    peoples,
    phones,
    places,
    quantities,
    romans,
    symbols,
    times,
)
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList

RULES = (capitals, dates, definitions, peoples, phones, places, quantities, romans, symbols, times)
GROUPED = (
    "capitals", "dates", "peoples", "phones", "places", "quantities", "romans", "samecodes", "shares",
    "slashes", "syllables", "times",
)  # fmt: skip


@pytest.mark.parametrize("name", GROUPED)
def test_each_word_of_a_group_stands_there_once_and_is_plain_text(name: str) -> None:
    for group, words in groups(name).items():
        assert len(words) == len(set(words)), group
        assert [word for word in words if not re.fullmatch(r"[\w/%-]+(?: \w+)*", word)] == [], group
        assert [word for word in words if not unicodedata.is_normalized("NFC", word)] == [], group


def test_every_group_that_a_rule_looks_for_is_in_its_table() -> None:
    modules = (dates, definitions, peoples, phones, places, quantities, romans, symbols)
    lists = [one for module in modules for one in vars(module).values()]
    asked = [one for one in lists if isinstance(one, WordList)]
    assert len(asked) >= 40
    for one in asked:
        assert not one.ends("@")
        assert not one.begins("@")


def test_a_group_that_is_in_no_table_is_an_error() -> None:
    """The negative control of the test above."""
    with pytest.raises(KeyError):
        WordList("dates", "feasts").ends("lễ")


def test_no_table_of_words_is_left_unread() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(letters.__file__).parent.glob("*.py"))
    sources = sources.replace("'", '"')
    for name in GROUPED:
        for group in groups(name):
            by_itself = name == "samecodes" or re.fullmatch(
                "[IVX]+", group
            )  # looked up by the code or the numeral
            assert by_itself or f'"{group}"' in sources, (name, group)


def test_a_word_ends_a_text_only_as_a_word_of_its_own() -> None:
    words = WordList("dates", "feast", tail="[ :]*")
    assert words.ends("mời dự lễ: ")
    assert not words.ends("mời dự lễ hội")
    assert not words.ends("xlễ")
