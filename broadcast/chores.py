"""The standing chores: tomorrow rehearsed the evening before, carts tried again, the library pruned.

They hang on `schedule`, which only ticks. What a chore is for is asked of the station's clock and of what lies on
the disk, so a tick that comes late, twice or never does no harm. A chore that fails is told, and comes again.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import schedule

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound
from broadcast.errors import BroadcastError, MachineError, Message, tell
from broadcast.journal import Journal
from broadcast.library import CLOSING, OPENING, write_whole
from broadcast.model import Airing, Cart, Outcome, Session, Unready
from broadcast.notice import send
from broadcast.production import Worker
from broadcast.programme.pending import record
from broadcast.station import ProgressWatcher, Station, TriedOut

RETRY_EVERY_MIN = 60
"""How often what is not ready, or not in the preferred voice, is tried again."""
_PRUNE_EVERY_H = 12
_RESERVE_EVERY_H = 1
_LOOK_EVERY_S = 60
_SETTLE_AFTER_S = 600.0
"""Days gone by are judged when the clock has had time to be set by the network."""
_QUIET = timedelta(minutes=3)
"""No rehearsal begins so near to a session."""
_LONGEST_REHEARSAL = timedelta(minutes=30)
_ASK_S = 0.25
_GENTLE = 10
"""How nice a rehearsal beside the player is."""
_LOUDNESS_TOLERANCE_LU = 0.5
_PEAK_TOLERANCE_DB = 0.1
"""A true peak is measured at four times the rate, and is not the same twice to the last hundredth."""


class Verdict(StrEnum):
    GO = "go"
    PARTLY = "partly"
    NOT_READY = "not ready"

    @property
    def exit_code(self) -> int:
        return {Verdict.GO: 0, Verdict.PARTLY: 4, Verdict.NOT_READY: 3}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A cue of tomorrow that would not air as it should."""

    cue: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomorrow:
    """The outcome of a rehearsal, as it is kept for `status`."""

    day: date
    made: datetime
    """When it was rehearsed."""
    verdict: Verdict
    sessions: int
    """Those that would air."""
    cues: int
    """All that are planned."""
    ready: int
    seconds: float
    """Of sound."""
    lacking: tuple[Lacking, ...] = ()
    spare: tuple[Lacking, ...] = ()
    """Ready, and not in the preferred voice."""
    failed: str = ""
    """Why it could not be rehearsed at all."""


# --- the rehearsal itself ---


def rehearse(station: Station, day: date, *, wanted: Callable[[], bool], progress: ProgressWatcher) -> Tomorrow:
    """Make, measure and air that day into nothing by the real playout; whether it can go on air as it is."""
    sessions = station.rundown(day).sessions
    tried = station.try_out(day, wanted=wanted, progress=progress)
    last = {cue: airings[-1] for cue, airings in record(tried.airings).items()}
    lacking = [*_lacking_around(station, tried)]
    spare, ready, seconds = [], 0, 0.0
    for session in sessions:
        for cue in session.cues:
            title, cart = station.ward.title(cue.script), tried.made.get(cue.id)
            why = _why_not(station, session, last.get(cue.id), cart)
            if why is not None:
                lacking.append(Lacking(cue=cue.id, title=title, why=str(why)))
                continue
            ready += 1
            if isinstance(cart, Cart):
                seconds += cart.seconds
                if cart.fallback is not None:
                    spare.append(Lacking(cue=cue.id, title=title, why=str(cart.fallback)))
    cues = sum(len(session.cues) for session in sessions)
    return Tomorrow(
        day=day,
        made=station.clock.now(),
        verdict=_verdict(cues=cues, ready=ready, lacking=len(lacking)),
        sessions=sum(session.refused is None and bool(session.cues) for session in sessions),
        cues=cues,
        ready=ready,
        seconds=round(seconds, 1),
        lacking=tuple(lacking),
        spare=tuple(spare),
    )


def _verdict(*, cues: int, ready: int, lacking: int) -> Verdict:
    if cues and not ready:
        return Verdict.NOT_READY
    return Verdict.PARTLY if lacking else Verdict.GO


def _why_not(
    station: Station, session: Session, airing: Airing | None, cart: Cart | Unready | None
) -> Message | str | None:
    if session.refused is not None:
        return session.refused
    if airing is None or airing.outcome is not Outcome.AIRED or not isinstance(cart, Cart):
        return airing.note if airing is not None and airing.note else tell("chưa tổng duyệt tới bài này")
    return _badly_measured(station, cart)


