"""TCVN3 and VNI: every letter there and back, and text known by its words."""

import subprocess
import unicodedata
from pathlib import Path

import pytest
from stand_ins.oldfonts import LETTERS, to_tcvn3, to_vni
from stand_ins.tables import for_each

from broadcast.text.passages import oldfonts
from broadcast.text.passages.oldfonts import Coding, from_tcvn3, from_vni
from broadcast.text.passages.oldtext import recognised
from broadcast.ward.legacy import coding_of_font, shows_capitals

ROOT = Path(__file__).parents[2]
MARKED = sorted(letter for letter in LETTERS if not letter.isascii())
SPEECH = "Kính thưa bà con! Trạm y tế mời bà con đưa trẻ đi tiêm đúng hẹn, nhớ mang sổ."


def test_there_are_67_letters_with_marks() -> None:
    assert len(MARKED) == 67


@for_each(MARKED)
def test_every_letter_comes_back_from_both_codings_small_and_capital(letter: str) -> None:
    assert from_tcvn3(to_tcvn3(letter)) == letter
    assert from_tcvn3(to_tcvn3(letter), capitals=True) == letter.upper()
    assert from_vni(to_vni(letter)) == letter
    assert from_vni(to_vni(letter.upper())) == letter.upper()


def test_the_table_of_tcvn3_is_that_of_the_standard() -> None:
    """glibc has TCVN 5712; its VN1 adds capitals that fonts of VN3 do not have."""
    try:
        known = subprocess.run(["iconv", "-l"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no iconv")
    if "TCVN5712-1" not in known:
        pytest.skip("iconv knows no TCVN 5712")
    for code, letter in oldfonts._TCVN3.items():
        told = subprocess.run(
            ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"],
            input=code.encode("latin-1"),
            capture_output=True,
            check=True,
        )
        assert unicodedata.normalize("NFC", told.stdout.decode()) == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Chµo c¸c b¹n", "Chào các bạn"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Uû ban nh©n d©n tØnh Cao B»ng, UBND tØnh", "Uỷ ban nhân dân tỉnh Cao Bằng, UBND tỉnh"),
        ("§¹i héi Thi ®ua yªu n\xadíc", "Đại hội Thi đua yêu nước"),
    ],
)
def test_tcvn3_as_it_is_typed(written: str, meant: str) -> None:
    assert from_tcvn3(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Xin chaøo caùc baïn", "Xin chào các bạn"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Ñaïi hoäi, nöôùc, ñöôøng, quyù vò, kyõ, Aån", "Đại hội, nước, đường, quý vị, kỹ, Ẩn"),
    ],
)
def test_vni_as_it_is_typed(written: str, meant: str) -> None:
    assert from_vni(written) == meant


def test_a_whole_document_is_known_by_its_words() -> None:
    text = unicodedata.normalize(
        "NFC", (ROOT / "tests/text/ke-hoach-tuyen-truyen.txt").read_text(encoding="utf-8")
    )
    for number, line in enumerate(one for one in text.splitlines() if len(one.split()) > 12):
        assert recognised(line) is Coding.UNICODE, number
        assert recognised(to_tcvn3(line)) is Coding.TCVN3, number
        assert recognised(to_vni(line)) is Coding.VNI, number


def test_what_is_legible_in_no_coding_is_none_and_foreign_names_are_no_reason() -> None:
    assert recognised("Ðöð þý ÿþ ïðñ ýþÿ ðñò ÷øù äöü") is None
    assert recognised("Ông Müller, bà Étienne cùng bà con. " + SPEECH) is Coding.UNICODE
    assert recognised("Hello, this is a plain text.") is Coding.UNICODE


@pytest.mark.parametrize(
    ("font", "coding", "capitals"),
    [
        (".VnTime", Coding.TCVN3, False),
        (".VnTimeH", Coding.TCVN3, True),
        (".VnArial NarrowH", Coding.TCVN3, True),
        ("VNI-Times", Coding.VNI, False),
        ("Times New Roman", Coding.UNICODE, False),
        (None, Coding.UNICODE, False),
    ],
)
def test_a_font_tells_how_its_letters_are_coded(font: str | None, coding: Coding, capitals: bool) -> None:
    assert coding_of_font(font) is coding
    assert shows_capitals(font) is capitals
