"""Dates, days, hours and spans of them: pairs/ngay.tsv and pairs/gio.tsv, the written beside the spoken."""

import csv
import re
from pathlib import Path

import pytest
from stand_ins.tables import for_each

from broadcast.text.speakable import plain, speakable

HERE = Path(__file__).parent / "pairs"


def table(name: str) -> list[tuple[str, str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [(kind, written, spoken) for kind, written, spoken in rows]


PAIRS = table("ngay.tsv") + table("gio.tsv")


@for_each(PAIRS)
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
     "từ 5/12 hộ dân", "thứ 4/26", "thứ 2/4 họp", "trong ngày 4-5"],
)  # fmt: skip
def test_where_a_day_and_a_share_are_near_one_question_is_asked(written: str) -> None:
    (doubt,) = speakable(written).doubts
    assert " hay " in str(doubt.why)


AROUND = {
    "a full stop": ("", "."),
    "a comma": ("", ", sau đó nghỉ"),
    "brackets": ("(", ")"),
    "quotes": ('"', '"'),
    "words after": ("", "; mời bà con chú ý"),
}
TYPED = {
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "en dashes": lambda text: text.replace("-", "–"),
    "minus signs": lambda text: text.replace("-", "\u2212"),
}


def said(text: str) -> list[str]:
    return re.sub(r"[.,;]", "", text).lower().split()


@pytest.mark.parametrize("name", AROUND)
def test_what_stands_around_a_day_or_hour_changes_nothing(name: str) -> None:
    before, after = AROUND[name]
    wrong = [row for row in PAIRS if said(plain(before + row[1] + after)) != said(f"{row[2]}{after}".strip('")'))]
    assert wrong == []


@pytest.mark.parametrize("name", TYPED)
def test_a_day_or_hour_is_read_the_same_however_it_is_typed(name: str) -> None:
    rows = [row for row in PAIRS if "->" not in row[1]]
    assert [row for row in rows if said(plain(TYPED[name](row[1]))) != said(row[2])] == []


def test_capitals_change_no_list_or_span_of_days_and_months() -> None:
    kinds = ("list of days", "span of days", "stray spaces", "short year", "month", "year", "weekday")
    rows = [row for row in PAIRS if row[0] in kinds]
    assert [row for row in rows if said(plain(row[1].upper())) != said(row[2])] == []