def _lacking_around(station: Station, tried: TriedOut) -> list[Lacking]:
    """What opens and closes each session, where it is not as it should be."""
    found = []
    for cue, title in ((OPENING, tell("nhạc và lời mở đầu")), (CLOSING, tell("lời chào và nhạc kết thúc"))):
        match tried.made.get(cue):
            case Unready(why=why):
                found.append(Lacking(cue=cue, title=str(title), why=str(why)))
            case Cart() as cart if (bad := _badly_measured(station, cart)) is not None:
                found.append(Lacking(cue=cue, title=str(title), why=str(bad)))
    return found


def _badly_measured(station: Station, cart: Cart) -> Message | None:
    """The cart's file, decoded and measured once more."""
    with station.library.open(cart) as reader:
        sound = Sound(reader.read(reader.frames), reader.rate_hz)
    heard, meant = measure(sound), station.ward.playlist.sound
    if abs(heard.integrated_lufs - meant.loudness) > _LOUDNESS_TOLERANCE_LU:
        return tell("độ to {loudness:.1f} LUFS, lệch mức {meant:g}",
                    loudness=heard.integrated_lufs, meant=meant.loudness)  # fmt: skip
    if heard.true_peak_dbtp > meant.true_peak + _PEAK_TOLERANCE_DB:
        return tell("đỉnh {peak:.1f} dBTP, quá mức {meant:g}", peak=heard.true_peak_dbtp, meant=meant.true_peak)
    return None


def not_rehearsed(station: Station, day: date, why: Message) -> Tomorrow:
    """A tomorrow that nobody can vouch for."""
    return Tomorrow(
        day=day,
        made=station.clock.now(),
        verdict=Verdict.NOT_READY,
        sessions=0,
        cues=0,
        ready=0,
        seconds=0.0,
        failed=str(why),
    )


# --- kept for `status`, and told ---


def tomorrow_path(home: Path) -> Path:
    return home / "journal" / "tomorrow.json"


def keep(home: Path, tomorrow: Tomorrow) -> None:
    """Raises DiskError."""
    fields = {**asdict(tomorrow), "day": tomorrow.day.isoformat(), "made": tomorrow.made.isoformat()}
    text = json.dumps({"schema": "broadcast.tomorrow/1", **fields}, ensure_ascii=False, indent=1)
    write_whole(tomorrow_path(home), text.encode())


