"""One HTTPS request -> its body, checked: three tries, a bounded size, and all of wire.py's guards."""

from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import requests

from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, Message
from broadcast.production.voices.online.wire import Again, Deadline, Wire

LARGEST_BODY = 4_000_000
"""The most bytes of a reply. A hundred letters of speech are some 70,000 in base64."""
_BACK_OFFS_S = (0.5, 1.5)
"""Before the second and the third try; a server's own Retry-After counts more."""

Checked = TypeVar("Checked")


class Mail:
    """Requests to one server, in one session."""

    def __init__(
        self,
        who: Message,
        *,
        ca_file: Path | None,
        clock: Clock,
        kinds: Collection[str] = (),
        not_yet: Collection[int] = (),
        back_offs_s: Collection[float] | None = None,
    ) -> None:
        """Open no connection yet.

        `who`, `ca_file`, `not_yet` as for Wire; `kinds`: the Content-Types that are taken, as for Wire.opened;
        `back_offs_s`: before each try but the first, None: 0.5 and 1.5 s. Raises SpeechError where `ca_file` holds
        no certificate.
        """
        self._wire = Wire(who, ca_file=ca_file, clock=clock, not_yet=not_yet)
        self._kinds = kinds
        self._back_offs_s = _BACK_OFFS_S if back_offs_s is None else back_offs_s

    def fetch(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        """Send a request and return what `check` makes of its reply's body, after at most so many tries.

        Waits as long as `back_offs_s` says between them, or as the server asks. A BadSpeech out of `check` costs a
        try like any other failure. Raises EngineOffline where there is no way to the server, BadSpeech where the
        last reply was no good, SpeechError for the rest and at the deadline.
        """
        return retried(lambda: self._try(request, check, deadline), self._back_offs_s, deadline)

    def _try(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        with self._wire.opened(request, deadline, self._kinds) as response:
            body = b"".join(self._wire.read(response, deadline, most_bytes=LARGEST_BODY))
        try:
            return check(body)
        except BadSpeech as error:
            raise Again(error) from error


def retried(attempt: Callable[[], Checked], back_offs_s: Collection[float], deadline: Deadline) -> Checked:
    """Return what `attempt` returns; where it raises Again, wait and try anew, as often as there are back-offs.

    Raises what the last Again was for where there is no further try, or the wait would outlast the deadline.
    """
    for back_off_s in back_offs_s:
        try:
            return attempt()
        except Again as failure:
            _wait(failure, back_off_s, deadline)
    try:
        return attempt()
    except Again as failure:
        raise failure.why from failure


def _wait(failure: Again, back_off_s: float, deadline: Deadline) -> None:
    wait_s = back_off_s if failure.after_s is None else failure.after_s
    if wait_s >= deadline.left_s():
        raise failure.why from failure
    clock = deadline.clock
    until = clock.now() + timedelta(seconds=wait_s)
    # a wall clock that is set back meanwhile may not lengthen the wait past the deadline
    clock.wait_until(until, lambda: clock.monotonic() < deadline.at_s)
