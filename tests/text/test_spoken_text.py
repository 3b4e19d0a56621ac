"""Spans, doubts, pauses, and the many ways a text can be typed or pasted."""

import unicodedata

import pytest

from broadcast.text.lexicon import lexicon_of
from broadcast.text.speakable import plain, speakable
from broadcast.text.spokentext import Kind
from broadcast.text.tables import rows
from broadcast.ward.lexicon import read_lexicon

SENTENCE = "Thực hiện Quyết định số 3630/QĐ-UBND ngày 05/9/2025 của UBND thành phố, 85% hộ hoà giải, rộng 120 m2."


def test_a_reading_tells_which_written_text_it_came_from() -> None:
    spoken = speakable(SENTENCE)
    assert [(found.written, found.kind) for found in spoken.readings if found.kind is not Kind.SYMBOL] == [
        ("3630/QĐ-UBND", Kind.DOCUMENT),
        ("05/9/2025", Kind.DATE),
        ("UBND", Kind.ABBREVIATION),
        ("85%", Kind.PERCENT),
        ("120 m2", Kind.UNIT),
    ]


def test_spans_are_those_of_the_text_as_it_was_pasted() -> None:
    pasted = "\ufeff" + unicodedata.normalize("NFD", "Từ ngày\u00a005/9/2025, UB\u00adND phường…")
    found = {reading.spoken: reading for reading in speakable(pasted).readings}
    date = found["năm tháng chín năm hai nghìn không trăm hai mươi lăm"]
    assert pasted[date.start : date.end] == "05/9/2025"
    body = found["ủy ban nhân dân"]
    assert pasted[body.start : body.end] == "UB\u00adND"


