"""What the page of a Word file shows is read, what it hides is not, and what is left out is told in its words."""

import re
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from broadcast.text.unfilled import left_to_fill
from broadcast.ward.importing import Imported, import_document

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
_NAMED = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())


def imported(tmp_path: Path, *blocks: str, styles: str = "", numbering: str = "") -> Imported:
    """Import a document of a title and these paragraphs and tables."""
    document = docx.Document()
    document.add_paragraph("Thông báo họp tổ")
    for style in re.findall(r"<w:style .*?</w:style>", styles, re.DOTALL):
        document.styles.element.append(_element(style))
    if numbering:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for one in re.findall(r"<w:(?:abstractNum|num) .*?</w:(?:abstractNum|num)>", numbering, re.DOTALL):
            root.append(_element(one))
    end = document.element.body.find(qn("w:sectPr"))
    for block in blocks:
        end.addprevious(_element(block if block.startswith("<") else paragraph(run(block))))
    document.save(str(tmp_path / "a.docx"))
    return import_document(tmp_path / "a.docx")


def _element(xml: str) -> object:
    return parse_xml(re.sub(r"<([\w:]+)", rf"<\1 {_NAMED}", xml, count=1))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def told(found: Imported) -> str:
    return " ".join(map(str, found.left_out))


def asked(found: Imported) -> str:
    return " ".join(map(str, found.asked))


def style(id_: str, properties: str, *, kind: str = "character", above: str = "") -> str:
    based = f'<w:basedOn w:val="{above}"/>' if above else ""
    head = f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{id_}"/>{based}'
    return f"{head}<w:rPr>{properties}</w:rPr></w:style>"


BY_STYLE = "".join(
    (
        style("An", "<w:vanish/>"),
        style("AnCon", "<w:b/>", above="An"),
        style("Gach", "<w:strike/>"),
        style("GachDoi", "<w:dstrike/>"),
        style("Dam", "<w:b/>"),
        style("DoanAn", "<w:vanish/>", kind="paragraph"),
    )
)


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:rStyle w:val="An"/>', "chữ ẩn"),
        ('<w:rStyle w:val="AnCon"/>', "chữ ẩn"),
        ("<w:vanish/>", "chữ ẩn"),
        ("<w:specVanish/>", "chữ ẩn"),
        ('<w:rStyle w:val="Gach"/>', "chữ gạch ngang"),
        ('<w:rStyle w:val="GachDoi"/>', "chữ gạch ngang"),
        ("<w:dstrike/>", "chữ gạch ngang"),
    ],
)
def test_words_hidden_or_struck_by_themselves_or_by_a_style_are_not_read_and_are_told(
    tmp_path: Path, properties: str, kind: str
) -> None:
    words = paragraph(run("Họp lúc "), run("19 giờ ", properties), run("20 giờ tối nay."))
    found = imported(tmp_path, words, "Xin cảm ơn.", styles=BY_STYLE)
    assert found.body == "Họp lúc 20 giờ tối nay.\n\nXin cảm ơn."
    assert f"{kind} “19 giờ”" in told(found)


@pytest.mark.parametrize(
    "properties",
    [
        "",
        '<w:rStyle w:val="Dam"/>',
        '<w:rStyle w:val="An"/><w:vanish w:val="0"/>',
        '<w:vanish w:val="false"/>',
        '<w:strike w:val="0"/>',
        "<w:webHidden/>",
    ],
)
def test_words_that_the_page_shows_are_read(tmp_path: Path, properties: str) -> None:
    words = paragraph(run("Họp lúc "), run("19 giờ ", properties), run("tối nay."))
    found = imported(tmp_path, words, styles=BY_STYLE)
    assert (found.body, found.left_out) == ("Họp lúc 19 giờ tối nay.", ())


