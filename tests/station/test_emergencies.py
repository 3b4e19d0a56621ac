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
from broadcast.station.emergencies import Emergencies, refuse_alone, signed_order
from broadcast.station.keys import signing_with
from broadcast.station.overview import journal_path, look_at

HUNG = "Ông Hùng"
LANS, HUNGS = new_key(), new_key()


def _refused(home: Path, *keys: Private, **changed: Any) -> str | None:
    overview = look_at(home)
    order: dict[str, Any] = {
        "do": "announce", "urgency": "khan-cap", "by": LAN, "second": HUNG, "text": "Bão vào bờ.",
        "fingerprint": "0" * 64, "expires_s": 1800.0, "asked": overview.clock.now().isoformat(),
    }  # fmt: skip
    request = {**signed_order(order, [signing_with(key) for key in keys]), **changed}
    with Journal(journal_path(home)) as journal:
        why = Emergencies(overview, journal)(request)
    return str(why) if why is not None else None


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
