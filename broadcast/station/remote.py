"""The running player, as another terminal or a page asks it: what sounds, its status, whether it is silent.

Neither needs a player to run, nor a faultless playlist.yaml; what the files tell is handed in, read or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from broadcast.base.errors import JournalError
from broadcast.base.files import may_only_look
from broadcast.playout.control.channel import ask
from broadcast.playout.control.clock_trust import Look, Trust, earliest_believable, judge
from broadcast.playout.control.duty import believable
from broadcast.playout.control.latch import Latch, Stop
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.programme.model import CueId, Session
from broadcast.programme.onair import Sounding, sounding_of
from broadcast.programme.settings import ScriptId
from broadcast.station.coming import Owed, owed_session
from broadcast.station.lifesign import LifeSign, last_sign, may_ask
from broadcast.station.overview import journal_folder, journal_path, machine_clock, next_session
from broadcast.station.readable import Readable

_SILENT_WITHIN = timedelta(seconds=3)
_BETWEEN_LOOKS = timedelta(seconds=0.1)
PATIENCE_S = 1.0
"""With a player that may hang: whoever asks it again and again, or waits for its silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the station is doing now; `now` is the player's moment, or the machine's where none runs."""

    running: bool
    """A player runs and answers."""
    sounding: Sounding | None
    """The piece that is on the loudspeaker; None while nothing sounds, and where no player answers."""
    next_session: Session | None
    """The one after the session on air, while one is. None where there are no more, and where no file tells: see
    `Readable.overview`."""
    owed: Owed | None
    """The session whose second is over, and which may still air; None where none does, and while one sounds."""
    stop: Stop | None
    doubt: str | None
    """Why the clock is not believed; None when it is."""
    now: datetime
    bulletins: tuple[str, ...]
    device: str | None = None
    """What is the matter with the loudspeaker; None since it last sounded."""
    quiet: str | None = None
    """How the loudspeaker sounds less than it should; of the last programme while none sounds."""
    log: str | None = None
    """What is wrong with the as-run log's disk; None where every line is on it."""
    held: bool = False
    """Some process holds the loudspeaker; where it does not answer, what sounds is not known."""
    may_ask: bool = True
    """This account may ask the player; an account that may only look reads what the player leaves behind."""
    last_sign: datetime | None = None
    """When a player last gave a sign of life; None where it left in order, or never did."""

    @property
    def on_air(self) -> CueId | None:
        """Return the cue that sounds; None also while an opening, a gap or a closing does."""
        return self.sounding.cue if self.sounding is not None else None

    @property
    def stops_after_cue(self) -> bool:
        """Whether the stop waits for the end of the cue that sounds."""
        return self.stop is not None and self.stop.after is not None and self.stop.after == self.on_air

    @property
    def is_stopped(self) -> bool:
        """Whether a stop holds now, and not only once the cue that sounds has ended."""
        return self.stop is not None and not self.stops_after_cue

    @property
    def is_silenced(self) -> bool:
        """Whether a stop holds, nothing is told to sound, and whoever holds the loudspeaker has answered."""
        return self.is_stopped and self.sounding is None and not self.is_frozen

    @property
    def is_frozen(self) -> bool:
        """Whether a player holds the loudspeaker and does not answer, though it was asked."""
        return self.held and not self.running and self.may_ask


def status(seen: Readable, patience_s: float = 3.0) -> Status:
    """Ask the running player what it does; without one, judge clock and log here.

    The next session is told by the files that `seen` holds, the stop by its file. A log that cannot be read is
    told in `log`. Waits up to `patience_s` seconds for the player.
    """
    answer, last = _answer(seen.home, seen.clock.now(), patience_s=patience_s)
    log: str | None = None
    runs, answer = answer is not None, answer or {}
    if "now" not in answer:  # none runs, or it has only just begun and knows nothing of itself yet
        now = seen.clock.now()
        doubt, log = _doubt(seen.home, now)
    else:
        now, doubt = moment_told(answer, seen.clock.now()), answer.get("doubt")
    sounding = sounding_of(answer.get("sounding"))
    return Status(
        running=runs,
        held=runs or is_held(journal_folder(seen.home), LOUDSPEAKER),
        may_ask=runs or not may_only_look(journal_folder(seen.home)),
        last_sign=last.at if last is not None else None,
        sounding=sounding,
        next_session=_next_session(seen, now, sounding),
        owed=owed_session(seen.overview, now) if seen.overview is not None and sounding is None else None,
        stop=Latch(journal_folder(seen.home)).read(),
        doubt=doubt,
        now=now,
        bulletins=tuple(answer.get("bulletins", ())),
        device=answer.get("device"),
        quiet=answer.get("quiet"),
        log=answer.get("log", log),
    )


