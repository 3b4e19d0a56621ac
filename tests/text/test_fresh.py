"""What whole bulletins of communes and wards brought up: each kind with its siblings and its near misses.

`?` in the table stands for a doubt: a common reader would have to ask.
"""

import pytest
from stand_ins.gold import rows, words
from stand_ins.tables import for_each

from broadcast.text.speakable import speakable

ROWS = [(row.kind, row.written, list(row.accepted)) for row in rows("pairs/tuoi-1.tsv")]
TITLE = "Xã Thiên Nhẫn đẩy mạnh tuyên truyền chào mừng Đại hội Đảng bộ xã lần thứ nhất"
BODY = (
    "Thiên Nhẫn là một xã nằm ở phía nam của tỉnh; những ngày này các xóm đều treo cờ Tổ quốc, băng rôn và "
    "khẩu hiệu tại trụ sở, khu vực trung tâm, các tuyến đường chính, khu dân cư và điểm công cộng."
)
NARROW = (
    "Đảng ủy Thiên Nhẫn đã triển khai nhiều hoạt động phong phú của các\nĐoàn thể, tạo khí thế thi đua sôi nổi\n"
    "trong toàn dân."
)


@for_each((written, spoken) for _, written, spoken in ROWS if spoken != ["?"])
def test_what_bulletins_write_is_read_without_a_doubt(written: str, spoken: list[str]) -> None:
    read = speakable(written)
    assert [doubt.written for doubt in read.doubts] == []
    assert words(str(read)) in [words(reading) for reading in spoken]


@pytest.mark.parametrize("written", [written for _, written, spoken in ROWS if spoken == ["?"]])
def test_what_a_common_reader_would_ask_is_asked(written: str) -> None:
    assert speakable(written).doubts


def test_every_kind_has_eight_siblings() -> None:
    kinds = [kind for kind, _, _ in ROWS]
    assert {kind: kinds.count(kind) for kind in kinds if kinds.count(kind) < 8} == {}


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        (f"{TITLE}\n{BODY}", "lần thứ nhất."),  # the next line is wider than the title
        (f"{BODY} Nghệ An\n{NARROW}", "Nghệ An."),  # a long line before a narrow column
        ("hơn 10 tiếng một ngày ở hàng loạt khu dân cư để sửa chữa\nMột phần ấp 1 và ấp 2", "sửa chữa."),
        ("đường Trần Hưng Đạo, đường Nguyễn Thị Minh Khai, từ tổ 20 đến tổ 24\n07:30 08/10/2025", "hai mươi tư."),
        ("Trung tâm Dịch vụ tổng hợp xã thông báo lịch thu gom rác thải\nThời gian thu gom", "rác thải."),
        ("Các lớp chuẩn bị cho buổi họp cha mẹ học sinh đầu năm học mới\nTheo Thông tư 55", "học mới."),
    ],
)
def test_a_line_that_ends_on_purpose_ends_its_sentence(written: str, ends: str) -> None:
    assert ends in str(speakable(written)) or ends[:-1] + "," in str(speakable(written))


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        ("tuyên truyền kỷ niệm Cách mạng tháng Tám và Quốc khánh\n2/9 được đẩy mạnh", "Quốc khánh mùng hai"),
        ("Cách mạng tháng Tám (19/8/1945\n– 19/8/2025) và", "bốn mươi lăm đến mười chín"),
        ("dịp Quốc khánh mùng hai tháng chín (2/9/1945\n– 2/9/2025), xã họp", "bốn mươi lăm đến mùng hai"),
        ("Thực hiện kế hoạch của Đảng ủy và Ủy ban nhân dân xã về tổ\nchức Đại hội", "về tổ chức"),
        ("nhiều hoạt động chào mừng năm học mới của các trường học và\nĐoàn Thanh niên xã", "và Đoàn"),
        ("cờ Đảng, cờ Tổ quốc tại trụ sở, khu vực trung tâm của huyện\nĐông Anh, thành phố", "huyện Đông Anh"),
        ("họp vào lúc bảy giờ ba mươi sáng, tại nhà văn hóa của tổ\n12 phường Hồng Bàng", "tổ mười hai"),
    ],
)
def test_a_sentence_goes_on_over_a_break_inside_it(written: str, joined: str) -> None:
    assert joined in str(speakable(written))
