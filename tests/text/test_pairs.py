"""Written and spoken pairs, in tables that a Vietnamese reader can check; scored as the yardstick scores them."""

import pytest
from stand_ins.gold import RESIDUE, Row, rows, words

from broadcast.text.speakable import plain, speakable

YARDSTICK = "gold_public.tsv"
OURS = ["pairs/phat-trien.tsv", "pairs/sau-khi-xong.tsv"]


def wrong(name: str) -> list[tuple[str, str, str]]:
    return [
        (row.kind, row.written, plain(row.written))
        for row in rows(name)
        if tuple(words(plain(row.written))) not in row.readings
    ]


def every() -> list[Row]:
    return [row for name in (YARDSTICK, *OURS) for row in rows(name)]


@pytest.mark.parametrize("name", [YARDSTICK, *OURS])
def test_the_pairs_are_read_exactly(name: str) -> None:
    assert wrong(name) == []


def test_our_reading_of_the_public_yardstick_is_the_houses_first_one() -> None:
    others = [
        (row.written, plain(row.written)) for row in rows(YARDSTICK) if words(plain(row.written)) != words(row.own)
    ]
    assert others == []


def test_there_are_three_hundred_pairs_of_our_own_in_every_class() -> None:
    ours = [row for name in OURS for row in rows(name)]
    assert len({row.written for row in ours} - {row.written for row in rows(YARDSTICK)}) >= 300
    assert {row.kind for row in ours} == {row.kind for row in rows(YARDSTICK)}


def test_nothing_is_left_over_in_any_pair() -> None:
    assert [row.written for row in every() if RESIDUE.search(plain(row.written))] == []


def test_the_spoken_side_of_every_pair_is_certain_and_stays_as_it_is() -> None:
    for row in every():
        again = speakable(row.own)
        assert again.doubts == ()
        assert words(str(again)) == words(row.own)


def test_a_wrong_reading_is_seen_by_the_score() -> None:
    """The negative control: sea-g2p's known blunder does not pass."""
    gold = {row.written: row.readings for row in rows(YARDSTICK)}
    readings = gold["XỬ LÝ VI PHẠM HÀNH CHÍNH"]
    assert tuple(words("xử lý sáu phạm hành chính")) not in readings
    assert tuple(words("xử lí vi phạm hành chính.")) in readings
