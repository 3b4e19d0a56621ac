"""Places left to fill in, in scripts and facts: asked about and never aired; what is struck out is not read."""

import lzma
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from stand_ins.cli import run_here
from stand_ins.tables import for_each
from stand_ins.wards import SCRIPTS, script_of, write_ward

from broadcast.base.errors import FaultsFound, Level
from broadcast.programme.model import Unready
from broadcast.text import holes
from broadcast.text.impossible import unlikely
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
HOLES = """\
Tổng số tiền là XXX đồng.
Họp ngày XX/11/2026.
Họp ngày 20/11/20.... tại phường.
Họp ngày 20/11/20… tại phường.
Mỗi hộ đóng … đồng.
Mỗi hộ đóng …đồng.
Mỗi hộ đóng ...đồng.
Mỗi hộ đóng ... nghìn đồng.
Mỗi hộ đóng .. đồng.
Mỗi hộ đóng     đồng.
Mỗi hộ đóng ... suất quà.
Có ... đại biểu dự.
Có … đại biểu dự.
Có …đại biểu dự.
Tổng cộng ... tấn thóc.
Hỗ trợ ... con giống.
Mời ông ... đến dự.
Mời ông … đến dự.
Mời bà ...  dự họp.
?? đồng mỗi hộ.
Mỗi hộ ?? đồng.
Họp ngày   /11/2026.
Họp ngày  /  /2026.
Họp ngày /11/2026.
Họp ngày / /2026.
Họp   /11/2026 tại phường.
Họp ngày 20/  /2026.
Họp ngày 20/ /2026.
Họp ngày 20/11/    tại phường.
Họp ngày 20 tháng     năm 2026.
Họp ngày 20 tháng  năm 2026.
Họp ngày 20 tháng ... năm 2026.
Họp ngày 20 tháng … năm 2026.
Họp ngày    tháng 11 năm 2026.
Họp ngày  tháng 11.
Họp ngày tháng 11 năm 2026.
Họp ngày 20 tháng 11 năm 20...
Họp ngày 20 tháng 11 năm 20  .
Họp ngày 20 tháng 11 năm    .
Họp ngày 20 tháng 11 năm ....
Quyết định số     /QĐ-UBND.
Quyết định số   /2026/QĐ-UBND.
Quyết định số ... /QĐ-UBND.
Căn cứ Công văn      /UBND-VX.
Công văn số    ngày 3/11/2026.
Họp lúc h ngày 20/11/2026.
Họp lúc   h ngày 20/11/2026.
Họp lúc h, ngày 20/11/2026.
Họp lúc giờ ngày 20/11/2026.
Họp lúc    giờ ngày 20/11/2026.
Họp lúc    giờ    phút ngày 20/11/2026.
Họp lúc   h30 ngày 20/11/2026.
Họp lúc h30 ngày 20/11/2026.
Họp lúc 7h   - h ngày 20/11/2026.
Họp từ h đến h ngày 20/11/2026.
Họp lúc : ngày 20/11/2026.
Họp lúc ... h ... ngày 20/11/2026.
Họp lúc 00:00 ngày 00/00/2026.
Họp ngày 00/00/2026.
Họp ngày 0/0/2026.
Họp ngày 00/11/2026.
Họp ngày 20/00/2026.
Họp ngày 00/00/0000.
Họp ngày 20/11/0000.
Gọi số 0225.xxx.xxxx.
Gọi số 0225 xxx xxxx.
Gọi số 0912 ... ...
Gọi số 0912......
Gọi số 0xxxxxxxxx.
Gọi số 0000000000.
Gọi số     để biết.
Gọi số □□□□ để biết.
Họp tại □□.
Họp tại ---- .
Họp tại ----.
Họp tại "...".
Họp tại '…'.
Họp tại “...”.
Họp tại "" vào sáng mai.
Họp tại “” vào sáng mai.
Họp tại “ ” vào sáng mai.
Họp tại «…».
Họp tại “…..”, phường An Biên.
Họp tại … .
Họp tại …
Họp tại ...
Họp tại: …
Địa điểm: .
Thành phần: …
Mời «Ho_ten» dự họp.
Mời «Ho_ten».
Mời «HoTen» dự họp.
Mời «Họ tên» dự họp.
Mời «Họ_và_tên», tổ 3.
Mời ông «ten» đến họp.
Mời ông «TEN», tổ «TO», đến họp.
Mời <<Ho_ten>> dự họp.
Mời <Ho_ten> dự họp.
Mời {Ho_ten} dự họp.
Mời { { hop.ngay } } dự họp.
Mời {{hop.ngay} dự họp.
Mời {hop.ngay}} dự họp.
Mời {MERGEFIELD Ho_ten} dự họp.
Mời MERGEFIELD Ho_ten dự họp.
Mời ${ten} dự họp.
Mời $ten$ dự họp.
Mời $ten dự họp.
Mời @ten@ dự họp.
Mời %ten% dự họp.
Mời %s dự họp.
Mời [ten] dự họp.
Mời [Tên] dự họp.
Mời [HỌ TÊN] dự họp.
Mời (họ tên) dự họp.
Mời (tên) dự họp.
Nội dung (bổ sung).
Nội dung (bổ sung sau).
Nội dung (sẽ bổ sung).
Nội dung (điền sau).
Nội dung (chờ duyệt).
Nội dung (chưa chốt).
Nội dung (?).
Nội dung (??).
Nội dung (…).
Nội dung ( ).
Nội dung ().
Nội dung [].
Nội dung [ ].
Nội dung XXX.
Nội dung xxxx.
Nội dung ___.
Nội dung _______.
Nội dung ***.
Nội dung *** họp.
Mức thu: .000 đồng.
Mức thu: ...000 đồng.
Mức thu: ... .000 đồng.
Mức thu: xxx.000 đồng.
Mức thu: xx.xxx đồng.
Mức thu: x đồng.
Mức thu X đồng.
Mức thu X.000 đồng.
Tổ dân phố số … họp.
Tổ dân phố số ... họp.
Tổ dân phố số XX họp.
Tổ dân phố số  họp lúc 7 giờ.
Tổ ..., phường An Biên.
Nhà văn hoá tổ … , phường An Biên.
Click or tap here to enter text.
Click here to enter text.
Họp ngày Click or tap to enter a date.
Nhấp hoặc gõ vào đây để nhập văn bản.
Bấm vào đây để nhập văn bản.
Choose an item.
Chọn một mục.
Lorem ipsum dolor sit amet.
Họp ngày dd/mm/2026.
Họp ngày DD/MM/YYYY.
Họp ngày ngày/tháng/năm.
Họp ngày nn/tt/nnnn.
Họp lúc hh giờ mm.
Họp lúc HH:MM ngày 20/11.
Họp lúc xx giờ.
Họp lúc xxhxx ngày 20/11.
Họp lúc XXhXX.
Họp lúc x giờ.
Họp lúc ..h.. ngày 20/11.
Họp lúc __h__.
Họp lúc --h--.
Họp lúc --:-- ngày 20/11.
Họp lúc ??:??.
Họp lúc …h…
Họp ngày … / … / 2026.
Họp ngày .../.../2026.
Họp ngày ./11/2026.
Họp ngày ../11/2026.
Họp ngày _/11/2026.
Họp ngày -/11/2026.
Họp ngày *//2026.
Họp ngày **/**/2026.
Họp ngày ##/##/2026.
Họp ngày #/#/2026.
Họp ngày 20-xx-2026.
Họp ngày xx-xx-2026.
Họp ngày xx.xx.2026.
Họp ngày .../2026.
Họp tháng .../2026.
Họp tháng xx/2026.
Họp tháng /2026.
Họp tháng   /2026.
Họp quý .../2026.
Họp thứ ... ngày 20/11/2026.
Họp thứ … ngày 20/11.
Đợt thi đua năm 202….
Đợt thi đua năm 20xx.
Đợt thi đua năm 202x.
Đợt thi đua năm XXXX.
Đợt thi đua năm 20__.
Khoảng ..% hộ dân.
Đạt ...% kế hoạch.
Đạt …% kế hoạch.
Đạt __% kế hoạch.
Đạt xx% kế hoạch.
Đạt   % kế hoạch.
Đạt % kế hoạch.
Họ tên: ……, tổ ……
Ông: , chức vụ: .
Ông Nguyễn Văn …, tổ trưởng.
Ông Nguyễn Văn ... tổ trưởng.
Ông Nguyễn Văn xxx.
Tên: N/A.
Ghi chú: NULL.
Ghi chú: #N/A.
Ghi chú: #REF!.
Họp lúc 7 giờ    phút ngày 20/11.
Họp lúc 7 giờ … phút.
Họp lúc 7 giờ ... ngày 20/11.
Họp lúc 7h... ngày 20/11.
Họp lúc 7h__ ngày 20/11.
Diện tích … m2.
Diện tích ... ha.
Diện tích .... ha.
Trong … ngày kể từ hôm nay.
Trong ... ngày kể từ hôm nay.
Còn lại ... suất.
Bình chọn ... gia đình.
Tại km... đường Lạch Tray.
Tại số nhà … đường Lạch Tray.
Tại số nhà ... đường Lạch Tray.
Tại số  đường Lạch Tray.
Tài khoản số ....................
Tài khoản: xxxxxxxxxx.
Căn cứ Luật số ..../2026/QH16.
Căn cứ Kế hoạch số xx/KH-UBND.
Căn cứ Kế hoạch số XX/KH-UBND.
Căn cứ Kế hoạch số …-KH/ĐU.
Căn cứ Kế hoạch số -KH/ĐU.
Căn cứ Kế hoạch số   -KH/ĐU ngày 3/11.
Căn cứ Kế hoạch số ?/KH-UBND.
Căn cứ Kế hoạch số 00/KH-UBND.
Căn cứ Kế hoạch số [ ]/KH-UBND.
Căn cứ Kế hoạch số ●/KH-UBND.
Họp lúc giờ ngày tháng 12.
Vào lúc giờ, ngày 20 tháng 11.
Từ giờ đến giờ ngày 20 tháng 11.
Từ 7 giờ đến giờ ngày 20 tháng 11.
Họp vào ngày tháng 11.
Hạn nộp đến hết ngày.
Từ ngày đến ngày 5 tháng 12.
Số tiền là đồng mỗi hộ.
Mức thu là triệu đồng/hộ.
Mỗi hộ đóng đồng.
Tổng số là hộ.
Họp ngày 2_/11/2026.
Họp ngày 2?/11/2026.
Họp ngày 2x/11/2026.
Họp ngày 20/1_/2026.
Họp ngày 20/11/20_6.
Họp ngày 20/11/206.
Họp ngày 20//11/2026.
Ngày 20/11/2026/2027 bà con họp.
Ngày mùng mấy bà con họp.
Họp lúc 1?h30.
Họp lúc 19h3_.
Họp lúc 1_ giờ.
Họp lúc ?9h30.
Tại nhà ông (tên chủ hộ).
Họp tại nhà (địa chỉ cụ thể).
Gọi số 0912.***.***.
Gọi số 0912 *** 456.
Gọi số 0912345678x.
Gọi số 0912x345678.
Giá 000.000 đồng một suất.
Giá 0.000 đồng một suất.
Giá 000 đồng.
Giá 5_.000 đồng.
Giá 5.?00 đồng.
Có 500? hộ được nhận.
Có khoảng ?00 hộ.
Có 5?0 hộ.
Có 5_ hộ.
Mời [31mbà con[0m họp.
""".splitlines()
"""The same without a sign of it: dots, spaces, noughts, a label with nothing behind it."""
FILLED = """\
Lúa, ngô, khoai ... đều được mùa.
Bà con trồng rau, củ ... đồng loạt xuống giống.
Một số  hộ chưa đăng ký.
Trong những ngày tháng 11 năm 2026, phường ra quân.
Mời họp ngày 20/11/ 2026.
Mời họp ngày 20 /11/2026.
Những năm 20.
Giờ phút thiêng liêng ấy, bà con cùng nhớ.
Vào giờ cao điểm, bà con đi chậm.
Ông Nguyễn Văn An... cùng nhiều hộ khác.
Tỷ lệ % hộ nghèo giảm.
Chương trình «nhà sạch, vườn đẹp», mời bà con hưởng ứng.
Địa điểm: nhà văn hoá. Thời gian: 7 giờ.
Mời bà con ghi đủ thông tin (họ tên, địa chỉ) vào phiếu.
Ngõ 12/3/5 đường Lạch Tray.
Mời bà con chọn một mục trong phiếu.
Từ năm 2026... trở đi.
Chỉ thị số 20/CT-TTg; lần thứ XX.
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
Gian hàng 0 đồng, gian hàng 1 000 000 đồng.
Họp lúc giờ hành chính; lúc giờ tan tầm, bà con đi chậm.
Từ giờ đến cuối năm, mỗi hộ thu đồng nát một lần.
Đã nộp đủ 500? Mời bà con nộp nốt.
Ông Ba là đồng chí bí thư, bà Tư là đồng hương.
Bà con ghi đủ (họ tên, địa chỉ) rồi nộp.
Trong những ngày tháng 12, bà con cùng nhớ.
Ngõ 12/3/206 đường Lạch Tray.
""".splitlines()