def test_a_paragraph_hidden_by_its_style_is_not_read_and_two_styles_undo_one_another(tmp_path: Path) -> None:
    in_style = '<w:pStyle w:val="DoanAn"/>'
    hidden = paragraph(run("Nội dung mật."), properties=in_style)
    twice = paragraph(run("Lời hiện.", '<w:rStyle w:val="An"/>'), properties=in_style)
    found = imported(tmp_path, hidden, twice, styles=BY_STYLE)
    assert found.body == "Lời hiện."
    assert "chữ ẩn “Nội dung mật.”" in told(found)


def text_box(*paragraphs: str) -> str:
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_behind_its_paragraph_without_its_hidden_words(tmp_path: Path) -> None:
    box = text_box(
        paragraph(run("Họ"), run("p lúc "), run("19 giờ ", "<w:strike/>"), run("20 giờ.")),
        paragraph(run("Chữ ẩn trong khung.", "<w:vanish/>")),
        paragraph(run("Tại nhà văn hoá.")),
    )
    found = imported(tmp_path, paragraph(run("Mời bà "), box, run("con đi họp.")))
    assert " ".join(found.body.split()) == "Mời bà con đi họp. Họp lúc 20 giờ. Tại nhà văn hoá."
    assert told(found) == "chữ ẩn “Chữ ẩn trong khung.” chữ gạch ngang “19 giờ”"


@pytest.mark.parametrize(
    ("font", "code", "letter"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "F0B0", "°"),
        ("Symbol", "F0B1", "±"),
        ("Symbol", "00B4", "×"),
        ("Symbol", "F035", "5"),
        ("Symbol", "F061", "α"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F06F", "☐"),
        ("Wingdings", "F0FE", "☑"),
        ("Times New Roman", "2265", "≥"),
    ],
)
def test_a_sign_kept_as_a_number_is_read_as_the_page_shows_it(
    tmp_path: Path, font: str, code: str, letter: str
) -> None:
    found = imported(tmp_path, paragraph(run("Giá 5"), sign(font, code), run("10 nghìn.")))
    assert found.body == f"Giá 5{letter}10 nghìn."


@pytest.mark.parametrize(("font", "code"), [("Wingdings", "F054"), ("Tên lạ", "F0B3"), ("Symbol", "hỏng")])
def test_a_sign_that_nobody_knows_is_a_place_to_fill_in(tmp_path: Path, font: str, code: str) -> None:
    found = imported(tmp_path, paragraph(run("Giá 5"), sign(font, code), run("10 nghìn.")))
    assert found.body == "Giá 5[điền ký hiệu]10 nghìn."
    assert len(left_to_fill(found.body)) == 1
    assert font in asked(found)


