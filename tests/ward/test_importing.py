"""Documents from elsewhere: what is read, what is left out, and what is refused in plain words."""

import time
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from stand_ins.oldfonts import to_tcvn3, to_vni

from broadcast.base.errors import WardError
from broadcast.text.passages.oldfonts import Coding
from broadcast.text.unfilled import left_to_fill
from broadcast.ward.importing import Imported, import_document
from broadcast.ward.script import read_script
from broadcast.ward.scriptfile import name_of, script_content, write_script
from broadcast.ward.tablewords import rows_in_words

TITLE = "Lịch tiêm chủng"
SPEECH = "Kính thưa bà con! Trạm y tế mời bà con đưa trẻ đi tiêm đúng hẹn, nhớ mang sổ."
TEXT = f"{TITLE}\r\n\r\n{SPEECH}\r\nXin cảm ơn bà con.\r\n"


def windows_1258(text: str) -> bytes:
    """As a Vietnamese Windows writes it: letter, then tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    raw = b""
    for character in text:
        split = unicodedata.normalize("NFD", character)
        base = unicodedata.normalize("NFC", "".join(c for c in split if c not in tones))
        raw += base.encode("cp1258") + "".join(c for c in split if c in tones).encode("cp1258")
    return raw


WAYS: dict[str, tuple[Callable[[str], bytes], Coding]] = {
    "utf-8": (lambda text: text.encode(), Coding.UNICODE),
    "utf-8 with a mark": (lambda text: text.encode("utf-8-sig"), Coding.UNICODE),
    "nfd": (lambda text: unicodedata.normalize("NFD", text).encode(), Coding.UNICODE),
    "utf-16 of Notepad": (lambda text: text.encode("utf-16"), Coding.UNICODE),
    "utf-16 without a mark": (lambda text: text.encode("utf-16-le"), Coding.UNICODE),
    "windows-1258": (windows_1258, Coding.UNICODE),
    "tcvn3 in bytes": (lambda text: to_tcvn3(text).encode("latin-1"), Coding.TCVN3),
    "vni in bytes": (lambda text: to_vni(text).encode("latin-1"), Coding.VNI),
    "tcvn3 pasted into utf-8": (lambda text: to_tcvn3(text).encode(), Coding.TCVN3),
    "vni pasted into utf-8": (lambda text: to_vni(text).encode(), Coding.VNI),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_text_file_is_read_right_however_it_was_saved(tmp_path: Path, way: str) -> None:
    encode, coding = WAYS[way]
    (tmp_path / "bai.txt").write_bytes(encode(TEXT))
    found = import_document(tmp_path / "bai.txt")
    assert (found.title, found.body) == (TITLE, f"{SPEECH}\n\nXin cảm ơn bà con.")
    assert found.coding is coding


def imported_text(tmp_path: Path, text: str, name: str = "bai.txt") -> Imported:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return import_document(tmp_path / name)


def test_a_first_line_that_is_speech_is_read_too(tmp_path: Path) -> None:
    found = imported_text(tmp_path, "Kính thưa bà con! Chiều nay họp tổ.\nXin cảm ơn.")
    assert found.title == "Kính thưa bà con"
    assert found.body.startswith("Kính thưa bà con! Chiều nay họp tổ.")


def test_soft_hyphens_go_and_lines_broken_at_a_column_are_joined(tmp_path: Path) -> None:
    found = imported_text(
        tmp_path,
        "Mời họp\nTối nay vào lúc bảy giờ, kính mời bà con các tổ dân phố đến nhà văn\nhoá để h\u00adọp.\n"
        "- Mang theo sổ\n- Đến đúng\u00a0giờ",
    )
    assert found.body == (
        "Tối nay vào lúc bảy giờ, kính mời bà con các tổ dân phố đến nhà văn hoá để họp.\n\n"
        "- Mang theo sổ\n\n- Đến đúng giờ"
    )


def test_markdown_and_a_script_of_ours_keep_their_title(tmp_path: Path) -> None:
    assert imported_text(tmp_path, "# Mời họp\n\n**Tối nay** họp tổ.", "a.md").title == "Mời họp"
    found = imported_text(tmp_path, "---\ntitle: Bài cũ\nbasis: x\n---\nLời cũ.\n", "b.md")
    assert (found.title, found.body) == ("Bài cũ", "Lời cũ.")


def saved(document: "docx.document.Document", path: Path) -> Path:
    document.save(str(path))
    return path


def letter(path: Path) -> Path:
    """An official letter with all that Word has."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "UBND PHƯỜNG\nSố: 15/TB-UBND"
    head.cell(0, 1).text = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    document.add_paragraph("THÔNG BÁO")
    document.add_paragraph("Về lịch tiêm chủng")
    document.add_paragraph("_______")
    document.add_paragraph("Trạm y tế\u00a0phường mời bà con đưa trẻ đi ti\u00adêm.")
    for line in ("Mang sổ", "Mang áo mưa"):
        document.add_paragraph(line, style="List Bullet")
    for line in ("Đến đúng giờ", "Ngồi theo dõi"):
        document.add_paragraph(line, style="List Number")
    table = document.add_table(rows=1, cols=3)
    for row in (("STT", "Nơi tiêm", "Giờ"), ("1", "Tổ 1", "8 giờ"), ("2", "Tổ 2", "14 giờ")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table._tbl.remove(table.rows[0]._tr)
    _revised(document.add_paragraph("Bà con nhớ "), deleted="quên ", inserted="đi đông đủ.")
    _hidden(document.add_paragraph("Xin cảm ơn."), "chữ ẩn")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên"
    foot.cell(0, 1).text = "CHỦ TỊCH"
    return saved(document, path)


def _revised(paragraph: "docx.text.paragraph.Paragraph", *, deleted: str, inserted: str) -> None:
    for kind, text, tag in (("w:del", deleted, "w:delText"), ("w:ins", inserted, "w:t")):
        change, run, words = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)