def kept(home: Path) -> Tomorrow | None:
    """The last rehearsal's outcome; None when there was none or it cannot be read."""
    try:
        fields: dict[str, Any] = json.loads(tomorrow_path(home).read_bytes())
        fields.pop("schema")
        return Tomorrow(
            **{
                **fields,
                "day": date.fromisoformat(fields["day"]),
                "made": datetime.fromisoformat(fields["made"]),
                "verdict": Verdict(fields["verdict"]),
                "lacking": tuple(Lacking(**one) for one in fields["lacking"]),
                "spare": tuple(Lacking(**one) for one in fields["spare"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def headline(tomorrow: Tomorrow) -> Message:
    """The verdict in one sentence."""
    day = f"{tomorrow.day:%d/%m/%Y}"
    if tomorrow.failed:
        return tell("Ngày {day} CHƯA tổng duyệt được: {why}", day=day, why=tomorrow.failed)
    if not tomorrow.cues:
        return tell("Ngày {day} không có bài nào để phát.", day=day)
    match tomorrow.verdict:
        case Verdict.GO:
            return tell("Ngày {day} sẵn sàng: {sessions} buổi, {cues} bài.",
                        day=day, sessions=tomorrow.sessions, cues=tomorrow.cues)  # fmt: skip
        case Verdict.PARTLY:
            return tell("Ngày {day} mới sẵn sàng một phần: {ready} trên {cues} bài.",
                        day=day, ready=tomorrow.ready, cues=tomorrow.cues)  # fmt: skip
        case Verdict.NOT_READY:
            return tell("Ngày {day} CHƯA sẵn sàng: không bài nào phát được.", day=day)


def announce(station: Station, tomorrow: Tomorrow) -> tuple[Message, ...]:
    """Tell whom the ward has named; what could not be sent."""
    lines = [f"× {one.title}: {one.why}" for one in tomorrow.lacking]
    lines += [f"! {one.title}: {tell('dùng giọng dự phòng ({why})', why=one.why)}" for one in tomorrow.spare]
    playlist = station.ward.playlist
    body = "\n".join([str(headline(tomorrow)), *lines])
    return send(playlist.notices, title=playlist.station, body=body)


# --- hung on the ticker ---


class Watching(Protocol):
    """Told what the chores do."""

    def chore_failed(self, name: str, error: BroadcastError) -> None: ...
    def rehearsed(self, tomorrow: Tomorrow) -> None: ...


class Chores:
    """The chores of one day on air. `tick` is called on the main thread, never while something sounds."""

    def __init__(self, station: Station, worker: Worker, watching: Watching, journal: Journal) -> None:
        self._station = station
        self._journal = journal
        self._began_s = station.clock.monotonic()
        self._past_settled = False
        self._worker = worker
        self._watching = watching
        self._rehearsing = False
        self._ticker = schedule.Scheduler()
        self._hang_up()

    def _hang_up(self) -> None:
        self._ticker.clear()
        self._ticker.every(RETRY_EVERY_MIN).minutes.do(self._worker.try_again)
        self._ticker.every(_PRUNE_EVERY_H).hours.do(self._ask, "prune", self._station.prune)
        self._ticker.every(_RESERVE_EVERY_H).hours.do(self._journal.keep_reserve)
        self._ticker.every(_LOOK_EVERY_S).seconds.do(self._rehearse_when_due)

    def tick(self) -> None:
        if (
            self._ticker.idle_seconds or 0.0
        ) > _LOOK_EVERY_S:  # the wall clock was set back: it would wait for years
            self._hang_up()
        self._ticker.run_pending()
        self._journal.catch_up()
        if not self._past_settled and self._station.clock.monotonic() - self._began_s > _SETTLE_AFTER_S:
            self._past_settled = True
            self._done("past days", lambda: self._station.settle_past(self._journal))

    def _ask(self, name: str, work: Callable[[], object]) -> None:
        self._worker.ask(lambda: self._done(name, work))

    def _done(self, name: str, work: Callable[[], object]) -> None:
        try:
            work()
        except BroadcastError as error:
            self._watching.chore_failed(name, error)
        except Exception as bug:  # told as a bug: no chore may end the production of what is still to air
            self._watching.chore_failed(name, BroadcastError(tell("lỗi phần mềm: {bug}", bug=repr(bug))))

    # --- tomorrow ---

    def _rehearse_when_due(self) -> None:
        now = self._station.clock.now()
        if self._rehearsing or not is_due(self._station, now) or self._a_session_is_near(now):
            return
        self._rehearsing = True
        self._ask("rehearse", lambda: self._rehearse(now.date() + timedelta(days=1)))

    def _a_session_is_near(self, now: datetime) -> bool:
        sessions = self._station.rundown(now.date()).sessions
        return any(timedelta() <= session.at - now <= _QUIET for session in sessions if session.refused is None)

    def _rehearse(self, day: date) -> None:
        """In a process of its own, so that neither its work nor its memory weighs on the player."""
        try:
            before = kept(self._station.home)
            trouble = self._in_a_child(day)
            if not self._worker.wanted:
                return  # the station is leaving or its files have changed: who comes next rehearses
            after = kept(self._station.home)
            if after is None or after == before:
                after = not_rehearsed(self._station, day, trouble)
                keep(self._station.home, after)
            self._watching.rehearsed(after)
            if before is None or (before.day, before.verdict) != (after.day, after.verdict):
                for why in announce(self._station, after):
                    self._watching.chore_failed("notice", MachineError(why))
        finally:
            self._rehearsing = False

    def _in_a_child(self, day: date) -> Message:
        """Run it; what to say where it leaves no outcome."""
        command = [sys.executable, "-m", "broadcast", "--home", str(self._station.home),
                   "rehearse-tomorrow", "--date", day.isoformat(), "--json"]  # fmt: skip
        until = self._station.clock.monotonic() + _LONGEST_REHEARSAL.total_seconds()
        with subprocess.Popen(  # noqa: S603 - our own interpreter
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            if hasattr(os, "setpriority"):
                with suppress(OSError):  # it has ended already
                    os.setpriority(os.PRIO_PROCESS, child.pid, _GENTLE)
            while child.poll() is None:
                if self._station.clock.monotonic() > until or not self._worker.wanted:
                    child.kill()
                    return tell("tổng duyệt quá lâu nên bị dừng giữa chừng")
                with suppress(subprocess.TimeoutExpired):
                    child.wait(_ASK_S)
            return tell(
                "tổng duyệt thoát với mã {code}; chạy broadcast rehearse-tomorrow để xem", code=child.returncode
            )


def is_due(station: Station, now: datetime) -> bool:
    """Whether tomorrow has to be rehearsed: it was not since this evening's moment, or it was not ready."""
    evening = datetime.combine(now.date(), station.ward.playlist.rehearse_at, station.ward.playlist.zone)
    if now < evening:
        return False
    last = kept(station.home)
    if last is None or last.day != now.date() + timedelta(days=1) or last.made < evening:
        return True
    if last.made > now:  # made by a clock that ran ahead
        return True
    return last.verdict is not Verdict.GO and now - last.made >= timedelta(minutes=RETRY_EVERY_MIN)


def as_fields(tomorrow: Tomorrow) -> Mapping[str, Any]:
    """For programs."""
    return {**asdict(tomorrow), "day": tomorrow.day.isoformat(), "made": tomorrow.made.isoformat()}