def test_letters_typed_in_a_font_of_signs_are_those_signs(tmp_path: Path) -> None:
    box = run("o", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    least = run("\u00b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
    found = imported(tmp_path, paragraph(run("Từ "), least, run(" 60 tuổi, "), box, run(" có mặt.")))
    assert found.body == "Từ ≥ 60 tuổi, ☐ có mặt."


def _math(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


def _m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def _f(above: str, below: str) -> str:
    return f"<m:f><m:fPr/><m:num>{_m(above)}</m:num><m:den>{_m(below)}</m:den></m:f>"


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (_m("120"), "120"),
        (_f("1", "2"), "½"),
        (_f("2", "5"), "2/5"),
        (_m("2") + _f("2", "3"), "2 2/3"),
        (_f("a+b", "2"), "(a+b)/2"),
        (f"<m:sSup><m:e>{_m('10')}</m:e><m:sup>{_m('3')}</m:sup></m:sSup>", "10³"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{_m('9')}</m:e></m:rad>", "√(9)"),
    ],
)
def test_an_equation_is_read_on_one_line(tmp_path: Path, inside: str, line: str) -> None:
    found = imported(tmp_path, paragraph(run("Mức là "), _math(inside), run(" đồng.")))
    assert found.body == f"Mức là {line} đồng."
    assert found.asked == ()


def test_an_equation_that_no_line_can_say_is_a_place_to_fill_in(tmp_path: Path) -> None:
    matrix = f"<m:m><m:mr><m:e>{_m('7')}</m:e><m:e>{_m('8')}</m:e></m:mr></m:m>"
    found = imported(tmp_path, paragraph(run("Mức là "), _math(matrix), run(" đồng.")))
    assert found.body == "Mức là [điền công thức] đồng."
    assert "“78”" in asked(found)


def _form(data: str, code: str, result: str = "") -> str:
    shows = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText> {code} </w:instrText></w:r>{shows}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


TEAMS = '<w:listEntry w:val="tổ 1"/><w:listEntry w:val="tổ 2"/>'


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (_form(f'<w:ddList><w:result w:val="1"/>{TEAMS}</w:ddList>', "FORMDROPDOWN"), "tổ 2"),
        (_form(f"<w:ddList>{TEAMS}</w:ddList>", "FORMDROPDOWN"), "tổ 1"),
        (_form(f'<w:ddList><w:result w:val="1"/>{TEAMS}</w:ddList>', "FORMDROPDOWN", "tổ 2"), "tổ 2"),
        (_form('<w:ddList><w:result w:val="9"/></w:ddList>', "FORMDROPDOWN"), "[chưa điền]"),
        (_form('<w:checkBox><w:default w:val="0"/></w:checkBox>', "FORMCHECKBOX"), "☐"),
        (_form("<w:checkBox><w:checked/></w:checkBox>", "FORMCHECKBOX"), "☒"),
    ],
)
def test_a_field_of_a_form_is_read_as_it_was_filled_in(tmp_path: Path, form: str, shown: str) -> None:
    found = imported(tmp_path, paragraph(run("Họp ở "), form, run(" tối nay.")))
    assert found.body == f"Họp ở {shown} tối nay."


def test_a_day_that_word_fills_in_is_asked_about(tmp_path: Path) -> None:
    day = _form("", 'DATE \\@ "dd/MM/yyyy"', "01/02/2019")
    found = imported(tmp_path, paragraph(run("Họp ngày "), day, run(" tối nay.")))
    assert found.body == "Họp ngày 01/02/2019 tối nay."
    assert "01/02/2019" in asked(found)


def _level(number: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _defined(*levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>'


def _list(id_: int, change: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="1"/>{change}</w:num>'


def _item(id_: int, text: str, level: int = 0) -> str:
    inside = (run(text),) if text else ()
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id_}"/></w:numPr>'
    return paragraph(*inside, properties=place)


ARTICLES = _defined(_level(0, "decimal", "Điều %1."))
SEVENTH = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("numbering", "items", "shown"),
    [
        (ARTICLES + _list(1) + _list(2), [(1, "a"), (1, "b"), (2, "c"), (1, "d")], "1. 2. 3. 4."),
        (ARTICLES + _list(1) + _list(2, SEVENTH), [(1, "a"), (2, "b"), (2, "c"), (1, "d")], "1. 7. 8. 9."),
        (ARTICLES + _list(1), [(1, "a"), (1, ""), (1, "c")], "1. 3."),
        (_defined(_level(0, "decimalZero", "Điều %1.")) + _list(1), [(1, "a"), (1, "b")], "01. 02."),
        (_defined(_level(0, "upperRoman", "Điều %1.")) + _list(1), [(1, "x")] * 16, "XVI."),
        (_defined(_level(0, "lowerLetter", "Điều %1.")) + _list(1), [(1, "x")] * 27, "aa."),
    ],
)
def test_a_list_shows_the_numbers_that_word_shows(
    tmp_path: Path, numbering: str, items: list[tuple[int, str]], shown: str
) -> None:
    found = imported(tmp_path, *(_item(id_, text) for id_, text in items), numbering=numbering)
    labels = re.findall(r"Điều (\S+)", found.body)
    assert " ".join(labels).endswith(shown)
    assert len(labels) == sum(1 for _, text in items if text)


def test_a_deeper_level_counts_anew_unless_it_says_otherwise(tmp_path: Path) -> None:
    for more, last in (("", "1"), ('<w:lvlRestart w:val="0"/>', "2")):
        numbering = _defined(_level(0, "upperRoman", "%1."), _level(1, "decimal", "%1.%2.", more)) + _list(1)
        items = [_item(1, "a"), _item(1, "b", 1), _item(1, "c"), _item(1, "d", 1)]
        found = imported(tmp_path, *items, numbering=numbering)
        assert found.body.split("\n\n") == ["I. a", "I.1. b", "II. c", f"II.{last}. d"]


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text)) if text else '<w:p/>'}</w:tc>"


