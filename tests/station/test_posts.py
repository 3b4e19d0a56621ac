"""A script's words cut for an LED board and for networks: no word and no sentence is broken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.base.errors import Message
from broadcast.station.ledboard import as_file, screens, signs
from broadcast.station.posts import Post, page, parts, plain

TEXT = "Kính thưa bà con! Ngày 18/10/2025, TP. Hải Phòng họp.\n\nMời bà con treo cờ. Xin cảm ơn!"
SIGNATURE = "Đài phường Thử. Bản A7K2, số duyệt 12, ngày 05/10/2025."


def _post(text: str = TEXT) -> Post:
    starts = [text.index(one) for one in ("Kính", "Ngày", "Mời", "Xin") if one in text]
    return Post(title="Treo cờ", text=text, sentences=tuple(starts), signature=SIGNATURE)


@pytest.mark.parametrize(
    ("text", "places"), [("Đường", 5), (unicodedata.normalize("NFD", "Đường"), 5), ("ế", 1), ("", 0)]
)
def test_a_letter_with_its_marks_is_one_sign(text: str, places: int) -> None:
    assert signs(text) == places


@given(st.lists(st.text("aăâđếữ", min_size=1, max_size=9), max_size=30), st.integers(9, 40), st.integers(1, 4))
def test_every_screen_fits_the_board_and_all_words_are_there_in_order(
    those: list[str], width: int, lines: int
) -> None:
    cut = screens([" ".join(those)], width, lines)
    assert not isinstance(cut, Message)
    assert all(len(screen) <= lines and all(signs(line) <= width for line in screen) for screen in cut)
    assert as_file(cut).split() == " ".join(those).split()


def test_a_word_wider_than_the_board_is_told_and_not_broken() -> None:
    why = screens(["xem thongtin.haiphong.gov.vn"], 16, 2)
    assert isinstance(why, Message)
    assert "thongtin.haiphong.gov.vn" in str(why)


def test_a_post_that_fits_is_one_part_with_its_mark() -> None:
    assert parts(_post(), 2_000) == (plain(_post()).strip(),)
    assert SIGNATURE in plain(_post())


def test_a_long_post_is_cut_between_sentences_alone_and_each_part_has_its_mark() -> None:
    cut = parts(_post(), 140)
    assert not isinstance(cut, Message)
    assert len(cut) > 1
    assert all(len(one) <= 140 and one.endswith(SIGNATURE) for one in cut)
    bodies = [one.split("\n\n", 1)[1].removesuffix(SIGNATURE).strip() for one in cut]
    assert " ".join(" ".join(bodies).split()) == " ".join(TEXT.split())
    assert all(body[-1] in ".!" and not body.endswith("TP.") for body in bodies)


def test_a_sentence_longer_than_a_post_is_told() -> None:
    assert isinstance(parts(_post("Kính " + "thưa " * 100), 140), Message)


def test_a_page_shows_signs_as_they_are_written() -> None:
    shown = page(_post("Kính <b>thưa</b> & bà con."))
    assert "<p>Kính &lt;b&gt;thưa&lt;/b&gt; &amp; bà con.</p>" in shown
