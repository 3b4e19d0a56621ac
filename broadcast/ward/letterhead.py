"""The blocks of an official letter -> its title and what is read aloud, without its head and foot.

A head or a foot goes only where every line of it is of the kind that stands there: names, numbers, a date, who
receives the letter, who signs. What could be speech stays, and is asked about.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadcast.base.errors import Message, tell
from broadcast.ward.wordfile import Paragraph

_STATE = r"cộng (?:hòa|hoà) xã hội chủ nghĩa việt nam|đảng cộng sản việt nam"
_SURE_HEAD = re.compile(rf"(?i){_STATE}|^số\s*:")
_OFFICE = re.compile(
    r"(?i)(?:(?:ủy|uỷ) ban (?:nhân dân|mttq|mặt trận)|ubnd|hđnd|ubmttq|hội đồng nhân dân|đảng (?:ủy|uỷ|bộ))(?!\w)"
)
_DATED = re.compile(r",? ngày\b[\s\d.…_/]{0,14}tháng\b[\s\d.…_/]{0,12}năm\b[\s\d.…_]{0,12}")
_HEAD_PIECES = (
    re.compile(rf"(?i){_STATE}|độc lập\s*[-–—]\s*tự do(?:\s*[-–—]\s*hạnh phúc)?"),
    re.compile(r"(?i)(?<!\w)số\s*:\s*[\d.…_ ]{0,12}(?:[/-][\w&./-]{1,30})?"),
    _DATED,
)
"""What a head is made of beside names: the state and its motto, the letter's number, its day."""
_SUBJECT = re.compile(r"(?i)(?<!\w)v/v\b")
_OF_NAMES = {
    *(
        "phường",
        "xã",
        "quận",
        "huyện",
        "thành",
        "phố",
        "tỉnh",
        "thị",
        "trấn",
        "tổ",
        "khu",
        "thôn",
        "tp",
        "và",
        "số",
    ),
    *("ủy", "uỷ", "ban", "nhân", "dân", "hội", "đồng", "mttq", "mặt", "trận", "quốc", "đảng", "bộ", "việt", "nam"),
    *("chỉ", "đạo", "thường", "trực"),
}
"""Small letters that stand within the name of an office or a place."""
_FOOT = re.compile(
    r"(?i:nơi nhận)\s*:?\s*(?:$|[-–+*•]\s|(?i:như |lưu\b))|(?P<signed>(?:TM|KT|TL|T/L|TUQ)\.)\s*(?P<who>\S.*)"
)
"""Who receives the letter, or in whose name it is signed."""
_SURE_FOOT = re.compile(
    r"(?i)\blưu\s*:|\bnhư (?:trên|kính gửi|điều)|\b(?:văn thư|VT)\b|\((?:để )?(?:b/c|báo cáo)\)"
)
_SIGNATORY = re.compile(
    r"(?i)(?:phó )?(?:chủ tịch|bí thư|trưởng ban|trưởng công an|chánh văn phòng|giám đốc|tổ trưởng)"
    r"|\(?(?:đã ký|ký tên|ký)(?:,[\w ,]{0,40})?\)?"
)
_RECEIVER = re.compile(r"[-–+*•]\s?\S.{0,120}|\S.{0,120};|(?i:như |lưu\b).{1,120}")
_SPOKEN = re.compile(
    r"(?i)\bbà con\b|\bkính (?:thưa|mời)\b|\bđề nghị\b|\bmời\b|\d\s?(?:giờ|h\d{0,2}\b)|\bxin\b|\bmang theo\b|[!?]"
)
"""What is said to people, or when: no line of a head or a foot."""
_RULE = re.compile(r"[\s\-–—_*=•~]+")
_KIND = re.compile(
    r"(?i)(thông báo|kế hoạch|giấy mời|công văn|quyết định|báo cáo|tờ trình|hướng dẫn|công điện|thư mời|"
    r"thư ngỏ|lời kêu gọi|chỉ thị|bản tin)"
)
_ABOUT = re.compile(r"(?i)(về|v/v)\b")
_SPEECH = tuple(".!?;:,…")
_LONGEST_TITLE = 100
_LONGEST_HEADING = 12
"""Words of a first line that is a heading and no sentence without its full stop."""
_TELLS = re.compile(
    r"(?i)\d|^\W*(?:[a-zđ]|[ivx]{1,4})[.)]\s|_{2,}|\.{3,}|…|"
    r"\b(?:bà con|kính|đề nghị|xin|nhân dân|các hộ|yêu cầu|cấm|phải|nhớ|hãy|đừng|không|sắp|đã|đang|sẽ|lúc|từ|"
    r"hôm nay|ngày mai|ngày kia|(?:sáng|trưa|chiều|tối|đêm) (?:nay|mai|qua|thứ)|cả ngày|tuần (?:này|sau|tới)|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cuối tuần)(?!\w)"
)
"""What tells people something, and so has to be heard."""
_HEAD_AT_MOST = 14
_LONGEST_NAME = 7
"""Words of a line that names an office or a person, and no more."""
_Block = Sequence[Paragraph]


