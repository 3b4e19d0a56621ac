"""The examples of the operator's guide are read as it says."""

import re
from pathlib import Path

from broadcast.text.speakable import plain, speakable
from broadcast.ward.lexicon import read_lexicon

_GUIDE = (Path(__file__).parents[2] / "docs" / "huong-dan.md").read_text(encoding="utf-8")
_SECTION = _GUIDE[_GUIDE.index("\n## 5. ") : _GUIDE.index("\n## 6. ")]


def test_the_guide_s_examples_are_read_as_it_says() -> None:
    table = _SECTION[_SECTION.index("| viết | đọc |") :].split("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)[1:]
    assert len(rows) > 5
    assert [(written, plain(written).rstrip(".")) for written, _ in rows] == rows
    assert [written for written, _ in rows if speakable(written).doubts] == []


def test_the_guide_s_lexicon_is_one() -> None:
    block = _SECTION[_SECTION.index("    TDP: tổ dân phố") :].split("\n\n")[0]
    lexicon = read_lexicon("lexicon.yaml", re.sub("(?m)^    ", "", block).encode())
    assert plain("TT.HĐND họp ở CT 5", lexicon) == "thường trực hội đồng nhân dân họp ở công trình năm."