@for_each([*LEFT, *HOLES])
def test_a_place_left_to_fill_in_keeps_the_script_off_the_air(body: str) -> None:
    refused = certain(reading_of(script_of(f"Kính thưa bà con.\n{body}"), FACTS, Lexicon()))
    assert isinstance(refused, Unready)


@for_each(FILLED)
def test_what_is_filled_in_airs(body: str) -> None:
    assert isinstance(certain(reading_of(script_of(body), FACTS, Lexicon())), Prepared)


def test_pairs_of_written_and_spoken_text_have_no_hole_in_them() -> None:
    """The yardstick: notices and news as they were printed, stray spaces and all."""
    folder = Path(__file__).parents[1] / "text"
    files = [folder / "gold_public.tsv", *sorted((folder / "pairs").glob("*.tsv"))]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    written = [line.split("\t")[1] for line in lines if line.count("\t") >= 2]
    with lzma.open(folder / "gold_real_open.tsv.xz", "rt", encoding="utf-8") as real:
        written += [line.split("\t")[1] for line in real]
    assert len(written) > 1000
    assert [line for line in written if holes.HOLES.search(line)] == []


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
        "… đại biểu",
        "... đại biểu",
        "khoảng … người",
        "{{ hop.ngay }}",
        "ngày    tháng 11",
        "/11/2026",
        "lúc h ngày",
        "00/00/2026",
        "0/0/2026",
        "00",
        "“…”",
        "«Ho_ten»",
        "«ten»",
        "(tên)",
        "$ten",
        "XXX đồng",
        "x đồng",
        "xx giờ",
        "hh:mm",
        "dd/mm",
        "7h…",
        "ông Nguyễn Văn ...",
        ".000 đồng",
        "% hộ",
        "=A1+B1",
        "1?",
        "chờ duyệt",
        "sẽ báo sau",
        "như trên",
        "không rõ",
        "undefined",
        "Click or tap here to enter text.",
    ],
)
def test_a_fact_that_is_no_fact_is_waited_for(fact: str) -> None:
    assert left_open(fact)
    with pytest.raises(FaultsFound) as found:
        filled(script_of("Có {{ a.b }} đại biểu."), {"a": {"b": fact}})
    assert [fault.level for fault in found.value.faults] == [Level.WAITING]


