"""Sessions and the rack -> a WAV file on an offline clock, and the as-run log."""

import wave
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, RATE, keep_tone, rundown, session, tone

from broadcast.clock import OfflineClock
from broadcast.errors import DeviceLost, tell
from broadcast.journal import Journal
from broadcast.library import CLOSING, OPENING, Library, Rack
from broadcast.model import Airing, Airtime, Outcome, Reason, Session, Unready
from broadcast.onair import Event
from broadcast.output import Heard, Played, Source
from broadcast.output.wavfile import WavFile
from broadcast.playout import Playout
from broadcast.programme.layout import GAP_S, WAKE_UP_S

DAY = MONDAY_0630.date()
UNREADY = Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"))


@dataclass
class Day:
    """A folder with a library, a rack and a journal, and a clock that jumps."""

    home: Path
    clock: OfflineClock = field(default_factory=lambda: OfflineClock(MONDAY_0630 - timedelta(hours=1)))
    airtime: Airtime = ALWAYS
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.library = Library(self.home / "audio_cache")
        self.rack = Rack()
        self.rack.put(OPENING, keep_tone(self.library, "0", 300, 0.5))
        self.rack.put(CLOSING, keep_tone(self.library, "1", 350, 0.25))

    def rack_tones(self, one: Session, seconds: float = 2.0) -> None:
        for number, cue in enumerate(one.cues):
            self.rack.put(cue.id, keep_tone(self.library, f"{number + 2}", 400 + 100 * number, seconds))

    def air(
        self, *sessions: Session, wanted: Callable[[], bool] = lambda: True, at_once: bool = False
    ) -> np.ndarray:
        """Air the sessions into a WAV file; its samples."""
        path = self.home / "day.wav"
        path.unlink(missing_ok=True)
        with WavFile(path, self.clock) as file:
            self.air_on(file, *sessions, wanted=wanted, at_once=at_once)
        if not path.exists():
            return np.zeros(0, np.int16)
        with closing(wave.open(str(path))) as wav:
            return np.frombuffer(wav.readframes(wav.getnframes()), np.int16)

    def air_on(self, output, *sessions: Session, wanted=lambda: True, at_once: bool = False) -> None:
        with Journal(self.home / "journal" / "as-run.sqlite3") as journal:
            journal.recover(self.clock.now(), "mất điện")
            playout = Playout(
                library=self.library, rack=self.rack, journal=journal, output=output, clock=self.clock,
                airtime=self.airtime, watcher=self.events.append, wanted=wanted,
            )  # fmt: skip
            if at_once:
                playout.air_now(sessions, note="phát ngay")
            else:
                playout.air_day(rundown(*sessions))

    @property
    def log(self) -> tuple[Airing, ...]:
        with Journal(self.home / "journal" / "as-run.sqlite3") as journal:
            return journal.airings(DAY, DAY)

    @property
    def outcomes(self) -> list[tuple[str, Outcome | None]]:
        return [(airing.script, airing.outcome) for airing in self.log]


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(tmp_path)


def test_a_session_is_one_unbroken_programme_to_the_sample(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    gap = np.zeros(round(GAP_S * RATE), np.int16)
    expected = [
        np.zeros(round(WAKE_UP_S * RATE), np.int16), tone(300, 0.5), gap, tone(400, 2), gap, tone(500, 2), gap,
        tone(350, 0.25),
    ]  # fmt: skip
    assert np.array_equal(day.air(one), np.concatenate(expected))


def test_the_log_tells_the_same_starts_and_lengths_as_the_sound(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    heard = day.air(one)
    for airing, hertz in zip(day.log, (400, 500), strict=True):
        first = round((airing.started - MONDAY_0630).total_seconds() * RATE + WAKE_UP_S * RATE)
        assert np.array_equal(heard[first : first + airing.frames], tone(hertz, 2))
        assert airing.started == airing.planned
        assert airing.ended == airing.started + timedelta(seconds=2)
        assert airing.outcome is Outcome.AIRED


def test_the_sting_never_sounds_alone(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack.put(one.cues[0].id, UNREADY)
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]
    assert "thiếu dữ kiện" in day.log[0].note


def test_an_unready_cue_is_passed_over_and_said_so(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one)
    day.rack.put(one.cues[1].id, UNREADY)
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.MISSED), ("c", Outcome.AIRED)]


