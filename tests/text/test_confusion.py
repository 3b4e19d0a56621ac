"""Each entry of each table and each kind of figure, in settings that must not change its words. --full: all."""

import os
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from stand_ins import confusion
from stand_ins.confusion import SETTINGS, Outcome, Piece

from broadcast.text import walk

FULL = os.environ.get("BROADCAST_FULL") == "1"
SEED = 2026


def tried(pieces: list[Piece], random: Random, share: float) -> list[Outcome]:
    """Try each piece in the plain frame and in a share of all settings, or in all with share 1."""
    chosen = [(piece, one) for piece in pieces for one in SETTINGS if one == "plain" or random.random() < share]
    return [outcome for piece, one in chosen if (outcome := confusion.try_in(piece, one))]


def faults(outcomes: list[Outcome]) -> list[tuple[str, str, str, str]]:
    return [
        (one.piece.kind, one.setting, one.text, one.spoken)
        for one in outcomes
        if one.verdict == "wrong" and not confusion.is_allowed(one)
    ]


def counted(outcomes: list[Outcome]) -> str:
    verdicts = Counter(one.verdict for one in outcomes)
    return f"tried {len(outcomes)}, asked {verdicts['asked']}, wrong {verdicts['wrong']}"


def test_a_known_piece_is_read_the_same_in_every_setting(measured: Callable[[str], None]) -> None:
    random = Random(SEED)
    outcomes = tried(list(confusion.seeds(random, 8 if FULL else 1)), random, 1 if FULL else 0.5)
    measured(counted(outcomes))
    assert faults(outcomes) == []


def test_each_row_of_each_table_is_read_the_same_in_every_setting(measured: Callable[[str], None]) -> None:
    random = Random(SEED)
    outcomes = tried(list(confusion.table_pieces(random)), random, 1 if FULL else 0.06)
    measured(counted(outcomes))
    assert faults(outcomes) == []


def test_no_entry_is_heard_inside_a_longer_word(measured: Callable[[str], None]) -> None:
    outcomes = list(confusion.in_longer_words())
    measured(counted(outcomes))
    assert faults(outcomes) == []


def test_there_are_seeds_of_every_kind_of_figure() -> None:
    kinds = Counter(kind for kind, *_ in confusion.table("seeds"))
    assert sum(kinds.values()) >= 150
    assert set(kinds) >= {
        "date", "datespan", "datelist", "time", "timespan", "money", "perthing", "unit", "unitspan", "count",
        "score", "product", "roman", "letter", "code", "plate", "phone", "account", "house", "road", "document",
        "list", "symbol", "internet", "abbr", "number",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "kind"),
    [("say_times", "time"), ("say_quantity", "unit"), ("say_document", "document"), ("say_date", "date")],
)
def test_a_recogniser_taken_out_is_seen(rule: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without one of the rules the same pieces come out otherwise."""
    pieces = [piece for piece in confusion.seeds(Random(SEED), 1) if piece.kind == kind]
    before = len(faults(tried(pieces, Random(SEED), 0)))
    rest = tuple(one for one in walk.DIGIT_RULES if one.__name__ != rule)
    assert len(rest) == len(walk.DIGIT_RULES) - 1
    monkeypatch.setattr(walk, "DIGIT_RULES", rest)
    assert len(faults(tried(pieces, Random(SEED), 0))) > before


def test_a_spoiled_entry_is_seen() -> None:
    """The negative control: an entry that should be read otherwise is told in every setting."""
    spoiled = Piece("abbr", "mời", "UBND", "đến họp", frozenset({("ủy", "ban", "phường")}))
    right = Piece("abbr", "mời", "UBND", "đến họp", frozenset({("ủy", "ban", "nhân", "dân")}))
    assert len(faults(tried([spoiled], Random(SEED), 1))) >= 20
    assert faults(tried([right], Random(SEED), 1)) == []
