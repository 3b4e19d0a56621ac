"""Abbreviations of several senses: neighbours decide, the text's own long form decides, or the ward is asked."""

import pytest

from broadcast.text.speakable import speakable
from broadcast.text.suggestions import lexicon_line
from broadcast.ward.lexicon import read_lexicon


def said(written: str) -> str:
    spoken = speakable(written)
    assert spoken.doubts == (), (written, [one.written for one in spoken.doubts])
    return str(spoken).rstrip(".").lower()


NEIGHBOURS = [
    ("BCT Mặt trận tổ dân phố", "ban công tác mặt trận tổ dân phố"),
    ("Nghị quyết của BCT", "nghị quyết của bộ chính trị"),
    ("quà cho SV ĐH", "quà cho sinh viên đại học"),
    ("ĐH Đảng bộ phường", "đại hội đảng bộ phường"),
    ("trường CĐ nghề", "trường cao đẳng nghề"),
    ("CĐ cơ sở nhà trường", "công đoàn cơ sở nhà trường"),
    ("các trường MN, TH, THCS", "các trường mầm non, tiểu học, trung học cơ sở"),
    ("số TK ngân hàng", "số tài khoản ngân hàng"),
    ("từ TK XVIII", "từ thế kỷ mười tám"),
    ("Chi cục TK phường", "chi cục thống kê phường"),
    ("dự án ĐT xây dựng", "dự án đầu tư xây dựng"),
    ("khu ĐT mới", "khu đô thị mới"),
    ("tuyển 200 LĐ", "tuyển hai trăm lao động"),
    ("Đội TTĐT phường", "đội trật tự đô thị phường"),
    ("Cổng TTĐT thành phố", "cổng thông tin điện tử thành phố"),
    ("hưởng TNLĐ-BNN", "hưởng tai nạn lao động bệnh nghề nghiệp"),
    ("CT UBND phường", "chủ tịch ủy ban nhân dân phường"),
    ("CT TNHH Hoa Mai", "công ty trách nhiệm hữu hạn hoa mai"),
    ("GĐ Công ty", "giám đốc công ty"),
    ("hộ GĐ chính sách", "hộ gia đình chính sách"),
    ("NV y tế", "nhân viên y tế"),
    ("NV trọng tâm", "nhiệm vụ trọng tâm"),
    ("nộp HS tại phường", "nộp hồ sơ tại phường"),
    ("20 HS nghèo", "hai mươi học sinh nghèo"),
    ("các hội NCT, CCB", "các hội người cao tuổi, cựu chiến binh"),
    ("KH sử dụng điện", "khách hàng sử dụng điện"),
    ("KH tuyển quân", "kế hoạch tuyển quân"),
    ("25 HD bị ngập", "hai mươi lăm hộ dân bị ngập"),
    ("QH sử dụng đất", "quy hoạch sử dụng đất"),
    ("tỉnh BR-VT cũ", "tỉnh bà rịa vũng tàu cũ"),
    ("TT.HĐND phường", "thường trực hội đồng nhân dân phường"),
    ("UBND/HĐND phường", "ủy ban nhân dân hội đồng nhân dân phường"),
    ("THÔNG BÁO CỦA BCH QUÂN SỰ PHƯỜNG", "thông báo của ban chỉ huy quân sự phường"),
    ("lịch trực T7, CN", "lịch trực thứ bảy, chủ nhật"),
    ("ở TDP5 và KP3", "ở tổ dân phố năm và khu phố ba"),
]


@pytest.mark.parametrize(("written", "spoken"), NEIGHBOURS)
def test_of_several_senses_the_words_beside_it_decide(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), NEIGHBOURS)
def test_brackets_points_and_hard_spaces_change_no_sense(written: str, spoken: str) -> None:
    words = spoken.replace(",", "").split()
    for variant in (
        f"Có {written}.",
        f"Nay ({written}).",
        f"Có {written}; xem thêm",
        written.replace(" ", "\u00a0"),
    ):
        heard = said(variant).replace(",", "").replace(".", "").split()
        assert " ".join(words) in " ".join(heard), variant


STREETS = [
    ("số 5 đ. Lê Lợi", "số năm đường lê lợi"),
    ("nhà 120 đ. Lê Lợi", "nhà một trăm hai mươi đường lê lợi"),
    ("ở đ. Lê Lợi", "ở đường lê lợi"),
]


