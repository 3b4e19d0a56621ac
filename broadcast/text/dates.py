"""Dates, months, quarters, years and spans of them, told from fractions and house numbers by their context."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind

_D = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_M = r"(?:0?[1-9]|1[0-2])(?!\d)"
_Y = r"(?:1[0-9]|20|21)\d\d(?!\d)"
_S = r"\ ?[/.-]\ ?"
_TO = r"\ ?-\ ?"

_ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_FULL = re.compile(
    rf"(?P<d>{_D})(?P<s>{_S})(?P<m>{_M})\ ?(?P=s)\ ?(?P<y>{_Y}|\d\d(?![\d/.,]))".replace(r"\ ?(?P=s)\ ?", "(?P=s)")
)
_DAYS_FULL = re.compile(rf"(?P<d1>{_D}){_TO}(?P<d>{_D})(?P<s>[/.])(?P<m>{_M})(?P=s)(?P<y>{_Y})")
_DM_DM = re.compile(
    rf"(?P<d1>{_D})(?P<s>[/.])(?P<m1>{_M}){_TO}(?P<d>{_D})(?P=s)(?P<m>{_M})(?:(?P=s)(?P<y>{_Y}))?(?![/.]?\d)"
)
_DAYS_M = re.compile(rf"(?P<d1>{_D}){_TO}(?P<d>{_D})/(?P<m>{_M})(?![/.]?\d)")
_DM = re.compile(rf"(?P<d>{_D})(?P<s>[/.-])(?P<m>{_M})(?![/.-]?\d|%|\ ?[a-zA-Z]+[/²])")
_MY = re.compile(rf"(?P<m>{_M})(?P<s>{_S})(?P<y>{_Y})")
_MM_Y = re.compile(rf"(?P<m1>{_M}){_TO}(?P<m>{_M})(?P<s>[/.])(?P<y>{_Y})")
_YY = re.compile(rf"(?P<y1>{_Y}){_TO}(?P<y>{_Y})")
_T_MONTH = re.compile(rf"T\.?(?P<m>{_M})(?:[/.-](?P<y>{_Y}))?(?!\w|[/.]\d)")

_GOVERNED = re.compile(
    r"\b(?:ngày|mùng|mồng)[ :(]*(?:\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{4})?)?(?: ?(?:,|và|đến|tới|hoặc|-|;)"
    r" ?(?:hết )?)+)*$"
)
"""The word `ngày` (or `mùng`) already stands before the day, perhaps over a list of days."""
_DATE_WORDS = re.compile(
    r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|mùng|mồng|rằm|dịp|lễ|tết|nghỉ|quốc khánh|giải phóng|miền nam"
    r"|thống nhất"
    r"|đất nước|quốc tế|quốc tế lao động|phụ nữ|thầy thuốc|nhà giáo|việt nam|thiếu nhi|liệt sĩ|liệt sỹ|thành lập"
    r"|truyền thống|kỷ niệm|kỉ niệm|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn|năm nay|tuần|hạn|cuối"
    r"|cách mạng|bầu cử|thương binh|chiến thắng|điện biên phủ|báo chí|doanh nhân|gia đình|trẻ em|giờ|giờ \d{1,2}"
    r"|giờ \d{1,2} phút|\d{1,2}h(?:\d\d)?'?|\d{1,2}:\d\d|hết|trước|sau|vào|đến|từ|tới|qua|kể từ|tính đến"
    r"|bắt đầu|học từ)"
    r"[ :,(-]*(?:ngày )?$"
)
_STRONG_DATE_WORDS = re.compile(
    r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|mùng|mồng|rằm|dịp|lễ|tết|quốc khánh|giải phóng|miền nam|thống"
    r" nhất|đất nước"
    r"|quốc tế|lao động|phụ nữ|thầy thuốc|nhà giáo|việt nam|thiếu nhi|liệt sĩ|liệt sỹ|thành lập|truyền"
    r" thống|kỷ niệm"
    r"|kỉ niệm|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cách mạng|chiến thắng|điện biên phủ|báo chí"
    r"|doanh nhân)[ :,(]*$"
)
_LIST_OF_DATES = re.compile(r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})? ?(?:,|và|-|đến|hoặc|;) ?$")
_SHARE_LEFT = re.compile(
    r"\b(?:chiếm|khoảng|hơn|gần|được|đạt|bằng|giảm|tăng|ít nhất|tối thiểu|tối đa|quá|trên|dưới|có|còn"
    r"|thêm|mất|tỷ lệ"
    r"|tỉ lệ|số|ngõ|ngách|hẻm|kiệt|nhà|lô|tổ|lên|xuống|gấp|thứ|phần|cả|đủ|chỉ|kết quả)[ :(]*$"
)
_SHARE_RIGHT = re.compile(
    r"\ *(?:số|tổng|diện tích|dân|thành viên|phiếu|chặng|quãng|học sinh|cử tri|đại biểu|hộ|người|tổ"
    r"|phường|xã|trường"
    r"|chỉ tiêu|tiêu chí|thời gian|khối lượng|công trình|mức|giá|lượng|thu nhập|phần|cơ quan|đơn vị|chi"
    r" bộ|điểm|đảng viên"
    r"|giáo viên|cán bộ|đồng chí|ủy viên|doanh nghiệp|cơ sở|thôn|khu|hồ sơ|nội dung|nhiệm vụ|lớp|muỗng"
    r"|thìa|cốc|lít|kg|ha"
    r"|tháng|năm|nhân|toàn|đất|mặt|quân)\b",
)
_COUNTED = re.compile(
    r" ?[^\W\d_]+(?<!tại)(?<!ở)(?<!và)(?<!đến)(?<!của)(?<!là)(?<!với)(?<!trên)(?<!nhằm)"
    r"(?<!để)(?<!do)(?<!về)(?<!hoặc)\b"
)
_LUNAR = re.compile(r" *\(?(?:âm lịch|dương lịch|âl|ÂL|AL|hằng năm|hàng năm|năm \d|tới đây|vừa qua|năm nay)")
_NUMBERED = re.compile(
    r"\b(?:quý|kỳ|đợt|lần|học kỳ|số|tuần|vụ|khóa|khoá|phiên|quyết định|nghị quyết|thông tư|nghị định)[ :]*$"
)
_MONTH_SAID = re.compile(r"\b(?:tháng|tháng \d{1,2} ?(?:,|và|đến|-)|các tháng)[ :]*$")
_SCHOOL_YEAR = re.compile(r"\b(?:năm học|niên khóa|niên khoá|khóa học|mùa giải|vụ)[ :]*$")
_SPAN_OF_DAYS = re.compile(r"\b(?:các ngày|những ngày|từ ngày|từ|trong ngày|đợt)[ :]*$")

_DAYS_KNOWN_BY_DATE = (
    "1/1 6/1 9/1 3/2 27/2 8/3 10/3 26/3 30/4 1/5 7/5 13/5 15/5 19/5 1/6 21/6 28/6 27/7 28/7 19/8 2/9 1/10 "
    "10/10 13/10 14/10 20/10 9/11 18/11 20/11 23/11 22/12"
)
WELL_KNOWN = frozenset(tuple(map(int, written.split("/"))) for written in _DAYS_KNOWN_BY_DATE.split())
"""Days of the year that are known by their date: 3/2 (the Party), 8/3, 30/4, 1/5, 2/9, 20/11, 22/12 …"""


def say_dates(page: Page, position: int) -> Found | None:
    """The first of the shapes that fits, longest first."""
    text, left = page.text, page.left(position)
    if position and (text[position - 1] in "/" or re.search(r"\d[.,-]$", left)):
        return None
    for pattern, say in _SHAPES:
        if (match := pattern.match(text, position)) and (found := say(page, match, left)):
            return found
    return None


def say_month_letters(page: Page, position: int) -> Found | None:
    """`T10/2025`; `T10` alone only after words that speak of months."""
    match = _T_MONTH.match(page.text, position)
    left = page.left(position)
    if not match or not (
        match["y"] or re.search(r"\b(?:trong|từ|đến|hết|tính đến|cuối|đầu|báo cáo|-)[ -]*$", left)
    ):
        return None
    if not match["y"] and 2 <= int(match["m"]) <= 7:
        return None
    year = f" năm {numbers.whole(match['y'])}" if match["y"] else ""
    return Found(end=match.end(), spoken=f"tháng {_month(match['m'])}{year}", kind=Kind.DATE)


def say_day_or_month_number(page: Page, position: int) -> Found | None:
    """A number right after `ngày`, `tháng`, `thứ`: without its zero, and `tháng tư`, `thứ tư`."""
    match = re.compile(r"\d{1,3}(?!\d|[.,/:]\d|[a-zA-Z%°])").match(page.text, position)
    if not match:
        return None
    left, number = page.left(position), int(match[0])
    if re.search(r"\btháng $", left) and 1 <= number <= 12:
        until = re.compile(rf"{_TO}({_M})(?![/.]?\d)").match(page.text, match.end())
        if until and int(until[1]) > number:
            spoken = f"{_month(match[0])} đến tháng {_month(until[1])}"
            return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
        return Found(end=match.end(), spoken=_month(match[0]), kind=Kind.DATE)
    if re.search(r"\bthứ $", left):
        until = re.compile(r" ?- ?([2-7])(?!\w)").match(page.text, match.end())
        if until and 2 <= number < int(until[1]):
            spoken = f"{numbers.ordinal(number)} đến thứ {numbers.ordinal(int(until[1]))}"
            return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
        return Found(end=match.end(), spoken=numbers.ordinal(number), kind=Kind.ORDINAL)
    if (
        number <= 31
        and _GOVERNED.search(left)
        and re.match(r" ?(?:-|đến|và|,|tháng|$|\.|;|\))", page.right(match.end()))
    ):
        until = re.compile(rf"{_TO}({_D})(?![/.]?\d)").match(page.text, match.end())
        if until and int(until[1]) > number:
            spoken = f"{numbers.cardinal(number)} đến {numbers.whole(until[1])}"
            return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
        return Found(end=match.end(), spoken=numbers.cardinal(number), kind=Kind.DATE)
    return None


def _day(written: str, left: str) -> str:
    """`mùng` for the first ten days, unless `ngày` is already said."""
    day = int(written)
    return numbers.cardinal(day) if day > 10 or _GOVERNED.search(left) else f"mùng {numbers.cardinal(day)}"


def _month(written: str) -> str:
    return "tư" if int(written) == 4 else numbers.cardinal(int(written))


def _year(written: str) -> str:
    if len(written) == 2:
        written = ("20" if int(written) <= 50 else "19") + written
    return f"năm {numbers.whole(written)}"


def _iso(_: Page, match: re.Match[str], left: str) -> Found | None:
    day = "" if re.search(r"ngày $", left) else "ngày "
    spoken = f"{day}{numbers.whole(match['d'])} tháng {_month(match['m'])} {_year(match['y'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _full(page: Page, match: re.Match[str], left: str) -> Found | None:
    short = len(match["y"]) == 2
    if short and (match["s"] != "/" or not _DATE_WORDS.search(left)):
        return None
    spoken = f"{_day(match['d'], left)} tháng {_month(match['m'])} {_year(match['y'])}"
    until = re.compile(r" ?- ?").match(page.text, match.end())
    if until and until.end() > match.end() and (second := _FULL.match(page.text, until.end())):
        other = f"{_day(second['d'], left)} tháng {_month(second['m'])} {_year(second['y'])}"
        return Found(end=second.end(), spoken=f"{spoken} đến {other}", kind=Kind.DATE)
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _days_full(_: Page, match: re.Match[str], left: str) -> Found | None:
    spoken = (
        f"{_day(match['d1'], left)} đến {_day(match['d'], left)} tháng {_month(match['m'])} {_year(match['y'])}"
    )
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _dm_dm(_: Page, match: re.Match[str], left: str) -> Found | None:
    first = f"{_day(match['d1'], left)} tháng {_month(match['m1'])}"
    last = f"{_day(match['d'], left)} tháng {_month(match['m'])}"
    year = f" {_year(match['y'])}" if match["y"] else ""
    holidays = {(30, 4), (1, 5)} == {(int(match["d1"]), int(match["m1"])), (int(match["d"]), int(match["m"]))}
    between = ", " if holidays and not re.search(r"\btừ (?:ngày )?$", left) else " đến "
    return Found(end=match.end(), spoken=f"{first}{between}{last}{year}", kind=Kind.DATE)


def _days_month(page: Page, match: re.Match[str], left: str) -> Found | None:
    if int(match["d1"]) >= int(match["d"]) or _SHARE_RIGHT.match(page.right(match.end())):
        return None
    spoken = f"{_day(match['d1'], left)} đến {_day(match['d'], left)} tháng {_month(match['m'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _months_year(_: Page, match: re.Match[str], left: str) -> Found | None:
    if int(match["m1"]) >= int(match["m"]):
        return None
    said = "" if _MONTH_SAID.search(left) else "tháng "
    if re.search(r"\bquý $", left):
        spoken = f"{numbers.whole(match['m1'])} đến quý {numbers.whole(match['m'])} {_year(match['y'])}"
    else:
        spoken = f"{said}{_month(match['m1'])} đến tháng {_month(match['m'])} {_year(match['y'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _month_year(page: Page, match: re.Match[str], left: str) -> Found | None:
    if _NUMBERED.search(left):
        spoken = f"{numbers.whole(match['m'])} {_year(match['y'])}"
        return Found(end=match.end(), spoken=spoken, kind=Kind.DATE) if "/" in match["s"] else None
    if match["s"] != "/" and not _MONTH_SAID.search(left):
        return None
    said = "" if _MONTH_SAID.search(left) else "tháng "
    spoken = f"{said}{_month(match['m'])} {_year(match['y'])}"
    until = re.compile(rf"{_TO}(?P<m>{_M})/(?P<y>{_Y})").match(page.text, match.end())
    if until:
        spoken += f" đến tháng {_month(until['m'])} {_year(until['y'])}"
        return Found(end=until.end(), spoken=spoken, kind=Kind.DATE)
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _day_month(page: Page, match: re.Match[str], left: str) -> Found | None:
    day, month, right = int(match["d"]), int(match["m"]), page.right(match.end())
    if (day, month) == (24, 7) and not _GOVERNED.search(left):
        return None  # around the clock, not the 24th of July
    spoken = f"{_day(match['d'], left)} tháng {_month(match['m'])}"
    sure = Found(end=match.end(), spoken=spoken, kind=Kind.DATE)
    if match["s"] != "/":
        return sure if _dashed_date(left, right, day, month) else None
    if (day, month) in WELL_KNOWN and not (
        day < month and (_SHARE_LEFT.search(left) or _SHARE_RIGHT.match(right))
    ):
        return None if re.search(r"\b(?:số|ngõ|ngách|hẻm|kiệt|lô|nhà|tỷ lệ|đạt)[ :]*$", left) else sure
    if _SHARE_RIGHT.match(right) and not re.search(r"\bngày[ (]*$", left):
        return None
    if _DATE_WORDS.search(left) or _GOVERNED.search(left) or _LIST_OF_DATES.search(left) or _LUNAR.match(right):
        return sure
    # 15/11 is no part of a whole, and nobody writes a share as 01/7; 11/15 may be one
    return (
        sure
        if (day > month or "0" in (match["d"][0], match["m"][0]))
        and not _SHARE_LEFT.search(left)
        and not _COUNTED.match(right)
        else None
    )


def _dashed_date(left: str, right: str, day: int, month: int) -> bool:
    """`30-4` is a date after `ngày` or a feast; `5-7 ngày` and `ngày 5-7/10` are spans."""
    if re.match(
        r" ?(?:ngày|tháng|tuần|năm|giờ|phút|người|hộ|lần|độ|%|đồng|triệu|tỷ|điểm|buổi|tuổi|thành|đại)\b", right
    ):
        return False
    if _SPAN_OF_DAYS.search(left):
        return (day, month) in WELL_KNOWN
    if re.search(r"\b(?:trước|sau|hết|đến|tới|từ|hạn|vào)[ :]*$", left) and re.match(r" ?(?:$|[.;,)])", right):
        return True
    return bool(_STRONG_DATE_WORDS.search(left) or (_LIST_OF_DATES.search(left) and (day, month) in WELL_KNOWN))


def _years(_: Page, match: re.Match[str], _left: str) -> Found | None:
    if int(match["y1"]) >= int(match["y"]):
        return None
    spoken = f"{numbers.whole(match['y1'])} đến {numbers.whole(match['y'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.RANGE)


_SHAPES = (
    (_ISO, _iso),
    (_DM_DM, _dm_dm),
    (_DAYS_FULL, _days_full),  # before the full date: 10-15/10/2025 ends in one
    (_FULL, _full),
    (_DAYS_M, _days_month),
    (_MM_Y, _months_year),
    (_MY, _month_year),
    (_YY, _years),
    (_DM, _day_month),
)
