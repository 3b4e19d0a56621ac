"""Kinds of text that an attacker found read wrong, and near-misses: dashes, labels, cold, fonts, offers."""

import pytest

from broadcast.text.speakable import plain, speakable
from broadcast.text.spokentext import Kind


def said(written: str) -> str:
    return plain(written).rstrip(".").lower()


DASHES = [
    ("Tổ dân phố 5- phường An Biên", "tổ dân phố năm, phường an biên"),
    ("Ông An- tổ trưởng, bà Hoa -tổ phó", "ông an, tổ trưởng, bà hoa, tổ phó"),
    ("Hà Nội- Hải Phòng", "hà nội, hải phòng"),
    ("Chợ An Đồng—cổng 2", "chợ an đồng, cổng hai"),
    ("bà con —nhất là người già— chú ý", "bà con, nhất là người già, chú ý"),
    ("(tổ 3)- giao cho tổ trưởng", "tổ ba, giao cho tổ trưởng"),
    ("8h- 11h", "tám giờ đến mười một giờ"),
    ("từ 12- 15 ngày", "từ mười hai đến mười lăm ngày"),
    ("T2- T6", "thứ hai đến thứ sáu"),
    ("Covid -19", "cô vít mười chín"),
    ("Kết luận số 12- KL/TW", "kết luận số mười hai kết luận trung ương"),
    ("QĐ—UBND", "quyết định ủy ban nhân dân"),
    ("công-nông-binh", "công nông binh"),
]


@pytest.mark.parametrize(("written", "spoken"), DASHES)
def test_a_dash_with_one_space_or_a_long_one_without_is_a_pause(written: str, spoken: str) -> None:
    assert said(written) == spoken


LABELS = [
    ("gió cấp 7 - cấp 8", "gió cấp bảy đến cấp tám"),
    ("từ cấp 5 - cấp 6", "từ cấp năm đến cấp sáu"),
    ("lớp 6 - lớp 9", "lớp sáu đến lớp chín"),
    ("từ tổ 1 - tổ 4", "từ tổ một đến tổ bốn"),
    ("từ nhà số 5 - nhà số 15", "từ nhà số năm đến nhà số mười lăm"),
    ("tuần 2 - tuần 4", "tuần hai đến tuần bốn"),
    ("quý 1 - quý 3", "quý một đến quý ba"),
    ("Điều 5 - Điều 8", "điều năm đến điều tám"),
    ("tổ 5 - tổ 7 thi đấu", "tổ năm, tổ bảy thi đấu"),
    ("khu 1 - khu 3", "khu một, khu ba"),
    ("chị Lan từ thôn 5 - thôn 6", "chị lan từ thôn năm, thôn sáu"),
    ("cấp 8 - cấp 7", "cấp tám, cấp bảy"),
    ("hộp phiếu 1,2", "hộp phiếu một, hai"),
    ("bàn 5,6 và quầy 7,8", "bàn năm, sáu và quầy bảy, tám"),
    ("bàn 1,2m", "bàn một phẩy hai mét"),
    ("hệ số 1,2", "hệ số một phẩy hai"),
    ("chỉ số 3,4", "chỉ số ba phẩy bốn"),
    ("nhà số 1,2", "nhà số một, hai"),
    ("tăng 3,4", "tăng ba phẩy bốn"),
    ("động đất 5,6 độ richter", None),
]


@pytest.mark.parametrize(("written", "spoken"), LABELS)
def test_numbers_behind_labels(written: str, spoken: str | None) -> None:
    reading = speakable(written)
    if spoken is not None:
        assert str(reading).rstrip(".").lower() == spoken
    assert "5,6" not in {doubt.written for doubt in reading.doubts}


@pytest.mark.parametrize("written", ["sửa cầu 3,4.", "gia cố đê 5,6", "trao giải 3,4;"])
def test_two_numbers_behind_a_word_of_no_table_are_asked_and_left_open(written: str) -> None:
    (doubt,) = speakable(written).doubts
    assert "…" in doubt.suggestion


COLD = [
    ("từ -2 đến 3 độ", "từ âm hai đến ba độ"),
    ("nhiệt độ -2 đến 0 độ C", "nhiệt độ âm hai đến không độ xê"),
    ("khoảng -1 - 2 độ C", "khoảng âm một đến hai độ xê"),
    ("từ -3°C đến -1°C", "từ âm ba độ xê đến âm một độ xê"),
    ("> 80 tuổi", "trên tám mươi tuổi"),
    (">80 tuổi", "trên tám mươi tuổi"),
    ("> Trích dẫn", "trích dẫn"),
    ("- 2 đến 3 hộ", "hai đến ba hộ"),
    ("-2 đến 3 hộ", "hai đến ba hộ"),
]


@pytest.mark.parametrize(("written", "spoken"), COLD)
def test_a_sign_before_a_number_is_not_lost(written: str, spoken: str) -> None:
    assert said(written) == spoken