def _hidden(paragraph: "docx.text.paragraph.Paragraph", text: str) -> None:
    paragraph.add_run(text).font.hidden = True


def test_an_official_letter_is_read_for_the_ear(tmp_path: Path) -> None:
    found = import_document(letter(tmp_path / "tb.docx"))
    assert found.title == "Thông báo về lịch tiêm chủng"
    assert found.body.split("\n\n") == [
        "Trạm y tế phường mời bà con đưa trẻ đi tiêm.",
        "- Mang sổ",
        "- Mang áo mưa",
        "1. Đến đúng giờ",
        "2. Ngồi theo dõi",
        "Nơi tiêm: Tổ 1; Giờ: 8 giờ.",
        "Nơi tiêm: Tổ 2; Giờ: 14 giờ.",
        "Bà con nhớ đi đông đủ.",
        "Xin cảm ơn.",
    ]
    told = " ".join(map(str, found.left_out))
    assert all(word in told for word in ("công văn", "nơi nhận", "đã xoá"))


@pytest.mark.parametrize(
    ("rows", "heads_meant", "read"),
    [
        (
            [["Nội dung", "Ngày", "Nơi"], ["Họp tổ", "5/6", "Nhà văn hoá"]],
            False,
            ["Nội dung: Họp tổ; Ngày: 5/6; Nơi: Nhà văn hoá."],
        ),
        ([["TT", "Họ tên"], ["1", "Bà Lan"], ["2", "Ông Bình."]], False, ["Họ tên: Bà Lan.", "Họ tên: Ông Bình."]),
        (
            [["Thời gian:", "19 giờ"], ["Địa điểm", "nhà văn hoá"]],
            False,
            ["Thời gian: 19 giờ.", "Địa điểm: nhà văn hoá."],
        ),
        ([["Tổ", "Giờ"], ["Tổ 1", "8 giờ"]], True, ["Tổ: Tổ 1; Giờ: 8 giờ."]),
        ([["Tổ 1", "8 giờ", "Bà Lan"], ["Tổ 2", "9 giờ", ""]], False, ["Tổ 1; 8 giờ; Bà Lan.", "Tổ 2; 9 giờ."]),
        ([["Chung"], ["Một ô, ba ô", "x", "y"]], False, ["Chung.", "Một ô, ba ô; x; y."]),
        ([], False, []),
    ],
)
def test_a_table_is_read_row_by_row(rows: list[list[str]], heads_meant: bool, read: list[str]) -> None:
    assert rows_in_words(rows, heads_meant) == read


