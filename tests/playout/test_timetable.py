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

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DeviceError, DeviceLost, UsageRefused, tell
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.playout.events import Event
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.wavfile import WavFile
from broadcast.playout.timetable import Playout
from broadcast.programme.layout import GAP_S, WAKE_UP_S
from broadcast.programme.model import Airing, Bulletin, Hold, Outcome, Override, Reason, Session, Unready, Urgency
from broadcast.programme.settings import AirtimeRules, Window
from broadcast.record.journal import Journal

DAY = MONDAY_0630.date()
UNREADY = Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"))


@dataclass
class Day:
    """A folder with a library, a rack and a journal, and a clock that jumps."""

    home: Path
    clock: OfflineClock = field(default_factory=lambda: OfflineClock(MONDAY_0630 - timedelta(hours=1)))
    airtime: AirtimeRules = ALWAYS
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.library = Library(self.home / "audio_cache")
        self.rack = Rack()
        self.rack.put(OPENING, keep_tone(self.library, "0", 300, 0.5))
        self.rack.put(CLOSING, keep_tone(self.library, "1", 350, 0.25))

    def rack_tones(self, one: Session, seconds: float = 2.0) -> None:
        for number, cue in enumerate(one.cues):
            self.rack.put(cue.id, keep_tone(self.library, f"{number + 2}", 400 + 100 * number, seconds))

    def air(self, *sessions: Session, wanted: Callable[[], bool] = lambda: True, **more) -> np.ndarray:
        """Air the sessions into a WAV file; its samples."""
        path = self.home / "day.wav"
        path.unlink(missing_ok=True)
        with WavFile(path, self.clock) as file:
            self.air_on(file, *sessions, wanted=wanted, **more)
        if not path.exists():
            return np.zeros(0, np.int16)
        with closing(wave.open(str(path))) as wav:
            return np.frombuffer(wav.readframes(wav.getnframes()), np.int16)

    def air_on(
        self,
        output,
        *sessions: Session,
        wanted=lambda: True,
        at_once: bool = False,
        override=None,
        conditions=None,
    ) -> None:
        with Journal(self.home / "journal" / "as-run.sqlite3") as journal:
            journal.recover(self.clock.now(), "mất điện")
            playout = Playout(
                library=self.library, rack=self.rack, journal=journal, output=output, clock=self.clock,
                airtime=self.airtime, watcher=self.events.append, wanted=wanted, conditions=conditions,
            )  # fmt: skip
            if at_once:
                playout.air_now(sessions, note="phát ngay", override=override)
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


