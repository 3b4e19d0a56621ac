"""Sentences with their values: numbers, reasons of the system, full stops."""

import re
from string import Formatter

import pytest

from broadcast.base.errors import tell
from broadcast.base.sentence import filled
from broadcast.base.words import _catalogue, number, said, speaking, words


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_measures_have_a_comma_and_a_minus_in_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")
    loudness = tell("{lufs:.1f} LUFS, {size:>6.1f} MB", lufs=-16.0, size=3.04)
    assert (
        str(loudness) == said(loudness) == words(loudness.template, **loudness.values) == "−16,0 LUFS,    3,0 MB"
    )
    assert number(-16, 1) == "−16,0"


@pytest.mark.usefixtures("english")
def test_english_keeps_its_points() -> None:
    assert said(tell("{lufs:.1f} LUFS", lufs=-16.0)) == "-16.0 LUFS"
    assert number(-16, 1) == "-16.0"


def test_one_thing_is_told_as_one_in_english() -> None:
    told = [tell("{count} bài", count=count) for count in (0, 1, 2, "1.234")]
    with speaking("en"):
        assert [said(one) for one in told] == ["0 scripts", "1 script", "2 scripts", "1.234 scripts"]


@pytest.mark.parametrize("value", [1, 2, "12.345"])
def test_every_plural_of_the_catalogue_is_filled_in(value: object) -> None:
    plural = re.compile(r"\{(\w+):[^{}]*\|[^{}]*\}")
    told = [one for one in _catalogue("en")._catalog.values() if plural.search(str(one))]  # type: ignore[attr-defined]
    assert len(told) > 20
    for one in told:
        names = {name for _, name, _, _ in Formatter().parse(one) if name}
        values = dict.fromkeys(names, 1) | dict.fromkeys(plural.findall(one), value)
        assert "|" not in filled(one, values, comma=False)


def test_a_number_to_be_typed_stays_as_it_is_typed() -> None:
    assert str(tell("“loudness” không được quá {most}", most=-9.0)) == "“loudness” không được quá -9.0"
    assert str(tell("{most:g}", most=-9.5)) == "-9.5"


def test_a_sentence_in_a_sentence_ends_with_one_full_stop() -> None:
    inner = tell("Không ghi được {name}.", name="a.flac")
    assert str(tell("Chưa phát được: {why}.", why=inner)) == "Chưa phát được: Không ghi được a.flac."
    assert str(tell("Chờ đã… {why}", why="...")) == "Chờ đã… ..."
    assert str(tell("trong ../{name}.", name="phuong")) == "trong ../phuong."