def test_a_number_that_word_shows_is_read_and_what_is_struck_out_is_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Nội quy")
    levels = document.part.numbering_part.element
    for text in levels.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lvlText"):
        if text.getparent().find("{*}numFmt").get(text.nsmap["w"].join(("{", "}val"))) == "decimal":
            text.set(text.nsmap["w"].join(("{", "}val")), "Điều %1.")
    for line in ("Giữ trật tự", "Giữ vệ sinh"):
        document.add_paragraph(line, style="List Number")
    document.add_paragraph("Không ").add_run("được ").font.strike = True
    document.paragraphs[-1].add_run("hút thuốc.")
    found = import_document(saved(document, tmp_path / "a.docx"))
    assert found.body.split("\n\n") == ["Điều 1. Giữ trật tự", "Điều 2. Giữ vệ sinh", "Không hút thuốc."]
    assert "gạch ngang" in " ".join(map(str, found.left_out))


@pytest.mark.parametrize("depth", ["999999999", "9" * 5000, "-1", "1e9", "", "²"])
def test_a_list_s_depth_that_word_never_writes_is_not_counted_to(tmp_path: Path, depth: str) -> None:
    document = docx.Document()
    document.add_paragraph("Nội quy")
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    document.add_paragraph("Giữ trật tự", style="List Number")
    own = document.paragraphs[-1]._p.get_or_add_pPr().get_or_add_numPr()
    own.get_or_add_numId().val = 1
    own.get_or_add_ilvl().set(f"{name}val", depth)
    started = time.monotonic()
    assert "Giữ trật tự" in import_document(saved(document, tmp_path / "a.docx")).body
    assert time.monotonic() - started < 5


def test_a_signature_without_recipients_is_not_read(tmp_path: Path) -> None:
    found = imported_text(tmp_path, "Mời họp\nTối nay họp tổ.\nTM. UBND PHƯỜNG\nCHỦ TỊCH\nNguyễn Văn A")
    assert found.body == "Tối nay họp tổ."


def test_the_document_s_own_title_is_the_title_and_a_contents_page_is_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Tài liệu nội bộ")
    document.add_paragraph("Mời họp tổ dân phố", style="Title")
    document.add_paragraph("Tối nay họp tại nhà văn hoá.")
    found = import_document(saved(document, tmp_path / "a.docx"))
    assert (found.title, found.body) == ("Mời họp tổ dân phố", "Tài liệu nội bộ\n\nTối nay họp tại nhà văn hoá.")


@pytest.mark.parametrize(
    ("font", "encode", "coding"),
    [
        (".VnTime", to_tcvn3, Coding.TCVN3),
        ("VNI-Times", to_vni, Coding.VNI),
        ("Times New Roman", to_tcvn3, Coding.TCVN3),  # the font was changed, the letters were not
        (".VnTime", str, Coding.UNICODE),  # the letters were changed, the font was not
    ],
)
def test_old_fonts_are_turned_into_unicode(
    tmp_path: Path, font: str, encode: Callable[[str], str], coding: Coding
) -> None:
    document = docx.Document()
    for line in (TITLE, SPEECH, "Uỷ ban nhân dân phường, Ưng Hoà."):
        document.add_paragraph().add_run(encode(line)).font.name = font
    found = import_document(saved(document, tmp_path / "cu.docx"))
    assert (found.title, found.body) == (TITLE, f"{SPEECH}\n\nUỷ ban nhân dân phường, Ưng Hoà.")
    assert found.coding is coding