def refreshed(before: Status, seen: Readable) -> Status:
    """Ask the player again what it does, and keep of `before` what only the files and the log tell.

    That is the next session and the one owed. Waits up to a second for the player.
    """
    answer, last = _answer(seen.home, seen.clock.now(), patience_s=PATIENCE_S)
    runs, answer = answer is not None, answer or {}
    return replace(
        before,
        running=runs,
        held=runs or is_held(journal_folder(seen.home), LOUDSPEAKER),
        last_sign=last.at if last is not None else None,
        sounding=sounding_of(answer.get("sounding")),
        stop=Latch(journal_folder(seen.home)).read(),
        doubt=answer.get("doubt") if "now" in answer else before.doubt,
        now=moment_told(answer, seen.clock.now()),
        bulletins=tuple(answer.get("bulletins", ())),
        device=answer.get("device"),
        quiet=answer.get("quiet"),
        log=answer.get("log", before.log),
    )


def _next_session(seen: Readable, now: datetime, sounding: Sounding | None) -> Session | None:
    """The first session still to come that does not sound already: one may be aired ahead of its second."""
    if seen.overview is None:
        return None
    session = next_session(seen.overview, now)
    if session is not None and sounding is not None and session.id == sounding.session:
        return next_session(seen.overview, session.at)
    return session


def what_sounds(home: Path) -> Sounding | None:
    """Ask the running player what sounds; None where nothing does, no player runs or it does not answer."""
    answer, _ = _answer(home, machine_clock().now(), patience_s=PATIENCE_S)
    return sounding_of(answer.get("sounding")) if answer is not None else None


def _answer(home: Path, now: datetime, *, patience_s: float) -> tuple[Mapping[str, Any] | None, LifeSign | None]:
    """What the running player answers, and its last sign of life.

    An account that may not ask it takes the sign for the answer, while that is fresh.
    """
    folder = journal_folder(home)
    answer, last = ask(folder, {"do": "status"}, patience_s), last_sign(folder)
    if answer is None and last is not None and not may_ask(folder) and last.is_fresh(now):
        return last.report, last
    return answer, last


def _doubt(home: Path, now: datetime) -> tuple[str | None, str | None]:
    """Why a player that starts now would not believe the clock; and why the log cannot say so, if it cannot."""
    try:
        floor = earliest_believable(believable(journal_path(home)))
    except JournalError as error:
        return None, str(error.what)
    doubt = judge(Trust(floor=floor), Look(wall=now, running_s=0.0)).doubt
    return (str(doubt) if doubt else None), None


def moment_told(answer: Mapping[str, Any], otherwise: datetime) -> datetime:
    """Return the player's own moment from its answer; `otherwise` where it is just beginning and tells none."""
    now = answer.get("now")
    return datetime.fromisoformat(now) if isinstance(now, str) else otherwise


class Silence(StrEnum):
    """What is known of the loudspeaker after a stop."""

    SILENT = "silent"
    """The player has said so, or none holds the loudspeaker."""
    SOUNDING = "sounding"
    """The player still says that something sounds."""
    UNKNOWN = "unknown"
    """A player holds the loudspeaker and does not answer."""


def silence_of(home: Path, script: ScriptId | None = None) -> Silence:
    """Look for some three seconds what is known of the loudspeaker; with `script`, whether that one sounds."""
    clock = machine_clock()
    until_s = clock.monotonic() + _SILENT_WITHIN.total_seconds()
    while True:
        answer = ask(journal_folder(home), {"do": "status"}, PATIENCE_S)
        if answer is None:
            found = Silence.UNKNOWN if is_held(journal_folder(home), LOUDSPEAKER) else Silence.SILENT
        else:
            sounding = sounding_of(answer.get("sounding"))
            silent = sounding is None and answer.get("on_air") is None
            silent = silent or (script is not None and sounding is not None and sounding.script != script)
            found = Silence.SILENT if silent else Silence.SOUNDING
        if found is Silence.SILENT or clock.monotonic() > until_s:
            return found
        clock.wait_until(clock.now() + _BETWEEN_LOOKS)
