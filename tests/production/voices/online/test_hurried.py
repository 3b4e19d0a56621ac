"""Voices of the network in an emergency: nobody waits long for one, nor for all of them together."""

from zoneinfo import ZoneInfo

import pytest
from stand_ins.voices.bad_engines import Bad

from broadcast.base.clock import SystemClock
from broadcast.base.errors import EngineOffline, tell
from broadcast.production.voices.online.hurried import Hurried, Patience

CLOCK = SystemClock(ZoneInfo("UTC"))


def _hurried(patience: Patience) -> Hurried:
    return Hurried(Bad, who=tell("giọng Thử"), clock=CLOCK, patience=patience, answer_s=0.3)


def test_what_one_voice_has_waited_another_waits_no_more() -> None:
    patience = Patience(0.3)
    with _hurried(patience) as first, _hurried(patience) as second:
        with pytest.raises(EngineOffline):
            first.speak("hang 9", speed=1.0)
        with pytest.raises(EngineOffline, match="khẩn cấp, không chờ giọng Thử lâu hơn"):
            second.speak("hang 9", speed=1.0)
        assert second._child is None  # nor was its child begun


def test_control_each_with_a_patience_of_its_own_would_wait_again() -> None:
    with _hurried(Patience(0.3)) as first, _hurried(Patience(0.3)) as second:
        for one in (first, second):
            with pytest.raises(EngineOffline, match="không xong"):
                one.speak("hang 9", speed=1.0)
