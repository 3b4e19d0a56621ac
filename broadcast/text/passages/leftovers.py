"""An announcement's text -> what a template or a reminder left in it, and days and hours that there are none of.

`Có #### đại biểu`, `(chờ số liệu)`, `ten_chu_ho`, `Lúc 25h00 ngày 30/02/2026` would be read out as they stand. A
place that is empty between its neighbours is told by unfilled.py; here something stands in it, but not what is
meant.
"""

import re
from calendar import monthrange
from collections.abc import Iterator

from broadcast.base.errors import Message, tell
from broadcast.text.spokentext import Doubt

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

_LEFT = re.compile(
    rf"""
      [\[(<{{«]\s?{PROMISE}\s?[\])>}}»]                                     # (chờ số liệu)
    | (?-i:«[A-ZĐ][A-ZĐ_0-9]{{1,40}}»)                                     # a field of Word's mail merge
    | (?<![\w@/.#:?&=`-])[a-z]{{1,20}}(?:_[a-z0-9]{{1,20}}){{1,5}}(?![\w@/:-]|\.\w)      # ten_chu_ho
    | (?<![\w.,])(?-i:[xXnN]|[xX]{{2}})(?=\s?%|\s(?:đại\sbiểu|người|hộ|suất|gia\sđình|hội\sviên|đảng\sviên)\b)
    | \?{{1,3}}%
    | (?<=\w[ ])(?:\#{{2,9}}|[-–—]{{3,9}}|(?:[-–—][ ]){{2,9}}|[═─░▒▓█]{{2,20}})(?=[ ]?\w)        # có #### đại biểu
    | (?<![\w.-])0\d{{0,3}}[xX]{{4,9}}(?!\w)                                # 09xxxxxxxx
    | \bngày(?:[ ]\.){{2,9}}[ ]?/ | (?<!những\s)(?<!các\s)(?<!mấy\s)\bngày(?:…|\.{{3}})  # ngày . . / . . / 2026
    | (?:(?m:^)|[.,;]\s)(?:SĐT|(?:số\s)?điện\sthoại|thành\sphần|địa\sđiểm|thời\sgian|chủ\strì)\s?:\s{{0,9}}\Z
    | (?:(?m:^)|[.:]\s)(?:nhập|điền|ghi|gõ)\s{_WHAT}\s(?:vào|ở|tại)\sđây
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(r"(?i)(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\w/-]|[.]\d)")
_DAY_OF_MONTH = re.compile(
    r"(?i)\bngày\s(\d{1,2})(?:/|\stháng\s)(\d{1,2})(?:,? năm (\d{4}))?(?!\w|\s?[/-]|[.,]\d)"
)
_HOUR = re.compile(r"(?i)\b(?:lúc|hồi|vào lúc)\s(\d{1,2})\s?(?:h|:|giờ)\s?(\d{2})?(?!\w)")
_NUMBERED = re.compile(r"(?i)(?:\bsố:?|\bkhoản|\bmục)\s$")
_A_LEAP_YEAR = 2024


def leftovers(text: str) -> tuple[Doubt, ...]:
    """Find what somebody left in an announcement that is not to be read, in order: a doubt for each."""
    found = [_doubt(match) for match in _LEFT.finditer(text)]
    return tuple(sorted([*found, *_in_no_calendar(text)], key=lambda one: one.start))


def _in_no_calendar(text: str) -> Iterator[Doubt]:
    for match in _DAY.finditer(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if not _NUMBERED.search(text[max(0, match.start() - 8) : match.start()]) and not _is_day(day, month, year):
            yield _odd(match, tell("ngày “{written}” không có trong lịch", written=match[0]))
    for match in _DAY_OF_MONTH.finditer(text):
        if not _is_day(int(match[1]), int(match[2]), int(match[3] or _A_LEAP_YEAR)):
            yield _odd(match, tell("“{written}” không có trong lịch", written=match[0]))
    for match in _HOUR.finditer(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            yield _odd(match, tell("“{written}” không phải giờ trong ngày", written=match[0]))


def _is_day(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and year > 0 and 1 <= day <= monthrange(year, month)[1]


def _doubt(match: re.Match[str]) -> Doubt:
    why = tell("chỗ “{written}” còn để trống, chưa điền", written=match[0].strip())
    return _made(match, why, tell("Điền vào chỗ trống, hoặc bỏ cả câu ấy đi."))


def _odd(match: re.Match[str], why: Message) -> Doubt:
    return _made(match, why, tell("Xem lại ngày, giờ trong câu này."))


def _made(match: re.Match[str], why: Message, advice: Message) -> Doubt:
    return Doubt(start=match.start(), end=match.end(), written=match[0], why=why, suggestion="", advice=advice)
