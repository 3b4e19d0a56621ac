"""What is spoken of an announcement -> the same; where there is no word in it, nothing and a doubt that says so.

No announcement is made of signs, pictures and the numbers of a list's points alone: of such a one the sting would
be heard, and not a word.
"""

import re
from dataclasses import replace

from broadcast.base.errors import tell
from broadcast.text.spokentext import Doubt, SpokenText

_RINGED = "①-⓿❶-➓"
"""Figures in rings, which number the points of a list."""
_WORD = re.compile(rf"[^\W_{_RINGED}]")
_MARKER = re.compile(rf"[\W_]*+(?:\d{{1,2}}(?:\.\d{{1,2}})*|[IVX]{{1,5}}|[A-Za-zđĐ])?[\W_{_RINGED}]*+")
"""What opens a point of a list, `1.`, `(2)`, `b)`, `III.`, `- [x]`; or signs alone."""


def no_word(text: str) -> Doubt:
    """Make the doubt that covers a text in which there is nothing to say."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return Doubt(
        start=start,
        end=max(start, end),
        written=text[start:end],
        why=tell("bản tin không có lời nào để đọc, chỉ có dấu, hình hay số thứ tự"),
        suggestion="",
        advice=tell("Viết lời đọc bằng chữ; dấu, hình và số thứ tự đứng một mình thì không phát."),
    )


def announced(text: str, spoken: SpokenText) -> SpokenText:
    """Return what is spoken of an announcement's text; nothing, and a doubt, where it holds marks of a list alone.

    A single word or number is an announcement; `1.` and `b)` are not. `spoken` is the reading of `text`.
    """
    if not text.strip() or any(_WORD.search(one) and not _MARKER.fullmatch(one) for one in text.split()):
        return spoken
    return replace(spoken, utterances=(), doubts=spoken.doubts or (no_word(text),))