def test_a_restart_airs_nothing_twice(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    day.air(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=30))
    assert len(day.air(one)) == 0
    assert len(day.log) == 2


def test_a_cart_that_was_damaged_on_the_rack_is_not_aired(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    cart = day.rack.contents()[one.cues[0].id]
    path = day.library._path("carts", cart.fingerprint)
    path.write_bytes(path.read_bytes()[:-10] + b"0123456789")
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.MISSED), ("b", Outcome.AIRED)]


def test_the_log_says_which_voice_spoke_and_why_it_was_not_the_preferred_one(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    cart = day.rack.contents()[one.cues[0].id]
    day.rack.put(one.cues[0].id, replace(cart, fallback=tell("mất mạng")))
    day.air(one)
    assert (day.log[0].engine, day.log[0].note) == ("tone", "mất mạng")


def test_a_stop_fades_out_and_is_written_as_cut(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=1)
    day.rack_tones(one, seconds=10)
    heard = day.air(one, wanted=lambda: day.clock.now() < MONDAY_0630 + timedelta(seconds=5))
    assert day.outcomes[0] == ("a", Outcome.CUT)
    assert all(outcome is not Outcome.AIRED for _, outcome in day.outcomes)
    assert abs(int(heard[-1])) < 200  # faded, not broken off
    assert 2.5 < day.log[0].seconds < 4


def test_after_a_cut_the_session_goes_on_with_the_cut_cue_from_its_beginning(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, seconds=4)
    day.air(one, wanted=lambda: day.clock.now() < MONDAY_0630 + timedelta(seconds=9))  # in the middle of b
    planned = day.log[1].planned
    again = day.air(one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.CUT), ("b", Outcome.AIRED), ("c", Outcome.AIRED)]
    first = np.flatnonzero(np.abs(again) > 0)[0]
    assert np.array_equal(
        again[first : first + RATE // 2], tone(300, 0.5)
    )  # the opening belongs to the first that airs
    assert day.log[2].planned == planned  # fixed when the session was first planned


def test_a_cue_whose_grace_is_over_is_missed_and_not_aired_late(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=61))
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]


def test_a_late_start_within_grace_airs_the_whole_session_from_its_beginning(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=60)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=59))
    day.air(one)
    assert [airing.outcome for airing in day.log] == [Outcome.AIRED] * 2
    assert day.log[0].started > MONDAY_0630 + timedelta(seconds=59)
    assert day.log[0].frames == 2 * RATE


def test_a_refused_session_is_silent_and_written_down(day: Day) -> None:
    one = replace(session(MONDAY_0630, ["a"]), refused=tell("ngoài giờ"))
    day.rack_tones(one)
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.REFUSED)]


def test_a_session_too_long_for_its_hour_closes_up_from_its_end(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=10))
    one = session(MONDAY_0630, ["a", "b", "c"])
    day.rack_tones(one, seconds=3)
    day.air(one)
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("b", Outcome.REFUSED), ("c", Outcome.REFUSED)]


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


class VanishingCard:
    """An output that is lost after so many frames."""

    name = "loa"

    def __init__(self, frames: int, clock: OfflineClock) -> None:
        self._frames = frames
        self._clock = clock

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None:
            self._clock.wait_until(at)
        started, frames = self._clock.now(), 0
        while frames < self._frames:
            frames += len(source.read(4800))
            self._clock.passed(0.1)
            heard(frames, started)
        raise DeviceLost(tell("mất loa"), frames=frames)


def test_a_lost_device_cuts_the_cue_and_the_rest_is_missed_when_grace_is_over(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"], grace_s=30)
    day.rack_tones(one, seconds=5)
    day.air_on(VanishingCard(5 * RATE, day.clock), one)
    cut, missed = (
        [a for a in day.log if a.outcome is Outcome.CUT],
        [a for a in day.log if a.outcome is Outcome.MISSED],
    )
    assert {airing.script for airing in cut} == {"a"}
    assert len(cut) > 1  # tried again while grace lasted
    assert {airing.script for airing in missed} == {"a", "b"}
    assert all(airing.note for airing in day.log)
