"""Signs between words: slashes, ampersands, arithmetic, blanks, the end mark ./. and what is not said at all."""

import re

from broadcast.base.errors import tell
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping

_END = re.compile(r"\.?/\.(?:[ ]*$)?|\./[ ]*$", re.M)
_BLANKS = re.compile(r"[._…-]{4,}|_{2,}|={2,}|\*{2,}|~{2,}|-{2,}|\.{2,}")
_PER = (
    r"(?:ngày đêm|ngày|đêm|giờ|tháng|năm|tuần|quý|phút|giây|buổi|ca|người|hộ|lần|lượt|suất|khẩu|học sinh"
    r"|em|cháu|trẻ|sản phẩm|chiếc|cái|con"
    r"|cuốn|bộ|đơn vị|vụ|lớp|phòng|bàn|mâm|tổ|nhóm|đợt|gia đình|nhân khẩu|trường|xe|chuyến|vé|cây|lít|tấn"
    r"|tạ|yến|mét|mét vuông|cặp|đôi|thửa|xã"
    r"|phường|thôn|đội|khóa|môn|tiết|đồng chí|đại biểu|cá nhân|tập thể|hội viên|đoàn viên|lao động|căn|kỳ"
    r"|liều|mũi|bệnh nhân|sào|km|kg|m2|m3"
    r"|m²|m³|ha|g|l|kWh|kwh|kW|số|hồ sơ|trận|hạng mục|công trình|điểm|cụm|khu|bên|bản|tờ|trang|gói|hộp"
    r"|thùng|bao|chai|can|bình)"
)
_PER_WORD = re.compile(rf" ?/ ?(?P<what>{_PER})(?!\w)")
_COUNTED_LEFT = re.compile(
    r"(?:\d|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|đồng|triệu|tỷ|nghìn|lần|suất|người|kg|tấn|tạ|lượt"
    r"|ca|buổi|đ|usd|vnđ))"
                           r"[^.;:!?\n]{0,28}$")  # fmt: skip
_MEASURE_LEFT = re.compile(r"\b(?:tấn|tạ|kg|g|mg|m3|lít|l|ml|người|calo|kcal)[ )]*$")
_MONEY_LEFT = re.compile(r"(?:đồng|đ|vnđ|vnd|usd|triệu|tỷ|nghìn|tr|k)[ )]*$")
_SAID = {
    "&": "và", "^": "mũ", "+": "cộng", "=": "bằng", "×": "nhân", "÷": "chia", "±": "cộng trừ", "<": "nhỏ hơn",
    ">": "lớn hơn", "≤": "nhỏ hơn hoặc bằng", "≥": "lớn hơn hoặc bằng", "%": "phần trăm", "‰": "phần nghìn",
    "°": "độ", "º": "độ", "≈": "xấp xỉ", "~": "khoảng", "²": "bình phương", "³": "lập phương", "№": "số",
    "₫": "đồng", "$": "đô la mỹ", "€": "ơ rô", "©": "", "®": "", "™": "", "§": "mục", "@": "a còng",
}  # fmt: skip
_ONLY_BESIDE_NUMBERS = "^+=<>~×÷±≤≥≈%‰°º²³₫$€@§"
_PAUSES = {
    ",": ",",
    ".": ".",
    "?": "?",
    "!": "!",
    ";": ";",
    ":": ":",
    "(": ",",
    ")": ",",
    "[": ",",
    "]": ",",
    "{": ",",
    "}": ",",
    "|": ",",
}
_SILENT = frozenset("\"'-*_•●○◦▪▫■□►▸▶➢➤✓✔❖◆♦·∙‣#`´\\«»☎☐☑✆")


def say_slash(page: Page, position: int) -> Found | None:
    """Read the slash at `position` as `một` (lần/ngày), as `trên` (m3/người), as an end (./.) or as nothing.

    Never returns None: the last rule for its sign.
    """
    text = page.text
    if end := _END.match(text, position):
        return Found(end=end.end(), spoken="", kind=Kind.SYMBOL, mark=".")
    left = page.left(position)
    if match := _PER_WORD.match(text, position):
        what = match["what"]
        if re.search(r"\b(?:nam|nữ|anh|ông|vợ|ngày)$", left) and what in ("bên", "bà", "chị", "đêm"):
            return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
        unit = mapping("units").get(what) or mapping("units").get(what.replace("²", "2").replace("³", "3"))
        if unit or _COUNTED_LEFT.search(left) or re.search(r"(?:một|trên) [^ ]+(?: [^ ]+)?$", left):
            over = (
                unit
                and _MEASURE_LEFT.search(left)
                and not _MONEY_LEFT.search(left)
                and what not in ("kg", "l", "lít")
            )
            return Found(end=match.end(), spoken=f"{'trên' if over else 'một'} {unit or what}", kind=Kind.FRACTION)
    spaced = re.compile(r" ?/ ?(?=\d)").match(text, position)
    if spaced and re.search(r"[^\W\d_]\)? ?$", left) and _COUNTED_LEFT.search(left):
        return Found(end=spaced.end(), spoken="trên", kind=Kind.FRACTION)
    if re.search(r"[\d%] ?$", left) and re.match(r"/ ?\d", text[position : position + 3]):
        return Found(end=position + 1, spoken="trên", kind=Kind.FRACTION)
    return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)


def say_sign(page: Page, position: int) -> Found | None:
    """Read the sign at `position` as a pause, a word or nothing; one that is not known is read with a doubt.

    Never returns None: the last rule for signs.
    """
    text, sign = page.text, page.text[position]
    if end := _END.match(text, position):
        return Found(end=end.end(), spoken="", kind=Kind.SYMBOL, mark=".")
    if blanks := _BLANKS.match(text, position):
        return Found(end=blanks.end(), spoken="", kind=Kind.SYMBOL, mark="," if sign in "._" else "")
    if sign in _PAUSES:
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=_PAUSES[sign])
    if sign == "-" and re.search(r"\s$", page.left(position)) and text[position + 1 : position + 2] == " ":
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
    beside = re.search(r"\d *$", page.left(position)) or re.match(r".? *\d", text[position + 1 : position + 4])
    if sign in _SAID and (sign not in _ONLY_BESIDE_NUMBERS or beside or not _SAID[sign] or sign in "%°²³"):
        return Found(end=position + 1, spoken=_SAID[sign], kind=Kind.SYMBOL)
    if sign in _SILENT:
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
    why = tell("chưa biết đọc ký hiệu “{written}”", written=sign)
    return Found(end=position + 1, spoken=_SAID.get(sign, ""), kind=Kind.UNKNOWN, why=why)
