"""A length of time -> words."""

from datetime import timedelta

import pytest

from broadcast.base.words import said, speak_language
from broadcast.programme.lengths import minutes


@pytest.mark.parametrize(
    ("seconds", "vietnamese", "english"),
    [
        (0, "0 giây", "0 s"), (600, "10 phút", "10 min"), (7200, "120 phút", "120 min"),
        (90, "1 phút 30 giây", "1 min 30 s"), (359.6, "6 phút", "6 min"),
    ],
)  # fmt: skip
def test_a_length_is_told_in_minutes_and_in_english_too(
    seconds: float, vietnamese: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(minutes(timedelta(seconds=seconds))) == vietnamese
    monkeypatch.setenv("LANGUAGE", "vi")  # and as it was afterwards
    speak_language(["--lang", "en"])
    assert said(minutes(timedelta(seconds=seconds))) == english