def test_a_session_with_a_cart_of_two_channels_has_two_and_what_has_one_stands_in_the_middle(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    day.rack.put(one.cues[0].id, keep_tone(day.library, "wide", 400, 2, channels=2))
    pairs = day.air(one).reshape(-1, 2)
    assert [airing.frames for airing in day.log] == [2 * RATE, 2 * RATE]
    begin = round((WAKE_UP_S + 0.5 + GAP_S) * RATE)
    assert np.array_equal(pairs[begin : begin + 2 * RATE], np.stack([tone(400, 2), -tone(400, 2)], axis=1))
    begin += round((2 + GAP_S) * RATE)
    middle = np.rint(tone(500, 2) / np.sqrt(2))
    np.testing.assert_allclose(pairs[begin : begin + 2 * RATE], np.stack([middle, middle], axis=1), atol=1)


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

    def __init__(self, frames: int, clock: OfflineClock, *, underflows: int = 0) -> None:
        self._frames = frames
        self._clock = clock
        self._underflows = underflows

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None:
            self._clock.wait_until(at)
        started, frames = self._clock.now(), 0
        while frames < self._frames:
            frames += len(source.read(4800))
            self._clock.passed(0.1)
            heard(frames, started)
        raise DeviceLost(tell("mất loa"), frames=frames, underflows=self._underflows)


class Stumbling(VanishingCard):
    """An output with a hole of so many seconds where so many frames have sounded; then it goes on to the end."""

    def __init__(self, hole_s: float, after_frames: int, clock: OfflineClock) -> None:
        super().__init__(0, clock)
        self._hole = timedelta(seconds=hole_s)
        self._after_frames = after_frames

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None:
            self._clock.wait_until(at)
        begun, frames, block = self._clock.now(), 0, 4800
        while block == 4800:
            block = len(source.read(4800))
            frames += block
            self._clock.passed(0.1)
            late = self._hole if frames > self._after_frames else timedelta()
            heard(frames, begun + late)
        return Played(started=begun, frames=frames, complete=True, underflows=1)


def test_after_a_hole_the_log_tells_when_the_next_cue_was_heard(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)
    day.air_on(Stumbling(0.4, 6 * RATE, day.clock), one)
    first, second = day.log
    assert first.started == first.planned  # the hole came when it was well under way
    assert second.started == second.planned + timedelta(seconds=0.4)
    assert first.frames == second.frames == 6 * RATE


def test_holes_are_told_also_of_a_programme_that_broke_off(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=1)
    day.rack_tones(one, seconds=5)
    day.air_on(VanishingCard(3 * RATE, day.clock, underflows=2), one)
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        assert "hụt tiếng 2 chỗ" in journal.notes()[0][1]


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


# --- the airtime guard, at the moment of playing ---

OPEN_FOR = timedelta(seconds=10)


def _hours(end: datetime, start: datetime = MONDAY_0630) -> AirtimeRules:
    return replace(ALWAYS, allowed=(Window(start=start.time(), end=end.time()),))


class Slow(WavFile):
    """A file that begins late: what was planned to fit does not fit any more."""

    late_s = 4.0

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None:
            self._clock.wait_until(at)
        self._clock.passed(self.late_s)
        return super().play(source, at=None, heard=heard)


def _air_slowly(day: Day, *sessions: Session) -> np.ndarray:
    path = day.home / "slow.wav"
    with Slow(path, day.clock) as file:
        day.air_on(file, *sessions)
    with closing(wave.open(str(path))) as wav:
        return np.frombuffer(wav.readframes(wav.getnframes()), np.int16)


def test_what_still_sounds_at_the_boundary_is_led_out_before_it_and_cut(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=5)
    end = MONDAY_0630 + timedelta(seconds=10)
    day.airtime = _hours(end)
    heard = _air_slowly(day, one)
    assert day.outcomes == [("a", Outcome.CUT), ("a", Outcome.REFUSED)]  # it may not begin again
    assert "hết giờ được phát" in day.log[0].note
    assert end - timedelta(seconds=1) < day.log[0].ended < end
    assert abs(int(heard[-1])) < 200  # faded, not broken off


def test_a_cue_that_the_boundary_would_cut_at_once_does_not_begin(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=2)
    day.airtime = _hours(MONDAY_0630 + OPEN_FOR + timedelta(seconds=0.5))
    _air_slowly(day, one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.REFUSED)]


