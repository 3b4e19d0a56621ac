"""Telephone, hotline and emergency numbers and other numbers that are called out digit by digit."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind

_GAP = r"[ .-]?"
_NUMBER = re.compile(
    rf"""
      (?P<plus>\(?\+\d{{2}}\)?){_GAP}(?:\(0\))?\d{{1,4}}(?:{_GAP}\d{{2,4}}){{1,4}}
    | \(0\d{{1,3}}\)[ ]?\d{{1,4}}(?:{_GAP}\d{{3,4}}){{1,2}}
    | 0\d{{9,10}}
    | 0\d{{1,3}}(?:[ .-]\d{{1,4}}){{2,4}}
    | 0\d{{2,3}}[ .-]\d{{6,8}}
    | 1[89]00(?:{_GAP}\d{{2,4}}){{1,2}}
    """,
    re.VERBOSE,
)
_FREE = re.compile(r"\d{3,5}(?:[ .-]\d{2,4}){0,4}(?!\d|[.,]\d|[ ]?[%])")
_CALL = re.compile(
    r"(?:\b(?:điện thoại|đt|sđt|đtdđ|đtcđ|hotline|đường dây nóng|gọi|gọi số|gọi điện|gọi ngay|gọi tới|gọi"
    r" đến|tổng đài|số máy|máy"
    r"|máy bàn|di động|fax|zalo|liên hệ|tel|viber|đầu số|alo|bấm số|quay số|số nóng|trực ban|số trực|nhắn"
    r" tin|telephone|dđ"
    r"|số khẩn cấp|điện thoại di động|số lẻ|máy lẻ|số nội bộ|tin nhắn|sms)"
    r"(?: (?:số|là|theo số|qua số|tới số|đến số|tới|đến|theo|qua|miễn phí|khẩn cấp|24/7))*|☎|📞)[ :.(\"]*$"
)
_CALL_CHAIN = re.compile(r"(?:\d[ .-]?){2,}\d ?(?:,|và|hoặc|hay|/|-|;) ?(?:số )?$")
_RESCUE = re.compile(
    r"\b(?:số|cảnh sát|công an|cứu hỏa|cứu hoả|cấp cứu|cứu thương|phản ứng nhanh|khẩn cấp|lực lượng|chữa"
    r" cháy|báo cháy|cứu nạn|cứu hộ"
    r"|bảo vệ trẻ em|trẻ em|phòng cháy chữa cháy|pccc|y tế)[ :(\"]*$"
)
_HELP = frozenset({"111", "112", "113", "114", "115"})
_SHORT = _HELP | {"116", "117", "119", "1022", "1080", "1055", "1068", "156", "5656", "1414",
                  "1407", "1408", "1900",
                  "18001", "19001", "18008", "195", "197", "199", "1039"}  # fmt: skip
_STOPS = re.compile(
    r"[ \")]*(?:$|[.,;:!?/)\-]|(?:để|hoặc|và|khi|nếu|gặp|trong|ngay|nhằm|hay|của|\(|thì|được|qua|tại|theo|nhé)\b)"
)
_DIGITS_SAID = re.compile(
    r"\b(?:mã số thuế|mst|mã số|mã định danh|số định danh|số định danh cá nhân|cccd|cmnd|cmt|căn cước|căn"
    r" cước công dân|căn cước số"
    r"|số tài khoản|tài khoản|stk|số thẻ|mã thẻ|mã hồ sơ|mã bưu chính|mã bưu điện|số hộ chiếu|hộ chiếu|mã"
    r" vùng|mã otp|số cccd|số căn cước"
    r"|số sổ|mã khách hàng|mã số bhxh|sổ bhxh|mã tỉnh|số seri|seri)(?: (?:số|là))?[ :]*$"
)
_CODE_DIGITS = re.compile(r"\d{3,20}(?:[ .-]\d{2,6}){0,5}(?!\d|[.,]\d|%)")


def say_phone(page: Page, position: int) -> Found | None:
    text, left = page.text, page.left(position)
    if re.search(r"\d[.,/-]?$", left):
        return None
    if match := _NUMBER.match(text, position):
        end = _end_of_digits(text, match.end())
        count = sum(map(str.isdecimal, match[0]))
        bare_count = match[0][0] == "1" and match[0].isdecimal() and not _CALL.search(left)  # 18000000 people
        if end == match.end() and 8 <= count <= 13 and not bare_count:
            plus = "cộng " if match["plus"] else ""
            return Found(end=end, spoken=plus + numbers.digits(match[0]), kind=Kind.PHONE)
    if (match := _FREE.match(text, position)) and _is_called(match[0], left, page.right(match.end())):
        return Found(end=match.end(), spoken=numbers.digits(match[0]), kind=Kind.PHONE)
    if (match := _CODE_DIGITS.match(text, position)) and _DIGITS_SAID.search(left):
        return Found(end=match.end(), spoken=numbers.digits(match[0]), kind=Kind.PHONE)
    return None


def _end_of_digits(text: str, end: int) -> int:
    """Longer than the number where more digits are stuck to it."""
    return end + 1 if text[end : end + 1].isdecimal() else end


def _is_called(written: str, left: str, right: str) -> bool:
    compact = re.sub(r"\D", "", written)
    if compact in _HELP and compact == written and (_RESCUE.search(left) or _CALL_CHAIN.search(left)):
        return bool(_STOPS.match(right))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", written) and not re.search(
        r"\b(?:thoại|đt|sđt|fax|hotline|nóng)[ :.số]*$", left
    ):
        return False  # a sum of money or a count
    if not _CALL.search(left) and not (
        _CALL_CHAIN.search(left)
        and _CALL.search(re.sub(r"[\d .,/;-]+(?:và|hoặc|hay)?[\d .,/;-]*(?:số )?$", " ", left))
    ):
        return False
    return compact in _SHORT or len(compact) >= 5 or bool(_STOPS.match(right))
