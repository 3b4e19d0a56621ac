from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from stand_ins.released_ward import REQUIRED, SCRIPTS
from stand_ins.signed_ward import LAN, believe, new_key
from stand_ins.wards import write_ward

from broadcast.base.errors import UsageRefused
from broadcast.record.ed25519 import Private
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.station.emergencies import (
    ORDERS,
    Emergencies,
    Request,
    order_text,
    refuse_alone,
    refuse_unsigned,
    signed_order,
)
from broadcast.station.keys import signing_with
from broadcast.station.overview import journal_path, look_at
from broadcast.station.player import holding_loudspeaker

HUNG = "Ông Hùng"
LANS, HUNGS = new_key(), new_key()


def _refused(home: Path, *keys: Private, **changed: Any) -> str | None:
    """Why an order signed by those keys is not taken, with that changed of it since."""
    request = {**_order(home, *keys), **changed}
    return _answer(home, request)


def _answer(home: Path, request: Request) -> str | None:
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        why = Emergencies(overview, journal)(request)
    return str(why) if why is not None else None


def _order(home: Path, *keys: Private, **changed: Any) -> Request:
    order: dict[str, Any] = {
        "do": "announce", "urgency": "khan-cap", "by": LAN, "second": HUNG, "text": "Bão vào bờ.",
        "fingerprint": "0" * 64, "expires_s": 1800.0, "asked": look_at(home).clock.now().isoformat(), **changed,
    }  # fmt: skip
    return signed_order(order, [signing_with(key) for key in keys])


@pytest.fixture
def named(tmp_path: Path) -> Path:
    write_ward(tmp_path, REQUIRED, SCRIPTS)
    return tmp_path


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    write_ward(tmp_path, REQUIRED.replace("required", "required, seal: signed"), SCRIPTS)
    believe(tmp_path, LANS)
    believe(tmp_path, HUNGS, HUNG, sign=signing_with(LANS))
    return tmp_path


def test_two_different_persons_answer_for_an_emergency(named: Path) -> None:
    assert _refused(named) is None
    for alone in ("", LAN, "bà  lan"):
        assert _refused(named, second=alone) == "cần hai người khác nhau cùng chịu trách nhiệm"
        with pytest.raises(UsageRefused, match="hai người"):
            refuse_alone(look_at(named), LAN, alone, timedelta(minutes=30))


def test_an_emergency_expires_within_half_an_hour(named: Path) -> None:
    assert _refused(named, expires_s=1801.0) == "hạn của bản tin khẩn cấp nhiều nhất 30 phút"


def test_what_is_no_emergency_needs_one_person(named: Path) -> None:
    assert _refused(named, urgency="uu-tien", second="", expires_s=7200.0) is None


def test_where_the_rule_only_advises_one_person_is_enough(tmp_path: Path) -> None:
    """The negative control."""
    write_ward(tmp_path, REQUIRED.replace("required", "advisory"), SCRIPTS)
    assert _refused(tmp_path, second="") is None


def test_each_of_the_two_signs_the_order(signed: Path) -> None:
    assert _refused(signed, LANS, HUNGS) is None
    assert "chữ ký của cả hai" in str(_refused(signed))
    assert "chữ ký của cả hai" in str(_refused(signed, LANS))
    assert "không khớp" in str(_refused(signed, LANS, LANS))
    assert "không khớp" in str(_refused(signed, LANS, HUNGS, text="Lời khác."))


def test_an_order_that_was_signed_long_ago_is_not_obeyed(signed: Path) -> None:
    an_hour_ago = look_at(signed).clock.now() - timedelta(hours=1)
    assert "ký đã lâu" in str(_refused(signed, LANS, HUNGS, asked=an_hour_ago.isoformat()))


def test_an_order_that_was_taken_is_not_taken_again(signed: Path) -> None:
    order = _order(signed, LANS, HUNGS)
    assert _answer(signed, order) is None
    assert "đã nhận một lần rồi" in str(_answer(signed, order))
    assert _answer(signed, _order(signed, LANS, HUNGS)) is None  # a new one, signed anew
    with record_at(journal_path(signed)) as record:
        kept = record.sealings(ORDERS)
    assert next(one.body["order"] for one in kept) == order_text(order).decode()


@pytest.mark.parametrize("urgency", ["thuong", "uu-tien"])
def test_where_releases_are_signed_every_bulletin_is(signed: Path, urgency: str) -> None:
    usual = {"urgency": urgency, "second": "", "expires_s": 7200.0}
    assert "cần chữ ký của Bà Lan" in str(_answer(signed, _order(signed, **usual)))
    assert "không khớp" in str(_answer(signed, _order(signed, new_key(), **usual)))
    assert _answer(signed, _order(signed, LANS, **usual)) is None
    with pytest.raises(UsageRefused, match="--key"):
        refuse_unsigned(look_at(signed), LAN, "", 0)
    refuse_unsigned(look_at(signed), LAN, "", 1)


def test_one_key_has_one_name(signed: Path) -> None:
    with pytest.raises(UsageRefused, match="Khoá này là của Bà Lan rồi"):
        believe(signed, LANS, "Ông Tư", sign=signing_with(LANS))


def test_a_player_asks_for_both_before_its_first_session_is_set_up(signed: Path) -> None:
    with holding_loudspeaker(look_at(signed)) as player:
        assert "chữ ký của cả hai" in str(player.duty.refused(_order(signed)))
