"""Roman numerals where the words around make them numbers; never XI MĂNG or VI PHẠM."""

import re

from broadcast.text import numbers
from broadcast.text.letters import sayable
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind

_ROMAN = re.compile(r"(?P<roman>[IVXLC]{1,8})(?P<letter>[A-D]?)(?![^\W_])(?!\.[A-Z])")
_UNTIL = re.compile(r" ?- ?(?P<roman>[IVX]{1,7})(?!\w)")
_YEAR = re.compile(r" ?[/-] ?(?P<year>(?:19|20)\d\d)(?!\d)")
_SAID = re.compile(
    r"\b(?:lần thứ|lần|thứ|khóa|khoá|quý|chương|phần|mục|thế kỷ|thế kỉ|tk|loại|hạng|cấp|đại hội|đại hội"
    r" đảng|đại hội đảng bộ|đh|kỳ|kì|kỳ họp"
    r"|tập|quyển|vùng|nhóm|bậc|bảng|giai đoạn|đợt|hội nghị|olympic|điều|phụ lục|bài|tiết|tiểu mục|ngạch"
    r"|lớp|độ|biểu|mẫu|hình|nhiệm kỳ"
    r"|đảng bộ|thông tư|trung ương|thế chiến|louis|nicolas|nikolai|elizabeth|charles|phổ|học kỳ|học kì|hk"
    r"|kỳ thi|khu vực|kv|tuyến|khối"
    r"|công trình cấp|chiến tranh thế giới|dốc|gian|trạm|số|nhà máy|cụm|hồi|màn|điểm|khoản|nghị quyết"
    r"|festival|toàn quốc lần|niên khóa"
    r"|đại hội đại biểu|đại hội đại biểu toàn quốc|hội thi|đại hội thi đua|đh đảng|xếp loại|chuyên khoa"
    r"|ck|bệnh viện hạng|đô thị loại"
    r"|trường cấp|huân chương|hạng mục|liên khu|quân khu|quân đoàn|phân khu|đại hội đảng lần|bước|cấp độ"
    r"|chi bộ|tổ|đội|thôn|xóm|khu phố|cơ sở|vòng|hệ|dự án|phân đoạn|gói|gói thầu|kíp|thời|đời|pha|type"
    r"|typ|câu)[ :]*(?:thứ )?[\"(]*$"
)
_CHAIN = re.compile(r"\b[ivx]+ ?(?:,|và|-|đến|hoặc|tới) ?(?:quý |lớp |chương |khóa |thứ |mục |phần )?$")
_WORDS_NOT_NUMBERS = {
    "VI": r"phạm|sinh|rút|trùng|khuẩn|mô|tính|mạch|xử lý|vu|ô|na|phim|vút|lượng|hành|chất|xi",
    "XI": r"măng|phông|rô|nê|lanh|lô|líp|ba",
    "DI": r".*",
    "MI": r".*",
    "CI": r".*",
    "LI": r".*",
    "X": r"quang|ray",
    "V": r"v",
    "I": r"ốt|on|nốc|ran|rắc|ta",
    "C": r".*",
    "L": r".*",
}
_MEDAL = re.compile(
    r"\b(?:huân chương|huy chương|kháng chiến|chiến công|lao động|độc lập|chiến sĩ vẻ vang|bảo vệ tổ quốc"
    r"|quân công)[^,.;]{0,24}hạng $"
)
_AFTER_ORDINAL = re.compile(r"\b(?:lần )?thứ[ \"]*$")


def say_roman(page: Page, position: int) -> Found | None:
    match = _ROMAN.match(page.text, position)
    if not match:
        return None
    roman, left = match["roman"], page.left(position)
    letter = match["letter"]
    if letter and numbers.roman(roman + letter):
        roman, letter = roman + letter, ""
    number = numbers.roman(roman)
    if number is None or (re.search(r"[\w&/.-]$", left) and not re.search(r"\b[ivx]+ ?[-/.]$", left)):
        return None
    if not _is_number(page, roman, match.end(), left):
        return None
    if letter and letter not in "ABCD":
        return None
    return _said(page, match.end(), number, left, letter)


def _is_number(page: Page, roman: str, end: int, left: str) -> bool:
    right = page.right(end).lower()
    followers = _WORDS_NOT_NUMBERS.get(roman)
    said = _SAID.search(left) or _CHAIN.search(left)
    if (
        followers
        and re.match(rf"[ -]*(?:{followers})\b", right)
        and (right.strip() or not said)
        and roman not in ("C", "L")
    ):
        return bool(said) and not re.match(rf"[ -]+(?:{followers})\b", right)
    if said:
        return True
    # two letters and more that no Vietnamese word and no abbreviation has: II, XIV, XX
    return (len(roman) > 1 and set(roman) <= set("IVX") and not sayable(roman) and roman not in ("IX", "XV")) or (
        len(roman) > 2 and set(roman) <= set("IVX")
    )


def _said(page: Page, end: int, number: int, left: str, letter: str) -> Found:
    words = (
        numbers.ordinal(number)
        if _AFTER_ORDINAL.search(left) or (number == 1 and _MEDAL.search(left))
        else numbers.cardinal(number)
    )
    if letter:
        from broadcast.text.letters import letter_name

        words += f" {letter_name(letter)}"
    if until := _UNTIL.match(page.text, end):
        last = numbers.roman(until["roman"])
        if last and last > number:
            words, end = f"{words} đến {numbers.cardinal(last)}", until.end()
    if year := _YEAR.match(page.text, end):
        words, end = f"{words} năm {numbers.whole(year['year'])}", year.end()
    return Found(end=end, spoken=words, kind=Kind.ROMAN)
