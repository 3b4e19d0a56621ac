"""What letters and figures name: written and spoken siblings of each kind, near-misses too.

The spoken side is what a newsreader says; no pair here may raise a doubt.
"""

import pytest
from stand_ins.tables import for_each

from broadcast.text.speakable import speakable
from broadcast.text.spokentext import Kind

CLASSES = """
khối C|khối xê
Thi khối A, B, C.|Thi khối a, bê, xê.
hạng C, hạng D|hạng xê, hạng đê
hạng B, C và D|hạng bê, xê và đê
giấy phép lái xe hạng A1, B2, C1E, CE|giấy phép lái xe hạng a một, bê hai, xê một e, xê e
nhóm A-B|nhóm a bê
dự án nhóm C|dự án nhóm xê
tổ D, bảng C, loại C|tổ đê, bảng xê, loại xê
tòa C và tòa D|tòa xê và tòa đê
mục L, mục M|mục e lờ, mục em
hàng C, ghế 12|hàng xê, ghế mười hai
vitamin A, C, D, D3, K2|vi ta min a, xê, đê, đê ba, ca hai
viêm gan B, nhóm máu AB|viêm gan bê, nhóm máu a bê
điểm d khoản 1|điểm dê khoản một
điểm đ khoản 1 Điều 12|điểm đê khoản một Điều mười hai
"""
NUMERALS = """
quý I, khóa XVI|quý một, khóa mười sáu
phần V, mục V|phần năm, mục năm
lần thứ XX|lần thứ hai mươi
lần thứ XL|lần thứ bốn mươi
hạng I, loại II|hạng một, loại hai
cấp II, khu vực XI|cấp hai, khu vực mười một
thế kỷ XIX|thế kỷ mười chín
báo động III|báo động ba
xin cấp CCCD|xin cấp căn cước công dân
Ghi rõ số CCCD|Ghi rõ số căn cước công dân
hội viên đội CLB dân vũ|hội viên đội câu lạc bộ dân vũ
ca khúc trong đĩa CD|ca khúc trong đĩa xê đê
XI MĂNG, VI PHẠM|xi măng, vi phạm
"""
CODES = """
gói thầu XL-02|gói thầu ích e lờ không hai
Khai theo mẫu CT01.|Khai theo mẫu xê tê không một.
mẫu CC01, mẫu TK01, mẫu HK07|mẫu xê xê không một, mẫu tê ca không một, mẫu hát ca không bảy
tòa CT1, CT2 và CT3A|tòa xê tê một, xê tê hai và xê tê ba a
tòa CT1-CT4|tòa xê tê một đến xê tê bốn
chung cư HH2, N01-T3, OCT2|chung cư hát hát hai, en không một tê ba, o xê tê hai
tòa S1.02|tòa ét một chấm không hai
gói thầu số 02/XL|gói thầu số không hai ích e lờ
gói 5kg|gói năm ki lô gam
tháp CT1|tháp xê tê một
căn 12A05|căn mười hai a không năm
lô DN15|lô đê en mười lăm
mẫu số 01/ĐK|mẫu số không một đê ca
tờ khai 01a/LPTB|tờ khai không một a lệ phí trước bạ
mẫu 2C-BNV/2008|mẫu hai xê bộ nội vụ hai nghìn không trăm linh tám
mẫu C01-TS, khối D01, A00|mẫu xê không một tê ét, khối đê không một, a không không
mạng 5G, tivi 4K|mạng năm giê, ti vi bốn ca
cúm A(H1N1), cúm A/H5N1, cúm H5N6|cúm a hát một en một, cúm a hát năm en một, cúm hát năm en sáu
bụi mịn PM2.5|bụi mịn pê em hai phẩy năm
đội U23, chó K9, F0|đội u hai mươi ba, chó ca chín, ép không
tầng 12, P1204|tầng mười hai, phòng một hai không bốn
P.305, P.6, Q.10|phòng ba trăm linh năm, phường sáu, quận mười
TDP5, KP3, KDC2|tổ dân phố năm, khu phố ba, khu dân cư hai
NQ57, NĐ168, ĐA06|nghị quyết năm mươi bảy, nghị định một trăm sáu mươi tám, đề án không sáu
thực hiện CT16 của Thủ tướng|thực hiện chỉ thị mười sáu của Thủ tướng
Chỉ thị số 05-CT/TW|Chỉ thị số không năm chỉ thị trung ương
COVID-19, VTV1|cô vít mười chín, vê tê vê một
nghỉ T7|nghỉ thứ bảy
"""
ROADS = """
cao tốc Hải Phòng - Ninh Bình (CT.16)|cao tốc Hải Phòng, Ninh Bình, xê tê mười sáu
đường ven biển ĐT.353|đường ven biển đường tỉnh ba trăm năm mươi ba
QL.5, QL 10B, TL390, HL12|quốc lộ năm, quốc lộ mười bê, tỉnh lộ ba trăm chín mươi, hương lộ mười hai
tuyến đường ĐH.05, ĐX 3|tuyến đường huyện không năm, đường xã ba
đường ĐH 12|đường huyện mười hai
đoạn Km12+500 - Km15|đoạn ki lô mét mười hai cộng năm trăm đến ki lô mét mười lăm
đê K12+300|đê ca mười hai cộng ba trăm
đường AH14|đường xuyên á mười bốn
cách 15,5 km, tại Km 15,5|cách mười lăm phẩy năm ki lô mét, tại ki lô mét mười lăm phẩy năm
tại Km60+600|tại ki lô mét sáu mươi cộng sáu trăm
"""
PERSONS = """
anh H., chị T., bà P. và ông Q. đến|anh hát, chị tê, bà pê và ông quy đến
anh H (SN 1990)|anh hát, sinh năm một nghìn chín trăm chín mươi
N.Đ.H. khai nhận|en đê hát khai nhận
V.T.H. (SN 1990)|vê tê hát, sinh năm một nghìn chín trăm chín mươi
Nguyễn Thị H. trú tại P. Lê Lợi|Nguyễn Thị hát trú tại phường Lê Lợi
cháu B.N. và em L. bị đuối nước|cháu bê en và em e lờ bị đuối nước
Trần T. M. bị bắt|Trần tê em bị bắt
bị cáo T. và tài xế P. khai|bị cáo tê và tài xế pê khai
đối tượng X. bỏ trốn|đối tượng ích bỏ trốn
H. khai nhận đã lấy trộm|hát khai nhận đã lấy trộm
bác Th. và Ph.|bác tê hát và pê hát
phường, quận: P. Hồng Bàng, Q. Lê Chân|phường, quận, phường Hồng Bàng, quận Lê Chân
H. Thủy Nguyên, T. Quảng Ninh|huyện Thủy Nguyên, tỉnh Quảng Ninh
các cháu H. Thủy Nguyên|các cháu huyện Thủy Nguyên
bà con P. Đằng Hải|bà con phường Đằng Hải
đ/c P. Chủ tịch|đồng chí phó Chủ tịch
ông Q. 50 tuổi, ở Q. 5|ông quy năm mươi tuổi, ở quận năm
toàn H. có 5 xã|toàn huyện có năm xã
TP.HCM, TX. Quảng Yên|thành phố hồ chí minh, thị xã Quảng Yên
quý ông bà P. Cầu Đất|quý ông bà phường Cầu Đất
số 5 Lê Lai P. Máy Chai|số năm Lê Lai phường Máy Chai
"""
WEATHER = """
trên BĐ3 là 0,4m|trên báo động ba là không phẩy bốn mét
dưới BĐ2 0,35m|dưới báo động hai không phẩy ba mươi lăm mét
vượt BĐ II|vượt báo động hai
mức BĐ1-BĐ2|mức báo động một đến báo động hai
tọa độ 20°51'N, 106°41'E|tọa độ hai mươi độ năm mươi mốt phút bắc, một trăm linh sáu độ bốn mươi mốt phút đông
tọa độ 15,5N; 112,3E|tọa độ mười lăm phẩy năm độ bắc, một trăm mười hai phẩy ba độ đông
15,5 độ Vĩ Bắc|mười lăm phẩy năm độ Vĩ Bắc
hướng ĐN, gió ĐB cấp 6|hướng đông nam, gió đông bắc cấp sáu
hướng T-TB|hướng tây tây bắc
gió hướng B đến ĐB|gió hướng bắc đến đông bắc
nhiệt độ 20°C|nhiệt độ hai mươi độ xê
"""
DIGITS = """
tài khoản số 3761.0.1062972.91|tài khoản số ba bảy sáu một không một không sáu hai chín bảy hai chín một
tài khoản ngân hàng số 2100 2012 345|tài khoản ngân hàng số hai một không không hai không một hai ba bốn năm
CCCD số 0310 9000 1234|căn cước công dân số không ba một không chín không không không một hai ba bốn
MST 0200123456-001|mã số thuế không hai không không một hai ba bốn năm sáu không không một
trong tài khoản 1.500.000 đồng|trong tài khoản một triệu năm trăm nghìn đồng
số tiền 10000000000 đồng|số tiền mười tỷ đồng
02253.842.117|không hai hai năm ba tám bốn hai một một bảy
(0225) 3842.117|không hai hai năm ba tám bốn hai một một bảy
0225 3 842 117|không hai hai năm ba tám bốn hai một một bảy
0912.345.679/0912345680|không chín một hai ba bốn năm sáu bảy chín, không chín một hai ba bốn năm sáu tám không
ĐT: 0225.3842117/118|điện thoại, không hai hai năm ba tám bốn hai một một bảy, một một tám
+84 912 345 679|cộng tám bốn chín một hai ba bốn năm sáu bảy chín
tổng đài 1900.068.868|tổng đài một chín không không không sáu tám tám sáu tám
gọi 18001166 nhánh 2|gọi một tám không không một một sáu sáu nhánh hai
ĐT 3.842.117|điện thoại ba tám bốn hai một một bảy
ĐT (84-225) 3842117|điện thoại tám bốn hai hai năm ba tám bốn hai một một bảy
thu 3.842.117 đồng|thu ba triệu tám trăm bốn mươi hai nghìn một trăm mười bảy đồng
098.xxx.1234|không chín tám ích ích ích một hai ba bốn
có 18000000 người|có mười tám triệu người
gọi 113, 114, 115|gọi một một ba, một một bốn, một một năm
"""
PLATES = """
xe BKS 89K9-1550|xe biển kiểm soát tám mươi chín ca chín một năm năm không
xe ben BS 61C - 330.64|xe ben biển số sáu mươi mốt xê ba ba không sáu bốn
BS: 15A-123.45|biển số, mười lăm a một hai ba bốn năm
15B1 123.45|mười lăm bê một một hai ba bốn năm
29-H1 234.56|hai mươi chín hát một hai ba bốn năm sáu
biển số 15K-12345|biển số mười lăm ca một hai ba bốn năm
lớp 12A 2025|lớp mười hai a hai nghìn không trăm hai mươi lăm
BS Nguyễn Văn Minh khám|bác sĩ Nguyễn Văn Minh khám
920/23 Trần Nhân Tông|chín trăm hai mươi trên hai mươi ba Trần Nhân Tông
12/34/5 ngõ 7|mười hai trên ba mươi tư trên năm ngõ bảy
số 18A, lô 5B, 12bis|số mười tám a, lô năm bê, mười hai bít
có 45/50 hộ|có bốn mươi lăm trên năm mươi hộ
"""
DOCUMENTS = """
TCVN 2622:1995|tiêu chuẩn việt nam hai nghìn sáu trăm hai mươi hai năm một nghìn chín trăm chín mươi lăm
QCVN 06:2022/BXD|quy chuẩn việt nam không sáu năm hai nghìn không trăm hai mươi hai bộ xây dựng
ISO 9001:2015|i xô chín nghìn không trăm linh một năm hai nghìn không trăm mười lăm
họp lúc 9:30|họp lúc chín giờ ba mươi
Số: 12 /QĐ-UBND|Số, mười hai quyết định ủy ban nhân dân
số 12/ QĐ - UBND|số mười hai quyết định ủy ban nhân dân
số 15/KH-ubnd|số mười lăm kế hoạch ủy ban nhân dân
số 15/qđ-ubnd|số mười lăm quyết định ủy ban nhân dân
01/2026/QĐ-UBND|không một năm hai nghìn không trăm hai mươi sáu quyết định ủy ban nhân dân
12/GM-UBND|mười hai giấy mời ủy ban nhân dân
1224/SYT-NVY|một nghìn hai trăm hai mươi tư sở y tế nghiệp vụ y
12729/VPCP-KGVX|mười hai nghìn bảy trăm hai mươi chín văn phòng chính phủ khoa giáo văn xã
điểm a, b, c khoản 2|điểm a, bê, xê khoản hai
"""
HOUSES = """
số 43/106- 43/98|số bốn mươi ba trên một trăm linh sáu đến bốn mươi ba trên chín mươi tám
số nhà 120/5-120/15|số nhà một trăm hai mươi trên năm đến một trăm hai mươi trên mười lăm
số 12/5 - 12/9 ngõ 3|số mười hai trên năm đến mười hai trên chín ngõ ba
43/106, 43/98 phố Huế|bốn mươi ba trên một trăm linh sáu, bốn mươi ba trên chín mươi tám phố Huế
nhà 45/6/7-45/6/19|nhà bốn mươi lăm trên sáu trên bảy đến bốn mươi lăm trên sáu trên mười chín
số 12/5 - 15/5 thu tiền|số mười hai tháng năm đến mười lăm tháng năm thu tiền
Km6+45 - K6+470|ki lô mét sáu cộng bốn mươi lăm đến ki lô mét sáu cộng bốn trăm bảy mươi
tại Km 12+300 và K46+470|tại ki lô mét mười hai cộng ba trăm và ki lô mét bốn mươi sáu cộng bốn trăm bảy mươi
đê hữu Hồng K46+470|đê hữu Hồng ca bốn mươi sáu cộng bốn trăm bảy mươi
"""
CALLS = """
Cấp cứu 115, cháy nổ 114, trên biển 112|Cấp cứu một một năm, cháy nổ một một bốn, trên biển một một hai
Công an: 113; Cứu hỏa: 114; tư vấn 111|Công an, một một ba, Cứu hỏa, một một bốn, tư vấn một một một
cấp cứu 115, thôn có 112 hộ|cấp cứu một một năm, thôn có một trăm mười hai hộ
cấp cứu 115, thôn còn 112|cấp cứu một một năm, thôn còn một trăm mười hai
gọi 102xxx để nghe lại|gọi một không hai ích ích ích để nghe lại
l/h 9090 (200đ/p)|liên hệ chín không chín không, hai trăm đồng một phút
L/h: 0912345678|Liên hệ, không chín một hai ba bốn năm sáu bảy tám
150 lần/p, 5tr/th|một trăm năm mươi lần một phút, năm triệu đồng một tháng
nộp 20k/hs, 300đ/p.|nộp hai mươi nghìn đồng một học sinh, ba trăm đồng một phút
Tổng đài Điện lực 19006769 trực|Tổng đài Điện lực một chín không không sáu bảy sáu chín trực
chi 19006769 đồng|chi mười chín triệu không trăm linh sáu nghìn bảy trăm sáu mươi chín đồng
"""
THINGS = """
xăng RON95-3, RON95-III|xăng ron chín mươi lăm ba, ron chín mươi lăm ba
Căn hộ 2PN, 2WC, 1PK|Căn hộ hai phòng ngủ, hai nhà vệ sinh, một phòng khách
Căn hộ 2 PN, 2 WC|Căn hộ hai phòng ngủ, hai nhà vệ sinh
số nhà 2PN|số nhà hai pê en
gió c6-7, giật c8|gió cấp sáu đến bảy, giật cấp tám
Gió ĐĐB c5, giật C7|Gió đông đông bắc cấp năm, giật cấp bảy
lớp c5|lớp xê năm
500 kg p/chuồng|năm trăm ki lô gam phân chuồng
lộ 471E5.3, 474 E9.18|lộ bốn trăm bảy mươi mốt e năm chấm ba, bốn trăm bảy mươi tư e chín chấm mười tám
ống DN100, tuyến ống DN100PVC|ống đê en một trăm, tuyến ống đê en một trăm pê vê xê
cấp NC, cấp XN1|cấp nguyên chủng, cấp xác nhận một
giống OM 18, OM5451, IR 50404|giống ô em mười tám, ô em năm bốn năm một, i e rờ năm không bốn không bốn
trạm 25MVA|trạm hai mươi lăm mê ga vôn am pe
lần I-2025|lần một năm hai nghìn không trăm hai mươi lăm
lần thứ II-2024|lần thứ hai năm hai nghìn không trăm hai mươi tư
gói thầu XL-02, nhà V-12|gói thầu ích e lờ không hai, nhà vê mười hai
BĐ3, báo động BĐ3|báo động ba, báo động ba
"""
ISSUERS = """
Thông báo số 412/TB-ĐLKT của Điện lực Kiến Thụy|Thông báo số bốn trăm mười hai của Điện lực Kiến Thụy
Thông báo số 4/TB-ĐLKT ngày 8/5 của Điện lực Kiến Thụy|Thông báo số bốn ngày tám tháng năm của Điện lực Kiến Thụy
Cục Đường bộ Việt Nam có công văn số 8/CĐBVN-TCGT|Cục Đường bộ Việt Nam có công văn số tám
số 55/TB-XYZQ của Hội Làm vườn|số năm mươi lăm thông báo của Hội Làm vườn
12/QĐ-UBND của Ủy ban nhân dân phường|mười hai quyết định ủy ban nhân dân của Ủy ban nhân dân phường
Công văn số 12/UBND-ĐCXD|Công văn số mười hai ủy ban nhân dân địa chính xây dựng
"""
ALL = (
    HOUSES
    + CALLS
    + THINGS
    + ISSUERS
    + DOCUMENTS
    + CLASSES
    + NUMERALS
    + CODES
    + ROADS
    + PERSONS
    + WEATHER
    + DIGITS
    + PLATES
)


