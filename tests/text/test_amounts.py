"""Amounts, counts, scores and rows of numbers: each kind with its siblings and with what only looks like it.

`?` in the table stands for a doubt: a common reader would have to ask.
"""

import pytest
from stand_ins.gold import rows, words
from stand_ins.tables import for_each

from broadcast.text.speakable import speakable
from broadcast.text.tables import mapping

ROWS = [(row.kind, row.written, list(row.accepted)) for row in rows("pairs/so-luong.tsv")]


@for_each((written, spoken) for _, written, spoken in ROWS if spoken != ["?"])
def test_an_amount_is_read_without_a_doubt(written: str, spoken: list[str]) -> None:
    read = speakable(written)
    assert [doubt.written for doubt in read.doubts] == []
    assert words(str(read)) in [words(reading) for reading in spoken]


@pytest.mark.parametrize("written", [written for _, written, spoken in ROWS if spoken == ["?"]])
def test_a_number_with_two_readings_is_asked(written: str) -> None:
    assert speakable(written).doubts


def test_every_kind_has_eight_siblings() -> None:
    kinds = [kind for kind, _, _ in ROWS]
    assert {kind: kinds.count(kind) for kind in kinds if kinds.count(kind) < 8} == {}


@pytest.mark.parametrize("spaces", ["\u00a0", " "])
@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_a_range_is_read_alike_with_every_dash_and_space(spaces: str, dash: str) -> None:
    assert str(speakable(f"từ 50kg{spaces}{dash}{spaces}60kg")) == str(speakable("từ 50kg - 60kg"))


@pytest.mark.parametrize("frame", ["{}.", "({})", "{};", "{}, {}", "- {}", "{}!"])
@pytest.mark.parametrize("amount", ["500.000đ", "48m2", "6m³", "15 tr đồng", "12 - 15°C", "2,5 tạ/sào", "1m72"])
def test_an_amount_is_read_alike_wherever_it_stands(frame: str, amount: str) -> None:
    alone = words(str(speakable(amount)))
    read = speakable(frame.format(amount, amount))
    assert read.doubts == ()
    assert words(str(read)) == alone * frame.count("{}")


LETTERS = {"T", "p", "th", "ng", "A", "V", "N", "J", "K", "k", "P", "s", "t", "g", "đ", "Đ", "tr", "MP", "ft"}
"""What may be something else than a unit; each has pairs of its own."""
UNITS = {one: said for one, said in (*mapping("units").items(), *mapping("money").items()) if one not in LETTERS}
NUMBERS = {"1.250": "một nghìn hai trăm năm mươi", "2,5": "hai phẩy năm", "30-35": "ba mươi đến ba mươi lăm"}


@pytest.mark.parametrize("frame", ["{}", "{}.", "({})", "khoảng {}, còn lại", "từ {} trở lên", "- {};"])
@pytest.mark.parametrize("space", ["", " ", "\u00a0"])
def test_every_unit_of_the_tables_is_read_in_every_place(space: str, frame: str) -> None:
    wrong = []
    for unit, said in UNITS.items():
        for number, spoken in NUMBERS.items():
            read = speakable(frame.format(number + space + unit))
            if read.doubts or words(str(read)) != words(frame.format(f"{spoken} {said}")):
                wrong.append((unit, number, str(read)))
    assert wrong == []