def test_it_ends_at_the_last_pause_before_the_boundary(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=6)
    cart = day.rack.contents()[one.cues[0].id]
    into = RATE // 10
    spoken = ((0, RATE - into), (RATE + RATE // 2, 2 * RATE - into), (3 * RATE, 5 * RATE - into))
    paused = replace(cart, speech=spoken)
    assert paused.pauses == (RATE, 2 * RATE, 5 * RATE)
    day.library.keep_cart(paused, day.library._path("carts", cart.fingerprint).read_bytes())
    day.airtime = _hours(MONDAY_0630 + timedelta(seconds=9))
    day.rack.put(OPENING, UNREADY)
    _air_slowly(day, one)
    cut = day.log[0]
    assert (cut.outcome, cut.frames) == (Outcome.CUT, 2 * RATE)


def test_without_the_guard_it_would_sound_past_the_hour(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.playout.guard.Guard._over_the_hour", lambda *_: None)
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=2)
    day.airtime = _hours(MONDAY_0630 + OPEN_FOR + timedelta(seconds=0.5))
    _air_slowly(day, one)
    assert day.log[1].ended > MONDAY_0630 + OPEN_FOR + timedelta(seconds=0.5)


def test_at_once_is_refused_outside_the_hours_and_writes_nothing(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = _hours(MONDAY_0630 + timedelta(hours=1))  # it is 05:30
    with pytest.raises(UsageRefused, match="ngoài khung giờ"):
        day.air(one, at_once=True)
    assert day.log == ()


def test_at_once_goes_through_with_a_reason_and_a_name_and_the_log_has_both(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = _hours(MONDAY_0630 + timedelta(hours=1))
    heard = day.air(one, at_once=True, override=Override(reason="báo bão", by="Nguyễn Văn A"))
    assert len(heard)
    assert "báo bão" in day.log[0].note
    assert "Nguyễn Văn A" in day.log[0].note


def test_sessions_a_day_counts_what_was_heard_and_not_what_was_planned(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=2)
    sessions = [session(MONDAY_0630 + timedelta(hours=n), ["a"], slot=f"b{n}") for n in range(4)]
    day.rack_tones(sessions[0])
    for one in sessions[2:]:
        day.rack.put(one.cues[0].id, day.rack.contents()[sessions[0].cues[0].id])
    day.rack.put(sessions[1].cues[0].id, UNREADY)  # never heard: it takes nothing away
    day.air(*sessions)
    outcomes = {airing.cue: airing.outcome for airing in day.log}
    assert [outcomes[one.cues[0].id] for one in sessions] == [
        Outcome.AIRED, Outcome.MISSED, Outcome.AIRED, Outcome.REFUSED,
    ]  # fmt: skip
    assert "quá số buổi" in day.log[-1].note


def test_a_session_that_goes_on_after_a_cut_is_as_long_as_all_of_it(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=15))
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=4)
    stops_at = MONDAY_0630 + timedelta(seconds=10)
    day.air(one, wanted=lambda: day.clock.now() < stops_at)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.CUT)]
    day.air(one)
    assert day.outcomes[-1] == ("b", Outcome.AIRED)
    other = Day(day.home / "other", airtime=replace(ALWAYS, max_session=timedelta(seconds=13.5)))
    other.rack_tones(one, seconds=4)
    other.air(one, wanted=lambda: other.clock.now() < stops_at)
    other.air(one)
    assert other.outcomes[-1] == ("b", Outcome.REFUSED)


# --- missed starts ---


def test_a_missed_session_says_that_nobody_was_running(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(seconds=61))
    day.air(one)
    assert "máy tắt" in day.log[0].note


def test_a_missed_session_says_that_there_was_no_loudspeaker(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=10)
    day.rack_tones(one)

    class Gone(VanishingCard):
        def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
            if at is not None:
                self._clock.wait_until(at)
            raise DeviceError(tell("không thấy loa"))

    day.air_on(Gone(0, day.clock), one)
    assert day.outcomes == [("a", Outcome.MISSED)]
    assert "không thấy loa" in day.log[0].note


def test_a_missed_session_is_aired_whole_at_its_make_up_time_and_once(day: Day) -> None:
    one = replace(session(MONDAY_0630, ["a", "b"], grace_s=60), make_up=MONDAY_0630 + timedelta(hours=11))
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(minutes=20))
    day.air(one, one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.AIRED)]
    assert day.log[0].started == one.make_up + timedelta(seconds=2)  # the opening, and a gap
    assert len(day.air(one)) == 0


def test_a_session_that_misses_its_make_up_time_too_is_missed(day: Day) -> None:
    one = replace(session(MONDAY_0630, ["a"], grace_s=60), make_up=MONDAY_0630 + timedelta(hours=11))
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630 + timedelta(hours=12))
    day.air(one)
    assert day.outcomes == [("a", Outcome.MISSED)]


