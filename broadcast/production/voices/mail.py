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

        Waits 0.5 and 1.5 s between them, or as long as the server asks. A BadSpeech out of `check` costs a try
        like any other failure. Raises EngineOffline where there is no way to the server, BadSpeech where the last
        reply was no good, SpeechError for the rest and at the deadline.
        """
        for back_off_s in _BACK_OFFS_S:
            try:
                return self._try(request, check, deadline)
            except Again as failure:
                self._wait(failure, back_off_s, deadline)
        try:
            return self._try(request, check, deadline)
        except Again as failure:
            raise failure.why from failure

    def _try(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        with self._wire.opened(request, deadline, self._kinds) as response:
            body = b"".join(self._wire.read(response, deadline, most_bytes=LARGEST_BODY))
        try:
            return check(body)
        except BadSpeech as error:
            raise Again(error) from error

    def _wait(self, failure: Again, back_off_s: float, deadline: Deadline) -> None:
        wait_s = back_off_s if failure.after_s is None else failure.after_s
        if wait_s >= deadline.left_s():
            raise failure.why from failure
        until = self._clock.now() + timedelta(seconds=wait_s)
        # a wall clock that is set back meanwhile may not lengthen the wait past the deadline
        self._clock.wait_until(until, lambda: self._clock.monotonic() < deadline.at_s)
