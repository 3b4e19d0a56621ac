"""What keeps the running player in check -> may it sound, does a bulletin wait, what is answered to terminals?

The stop latch, the trust in the clock, the control channel, the bulletins. `poll` looks and answers; the player's
loop calls it, itself or through `hold` and `waiting`. The properties only tell what the last look found.
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from broadcast.base.clock import Clock
from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import may_only_look, only_to_look, write_whole
from broadcast.base.jsonfile import read_object
from broadcast.base.reasons import reason_of
from broadcast.playout.control import bulletin_orders
from broadcast.playout.control.bulletin_request import Refused, bulletin_of, urgency_of
from broadcast.playout.control.caller import Request
from broadcast.playout.control.channel import Channel
from broadcast.playout.control.cueorders import CueOrders
from broadcast.playout.control.latch import Latch, Stop
from broadcast.playout.control.trusted_clock import TrustedClock
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import CueId, Hold
from broadcast.record.reading import record_at

_log = logging.getLogger(__name__)
_POLL_EVERY_S = 0.05
_MOST_WAITING = 50
_MOST_KNOWN = 200
"""Tokens of bulletins that were taken, the newest."""
_CONFIRMED = "clock-confirmed.json"

SelfReport = Callable[[], Mapping[str, Any]]
"""Tells what the player knows of itself, for `broadcast status`; in values that JSON holds."""


class Duty:
    """What keeps the one player of a folder in check, through all its days and whatever files are read anew.

    It is the Conditions that playout asks.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Open the control channel of `folder`, a journal/; look at the stop latch, the bulletins and the clock.

        A clock that is no TrustedClock is believed. Where the disk takes no channel, nobody is answered, and
        nothing raised.
        """
        self.clock = clock
        clock.now()
        self._trust = clock if isinstance(clock, TrustedClock) else None
        self.latch = Latch(folder)
        self.status: SelfReport = dict
        """What the player that is at work now knows of itself; set by that player."""
        self.refused: Callable[[Request], Message | None] = lambda _bulletin: None
        """Why a bulletin that is asked for may not air at all; set by that player."""
        self._channel = _channel(folder, clock)
        self._bulletins = Bulletins(folder)
        self._taken: dict[str, Mapping[str, Any]] = {}
        """What was answered to a bulletin with a token: whoever got no answer may hand it over once more."""
        self._polled_s = float("-inf")
        self._stop: Stop | None = self.latch.read()
        self._seen = self._stop or self.latch.last()
        """The last stop that is known of, whether it holds or not."""
        self._orders = CueOrders(lambda: self.status().get("on_air"))
        self._answered: Stop | None = None
        """The stop after which somebody has said that the bulletins may air: it holds them no more."""
        self._hold_bulletins()

    def close(self) -> None:
        """Close the control channel: no terminal is answered any more.

        `hold` still asks the latch and the clock.
        """
        if self._channel is not None:
            self._channel.close()

    def poll(self) -> None:
        """Look at the clock; at most twenty times a second, look at the stop latch too and answer the terminals.

        Answered are those that have asked over the control channel since the last time. Raises nothing, whatever
        they send.
        """
        now_s = self.clock.monotonic()
        self.clock.now()  # a trusted clock looks at the wall clock whenever it is asked
        if now_s - self._polled_s < _POLL_EVERY_S:
            return
        self._polled_s = now_s
        self._stop = self._stop_now()
        self._hold_bulletins()
        if self._channel is not None:
            self._channel.poll(self._answer)

    def _stop_now(self) -> Stop | None:
        """The stop that holds; or, for one look, one that was given and taken back while nobody looked."""
        stop = self.latch.read()
        if stop is None and (last := self.latch.last()) != self._seen:
            stop = last
        self._seen = stop or self._seen
        return stop

    def _hold_bulletins(self) -> None:
        """Whatever waits while a stop holds airs on somebody's word alone: it may be yesterday's test."""
        if (stop := self.stop) is not None and stop != self._answered:
            self._bulletins.hold()

    @property
    def stop(self) -> Stop | None:
        """Return the stop that held when `poll` last looked; None where none did, or it waits for what sounds."""
        return self._stop if self.ends_after() is None else None

    @property
    def doubt(self) -> Message | None:
        """Return why the clock was not believed at its last look; None where it was."""
        return self._trust.doubt if self._trust is not None else None

    # --- playout.conditions.Conditions ---

    def hold(self) -> Hold | None:
        """Return why nothing may sound, as the last poll found it; None when it may."""
        if (stop := self.stop) is not None:
            return Hold(why=stop.why, time_is_known=self.doubt is None)
        if (doubt := self.doubt) is not None:
            return Hold(why=tell("đồng hồ chưa tin được: {why}", why=doubt), time_is_known=False)
        return None

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept, or this program stood still, at that moment.

        False where the clock is no TrustedClock.
        """
        return self._trust is not None and self._trust.asleep_at(moment)

    def waiting(self) -> Bulletin | None:
        """Return the bulletin that should air now; None where none waits, none is due yet, or all are held.

        None, too, while a stop waits for what sounds: it would hold the bulletin that came between.
        """
        return self._bulletins.due(self.clock.now()) if self.ends_after() is None else None

    def comes_due(self) -> datetime | None:
        """Return the next moment, still ahead, at which a bulletin comes due; None where none has one."""
        return self._bulletins.next_due(self.clock.now())

    def is_wanted(self, bulletin: Bulletin) -> bool:
        """Whether the bulletin still waits: nobody has cancelled it, and no stop has held it."""
        return self._bulletins.is_wanted(bulletin)

    def done(self, bulletin: Bulletin) -> None:
        """Take the bulletin out of those that wait, on the disk too; one with a later repetition waits for that.

        It has aired as often as it was wanted by now, or will not.
        """
        self._bulletins.done(bulletin)

    def skipped(self, cue: CueId) -> Message | None:
        """Tell why the cue that sounds is to be left at once; None where nobody has ordered it."""
        return self._orders.skipped(cue)

    def ends_after(self) -> CueId | None:
        """Return the cue that sounds and for which a stop waits; None where none does."""
        return self._stop.after if self._stop is not None and self._orders.is_waited_for(self._stop) else None

    # --- the control channel ---

    def _answer(self, request: Request) -> Mapping[str, Any]:
        match request.get("do"):
            case "status":
                return {**self.status(), "bulletins": [one.id for one in self._bulletins]}
            case "confirm-clock":
                return self._confirm()
            case "announce":
                return self._take(request)
            case "bulletins":
                return self._ordered(request)
            case "skip":
                return self._orders.skip(request)
            case _:
                return {"error": str(tell("không hiểu lệnh này"))}

    def _confirm(self) -> Mapping[str, Any]:
        if self._trust is not None:
            self._trust.confirm()
        return {"ok": True, "now": self.clock.now().isoformat()}

    def _ordered(self, request: Request) -> Mapping[str, Any]:
        if request.get("order") == "release":
            self._answered = self.latch.read()
        return bulletin_orders.answer(self._bulletins, request, self.status().get("on_air"))

    def _take(self, request: Request) -> Mapping[str, Any]:
        """Take a bulletin in; one whose token was taken before gets the answer of then, and waits once."""
        token, now = str(request.get("token") or ""), self.clock.now()
        if token in self._taken:
            return self._taken[token]
        try:
            if len(tuple(self._bulletins)) >= _MOST_WAITING:
                raise Refused(tell("đã có {count} bản tin đang chờ, chưa nhận thêm được", count=_MOST_WAITING))
            bulletin = bulletin_of(request, self._free_id(urgency_of(request), now), now)
            if (why := self.refused(request)) is not None:
                raise Refused(why)
        except Refused as refused:
            return {"error": str(refused.what)}
        bulletin = self._bulletins.add(bulletin)
        hold = self.hold()
        why = hold.why if hold is not None else self._stop.why if self._stop is not None else None
        answer = {
            "ok": True,
            "id": bulletin.id,
            "number": bulletin.serial,
            "hold": str(why) if why else None,
        }
        if token:
            self._taken[token] = answer
            while len(self._taken) > _MOST_KNOWN:
                del self._taken[next(iter(self._taken))]
        return answer

    def _free_id(self, urgency: Urgency, now: datetime) -> str:
        """The moment's name in a session's place; the next millisecond's where two came within one."""
        taken, moment = {one.id for one in self._bulletins}, now
        while (id_ := f"{now:%Y-%m-%d}/{urgency}.{moment:%H%M%S}{moment.microsecond // 1000:03}") in taken:
            moment += timedelta(milliseconds=1)
        return id_


