"""Passages that are told once: Vietnamese typed without marks, and text in an old font's code."""

from pathlib import Path

import pytest
from stand_ins.oldfonts import to_tcvn3, to_vni

from broadcast.text.lexicon import Entry, lexicon_of
from broadcast.text.passages.unmarked import unmarked_passages
from broadcast.text.speakable import plain, speakable
from broadcast.text.spokentext import Kind
from broadcast.text.tables import rows

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        ("Kinh thua ba con. Ngay mai, to dan pho so 5 phat gao.", None),
        ("Nội dung chuyển khoản: HO TEN - UNG HO BAO SO 10", "HO TEN - UNG HO BAO SO"),
        ("Noi dung CK: Nguyen Van A ung ho quy vi nguoi ngheo", None),
        ("THONG BAO CAT DIEN", None),
        ("Bà con chú ý: ngay mai cat nuoc toan khu, mời bà con trữ nước.", "ngay mai cat nuoc toan khu"),
        ("lịch tiem vac xin tai tram y te", "tiem vac xin tai tram y te"),
        ("Moi ba con den nha van hoa luc 7h30", "Moi ba con den nha van hoa luc"),
        ("ông Nguyen Thi Hoa trú tại tổ 5", "Nguyen Thi Hoa"),
        ("Ten khach hang: LE THI HOA, chuyen khoan tien nuoc thang 5", None),
        ("Kinh thua ba con\nNgay mai to dan pho hop.\n\nDe nghi ba con den dung gio.", None),
    ],
)
def test_what_is_typed_without_marks_is_told_once(written: str, passage: str | None) -> None:
    spoken = speakable(written)
    (doubt,) = spoken.doubts
    assert doubt.written == (passage or doubt.written)
    assert "viết không dấu" in str(doubt.why)
    assert [one.kind for one in spoken.readings if one.start == doubt.start] == [Kind.UNMARKED]
    if passage is None:
        assert len(doubt.written) > len(written.rstrip(". 0123456789h")) - 2


@pytest.mark.parametrize(
    "written",
    [
        "ba con trai", "cho em", "sau khi thi xong", "anh em ta", "hai tay cho con", "khu dân cư số 5",
        "Lan Anh, Kim Long, Tam Kim", "tham gia xây dựng", "con trai sang thăm cha, sau khi tham gia hai năm",
        "Welcome to Hai Phong", "Hong Kong, Kim Jong Un", "Happy New Year, My heart will go on",
        "Ia Pa, Chu Prong, Ea Sup, Kon Tum", "World Cup, Champions League", "Google Play, App Store, Face ID",
        "Lee Min Ho, Song Joong Ki, Park Hang Seo", "tiem-chung.gov.vn và phuong.hong.bang@gmail.com",
        "nước Ca-na-da, Ma-la-ga-si, Bo-li-va", "UBND, HĐND, MTTQ, BCH", "Big C Thang Long", "bao cao su",
    ],
)  # fmt: skip
def test_what_rightly_has_no_mark_is_not_held(written: str) -> None:
    assert unmarked_passages(written) == ()


def test_nothing_that_the_campaign_or_a_table_says_is_held() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "scripts").rglob("*.md")]
    pairs = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/text/pairs").glob("[ps]*.tsv")]
    names = ("abbreviations", "loans", "bodies", "sectors", "letters", "units", "money", "doctypes")
    tables = [row[1] for name in names for row in rows(name)]
    lines = [line for text in scripts + pairs for line in text.splitlines()] + tables
    assert [line for line in lines if unmarked_passages(line)] == []


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
@pytest.mark.parametrize(
    "meant",
    [
        "Kính thưa bà con! Trạm y tế mời bà con đưa trẻ đi tiêm.",
        "Đề nghị các hộ gia đình treo cờ Tổ quốc từ ngày 1/9.",
        "Phường tổ chức họp dân về vệ sinh môi trường.\n\nMời bà con đến đông đủ.",
    ],
)
def test_an_old_code_is_told_once_and_what_it_means_is_said(meant: str, encode: object) -> None:
    assert callable(encode)
    written = encode(meant)
    spoken = speakable(written)
    (doubt,) = spoken.doubts
    assert doubt.written == written
    assert " ".join(meant.split()) in str(doubt.why)
    assert str(spoken) == plain(meant)
    assert [one.kind for one in spoken.readings] == [Kind.OLD_FONT]


def test_only_the_lines_in_an_old_code_are_told_as_that() -> None:
    meant = "Trạm y tế mời bà con đưa trẻ đi tiêm đúng hẹn."
    spoken = speakable(f"Kính thưa bà con!\n{to_tcvn3(meant)}\nXin cảm ơn bà con.")
    assert [one.written for one in spoken.doubts] == [to_tcvn3(meant)]


@pytest.mark.parametrize(
    "written",
    [
        "30°C, 5 m², ½ giờ, §5, © ® ™",
        "Müller, Étienne, Gonçalves",
        "à, á, â, ã, è, ý",
        "✅ 👉 ☎️ → • ✓",
        "¥ £ ¢ ¤ ¦ ¨",
    ],
)
def test_signs_and_foreign_letters_are_no_old_code(written: str) -> None:
    assert all("bảng mã cũ" not in str(doubt.why) for doubt in speakable(written).doubts)


def test_a_reading_of_the_wards_own_answers_the_passage() -> None:
    entry = Entry(written="HO TEN UNG HO BAO", spoken="họ tên ủng hộ bão")
    spoken = speakable("Nội dung: HO TEN UNG HO BAO", lexicon_of((entry,)))
    assert spoken.doubts == ()
    assert str(spoken) == "Nội dung, họ tên ủng hộ bão."
