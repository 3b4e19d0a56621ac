"""Places left to fill in, in scripts and facts: asked about and never aired; what is struck out is not read."""

from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import SCRIPTS, script_of, write_ward

from broadcast.base.errors import FaultsFound, Level
from broadcast.programme.model import Unready
from broadcast.text.lexicon import Lexicon
from broadcast.text.unfilled import left_to_fill, struck_out
from broadcast.ward.facts import filled, left_open
from broadcast.ward.readings import Prepared, certain, reading_faults, reading_of

FACTS = {"dai_hoi": {"ngay": "18/10/2025"}}
LEFT = """\
Mỗi hộ đóng ... đồng.
Mời họp ngày   /11/2026.
Mời họp ngày 20 tháng     năm 2026.
Mời ông «Ho_ten» đến họp.
Mời họp ngày 00/00/2026.
Họp tại “…”.
Đại hội họp ngày ……/……/2025.
Đại hội họp ngày ..../..../2025 tại nhà văn hoá.
Đại hội họp ngày __/__/____.
Đại hội họp ngày - - / - - /2025.
Đại hội họp ngày --/--/2025.
Đại hội họp ngày xx/xx/2025.
Đại hội họp ngày XX/XX/2025 tại hội trường.
Đại hội họp ngày 18/xx/2025.
Đại hội họp ngày 18/10/202x.
Đại hội họp ngày 18/10/20...
Đại hội họp ngày ?/?/2025.
Đại hội họp ngày dd/mm/yyyy.
Đại hội họp ngày ?
Đại hội họp ngày □□/□□/2025.
Đại hội họp ngày ■■■ tháng 5.
Đại hội họp ngày ----- tháng 5.
Đại hội họp ngày ····· tháng 5.
Đại hội họp ngày    tháng    năm 2025.
Đại hội họp ngày… tháng… năm 2025.
Đại hội họp ngày [điền ngày].
Đại hội họp ngày [ngày].
Đại hội họp ngày [x].
Đại hội họp ngày [[ngay]].
Đại hội họp ngày %ngay%.
Đại hội họp ngày #ngay#.
Đại hội họp ngày { dai_hoi.ngay }.
Đại hội họp ngày {{ dai_hoi.ngay }.
Đại hội họp ngày { dai_hoi.ngay }}.
Đại hội họp ngày {{{ dai_hoi.ngay }}}.
Đại hội họp ngày ${dai_hoi.ngay}.
Đại hội họp ngày {{ }}.
Đại hội họp ngày {% ngay %}.
Đại hội họp ngày (chưa xác định).
Đại hội họp ngày (chưa có).
Đại hội họp ngày (cập nhật sau).
Đại hội họp lúc ? giờ.
Đại hội họp lúc … giờ.
Đại hội họp lúc __ giờ __ phút.
Đại hội họp lúc TODO.
Đại hội họp lúc TBD.
Đại hội họp lúc N/A.
Đại hội họp lúc #N/A.
Đại hội họp lúc hh:mm.
Đại hội họp tại XXX.
Đại hội họp tại {địa điểm}.
Đại hội họp tại <địa điểm>.
Đại hội họp tại [địa điểm cụ thể].
Đại hội có ..... đại biểu.
Đại hội có ___ đại biểu.
Đại hội có _ đại biểu.
Đại hội có ??? đại biểu.
Xin mời <họ tên> dự họp.
Xin mời «họ tên» dự họp.
Mời ông (bà) ........ dự họp.
Mời bà con [...] họp.
Mời bà con (....) họp.
Mời bà con [ ] họp.
Người ký (ghi rõ họ tên).
Quyết định số ..../QĐ-UBND.
Quyết định số    /QĐ-UBND ngày 5/3/2025.
Ông/Bà: ........
Họ và tên: ____
Kính gửi: .................
Số điện thoại: 0225.xxx.xxx.
Số tiền: ...... đồng.
""".splitlines()
FILLED = """\
Đại hội họp ngày {{ dai_hoi.ngay }}.
Mời bà con họp lúc 7h30 ngày 18/10/2025.
Bà con đã đăng ký chưa? Mời bà con đăng ký.
Bà con đã đăng ký chưa ? Mời bà con đăng ký.
Lúa, ngô, khoai... đều được mùa.
Quyết định số 12/QĐ-UBND ngày 5/3/2025.
Đại hội lần thứ XXX của Đảng bộ phường.
Mời bà con (các tổ 1, 2, 3) họp.
Thời gian chưa xác định sẽ báo sau.
Tỷ lệ 8/10 hộ; tăng 5% so với năm 2024.
""".splitlines()


@pytest.mark.parametrize("body", LEFT)
def test_a_place_left_to_fill_in_keeps_the_script_off_the_air(body: str) -> None:
    refused = certain(reading_of(script_of(f"Kính thưa bà con.\n{body}"), FACTS, Lexicon()))
    assert isinstance(refused, Unready)


@pytest.mark.parametrize("body", FILLED)
def test_what_is_filled_in_airs(body: str) -> None:
    assert isinstance(certain(reading_of(script_of(body), FACTS, Lexicon())), Prepared)


