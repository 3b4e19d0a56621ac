"""The standing chores: tomorrow rehearsed the evening before, carts tried again, the library pruned.

They hang on `schedule`, which only ticks. What a chore is for is asked of the station's clock and of what lies on
the disk, so a tick that comes late, twice or never does no harm. A chore that fails is told, and comes again.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Event
from typing import Protocol

import schedule

from broadcast.base import children
from broadcast.base.errors import BroadcastError, DeviceError, MachineError, Message, tell
from broadcast.playout.output.listing import require_one_of
from broadcast.production.worker import Worker
from broadcast.record.anchors.anchoring import Anchor
from broadcast.station import anchors, rehearse_child
from broadcast.station.dealt import deal, is_tomorrow_due
from broadcast.station.keeping import prune_cache
from broadcast.station.missed_days import settle_past
from broadcast.station.notify import send
from broadcast.station.overview import rundown
from broadcast.station.player import Player
from broadcast.station.station import Station
from broadcast.station.verdict import Tomorrow, Verdict, headline, keep, kept, lines_of

RETRY_EVERY_MIN = 60
"""How often what is not ready, or not in the preferred voice, is tried again."""
_TROUBLED_EVERY_S = 60
"""How often what a full disk kept from being made is tried again: who frees it hears the next session whole."""
_REST_EVERY_S = 60
"""How often it is looked whether a voice may give its memory back."""
_PRUNE_EVERY_H = 12
_WORTH_TELLING = 1_000_000
"""Bytes freed: less is told nobody."""
_RESERVE_EVERY_H = 1
_LOOK_EVERY_S = 60
_MISSING_EVERY_S = 5
"""How often a loudspeaker is looked for that was not there: whoever has plugged it in waits for the word."""
_SETTLE_AFTER_S = 600.0
"""Days gone by are judged when the clock has had time to be set by the network."""
_QUIET = timedelta(minutes=3)
"""No rehearsal begins so near to a session."""
_LONGEST_REHEARSAL = timedelta(minutes=30)
_GENTLE = 10
"""How nice a rehearsal beside the player is."""


def _not_rehearsed(station: Station, day: date, why: Message) -> Tomorrow:
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


def notify_of(station: Station, tomorrow: Tomorrow) -> tuple[Message, ...]:
    """Send the outcome of a rehearsal to every URL of station.notices; return why each one was not reached.

    Empty where all were reached or none is named. Takes up to a minute.
    """
    playlist = station.ward.playlist
    body = "\n".join(str(one) for one in (headline(tomorrow), *lines_of(tomorrow)))
    return send(playlist.notices, title=playlist.station, body=body)


# --- hung on the ticker ---


class ChoresWatcher(Protocol):
    """Whoever wants to know what the chores do; may be called on the production thread."""

    def chore_failed(self, name: str, error: BroadcastError) -> None:
        """Tell why the chore `name` was not done; it is tried again when it is next due."""

    def rehearsed(self, tomorrow: Tomorrow) -> None:
        """Tell the outcome of the rehearsal of the next day."""


class Chores:
    """The chores of one day on air; `tick` is called on the main thread, never while something sounds."""

    def __init__(self, station: Station, player: Player, worker: Worker, watching: ChoresWatcher) -> None:
        self._station = station
        self._player = player
        self._journal = player.journal
        self._began_s = station.clock.monotonic()
        self._past_settled = False
        self._worker = worker
        self._watching = watching
        self._rehearsing = False
        self._failed: dict[str, Message] = {}
        """Why a chore was not done the last time, by its name."""
        self._tomorrow_dealt = False
        self._looked_for_loudspeaker = False
        self._is_looking = Event()
        self._ticker = schedule.Scheduler()
        self._hang_up()

    def _hang_up(self) -> None:
        self._ticker.clear()
        self._ticker.every(RETRY_EVERY_MIN).minutes.do(self._worker.try_again)
        self._ticker.every(_TROUBLED_EVERY_S).seconds.do(self._worker.try_troubled)
        self._ticker.every(_REST_EVERY_S).seconds.do(self._worker.rest)
        self._ticker.every(_PRUNE_EVERY_H).hours.do(self._ask, "prune", self._prune)
        self._ticker.every(_RESERVE_EVERY_H).hours.do(self._journal.keep_reserve)
        self._ticker.every(_LOOK_EVERY_S).seconds.do(self._rehearse_when_due)
        self._ticker.every(_LOOK_EVERY_S).seconds.do(self._done, "anchor", self._anchor)
        self._ticker.every(_LOOK_EVERY_S).seconds.do(self._look_for_loudspeaker)
        self._ticker.every(_MISSING_EVERY_S).seconds.do(self._look_for_missing)

    def tick(self) -> None:
        """Do the short chores that are due, and hand the long ones to the production thread.

        A chore that fails is told to the watcher, not raised.
        """
        if (self._ticker.idle_seconds or 0.0) > _LOOK_EVERY_S:
            self._hang_up()  # the wall clock was set back: it would wait for years
        self._ticker.run_pending()
        if not self._looked_for_loudspeaker:
            self._look_for_loudspeaker()
        self._deal_tomorrow_when_due()
        self._journal.catch_up()
        if not self._past_settled and self._station.clock.monotonic() - self._began_s > _SETTLE_AFTER_S:
            self._past_settled = True
            self._done("past days", self._settle_past)

    # --- the loudspeaker ---

    def _look_for_loudspeaker(self) -> None:
        """Away from sessions: whoever is on duty learns that it is gone before it is needed."""
        self._looked_for_loudspeaker = True
        if self._player.loudspeakers and not self._a_session_is_near(self._station.clock.now()):
            self._ask_for_loudspeaker()

    def _look_for_missing(self) -> None:
        """Also right before a session: without it there is nothing that a look could disturb."""
        if self._player.missing is not None:
            self._ask_for_loudspeaker()

    def _ask_for_loudspeaker(self) -> None:
        if not self._is_looking.is_set():  # production may be at work: one look waits behind it, no more
            self._is_looking.set()
            self._ask("loudspeaker", self._find_loudspeaker)

    def _find_loudspeaker(self) -> None:
        self._is_looking.clear()
        try:
            require_one_of(self._player.loudspeakers)
            self._player.missing = None
        except DeviceError as error:
            self._player.missing = error.what

    # --- the library, days gone by ---

    def _prune(self) -> None:
        freed = prune_cache(self._station)
        if freed >= _WORTH_TELLING:
            self._player.tells("chore", tell("dọn kho tiếng, được {size} MB", size=round(freed / 1_000_000)))

    def _settle_past(self) -> int:
        return settle_past(self._station, self._journal) if self._player.duty.doubt is None else 0

    def _ask(self, name: str, work: Callable[[], object]) -> None:
        self._worker.ask(lambda: self._done(name, work))

    def _done(self, name: str, work: Callable[[], object]) -> None:
        try:
            work()
            self._failed.pop(name, None)
        except BroadcastError as error:
            self._tell_failed(name, error)
        except Exception as bug:  # told as a bug: no chore may end the production of what is still to air
            self._tell_failed(name, BroadcastError(tell("lỗi phần mềm: {bug}", bug=repr(bug))))

    def _tell_failed(self, name: str, error: BroadcastError) -> None:
        """Tell the watcher each time; the log once, until it is done again or fails for another reason."""
        self._watching.chore_failed(name, error)
        if self._failed.get(name) != error.what:
            self._failed[name] = error.what
            what = tell("việc định kỳ “{name}” chưa xong: {why}", name=name, why=error.what)
            self._player.tells("chore_failed", what)

    # --- the log's head ---

    def _anchor(self) -> None:
        """In the evening and after midnight, by a clock that is believed."""
        now, playlist = self._station.clock.now(), self._station.ward.playlist
        evening = datetime.combine(now.date(), playlist.rehearse_at, playlist.zone)
        if self._player.duty.doubt is not None or not anchors.is_due(self._journal, now, evening):
            return
        if self._a_session_is_near(now):
            return
        made = anchors.sign_head(self._station.home, self._journal, now)
        self._ask("anchor", lambda: self._carry(made))

    def _carry(self, made: Anchor) -> None:
        playlist, home = self._station.ward.playlist, self._station.home
        for why in anchors.tell_head(playlist, made):
            self._watching.chore_failed("notice", why)
        anchors.carry_and_look_through(home, playlist.anchors_to, lambda: self._worker.wanted)

    # --- tomorrow ---

    def _deal_tomorrow_when_due(self) -> None:
        """Once: whatever is edited later is dealt when the changed files are read."""
        now = self._station.clock.now()
        if self._tomorrow_dealt or self._player.duty.doubt is not None or not is_tomorrow_due(self._station, now):
            return
        self._done("deal tomorrow", lambda: deal(self._station, self._journal, now.date() + timedelta(days=1)))
        self._tomorrow_dealt = True

    def _rehearse_when_due(self) -> None:
        now = self._station.clock.now()
        if self._rehearsing or not is_due(self._station, now) or self._a_session_is_near(now):
            return
        self._rehearsing = True
        self._ask("rehearse", lambda: self._rehearse(now.date() + timedelta(days=1)))

    def _a_session_is_near(self, now: datetime) -> bool:
        sessions = rundown(self._station, now.date()).sessions
        return any(timedelta() <= session.at - now <= _QUIET for session in sessions if session.is_to_air)

    def _rehearse(self, day: date) -> None:
        """In a process of its own, so that neither its work nor its memory weighs on the player."""
        try:
            before = kept(self._station.home)
            trouble = self._in_a_child(day)
            if not self._worker.wanted:
                return  # the station is leaving or its files have changed: who comes next rehearses
            after = kept(self._station.home)
            if after is None or after == before:
                after = _not_rehearsed(self._station, day, trouble)
                keep(self._station.home, after)
            self._watching.rehearsed(after)
            if before is None or (before.day, before.verdict) != (after.day, after.verdict):
                self._player.tells("rehearsed", tell("tổng duyệt: {outcome}", outcome=headline(after)))
                for why in notify_of(self._station, after):
                    self._watching.chore_failed("notice", MachineError(why))
        finally:
            self._rehearsing = False

    def _in_a_child(self, day: date) -> Message:
        """Run it; what to say where it leaves no outcome."""
        try:
            done = children.run(
                rehearse_child.__name__, str(self._station.home), day.isoformat(), niceness=_GENTLE,
                deadline_s=_LONGEST_REHEARSAL.total_seconds(), wanted=lambda: self._worker.wanted,
            )  # fmt: skip
        except (children.OutOfTime, children.NotWanted):
            return tell("tổng duyệt quá lâu nên bị dừng giữa chừng")
        return tell("tổng duyệt thoát với mã {code}; chạy broadcast rehearse-tomorrow để xem", code=done.code)


def is_due(station: Station, now: datetime) -> bool:
    """Whether the next day must be rehearsed at `now`, an aware moment in the station's zone.

    It must from `rehearse_at` on where it was not since, and an hour after a rehearsal that was not wholly good.
    """
    evening = datetime.combine(now.date(), station.ward.playlist.rehearse_at, station.ward.playlist.zone)
    if now < evening:
        return False
    last = kept(station.home)
    if last is None or last.day != now.date() + timedelta(days=1) or last.made < evening:
        return True
    if last.made > now:  # made by a clock that ran ahead
        return True
    return last.verdict is not Verdict.GO and now - last.made >= timedelta(minutes=RETRY_EVERY_MIN)
