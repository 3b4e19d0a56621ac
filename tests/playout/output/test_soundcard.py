"""SoundCard against a deck in its own time: what the card's process would do, without process and card."""

import math
import sys
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from programmes import Endless, Told, go_on, in_memory, noise
from stand_ins.decks import SimulatedDeck

from broadcast.audio.sound import Samples
from broadcast.base.clock import OfflineClock, SystemClock
from broadcast.base.errors import DeviceError, DeviceLost, Message, tell
from broadcast.playout.output import OPENS_AHEAD, Played, Wish
from broadcast.playout.output.listing import devices, microphones
from broadcast.playout.output.soundcard import SoundCard
from broadcast.playout.output.wire import Failed, Hushed, Opened, Report, Trouble, Turned

NINE = datetime(2025, 10, 6, 9, tzinfo=UTC)
RATE = 48_000


class SettableClock(OfflineClock):
    """A wall clock that somebody sets."""

    def set(self, by: timedelta) -> None:
        self._now += by


def test_it_plays_every_sample_at_its_moment_and_tells_so() -> None:
    clock, at, programme = OfflineClock(NINE), NINE + timedelta(minutes=10), noise(RATE * 3 + 7)
    deck = SimulatedDeck(clock)
    heard = Told()
    played = SoundCard("loa", clock, deck=deck).play(in_memory(programme), at=at, heard=heard)
    told = heard.all
    assert played.started is not None
    assert timedelta(0) <= played.started - at <= timedelta(milliseconds=21)
    assert played == Played(started=played.started, frames=len(programme), complete=True, underflows=0)
    sounded = np.concatenate(deck.heard)
    begin = int(np.flatnonzero(sounded)[0])
    assert np.array_equal(sounded[begin : begin + len(programme)], np.rint(programme * 32768))
    assert told == sorted(told)
    assert {moment for frames, moment in told if frames} == {played.started}
    assert {moment for frames, moment in told if not frames} == {at}
    assert sum(frames > 0 for frames, _ in told) >= 5 * 3
    assert deck.killed


def test_the_device_is_not_held_for_hours_before_the_start() -> None:
    clock = OfflineClock(NINE)
    deck = SimulatedDeck(clock)
    at = NINE + timedelta(hours=5)
    SoundCard("loa", clock, deck=deck).play(in_memory(noise(RATE)), at=at, heard=go_on)
    assert deck.opened == at - OPENS_AHEAD


def test_nothing_is_read_from_the_source_before_the_device_is_open_and_the_start_is_near() -> None:
    clock, at, reads = OfflineClock(NINE), NINE + timedelta(minutes=1), []

    class Watched(Endless):
        def read(self, frames: int) -> Samples:
            reads.append(clock.now())
            return super().read(frames)

    SoundCard("loa", clock, deck=SimulatedDeck(clock)).play(Watched(RATE), at=at, heard=go_on)
    assert timedelta(seconds=1) < at - reads[0] <= timedelta(seconds=2)
    reads.clear()
    missing = SimulatedDeck(clock, lambda _: Failed(why=Trouble.MISSING))
    missing.waiting.clear()
    with pytest.raises(DeviceError):
        SoundCard("loa", clock, deck=missing).play(Watched(RATE), at=None, heard=go_on)
    assert reads == []


@pytest.mark.parametrize("by", [-120.0, -0.7, 0.4, 1.5])
def test_a_wall_clock_that_is_set_while_we_wait_moves_the_start(by: float) -> None:
    clock, at = SettableClock(NINE), NINE + timedelta(seconds=60)
    steps = [timedelta(seconds=by)]

    def set_once(deck: SimulatedDeck) -> None:
        if clock.now() > at - timedelta(seconds=2.5) and steps:
            clock.set(steps.pop())

    deck = SimulatedDeck(clock, set_once)
    played = SoundCard("loa", clock, deck=deck).play(in_memory(noise(RATE)), at=at, heard=go_on)
    assert played.started is not None
    assert timedelta(0) <= played.started - at <= timedelta(milliseconds=21)
    assert played.complete


def test_who_hears_of_a_clock_gone_mad_can_still_stop_the_start() -> None:
    clock, at = SettableClock(NINE), NINE + timedelta(seconds=60)
    steps = [timedelta(days=400)]

    def set_once(deck: SimulatedDeck) -> None:
        if clock.now() > at - timedelta(seconds=2) and steps:
            clock.set(steps.pop())

    def heard(frames: int, first: datetime) -> Wish:
        return Wish.FADE if clock.now() > at + timedelta(days=1) else Wish.GO_ON

    deck = SimulatedDeck(clock, set_once)
    played = SoundCard("loa", clock, deck=deck).play(in_memory(noise(RATE)), at=at, heard=heard)
    assert played == Played(started=None, frames=0, complete=False)
    assert not np.any(np.concatenate(deck.heard))