def test_yesterday_s_cues_never_air_however_long_the_grace(day: Day) -> None:
    one = session(MONDAY_0630.replace(hour=23, minute=55), ["a"], grace_s=3600)
    day.rack_tones(one)
    day.clock = OfflineClock(MONDAY_0630.replace(hour=23, minute=59) + timedelta(minutes=2))
    assert len(day.air(one)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]


# --- what holds it, and what goes first ---


NEVER = datetime.min.replace(tzinfo=MONDAY_0630.tzinfo)


@dataclass
class Held:
    """Conditions that a test sets."""

    clock: OfflineClock
    until: datetime = NEVER
    since: datetime = NEVER
    time_is_known: bool = True
    bulletins: list[tuple[datetime, Bulletin]] = field(default_factory=list)

    def hold(self) -> Hold | None:
        held = self.since <= self.clock.now() < self.until
        return Hold(why=tell("đang có lệnh dừng phát: thử"), time_is_known=self.time_is_known) if held else None

    def asleep_at(self, moment: datetime) -> bool:
        return False

    def waiting(self) -> Bulletin | None:
        return next((one for since, one in self.bulletins if since <= self.clock.now()), None)

    def done(self, bulletin: Bulletin) -> None:
        self.bulletins = [one for one in self.bulletins if one[1] is not bulletin]


def test_nothing_sounds_while_it_is_held_and_the_cut_cue_begins_again(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one, seconds=6)
    held = Held(day.clock, since=MONDAY_0630 + timedelta(seconds=3), until=MONDAY_0630 + timedelta(seconds=60))
    day.air(one, conditions=held)
    assert day.outcomes == [("a", Outcome.CUT), ("a", Outcome.AIRED)]
    assert "lệnh dừng" in day.log[0].note
    assert day.log[1].started > MONDAY_0630 + timedelta(seconds=60)
    assert day.log[1].frames == 6 * RATE


def test_what_is_held_beyond_its_grace_is_missed_and_says_why(day: Day) -> None:
    one = session(MONDAY_0630, ["a"], grace_s=60)
    day.rack_tones(one)
    held = Held(day.clock, since=MONDAY_0630 - timedelta(minutes=1), until=MONDAY_0630 + timedelta(hours=1))
    assert len(day.air(one, conditions=held)) == 0
    assert day.outcomes == [("a", Outcome.MISSED)]
    assert "lệnh dừng" in day.log[0].note


def _bulletin(
    day: Day, urgency: Urgency, *, times: int = 1, override: Override | None = None, number: str = "0630"
) -> Bulletin:
    cart = keep_tone(day.library, "b", 900, 2)
    return Bulletin(
        id=f"2025-10-06/{urgency}.{number}", script="ban-tin/thu", fingerprint=cart.fingerprint, urgency=urgency,
        by="An", times=times, expires=MONDAY_0630 + timedelta(hours=2), override=override,
    )  # fmt: skip