@dataclass(frozen=True, slots=True)
class Read:
    """What of a document is read aloud."""

    paragraphs: list[Paragraph]
    left_out: list[Message]
    """Its head, its foot and its rules, word for word."""
    asked: list[Message]
    """What looks like a head or a foot, and stays."""


def without_letterhead(blocks: Sequence[_Block]) -> Read:
    """Leave out the head and the foot of an official letter, and rules between its parts."""
    left_out, asked = list[Message](), list[Message]()
    rest = _without_rules(blocks, left_out)
    if any(_SURE_HEAD.search(line) for block in rest[:_HEAD_AT_MOST] for line in _lines(block)):
        count = _heads(rest)
        if count:
            left_out.append(tell("phần đầu công văn “{words}”", words=_word_for_word(rest[:count])))
        rest = rest[count:]
        if rest and any(_looks_like_head(line) for line in _lines(rest[0])):
            asked.append(
                tell("“{words}” còn trong bài; nếu là phần đầu công văn thì bỏ đi", words=_word_for_word(rest[:1]))
            )
    begun = [number for number, block in enumerate(rest) if number and any(map(_foot_line, _lines(block)))]
    foot = next((number for number in begun if _is_foot(rest[number:])), None)
    if foot is not None:
        left_out.append(tell("nơi nhận, chữ ký “{words}”", words=_word_for_word(rest[foot:])))
    asked += [
        tell("“{words}” còn trong bài; nếu là nơi nhận hay chữ ký của công văn thì bỏ đi",
             words=_word_for_word([rest[number]]))
        for number in begun[:1] if foot is None or number < foot
    ]  # fmt: skip
    rest = rest[:foot]
    return Read([one for block in rest for one in block], left_out, asked)


def _lines(block: _Block) -> list[str]:
    return [line.strip() for one in block for line in one.text.split("\n") if line.strip()]


def _word_for_word(blocks: Iterable[_Block]) -> str:
    return " / ".join(line for block in blocks for line in _lines(block))


def _without_rules(blocks: Sequence[_Block], left_out: list[Message]) -> list[_Block]:
    """The blocks but those that are a line drawn under something; behind a colon it is a place to fill in."""
    rest = list[_Block]()
    for block in blocks:
        is_rule = all(_RULE.fullmatch(one.text) for one in block)
        if is_rule and not (rest and "_" in block[0].text and _lines(rest[-1])[-1:][0].endswith((":", ","))):
            if "_" in block[0].text:
                left_out.append(tell("đường kẻ “{words}”", words=_word_for_word([block])))
        else:
            rest.append(block)
    return rest


def _heads(blocks: Sequence[_Block]) -> int:
    """How many blocks from the first on are the head; the last of all never is."""
    count = 0
    while count < min(_HEAD_AT_MOST, len(blocks) - 1) and all(_is_head(line) for line in _lines(blocks[count])):
        count += 1
    return count


