"""Written and spoken pairs, in tables that a Vietnamese reader can check; scored as the yardstick scores them.

A pair may have several accepted readings, ` | ` between them; the house's own comes first.
"""

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from broadcast.text.speakable import plain, speakable

HERE = Path(__file__).parent
RESIDUE = re.compile(r"[0-9/&@%+=_°²³#*\\<>~^$]")
_TONES = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_FIRST = {"a": ("o", "òóỏõọ"), "e": ("o", "òóỏõọ"), "y": ("u", "ùúủũụ")}
_NEW_PLACE = {
    _FIRST[vowel][0] + tones[i]: _FIRST[vowel][1][i] + vowel for vowel, tones in _TONES.items() for i in range(5)
}
_ONSET = r"(?:ngh|ng|nh|kh|th|ch|ph|gh|gi|tr|[bcdđghklmnpqrstvx])"


def _folded(word: str) -> str:
    """Old and new tone placement, and i/y in open syllables, count as the same."""
    match = re.match(rf"^({_ONSET}?)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])$", word)
    if match and match[1] != "q":
        word = match[1] + _NEW_PLACE[match[2]]
    match = re.match(rf"^(qu|{_ONSET})([yỳýỷỹỵ])$", word)
    return match[1] + "iìíỉĩị"["yỳýỷỹỵ".index(match[2])] if match else word


def words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub(r"([0-9/&@%+=_°²³#*\\<>~^$])", r" \1 ", text)
    return [_folded(word) for word in re.sub(r"[^\w/&@%+=_°²³#*\\<>~^$]", " ", text).split()]


def pairs(name: str) -> list[tuple[str, str, list[str]]]:
    with (HERE / name).open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [(kind, written, spoken.split(" | ")) for kind, written, spoken in rows]


def wrong(name: str) -> list[tuple[str, str, str]]:
    return [
        (kind, written, plain(written))
        for kind, written, spoken in pairs(name)
        if words(plain(written)) not in [words(reading) for reading in spoken]
    ]


def test_the_public_yardstick_is_read_exactly() -> None:
    assert wrong("gold_public.tsv") == []


def test_our_reading_of_the_public_yardstick_is_the_houses_first_one() -> None:
    others = [
        (written, plain(written))
        for _, written, spoken in pairs("gold_public.tsv")
        if words(plain(written)) != words(spoken[0])
    ]
    assert others == []


@pytest.mark.parametrize("name", ["pairs/phat-trien.tsv", "pairs/sau-khi-xong.tsv"])
def test_our_own_pairs_are_read_exactly(name: str) -> None:
    assert wrong(name) == []


def test_there_are_three_hundred_pairs_of_our_own_in_every_class() -> None:
    ours = pairs("pairs/phat-trien.tsv") + pairs("pairs/sau-khi-xong.tsv")
    assert (
        len({written for _, written, _ in ours} - {written for _, written, _ in pairs("gold_public.tsv")}) >= 300
    )
    assert {kind for kind, _, _ in ours} == {kind for kind, _, _ in pairs("gold_public.tsv")}


def test_nothing_is_left_over_in_any_pair() -> None:
    every = pairs("gold_public.tsv") + pairs("pairs/phat-trien.tsv") + pairs("pairs/sau-khi-xong.tsv")
    assert [written for _, written, _ in every if RESIDUE.search(plain(written))] == []


def test_the_spoken_side_of_every_pair_is_certain_and_stays_as_it_is() -> None:
    every = pairs("gold_public.tsv") + pairs("pairs/phat-trien.tsv") + pairs("pairs/sau-khi-xong.tsv")
    for _, _, spoken in every:
        again = speakable(spoken[0])
        assert again.doubts == ()
        assert words(str(again)) == words(spoken[0])


def test_a_wrong_reading_is_seen_by_the_score() -> None:
    """The negative control: sea-g2p's known blunder does not pass."""
    gold = {written: spoken for _, written, spoken in pairs("gold_public.tsv")}
    readings = [words(reading) for reading in gold["XỬ LÝ VI PHẠM HÀNH CHÍNH"]]
    assert words("xử lý sáu phạm hành chính") not in readings
    assert words("xử lí vi phạm hành chính.") in readings
