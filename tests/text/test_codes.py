"""What letters and figures name: written and spoken siblings of each kind, near-misses too.

The spoken side is what a newsreader says; no pair here may raise a doubt.
"""

import pytest

from broadcast.text.speakable import speakable

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
tờ khai 01a/LPTB|tờ khai không một a e lờ pê tê bê
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
cao tốc Hải Phòng - Ninh Bình (CT.16)|cao tốc Hải Phòng Ninh Bình, xê tê mười sáu
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
ALL = DOCUMENTS + CLASSES + NUMERALS + CODES + ROADS + PERSONS + WEATHER + DIGITS + PLATES


@pytest.mark.parametrize(("written", "spoken"), [line.split("|") for line in ALL.splitlines() if line])
def test_what_names_a_thing_is_read_as_a_newsreader_reads_it(written: str, spoken: str) -> None:
    read = speakable(written)
    assert str(read).rstrip(".").lower() == spoken.rstrip(".").lower()
    assert read.doubts == ()


@pytest.mark.parametrize("written", ["Theo tin từ CT16", "ghé DN15 hôm nay", "hôm qua Q. không đến"])
def test_where_two_readings_are_near_the_ward_is_asked(written: str) -> None:
    assert speakable(written).doubts
