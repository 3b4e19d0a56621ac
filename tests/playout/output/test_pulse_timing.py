"""What a sound server says of a stream, late or early -> when the next byte sounds."""

import itertools
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.clocks import SteppedClock

from broadcast.playout.output.pulse_timing import PulseTiming
from broadcast.playout.output.soundsystem import LATENCY_S

SECOND = 96_000
"""Bytes: of 48,000 frames of 16 bit."""
SINK_S = 0.01


class Server:
    """A stand-in for PulseServer and its library: a stream of zero delay whose first byte sounded at second 0."""

    def __init__(self) -> None:
        self.library, self.clock, self.asked = self, SteppedClock(MONDAY_0630), 0
        self._look: Any = None
        self.timing = PulseTiming(self, "stream", SECOND, self.clock)  # type: ignore[arg-type]

    def callback(self, _kind: str, called: Any) -> Any:
        return called

    def forget(self, _operation: Any) -> None: ...

    def pa_stream_set_latency_update_callback(self, _stream: Any, called: Any, _data: Any) -> None:
        self._called = called

    def pa_stream_update_timing_info(self, *_: Any) -> None:
        self.asked += 1

    def pa_stream_get_timing_info(self, _stream: Any) -> Any:
        return SimpleNamespace(contents=self._look) if self._look else None

    def looks(self, *, answer_after_s: float = 0.002, playing: bool = True, wall_set_by_s: float = 0.0) -> None:
        """The server looks at the stream now; its answer comes so much later."""
        at, place_s = self.clock.now(), self.clock.monotonic()
        self.clock.passed(answer_after_s)
        self.clock.step(timedelta(seconds=wall_set_by_s))
        self._look = SimpleNamespace(
            timestamp=SimpleNamespace(tv_sec=int(at.timestamp()), tv_usec=at.microsecond), playing=playing,
            read_index=round((place_s + SINK_S) * SECOND), read_index_corrupt=0, sink_usec=round(SINK_S * 1e6),
            write_index=round((place_s + 3.0) * SECOND),
        )  # fmt: skip
        self._called("stream", None)

    def strays_ms(self) -> float:
        """By how much the moment of the first byte, which was 0, is told too late."""
        told = self.clock.monotonic() + self.timing.delay_s() - self._look.write_index / SECOND
        return 1000 * told


def test_until_the_server_has_looked_the_delay_is_what_was_asked_for() -> None:
    server = Server()
    assert server.timing.delay_s() == LATENCY_S
    server.looks(playing=False)
    assert server.timing.delay_s() == LATENCY_S


@pytest.mark.parametrize("answer_after_s", [0.0, 0.001, 0.04, 0.4])
def test_an_answer_that_is_long_on_its_way_moves_nothing(answer_after_s: float) -> None:
    server = Server()
    server.clock.passed(1.0)
    server.looks(answer_after_s=answer_after_s)
    for _ in range(15):
        assert server.strays_ms() == pytest.approx(0, abs=0.02)
        server.clock.passed(0.1)


def test_late_answers_lead_no_later_moment_astray() -> None:
    """By a line through when the answers came it would, by as much and more."""
    server, came = Server(), []
    for late_s in (0.0, 0.0, 0.03, 0.06):
        server.clock.passed(0.3)
        server.looks(answer_after_s=late_s)
        came.append((server.clock.monotonic(), server._look.read_index / SECOND - SINK_S))
    assert server.strays_ms() == pytest.approx(0, abs=0.02)
    (then, was), (now, place) = came[-2:]  # the control
    slope = (place - was) / (now - then)
    assert now + 1.0 - (place + slope * 1.0) > 0.06


@pytest.mark.parametrize("set_by_s", [-3600, -0.5, 1.5, 3600])
def test_a_wall_clock_that_is_set_while_an_answer_is_on_its_way_moves_nothing(set_by_s: float) -> None:
    server = Server()
    server.clock.passed(1.0)
    server.looks()
    server.clock.passed(0.2)
    server.looks(wall_set_by_s=set_by_s)
    assert server.strays_ms() == pytest.approx(0, abs=0.02)


def test_the_server_is_asked_ten_times_a_second_however_often_the_delay_is() -> None:
    server = Server()
    for _ in itertools.repeat(None, 200):
        server.clock.passed(0.01)
        server.timing.delay_s()
    assert server.asked == pytest.approx(20, abs=2)