def test_an_emergency_interrupts_and_the_interrupted_cue_plays_again_from_its_beginning(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)
    ready = MONDAY_0630 + timedelta(seconds=3)
    held = Held(day.clock, bulletins=[(ready, _bulletin(day, Urgency.EMERGENCY, times=2))])
    day.air(one, conditions=held)
    told = [(airing.script, airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [
        ("a", Outcome.CUT), ("ban-tin/thu", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("a", Outcome.AIRED),
        ("b", Outcome.AIRED),
    ]  # fmt: skip
    first = next(airing for airing in day.log if airing.script == "ban-tin/thu")
    assert first.started - ready < timedelta(seconds=3)
    assert "nhường bản tin khẩn cấp" in next(a.note for a in day.log if a.outcome is Outcome.CUT)


def test_a_restart_goes_on_with_a_bulletin_where_it_was(day: Day) -> None:
    """The bulletin is still waiting then: what was aired of it, the log knows; what was given up too."""
    one, early = session(MONDAY_0630, ["a"]), MONDAY_0630 - timedelta(minutes=30)
    day.rack_tones(one)
    for bulletin in (
        _bulletin(day, Urgency.PRIORITY, times=2),
        replace(_bulletin(day, Urgency.USUAL), expires=early),
    ):
        for _ in range(2):
            day.air(one, conditions=Held(day.clock, bulletins=[(early, bulletin)]))
    assert sorted(day.outcomes) == [
        ("a", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED),
        ("ban-tin/thu", Outcome.MISSED),
    ]  # fmt: skip


def test_a_priority_bulletin_waits_for_the_gap_and_cuts_nothing(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=6)
    held = Held(day.clock, bulletins=[(MONDAY_0630 + timedelta(seconds=3), _bulletin(day, Urgency.PRIORITY))])
    day.air(one, conditions=held)
    told = [(airing.script, airing.outcome) for airing in sorted(day.log, key=lambda one: one.started)]
    assert told == [("a", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED), ("b", Outcome.AIRED)]


def test_a_bulletin_outside_the_hours_needs_its_override(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.airtime = _hours(MONDAY_0630 + timedelta(hours=1))
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(one, conditions=Held(day.clock, bulletins=[(early, _bulletin(day, Urgency.EMERGENCY))]))
    assert ("ban-tin/thu", Outcome.REFUSED) in day.outcomes
    other = Day(day.home / "other", airtime=day.airtime)
    other.rack_tones(one)
    answered = _bulletin(other, Urgency.EMERGENCY, override=Override(reason="vỡ đê", by="An"))
    other.air(one, conditions=Held(other.clock, bulletins=[(early, answered)]))
    assert ("ban-tin/thu", Outcome.AIRED) in other.outcomes
    assert "vỡ đê" in next(airing.note for airing in other.log if airing.script == "ban-tin/thu")


def test_a_bulletin_takes_no_session_away_from_the_timetable(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=1)
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(one, conditions=Held(day.clock, bulletins=[(early, _bulletin(day, Urgency.PRIORITY))]))
    assert sorted(day.outcomes) == [("a", Outcome.AIRED), ("ban-tin/thu", Outcome.AIRED)]


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_bulletin_airs_though_the_day_s_sessions_are_used_up(day: Day, urgency: Urgency) -> None:
    day.airtime = replace(ALWAYS, max_sessions=2)
    sessions = [session(MONDAY_0630 + timedelta(minutes=10 * n), ["a"], slot=f"b{n}") for n in range(2)]
    for one in sessions:
        day.rack_tones(one)
    late = MONDAY_0630 + timedelta(minutes=15)
    last = session(MONDAY_0630 + timedelta(minutes=20), ["z"], slot="het")
    day.rack.put(last.cues[0].id, UNREADY)
    day.air(*sessions, last, conditions=Held(day.clock, bulletins=[(late, _bulletin(day, urgency))]))
    assert ("ban-tin/thu", Outcome.AIRED) in day.outcomes
    assert day.outcomes.count(("a", Outcome.AIRED)) == 2


def test_a_flood_of_bulletins_airs_whole_and_takes_no_session_away(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_sessions=1)
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    early = MONDAY_0630 - timedelta(minutes=30)
    flood = [(early, _bulletin(day, Urgency.USUAL, number=f"06{n:02}")) for n in range(5)]
    day.air(one, conditions=Held(day.clock, bulletins=flood))
    assert day.outcomes.count(("ban-tin/thu", Outcome.AIRED)) == 5
    assert ("a", Outcome.AIRED) in day.outcomes


def test_a_bulletin_s_repetitions_end_where_a_session_would_be_too_long(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=5))
    one = session(MONDAY_0630, ["z"])
    day.rack.put(one.cues[0].id, UNREADY)
    early = MONDAY_0630 - timedelta(minutes=30)
    day.air(one, conditions=Held(day.clock, bulletins=[(early, _bulletin(day, Urgency.EMERGENCY, times=4))]))
    assert [outcome for script, outcome in day.outcomes if script == "ban-tin/thu"] == [
        Outcome.AIRED, Outcome.AIRED, Outcome.REFUSED,
    ]  # fmt: skip
