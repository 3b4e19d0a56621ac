"""What a deputy chair checks: every change once, with its rule; plain numbers and silent signs apart."""

import pytest

from broadcast.text.kindnames import name_of
from broadcast.text.marks import Mark, Marks, Stretch, marks_of
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import Kind, Reading, SpokenText, Utterance


def _told(marks: Marks) -> list[tuple[str, str, int]]:
    return [(mark.written, mark.spoken, mark.count) for mark in marks.one_by_one]


def test_every_kind_has_a_short_name_of_its_own() -> None:
    names = [str(name_of(kind)) for kind in Kind]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 20 for name in names)


def test_what_is_read_the_same_is_told_once_with_its_count() -> None:
    marks = marks_of(speakable("TDP 5, TDP 7 và TDP 12 họp ngày 05/9/2025; TDP 5 trước."))
    date = "năm tháng chín năm hai nghìn không trăm hai mươi lăm"
    assert _told(marks) == [("TDP", "tổ dân phố", 4), ("05/9/2025", date, 1)]
    assert [(mark.written, mark.spoken, mark.count) for mark in marks.figures] == [
        ("5", "năm", 2), ("7", "bảy", 1), ("12", "mười hai", 1),
    ]  # fmt: skip
    assert (marks.places, marks.doubtful) == (9, 0)


def test_one_form_read_in_two_ways_is_told_twice() -> None:
    marks = marks_of(speakable("TT Y tế và TT Cát Bà"))
    assert _told(marks) == [("TT", "trung tâm", 1), ("TT", "thị trấn", 1)]


@pytest.mark.parametrize(
    "text", ["Kính thưa bà con!", "KÍNH THƯA BÀ CON", "tổ A, tổ E", "", "một - hai (ba), bốn."]
)
def test_what_is_heard_as_it_is_written_is_no_change(text: str) -> None:
    assert marks_of(speakable(text)) == Marks(all=())


@pytest.mark.parametrize("written", ["1.250 hộ", "4.000.000", "2026", "3,5", "115", "8/10 tổ"])
def test_a_number_that_could_be_read_wrong_is_told_by_itself(written: str) -> None:
    assert len(marks_of(speakable(f"gọi {written}")).one_by_one) == 1


def test_a_doubt_is_told_by_itself_whatever_it_is() -> None:
    reading = Reading(start=0, end=1, written="5", spoken="năm", kind=Kind.NUMBER)
    plain = SpokenText(utterances=(), readings=(reading,), doubts=(), warnings=())
    assert [mark.in_passing for mark in marks_of(plain).all] == [True]
    marks = marks_of(speakable("Họp ở XQZK, XQZK và §."))
    assert [(mark.written, mark.doubtful, mark.count) for mark in marks.one_by_one] == [
        ("XQZK", True, 2), ("§", True, 1),
    ]  # fmt: skip
    assert (marks.places, marks.doubtful) == (3, 3)


def test_signs_that_are_not_said_are_told_apart() -> None:
    marks = marks_of(speakable("bà con ☎ 115"))
    assert [mark.written for mark in marks.silent] == ["☎"]
    assert "☎" not in [mark.written for mark in marks.one_by_one]


def test_what_stands_in_a_fact_is_told_with_the_fact_s_name() -> None:
    text = "Họp ngày 18/10/2025 ở Cát Bà, ngày 18/10/2025."
    facts = [Stretch(start=9, end=19, name="hop.ngay"), Stretch(start=22, end=28, name="hop.noi")]
    marks = marks_of(speakable(text), facts)
    assert [(mark.written, mark.fact) for mark in marks.all] == [("18/10/2025", "hop.ngay"), ("18/10/2025", "")]
    assert marks.as_written == ("hop.noi",)


def test_a_written_form_of_two_lines_is_told_in_one() -> None:
    reading = Reading(start=0, end=9, written="CT\n   5", spoken="xê tê năm", kind=Kind.CODE)
    said = Utterance(text="xê tê năm.", pause_after_s=0, start=0, end=9)
    marks = marks_of(SpokenText(utterances=(said,), readings=(reading,), doubts=(), warnings=()))
    assert marks.all == (Mark(written="CT 5", spoken="xê tê năm", kind=Kind.CODE),)
