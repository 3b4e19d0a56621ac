"""One HTTPS request -> its body, checked: three tries, a bounded size, and all of wire.py's guards."""

from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import requests

from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, Message
from broadcast.production.voices.wire import Again, Deadline, Wire

LARGEST_BODY = 4_000_000
"""The most bytes of a reply. A hundred letters of speech are some 70,000 in base64."""
_BACK_OFFS_S = (0.5, 1.5)
"""Before the second and the third try; a server's own Retry-After counts more."""

Checked = TypeVar("Checked")


class Mail:
    """Requests to one server, in one session."""

    def __init__(self, who: Message, *, ca_file: Path | None, clock: Clock, kinds: Collection[str] = ()) -> None:
        """Open no connection yet.

        `who`, `ca_file` as for Wire; `kinds`: the Content-Types that are taken, as for Wire.opened. Raises
        SpeechError where `ca_file` holds no certificate.
        """
        self._wire = Wire(who, ca_file=ca_file, clock=clock)
        self._kinds = kinds
        self._clock = clock

    def fetch(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        """Send a request and return what `check` makes of its reply's body, after at most three tries.

        Tries and waits as `thrice`. A BadSpeech out of `check` costs a try like any other failure. Raises
        EngineOffline where there is no way to the server, BadSpeech where the last reply was no good, SpeechError
        for the rest and at the deadline.
        """
        return thrice(lambda: self._try(request, check, deadline), self._clock, deadline)

    def _try(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        with self._wire.opened(request, deadline, self._kinds) as response:
            body = b"".join(self._wire.read(response, deadline, most_bytes=LARGEST_BODY))
        try:
            return check(body)
        except BadSpeech as error:
            raise Again(error) from error


def thrice(attempt: Callable[[], Checked], clock: Clock, deadline: Deadline) -> Checked:
    """Return what `attempt` returns, which is called again where it raises Again: three times in all.

    Waits 0.5 and 1.5 s between the tries, or as long as the server asks, where the deadline allows it. Raises why
    the last try went wrong, and what `attempt` raises itself.
    """
    for back_off_s in _BACK_OFFS_S:
        try:
            return attempt()
        except Again as failure:
            _wait(failure, back_off_s, clock, deadline)
    try:
        return attempt()
    except Again as failure:
        raise failure.why from failure


def _wait(failure: Again, back_off_s: float, clock: Clock, deadline: Deadline) -> None:
    wait_s = back_off_s if failure.after_s is None else failure.after_s
    if wait_s >= deadline.left_s():
        raise failure.why from failure
    until = clock.now() + timedelta(seconds=wait_s)
    # a wall clock that is set back meanwhile may not lengthen the wait past the deadline
    clock.wait_until(until, lambda: clock.monotonic() < deadline.at_s)
