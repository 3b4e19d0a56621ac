"""The plan this station serves, and the scripts written from it, read with nothing left over."""

import re
from pathlib import Path

import pytest

from broadcast.text.speakable import speakable
from broadcast.ward.script import read_script

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PLAN = (HERE / "ke-hoach-tuyen-truyen.txt").read_text(encoding="utf-8")
PARAGRAPHS = [paragraph for paragraph in re.split(r"\n\s*\n", PLAN) if paragraph.strip()]
SCRIPTS = sorted((ROOT / "scripts").glob("*/*.md"))
LEFT_OVER = re.compile(r"[^\w\s,.?!]|[\d_]")


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=[paragraph.strip()[:40] for paragraph in PARAGRAPHS])
def test_a_paragraph_of_the_plan_reads_with_nothing_left_over(paragraph: str) -> None:
    spoken = speakable(paragraph)
    assert spoken.doubts == ()
    assert str(spoken)
    assert LEFT_OVER.search(str(spoken)) is None


def test_the_whole_plan_reads_like_its_paragraphs() -> None:
    one_by_one = " ".join(str(speakable(paragraph)) for paragraph in PARAGRAPHS)
    assert str(speakable(PLAN)).split() == one_by_one.split()


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_a_script_of_the_campaign_reads_with_nothing_left_over(path: Path) -> None:
    script = read_script(path.relative_to(ROOT).as_posix(), path.read_bytes())
    text = re.sub(
        r"\{\{.*?\}\}", "dữ kiện", script.body
    )  # whatever the ward fills in is tested where it is filled in
    spoken = speakable(text)
    assert [doubt.written for doubt in spoken.doubts] == []
    assert LEFT_OVER.search(str(spoken)) is None