@pytest.mark.parametrize(("written", "spoken"), STREETS)
def test_d_with_a_point_is_a_street_before_a_name(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", ["giá 500.000đ. Hội phí", "thu 20.000 đ. Mời bà con"])
def test_d_with_a_point_after_an_amount_is_no_street(written: str) -> None:
    spoken = speakable(written)
    assert "đường" not in str(spoken)
    assert not any("đường" in one.suggestion for one in spoken.doubts)


OWN = [
    ("Bộ Tài chính (BTC) ban hành. BTC yêu cầu báo cáo", "bộ tài chính ban hành. bộ tài chính yêu cầu báo cáo"),
    ("Ban Tổ chức (BTC) mời. Gặp BTC cuộc thi", "ban tổ chức mời. gặp ban tổ chức cuộc thi"),
    ("Ban Chỉ huy (BCH) Quân sự", "ban chỉ huy quân sự"),
    ("Chương trình mục tiêu (CTMT) quốc gia", "chương trình mục tiêu quốc gia"),
    ("Câu lạc bộ (CLB) dân vũ", "câu lạc bộ dân vũ"),
    ("Nhiệm vụ (NV) trọng tâm", "nhiệm vụ trọng tâm"),
    ("Công ty Điện lực (CTĐL) Hải Phòng", "công ty điện lực hải phòng"),
    ("dịch tả lợn châu Phi (DTLCP)", "dịch tả lợn châu phi"),
    ("Tài nguyên và Môi trường (TNMT)", "tài nguyên và môi trường"),
    ("Công an thành phố Hải Phòng (CATP) ra quân", "công an thành phố hải phòng ra quân"),
    ("Chương trình (CTr) hành động", "chương trình hành động"),
    ("Ban Chỉ đạo (gọi tắt là BCĐ) họp", "ban chỉ đạo họp"),
    ("BTC (Bộ Tài chính) ban hành", "bộ tài chính ban hành"),
]


@pytest.mark.parametrize(("written", "spoken"), OWN)
def test_the_texts_own_long_form_decides_and_is_said_once(written: str, spoken: str) -> None:
    assert said(written) == spoken


OTHER = [
    ("Ủy ban phường (UBND họp)", "ủy ban phường, ủy ban nhân dân họp"),
    ("Nhà văn hóa (NVH cũ)", "nhà văn hóa, nhà văn hóa cũ"),
    ("Sở Y tế (BHXH) thông báo", "sở y tế, bảo hiểm xã hội, thông báo"),
    ("Hội đồng (2 người)", "hội đồng, hai người"),
    ("các khoa (HIV) và", "các khoa, hát i vê, và"),
    ("Trạm y tế (UBND phường)", "trạm y tế, ủy ban nhân dân phường"),
    ("gửi UBND (phường Hồng Bàng)", "gửi ủy ban nhân dân, phường hồng bàng"),
    ("chi trả (BHYT) cho dân", "chi trả, bảo hiểm y tế, cho dân"),
]


@pytest.mark.parametrize(("written", "spoken"), OTHER)
def test_brackets_that_are_no_such_letters_are_read(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", ["họp tại TT nhé", "gặp TK nhé", "nộp ở CT nhé", "nói với CS nhé"])
def test_what_nothing_decides_is_asked_and_no_sense_is_offered_for_good(written: str) -> None:
    (doubt,) = speakable(written).doubts
    assert "…" in doubt.suggestion
    assert "after: [" in doubt.suggestion
    filled = doubt.suggestion.replace("…", "trung tâm").encode()
    lexicon = read_lexicon("lexicon.yaml", filled)
    assert speakable(written, lexicon).doubts == ()
    assert speakable(f"xem {doubt.written} kia", lexicon).doubts  # elsewhere it is asked again


def test_figures_right_behind_letters_leave_them_no_sense() -> None:
    for written in ("tòa CT2", "lô TK3", "nhà TT5"):
        spoken = speakable(written)
        assert not {"chỉ thị", "tài khoản", "thông tư", "trung tâm"} & {one.spoken for one in spoken.readings}


PEOPLES = [
    ("Hoa hậu H'Hen Niê", "hoa hậu hờ hen niê"),
    ("bà H'Lim", "bà hờ lim"),
    ("ông K'Sor", "ông cơ so"),
    ("chị Ka Dru", "chị ka dờ ru"),
    ("buôn Ea Kmar", "buôn ê a cờ ma"),
    ("anh K'Bes ở thôn 4", "anh cơ bét ở thôn bốn"),
    ("ông Y Nham Ayun ở buôn Kna B", "ông y nham a yun ở buôn cờ na bê"),
    ("già làng Ama H'rin", "già làng a ma hờ rin"),
    ("buôn Ako Dhong", "buôn a kô đông"),
    ("cao nguyên M'Drăk", "cao nguyên mờ drắk"),
    ("làng Krêl", "làng cờ rên"),
    ("xã Chư Păh", "xã chư pá"),
    ("huyện Đắk R'Lấp", "huyện đắc rờ lấp"),
    ("Các huyện Kông Chro, Mang Yang, Đak Pơ, Kbang", "các huyện kông chờ ro, mang yang, đắc pơ, cờ bang"),
    ("xã Ia H'Drai", "xã ia hờ drai"),
    ("thị trấn Ea T'ling", "thị trấn ê a tờ linh"),
    ("huyện Đắk Glong", "huyện đắk gờ long"),
    ("ông Rơchăm Khánh", "ông rơ chăm khánh"),
    ("bon N'Jang Lơh", "bon nờ giang lơ"),
    ("buôn Kplang", "buôn cờ pờ lang"),
    ("ca sĩ Y Moan", "ca sĩ y moan"),
    ("anh A Lăng", "anh a lăng"),
    ("huyện Krông Năng", "huyện cờ rông năng"),
    ("thành phố Pleiku", "thành phố pờ lây cu"),
    ("huyện Mèo Vạc", "huyện mèo vạc"),
]


FOREIGN = ["ông Grace", "anh Kevin", "bà Thatcher", "O'Neil", "L'Oréal", "D'Or", "ca sĩ Brown", "xã Bxyz"]


@pytest.mark.parametrize("written", FOREIGN)
def test_a_foreign_name_is_none_of_the_peoples(written: str) -> None:
    assert [one.kind for one in speakable(written).readings if one.kind.value == "name"] == []
    assert speakable(written).doubts != ()


JOINED = [
    ("phân urê", "phân u rê"),
    ("kéo rơmoóc", "kéo rơ moóc"),
    ("bêtông", "bê tông"),
    ("phường QuảngNinh", "phường quảng ninh"),
    ("xe sơmi", "xe sơ mi"),
    ("ápphích", "áp phích"),
    ("đường BắcTừ Liêm", "đường bắc từ liêm"),
    ("vắcxin", "vắc xin"),
]


@pytest.mark.parametrize(("written", "spoken"), JOINED)
def test_syllables_in_one_word_are_said_apart(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", ["ngườih", "Trườg", "khôngan", "đườg"])
def test_a_slip_of_the_pen_is_asked_about(written: str) -> None:
    assert speakable(written).doubts != ()


PERSONS_LETTERS = [
    ("chị TNTN (18 tuổi, ngụ quận Thanh Khê)", "chị tê en tê en, mười tám tuổi, ngụ quận thanh khê"),
    ("anh NVH trình báo", "anh en vê hát trình báo"),
    ("bà PTK đến trụ sở", "bà pê tê ca đến trụ sở"),
    ("ông LĐV kể lại", "ông e lờ đê vê kể lại"),
    ("anh CSGT dừng xe", "anh cảnh sát giao thông dừng xe"),
    ("các chị HPN", "các chị hội phụ nữ"),
    ("cô GVCN nhắc", "cô giáo viên chủ nhiệm nhắc"),
    ("mẹ VNAH", "mẹ việt nam anh hùng"),
    ("anh TNXP Nguyễn Văn Lan", "anh thanh niên xung phong nguyễn văn lan"),
    ("ông PCT UBND", "ông phó chủ tịch ủy ban nhân dân"),
]


@pytest.mark.parametrize(("written", "spoken"), PERSONS_LETTERS)
def test_letters_after_one_title_are_a_person_s_unless_they_say_what_it_is(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), PEOPLES)
def test_the_names_of_the_peoples_are_said_without_a_doubt(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", ["hàng Kmart", "gọi Brown", "máy Dremel"])
def test_a_foreign_name_is_no_name_of_the_peoples(written: str) -> None:
    assert speakable(written).doubts


LOANS = [
    ("xe kéo rơmoóc", "xe kéo rơ moóc"),
    ("thêm 1 tuabin", "thêm một tua bin"),
    ("bán trên TikTok, Shopee", "bán trên tích tốc, sóp pi"),
    ("ngân hàng TPBank", "ngân hàng tê pê banh"),
    ("vắc xin Pfizer", "vắc xin phai dơ"),
    ("chụp X-quang", "chụp ích quang"),
    ("bón NPK", "bón en pê ca"),
    ("bão Wipha", "bão uy pha"),
]


@pytest.mark.parametrize(("written", "spoken"), LOANS)
def test_everyday_loans_and_firms_are_known(written: str, spoken: str) -> None:
    assert said(written) == spoken


PARTS = [
    ("phân NPK 16:5:11", "phân en pê ca mười sáu năm mười một"),
    ("NPK 16-16-8", "en pê ca mười sáu mười sáu tám"),
    ("NPK (5-10-3)", "en pê ca, năm mười ba"),
    ("NPK: 20 - 20 - 15", "en pê ca, hai mươi hai mươi mười lăm"),
]


@pytest.mark.parametrize(("written", "spoken"), PARTS)
def test_the_parts_of_a_fertilizer_are_numbers(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", ["họp 16-6-2026", "bón NPK ngày 16-6-2026", "lúc 16:05:11"])
def test_other_figures_are_no_parts_of_a_fertilizer(written: str) -> None:
    spoken = str(speakable(written))
    assert "mười sáu sáu hai" not in spoken
    assert "mười sáu năm mười một" not in spoken
    assert "mười sáu mười sáu tám" not in spoken


MORE_SENSES = [
    ("Ngân hàng TMCP Công Thương, PGD Kỳ Hòa", "ngân hàng thương mại cổ phần công thương, phòng giao dịch kỳ hòa"),
    ("PGD NHCSXH xã", "phòng giao dịch ngân hàng chính sách xã hội xã"),
    ("Agribank PGD số 5", "a gờ ri banh phòng giao dịch số năm"),
    ("PGD&ĐT quận", "phòng giáo dục và đào tạo quận"),
    ("Trưởng PGD gửi các trường", "trưởng phòng giáo dục gửi các trường"),
    (
        "Đồng chí Lan, TUV, Phó Chủ tịch HĐND tỉnh",
        "đồng chí lan, tỉnh ủy viên, phó chủ tịch hội đồng nhân dân tỉnh",
    ),
    ("Đồng chí Lan, TUV, Bí thư Quận ủy", "đồng chí lan, thành ủy viên, bí thư quận ủy"),
    ("Cổng TTĐT phường Cự Khối", "cổng thông tin điện tử phường cự khối"),
    ("Trang TTĐT xã", "trang thông tin điện tử xã"),
    ("ống nước thô STK 168", "ống nước thô sắt tráng kẽm một trăm sáu mươi tám"),
    ("nộp tiền qua STK 168", "nộp tiền qua số tài khoản một sáu tám"),
    ("hộ CN nhỏ lẻ", "hộ chăn nuôi nhỏ lẻ"),
    ("hộ nghèo, hộ CN", "hộ nghèo, hộ cận nghèo"),
    ("trang trại CN heo", "trang trại chăn nuôi heo"),
    ("CN Agribank Hải An", "chi nhánh a gờ ri banh hải an"),
    ("khu CN Đình Vũ", "khu công nghiệp đình vũ"),
    ("sáng CN", "sáng chủ nhật"),
    ("giống lúa cấp NC, XN1", "giống lúa cấp nguyên chủng, xác nhận một"),
    ("Người có HA cao", "người có huyết áp cao"),
    ("MG bé: 138 cháu", "mẫu giáo bé, một trăm ba mươi tám cháu"),
    ("nộp phí QLVH", "nộp phí quản lý vận hành"),
    ("Căn hộ 2PN, 2WC", "căn hộ hai phòng ngủ, hai nhà vệ sinh"),
    ("đoạt 3HCV, 2HCB", "đoạt ba huy chương vàng, hai huy chương bạc"),
    ("TPO - Hà Nội mưa", "tiền phong, hà nội mưa"),
    ("giống lúa OM 18", "giống lúa ô em mười tám"),
    ("chi tiết l/h phường", "chi tiết liên hệ phường"),
]


@pytest.mark.parametrize(("written", "spoken"), MORE_SENSES)
def test_a_form_of_several_places_is_read_by_its_place(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", ["lớp 10A2", "tòa 2CT", "xe 29HC", "lô 3TK"])
def test_letters_behind_a_number_that_count_nothing_are_letters(written: str) -> None:
    spoken = str(speakable(written))
    assert not any(words in spoken for words in ("phòng", "huy chương", "chỉ thị", "tài khoản"))


def test_a_form_that_a_lexicon_does_not_take_is_offered_no_line() -> None:
    long = "to dan pho so nam moi ba con den nha van hoa hop luc bay gio ba muoi ngay mai de nghi di dung gio"
    (doubt,) = speakable(long).doubts
    assert doubt.suggestion == ""
    assert lexicon_line(f"đến {long}", 4, 4 + len(long), "đọc thử") == ""


@pytest.mark.parametrize(
    ("text", "guess", "line"),
    [
        ("ABCX", "a bê", '"ABCX": a bê'),
        ("ABCX", "a bê, xê", '"ABCX": a bê, xê'),
        ("ABCX", "a bê.", '"ABCX": …'),
        ("ABCX", "2 bê", '"ABCX": …'),
        ("ABCX", "a - bê", '"ABCX": …'),
        ("ABCX", "", '"ABCX": …'),
        ("AB\nCX", "a bê", '"AB CX": a bê'),
        ("A\nB  C", "a bê", '"A B C": a bê'),
    ],
)
def test_only_words_are_offered_as_a_reading_and_the_form_on_one_line(text: str, guess: str, line: str) -> None:
    assert lexicon_line(text, 0, len(text), guess) == line
