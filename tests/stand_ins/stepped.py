"""Days aired while somebody plays with the clock: of each sound it is known when it really was."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from stand_ins.carts import RATE, keep_tone, session
from stand_ins.clocks import SteppedClock

from broadcast.audio.sound import Samples
from broadcast.base.errors import Message, tell
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.playout.control.clock_trust import earliest_believable
from broadcast.playout.control.trusted_clock import TrustedClock
from broadcast.playout.output import Heard, Played, Source, Wish
from broadcast.playout.timetable import Playout
from broadcast.programme.airtime import refusal
from broadcast.programme.bulletins import Bulletin
from broadcast.programme.hours import Window
from broadcast.programme.model import Airing, CueId, Hold, Outcome, Rundown, Session
from broadcast.programme.settings import AirtimeRules
from broadcast.record.journal import Journal

HOURS = AirtimeRules(
    allowed=(
        Window(start=datetime(2025, 1, 1, 5, 30).time(), end=datetime(2025, 1, 1, 7, 30).time()),  # noqa: DTZ001
        Window(start=datetime(2025, 1, 1, 16, 30).time(), end=datetime(2025, 1, 1, 18, 30).time()),  # noqa: DTZ001
    ),
    days=frozenset(range(5)),
    max_session=timedelta(minutes=15),
    max_sessions=2,
    exceptions=(),
)
TONE_S = 20.0


@dataclass
class Conditions:
    """What `Duty` says of a clock, without its channel."""

    clock: TrustedClock
    believing: bool = True

    def poll(self) -> None:
        self.clock.now()  # a look

    def hold(self) -> Hold | None:
        doubt = self.clock.doubt if self.believing else None
        return Hold(why=tell("đồng hồ chưa tin được: {why}", why=doubt), time_is_known=False) if doubt else None

    def asleep_at(self, moment: datetime) -> bool:
        return self.clock.asleep_at(moment)

    def waiting(self) -> Bulletin | None:
        return None

    def comes_due(self) -> datetime | None:
        return None

    def is_wanted(self, bulletin: Bulletin) -> bool:
        return False

    def done(self, bulletin: Bulletin) -> None: ...

    def skipped(self, cue: CueId) -> Message | None:
        return None

    def ends_after(self) -> CueId | None:
        return None


@dataclass(frozen=True)
class Block:
    """A block that was not silent: when it really was, what the wall clock showed, of which day's cue."""

    true: datetime
    wall: datetime
    day: date


class TrueTime(SteppedClock):
    """A wall clock that can be set, over the time that it really is; `fault` is asked as time passes."""

    def __init__(self, start: datetime, step_s: float = 0.25) -> None:
        super().__init__(start)
        self.true = start
        self.step_s = step_s
        self.fault: Callable[[], None] = lambda: None

    def passed(self, seconds: float) -> None:
        super().passed(seconds)
        self.true += timedelta(seconds=seconds)
        self.fault()


class Ear:
    """An output that writes down when each block sounded, by the true time and by the wall's."""

    name = "loa"

    def __init__(self, clock: TrueTime, trusted: TrustedClock, block_s: float = 0.2) -> None:
        self._clock = clock
        self._trusted = trusted
        self._block_s = block_s
        self.heard: list[Block] = []
        self.sounding = False
        self.day = trusted.now().date()

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None and not self._trusted.wait_until(at, lambda: heard(0, at) is Wish.GO_ON):
            return Played(started=None, frames=0, complete=False)
        started, frames, block = self._trusted.now(), 0, round(self._block_s * source.rate_hz)
        if heard(0, started) is Wish.FADE:
            return Played(started=None, frames=0, complete=False)
        self.sounding = True
        try:
            while True:
                samples = source.read(block)
                self._write(samples)
                frames += len(samples)
                if len(samples) < block:
                    return Played(started=started, frames=frames, complete=True)
                if heard(frames, started) is Wish.FADE:
                    return Played(started=started, frames=frames, complete=False)
        finally:
            self.sounding = False

    def _write(self, samples: Samples) -> None:
        if samples.any():
            self.heard.append(Block(self._clock.true, self._clock.now(), self.day))
        self._clock.passed(len(samples) / RATE)


@dataclass
class Simulation:
    """Days of sessions, aired day after day as the service does, with a clock of our making."""

    home: Path
    start: datetime
    name: str = "as-run"
    step_s: float = 0.25
    block_s: float = 0.2
    believing: bool = True
    guarded: bool = True
    sessions: Callable[[datetime], list[Session]] | None = None
    told: list[tuple[datetime, bool]] = field(default_factory=list)
    """True moment at which the clock's trust changed, and whether it is believed since."""

    def __post_init__(self) -> None:
        self.clock = TrueTime(self.start, self.step_s)
        self.library = Library(self.home / "audio_cache")
        self.restart()
        self.carts = {name: keep_tone(self.library, name, 400 + 100 * n, TONE_S) for n, name in enumerate("ab")}

    def restart(self) -> None:
        """The program is started anew: what it knows of the clock, it knows from the log."""
        with Journal(self.home / f"{self.name}.sqlite3") as journal:
            floor = earliest_believable(journal.last_written())
        known = self.ear.heard if hasattr(self, "ear") else []
        self.trusted = TrustedClock(self.clock, floor, self._tell)
        self.ear = Ear(self.clock, self.trusted, self.block_s)
        self.ear.heard = known

    def _tell(self, doubt: Message | None) -> None:
        self.told.append((self.clock.true, doubt is None))

    @property
    def heard(self) -> list[Block]:
        return self.ear.heard

    def day(self, today: datetime) -> Rundown:
        if self.sessions is not None:
            sessions = self.sessions(today)
        else:
            sessions = [
                session(today.replace(hour=hour, minute=minute, second=0, microsecond=0), ["a", "b"], slot=slot)
                for hour, minute, slot in ((6, 30, "sang"), (17, 0, "chieu"))
            ]
        return Rundown(day=today.date(), phase=None, sessions=tuple(sessions))

    def serve_until(self, end: datetime, wanted: Callable[[], bool] = lambda: True) -> None:
        """As `service.serve` does, until the true time is `end`."""

        def going() -> bool:
            return wanted() and self.clock.true < end

        while going():
            today = self.trusted.now()
            self._serve_day(today, going)

    def _serve_day(self, today: datetime, going: Callable[[], bool]) -> None:
        rundown, rack = self.day(today), Rack()
        self.ear.day = today.date()
        for one in rundown.sessions:
            for cue in one.cues:
                rack.put(cue.id, self.carts[cue.script])
        with Journal(self.home / f"{self.name}.sqlite3") as journal:
            journal.recover(self.trusted.now(), "mất điện")
            playout = Playout(
                library=self.library, rack=rack, journal=journal, output=self.ear, clock=self.trusted,
                airtime=HOURS if self.guarded else None, watcher=lambda _: None, wanted=going,
                current=lambda: going() and self.trusted.now().date() == today.date(),
                conditions=Conditions(self.trusted, self.believing),
            )  # fmt: skip
            if playout.air_day(rundown):
                midnight = today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
                playout.stand_by(midnight)

    @property
    def log(self) -> tuple[Airing, ...]:
        with Journal(self.home / f"{self.name}.sqlite3") as journal:
            return journal.airings(datetime(1900, 1, 1).date(), datetime(2200, 1, 1).date())  # noqa: DTZ001

    def doubles(self) -> list[str]:
        aired = [one.cue for one in self.log if one.outcome is Outcome.AIRED]
        return sorted({cue for cue in aired if aired.count(cue) > 1})


def outside_hours(moment: datetime) -> bool:
    return refusal(HOURS, moment) is not None
