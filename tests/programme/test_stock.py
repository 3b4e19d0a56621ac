"""A script's header and a day -> whether it is dealt, and why not."""

from datetime import date

import pytest
from stand_ins.wards import stock_of

from broadcast.programme.settings import Campaign, CampaignId, Phase, PhaseId, ScriptId
from broadcast.programme.stock import Stock, Stocked, Validity

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("validity", "words"),
    [
        (Validity(), None),
        (Validity(draft=True), "bản nháp"),
        (Validity(first=date(2026, 11, 21)), "từ ngày 21/11/2026"),
        (Validity(first=FRIDAY), None),
        (Validity(last=date(2026, 11, 19)), "đến ngày 19/11/2026"),
        (Validity(last=FRIDAY), None),
        (Validity(days=frozenset({0, 1})), "thứ này"),
        (Validity(days=frozenset({4})), None),
    ],
)
def test_a_script_says_why_it_does_not_air_on_a_day(validity: Validity, words: str | None) -> None:
    why = validity.why_not(FRIDAY)
    assert (why is None) == (words is None)
    assert words is None or words in str(why)


def test_a_script_without_all_its_words_is_not_dealt_in_turn() -> None:
    scripts = {ScriptId("chung/a"): Stocked(), ScriptId("chung/b"): Stocked()}
    stock = Stock(scripts, is_ready=lambda id_: id_ != "chung/a")
    assert [stock.can_be_dealt(id_, FRIDAY) for id_ in stock.in_folder("chung")] == [False, True]
    assert not stock.can_be_dealt(ScriptId("chung/nobody-wrote-it"), FRIDAY)


def test_what_lies_in_a_campaign_s_own_folder_serves_all_its_phases() -> None:
    phase = Phase(id=PhaseId("truoc"), name="Trước", first=FRIDAY, last=FRIDAY, folder="bao/truoc")
    campaign = Campaign(id=CampaignId("bao"), name="Bão", folder="bao", phases=(phase,))
    stock = stock_of("bao/truoc/01-x", "bao/sau/02-y", "bao/so-dien-thoai", "chung/z")
    assert stock.serving(phase, campaign) == ("bao/so-dien-thoai", "bao/truoc/01-x")
    assert stock.serving(phase) == ("bao/truoc/01-x",)
