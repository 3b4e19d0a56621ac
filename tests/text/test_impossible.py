"""Dates that cannot be meant: `check` tells them, and keeps nothing off the air for them."""

import time
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import Level
from broadcast.text.impossible import wrong_dates
from broadcast.ward.check import check

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
    (one,) = wrong_dates(f"Họp {text} tại phường.")
    assert told in str(one.what)


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
    assert not list(wrong_dates(f"Họp {text} tại phường."))


def test_it_is_told_at_its_place_in_the_script_and_in_the_fact(tmp_path: Path) -> None:
    text = PLAYLIST.replace("ngay: 18/10/2025", "ngay: 31/02/2026")
    body = {"truoc/01-mot": "Họp ngày {{ dai_hoi.ngay }}.", "chung/treo-co": "Họp ngày 31/4 nhé."}
    found = [one for one in check(write_ward(tmp_path, text, body)).faults if NOT_THERE in str(one.what)]
    assert [(one.file, one.level) for one in found] == [
        ("playlist.yaml", Level.WARNING),
        ("scripts/chung/treo-co.md", Level.WARNING),
    ]
    assert (found[1].line, found[1].column) == (4, 10)


def test_a_long_text_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    for text in (
        "ngày " * 40_000,
        "thứ hai " * 30_000,
        "ngày 1/" * 30_000,
        "thứ 2 ngày " * 30_000,
        "1/" * 100_000,
    ):
        assert not list(wrong_dates(text))
    assert time.process_time() - began < 5
