"""Dates, days, hours and spans of them: pairs/ngay.tsv and pairs/gio.tsv, the written beside the spoken."""

import csv
from pathlib import Path

import pytest

from broadcast.text.speakable import plain, speakable

HERE = Path(__file__).parent / "pairs"


def table(name: str) -> list[tuple[str, str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [(kind, written, spoken) for kind, written, spoken in rows]


PAIRS = table("ngay.tsv")


@pytest.mark.parametrize(("kind", "written", "spoken"), PAIRS)
def test_days_and_dates_are_read_as_a_newsreader_says_them(kind: str, written: str, spoken: str) -> None:
    assert plain(written).removesuffix(".") == spoken, kind
    assert not speakable(written).doubts, kind


def test_every_kind_has_eight_pairs() -> None:
    kinds = [kind for kind, _, _ in PAIRS]
    assert {kind: kinds.count(kind) for kind in set(kinds) if kinds.count(kind) < 8} == {}
