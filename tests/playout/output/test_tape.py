"""Tape: what the callback lays down, on a simulated device whose true timing is known."""

import numpy as np
import pytest

from broadcast.playout.output.tape import Tape

RATE = 48_000
BLOCK = 2_400
BUFFER_S = 0.2


class Device:
    """A device that plays one block after another without a hole, and asks when it has room again."""

    def __init__(self, tape: Tape, began: float = 100.0, *, tells_delay: bool = True) -> None:
        self._tape = tape
        self._began = began
        self._tells_delay = tells_delay
        self.now = began
        self.strays_by_s = 0.0
        self.heard = np.zeros(0, np.int16)

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while True:
            sounds = self._began + len(self.heard) / RATE
            asks = max(self.now, sounds - BUFFER_S)
            if asks > end:
                break
            self.now = asks
            self.block(sounds - asks)
        self.now = end

    def block(self, delay_s: float, *, underflow: bool = False) -> None:
        out = np.full(BLOCK, 99, np.int16)
        self._tape.fill(
            out,
            now=self.now,
            delay_s=delay_s + self.strays_by_s if self._tells_delay else 0.0,
            underflow=underflow,
        )
        self.heard = np.concatenate([self.heard, out])

    def stand_still(self, seconds: float) -> None:
        """As a sound server does that runs dry: everything after comes so much later, and nothing is said."""
        self._began += seconds
        self.now += seconds

    def first(self) -> float:
        """When the first sample that is not silence sounded."""
        return self._began + int(np.flatnonzero(self.heard)[0]) / RATE


def loaded(frames: int, *, ended: bool = True) -> tuple[Tape, np.ndarray]:
    tape, steps = Tape(RATE), (1 + np.arange(frames) % 30_000).astype(np.int16)
    for place in range(0, frames, 4_801):
        tape.add(steps[place : place + 4_801])
    if ended:
        tape.end()
    return tape, steps


@pytest.mark.parametrize("due", [102.0, 102.0123456, 103.9999, 101.05001])
def test_the_first_frame_sounds_at_its_moment_and_never_before(due: float) -> None:
    tape, steps = loaded(10_000)
    tape.start_at(due)
    device = Device(tape)
    device.run(6)
    assert 0 <= device.first() - due <= 0.021
    assert tape.first == pytest.approx(device.first(), abs=1e-6)
    begin = int(np.flatnonzero(device.heard)[0])
    assert np.array_equal(device.heard[begin : begin + len(steps)], steps)


def test_without_the_devices_delay_the_start_would_be_off_by_its_buffer() -> None:
    tape, _ = loaded(10_000)
    tape.start_at(102.0)
    device = Device(tape, tells_delay=False)
    device.run(4)
    assert device.first() - 102.0 > 0.1


def test_a_start_that_is_told_again_while_it_waits_counts() -> None:
    tape, _ = loaded(10_000)
    tape.start_at(102.0)
    device = Device(tape)
    device.run(1)
    tape.start_at(104.5)
    device.run(5)
    assert 0 <= device.first() - 104.5 <= 0.021


def test_a_start_that_is_past_sounds_with_the_next_callback() -> None:
    tape, _ = loaded(10_000)
    device = Device(tape)
    device.run(1)
    tape.start_at(50.0)
    device.run(1)
    assert device.first() - 101.0 <= BUFFER_S + 2 * BLOCK / RATE


def test_callbacks_that_are_woken_late_do_not_move_the_start() -> None:
    tape, _ = loaded(10_000)
    tape.start_at(102.0)
    device = Device(tape)
    random = np.random.default_rng(3)
    while device.now < 103.0:
        sounds = 100.0 + len(device.heard) / RATE
        device.now = max(device.now, sounds - BUFFER_S)
        late_s = float(random.choice([0.0, 0.0, 0.002, 0.03]))  # the delay was taken before we were put to sleep
        device.now += late_s
        device.block(sounds - device.now + late_s)
    assert 0 <= device.first() - 102.0 <= 0.021


def test_frames_count_as_sounded_only_when_the_device_has_sounded_them() -> None:
    tape, steps = loaded(RATE)
    tape.start_at(102.0)
    device = Device(tape)
    seen = []
    for _ in range(60):
        device.run(0.05)
        seen.append((device.now, tape.frames))
    assert all(frames <= max(0.0, now - device.first()) * RATE + 1 for now, frames in seen)
    assert seen == sorted(seen)
    device.run(1)
    assert (tape.frames, tape.done, tape.underflows) == (len(steps), True, 0)


def test_it_is_not_done_before_its_last_frame_has_left_the_device() -> None:
    tape, steps = loaded(RATE)
    tape.start_at(102.0)
    device = Device(tape)
    while not tape.done:
        device.run(0.01)
    assert device.now >= device.first() + len(steps) / RATE + 0.3


def test_a_programme_that_comes_too_slowly_is_counted_once_for_each_hole() -> None:
    tape, steps = loaded(RATE, ended=False)
    tape.start_at(101.0)
    device = Device(tape)
    device.run(3)
    assert tape.underflows == 1
    tape.add(steps)
    device.run(3)
    assert tape.underflows == 2
    tape.add(steps)
    tape.end()
    device.run(3)
    assert (tape.underflows, tape.frames, tape.done) == (2, 3 * RATE, True)


