"""`from`, `until`, `days` and `draft` in a script's header."""

from datetime import date

import pytest
from stand_ins.wards import script_text

from broadcast.base.errors import FaultsFound
from broadcast.programme.stock import EVERY_DAY, Validity
from broadcast.ward.script import Script, read_script


def _script(**header: str) -> Script:
    return read_script("scripts/chung/x.md", script_text("Họp tổ", "Mời bà con họp.", **header).encode())


def test_a_header_says_on_which_days_the_script_airs() -> None:
    assert _script().validity == Validity()
    script = _script(**{"from": "1/5/2027", "until": "2027-05-31", "days": "t2, t4-t6", "draft": "false"})
    assert script.validity == Validity(
        first=date(2027, 5, 1), last=date(2027, 5, 31), days=frozenset({0, 2, 3, 4}), draft=False
    )
    assert (_script(draft="true").validity.draft, _script(draft="có").validity.draft) == (True, True)
    assert _script().validity.days == EVERY_DAY


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ({"from": "31/2/2027"}, 3, "không có trong lịch"),
        ({"until": "mai"}, 3, "ngày “mai” không hợp lệ"),
        ({"days": "t9"}, 3, "ngày phát “t9” không có"),
        ({"draft": "maybe"}, 3, "không hiểu “maybe”"),
        ({"drft": "true"}, 3, "Ý bạn là “draft”?"),
        ({"from": "2/5/2027", "until": "1/5/2027"}, 4, "hết hạn ngày 01/05/2027, trước khi bắt đầu"),
    ],
)
def test_a_wrong_value_is_a_fault_at_its_line(header: dict[str, str], line: int, words: str) -> None:
    with pytest.raises(FaultsFound) as found:
        _script(**header)
    [fault] = found.value.faults
    assert fault.line == line
    assert words in f"{fault.what} {fault.fix}"
