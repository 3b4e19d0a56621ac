"""A mistyped word -> the known one that was perhaps meant."""

import pytest

from broadcast.ward.nearest import key_hint, nearest, nearest_voice

KEYS = ("title", "basis", "voice")


@pytest.mark.parametrize(
    ("written", "meant"), [("titel", "title"), ("basi", "basis"), ("title", "title"), ("xyz", None), ("", None)]
)
def test_the_nearest_word_is_found_or_none(written: str, meant: str | None) -> None:
    assert nearest(written, KEYS) == meant


def test_a_key_that_is_like_none_is_answered_with_all_there_are() -> None:
    assert str(key_hint("TITEL", KEYS)) == "Ý bạn là “title”?"
    assert str(key_hint("on", ("date", "from", "reason"))) == "Ý bạn là “date”?"
    assert str(key_hint("on", ("one", "reason"))) == "Ý bạn là “one”?"
    assert str(key_hint("xyz", KEYS)).endswith("title, basis, voice.")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("vais1000", "vi_VN-vais1000-medium"), ("vi-VN-vais100-medium", "vi_VN-vais1000-medium"),
        ("vi_VN-vais1000", "vi_VN-vais1000-medium"), ("JOE", "vi_VN-joe-medium"), ("gttss", "gtts"),
        ("vi_VN-khac-medium", None), ("vi_VN-25hours_single-low", None),
    ],
)  # fmt: skip
def test_a_voice_is_told_by_who_speaks_and_not_by_what_all_names_share(written: str, meant: str | None) -> None:
    assert nearest_voice(written, ["vi_VN-vais1000-medium", "vi_VN-joe-medium", "gtts"]) == meant
