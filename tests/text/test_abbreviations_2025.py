"""The abbreviations in use since 2025: each row is read as its table says, has a source and harms no other."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from stand_ins.tables import for_each

from broadcast.text import letters
from broadcast.text.letters import sayable
from broadcast.text.speakable import speakable

TABLES = Path(letters.__file__).parent / "tables"
STANDS_FOR = {"#": "5", "Aa": "Tân Hưng", "^": "", "$": "."}
Row = tuple[str, str, str, str, str, str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return tuple((one + [""] * 7)[:7] for one in cells)  # type: ignore[misc]


def new() -> tuple[Row, ...]:
    return table("abbreviations-2025.tsv")


def folded(text: str) -> str:
    """The words alone, between spaces."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "


def form(written: str) -> str:
    """White space around `&`, `-` and commas is free, so that two forms may be one."""
    return re.sub(r"\s*([&,-])\s*", r"\1", written)


def around(cell: str) -> list[str]:
    """What a cell of neighbours lets stand there, abbreviations in capitals as they are written."""
    words = [STANDS_FOR.get(word, word) for word in cell.split(",") if word.strip()]
    return [word if all(map(sayable, word.split())) else word.upper() for word in words] or [""]


def lines(row: Row) -> list[str]:
    return [
        re.sub(" ([:.])", r"\1", " ".join(part for part in ("nay", left, row[0], right, "ạ") if part))
        for left in around(row[2])
        for right in around(row[3])
    ]


def test_there_are_at_least_four_hundred_and_each_tells_its_source() -> None:
    assert len({row[0] for row in new()}) >= 400
    assert [row[0] for row in new() if len(row[6]) < 12] == []


@for_each((row,) for row in new())
def test_each_row_is_read_as_the_table_says(row: Row) -> None:
    for line in lines(row):
        read = speakable(line)
        assert folded(row[1]) in folded(str(read)), line
        assert bool(read.doubts) is (row[4] == "?"), line


def test_no_row_stands_twice_with_the_same_neighbours() -> None:
    keys = [(form(row[0]), row[2], row[3]) for row in new()]
    assert [key for key in keys if keys.count(key) > 1] == []


def test_no_row_says_again_or_against_what_the_other_tables_say() -> None:
    others = [row for name in ("abbreviations.tsv", "loans.tsv") for row in table(name)]
    senses = {(form(row[0]), row[1]) for row in others}
    places = {(form(row[0]), row[2], row[3]) for row in others}
    assert [row[0] for row in new() if (form(row[0]), row[1]) in senses] == []
    assert [row[0] for row in new() if (form(row[0]), row[2], row[3]) in places] == []


def test_no_form_is_a_vietnamese_word_in_capitals_or_lower_case() -> None:
    assert [row[0] for row in new() if row[0].isalpha() and (sayable(row[0]) or row[0].islower())] == []
    assert sayable("CAT")  # the negative control: such a form would be one


def test_every_reading_is_plain_lower_case_text() -> None:
    assert [row[1] for row in new() if not re.fullmatch(r"[^\W\d_]+(?:,? [^\W\d_]+)*", row[1])] == []
    assert [row[1] for row in new() if row[1] != unicodedata.normalize("NFC", row[1]).lower()] == []
    assert [row[1] for row in new() if not all(map(sayable, re.findall(r"[^\W_]+", row[1])))] == []


@pytest.mark.parametrize("glued", ["{}w", "{}W", "w{}", "W{}", "{}ă"])
def test_a_row_does_not_fire_inside_a_longer_word(glued: str) -> None:
    """Near-misses: a letter more before or behind, and it is another word."""
    forms = {row[0] for row in new()}
    letters_alone = [row for row in new() if not row[0][-1].isdecimal()]  # PC06 is said letter by letter anyhow
    for row in letters_alone:
        longer = glued.format(row[0])
        line = f"nay {longer} ạ"
        read = speakable(line)
        assert longer in forms or folded(row[1]) not in folded(str(read)) or read.doubts, line


@pytest.mark.parametrize(
    "frame",
    [
        "nay ({}) ạ", "nay “{}” ạ", "nay {}, ạ", "nay {}: ạ", "nay {}.", "- {}", "{}\nạ", "nay\u00a0{}\u00a0ạ",
        "NAY HỌP {} NHÉ",
    ],
)  # fmt: skip
def test_what_stands_around_a_form_of_one_sense_changes_nothing(frame: str) -> None:
    for row in new():
        if any(row[2:5]):
            continue
        typed = {row[0], row[0].replace("-", " – "), row[0].replace(" ", "\u00a0")}
        for written in typed:
            read = speakable(frame.format(written))
            assert folded(row[1]) in folded(str(read)), frame.format(written)
            assert not read.doubts, frame.format(written)


def test_a_form_of_several_senses_is_asked_where_no_neighbour_decides() -> None:
    settled = {row[0] for row in new() if not any(row[2:5])}
    several = {row[0] for row in new() if row[2] or row[3]} - settled
    assert len(several) >= 20
    for written in several:
        assert speakable(f"nay {written} ạ").doubts, written


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Đội KTHS khám nghiệm hiện trường", "đội kỹ thuật hình sự khám nghiệm hiện trường"),
        ("sản lượng KTHS tăng", "sản lượng khai thác hải sản tăng"),
        ("thu NSX tăng", "thu ngân sách xã tăng"),
        ("mở nhà SHCĐ", "mở nhà sinh hoạt cộng đồng"),
        ("chi bộ SHCĐ", "chi bộ sinh hoạt chuyên đề"),
        ("bảo vệ NLTS", "bảo vệ nguồn lợi thủy sản"),
        ("cơ sở NLTS", "cơ sở nông lâm thủy sản"),
        ("hưởng TCXH", "hưởng trợ cấp xã hội"),
        ("các TCXH", "các tổ chức xã hội"),
        ("Trung tâm XTĐT thành phố", "trung tâm xúc tiến đầu tư thành phố"),
        ("dịch vụ XTĐT", "dịch vụ xác thực điện tử"),
        ("ĐK Cát Hải", "đặc khu cát hải"),
        ("phòng chống dịch CGC", "phòng chống dịch cúm gia cầm"),
        ("Hội CGC phường", "hội cựu giáo chức phường"),
        ("Phòng PC06 Công an thành phố", "phòng pê xê không sáu công an thành phố"),
        ("tiến độ BTHT & TĐC", "tiến độ bồi thường hỗ trợ và tái định cư"),
    ],
)
def test_neighbours_choose_the_sense(written: str, spoken: str) -> None:
    assert folded(str(speakable(written))) == folded(spoken)
    assert not speakable(written).doubts
