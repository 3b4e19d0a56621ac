"""The blocks of an official letter -> its title and what is read aloud, without its head and foot."""

import re
from collections.abc import Sequence

from broadcast.base.errors import Message, tell
from broadcast.ward.wordfile import Paragraph

_HEAD = re.compile(
    r"(?i)c[ộô]ng ho[àa]̀?|c[oộ]ng h[òo]a xã hội|độc lập\s*[-–—]\s*tự do|đảng cộng sản việt nam\b|"
    r"(?:ủy|uỷ) ban nhân dân\b|ubnd\b|hđnd\b|đảng (?:ủy|uỷ|bộ)\b|(?:ủy|uỷ) ban mttq|"
    r"số\s*:|v/v\b|.{2,40}, ngày\b.{0,12} tháng\b.{0,12} năm\b"
)
_SURE_HEAD = re.compile(r"(?i)c[ộô]ng h(?:òa|oà) xã hội chủ nghĩa việt nam|đảng cộng sản việt nam|^số\s*:")
_FOOT = re.compile(r"(?i:nơi nhận)\b|(?:TM|KT|TL|T/L|TUQ)\.\s*[A-ZĐÀ-Ỹ]")
"""Who receives the letter, or in whose name it is signed."""
_RULE = re.compile(r"[\s\-–—_*=.·•~]+")
_KIND = re.compile(
    r"(?i)(thông báo|kế hoạch|giấy mời|công văn|quyết định|báo cáo|tờ trình|hướng dẫn|công điện|thư mời|"
    r"thư ngỏ|lời kêu gọi|chỉ thị|bản tin)"
)
_ABOUT = re.compile(r"(?i)(về|v/v)\b")
_SPEECH = tuple(".!?;:,…")
_LONGEST_TITLE = 100
_HEAD_AT_MOST = 14


def without_letterhead(blocks: Sequence[Sequence[Paragraph]]) -> tuple[list[Paragraph], list[Message]]:
    """Leave out the head and the foot of an official letter, and rules; return the rest, and what was left out."""
    left_out: list[Message] = []
    rest = [block for block in blocks if not all(_RULE.fullmatch(one.text) for one in block)]
    if any(_SURE_HEAD.search(one.text) for block in rest[:_HEAD_AT_MOST] for one in block):
        before = len(rest)
        while rest and _is_head(rest[0]) and before - len(rest) < _HEAD_AT_MOST:
            rest = rest[1:]
        if len(rest) < before:
            left_out.append(tell("phần đầu công văn (quốc hiệu, cơ quan, số, ngày)"))
    foot = next((number for number, block in enumerate(rest) if number and _is_foot(block)), None)
    if foot:
        left_out.append(tell("nơi nhận, chữ ký"))
        rest = rest[:foot]
    return [one for block in rest for one in block], left_out


def _is_head(block: Sequence[Paragraph]) -> bool:
    return any(
        _HEAD.match(line.strip()) or _SURE_HEAD.search(line) for one in block for line in one.text.split("\n")
    )


def _is_foot(block: Sequence[Paragraph]) -> bool:
    return any(_FOOT.match(line) for one in block for line in one.text.split("\n"))


def title_and_body(paragraphs: Sequence[Paragraph]) -> tuple[str, list[str]]:
    """Return the document's title and what is read: its own title, else its first line.

    A first line that is a sentence, or long, is read too; the title is then its beginning. `Thông báo` and the
    line behind it make one title.
    """
    texts = [line for one in paragraphs for line in one.text.split("\n")]
    own = next((number for number, one in enumerate(paragraphs) if one.is_title), None)
    if own is not None:
        return _one_line(paragraphs[own].text), [
            line for number, one in enumerate(paragraphs) if number != own for line in one.text.split("\n")
        ]
    first, rest = texts[0], texts[1:]
    if len(first) > _LONGEST_TITLE or first.endswith(_SPEECH):
        return _beginning(first), texts
    if _KIND.fullmatch(first) and rest and not rest[0].endswith(_SPEECH) and len(rest[0]) <= _LONGEST_TITLE:
        about = rest[0][:1].lower() + rest[0][1:] if _ABOUT.match(rest[0]) else rest[0]
        return _one_line(f"{first.capitalize()} {about}"), rest[1:]
    return _one_line(first), rest


def _beginning(text: str) -> str:
    """The first words, up to the first stop."""
    sentence = re.split(r"(?<=[.!?;:…])\s", text)[0].rstrip("".join(_SPEECH))
    if len(sentence) <= _LONGEST_TITLE:
        return _one_line(sentence)
    return _one_line(sentence[:_LONGEST_TITLE].rsplit(" ", 1)[0]) + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip("#*- ")
