"""An announcement's text -> the places in it that were left to be filled in, and those that were struck out.

What clerks leave in a form that they mean to come back to: `[điền ngày]`, `(ghi rõ họ tên)`, `xx/xx/2025`,
`(chưa xác định)`, `lúc ? giờ`, `số /QĐ-UBND`, a brace too few. Dots and lines between words are told by
signs/blanks.py already; what is missing without any sign of it by holes.py.
"""

import re

from broadcast.base.errors import tell
from broadcast.text.holes import HOLES
from broadcast.text.mistyped import MISTYPED, NO_HOUR
from broadcast.text.spokentext import Doubt

LATER = (
    r"chưa (?:có|xác định|rõ|biết|điền|chốt|thống nhất|cập nhật|duyệt)"
    r"|(?:(?:đang|sẽ|chờ) )?(?:cập nhật|bổ sung|điền)(?: sau)?"
    r"|(?:để |bỏ )?trống|đang chờ|chờ duyệt|tbd|tbc|tba|todo|fixme|n/?a|null|none|nil|nan"
)
"""Said where a word is still to come."""
_OPENERS, _CLOSERS = r"[\[(<{«]", r"[\])>}»]"
_OPEN = r"(?:x{1,2}|\?{1,2}|[-–—_□■]{1,2}|-\s-)"
_TO_FILL = re.compile(
    rf"""
      {_OPENERS}\s?(?:{LATER.replace(" ", "[ ]")})\s?{_CLOSERS}                # (chưa xác định)
    | [\[(](?:\s?[.…_?]{{1,60}}\s?|\s|x{{1,9}})[\])]                         # [...], (?), [ ], [x]
    | {_OPENERS}\s?(?:ghi|điền|nhập|chèn)\s[^\[\](){{}}<>«»\n]{{1,40}}{_CLOSERS}   # (ghi rõ họ tên)
    | «(?-i:[a-zà-ỹđ_])[^«»\n]{{1,40}}»(?=\s) | «\w{{0,40}}_\w{{0,40}}»      # a field of Word's mail merge
    | \b00/00/\d{{4}} | \bngày\s{{2,9}}/\d{{1,2}}/\d{{4}}                   # 00/00/2026, ngày   /11/2026
    | \btháng\s{{3,9}}năm(?=\s\d{{4}})                                    # 20 tháng     năm 2026
    | [“"]\s?[.…]{{1,9}}\s?[”"]                                          # tại “…”
    | \[\[[^\[\]\n]{{1,40}}\]\]                                           # fields of other programs
    | (?<![\w%])%[a-zà-ỹđ_]{{2,30}}%(?![\w%]) | \#[a-zà-ỹđ_]{{2,30}}\#
    | (?<!\{{)\{{(?!\{{)[^{{}}\n]{{1,60}}\}}(?!\}})                          # a brace too few: {{ dai_hoi.ngay }}
    | (?<![\w/]){_OPEN}\s?/\s?(?:{_OPEN}|\d{{1,2}})
      (?:\s?/\s?[\dx?_-]{{1,4}})?(?![\w/])                                # xx/xx/2025, ?/?/2025, --/--/2025
    | (?<![\w/])\d{{1,2}}/(?:x{{1,2}}|\?{{1,2}})(?:/[\dx?_-]{{2,4}})?(?![\w/])    # 18/xx/2025
    | (?<![\w])\d{{1,2}}/\d{{1,2}}/20(?:\d?[x?_.]+)(?!\w)                 # 18/10/202x
    | (?<!thứ\s)(?<!khóa\s)(?<!khoá\s)(?<!kỳ\s)(?<![\w./-])x{{3,}}(?![\w])  # XXX; but lần thứ XXX
    | (?<![\w.-])0\d{{2,4}}[. -]?(?:\d{{2,4}}[. -]?){{0,2}}x{{2,4}}(?:[. -]?x{{2,4}}){{0,2}}  # 0225.xxx.xxx
    | \b(?:lúc|hồi|ngày|giờ|số|năm|tại|tổ)\s\?+                              # lúc ? giờ
    | (?<=\s)\?+(?=\s(?-i:[a-zà-ỹ0-9]))                                           # ??? mời họp
    | \bsố\s{{0,9}}/\s{{0,9}}(?-i:(?=[A-ZĐ]{{2}}))                      # số    /QĐ-UBND
    | \bngày\s{{1,9}}tháng\s{{1,9}}năm\s{{1,9}}(?=\d{{4}})                # ngày    tháng    năm 2025
    | \bhọ(?:\s(?:và\s)?tên)\s?:[ \t]{{0,60}}(?=[.;\n]|\Z)                # Họ tên: and nothing behind it
    | \bngày\s(?=[\s.…·•_]{{0,60}}[·•])[\s.…·•_]{{1,60}}tháng(?!\w)      # ngày ·····  tháng
    | (?<=\w\s)(?:[■□▢○]{{2,}}|[·•]{{3,}}|[*=~-]{{4,}})(?=\s\w)              # lines and boxes between words
    | (?<![\w/#])\#?n/a(?!\w) | \#(?:ref|value|name|null|div/0)[!?]?        # an empty cell of a spreadsheet
    | (?<!\S)_(?!\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HANDED_IN = re.compile(
    r"(?i)\b(?:nộp|gửi|đăng ký|viết|kê khai|khai|lập|làm|mang|điền|nhận|chuyển khoản|đóng|góp|bỏ)"
    r"\s+(?:\w+\s+){0,6}$"
)
_NAME_OPEN = re.compile(r"(?i)\b(?:ông|bà|anh|chị|đồng chí|ngày|giờ|lúc|tại|số|người)\s*$")
_CHECK_BOX = re.compile(r"(?m)^[ \t]{0,9}[-*+]?[ \t]{0,9}\[[ xX]?\]\s")
_TICKED = re.compile(r"(?m)^[ \t]{0,9}[-*+]?[ \t]{0,9}\[[xX]\]\s")
_STRUCK = re.compile(r"~~(?=\S)(?:(?!~~|\n\n).){1,2000}?~~", re.DOTALL)
"""Struck-out text in Markdown (GitHub's), within one paragraph."""


def left_to_fill(text: str) -> tuple[Doubt, ...]:
    """Find the places of an announcement that are still to be filled in, in order: a doubt for each."""
    boxes = {match.end() - 1 for match in _CHECK_BOX.finditer(text)}
    if _TICKED.search(text):
        boxes = set()  # which of the points hold, only the boxes say
    found, end = list[Doubt](), 0
    kinds = (_TO_FILL, HOLES, MISTYPED, NO_HOUR)
    for match in sorted((one for kind in kinds for one in kind.finditer(text)), key=re.Match.span):
        is_box = match.end() in boxes or match.start() in boxes
        if match.start() >= end and not is_box and not _is_asked_of_people(text, match):
            found.append(_doubt(match))
            end = match.end()
    return tuple(found)


def _is_asked_of_people(text: str, match: re.Match[str]) -> bool:
    """Whether the brackets tell people how to fill in what they hand in: `nộp đơn (ghi rõ họ tên)`."""
    if not re.match(r"(?i)\(\s?(?:ghi|điền|nhập|họ|tên|địa chỉ|số)\s?", match[0]):
        return False
    sentence = re.split(r"[.!?:\n]", text[max(0, match.start() - 200) : match.start()])[-1]
    return bool(_HANDED_IN.search(sentence)) and not _NAME_OPEN.search(sentence)


def _doubt(match: re.Match[str]) -> Doubt:
    if match.re is NO_HOUR:
        what, fix = tell("không có giờ “{written}”", written=match[0]), tell("Sửa lại giờ cho đúng.")
    elif match.re is MISTYPED:
        what = tell("chỗ “{written}” gõ nhầm hoặc chưa điền xong", written=match[0])
        fix = tell("Sửa lại chỗ này, hoặc bỏ cả câu ấy đi.")
    else:
        what = tell("chỗ “{written}” còn để trống, chưa điền", written=match[0])
        fix = tell("Điền vào chỗ trống, hoặc bỏ cả câu ấy đi.")
    return Doubt(
        start=match.start(),
        end=match.end(),
        written=match[0],
        why=what,
        suggestion="",
        advice=fix,
    )


def struck_out(text: str) -> tuple[tuple[int, int], ...]:
    """Find the passages between `~~` and `~~`, which are not read: start and end of each."""
    return tuple(match.span() for match in _STRUCK.finditer(text))


def without_struck(text: str) -> str:
    """Return the text with spaces in place of what is struck out, as long as before."""
    return _STRUCK.sub(lambda match: re.sub(r"\S", " ", match[0]), text)
