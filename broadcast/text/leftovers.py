"""An announcement's text -> what a template, an office program or a reminder left in it.

`Có #### đại biểu`, `(chờ số liệu)`, `ten_chu_ho`, `1,5E+06 đồng` would be read out as they stand. A place that is
empty between its neighbours is told by holes.py; here something stands in it, but not what is meant. unfilled.py
asks about both.
"""

import re

from broadcast.text.patterns import lazily

_WHAT = (
    r"(?:số(?:\ liệu|\ lượng|\ điện\ thoại)?|thông\ tin|báo\ cáo|kết\ quả|danh\ sách|quyết\ định|văn\ bản"
    r"|nội\ dung|ngày|giờ|tên|họ\ tên|địa\ điểm|thời\ gian|tên\ đơn\ vị)"
)
PROMISE = rf"""(?:
    chưa(?:\ (?:có|cập\ nhật|nhận|chốt|công\ bố|thống\ kê|tổng\ hợp|kiểm\ tra|kiểm\ chứng|chính\ thức|điền|rõ|biết)
      (?:\ {_WHAT})?)?
  | (?:đang\ |còn\ )?(?:chờ|đợi)\ (?:{_WHAT}|cấp\ trên|duyệt|xác\ nhận|công\ bố)
  | đang\ (?:tổng\ hợp|thống\ kê|xác\ minh|rà\ soát|cập\ nhật|kiểm\ tra|xin\ ý\ kiến)(?:\ {_WHAT})?
  | (?:sẽ\ )?(?:có|điền|bổ\ sung|thông\ báo|báo|cập\ nhật|thông\ tin)\ sau
  | (?:cần|phải|nhớ)\ (?:bổ\ sung|điền|hỏi|kiểm\ tra|cập\ nhật)(?:\ lại|\ thêm|\ {_WHAT})?
  | (?:nhập|điền|ghi|gõ)(?:\ {_WHAT})?\ (?:vào|ở|tại)\ đây
  | (?:tạm\ )?(?:để\ )(?:trống|sau) | còn\ thiếu | thiếu(?:\ {_WHAT})
  | hỏi\ lại(?:\ \w{{1,12}}){{0,3}} | xem\ (?:lại|sau)
  | không\ có\ (?:số\ liệu|thông\ tin) | (?:không|ko)\ (?:biết|rõ|nhớ)
)"""
"""Said in place of what is to be said, by whoever does not know it yet. For a pattern with VERBOSE."""

ASKS = "(?:" + "|".join(rf"(?<=\b{word}[ ])" for word in (
    "có", "gồm", "là", "ngày", "lúc", "hồi", "tại", "vào", "từ", "đến", "số", "tiền", "đóng", "nộp", "thu", "đạt",
    "mời", "ông", "bà", "cho", "do", "khoảng", "hơn", "tổng", "cộng", "thứ",
)) + ")"  # fmt: skip
"""Behind a word that asks for another; `Tổ 1 --- 7 giờ` only parts what it stands between."""
ASKS_OF_A_DAY = "(?:" + "|".join(rf"(?<=\b{word}[ ])" for word in (
    "họp", "hội", "lễ", "vào", "sáng", "chiều", "tối", "trước", "từ", "hết", "hạn",
)) + ")"  # fmt: skip
_NOT_EACH = "".join(f"(?<!{word}[ ])" for word in (
    "những", "các", "mấy", "mỗi", "từng", "cả", "một", "hàng", "hằng", "nhiều", "mọi", "ban", "suốt", "vài", "bao",
    "ngày", "đến", "đôi",
))  # fmt: skip
"""`Mỗi ngày… một việc tốt` leaves nothing open."""

LEFTOVERS = lazily(
    rf"""
      [\[(<{{«]\s?{PROMISE}\s?[\])>}}»]                                     # (chờ số liệu)
    | (?-i:«[A-ZĐ][A-ZĐ_0-9]{{1,40}}»)                                     # a field of Word's mail merge
    | (?<![\w@/.#:?&=`-])[a-z]{{1,20}}(?:_[a-z0-9]{{1,20}}){{1,5}}(?![\w@/:-]|\.\w)      # ten_chu_ho
    | (?<![\w.,])(?-i:[xXnN]|[xX]{{2}})(?=\s?%|\s(?:đại\sbiểu|người|hộ|suất|gia\sđình|hội\sviên|đảng\sviên)\b)
    | \?{{1,3}}% | (?<!\S)_{{1,3}}% | \d\s?~~\s?\d                             # đạt _%; 7~~9 giờ
    | (?<=\S[ ])\#{{2,20}}(?=[ ]\w|[.,;%]) | (?<=:[ ])\#{{2,20}}(?!\S)
    | (?m:^)\#{{3,20}}[ ](?:đồng|nghìn|triệu|người|hộ)\b                    # ###### đồng: a narrow cell
    | {ASKS}(?:[-–—]{{3,9}}|(?:[-–—][ ]){{2,9}})(?=[ ]?\w)                   # có --- đại biểu
    | (?<=\w[ ])[═─░▒▓█]{{2,20}}(?=[ ]?\w)
    | (?<![\w.-])0\d{{0,3}}[xX]{{4,9}}(?!\w)                                # 09xxxxxxxx
    | \bngày(?:[ ]\.){{2,9}}[ ]?/                                      # ngày . . / . . / 2026
    | {ASKS_OF_A_DAY}ngày(?:…|\.{{3}})(?!\.)
    | {_NOT_EACH}\bngày(?:…|\.{{3}})(?=\s?(?:[,/;\n]|\Z)|\s(?:tại|lúc|năm)\b)
    | (?:(?m:^)|[.,;]\s)(?:SĐT|(?:số\s)?điện\sthoại|thành\sphần|địa\sđiểm|thời\sgian|chủ\strì)\s?:\s{{0,9}}\Z
    | (?:(?m:^)|[.:]\s)(?:nhập|điền|ghi|gõ)\s{_WHAT}\s(?:vào|ở|tại)\sđây
    | (?:(?m:^)|[.;]\s)(?:cần|phải|nhớ)\s(?:kiểm\stra|xem|hỏi|sửa|bổ\ssung|cập\snhật)\s(?:lại|thêm)
      \s(?:{_WHAT}|chỗ|câu|đoạn)\s(?:này|kia|trên|ở\strên)\b
      (?!\s(?:trước|khi|với|tại|bằng|để)\b)                                # Cần kiểm tra lại số này: 500 hộ
    | (?:(?m:^)|[.;]\s)(?:(?:cần|phải|nhớ)\s(?:bổ\ssung|điền|cập\snhật|(?:kiểm\stra|xem|hỏi|sửa)\slại)
      |(?:sửa|xem|điền|hỏi|kiểm\stra)(?:\slại)?\ssau)\s?(?=[.\n]|\Z)                # a sentence of its own
    | \b(?:số|chỗ|ngày|giờ|tên)\snày\schưa\s(?:chắc|rõ|đúng|chuẩn)\b
    | (?-i:Lỗi!\s(?:Không|Thẻ|Tham|Chưa|Liên|Đối|Tên|Mục)\b)[^.!?\n]{{0,80}}            # of Word, in Vietnamese
    | (?<![\w.,])\d(?:[.,]\d{{1,15}})?E[+-]\d{{1,3}}(?!\w)                    # 1,5E+06 đồng
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is to be asked about; each match is bounded, so a text is read in linear time."""