def test_a_capital_font_gives_capitals_and_a_style_s_font_counts(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph().add_run(to_tcvn3("cộng đồng")).font.name = ".VnTimeH"
    document.add_paragraph(to_tcvn3(SPEECH))
    found = import_document(saved(document, tmp_path / "cu.docx"))
    assert (found.title, found.body) == ("CỘNG ĐỒNG", SPEECH)


def _ole(*words: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(word.encode("utf-16-le") for word in words)


def _zip(**files: str) -> bytes:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.docx", _ole("EncryptedPackage"), "mật khẩu"),
        ("a.doc", _ole("WordDocument"), ".doc"),
        ("a.docx", _ole("WordDocument"), ".doc"),
        ("a.pdf", b"%PDF-1.7\n", "PDF"),
        ("a.txt", b"%PDF-1.7\n", "PDF"),
        ("a.rtf", b"{\\rtf1", "RTF"),
        ("a.odt", _zip(mimetype="application/vnd.oasis.opendocument.text"), "LibreOffice"),
        ("a.xlsx", _zip(workbook="x"), "không phải tệp Word"),
        ("a.docx", b"PK\x03\x04word/ damaged", "không mở được"),
        ("a.jpg", b"\xff\xd8\xff", "không phải bài soạn"),
        ("a.txt", b"  \r\n ", "không có chữ"),
        ("a.txt", "Ðöð þý ÿþ ïðñ ýþÿ ðñò ÷øù".encode("latin-1"), "bảng mã cũ"),
        ("a.txt", ("một hai " * 3000).encode(), "nhiều hơn mức"),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(WardError, match=said):
        import_document(tmp_path / name)
    with pytest.raises(WardError, match="không có tệp ấy"):
        import_document(tmp_path / "none.txt")


def test_a_word_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    packed = zipfile.ZipFile(tmp_path / "to.docx", "w", zipfile.ZIP_DEFLATED)
    with packed, packed.open("word/document.xml", "w") as part:
        for _ in range(220):
            part.write(b" " * 1_000_000)
    with pytest.raises(WardError, match="lớn quá"):
        import_document(tmp_path / "to.docx")


@pytest.mark.parametrize(
    ("piece", "count"), [(b"<w:p/>", 120_000), (b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", 650_000)]
)
def test_a_small_word_file_of_more_paragraphs_than_any_script_has_is_refused_at_once(
    tmp_path: Path, piece: bytes, count: int
) -> None:
    whole = BytesIO()
    docx.Document().save(whole)
    with (
        zipfile.ZipFile(whole) as known,
        zipfile.ZipFile(tmp_path / "to.docx", "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in known.infolist():
            body = known.read(part).replace(b"<w:body>", b"<w:body>" + piece * count)
            packed.writestr(part.filename, body)
    began_s = time.process_time()
    with pytest.raises(WardError, match="lớn quá"):
        import_document(tmp_path / "to.docx")
    assert time.process_time() - began_s < 3


# --- and the file that it becomes ---

TITLES = [
    "Thông báo: lịch họp",
    "Bài #1",
    "[Khẩn] mưa bão",
    'Lời "chào"',
    "- gạch đầu",
    "null",
    "Tiêm chủng & uống thuốc",
    "50%: vui",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_as_it_was_written(title: str) -> None:
    content = script_content(title, "Lời đọc.")
    assert read_script("scripts/a.md", content.encode()).title == title


def test_no_script_is_written_over_and_numbers_go_on(tmp_path: Path) -> None:
    (tmp_path / "scripts/tin").mkdir(parents=True)
    (tmp_path / "scripts/tin/07-cu.md").write_text("cũ", encoding="utf-8")
    names = [write_script(tmp_path, "tin", "Điều cần biết", str(one)).as_posix() for one in range(3)]
    assert names == [f"scripts/tin/{number:02}-dieu-can-biet.md" for number in (8, 9, 10)]
    assert (tmp_path / "scripts/tin/07-cu.md").read_text(encoding="utf-8") == "cũ"
    assert [path.name for path in (tmp_path / "scripts/tin").iterdir() if path.name.endswith(".part")] == []


def test_a_file_s_name_is_plain_and_short() -> None:
    assert name_of("Đại hội Thi đua: 2025!") == "dai-hoi-thi-dua-2025"
    assert len(name_of("rất " * 60)) <= 48
    assert name_of("!!!") == "bai"


def _raised(paragraph: "docx.text.paragraph.Paragraph", *pieces: str) -> None:
    """Every second piece is raised."""
    for number, piece in enumerate(pieces):
        paragraph.add_run(piece).font.superscript = bool(number % 2) or None


def test_a_raised_figure_is_a_power_behind_a_number_and_a_footnotes_mark_behind_a_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Lịch tiêm", 0)
    document.add_paragraph("Kính thưa bà con trong phường!")
    _raised(document.add_paragraph(), "Thu 10", "3", " đồng, đất 20 m", "2", ", nóng 39", "o", "C.")
    _raised(document.add_paragraph(), "Theo chú thích", "1", " và quy định", "(2)", ", mời bà con.")
    _raised(document.add_paragraph(), "Giá 5.000", "đ", " một chiếc.")
    document.add_paragraph("Nước H").add_run("2").font.subscript = True
    found = import_document(saved(document, tmp_path / "a.docx"))
    assert "Thu 10³ đồng, đất 20 m², nóng 39°C." in found.body
    assert "Theo chú thích và quy định, mời bà con." in found.body
    assert "Giá 5.000đ một chiếc." in found.body
    assert "H2" in found.body
    assert [str(one) for one in found.left_out] == ["dấu chú thích viết nhỏ phía trên (1, 2)"]


def _placeholder(text: str, *, showing: bool) -> Any:
    control, properties, content = (OxmlElement(tag) for tag in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    if showing:
        properties.append(OxmlElement("w:showingPlcHdr"))
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    content.append(run)
    control.extend([properties, content])
    return control


def _merge_field(code: str, shown: str) -> list[Any]:
    runs = []
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("t", shown), ("end", "")):
        run = OxmlElement("w:r")
        if kind in ("", "t"):
            inner = OxmlElement("w:t" if kind else "w:instrText")
            inner.text = text
        else:
            inner = OxmlElement("w:fldChar")
            inner.set(qn("w:fldCharType"), kind)
        run.append(inner)
        runs.append(run)
    return runs


def test_fields_of_word_that_nobody_filled_in_are_asked_about_and_filled_ones_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Lịch tiêm", 0)
    document.add_paragraph("Kính thưa bà con trong phường!")
    paragraph = document.add_paragraph("Họp tại ")._p
    paragraph.append(_placeholder("Click or tap here to enter text.", showing=True))
    paragraph.extend(_merge_field(" MERGEFIELD Ho_ten ", "«Ho_ten»"))
    paragraph.extend(_merge_field(" FORMTEXT ", "\u2002\u2002\u2002"))
    filled = document.add_paragraph("Mời ")._p
    filled.append(_placeholder("bà con tổ 3 và ", showing=False))
    filled.extend(_merge_field(' MERGEFIELD "Ho_ten" ', "ông Nguyễn Văn An"))
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), " MERGEFIELD ten ")
    simple.append(_merge_field("", "«ten»")[3])
    document.add_paragraph("Kính gửi ")._p.append(simple)
    found = import_document(saved(document, tmp_path / "a.docx"))
    assert "Họp tại [chưa điền][chưa điền][chưa điền]" in found.body
    assert "Mời bà con tổ 3 và ông Nguyễn Văn An" in found.body
    assert "Kính gửi [chưa điền]" in found.body
    assert [str(one) for one in found.left_out] == ["ô của mẫu Word chưa ai điền, đã thay bằng [chưa điền]"]
    assert len(left_to_fill(found.body)) >= len(("control", "merge", "form", "simple"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mỗi hộ đóng ____ đồng.", "Mỗi hộ đóng ____ đồng."),
        ("Nộp ______ triệu tại nhà ông ________ tổ 5.", "Nộp ______ triệu tại nhà ông ________ tổ 5."),
        ("Họp lúc __ giờ ngày __ tháng 12.", "Họp lúc __ giờ ngày __ tháng 12."),
        ("Họp ngày__tháng__năm 2026.", "Họp ngày__tháng__năm 2026."),
        ("Họp ngày __tháng__ năm 2026.", "Họp ngày __tháng__ năm 2026."),
        ("Mức thu **không** quá ** nghìn.", "Mức thu không quá ** nghìn."),
        ("Mời __bà con tổ 5__ và **tổ 6** họp.", "Mời bà con tổ 5 và tổ 6 họp."),
        ("Họ và tên:\n\n________", "Họ và tên:\n\n________"),
    ],
)
@pytest.mark.parametrize("kind", ["txt", "md"])
def test_a_row_of_underscores_is_a_place_to_fill_in_and_bold_words_are_words(
    tmp_path: Path, kind: str, written: str, read: str
) -> None:
    found = imported_text(tmp_path, f"Thu quỹ khuyến học\n\n{written}\n\nXin cảm ơn.", f"a.{kind}")
    assert found.body == f"{read}\n\nXin cảm ơn."


def test_a_script_of_ours_keeps_its_whole_header(tmp_path: Path) -> None:
    head = "title: Có sẵn\nrecording: thu/a.wav\nuntil: 01/01/2020\nvoice: gtts\nspeed: 1.2\nkeep_silence: true\n"
    found = imported_text(tmp_path, f"---\n{head}---\nLời cũ.\n", "f.md")
    assert dict(found.header) == {
        "recording": "thu/a.wav",
        "until": "01/01/2020",
        "voice": "gtts",
        "speed": "1.2",
        "keep_silence": "true",
    }


STATE = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
RICE = """THÔNG BÁO
Về việc phát gạo hỗ trợ

Phường phát gạo cho các hộ khó khăn vào sáng thứ Bảy.

{line}

Bà con nhớ mang theo căn cước công dân."""


@pytest.mark.parametrize(
    "line",
    [
        "Nơi nhận gạo: nhà văn hoá tổ 5, từ 7 giờ 30.",
        "Nơi nhận: nhà văn hoá tổ 5.",
        "Nơi nhận:\n- nhà văn hoá tổ 5;\n- trường tiểu học.",
        "TL. Nguyễn Văn An trực từ 7 giờ.",
        "KT. Hải đến từng hộ phát phiếu.",
    ],
)
def test_a_line_in_the_middle_is_no_foot(tmp_path: Path, line: str) -> None:
    found = imported_text(tmp_path, RICE.format(line=line))
    assert found.body.endswith("Bà con nhớ mang theo căn cước công dân.")
    assert " ".join(line.split()) in " ".join(found.body.split())
    assert found.left_out == ()


def test_a_list_of_places_at_the_end_is_no_foot_and_is_asked_about(tmp_path: Path) -> None:
    text = "Phát gạo\n\nPhường phát gạo sáng mai.\n\nNơi nhận:\n- nhà văn hoá tổ 5;\n- trường tiểu học."
    found = imported_text(tmp_path, text)
    assert found.body.endswith("Nơi nhận:\n\n- nhà văn hoá tổ 5;\n\n- trường tiểu học.")
    assert ["Nơi nhận:" in str(one) for one in found.asked] == [True]


@pytest.mark.parametrize(
    "foot",
    [
        "Nơi nhận:\n- Như trên;\n- Đảng uỷ phường (b/c);\n- Lưu: VT.\nTM. UỶ BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A",
        "TM. UBND PHƯỜNG\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nTrần Thị Bình",
        "TM. Ủy ban nhân dân phường\nChủ tịch\n\nLê Văn Cường",
        "Nơi nhận: Như trên; Lưu VT.",
    ],
)
def test_a_real_foot_goes_and_is_told_word_for_word(tmp_path: Path, foot: str) -> None:
    found = imported_text(tmp_path, f"Phát gạo\n\nPhường phát gạo sáng mai.\n\n{foot}")
    assert found.body == "Phường phát gạo sáng mai."
    told = " ".join(map(str, found.left_out))
    assert [line for line in foot.split("\n") if line not in told] == []


SAID = [
    "Ủy ban nhân dân phường mời bà con họp tổ dân phố lúc 19 giờ 30 tối nay.",
    "UBND phường đề nghị bà con treo cờ trước ngày mai.",
    "Kính thưa bà con, ngày 25 tháng 11 năm 2026 phường cắt nước từ 8 giờ.",
    "Ủy ban nhân dân phường thông báo",
    "UBND phường vừa nhận gạo hỗ trợ",
    "Số: 12 hộ đã nộp quỹ",
    "Đảng ủy phường phát động tháng thi đua.",
    "Hải Phòng, ngày 25 tháng 11 năm 2026 là ngày họp.",
]


@pytest.mark.parametrize("said", SAID)
def test_what_an_office_says_is_no_head(tmp_path: Path, said: str) -> None:
    head = ("Số: 12/UBND", "UBND PHƯỜNG HỒNG BÀNG", "Hải Phòng, ngày 20 tháng 11 năm 2026", "Số:      /TB-UBND")
    above = "\n\n".join((STATE, *head))
    found = imported_text(tmp_path, f"{above}\n\n{said}\n\nXin cảm ơn bà con.")
    assert said.rstrip(".") in f"{found.title}\n{found.body}"
    assert found.body.endswith("Xin cảm ơn bà con.")
    told = " ".join(map(str, found.left_out))
    assert [line for line in head if " ".join(line.split()) not in told] == []
    assert not any(line in found.body or line in found.title for line in head)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Mời bà con họp lúc 19h30 tối nay\nĐề nghị bà con đi đông đủ", "Mời bà con họp lúc 19h30 tối nay", None),
        ("Phường cắt nước cả ngày\nBà con trữ nước.", "Phường cắt nước cả ngày", None),
        ("1. Từ 7h: tổ 1 tiêm phòng\n2. Từ 8h: tổ 2", "Từ 7h: tổ 1 tiêm phòng", None),
        ("CẤM ĐỐT RÁC\nBà con lưu ý.", "CẤM ĐỐT RÁC", None),
        ("Nộp ____ đồng\nXin cảm ơn.", "Nộp ____ đồng", None),
        (
            "THÔNG BÁO\nTối nay 28/11 phường cắt điện từ 19h\nBà con chuẩn bị đèn.",
            "Thông báo Tối nay 28/11 phường cắt điện từ 19h",
            "Tối nay 28/11 phường cắt điện từ 19h\n\nBà con chuẩn bị đèn.",
        ),
        (
            "THÔNG BÁO\nVề việc cắt điện ngày 28/11\nBà con chuẩn bị đèn.",
            "Thông báo về việc cắt điện ngày 28/11",
            "Về việc cắt điện ngày 28/11\n\nBà con chuẩn bị đèn.",
        ),
        ("THÔNG BÁO\nVề việc cắt điện\nBà con lưu ý.", "Thông báo về việc cắt điện", "Bà con lưu ý."),
        ("Mời họp tổ dân phố\nTối nay họp.", "Mời họp tổ dân phố", "Tối nay họp."),
        ("LỊCH TIÊM CHỦNG\nSáng mai tiêm.", "LỊCH TIÊM CHỦNG", "Sáng mai tiêm."),
    ],
)
def test_a_first_line_that_tells_something_is_read_and_a_heading_is_the_title(
    tmp_path: Path, text: str, title: str, body: str | None
) -> None:
    found = imported_text(tmp_path, text)
    assert found.title == title
    assert found.body == (text.replace("\n", "\n\n") if body is None else body)
    assert found.reads_title is (body is None)


def test_a_title_in_words_title_style_that_tells_something_is_read_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Mời bà con họp lúc 19h30", 0)
    document.add_paragraph("Đi đông đủ.")
    found = import_document(saved(document, tmp_path / "a.docx"))
    assert found.body == "Mời bà con họp lúc 19h30\n\nĐi đông đủ."
