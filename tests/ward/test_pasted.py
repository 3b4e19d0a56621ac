"""What is pasted from Word or a page: its words, paragraph by paragraph, and nothing else."""

import time

import pytest
from stand_ins.tables import for_each

from broadcast.base.errors import WardError
from broadcast.ward.pasted import text_of_html

ROWS = (
    ("<p>Kính thưa <b>bà con</b>!</p><p>Mời treo&nbsp;cờ.</p>", "Kính thưa bà con!\n\nMời treo cờ."),
    ("Một<br>hai", "Một\nhai"),
    ("<div>Một<div>hai</div>ba</div>", "Một\n\nhai\n\nba"),
    ("<ul><li>cờ</li><li><p>hoa</p></li></ul>sau", "- cờ\n\n- hoa\n\nsau"),
    ("<ol><li>một<li>hai</ol>", "1. một\n\n2. hai"),
    (
        "<table><tr><th>Tổ</th><th>Giờ</th></tr><tr><td><p>Tổ 1</p></td><td>8 giờ</td></tr></table>",
        "Tổ: Tổ 1; Giờ: 8 giờ.",
    ),
    ("<table><tr><td>Địa điểm</td><td>Nhà văn hoá</td></tr></table>", "Địa điểm: Nhà văn hoá."),
    ("<html><head><style>p {color: red}</style><title>x</title></head><body><p>A</p><script>b()</script>", "A"),
    ("<p>A<span style='mso-hide:all;display:none'>ẩn<br>nữa</span> B <del>bỏ</del></p>", "A B"),
    (
        "<p class=MsoListParagraph><!--[if !supportLists]--><span style='mso-list:Ignore'>-<span>&nbsp; "
        "</span></span><!--[endif]-->Treo cờ</p>",
        "- Treo cờ",
    ),
    ("<p>o\u0302\u0309 &lt;b&gt; 5 &amp; 6\u200b</p>", "ổ <b> 5 & 6"),
    ("<!--StartFragment--><p>A</p><!--EndFragment-->", "A"),
    ("<p>chưa đóng <b>thẻ", "chưa đóng thẻ"),
    ("</p></td></tr></table></ul>A", "A"),
    ("<td>lẻ</td><li>mồ côi", "lẻ\n\n- mồ côi"),
    ("", ""),
)


@for_each(ROWS)
def test_what_was_copied_becomes_plain_paragraphs(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_what_is_too_large_is_refused_and_deep_markup_is_read() -> None:
    with pytest.raises(WardError, match="lớn quá"):
        text_of_html("x" * 4_000_001)
    assert text_of_html("<div>" * 20_000 + "sâu" + "</span>" * 20_000) == "sâu"


def test_a_comment_that_nobody_closes_takes_no_time() -> None:
    assert (
        text_of_html("<p>Mời họp.</p><!-- a --><p>Xin cảm ơn.</p>" + "<!--" * 300_000) == "Mời họp.\n\nXin cảm ơn."
    )


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>" + "x<p>" * 40_000,
        "<li>" + "<p> " * 40_000,
        "<del>" + "<b>" * 40_000 + "</i>" * 40_000,
        "<p>a</p>" + "<a " * 40_000,
    ],
    ids=["paragraphs in a cell", "paragraphs in a line", "tags in what is struck out", "a tag that nobody closes"],
)
def test_no_paste_keeps_the_console_busy(html: str) -> None:
    began_s = time.process_time()
    text_of_html(html)
    assert time.process_time() - began_s < 3


def test_a_section_that_only_word_knows_is_passed_over() -> None:
    assert text_of_html("<![if !supportLists]>·<![endif]> cờ<![of Word]> hoa") == "· cờ hoa"