@for_each(tuple(line.split("|")) for line in ALL.splitlines() if line)
def test_what_names_a_thing_is_read_as_a_newsreader_reads_it(written: str, spoken: str) -> None:
    read = speakable(written)
    assert str(read).rstrip(".").lower() == spoken.rstrip(".").lower()
    assert read.doubts == ()


@pytest.mark.parametrize(
    "written", ["Theo tin từ CT16", "ghé DN15 hôm nay", "hôm qua Q. không đến", "số 412/TB-ĐLKT ngày 2/3/2025"]
)
def test_where_two_readings_are_near_the_ward_is_asked(written: str) -> None:
    assert speakable(written).doubts


BLANKS = ("ngày ..... tháng 5", "ngày ___ tháng 3", "ngày …/…/2026", "Nộp cho [tên người nhận] trước 5/6",
          "họp lúc [điền giờ] tại nhà văn hóa", "mời bà con đến ........ để nhận quà")  # fmt: skip


@pytest.mark.parametrize("written", BLANKS)
def test_a_place_left_open_is_asked_and_has_a_kind_of_its_own(written: str) -> None:
    read = speakable(written)
    assert read.doubts
    assert Kind.BLANK in {one.kind for one in read.readings}


@pytest.mark.parametrize("written", ["Vâng... tôi đến.", "[Video] Lễ hội", "........", "Chú ý [mới]: họp"])
def test_an_ellipsis_or_a_remark_in_brackets_is_no_open_place(written: str) -> None:
    assert Kind.BLANK not in {one.kind for one in speakable(written).readings}


@pytest.mark.parametrize(
    ("written", "kind"),
    [("BĐ3", Kind.CODE), ("mẫu CT01", Kind.CODE), ("khối A2", Kind.CODE), ("tầng 12A", Kind.CODE),
     ("số nhà 12A", Kind.ADDRESS), ("tỷ số 3-1", Kind.SCORE), ("10-15 người", Kind.RANGE),
     ("8/10 tổ dân phố", Kind.COUNT), ("số 5/12 phố Lê Lợi", Kind.ADDRESS)],
)  # fmt: skip
def test_a_reading_has_the_kind_that_the_reader_would_name(written: str, kind: Kind) -> None:
    assert kind in {one.kind for one in speakable(written).readings}
