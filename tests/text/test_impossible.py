"""Days and hours that there are none of are asked about; days with another weekday, names of forms: only told."""

import time
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, script_of, write_ward

from broadcast.base.errors import Level
from broadcast.text.impossible import impossible, unlikely
from broadcast.text.lexicon import Lexicon
from broadcast.ward.check import check
from broadcast.ward.readings import Prepared, certain, reading_of

NOT_THERE, OTHER = "không có trong lịch", "không phải"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ngày 31/02/2026", NOT_THERE), ("ngày 30/2", NOT_THERE), ("Ngày 32/12/2026", NOT_THERE),
        ("ngày 31/4", NOT_THERE), ("ngày 0/5", NOT_THERE), ("ngày 12/13/2026", NOT_THERE),
        ("ngày 29/02/2027", NOT_THERE), ("ngày 31 tháng 2", NOT_THERE), ("ngày 31 tháng 11 năm 2026", NOT_THERE),
        ("từ ngày 01/12 đến ngày 31/11/2026", NOT_THERE), ("sáng ngày 31 / 06 / 2026", NOT_THERE),
        ("thứ Hai, ngày 18/12/2026", OTHER), ("Thứ hai 18/12/2026", OTHER), ("thứ 2 ngày 18/12/2026", OTHER),
        ("chủ nhật (ngày 18/12/2026)", OTHER), ("thứ Bảy ngày 18 tháng 12 năm 2026", OTHER),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_meant_is_told(text: str, told: str) -> None:
    body = f"Họp {text} tại phường."
    (one,) = (*(doubt.why for doubt in impossible(body)), *(odd.what for odd in unlikely(body)))
    assert told in str(one)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 29/02/2028", "ngày 29/2", "ngày 31/12/2026", "ngày 1/1", "ngày 30/2 âm lịch", "ngày 30/02 (âm lịch)",
        "ngày 30/4 và 1/5", "cả ngày 24/24", "mỗi ngày 24/24 giờ", "mỗi ngày 1/20 số hộ", "ngày 1-15/12",
        "thứ Sáu, ngày 18/12/2026", "thứ 6 ngày 18/12", "chủ nhật 20/12/2026", "lần thứ hai ngày 18/12/2026",
        "Quyết định số 31/02/QĐ", "ngày 30/2/QĐ-UBND",
    ],
)  # fmt: skip
def test_a_date_that_can_be_meant_is_not(text: str) -> None:
    body = f"Họp {text} tại phường."
    assert (impossible(body), unlikely(body)) == ((), ())


def test_it_is_told_at_its_place_in_the_script_and_in_the_fact(tmp_path: Path) -> None:
    bodies = {"truoc/01-mot": "Họp ngày {{ dai_hoi.ngay }}.", "chung/treo-co": "Họp ngày 31/4 nhé."}
    text = PLAYLIST.replace("ngay: 18/10/2025", "ngay: thứ Hai ngày 18/12/2026")
    found = check(write_ward(tmp_path, text, bodies)).faults
    told = {(one.file, one.line, one.column): (one.level, str(one.what)) for one in found}
    (wrong,) = [at for at, (_, what) in told.items() if NOT_THERE in what]
    assert (wrong, told[wrong][0]) == (("scripts/chung/treo-co.md", 4, 10), Level.WAITING)
    (odd,) = [at for at, (_, what) in told.items() if OTHER in what]
    assert (odd[0], told[odd][0]) == ("playlist.yaml", Level.WARNING)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ông Nguyễn Văn A và bà Trần Thị B được khen.", ["Nguyễn Văn A", "Trần Thị B"]),
        ("Ông Nguyễn Văn A.", ["Nguyễn Văn A"]),
        ("Ông Nguyễn Văn An và bà Trần Thị Ba được khen.", []),
        ("Ví dụ ông Nguyễn Văn A có hai con.", []),
        ("Kiểm tra hộ của ông Nguyễn Văn B. (địa chỉ khối Nam).", []),
    ],
)
def test_the_name_of_a_form_is_told_and_airs(text: str, told: list[str]) -> None:
    assert [text[one.start : one.end] for one in unlikely(text)] == told
    assert isinstance(certain(reading_of(script_of(text), {}, Lexicon())), Prepared)


def test_a_long_text_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    for text in (
        "ngày " * 40_000,
        "thứ hai " * 30_000,
        "ngày 1/" * 30_000,
        "thứ 2 ngày " * 30_000,
        "1/" * 100_000,
    ):
        assert not unlikely(text)
        impossible(text)
    assert time.process_time() - began < 5
