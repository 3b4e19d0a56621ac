"""What the pages of scripts are made of: both sides of a text, its lines beside another's, its recording."""

import pytest
from stand_ins.wards import script_of

from broadcast.programme.model import Unready
from broadcast.station.desk.sidebyside import Mark, Piece, side_by_side
from broadcast.station.desk.typed import compared
from broadcast.station.ownrecording import with_recording
from broadcast.text.lexicon import Lexicon
from broadcast.ward.readings import Prepared, reading_of


def _read(body: str) -> Prepared:
    read = reading_of(script_of(body), {}, Lexicon())
    assert not isinstance(read, Unready)
    return read


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_no_word_of_either_side_is_lost_or_said_twice() -> None:
    body = "Kính thưa bà con.\n\nNgày 22/9/2025, UBND phường họp. Mời 250 đại biểu.\n\nLần thứ XI, từ 2020 - 2025."
    read = _read(body)
    sides = side_by_side(read)
    assert "\n\n".join(_text(one.written) for one in sides) == read.text
    assert " ".join(_text(one.spoken) for one in sides) == str(read.spoken)


def test_what_is_read_otherwise_is_marked_on_both_sides() -> None:
    [one] = side_by_side(_read("UBND phường xin mời."))
    assert one.written[0] == Piece(text="UBND", mark=Mark.CHANGED)
    assert one.spoken[0] == Piece(text="ủy ban nhân dân", mark=Mark.CHANGED)


def test_what_is_not_certain_is_marked_as_that() -> None:
    [one] = side_by_side(_read("Mời bà con đến XYZQ nhận quà."))
    assert Piece(text="XYZQ", mark=Mark.DOUBTFUL) in one.written


def test_two_texts_stand_beside_each_other_with_nothing_left_out() -> None:
    mine, theirs = "a\nb\nc", "a\nx\nc\nd"
    found = compared(mine, theirs)
    assert [line for one in found for line in one.mine] == mine.split("\n")
    assert [line for one in found for line in one.theirs] == theirs.split("\n")
    assert [one.is_same for one in found] == [True, False, True, False]


@pytest.mark.parametrize("earlier", ["", "recording: cu.wav\n"])
def test_a_recording_is_named_in_the_header_once_and_nothing_else_changes(earlier: str) -> None:
    text = f"---\n{earlier}title: Đại hội # của phường\n---\nLời.\n"
    after = with_recording("scripts/a.md", text, "thu-san/moi.wav")
    assert after == "---\nrecording: thu-san/moi.wav\ntitle: Đại hội # của phường\n---\nLời.\n"
