"""Bulletins of the South and the Central Highlands: each kind of their writing is read, its near-misses too."""

from pathlib import Path

import pytest
from stand_ins.gold import words
from stand_ins.tables import for_each

from broadcast.text.speakable import speakable

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "pairs" / "tuoi-2.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@for_each(ROWS)
def test_a_southern_bulletin_is_read_as_a_newsreader_reads_it(kind: str, written: str, spoken: str) -> None:
    found = speakable(written)
    assert words(str(found)) == words(spoken), kind
    assert found.doubts == ()


@pytest.mark.parametrize("written", ["Ảnh: M.T", "Theo N.Hoa", "bài T.TÚ - N.HẬU gửi"])
def test_the_point_of_an_initial_ends_no_sentence(written: str) -> None:
    assert "." not in str(speakable(written)).rstrip(".")


def test_a_point_behind_a_class_letter_ends_a_sentence_without_a_space_too() -> None:
    assert str(speakable("Khối A.Trường mở cửa")).startswith("Khối a.")


def test_a_point_and_a_space_after_a_letter_ends_a_sentence() -> None:
    assert str(speakable("Đội A. Bà con chú ý")).startswith("Đội a.")


@pytest.mark.parametrize("written", ["kể từ ngày 1-7.", "áp dụng từ ngày 5-7, giá mới"])
def test_a_day_that_may_be_a_span_is_read_as_a_day_and_asked(written: str) -> None:
    found = speakable(written)
    assert "tháng bảy" in str(found)
    assert len(found.doubts) == 1


def test_two_telephones_side_by_side_have_a_pause_between() -> None:
    assert "bốn, không chín" in str(speakable("in (024)39439664 0908988666"))