def test_a_wish_to_fade_is_silence_within_half_a_second() -> None:
    clock = OfflineClock(NINE)
    deck = SimulatedDeck(clock)
    wished: list[datetime] = []

    def heard(frames: int, first: datetime) -> Wish:
        if frames < RATE:
            return Wish.GO_ON
        wished.append(clock.now())
        return Wish.FADE

    played = SoundCard("loa", clock, deck=deck).play(Endless(60 * RATE), at=None, heard=heard)
    assert not played.complete
    assert RATE < played.frames < 1.6 * RATE
    assert clock.now() - wished[0] < timedelta(seconds=0.7)
    assert len(wished) == 1


def test_a_player_that_stood_still_until_it_was_stopped_sounds_no_more() -> None:
    clock = OfflineClock(NINE)
    deck = SimulatedDeck(clock)
    stood: list[int] = []

    def heard(frames: int, first: datetime) -> Wish:
        if frames < RATE:
            return Wish.GO_ON
        deck.sound_alone(3.0)  # all that it was given, and silence
        stood.append(len(deck.heard))
        return Wish.FADE

    played = SoundCard("loa", clock, deck=deck).play(Endless(60 * RATE), at=None, heard=heard)
    assert not played.complete
    assert len(stood) == 1
    assert np.any(deck.heard[stood[0] - 60])
    assert not np.any(np.concatenate(deck.heard[stood[0] :]))


def test_a_loudspeaker_on_which_another_player_sounds_is_refused_before_a_sample_is_taken() -> None:
    clock, asked = OfflineClock(NINE), list[str]()

    def holder(device: str) -> Message | None:
        asked.append(device)
        return tell("pid {pid}", pid=7)

    deck = SimulatedDeck(clock)
    deck.waiting = [Opened(device="PulseAudio 1 loa")]
    with pytest.raises(DeviceError, match="pid 7") as refused:
        SoundCard("loa", clock, deck=deck, holder=holder).play(Endless(RATE), at=None, heard=go_on)
    assert (asked, deck.fed, deck.killed) == (["PulseAudio 1 loa"], 0, True)
    assert not isinstance(refused.value, DeviceLost)


def test_a_device_that_is_silent_before_the_start_takes_nothing_of_the_programme() -> None:
    clock, said = OfflineClock(NINE), [Hushed(why=Trouble.MUTED)]
    deck = SimulatedDeck(clock, lambda _: said.pop() if said else None)
    with pytest.raises(DeviceError, match="tắt tiếng") as silent:
        SoundCard("loa", clock, deck=deck).play(Endless(RATE), at=NINE + timedelta(seconds=5), heard=go_on)
    assert not isinstance(silent.value, DeviceLost)
    assert deck.fed == 0


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ZeroDivisionError])
def test_whatever_breaks_in_on_the_caller_the_sound_is_led_down_and_the_device_let_go(
    fault: type[BaseException],
) -> None:
    clock = OfflineClock(NINE)
    deck = SimulatedDeck(clock)

    def heard(frames: int, first: datetime) -> Wish:
        if frames > RATE:
            raise fault
        return Wish.GO_ON

    with pytest.raises(fault):
        SoundCard("loa", clock, deck=deck).play(Endless(60 * RATE), at=None, heard=heard)
    sounded = np.concatenate(deck.heard)
    assert np.any(sounded == 8192)
    assert np.any((sounded > 0) & (sounded < 8000))
    assert not np.any(sounded[-1000:])
    assert deck.killed


def test_a_device_that_takes_no_more_is_lost_in_four_seconds_with_the_frames_it_sounded() -> None:
    clock = OfflineClock(NINE)

    def stall(deck: SimulatedDeck) -> None:
        deck.still = clock.now() > NINE + timedelta(seconds=5)

    deck = SimulatedDeck(clock, stall)
    with pytest.raises(DeviceLost, match="không nhận tiếng") as lost:
        SoundCard("loa", clock, deck=deck).play(Endless(60 * RATE), at=None, heard=go_on)
    assert 4 * RATE < lost.value.frames < 5 * RATE
    assert clock.now() < NINE + timedelta(seconds=9)
    assert deck.killed


def test_a_device_that_stalls_before_the_first_frame_is_an_error_and_not_a_loss() -> None:
    clock = OfflineClock(NINE)

    def stall(deck: SimulatedDeck) -> None:
        deck.still = True

    with pytest.raises(DeviceError) as error:
        SoundCard("loa", clock, deck=SimulatedDeck(clock, stall)).play(Endless(RATE), at=None, heard=go_on)
    assert not isinstance(error.value, DeviceLost)


