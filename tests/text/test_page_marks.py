"""The page as it is published: line breaks, dashes, pictures, numbered points, places left open, tables."""

import pytest

from broadcast.text.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("bảo hành 12 tháng\n3 năm", "bảo hành mười hai tháng ba năm."),
        (
            "họp ngày\n12/3/2026 tại nhà văn hóa",
            "họp ngày mười hai tháng ba năm hai nghìn không trăm hai mươi sáu",
        ),
        ("họp tại tổ dân phố số\n5, phường", "họp tại tổ dân phố số năm, phường."),
        ("theo kế hoạch của\nUBND phường", "theo kế hoạch của ủy ban nhân dân phường."),
        ("Hội Nông dân và\nHội Phụ nữ", "Hội Nông dân và Hội Phụ nữ."),
        ("Số hộ nghèo giảm còn\n15 hộ", "Số hộ nghèo giảm còn mười lăm hộ."),
        ("mời các hộ ở tổ\n12 đến họp", "mời các hộ ở tổ mười hai đến họp."),
        ("tặng quà cho\n20 em", "tặng quà cho hai mươi em."),
        ("đường dài khoảng\n3 km", "đường dài khoảng ba ki lô mét."),
    ],
)
def test_a_break_inside_a_sentence_is_no_full_stop(written: str, spoken: str) -> None:
    assert str(speakable(written)).startswith(spoken)


@pytest.mark.parametrize(
    "written",
    [
        "THÔNG BÁO\nVề việc cắt điện",
        "Nguyễn Văn An\nChủ tịch",
        "Thành phần\n1. Bí thư",
        "Hồ sơ gồm có\n1. Đơn",
        "Nội dung họp về\n- Vệ sinh",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "Nhà văn hóa khu 3\n12 Lê Lợi",
        "Mục đích\n2.1. Yêu cầu",
    ],
)
def test_headings_items_and_signatures_stay_lines_of_their_own(written: str) -> None:
    assert str(speakable(written)).count(".") >= 2


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Bà Lan – Tổ trưởng – phát biểu", "Bà Lan, Tổ trưởng, phát biểu."),
        ("UBND – UBMTTQ phường", "ủy ban nhân dân, ủy ban mặt trận tổ quốc phường."),
        ("Trạm y tế phường - 132 Quan Nhân", "Trạm y tế phường, một trăm ba mươi hai Quan Nhân."),
        ("phường sáng – xanh - sạch - đẹp", "phường sáng, xanh, sạch, đẹp."),
        ("mưa to từ 20 - 30 mm", "mưa to từ hai mươi đến ba mươi mi li mét."),
        ("tăng 5 - 7%", "tăng năm đến bảy phần trăm."),
        ("- Mở cổng", "Mở cổng."),
        ("kinh tế-xã hội", "kinh tế xã hội."),
        ("Covid - 19", "cô vít mười chín."),
    ],
)
def test_a_spaced_dash_between_words_is_a_short_pause(written: str, spoken: str) -> None:
    assert str(speakable(written)) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("từ Quốc lộ 32 → đường tỉnh 316", "từ Quốc lộ ba mươi hai, đường tỉnh ba trăm mười sáu."),
        ("từ 7h → 11h", "từ bảy giờ đến mười một giờ."),
        ("👨‍👩‍👧 gia đình 👍🏽 🇻🇳", "gia đình."),
        ("☎️ Gọi 113 📞", "Gọi một một ba."),
        ("✅ Đã xong ⚠️ chú ý", "Đã xong, chú ý."),
        ("1️⃣ Đơn xin", "một, Đơn xin."),
        ("Gồm: 1️⃣ đơn; 2️⃣ ảnh", "Gồm, một, đơn, hai, ảnh."),
        ("🔟 Ký tên", "mười, Ký tên."),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩🏽‍⚕️ bác sĩ", "bác sĩ."),
        ("➡ Mời bà con ⇒ họp", "Mời bà con, họp."),
        ("điều kiện † kèm theo ‡ ¶", "điều kiện kèm theo."),
        ("Họ tên\tĐịa chỉ\tGhi chú", "Họ tên, Địa chỉ, Ghi chú."),
        ("a)\tĐơn xin", "a, Đơn xin."),
        ("Đông quá!!! Xin chờ...", "Đông quá! Xin chờ."),
        ("theo đó (*) gồm", "theo đó, gồm."),
    ],
)
def test_pictures_and_key_caps_are_no_doubt(written: str, spoken: str) -> None:
    reading = speakable(written)
    assert (str(reading), reading.doubts) == (spoken, ())


