"""Who keeps the running player in check: the stop latch, the trust in the clock, the control channel, bulletins.

Asked several times a second, wherever the player asks whether it is still wanted; served on its main loop.
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from broadcast.base.clock import Clock
from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import put_whole
from broadcast.playout.control.channel import Channel, Request
from broadcast.playout.control.latch import Latch, Stop
from broadcast.playout.control.trusted_clock import TrustedClock
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.model import Bulletin, Fingerprint, Hold, Override, ScriptId, Urgency
from broadcast.record.journal import Journal

_log = logging.getLogger(__name__)
_POLL_EVERY_S = 0.05
_CONFIRMED = "clock-confirmed.json"


Status = Callable[[], Mapping[str, Any]]


class Duty:
    """The conditions of the one player of a folder; of all its days, whatever is read anew in between."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """A clock that is no TrustedClock is believed: a stand-in's."""
        self.clock = clock
        self._trust = clock if isinstance(clock, TrustedClock) else None
        self.latch = Latch(folder)
        self.status: Status = dict
        """What the player that is at work now knows of itself."""
        self._channel = _channel(folder)
        self._bulletins = Bulletins(folder)
        self._polled_s = float("-inf")
        self._stop: Stop | None = self.latch.read()

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()

    def poll(self) -> None:
        """Look at the latch and answer who has asked."""
        now_s = self.clock.monotonic()
        if now_s - self._polled_s < _POLL_EVERY_S:
            return
        self._polled_s = now_s
        self._stop = self.latch.read()
        if self._channel is not None:
            self._channel.poll(self._answer)

    @property
    def stop(self) -> Stop | None:
        self.poll()
        return self._stop

    @property
    def doubt(self) -> Message | None:
        """Why the clock is not believed; None when it is."""
        return self._trust.doubt if self._trust is not None else None

    # --- onair.Conditions ---

    def hold(self) -> Hold | None:
        if (stop := self.stop) is not None:
            return Hold(why=stop.why, time_is_known=self.doubt is None)
        if (doubt := self.doubt) is not None:
            return Hold(why=tell("đồng hồ chưa tin được: {why}", why=doubt), time_is_known=False)
        return None

    def asleep_at(self, moment: datetime) -> bool:
        return self._trust is not None and self._trust.asleep_at(moment)

    def waiting(self) -> Bulletin | None:
        self.poll()
        return self._bulletins.first

    def done(self, bulletin: Bulletin) -> None:
        self._bulletins.done(bulletin)

    # --- the control channel ---

    def _answer(self, request: Request) -> Mapping[str, Any]:
        match request.get("do"):
            case "status":
                return {**self.status(), "bulletins": [one.id for one in self._bulletins]}
            case "confirm-clock":
                return self._confirm()
            case "announce":
                return self._take(request)
            case _:
                return {"error": str(tell("không hiểu lệnh này"))}

    def _confirm(self) -> Mapping[str, Any]:
        if self._trust is not None:
            self._trust.confirm()
        return {"ok": True, "now": self.clock.now().isoformat()}

    def _take(self, request: Request) -> Mapping[str, Any]:
        try:
            bulletin = _bulletin(request, self.clock.now())
        except (KeyError, ValueError, TypeError):
            return {"error": str(tell("không hiểu bản tin này"))}
        self._bulletins.add(bulletin)
        return {"ok": True, "id": bulletin.id, "hold": hold_words(self.hold())}


def _channel(folder: Path) -> Channel | None:
    """None on a disk that takes nothing: what is ready airs all the same, and the latch is still looked at."""
    try:
        return Channel(folder)
    except DiskError as error:
        _log.warning("%s", error.what)
        return None


def hold_words(hold: Hold | None) -> str | None:
    return str(hold.why) if hold else None


def _bulletin(request: Request, now: datetime) -> Bulletin:
    urgency, override = Urgency(request["urgency"]), request.get("override")
    return Bulletin(
        id=f"{now:%Y-%m-%d}/{urgency}.{now:%H%M%S}{now.microsecond // 1000:03}",
        script=ScriptId(request["script"]),
        fingerprint=Fingerprint(request["fingerprint"]),
        urgency=urgency,
        by=str(request["by"]),
        times=max(1, int(request["times"])),
        expires=now + timedelta(seconds=float(request["expires_s"])),
        override=Override(reason=str(override), by=str(request["by"])) if override else None,
    )


def confirm(folder: Path, last: datetime | None) -> None:
    """The operator says that the clock is right although the log's last line lies ahead. Raises DiskError."""
    text = json.dumps({"last_line": last.isoformat() if last else None})
    try:
        put_whole(folder / _CONFIRMED, text.encode())
    except OSError as error:
        raise DiskError(tell("Không ghi được lời xác nhận ({reason}).", reason=error)) from error


def believable(path: Path) -> datetime | None:
    """The moment of the as-run log's last line; None where there is none, or the operator says it is wrong."""
    last = last_line(path)
    try:
        confirmed = json.loads((path.parent / _CONFIRMED).read_text(encoding="utf-8"))["last_line"]
    except (OSError, ValueError, KeyError, TypeError):  # nobody has confirmed anything
        return last
    return None if last is not None and last.isoformat() == confirmed else last


def last_line(path: Path) -> datetime | None:
    """The moment of the as-run log's last line; None where nothing was ever written."""
    if not path.exists():
        return None
    with Journal(path, holding=True) as journal:
        return journal.last_written()
