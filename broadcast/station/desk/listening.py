"""A browser that plays a script to a person -> whether that person has really heard the whole of it.

Whoever listens gets a token for that very sound. It counts as heard once every byte of it was handed out, as much
time has passed as it sounds, and it is still the same sound; each token counts once.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from broadcast.base.clock import Clock
from broadcast.base.errors import Message, WardError, tell
from broadcast.programme.approving import is_same_person
from broadcast.programme.contents import canonical
from broadcast.programme.model import Cart
from broadcast.programme.released import Act, Contents
from broadcast.programme.settings import ScriptId
from broadcast.station.desk.heardthrough import about_to_hear, write_heard
from broadcast.station.overview import Overview

_ENOUGH = 0.95
"""Of the length must have passed: a player begins a little late and ends a little early."""
_MOST = 500
"""Tokens that are kept; the oldest goes first."""


@dataclass(slots=True, kw_only=True)
class Hearing:
    """One person before the sound of one script."""

    script: ScriptId
    by: str
    contents: Contents
    cart: Cart
    size: int
    """Bytes of its file."""
    began_s: float | None = None
    """When the first byte was handed out, on the monotonic clock."""
    fetched: list[tuple[int, int]] = field(default_factory=list)
    """The stretches of bytes that were handed out, in order, those joined that touch."""
    reported_s: float | None = None
    """How much the browser says that it has played; None where it says nothing."""


class Hearings:
    """Who listens to what; for the threads of a console."""

    def __init__(self, clock: Clock) -> None:
        """Nobody listens yet."""
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[str, Hearing] = OrderedDict()

    def begin(self, contents: Contents, cart: Cart, size: int, by: str) -> str:
        """Return a token with which that person may be handed the sound, `size` bytes long."""
        token = secrets.token_urlsafe(24)
        hearing = Hearing(script=contents.script, by=by, contents=contents, cart=cart, size=size)
        with self._lock:
            self._known[token] = hearing
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return token

    def of(self, token: str, script: ScriptId, by: str) -> Hearing | None:
        """Return what the token stands for; None where it is not theirs, not for that script, or used up."""
        with self._lock:
            found = self._known.get(token)
        return found if found is not None and found.script == script and is_same_person(found.by, by) else None

    def handed_out(self, hearing: Hearing, start: int, end: int) -> None:
        """Note that the bytes `start` to `end`, exclusive, have gone to the browser."""
        with self._lock:
            if hearing.began_s is None:
                hearing.began_s = self._clock.monotonic()
            hearing.fetched = _joined([*hearing.fetched, (start, end)])

    def reported(self, hearing: Hearing, seconds: float) -> float:
        """Note how much the browser says that it has played; return it as a share of the whole.

        No more is believed than time has passed.
        """
        with self._lock:
            hearing.reported_s = min(seconds, self._passed_s(hearing))
            return max(0.0, min(1.0, hearing.reported_s / hearing.cart.seconds))

    def heard(self, overview: Overview, token: str, script: ScriptId, by: str) -> Act:
        """Write down that this person has heard the whole of it; return the act, and forget the token.

        Raises WardError where it was not the whole, or the sound is another by now; JournalError where the record
        does not take it.
        """
        hearing = self.of(token, script, by)
        if hearing is None:
            raise WardError(tell("Lượt nghe này không còn."), tell("Mở lại trang bài rồi nghe từ đầu."))
        if (why := self._why_not(hearing)) is not None:
            raise WardError(why, tell("Nghe từ đầu đến hết rồi mới duyệt được."))
        _refuse_changed(overview, hearing)
        with self._lock:
            if self._known.pop(token, None) is None:
                raise WardError(tell("Lượt nghe này đã ghi rồi."))
        return write_heard(overview, hearing.contents, by)

    def _why_not(self, hearing: Hearing) -> Message | None:
        with self._lock:
            passed_s, reported_s = self._passed_s(hearing), hearing.reported_s
            is_whole = hearing.fetched == [(0, hearing.size)]
        if not is_whole:
            return tell("Chưa nghe hết: còn đoạn của bài này chưa mở ra.")
        enough_s = _ENOUGH * hearing.cart.seconds
        if passed_s < enough_s or (reported_s is not None and reported_s < enough_s):
            return tell("Chưa nghe hết: mới nghe {heard} giây trên {whole} giây.",
                        heard=int(min(passed_s, reported_s if reported_s is not None else passed_s)),
                        whole=round(hearing.cart.seconds))  # fmt: skip
        return None

    def _passed_s(self, hearing: Hearing) -> float:
        return self._clock.monotonic() - hearing.began_s if hearing.began_s is not None else 0.0


def _refuse_changed(overview: Overview, hearing: Hearing) -> None:
    """Refuse where the script is made of something else than what was listened to, or its file was written to."""
    now = about_to_hear(overview, hearing.script, hearing.cart)
    kept = overview.library.cart(hearing.cart.fingerprint)
    is_same = canonical(now.fields) == canonical(hearing.contents.fields)
    if not is_same or kept is None or kept.sha256 != hearing.contents.sound:
        raise WardError(tell("Bài vừa đổi trong lúc nghe, nên lần nghe này chưa tính."), tell("Nghe lại bản mới."))


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
