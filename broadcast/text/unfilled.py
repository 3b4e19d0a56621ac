"""An announcement's text -> the places in it that were left to be filled in, and those that were struck out.

What clerks leave in a form that they mean to come back to: `[điền ngày]`, `(ghi rõ họ tên)`, `xx/xx/2025`,
`(chưa xác định)`, `lúc ? giờ`, `số /QĐ-UBND`, a brace too few. What is missing without any sign of it is found by
holes.py, what a template or a reminder left by leftovers.py, days that there are none of by
impossible.py; all of them are asked about from here. Dots and lines between words are told by
signs/blanks.py as they are read.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from broadcast.base.errors import tell
from broadcast.text.holes import HOLES
from broadcast.text.impossible import impossible
from broadcast.text.leftovers import ASKS, LEFTOVERS
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Doubt, SpokenText

LATER = (
    r"chưa (?:có|xác định|rõ|biết|điền|chốt|thống nhất|cập nhật|duyệt)"
    r"|(?:(?:đang|sẽ|chờ) )?(?:cập nhật|bổ sung|điền)(?: sau)?"
    r"|(?:để |bỏ )?trống|đang chờ|chờ duyệt|tbd|tbc|tba|todo|fixme|n/?a|null|none|nil|nan"
)
"""Said where a word is still to come."""
_OPENERS, _CLOSERS = r"[\[(<{«]", r"[\])>}»]"
_OPEN = r"(?:x{1,2}|\?{1,2}|[-–—_□■]{1,2}|-\s-)"
_TO_FILL = lazily(
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
    | (?<=\w\s)(?:[■□▢○]{{2,}}|[·•]{{3,}})(?=\s\w)                           # boxes between words
    | {ASKS}[*=~-]{{4,}}(?=\s\w)                                          # ngày ----- tháng 5
    | (?<![\w/#])\#?n/a(?!\w) | \#(?:ref|value|name|null|div/0)[!?]?        # an empty cell of a spreadsheet
    | (?<!\S)_(?!\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HANDED_IN = lazily(
    r"(?i)\b(?:nộp|gửi|đăng ký|viết|kê khai|khai|lập|làm|mang|điền|nhận|chuyển khoản|đóng|góp|bỏ)"
    r"\s+(?:\w+\s+){0,6}$"
)
_NAME_OPEN = lazily(r"(?i)\b(?:ông|bà|anh|chị|đồng chí|ngày|giờ|lúc|tại|số|người)\s*$")
_SAYABLE = lazily(
    r"(?i)\(\s?(?:chưa(?: (?:có|rõ|biết|xác định|nhận|công bố|chính thức)(?: [^)]+)?)?|đang [^)]+"
    r"|(?:sẽ )?(?:thông báo|báo|cập nhật|thông tin|bổ sung) sau|(?:còn )?thiếu(?: [^)]+)?)\s?\)"
)
"""What may be told to people as it stands, in brackets: `Các hộ (đang chờ xác nhận)`."""
_ASKS_FOR_WORDS = lazily(
    r"(?i)(?:\b(?:ngày|giờ|lúc|hồi|tại|ở|vào|từ|đến|là|có|gồm|số|tiền|đạt|đóng|nộp|thu|mời|ông|bà|anh|chị|cho|do|với"
    r"|khoảng|tổ|thứ|người)|đồng chí|:|^)\s*$"
)
_OF_MANY = lazily(
    r"(?i)(?:^|[.!?:;,]\s*)(?:lịch|các|những|một số|kết quả|danh sách|hồ sơ|hộ|trường hợp)\b[^.!?:;]*$"
)
_PRIZE = lazily(r"(?i)\b(?:trúng|giải|may mắn|quay số|lừa đảo|giả danh|mạo danh)\b")
_MASKED = lazily(r"0\d{2,4}[x*_#•]{2,4}\d{2,6}", re.IGNORECASE)
_CHECK_BOX = lazily(r"(?m)^[ \t]{0,9}[-*+]?[ \t]{0,9}\[[ xX]?\]\s")
_TICKED = lazily(r"(?m)^[ \t]{0,9}[-*+]?[ \t]{0,9}\[[xX]\]\s")
_STRUCK = lazily(r"(?<!\d)~~(?=\S)(?:(?!~~|\n\n).){1,2000}?~~", re.DOTALL)
"""Struck-out text in Markdown (GitHub's), within one paragraph; `7~~9 giờ` begins none."""


def left_to_fill(text: str) -> tuple[Doubt, ...]:
    """Find the places of an announcement that are still to be filled in, or never were right: a doubt for each.

    They are in the order of the text and do not overlap.
    """
    boxes = {match.end() - 1 for match in _CHECK_BOX.finditer(text)}
    if _TICKED.search(text):
        boxes = set()  # which of the points hold, only the boxes say
    found = [
        _doubt(match)
        for pattern in (_TO_FILL, HOLES, LEFTOVERS)
        for match in pattern.finditer(text)
        if not ({match.start(), match.end()} & boxes or _is_asked_of_people(text, match) or _is_said(text, match))
    ]
    return _apart([*found, *impossible(text)])


def with_left_to_fill(text: str, spoken: SpokenText, answered: Iterable[tuple[int, int]] = ()) -> SpokenText:
    """Return what is spoken of `text`, with a doubt for each place left to fill in that the reading passed over.

    `answered`: stretches of the text, start and end, that are asked about elsewhere: the ward's facts.
    """
    asked, blanks = _merged([*((one.start, one.end) for one in spoken.doubts), *answered]), list[Doubt]()
    ends = [end for _, end in asked]
    for one in left_to_fill(text):
        at = bisect_right(ends, one.start)
        if at == len(asked) or asked[at][0] >= one.end:
            blanks.append(one)
    doubts = sorted([*spoken.doubts, *blanks], key=lambda one: one.start)
    return replace(spoken, doubts=tuple(doubts)) if blanks else spoken


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, those that overlap as one."""
    merged = list[tuple[int, int]]()
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def _apart(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts in order, without those that begin within another."""
    apart, end = list[Doubt](), 0
    for one in sorted(doubts, key=lambda one: (one.start, one.end)):
        if one.start >= end:
            apart.append(one)
            end = one.end
    return tuple(apart)


def _is_asked_of_people(text: str, match: re.Match[str]) -> bool:
    """Whether the brackets tell people how to fill in what they hand in: `nộp đơn (ghi rõ họ tên)`."""
    if not re.match(r"(?i)\(\s?(?:ghi|điền|nhập|họ|tên|địa chỉ|số)\s?", match[0]):
        return False
    sentence = re.split(r"[.!?:\n]", text[max(0, match.start() - 200) : match.start()])[-1]
    return bool(_HANDED_IN.search(sentence)) and not _NAME_OPEN.search(sentence)


def _is_said(text: str, match: re.Match[str]) -> bool:
    """Whether people are told so in brackets, `Lịch tiêm (sẽ thông báo sau)`; or a prize's masked number."""
    before = re.split(r"[.!?\n]", text[max(0, match.start() - 120) : match.start()])[-1]
    behind = re.split(r"[.!?\n]", text[match.end() : match.end() + 80])[0]
    if _MASKED.fullmatch(match[0]):
        return bool(_PRIZE.search(before) or _PRIZE.search(behind))
    if not _SAYABLE.fullmatch(match[0]) or _ASKS_FOR_WORDS.search(before):
        return False
    return bool(re.match(r"\s[^\W\d]", behind) or _OF_MANY.search(before))


def _doubt(match: re.Match[str]) -> Doubt:
    return Doubt(
        start=match.start(),
        end=match.end(),
        written=match[0],
        why=tell("chỗ “{written}” còn để trống, chưa điền", written=match[0]),
        suggestion="",
        advice=tell("Điền vào chỗ trống, hoặc bỏ cả câu ấy đi."),
    )


def struck_out(text: str) -> tuple[tuple[int, int], ...]:
    """Find the passages between `~~` and `~~`, which are not read: start and end of each."""
    return tuple(match.span() for match in _STRUCK.finditer(text))


def without_struck(text: str) -> str:
    """Return the text with spaces in place of what is struck out, as long as before."""
    return _STRUCK.sub(lambda match: re.sub(r"\S", " ", match[0]), text)
