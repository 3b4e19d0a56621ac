"""Ordinary sentences of a clerk, with dots, labels, brackets, ticks, hours, days of the moon: all of them air."""

import pytest
from stand_ins.tables import for_each
from stand_ins.wards import script_of

from broadcast.programme.model import Unready
from broadcast.text.lexicon import Lexicon
from broadcast.ward.readings import Prepared, certain, reading_of

DOTS = """\
Kính mời các cụ, các ông, các bà ...
Đại biểu gồm các ông, các bà, các anh, chị ... họp đúng giờ.
Chúng tôi biết ơn tất cả bà con đã đến ...
Xin cảm ơn các anh chị ...
Thay mặt cấp uỷ, chính quyền, xin cảm ơn các ông, bà ...
Xin mời bà con đến dự thật đông đủ ...
Quà có gạo, mì, dầu ăn do bà con góp tại các tổ ...
Hàng hoá gồm rau, củ, quả, thịt, cá ... do các tổ góp.
Từng ngày... từng giờ, phường ta đổi mới.
Mỗi ngày… một việc tốt.
Bao ngày… bao đêm.
Ngày ngày... tháng tháng...
Ngày lại ngày... bà con chung tay giữ ngõ sạch.
Rồi cũng đến ngày... cầu mới thông xe.
Đèn sáng cả ngày... cả đêm.
Gửi lời chào đến ... tất cả bà con.
Thế là ... cả làng vui.
Người nhận quà là ... cụ Ba, 90 tuổi.
Bà con cho ... tắt đèn đường.
Từ 7h ... đến 9h.
Họp bắt đầu lúc 7h ... và kết thúc lúc 9h.
Nhân dịp năm mới, chúc bà con sức khoẻ, an khang ...
Nước sạch về đến từng nhà, từng ngõ ...
Nơi ăn, chốn ở ...
Hôm nay ngày... lành tháng tốt.
Lời Bác dạy là ... họp ít, làm nhiều.
Cụ nói với ... xã rằng ngõ đã sạch.
Hội nghị ... tổ chức tại nhà văn hoá.
Cháu được ... con cháu trong nhà chăm.
""".splitlines()
UNITS = """\
Cả phường ... đồng lòng chống dịch.
Nhân dân ... Đồng Nai, Đồng Tháp gửi lời thăm.
Văn nghệ có đơn ca ... đồng ca, hợp xướng.
Hội nghị ... triệu tập các tổ trưởng.
Tháng qua ... tỷ lệ hộ nghèo giảm.
Kẻ gian ... tấn công nhà dân.
Trận bóng hay ... tỉ số 2-1.
Tổ trưởng làm kỹ ... tỉ mỉ.
Gia đình có lời ... tạ ơn bà con.
Cơ sở thu đồng, nhôm, sắt vụn đã chuyển đi.
Lõi dây là đồng, vỏ là nhựa.
Đến giờ ngày hội bắt đầu.
Tăng %: 5 phần trăm.
Điện cắt từ sáng sớm đến hết ngày.
""".splitlines()
LABELS = [
    "Thời gian:\nNgày: 05/12/2026\nGiờ: 19h30\nĐịa điểm: nhà văn hoá tổ 5",
    "Thời gian:\nGiờ: 7h30\nNgày: 05/12/2026",
    "Liên hệ:\nĐiện thoại: 0225 3842 456",
    "Liên hệ:\nSố điện thoại: 0225 3842 456",
    "Bà con lưu ý: ...\n- Không đốt rác\n- Không thả rông chó",
    "Nội dung:\n- Bầu tổ trưởng\n- Góp ý quy ước",
]
DAYS = """\
Âm lịch: ngày 30 tháng 2, làng mở hội.
Lễ hội vào ngày 30 tháng 2 lịch ta.
Theo lịch âm, ngày 30 tháng 2 là ngày cuối tháng.
Lễ cúng đình ngày 30/2 âm lịch.
Lý Thái Tổ dời đô ngày 10/10/1010.
Trẻ tiêm viêm gan B lúc 36 giờ tuổi.
Nước cắt từ 22h đến 24h.
""".splitlines()
SIGNS = """\
Mỗi hộ cung cấp cách liên lạc (số điện thoại) cho tổ trưởng.
Đơn ghi đủ (họ và tên), (địa chỉ), (số tiền) đã đóng.
Lịch tiêm (sẽ thông báo sau).
Lịch tiêm (sẽ thông báo sau) do trạm y tế quyết định.
Các hộ (đang chờ xác nhận).
Các hộ (đang chờ xác nhận) cứ yên tâm.
Kết quả xét nghiệm (chưa có) sẽ trả sau.
Hồ sơ còn thiếu (thiếu ảnh, thiếu chữ ký) sẽ trả lại.
Tổ 1 --- 7 giờ; Tổ 2 --- 8 giờ.
Sáng --- quét dọn; chiều --- họp tổ.
Số máy 0912***678 trúng thưởng.
Bà con chuẩn bị: ✓ căn cước ✓ sổ hộ khẩu ✓ ảnh.
Hồ sơ gồm: ✔ đơn ✔ bản sao giấy khai sinh ✔ ảnh.
✓ Quét ngõ ✓ Thu rác ✓ Treo cờ
Nhớ: ☑ tắt bếp ☑ khoá cửa.
Tổ 1 ✓ tổ 2 ✓ đã nộp đủ.
""".splitlines()
STILL_ASKED = """\
Họp tại ...
Mời ông ... đến dự.
Tổ ..., phường An Biên.
Mỗi hộ đóng ... đồng.
Mỗi hộ đóng ... đồng cho quỹ.
Tổng cộng ... tấn thóc.
Hỗ trợ ... triệu đồng.
Đại hội ngày… tại phường.
Họp ngày…
Họp lúc (sẽ thông báo sau) tại phường.
Mời họp (sẽ thông báo sau).
Có (chưa có số liệu) đại biểu.
Mời (họ tên) dự họp.
Gọi số 0912***678.
Có --- đại biểu.
Họp ngày 30 tháng 2.
Họp ngày 32/1 âm lịch, tức ngày 31/4/2026.
Họp ngày 20/11/1026.
Họp lúc 36 giờ.
Tối nay: ✓ mở cửa ✗ đóng cửa.
Tối nay ✓ mở cửa, đóng cửa.
""".splitlines()


@for_each([*DOTS, *UNITS, *LABELS, *DAYS, *SIGNS])
def test_an_ordinary_sentence_is_asked_nothing(body: str) -> None:
    assert isinstance(certain(reading_of(script_of(f"Kính thưa bà con.\n{body}"), {}, Lexicon())), Prepared)


@pytest.mark.parametrize("body", [*STILL_ASKED, "Thời gian:\nĐịa điểm: nhà văn hoá", "Địa điểm:\nGiờ: 7h30"])
def test_a_place_left_open_beside_it_is_asked_about(body: str) -> None:
    assert isinstance(certain(reading_of(script_of(f"Kính thưa bà con.\n{body}"), {}, Lexicon())), Unready)