def _channel(folder: Path, clock: Clock) -> Channel | None:
    """None on a disk that takes nothing: what is ready airs all the same, and the latch is still looked at."""
    try:
        return Channel(folder, clock.monotonic)
    except DiskError as error:
        _log.warning("%s", error.what)
        return None


def confirm(folder: Path, last: datetime | None) -> None:
    """Write down in `folder`, a journal/, that the clock is right although the log's last line lies ahead.

    `last` is that line's moment; None where the log has no line. Raises DiskError where the disk does not take it.
    """
    text = json.dumps({"last_line": last.isoformat() if last else None})
    try:
        write_whole(folder / _CONFIRMED, text.encode())
    except DiskError as error:
        if may_only_look(folder):
            raise only_to_look(tell("xác nhận giờ máy")) from error
        raise DiskError(
            tell("Không ghi được lời xác nhận ({reason}).", reason=reason_of(error.__cause__)), error.fix
        ) from error


def believable(path: Path) -> datetime | None:
    """Return the moment of the last line about a cue in the as-run log `path`, below which no clock is believed.

    None where there is no such line, or the operator said (`confirm`) that the clock is right and that moment is
    not. Raises JournalError where the log cannot be opened or read.
    """
    last = last_line(path)
    try:
        confirmed = read_object(path.parent / _CONFIRMED) or {}
    except OSError:  # nobody has confirmed anything
        return last
    return None if last is not None and last.isoformat() == confirmed.get("last_line") else last


def last_line(path: Path) -> datetime | None:
    """Return the moment of the last line about a cue in the as-run log `path`; None where there is none.

    A log that is not there is not made. Raises JournalError where it cannot be opened or read.
    """
    with record_at(path) as record:
        return record.last_written()
