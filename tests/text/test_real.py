"""Lines that wards and companies really published: read right, or asked where a reader would ask; never wrong."""

import pytest
from stand_ins.gold import Row, Verdict, rows, score, spelled_out, verdict, words

from broadcast.text.speakable import plain

OPEN = "gold_real_open.tsv.xz"


def test_the_open_half_of_the_yardstick_is_read_right_or_asked() -> None:
    table = rows(OPEN)
    found = score(table)
    assert [(row.written, plain(row.written)) for row in found[Verdict.WRONG]] == []
    assert len(found[Verdict.NUISANCE]) <= 0.02 * len(table), [row.written for row in found[Verdict.NUISANCE]]
    assert len(found[Verdict.RIGHT]) + len(found[Verdict.ASKED]) >= 0.98 * len(table)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("một lần", ["một lần"]),
        ("một [lần]", ["một lần", "một"]),
        ("ngày (hai/mùng hai) tháng tư", ["ngày hai tháng tư", "ngày mùng hai tháng tư"]),
        ("[(một/mỗi)] lượt", ["một lượt", "lượt", "mỗi lượt"]),
    ],
)
def test_a_short_reading_is_written_out(short: str, long: list[str]) -> None:
    assert {tuple(words(one)) for one in spelled_out(short)} == {tuple(words(one)) for one in long}


def test_the_score_tells_the_four_verdicts_apart() -> None:
    """The negative control: each verdict is given to a line that deserves it."""
    assert verdict(Row("unit", "rộng 5 km", ("rộng năm ki lô mét",))) is Verdict.RIGHT
    assert verdict(Row("unit", "rộng 5 km", ("rộng năm cây số",))) is Verdict.WRONG
    assert verdict(Row("loan", "mua Xqzw", ("mua xê quy",))) is Verdict.NUISANCE
    assert verdict(Row("loan", "mua Xqzw", ("mua xê quy", "REFUSE"))) is Verdict.ASKED