def test_what_comes_after_a_feed_that_stood_still_is_told_when_it_sounds_and_not_before() -> None:
    tape, steps = loaded(2 * RATE, ended=False)
    device = Device(tape)
    tape.start_at(101.0)
    device.run(4.0)
    before = tape.first
    assert before is not None
    assert abs(before - device.first()) < 0.001
    device.run(15.0)  # whoever feeds has stood still meanwhile
    tape.add(steps[:RATE])
    tape.end()
    while not tape.done:
        device.run(BLOCK / RATE)
        place = np.flatnonzero(device.heard[: max(0, round((device.now - 100.0) * RATE))])
        assert tape.frames <= len(place)  # never more than has left the device
    again = 100.0 + int(np.flatnonzero(device.heard)[2 * RATE]) / RATE
    assert again > before + 15.0
    assert tape.first is not None
    assert abs(tape.first + 2.0 - again) < 0.001
    assert (tape.frames, tape.underflows) == (3 * RATE, 1)


def test_a_hole_that_the_sound_server_keeps_to_itself_is_counted() -> None:
    tape, _ = loaded(4 * RATE)
    tape.start_at(101.0)
    device = Device(tape)
    device.run(3)
    before = tape.first
    device.stand_still(0.05)
    device.run(4)
    assert tape.underflows == 1
    assert before is not None
    assert tape.first == pytest.approx(before + 0.05, abs=0.002)  # what comes later came so much later


def test_a_hole_in_the_last_tenth_of_a_second_is_counted_too() -> None:
    tape, _ = loaded(2 * RATE)
    tape.start_at(102.0)
    device = Device(tape)
    device.run(3.95)
    device.stand_still(0.05)
    while not tape.done:
        device.run(0.01)
    assert tape.underflows == 1


def test_a_hole_in_the_silence_around_the_programme_is_none() -> None:
    tape, _ = loaded(2 * RATE)
    tape.start_at(103.0)
    device = Device(tape)
    device.run(2.0)
    device.stand_still(0.05)
    device.run(3.1)
    device.stand_still(0.05)
    while not tape.done:
        device.run(0.01)
    assert (tape.underflows, tape.frames) == (0, 2 * RATE)


def test_a_delay_that_strays_for_a_second_is_no_hole() -> None:
    tape, _ = loaded(8 * RATE)
    tape.start_at(101.0)
    device = Device(tape)
    for _ in range(4):
        device.run(1.0)
        device.strays_by_s = 0.03
        device.run(1.0)
        device.strays_by_s = 0.0
    while not tape.done:
        device.run(0.01)
    assert (tape.underflows, tape.frames) == (0, 8 * RATE)


def test_a_steady_device_that_is_a_little_slow_has_no_holes() -> None:
    tape, _ = loaded(60 * RATE)
    tape.start_at(101.0)
    device = Device(tape)
    for _ in range(6_000):
        device.stand_still(0.000_002)  # 200 millionths: worse than any card
        device.run(0.01)
    assert (tape.underflows, tape.frames > 58 * RATE) == (0, True)


def test_an_underflow_of_the_device_counts_only_while_the_programme_sounds() -> None:
    tape, _ = loaded(4 * RATE)
    tape.start_at(102.0)
    device = Device(tape)
    device.run(1)
    device.block(BUFFER_S, underflow=True)
    device.run(2)
    assert tape.underflows == 0
    device.block(BUFFER_S, underflow=True)
    assert tape.underflows == 1


def test_a_fade_leads_down_in_eighty_milliseconds_and_counts_its_frames() -> None:
    tape = Tape(RATE)
    tape.add(np.full(10 * RATE, 10_000, np.int16))
    tape.start_at(101.0)
    device = Device(tape)
    device.run(3)
    wished = device.now
    tape.fade()
    device.run(2)
    begin, end = np.flatnonzero(device.heard)[[0, -1]]
    fall = device.heard[begin : end + 1][-4_000:].astype(int)
    assert np.all(np.diff(fall) <= 0)
    assert 3_700 <= np.count_nonzero(fall < 10_000) <= 3_840
    assert 100.0 + end / RATE - wished < BUFFER_S + 0.1 + BLOCK / RATE
    assert (tape.faded, tape.done) == (True, True)
    assert abs(tape.frames - (end + 1 - begin)) <= 60  # the last steps of the fall round to 0


def test_a_fade_before_the_start_ends_with_no_sound() -> None:
    tape, _ = loaded(RATE)
    tape.start_at(110.0)
    device = Device(tape)
    device.run(1)
    tape.fade()
    device.run(0.1)
    assert (tape.done, tape.frames, tape.first, np.count_nonzero(device.heard)) == (True, 0, None, 0)


def test_an_empty_programme_is_done_at_its_moment() -> None:
    tape = Tape(RATE)
    tape.end()
    tape.start_at(101.0)
    device = Device(tape)
    device.run(0.5)
    assert not tape.done
    device.run(1)
    assert (tape.done, tape.frames) == (True, 0)