DAYS = [
    ("mai (5.6) nghỉ", "mai, mùng năm tháng sáu, nghỉ"),
    ("mốt (6.6)", "mốt, mùng sáu tháng sáu"),
    ("sớm mai (6.6)", "sớm mai, mùng sáu tháng sáu"),
    ("tức 4,5/8 âm lịch", "tức mùng bốn, mùng năm tháng tám âm lịch"),
    ("sáng t2", "sáng thứ hai"),
    ("vào t6 (12.6)", "vào thứ sáu, mười hai tháng sáu"),
    ("nghỉ t7, cn", "nghỉ thứ bảy, chủ nhật"),
    ("Rằm T7", "rằm tháng bảy"),
    ("mùng 1 T3", "mùng một tháng ba"),
    ("ngày 5/12 T7", "ngày năm tháng mười hai thứ bảy"),
    ("họp ngày 5, T7", "họp ngày năm, thứ bảy"),
    ("Phiên chợ 5,10 hằng tháng", "phiên chợ năm, mười hằng tháng"),
    ("thu nhập 5,6 triệu hằng tháng", "thu nhập năm phẩy sáu triệu hằng tháng"),
    ("tăng 7,5 mỗi tháng", "tăng bảy phẩy năm mỗi tháng"),
    ("hoa mai (2.5 triệu)", "hoa mai, hai phẩy năm triệu"),
    ("cây mai 2.5 triệu", "cây mai hai phẩy năm triệu"),
    ("chiếm 4,5/8", "chiếm bốn phẩy năm trên tám"),
]


@pytest.mark.parametrize(("written", "spoken"), DAYS)
def test_days_in_hurried_hands(written: str, spoken: str) -> None:
    assert said(written) == spoken


OLD = ["§éc lËp - Tù do - H¹nh phóc", "Hép: ®ång chÝ NguyÔn V¨n An", "Bµ con chó ý", "Vệ sinh m«i tr­êng", "§iÒu 5"]


@pytest.mark.parametrize("written", OLD)
def test_a_short_line_with_a_telltale_sign_of_tcvn3_is_told_once(written: str) -> None:
    reading = speakable(written)
    assert [one.kind for one in reading.readings] == [Kind.OLD_FONT]
    assert len(reading.doubts) == 1


@pytest.mark.parametrize(
    "written", ["35 µg bụi mịn", "chữ«sạch»và đẹp", "hàng 15×20 cm", "Windows® mới", "Đài© phường", "50m² đất"]
)
def test_signs_that_unicode_texts_have_are_no_old_font(written: str) -> None:
    assert Kind.OLD_FONT not in {one.kind for one in speakable(written).readings}


@pytest.mark.parametrize(
    "written", ["9/11 chi đoàn nộp báo cáo", "Nhà rộng 3m2 ngang 4m", "dài 1,200m", "lớp a+b", "40 ng/đoàn"]
)
def test_the_line_offered_for_a_number_or_a_sign_leaves_the_reading_to_the_ward(written: str) -> None:
    offered = [doubt.suggestion for doubt in speakable(written).doubts if doubt.suggestion]
    assert all(line.endswith(("…", "]")) and "…" in line for line in offered)
    assert speakable(written).doubts


def test_a_sum_too_small_to_be_paid_is_offered_with_its_reading() -> None:
    (doubt,) = speakable("giá 12,500đ").doubts
    assert doubt.suggestion == '"12,500đ": mười hai nghìn năm trăm đồng'


def test_a_row_and_a_mobile_number_have_the_names_of_their_kinds() -> None:
    kinds = {one.written: one.kind for one in speakable("TDP 1,2,3 gọi ngay 0912345678").readings}
    assert kinds["1,2,3"] is Kind.NUMBER
    assert kinds["0912345678"] is Kind.PHONE


PLACES = [
    "Nam Sơn, An Lão, Kim Sơn, An Dương",
    "Lai Châu, Sơn La, Cao Bằng, Kon Tum, Gia Lai",
    "Phan Chu Trinh, Lê Lai, Hai Bà Trưng",
    "Cô Mai, cô Lan, cô Hoa đi xe ôm",
    "Con chim non bay cao trong mây",
    "Dương Kinh, Nam Am, Cao Minh, Vinh An",
    "Thu gom rơm khô, cho con em ăn",
    "Nam Anh, Mai Anh, Lan Anh và Kim Anh",
]


@pytest.mark.parametrize("written", PLACES)
def test_names_and_sentences_that_rightly_have_few_marks_are_not_held(written: str) -> None:
    assert Kind.UNMARKED not in {one.kind for one in speakable(written).readings}


TYPED = [
    "Kinh moi ba con den hop",
    "HOP DAN TOI NAY NHE",
    "Nuoc lu dang len nhanh",
    "xin cam on",
    "Chu y an toan",
]


@pytest.mark.parametrize("written", TYPED)
def test_a_short_line_typed_without_marks_is_held_once(written: str) -> None:
    reading = speakable(written)
    assert [one.kind for one in reading.readings] == [Kind.UNMARKED]
    assert len(reading.doubts) == 1