@pytest.mark.parametrize(
    "fact",
    [
        "0",
        "không",
        "không có",
        "120",
        "18/10/2025",
        "ông Nguyễn Văn A",
        "12 (dự kiến)",
        "ngô, khoai...",
        "Ô",
        "XX",
        "sau Tết",
        "10%",
        "1/5",
        "7h30",
        "không có hộ nào",
    ],
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


def test_any_text_is_looked_through_in_linear_time(rounds: Callable[[int, int], int]) -> None:
    times = rounds(5_000, 20_000)
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
        "5?",
        "?0",
        "0912*",
        "0.000.",
        "1/1/",
        "# ",
        "1E",
        "từ ngày ",
        "lúc giờ ",
        "ngày mùng mấy ",
        "Cần xem lại ",
        "Lỗi! Không ",
        "ông Nguyễn Văn A ",
        "thứ tám ",
    ):
        began = process_time()
        left_to_fill(piece * times)
        struck_out(piece * times)
        unlikely(piece * times)
        assert process_time() - began < 1e-4 * times, piece


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


def test_boxes_of_a_list_are_places_to_decide_where_some_are_ticked() -> None:
    assert left_to_fill("- [ ] mang sổ\n- [ ] mang áo") == ()
    assert [one.written for one in left_to_fill("- [ ] mở cửa\n- [x] đóng cửa")] == ["[ ]", "[x]"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Họp lúc giờ ngày tháng 12.", "lúc giờ"),
        ("Vào lúc giờ, ngày 20 tháng 11.", "lúc giờ"),
        ("Số tiền là đồng mỗi hộ.", "là đồng"),
        ("Từ ngày đến ngày 5 tháng 12.", "Từ ngày đến"),
        ("Họp ngày 2_/11/2026.", "2_/11"),
        ("Họp ngày 2?/11/2026.", "2?/11"),
        ("Ngày 20/11/2026/2027 họp.", "20/11/2026/2027"),
        ("Họp lúc 1?h30.", "1?h30"),
        ("Có khoảng ?00 hộ.", "?00 hộ"),
        ("Có 500? hộ được nhận.", "500? hộ"),
        ("Họp tại nhà ông (tên chủ hộ).", "(tên chủ hộ)"),
        ("Gọi số 0912.***.***.", "0912.***.***"),
        ("Gọi số 0912345678x.", "0912345678x"),
        ("Giá 000.000 đồng một suất.", "000.000 đồng"),
        ("Giá 0.000 đồng.", "0.000 đồng"),
        ("Tổng cộng: ###### đồng.", "###### đồng"),
        ("Tỷ lệ đạt _%.", "_%"),
        ("Tổng cộng: 1,5E+06 đồng.", "1,5E+06"),
        ("Từ 7~~9 giờ nhận quà.", "7~~9"),
        ("Lỗi! Không tìm thấy nguồn tham chiếu.", "Lỗi! Không tìm thấy nguồn tham chiếu"),
        ("Họp lúc 25h30.", "25h30"),
        ("Họp lúc 19h75.", "19h75"),
    ],
)
def test_what_was_typed_over_or_wrongly_is_asked_about(text: str, asked: str) -> None:
    [doubt] = left_to_fill(text)
    assert asked in doubt.written or doubt.written in asked


@pytest.mark.parametrize(
    "text",
    [
        "Họp lúc 19h30, xong lúc 24h00.",
        "Trực 48h liên tục.",
        "Bà con là đồng bào, đơn giá đồng một mét vuông.",
        "Có 500 hộ? Hộ nào chưa nhận?",
        "Giá 10.000 đồng, 1.000.000 đồng, 0,5 triệu đồng.",
        "Từ ngày 1 đến ngày 5/12/2026.",
        "Gọi 0225 3842 456. Phòng 1E, lớp 2E1.",
        "~~Bỏ câu này~~ Họp lúc 7 giờ.",
    ],
)
def test_what_is_typed_right_is_not(text: str) -> None:
    assert left_to_fill(text) == ()
