"""Each entry of each table and each kind of figure, in settings that must not change its words. --full: all."""

import os
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from stand_ins import confusion
from stand_ins.confusion import SETTINGS, Outcome, Piece

from broadcast.text import walk
from broadcast.text.speakable import speakable
from broadcast.text.tables import mapping

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


def misread(outcomes: list[Outcome]) -> list[Outcome]:
    """What is not right, asked or not: many a letter without its rule is asked."""
    return [one for one in outcomes if one.verdict != "right"]


def counted(outcomes: list[Outcome]) -> str:
    verdicts = Counter(one.verdict for one in outcomes)
    return f"tried {len(outcomes)}, asked {verdicts['asked']}, wrong {verdicts['wrong']}"


def test_a_known_piece_is_read_the_same_in_every_setting(measured: Callable[[str], None]) -> None:
    random = Random(SEED)
    outcomes = tried(list(confusion.seeds(random, 8 if FULL else 1)), random, 1 if FULL else 0.25)
    measured(counted(outcomes))
    assert faults(outcomes) == []


def test_each_row_of_each_table_is_read_the_same_in_every_setting(measured: Callable[[str], None]) -> None:
    random = Random(SEED)
    outcomes = tried(list(confusion.table_pieces(random)), random, 1 if FULL else 0.03)
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
        "list", "symbol", "internet", "abbr", "number", "initials", "alarm", "compass", "arrow", "people", "asked",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "rule", "kind"),
    [
        ("DIGIT_RULES", "say_times", "time"),
        ("DIGIT_RULES", "say_quantity", "unit"),
        ("DIGIT_RULES", "say_document", "document"),
        ("DIGIT_RULES", "say_date", "date"),
        ("LETTER_RULES", "say_initials", "initials"),
        ("LETTER_RULES", "say_alarm", "alarm"),
        ("LETTER_RULES", "say_bearing", "compass"),
        ("LETTER_RULES", "say_roman", "roman"),
        ("LETTER_RULES", "say_abbreviation", "abbr"),
        ("LETTER_RULES", "say_peoples_name", "people"),
        ("SIGN_RULES", "say_below_zero", "unit"),
        ("SIGN_RULES", "say_money_before", "money"),
    ],
)
def test_a_recogniser_taken_out_is_seen(rules: str, rule: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without one of the rules the same pieces come out otherwise."""
    pieces = [piece for piece in confusion.seeds(Random(SEED), 1) if piece.kind == kind]
    before = len(misread(tried(pieces, Random(SEED), 0)))
    whole = getattr(walk, rules)
    rest = tuple(one for one in whole if one.__name__ != rule)
    assert len(rest) == len(whole) - 1
    monkeypatch.setattr(walk, rules, rest)
    assert len(misread(tried(pieces, Random(SEED), 0))) > before


def test_a_spoiled_row_of_a_table_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the program has another word in a row than the table."""
    pieces = [piece for piece in confusion.table_pieces(Random(SEED)) if piece.written.endswith("km")]
    assert pieces
    assert faults(tried(pieces, Random(SEED), 1)) == []
    monkeypatch.setitem(mapping("units"), "km", "ki lô gam")
    assert len(faults(tried(pieces, Random(SEED), 1))) >= 20


def test_what_can_be_read_in_two_ways_is_asked_in_every_setting() -> None:
    pieces = [piece for piece in confusion.seeds(Random(SEED), 2) if piece.kind == "asked"]
    texts = [text for piece in pieces for setting in SETTINGS.values() if (text := setting(piece))]
    assert len(texts) > 50
    assert [text for text in texts if not speakable(text).doubts] == []


def neighbours(written: str) -> str:
    return str(speakable(written)).rstrip(".")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Mời phòng KT.", "Mời phòng kinh tế"),
        ("Mời phòng KT. Nhân dân cùng biết", "Mời phòng kinh tế. Nhân dân cùng biết"),
        ("KT. CHỦ TỊCH", "ký thay chủ tịch"),
        ("TM. UBND PHƯỜNG KT. CHỦ TỊCH", "thay mặt ủy ban nhân dân phường ký thay chủ tịch"),
        ("TL. CHÁNH VĂN PHÒNG", "thừa lệnh chánh văn phòng"),
        ("Hội đồng TS.", "Hội đồng tuyển sinh"),
        ("Do TS. Trần Vũ trình bày", "Do tiến sĩ Trần Vũ trình bày"),
        ("Công ty TM.", "Công ty thương mại"),
        ("Chiếc xe BS.", "Chiếc xe biển số"),
        ("Mời BS. Trần Vũ khám bệnh", "Mời bác sĩ Trần Vũ khám bệnh"),
        ("Xe chở 47 t.", "Xe chở bốn mươi bảy tấn"),
        ("Ở nhà số 5 t.", "Ở nhà số năm tê"),
        ("Lực kéo 42N", "Lực kéo bốn mươi hai niu tơn"),
        ("Lực lượng gồm 42N", "Lực lượng gồm bốn mươi hai en"),
        ("Gói nặng khoảng 15g", "Gói nặng khoảng mười lăm gam"),
        ("Cấm đường khoảng 15g", "Cấm đường khoảng mười lăm giờ"),
        ("Giá khoảng 80 đ.", "Giá khoảng tám mươi đồng"),
        ("Ở số 80 đ. Lê Lợi", "Ở số tám mươi đường Lê Lợi"),
        ("HỌP TẠI TYT PHƯỜNG", "họp tại trạm y tế phường"),
        ("GIẢM THUẾ VAT CHO DÂN", "giảm thuế vê a tê cho dân"),
        ("KẾ HOẠCH CẤP NƯỚC", "kế hoạch cấp nước"),
        ("Mời BCHPTKV4 dự họp", "Mời ban chỉ huy phòng thủ khu vực bốn dự họp"),
        ("Thông tin (TT) của phường", "Thông tin của phường"),
        ("Gửi (đ/v) người dân", "Gửi, đối với, người dân"),
        ("Kết quả xổ số MB", "Kết quả xổ số miền bắc"),
        ("Công suất 5 HP", "Công suất năm mã lực"),
    ],
)
def test_what_stands_beside_it_decides(written: str, spoken: str) -> None:
    assert neighbours(written) == spoken


def test_a_spoiled_entry_is_seen() -> None:
    """The negative control: an entry that should be read otherwise is told in every setting."""
    spoiled = Piece("abbr", "mời", "UBND", "đến họp", frozenset({("ủy", "ban", "phường")}))
    right = Piece("abbr", "mời", "UBND", "đến họp", frozenset({("ủy", "ban", "nhân", "dân")}))
    assert len(faults(tried([spoiled], Random(SEED), 1))) >= 20
    assert faults(tried([right], Random(SEED), 1)) == []
