"""The ward's folder -> what is planned, made and on record; looked at without voices and without a loudspeaker."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from broadcast.base.clock import Clock, SystemClock
from broadcast.base.errors import Message, tell
from broadcast.library.names import NONE
from broadcast.library.rack import CLOSING, OPENING
from broadcast.library.shelves import Shelves
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.orders import Order
from broadcast.production.voices.identity import identities
from broadcast.programme import airtime
from broadcast.programme.dayview import DayView, view_day
from broadcast.programme.model import Airing, Rundown, Session, Unready
from broadcast.programme.pending import record
from broadcast.programme.rundown import next_day_with_cues, plan
from broadcast.programme.settings import Phase, ScriptId
from broadcast.record.journal import AS_RUN, REHEARSED, Journal
from broadcast.text.spokentext import SpokenText
from broadcast.ward.folder import Ward, read_out, read_ward
from broadcast.ward.survey import folder_of

_KEEP_DAYS = 14
"""Sounds of the days ahead that pruning never takes."""

LARGEST_CACHE = 4_000_000_000
"""Bytes; beyond it the least lately used sounds go."""


class Office:
    """One ward's folder, on the machine's own clock."""

    library: Shelves

    def __init__(self, home: Path) -> None:
        self.home = home
        self.ward: Ward = read_ward(home)
        self.clock: Clock = SystemClock(self.ward.playlist.zone)
        self.library = Shelves(home / "audio_cache")

    @property
    def today(self) -> date:
        return self.clock.now().date()

    # --- what is planned ---

    def rundown(self, day: date) -> Rundown:
        return plan(self.ward.playlist, self.ward.ready, day)

    def next_day(self, after: date) -> date | None:
        return next_day_with_cues(self.ward.playlist, self.ward.ready, after)

    def orders(self, sessions: Sequence[Session], *, hurried: bool = True) -> list[Order]:
        """What production must make: what opens and closes sessions, then their cues in order of time.

        `hurried` lets it take a quicker voice where a session is near.
        """
        playlist = self.ward.playlist
        airing = [session for session in sessions if session.refused is None]
        cues = [
            Order(cue=cue.id, script=cue.script, by=session.at if hurried else None)
            for session in airing
            for cue in session.cues
        ]
        if not cues:
            return []
        around = (
            (OPENING, playlist.opening, playlist.sound.opening),
            (CLOSING, playlist.closing, playlist.sound.closing),
        )
        stings = [
            Order(cue=cue, script=script, by=cues[0].by)
            for cue, script, sound in around
            if script or sound != NONE
        ]
        return stings + cues

    def sessions(self, first: date, days: int) -> list[Session]:
        """The sessions of so many days."""
        return [s for offset in range(days) for s in self.rundown(first + timedelta(days=offset)).sessions]

    def next_session(self, now: datetime) -> Session | None:
        """The next one that may air; None when the campaign has no more."""
        day: date | None = now.date()
        while day is not None:
            for session in self.rundown(day).sessions:
                if session.at > now and session.cues and session.refused is None:
                    return session
            day = self.next_day(day)
        return None

    def unusual_now(self, day: date) -> Message | None:
        """What somebody must answer for who airs that day's programme at this moment; None when it is usual."""
        if day != self.today:
            return tell("chương trình của ngày {day}, không phải hôm nay", day=f"{day:%d/%m/%Y}")
        return airtime.refusal(self.ward.playlist.airtime, self.clock.now())

    def idle(self, phase: Phase | None) -> dict[ScriptId, Unready]:
        """Scripts of the phase that are not dealt because they are not ready."""
        prepared = self.ward.prepared.items() if phase is not None else ()
        return {
            id_: one for id_, one in prepared if isinstance(one, Unready) and phase and folder_of(id_) == phase.id
        }

    def reading(self, script: ScriptId) -> tuple[str, SpokenText] | Unready:
        """The script's text with its facts, and how it will be spoken, doubts included."""
        return read_out(self.ward, script)

    # --- what is made ---

    def view(self, day: date) -> DayView:
        """The day as it stands: planned, made, aired."""
        rundown, prints = self.rundown(day), self._fingerprints()
        made = {order.cue: prints.look_up(order, self.library) for order in self.orders(rundown.sessions)}
        return view_day(rundown, made, record(self.airings(day, day)), OPENING, CLOSING)

    def prune(self, most_bytes: int = LARGEST_CACHE) -> int:
        """Take what is no longer needed out of the library; the bytes freed."""
        keep = self._fingerprints().of(self.orders(self.sessions(self.today, _KEEP_DAYS)))
        oldest = self.clock.now() - timedelta(days=2 * _KEEP_DAYS)
        return self.library.prune(keep=keep, most_bytes=most_bytes, oldest=oldest)

    def _fingerprints(self) -> Fingerprints:
        return Fingerprints(self.ward, identities())

    # --- what is on record ---

    def airings(self, first: date, last: date, *, rehearsed: bool = False) -> tuple[Airing, ...]:
        """The as-run log of those days; empty where nothing was ever aired."""
        path = self.journal_path(rehearsed=rehearsed)
        if not path.exists():
            return ()
        with Journal(path) as journal:
            return journal.airings(first, last)

    def notes(self) -> tuple[tuple[str, str], ...]:
        """What the as-run log says beside the cues: stops, and what the clock did."""
        path = self.journal_path()
        if not path.exists():
            return ()
        with Journal(path) as journal:
            return journal.notes()

    def journal_path(self, *, rehearsed: bool = False) -> Path:
        return self.home / "journal" / (REHEARSED if rehearsed else AS_RUN)