def _table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties and f'<w:trPr>{properties}</w:trPr>'}{''.join(cells)}</w:tr>"


BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_cell_that_goes_down_over_rows_is_said_in_each(tmp_path: Path) -> None:
    table = _table(
        _row(_cell("Tổ", "<w:b/>"), _cell("Ngày"), _cell("Việc")),
        _row(_cell("Tổ 1", BEGINS), _cell("01/12"), _cell("họp")),
        _row(_cell("", GOES_ON), _cell("02/12"), _cell("quét rác")),
        _row(_cell("Tổ 2", BEGINS), _cell("03/12"), _cell("")),
    )
    assert imported(tmp_path, table).body.split("\n\n") == [
        "Tổ: Tổ 1; Ngày: 01/12; Việc: họp.",
        "Tổ: Tổ 1; Ngày: 02/12; Việc: quét rác.",
        "Tổ: Tổ 2; Ngày: 03/12.",
    ]


def test_rows_and_cells_in_content_controls_are_read_and_deleted_ones_are_not(tmp_path: Path) -> None:
    def within(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    table = _table(
        within(_row(_cell("Ngày"), within(_cell("01/12")))),
        _row(_cell("Giờ"), _cell("19 giờ"), _cell("Ô đã xoá", '<w:cellDel w:id="3" w:author="a"/>')),
        _row(_cell("Nơi"), _cell("hàng đã xoá"), properties='<w:del w:id="4" w:author="a"/>'),
        _row(_cell("Nơi"), _cell("hàng ẩn"), properties="<w:hidden/>"),
    )
    found = imported(tmp_path, table)
    assert found.body.split("\n\n") == ["Ngày: 01/12.", "Giờ: 19 giờ."]
    assert all(words in told(found) for words in ("Ô đã xoá", "hàng đã xoá", "hàng ẩn"))


def test_the_heads_of_pages_and_deleted_words_are_told_in_their_words(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Bản nháp số 2"
    document.sections[0].footer.paragraphs[0].text = "3"
    document.add_paragraph("Mời họp")
    document.add_paragraph("")
    document.add_paragraph("Tối nay họp.")
    document.save(str(tmp_path / "a.docx"))
    found = import_document(tmp_path / "a.docx")
    assert found.body == "Tối nay họp."
    assert told(found) == "đầu trang, cuối trang “Bản nháp số 2”"


def test_white_letters_and_specks_stay_and_are_asked_about(tmp_path: Path) -> None:
    white = run("Chữ trắng. ", '<w:color w:val="FFFFFF"/>')
    shaded = run("Trắng trên đen. ", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>')
    speck = run("Chữ một điểm.", '<w:sz w:val="2"/>')
    found = imported(tmp_path, paragraph(run("Mời bà con. "), white, shaded, speck))
    assert found.body == "Mời bà con. Chữ trắng. Trắng trên đen. Chữ một điểm."
    assert "“Chữ trắng. / Chữ một điểm.”" in asked(found)
    assert "Trắng trên đen" not in asked(found)


def test_what_was_copied_in_from_another_file_is_told(tmp_path: Path) -> None:
    assert "tệp khác" in told(imported(tmp_path, "Mời bà con họp.", "<w:altChunk/>"))
