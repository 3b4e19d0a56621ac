"""The tables of words: each word once in its group, plain text, and every group that is looked for is there."""

import re
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

import broadcast.text
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList

HERE = Path(broadcast.text.__file__).parent
FILES = sorted(HERE.rglob("*.py"))
SOURCES = "".join(path.read_text(encoding="utf-8") for path in FILES).replace("'", '"')
RULES = [
    import_module(".".join(("broadcast.text", *path.relative_to(HERE).with_suffix("").parts)))
    for path in FILES
    if path.stem != "__init__"
]
GROUPED = sorted(set(re.findall(r'(?:\bgroups|WordList|alternatives)\(\s*"(\w+)"', SOURCES)))


@pytest.mark.parametrize("name", GROUPED)
def test_each_word_of_a_group_stands_there_once_and_is_plain_text(name: str) -> None:
    for group, words in groups(name).items():
        assert len(words) == len(set(words)), group
        assert [word for word in words if not re.fullmatch(r"[\w/%-]+(?: \w+)*", word)] == [], group
        assert [word for word in words if not unicodedata.is_normalized("NFC", word)] == [], group


def test_every_group_that_a_rule_looks_for_is_in_its_table() -> None:
    lists = [one for module in RULES for one in vars(module).values()]
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
    for name in GROUPED:
        for group in groups(name):
            by_itself = name == "samecodes" or re.fullmatch(
                "[IVX]+", group
            )  # looked up by the code or the numeral
            assert by_itself or f'"{group}"' in SOURCES, (name, group)


def test_a_word_ends_a_text_only_as_a_word_of_its_own() -> None:
    words = WordList("dates", "feast", tail="[ :]*")
    assert words.ends("mời dự lễ: ")
    assert not words.ends("mời dự lễ hội")
    assert not words.ends("xlễ")
