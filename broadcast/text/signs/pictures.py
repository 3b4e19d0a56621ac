"""Arrows, emoji and boxes between words: a short pause, no words, no doubt; an arrow between figures is `đến`.

Boxes and crosses of a form say which of the words beside them hold, `☐ mở cửa ☒ đóng cửa`: a doubt.
"""

from broadcast.base.errors import tell
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind

_PICTURES = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\ua9c2\U0001f000-\U0001faff"
    "\u20e3\u20dd-\u20e2\U000e0020-\U000e007f"
)
"""Blocks of Unicode: arrows, technical, boxes and shapes, dingbats, emoji with their skins, flags and tags."""
_RUN = lazily(rf"[{_PICTURES}](?:[ ]?[{_PICTURES}])*")
_ARROW = lazily("[\u2192\u21d2\u27a1\u279c\u2794\u2b95]")
_FIGURE_LEFT = lazily(r"\d(?:[hg%]|\d)* ?$")
_BOXES = "☐☒✗✘❌🗷🗵🗴"
"""Empty or crossed: what stands beside it may not hold."""
_TICKS = "☑🗹✓✔□▢◻"
"""Bullets too, where they open a line and no box or cross stands nearby."""
_HOOKS = "✓✔☑"
"""Bullets also within a line, where nothing else is ticked or crossed: `chuẩn bị: ✓ căn cước ✓ sổ hộ khẩu`."""
_TICK = lazily(rf"[{_BOXES}{_TICKS}]")
_BOX_NEAR = lazily(rf"[{_BOXES}]")
_WORD = lazily(r"[^\W_]")
_CROSSED = "✗✘❌"
_NOTHING_CROSSED = lazily(r"[\W_]*(?:không|cấm|đừng|nghiêm cấm|chưa)(?!\w)|[\W_]*$")
"""Behind a cross: the words say it themselves, or there are none."""
_NEAR = 500


def say_tick(page: Page, position: int) -> Found | None:
    """Say nothing for the box or tick at `position` that stands beside words, with a doubt; None for a bullet."""
    match = _TICK.match(page.text, position)
    if not match or not (_WORD.search(page.left(position)) or _WORD.search(page.right(match.end()))):
        return None
    right, near = page.right(match.end()), page.text[max(0, position - _NEAR) : position + _NEAR]
    if match[0] in _CROSSED and _NOTHING_CROSSED.match(right.lower()):
        return None
    is_bullet = page.opens_line(position) and match[0] not in right
    if match[0] in _TICKS and is_bullet and not _BOX_NEAR.search(near):
        return None
    if match[0] in _HOOKS and not _TICK.search(near.replace(match[0], "")) and _lists(page, position):
        return None
    why = tell("ô “{written}” của mẫu đứng cạnh lời: chưa rõ lời nào đúng, lời nào bỏ", written=match[0])
    advice = tell("Giữ lại lời đúng, bỏ lời kia và bỏ các ô đánh dấu.")
    return Found(end=match.end(), spoken="", kind=Kind.SYMBOL, why=why, advice=advice, mark=",")


def _lists(page: Page, position: int) -> bool:
    """Whether the hook at `position` is one of several on its line: all of them hold."""
    line, end = page.text.rfind("\n", 0, position) + 1, page.text.find("\n", position)
    last = min(len(page.text) if end < 0 else end, position + _NEAR)
    return page.text.count(page.text[position], max(line, position - _NEAR), last) > 1


def say_picture(page: Page, position: int) -> Found | None:
    """Say nothing for the pictures at `position`, but pause between words; None where none stands there."""
    match = _RUN.match(page.text, position)
    if not match:
        return None
    between = _FIGURE_LEFT.search(page.left(position)) and page.right(match.end()).lstrip()[:1].isdecimal()
    spoken = "đến" if between and _ARROW.fullmatch(match[0]) else ""
    return Found(end=match.end(), spoken=spoken, kind=Kind.SYMBOL, mark="" if spoken else ",")
