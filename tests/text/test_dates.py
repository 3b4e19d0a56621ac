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


PAIRS = table("ngay.tsv") + table("gio.tsv")


@pytest.mark.parametrize(("kind", "written", "spoken"), PAIRS)
def test_days_and_hours_are_read_as_a_newsreader_says_them(kind: str, written: str, spoken: str) -> None:
    assert plain(written).removesuffix(".") == spoken, kind
    assert not speakable(written).doubts, kind


def test_every_kind_has_eight_pairs() -> None:
    kinds = [kind for kind, _, _ in PAIRS]
    assert {kind: kinds.count(kind) for kind in set(kinds) if kinds.count(kind) < 8} == {}


@pytest.mark.parametrize(
    "written",
    ["hôm nay 10/10 hộ đã nộp", "4/12 đã nộp", "Đại hội chi bộ (3/8)", "sáng 11/12 khu dân cư", "thứ 3-5", "05.03",
     "ghi 12.03", "5/12 họp tổ dân phố", "báo cáo T2-T6", "từ 5.3 - 12.3", "đã có 20/11 hộ đăng ký",
     "từ 5/12 hộ dân"],
)  # fmt: skip
def test_where_a_day_and_a_share_are_near_one_question_is_asked(written: str) -> None:
    (doubt,) = speakable(written).doubts
    assert " hay " in str(doubt.why)