def test_it_is_told_at_its_place() -> None:
    reading = reading_of(script_of("Kính thưa bà con.\nHọp lúc ? giờ (ghi rõ họ tên)."), {}, Lexicon())
    assert isinstance(reading, Prepared)
    first, second = reading_faults(reading)
    assert (first.line, first.column, first.level) == (5, 5, Level.WAITING)
    assert (second.line, second.column, second.length) == (5, 15, 15)
    assert "còn để trống" in str(first.what)


@pytest.mark.parametrize(
    "fact",
    [
        "...",
        "…",
        "-",
        "—",
        "?",
        "___",
        "***",
        "•",
        "[số]",
        "[điền ngày]",
        "<họ tên>",
        "(ghi rõ họ tên)",
        "chưa có",
        "Chưa có",
        "(chưa xác định)",
        "chưa rõ",
        "đang cập nhật",
        "sẽ cập nhật sau",
        "bổ sung sau",
        "để trống",
        "chờ",
        "TBD",
        "TODO",
        "N/A",
        "#N/A",
        "#REF!",
        "null",
        "None",
        "nan",
        "xxx",
        "x",
        "xx/xx/2025",
        "dd/mm/yyyy",
        "..../QĐ-UBND",
        "…/10/2025",
        "18/…/2025",
        "18/10/20..",
        "18/10/202x",
        "ngày ...",
        "lúc ... giờ",
        "?? đại biểu",
        "{x}",
        "12 ___",
        "[...]",
    ],
)
def test_a_fact_that_is_no_fact_is_waited_for(fact: str) -> None:
    assert left_open(fact)
    with pytest.raises(FaultsFound) as found:
        filled(script_of("Có {{ a.b }} đại biểu."), {"a": {"b": fact}})
    assert [fault.level for fault in found.value.faults] == [Level.WAITING]


@pytest.mark.parametrize(
    "fact",
    ["0", "không", "không có", "120", "18/10/2025", "ông Nguyễn Văn A", "12 (dự kiến)", "ngô, khoai...", "Ô"],
)
def test_a_fact_that_says_something_is_one(fact: str) -> None:
    assert not left_open(fact)


@pytest.mark.parametrize(
    "body", ["~~Bỏ câu này.~~ Nội dung họp.", "Nội dung ~~cũ~~ họp.", "Nội dung ~~cũ\nvà cũ~~ họp."]
)
def test_what_is_struck_out_is_not_read_and_told(tmp_path: Path, body: str) -> None:
    reading = certain(reading_of(script_of(body), {}, Lexicon()))
    assert isinstance(reading, Prepared)
    words = str(reading.spoken).lower()
    assert "bỏ" not in words
    assert "cũ" not in words
    (fault,) = reading_faults(reading)
    assert (fault.level, "không được đọc" in str(fault.what)) == (Level.WARNING, True)
    home = write_ward(tmp_path, scripts={**SCRIPTS, "chung/treo-co": body})
    assert run_here("--home", home, "check", "--strict").code == 3


@pytest.mark.parametrize("body", ["~~Mời bà con họp.~~", "~~Mời họp.~~\n1."])
def test_a_script_struck_out_whole_says_nothing(body: str) -> None:
    refused = certain(reading_of(script_of(body), {}, Lexicon()))
    assert isinstance(refused, Unready)
    assert "không có lời nào" in str(refused.why)


def test_any_text_is_looked_through_in_linear_time() -> None:
    for piece in (
        "x/",
        "?",
        "- ",
        "[ ",
        "0225.",
        "{",
        "~~",
        "~~a ",
        "(ghi ",
        "%a",
        "số ",
        "■ ",
        " ",
        "1",
        "chưa ",
        "_ ",
    ):
        began = perf_counter()
        left_to_fill(piece * 20_000)
        struck_out(piece * 20_000)
        assert perf_counter() - began < 2.0, piece


def test_a_recording_keeps_its_own_words() -> None:
    script = replace(script_of("Họp lúc 7 giờ."), recording="a.wav")
    assert isinstance(certain(reading_of(script, {}, Lexicon())), Prepared)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Mời bà con nộp đơn (ghi rõ họ tên) tại phường.", False),
        ("Bà con gửi phiếu góp ý (ghi rõ địa chỉ) về tổ.", False),
        ("Ông/Bà: (ghi rõ họ tên)", True),
        ("Bà con nộp đơn cho ông (ghi rõ họ tên) trước thứ sáu.", True),
        ("(ghi rõ họ tên)", True),
        ("Mời họp. Họ tên:", True),
        ("Họ và tên: \nKính thưa bà con.", True),
        ("Họ và tên: Nguyễn Văn An.", False),
        ("Họp ngày ·····  tháng 5.", True),
        ("Họp ngày 5 tháng 6.", False),
    ],
)
def test_what_people_are_asked_to_write_is_no_place_left_open(text: str, asked: bool) -> None:
    assert bool(left_to_fill(text)) is asked
