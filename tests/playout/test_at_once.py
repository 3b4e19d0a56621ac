"""Sessions, now -> one programme; refused where the hours do not allow it."""

from datetime import timedelta

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630, session
from stand_ins.days import Day, hours_until

from broadcast.base.errors import UsageRefused
from broadcast.programme.model import Outcome, Override


def test_at_once_airs_every_session_as_one_programme(day: Day) -> None:
    morning, evening = session(MONDAY_0630, ["a"]), session(MONDAY_0630 + timedelta(hours=11), ["a"], slot="chieu")
    day.rack_tones(morning)
    day.rack_tones(evening)
    on_time = day.air(morning, evening)
    other = Day(day.home / "other")
    other.rack_tones(morning)
    other.rack_tones(evening)
    assert np.array_equal(other.air(morning, evening, at_once=True), on_time)
    assert [airing.outcome for airing in other.log] == [Outcome.AIRED] * 2
    assert {airing.note for airing in other.log} == {"phát ngay"}


def test_at_once_is_refused_outside_the_hours_and_writes_nothing(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = hours_until(MONDAY_0630 + timedelta(hours=1))  # it is 05:30
    with pytest.raises(UsageRefused, match="ngoài khung giờ"):
        day.air(one, at_once=True)
    assert day.log == ()


def test_at_once_goes_through_with_a_reason_and_a_name_and_the_log_has_both(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = hours_until(MONDAY_0630 + timedelta(hours=1))
    heard = day.air(one, at_once=True, override=Override(reason="báo bão", by="Nguyễn Văn A"))
    assert len(heard)
    assert "báo bão" in day.log[0].note
    assert "Nguyễn Văn A" in day.log[0].note
