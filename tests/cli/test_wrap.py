"""Lines that are longer than the screen, as a function of their text alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.cli.wrap import columns, folded

LINE = "  × Bài 01: chưa đọc được, vì thiếu dữ kiện dai_hoi.so_dai_bieu ở mục facts. Xem: broadcast check --strict"


def test_what_fits_stays_as_it_is() -> None:
    assert folded(LINE, len(LINE)) == [LINE]


@pytest.mark.parametrize("width", [30, 60, 80])
def test_a_line_is_broken_between_words_and_goes_on_under_its_text(width: int) -> None:
    lines = folded(LINE, width)
    assert " ".join(" ".join(lines).split()) == " ".join(LINE.split())
    assert all(len(line) <= width for line in lines)
    assert all(line.startswith("    ") and line[4] != " " for line in lines[1:])


def test_a_command_to_type_is_not_parted() -> None:
    assert folded("Sửa xong, chạy lại: broadcast check", 30) == ["Sửa xong, chạy lại:", "broadcast check"]


def test_a_word_that_is_wider_than_the_screen_stays_whole() -> None:
    path = "/home/phuong/rat/dai/" + "x" * 60
    assert folded(f"Đã ghi {path} rồi.", 40) == ["Đã ghi", path, "rồi."]


def test_a_rule_ends_with_the_screen() -> None:
    assert folded("── 06:30 Buổi sáng ".ljust(66, "─"), 60) == ["── 06:30 Buổi sáng ".ljust(60, "─")]


def test_wide_gaps_give_way_before_words_do() -> None:
    assert folded("  ● 06:30:00  Bài số một" + " " * 40 + "1:54  sẵn sàng", 60) == [
        "  ● 06:30:00  Bài số một  1:54  sẵn sàng"
    ]


@given(st.lists(st.text("abcđéỡ", min_size=1, max_size=12), min_size=1, max_size=40), st.integers(30, 120))
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(words: list[str], width: int) -> None:
    lines = folded("  ! " + " ".join(words), width)
    assert all(len(line) <= width for line in lines)
    assert " ".join(lines).split() == ["!", *words]


def test_columns_stand_under_one_another_and_the_given_one_gives_way() -> None:
    rows = [
        ("06:30", "Bài về Đại hội thi đua yêu nước thành phố", "1:54", "sẵn sàng"),
        ("17:00", "Hai", "0:09", ""),
    ]
    wide, narrow = (
        [line for row in columns(rows, width, give=1, right=frozenset({2})) for line in row]
        for width in (None, 40)
    )
    assert wide == [
        "06:30  Bài về Đại hội thi đua yêu nước thành phố  1:54  sẵn sàng",
        "17:00  Hai                                        0:09",
    ]
    assert narrow == [
        "06:30  Bài về Đại hội     1:54  sẵn sàng",
        "       thi đua yêu nước",
        "       thành phố",
        "17:00  Hai                0:09",
    ]


@given(st.lists(st.tuples(*[st.text("ab cđ", max_size=60)] * 4), min_size=1, max_size=5), st.integers(60, 110))
def test_columns_are_never_wider_than_the_screen(rows: list[tuple[str, ...]], width: int) -> None:
    short = [("● 06:30", a.strip(), b.strip()[:6], c.strip()) for a, b, c, _ in rows]
    assert all(len(line) <= width for row in columns(short, width, give=1) for line in row)