VARIANTS = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "old tone placement": lambda text: text.replace("hòa", "hoà").replace("ủy", "uỷ"),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "en dashes": lambda text: text.replace("-", "–"),
    "non-breaking hyphens": lambda text: text.replace("-", "\u2011"),
    "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "soft hyphens": lambda text: text.replace("thành", "thà\u00adnh"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "superscripts": lambda text: text.replace("m2", "m²"),
    "hard line breaks of a PDF": lambda text: text.replace(" của", "\ncủa").replace(" thành phố", "\nthành phố"),
    "tabs": lambda text: text.replace(" ", "\t"),
    "full-width digits": lambda text: text.replace("85%", "８５％"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_text_is_read_the_same_however_it_was_typed_or_pasted(name: str) -> None:
    text = "Nghị quyết số 05-NQ/TU của Thành ủy về hòa bình, giai đoạn 2025-2030 của thành phố; 85% rộng 120 m2."
    assert plain(VARIANTS[name](text)) == plain(text)


def test_curly_quotes_are_not_said() -> None:
    assert plain("phong trào “Dân vận khéo”") == plain('phong trào "Dân vận khéo"') == "phong trào Dân vận khéo."


def test_only_a_line_break_inside_a_sentence_is_closed_up() -> None:
    assert [
        utterance.text for utterance in speakable("KẾ HOẠCH\nTuyên truyền\n\n- Treo cờ;\n- Quét dọn.").utterances
    ] == [
        "kế hoạch.",
        "Tuyên truyền.",
        "Treo cờ.",
        "Quét dọn.",
    ]
    wrapped = "Đề nghị bà con trong tổ dân phố tham gia đầy đủ tại\nnhà văn hóa."
    assert len(speakable(wrapped).utterances) == 1


UNCERTAIN = ["XYZK", "QWRT", "Smarthome", "§", "漢", "Kyocera", "ĐKBX"]


@pytest.mark.parametrize("written", UNCERTAIN)
def test_what_is_not_certain_is_a_doubt_with_its_place_and_a_lexicon_line(written: str) -> None:
    text = f"Mời bà con đến {written} họp."
    (doubt,) = speakable(text).doubts
    assert text[doubt.start : doubt.end] == doubt.written == written
    assert doubt.suggestion.startswith(f'"{written}": ')


def test_the_suggested_line_is_one_that_the_lexicon_takes() -> None:
    for written in ("XYZK", "Smarthome", "ĐKBX"):
        (doubt,) = speakable(f"đến {written} họp").doubts
        lexicon = read_lexicon("lexicon.yaml", doubt.suggestion.encode())
        assert speakable(f"đến {written} họp", lexicon).doubts == ()


def test_an_abbreviation_is_read_by_what_stands_around_it() -> None:
    assert plain("TT Đảng ủy") == "thường trực Đảng ủy."
    assert plain("TT Y tế") == "trung tâm Y tế."
    assert plain("TT Cát Bà") == "thị trấn Cát Bà."
    assert plain("P. Hồng Bàng") == "phường Hồng Bàng."
    assert plain("P. Tổ chức") == "phòng Tổ chức."
    assert speakable("họp tại TT nhé").doubts  # nothing around it decides


def test_the_wards_lexicon_wins_over_every_rule() -> None:
    lexicon = read_lexicon(
        "lexicon.yaml", "UBND: văn phòng ủy ban\n3630/QĐ-UBND: ba sáu ba không\nhọp: hội họp\n".encode()
    )
    assert plain("UBND họp theo 3630/QĐ-UBND", lexicon) == "văn phòng ủy ban hội họp theo ba sáu ba không."
    assert plain("UBND họp", lexicon_of(())) == "ủy ban nhân dân họp."


def test_pauses_follow_sentences_clauses_and_paragraphs() -> None:
    text = "Câu một dài vừa đủ thôi. Việc thứ nhất của bà con; việc thứ hai của bà con.\n\nĐoạn sau."
    pauses = [utterance.pause_after_s for utterance in speakable(text).utterances]
    assert len(pauses) == 4
    clause, sentence, paragraph = pauses[1], pauses[0], pauses[2]
    assert 0 < clause < sentence < paragraph
    assert pauses[-1] == 0


def test_over_thirty_syllables_without_a_pause_are_warned_of() -> None:
    long = " ".join(["tiếng"] * 31)
    (warning,) = speakable(f"Mở đầu. {long}.").warnings
    assert warning.syllables == 31
    assert speakable(" ".join(["tiếng"] * 30)).warnings == ()
    assert speakable(" ".join(["tiếng"] * 20) + ", " + " ".join(["tiếng"] * 20)).warnings == ()


def test_headings_in_capitals_are_words_and_not_letters() -> None:
    assert plain("II. NỘI DUNG, HÌNH THỨC") == "hai, nội dung, hình thức."
    assert plain("BÁN XI MĂNG, XỬ LÝ VI PHẠM") == "bán xi măng, xử lý vi phạm."


TABLES = ["abbreviations", "bodies", "doctypes", "sectors", "prefixes", "loans", "units", "money", "letters",
          "internet", "internetabbr"]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_reading_in_the_tables_is_made_of_words_that_stay_as_they_are(table: str) -> None:
    for row in rows(table):
        spoken = speakable(row[1])
        assert str(spoken).rstrip(".") == row[1], row
        assert spoken.doubts == (), row


@pytest.mark.parametrize("table", ["bodies", "doctypes", "sectors", "prefixes"])
def test_every_issuing_body_and_document_type_names_its_source(table: str) -> None:
    assert [row for row in rows(table) if len(row) < 3 or not row[2]] == []


@pytest.mark.parametrize(
    "table", ["bodies", "doctypes", "sectors", "prefixes", "units", "money", "letters", "internet"]
)
def test_no_table_reads_one_written_form_in_two_ways(table: str) -> None:
    readings: dict[str, set[str]] = {}
    for row in rows(table):
        readings.setdefault(row[0], set()).add(row[1])
    assert {written: spoken for written, spoken in readings.items() if len(spoken) > 1} == {}
