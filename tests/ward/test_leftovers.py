"""What a template or a reminder left in scripts and facts, and days that there are none of: asked, never aired."""

import pytest
from stand_ins.wards import script_of

from broadcast.programme.model import Unready
from broadcast.text.lexicon import Lexicon
from broadcast.text.unfilled import left_to_fill
from broadcast.ward.facts import left_open
from broadcast.ward.readings import Prepared, certain, reading_of

LEFT = """\
Họp ngày . . / . . / 2026.
Họp ngày…
Liên hệ: 09xxxxxxxx.
Liên hệ ông Ba, SĐT:
Mời bà con họp. Thành phần:
Tại nhà ông ten_chu_ho.
Tại nhà ông «TEN».
Có n đại biểu.
Có X đại biểu.
Có #### đại biểu.
Có --- đại biểu.
Có – – – đại biểu.
Có ——— đại biểu.
Có ═══ đại biểu.
Có ░░░ đại biểu.
Đạt x% kế hoạch.
Đạt ?% kế hoạch.
Kính thưa bà con. Nhập nội dung ở đây.
Mời họp (cần bổ sung).
Mời họp [Chờ số liệu].
Mời họp (sẽ thông báo sau).
Mời họp (thông tin sau).
Có 120 đại biểu (chưa kiểm tra).
Lúc 7h ngày 00/00.
Họp ngày 0/0/2026.
Họp ngày 30/02/2026.
Họp ngày 29/2/2027.
Họp ngày 32-3-2026.
Họp ngày 5/13/2026.
Họp ngày 31 tháng 4.
Họp ngày 29 tháng 2 năm 2027.
Họp lúc 25h00.
Họp lúc 7h75.
Họp lúc 24 giờ 30.
Họp từ 7h60.
Họp ngày 20/11/1026.
Họp ngày 20 tháng 11 năm 3026.
Thứ Tám bà con họp.
Họp sáng thứ 9 tuần này.
Họp mùng 45 Tết.
Cần kiểm tra lại số này: 500 hộ.
Kính thưa bà con. Cần bổ sung.
Số này chưa chắc.
Tổng cộng: ###### đồng.
##### đồng.
Tổng cộng: 1,5E+06 đồng.
Xem Lỗi! Không tìm thấy nguồn tham chiếu.
Lỗi! Thẻ đánh dấu không được xác định.
Tỷ lệ đạt _%.
Từ 7~~9 giờ bà con nhận quà.
""".splitlines()
SAID = """\
Họp ngày 29/02/2028, lúc 24 giờ.
Họp ngày 31/12/2026, lúc 23h59.
Họp ngày 29 tháng 2, từ ngày 1/3.
Họp ngày 31-12-2026 - lúc 7h.
Trong những ngày… chờ đợi ấy.
Có 120 người (chưa kể trẻ em).
Bà con chưa rõ thì hỏi tổ trưởng.
Nghị quyết số 45/2026/NQ-HĐND, mục 5/13/2026.
Điểm X có 5 hộ; hệ số x nhân hai.
Mưa to trong 36h tới.
Sẽ thông báo sau khi có kết quả.
- Tổ 5
- Tổ 6
Tỷ số 3-2; giảm 5%.
Chiến thắng Bạch Đằng ngày 9/4/1288.
Ngày 30 tháng 2 âm lịch, ngày 30 tháng 2 năm Bính Ngọ.
Thứ bảy, quét dọn; thứ tám, trồng cây.
Thứ tám, trồng cây.
Đại hội lần thứ tám.
Mời bà con họp, ngày mùng 10 tháng 3 là giỗ Tổ.
Từ 36h đến 48h tới.
Khi có cuộc gọi lạ, cần kiểm tra lại số này.
Cần kiểm tra lại thông tin này trước khi chuyển tiền.
Xin lỗi bà con. Lỗi này do ai?
""".splitlines()
OPEN = [
    "chưa", "chưa có số liệu", "Chưa có kết quả.", "chờ báo cáo", "đang tổng hợp", "sẽ có sau", "cần bổ sung",
    "CẦN BỔ SUNG", "điền vào đây", "ghi nội dung ở đây", "để sau", "còn thiếu", "hỏi lại anh Nam", "xem sau",
    "không biết", "không có số liệu", "theo báo cáo", "số", "(tên)", "tên đơn vị", "Tên tập thể thứ nhất", "x x x",
    "WIP", "test", ".nan", "undefined", "dd-mm-yyyy", "ngày/tháng", "18/10/", "18//2025", "#CẦN",
    "120 (chưa chính thức)", "120 (cần kiểm tra)", "5...10", "99/99/9999", "31/02/2025", "18/13/2025", "0/0/0000",
]  # fmt: skip
GIVEN = [
    "0", "năm", "chưa đạt", "Chưa có hộ nào bị thiệt hại", "18/10", "120 (dự kiến)", "120 (chưa kể trẻ em)",
    "Tên lửa", "số 5", "theo báo cáo của phường là 120 hộ", "Không ai bị bỏ lại phía sau", "N",
    "XX", "tổ 5 - 10", "hỏi gì?",
]  # fmt: skip


@pytest.mark.parametrize("body", LEFT)
def test_what_was_left_in_a_script_keeps_it_off_the_air(body: str) -> None:
    assert isinstance(certain(reading_of(script_of(f"Kính thưa bà con.\n{body}"), {}, Lexicon())), Unready)


@pytest.mark.parametrize("body", SAID)
def test_what_only_looks_like_it_airs(body: str) -> None:
    assert isinstance(certain(reading_of(script_of(f"Kính thưa bà con.\n{body}"), {}, Lexicon())), Prepared)


@pytest.mark.parametrize("fact", OPEN)
def test_a_reminder_in_place_of_a_fact_is_waited_for(fact: str) -> None:
    assert left_open(fact)


@pytest.mark.parametrize("fact", GIVEN)
def test_a_fact_that_only_looks_like_one_is_given(fact: str) -> None:
    assert not left_open(fact)


@pytest.mark.parametrize("text", ["to_5@haiphong.gov.vn", "https://a.vn/x?id_tin=5&ma=6", "a.vn/thong_bao_so_5"])
def test_names_on_the_internet_are_none(text: str) -> None:
    assert not left_to_fill(text)


def test_each_is_told_once_and_in_order() -> None:
    found = left_to_fill("Họp ngày 30/02/2026 (chờ số liệu), lúc 25h00.")
    assert [one.written for one in found] == ["30/02/2026", "(chờ số liệu)", "lúc 25h00"]
    assert "không có trong lịch" in str(found[0].why)