def _is_head(line: str) -> bool:
    """Whether the line is nothing but the state, an office, a number, a day, and what the letter is about."""
    about = _SUBJECT.search(line)
    before = line[: about.start()] if about else line
    if _SPOKEN.search(before) or _KIND.search(before) or (about and re.search(r"(?i)bà con|[!?]", line)):
        return False
    rest = before
    for piece in _HEAD_PIECES:
        rest = piece.sub(" ", rest)
    known = about is not None or rest != before or _OFFICE.match(line) is not None
    return known and _is_name(rest)


def _is_name(text: str) -> bool:
    """Whether each word is a name's: it begins with a capital or a figure, or stands within names."""
    words = re.findall(r"\w+", text)
    return all(not word[0].islower() or word in _OF_NAMES for word in words)


def _looks_like_head(line: str) -> bool:
    kinds = (_SURE_HEAD.search(line), _OFFICE.match(line), _SUBJECT.match(line), _DATED.search(line))
    return any(kinds) and not _SPOKEN.search(line)


def _foot_line(line: str) -> bool:
    """Whether a foot begins with the line: `Nơi nhận:` alone or with its list, or an office signs."""
    match = _FOOT.match(line)
    return match is not None and (match["signed"] is None or _is_name(match["who"]))


def _is_foot(blocks: Sequence[_Block]) -> bool:
    """Whether nothing from here to the end is said to people, and something shows that a letter ends here."""
    lines = [line for block in blocks for line in _lines(block)]
    if any(_SPOKEN.search(line) or not _stands_in_foot(line) for line in lines):
        return False
    return any(_SURE_FOOT.search(line) or line.startswith(("TM.", "KT.", "TL.", "T/L.", "TUQ.")) for line in lines)


def _stands_in_foot(line: str) -> bool:
    plain = line.rstrip(" .")
    is_person = len(plain.split()) <= _LONGEST_NAME and all(
        word[0].isupper() for word in re.findall(r"\w+", plain)
    )
    return _foot_line(line) or is_person or any(kind.fullmatch(plain) for kind in (_SIGNATORY, _RECEIVER))


def title_and_body(paragraphs: Sequence[Paragraph]) -> tuple[str, list[str]]:
    """Return the document's title and what is read: its own title, else its first line.

    Titles are not read aloud. So a first line that is a sentence, or long, or tells when, or speaks to people, is
    read too; the title is then its beginning. `Thông báo` and the line behind it make one title.
    """
    texts = [line for one in paragraphs for line in one.text.split("\n")]
    own = next((number for number, one in enumerate(paragraphs) if one.is_title), None)
    if own is not None:
        title, others = paragraphs[own].text, [one for number, one in enumerate(paragraphs) if number != own]
        told = title.split("\n") if _TELLS.search(title) else []
        return _one_line(title), [*told, *(line for one in others for line in one.text.split("\n"))]
    first, rest = texts[0], texts[1:]
    if len(first) > _LONGEST_TITLE or first.endswith(_SPEECH) or _TELLS.search(first):
        return _beginning(first), texts
    if _KIND.fullmatch(first) and rest and not rest[0].endswith(_SPEECH) and len(rest[0]) <= _LONGEST_TITLE:
        about = rest[0][:1].lower() + rest[0][1:] if _ABOUT.match(rest[0]) else rest[0]
        title = _one_line(f"{first.capitalize()} {about}")
        return title, rest if _TELLS.search(about) else rest[1:]
    if len(first.split()) > _LONGEST_HEADING and not (first.isupper() or _KIND.match(first)):
        return _one_line(first), texts
    return _one_line(first), rest


def _beginning(text: str) -> str:
    """The first words, up to the first stop behind three of them; without the number of a list's point."""
    plain = re.sub(r"^\W*(?:\d{1,3}|[a-zđ])[.)]\s+", "", text)
    stop = re.match(r"(?:\S+\s+){2,}?\S*[.!?;:…](?=\s)", plain)
    sentence = (stop[0] if stop else plain).rstrip("".join(_SPEECH))
    if len(sentence) <= _LONGEST_TITLE:
        return _one_line(sentence)
    return _one_line(sentence[:_LONGEST_TITLE].rsplit(" ", 1)[0]) + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip("#*- ")