def test_what_was_taken_while_muted_does_not_count_as_heard() -> None:
    clock, said = OfflineClock(NINE), [Hushed(why=Trouble.MUTED)]

    def mute(deck: SimulatedDeck) -> Report | None:
        return said.pop() if said and clock.now() > NINE + timedelta(seconds=5) else None

    told: list[int] = []

    def heard(frames: int, _first: datetime) -> Wish:
        told.append(frames)
        return Wish.GO_ON

    with pytest.raises(DeviceLost, match="tắt tiếng") as lost:
        SoundCard("loa", clock, deck=SimulatedDeck(clock, mute)).play(Endless(60 * RATE), at=None, heard=heard)
    assert max(told) <= lost.value.frames <= 4.8 * RATE
    assert clock.now() < NINE + timedelta(seconds=7)


def test_a_blink_of_silence_is_not_lost_but_is_counted() -> None:
    clock = OfflineClock(NINE)
    said: list[tuple[float, Report]] = [(5.4, Hushed(why=None)), (5.0, Hushed(why=Trouble.MUTED))]

    def blink(deck: SimulatedDeck) -> Report | None:
        if said and clock.now() > NINE + timedelta(seconds=said[-1][0]):
            return said.pop()[1]
        return None

    deck = SimulatedDeck(clock, blink)
    played = SoundCard("loa", clock, deck=deck).play(Endless(10 * RATE), at=None, heard=go_on)
    assert (played.complete, played.underflows) == (True, 1)


def _turned(clock: OfflineClock, *turns: tuple[float, int]) -> SimulatedDeck:
    """A card that reports so many seconds after nine that it is turned to so many percent."""
    left = [(after, Turned(percent=percent)) for after, percent in turns]

    def turn(deck: SimulatedDeck) -> Report | None:
        if left and clock.now() > NINE + timedelta(seconds=left[0][0]):
            return left.pop(0)[1]
        return None

    return SimulatedDeck(clock, turn)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        pytest.param([(0, 100), (3, 20)], ["còn 20 %"], id="low in the middle"),
        pytest.param([(0, 100), (3, 70)], ["còn 70 %"], id="much lower in the middle"),
        pytest.param([(0, 100), (3, 20), (4, 100)], ["còn 20 %", None], id="and up again"),
        pytest.param([(0, 20)], ["còn 20 %"], id="low from the first"),
        pytest.param([(0, 60)], [], id="a ward's own level"),
        pytest.param([(0, 100), (3, 90)], [], id="a little"),
        pytest.param([(0, 100), (3, 1)], [], id="nobody hears it: that is told as a device lost"),
    ],
)
def test_a_loudspeaker_that_is_turned_down_and_still_heard_is_told(
    turns: list[tuple[float, int]], told: list[str | None]
) -> None:
    clock, said = OfflineClock(NINE), list[Message | None]()
    deck = _turned(clock, *turns)
    played = SoundCard("loa", clock, deck=deck, told=said.append).play(Endless(6 * RATE), at=None, heard=go_on)
    assert played.complete
    changes = [one for number, one in enumerate(said) if number == 0 or one != said[number - 1]]
    for change, words in zip(changes, [None, *told], strict=True):
        assert str(change).endswith("None") if words is None else words in str(change)


@pytest.mark.parametrize("why", list(Trouble))
def test_every_trouble_has_words_that_say_what_to_do(why: Trouble) -> None:
    clock, failed = OfflineClock(NINE), Failed(why=why, detail="x", devices=("a", "b"))
    with pytest.raises(DeviceError) as error:
        SoundCard("loa", clock, deck=SimulatedDeck(clock, lambda _: failed)).play(
            Endless(RATE), at=None, heard=go_on
        )
    assert error.value.fix is not None
    assert str(error.value)[0].islower()


def test_a_long_programme_takes_no_more_memory_than_one_of_ten_seconds(rounds: Callable[[int, int], int]) -> None:
    def most_memory(seconds: int) -> tuple[int, float]:
        clock = OfflineClock(NINE)
        deck = SimulatedDeck(clock)
        deck.keep = False
        tracemalloc.start()
        played = SoundCard("loa", clock, deck=deck).play(Endless(seconds * RATE), at=None, heard=go_on)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert played.frames == seconds * RATE
        return most, deck.most_waiting / RATE

    (short, _), (long, ahead_s) = most_memory(10), most_memory(rounds(90, 600))
    assert long < short * 1.2 + 100_000
    assert math.isclose(ahead_s, 1.3, abs_tol=0.11)


def test_a_machine_without_a_sound_card_says_so() -> None:
    assert (devices(), microphones()) == ((), ())
    with pytest.raises(DeviceError, match="không có thiết bị"):
        SoundCard("loa", SystemClock(ZoneInfo("UTC"))).play(Endless(RATE), at=None, heard=go_on)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")
def test_a_portaudio_that_aborts_takes_only_its_own_process_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/dev/null")  # an assertion inside PortAudio 19.6
    with pytest.raises(DeviceError, match="chưa hỏi được"):
        devices()
    with pytest.raises(DeviceError, match="mất loa"):
        SoundCard("loa", SystemClock(ZoneInfo("UTC"))).play(Endless(RATE), at=None, heard=go_on)