@pytest.mark.parametrize(
    "written",
    [
        "ngày …/…/2026", "Số: …/TB-UBND", "ngày ... tháng ... năm 2026", "ngày...tháng...năm 2026",
        "Họ và tên: ........", "Ông/bà: ______ trú tại", "lúc ... giờ ngày 5/3", "số tiền: ........ đồng",
    ],
)  # fmt: skip
def test_a_place_left_open_is_asked(written: str) -> None:
    assert all("để trống" in str(doubt.why) for doubt in speakable(written).doubts)
    assert speakable(written).doubts


@pytest.mark.parametrize(
    "written",
    [
        "ồn ào… sau 22h", "kéo dài nhiều ngày… mới hết", "lúa, ngô, khoai...", "v.v...", "Chờ đã....",
        "bánh kẹo,... cho các cháu", "đã nhiều năm...",
    ],
)  # fmt: skip
def test_an_ellipsis_or_a_line_is_no_place_left_open(written: str) -> None:
    assert speakable(written).doubts == ()


@pytest.mark.parametrize("written", ["______", ".........."])
def test_a_line_of_a_page_is_no_place_left_open_and_says_nothing(written: str) -> None:
    assert [doubt.why.template.partition(",")[0] for doubt in speakable(written).doubts] == [
        "bản tin không có lời nào để đọc"
    ]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("đuôi “.gov.vn”", "đuôi chấm gốp chấm vi en."),
        ("chỉ vào trang .gov.vn", "chỉ vào trang chấm gốp chấm vi en."),
        ("#ChungTayVìNgườiNghèo", "chung tay vì người nghèo."),
        ("#haiphong", "hải phòng."),
        ("Zalo @hongbang", "da lô a còng hồng bàng."),
        ("nhà văn hóa 'số 5' mở cửa", "nhà văn hóa số năm mở cửa."),
        ("I - Mục đích", "một, Mục đích."),
        ("II - Nội dung", "hai, Nội dung."),
        ("khoảng ~3 km", "khoảng ba ki lô mét."),
        ("Ô tô® và Zalo™", "Ô tô và da lô."),
        ("lúa, ngô, vv...", "lúa, ngô, vân vân."),
    ],
)
def test_endings_tags_and_signs(written: str, spoken: str) -> None:
    reading = speakable(written)
    assert (str(reading), reading.doubts) == (spoken, ())


def test_a_tag_of_unknown_letters_is_asked_once() -> None:
    assert [doubt.written for doubt in speakable("theo #xyzkqt nhé").doubts] == ["#xyzkqt"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Nhà văn hoá tối nay ☐ mở cửa ☒ đóng cửa.", "☐☒"),
        ("☐ Mở cửa\n☒ Đóng cửa", "☐☒"),
        ("☑ Mở cửa\n☐ Đóng cửa", "☑☐"),
        ("Tối nay ✓ mở cửa ✗ đóng cửa.", "✓✗"),
        ("□ Nam □ Nữ", "□□"),
        ("Có ☐ Không ☐", "☐☐"),
        ("❌ Đốt rác ở bãi.", "❌"),
        ("❌ Không đốt rác.", ""),
        ("Bà con KHÔNG đi qua ngầm tràn khi nước lên ❌❌", ""),
        ("✓ Mang sổ\n✓ Mang áo", ""),
        ("□ Mang sổ\n□ Mang áo", ""),
        ("✅ Mang sổ ✅ điện thoại", ""),
    ],
)
def test_ticks_of_a_form_beside_words_are_asked_about_and_bullets_are_not(text: str, asked: str) -> None:
    assert "".join(doubt.written for doubt in speakable(text).doubts) == asked


def test_a_sign_that_stands_for_several_letters_is_told_as_it_is_written() -> None:
    readings = speakable("Giảm ½ tiền, ⅓ số hộ, mua 2½ kg ở nhà № 5.").readings
    assert [one.written for one in readings if "phần" in one.spoken] == ["½", "⅓", "½"]


def test_a_terminal_s_colours_are_not_read() -> None:
    read = speakable("Mời\x1b[31m bà con\x1b[0m họp \x1b]0;tên\x07sớm.\x1bMai nhé.")
    assert (str(read), read.doubts) == ("Mời bà con họp sớm. Mai nhé.", ())
