"""A day of playout in no time: a library, a rack and a log in a folder, and what may stand in its way."""

import wave
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from stand_ins.carts import ALWAYS, MONDAY_0630, keep_tone, rundown

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DeviceLost, Message, tell
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.playout.events import Event
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.audiofile import AudioFile
from broadcast.playout.output.nowhere import Nowhere
from broadcast.playout.timetable import Playout
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.hours import Window
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Airing, CueId, Hold, Outcome, Override, Reason, Session, Unready
from broadcast.programme.settings import AirtimeRules
from broadcast.record.journal import Journal

DAY = MONDAY_0630.date()
UNREADY = Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"))
NEVER = datetime.min.replace(tzinfo=MONDAY_0630.tzinfo)


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
        with AudioFile(path, self.clock) as file:
            self.air_on(file, *sessions, wanted=wanted, **more)
        return samples_in(path)

    def air_on(
        self,
        output,
        *sessions: Session,
        wanted=lambda: True,
        at_once: bool = False,
        override=None,
        conditions=None,
        **more,
    ) -> None:
        with self.playing(output, wanted=wanted, conditions=conditions, **more) as playout:
            if at_once:
                playout.air_now(sessions, note="phát ngay", override=override)
            else:
                playout.air_day(rundown(*sessions))

    @contextmanager
    def playing(self, output, *, wanted=lambda: True, conditions=None, **more) -> Iterator[Playout]:
        with Journal(self.home / "journal" / "as-run.sqlite3") as journal:
            journal.recover(self.clock.now(), "mất điện")
            yield Playout(
                library=self.library, rack=self.rack, journal=journal, output=output, clock=self.clock,
                airtime=self.airtime, watcher=self.events.append, wanted=wanted, conditions=conditions,
                **more,
            )  # fmt: skip

    @property
    def stings(self) -> list[tuple[str, Outcome | None]]:
        """What the log tells of openings and closings: id behind the session's, outcome."""
        with Journal(self.home / "journal" / "as-run.sqlite3") as journal:
            lines = [one for one in journal.airings(DAY, DAY) if is_sting(one.cue)]
        return [(one.cue.split("/~")[1], one.outcome) for one in lines]

    @property
    def log(self) -> tuple[Airing, ...]:
        with Journal(self.home / "journal" / "as-run.sqlite3") as journal:
            return tuple(one for one in journal.airings(DAY, DAY) if not is_sting(one.cue))

    @property
    def outcomes(self) -> list[tuple[str, Outcome | None]]:
        return [(airing.script, airing.outcome) for airing in self.log]


def samples_in(path: Path) -> np.ndarray:
    """The samples of a WAV file, channels interleaved; none where there is no file."""
    if not path.exists():
        return np.zeros(0, np.int16)
    with closing(wave.open(str(path))) as wav:
        return np.frombuffer(wav.readframes(wav.getnframes()), np.int16)


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


@dataclass
class SetConditions:
    """Conditions that a test sets; like the real ones they answer from their last poll."""

    clock: OfflineClock
    until: datetime = NEVER
    since: datetime = NEVER
    time_is_known: bool = True
    bulletins: list[tuple[datetime, Bulletin]] = field(default_factory=list)
    skips: str = ""
    """The script of the cue that is skipped from `skipped_from` on."""
    skipped_from: datetime = NEVER
    last: CueId | None = None
    """The cue after which nothing may sound."""

    polled: datetime = NEVER

    def poll(self) -> None:
        self.polled = self.clock.now()

    def hold(self) -> Hold | None:
        held = self.since <= self.polled < self.until
        return (
            Hold(why=tell("đang có lệnh dừng phát: {reason}", reason="thử"), time_is_known=self.time_is_known)
            if held
            else None
        )

    def asleep_at(self, moment: datetime) -> bool:
        return False

    def waiting(self) -> Bulletin | None:
        return next((one for since, one in self.bulletins if since <= self.polled), None)

    def comes_due(self) -> datetime | None:
        return None

    def is_wanted(self, bulletin: Bulletin) -> bool:
        return any(one is bulletin for _, one in self.bulletins)

    def done(self, bulletin: Bulletin) -> None:
        self.bulletins = [one for one in self.bulletins if one[1] is not bulletin]

    def skipped(self, cue: CueId) -> Message | None:
        is_it = self.skips and cue.endswith(f"/{self.skips}") and self.skipped_from <= self.polled
        return tell("bỏ qua theo lệnh của {by}", by="Bà Lan") if is_it else None

    def ends_after(self) -> CueId | None:
        return self.last


def hours_until(end: datetime, start: datetime = MONDAY_0630) -> AirtimeRules:
    return replace(ALWAYS, allowed=(Window(start=start.time(), end=end.time()),))


def bulletin(
    day: Day, urgency: Urgency, *, times: int = 1, override: Override | None = None, number: str = "0630"
) -> Bulletin:
    cart = keep_tone(day.library, "b", 900, 2)
    return Bulletin(
        id=f"2025-10-06/{urgency}.{number}", script="ban-tin/thu", fingerprint=cart.fingerprint, urgency=urgency,
        by="An", times=times, expires=MONDAY_0630 + timedelta(hours=2), override=override,
    )  # fmt: skip


class Counted(Nowhere):
    """An output that sounds into nothing, and may not be opened again and again."""

    openings = 0
    most = 5

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        self.openings += 1
        assert self.openings <= self.most, "the device is opened again and again"
        return super().play(source, at=at, heard=heard)
