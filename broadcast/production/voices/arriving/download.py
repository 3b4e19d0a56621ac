"""In a child: the address of a file, on HTTPS -> the file on our disk, received whole; or why not.

An Errand comes in on stdin, pickled, and what became of it goes out on stdout: Received, or an error of ours. Ends
at once when stdin does: whoever sent us is gone.
"""

import os
import pickle
import sys
import traceback
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import requests

from broadcast.base.begun import end_with_parent
from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, SpeechError, tell
from broadcast.library.ingest.child import bound_memory
from broadcast.library.voicestaging import Received, receive, refuse_without_room, too_large
from broadcast.production.voices.online.mail import retried
from broadcast.production.voices.online.wire import Again, Deadline, Wire

DEADLINE_S = 3600.0
"""Seconds for one file: Piper's largest voice comes at 32 KB/s in them."""
_BACK_OFFS_S = (1.0, 5.0)
"""Before the second and the third try; a server's own Retry-After counts more."""
_LONGEST_WAIT_S = 30.0
"""A server that asks us to come again later than that is left."""
_MOST_MEMORY = 500_000_000
"""Bytes for this process, ten times what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A file to be fetched."""

    url: str
    """On https."""
    into: Path
    most: int
    """Bytes that it may be long."""
    hops: int
    """How many redirects in a row are followed."""
    clock: Clock


def download(errand: Errand) -> Received:
    """Fetch a file, from its beginning at each of three tries, and return what came.

    Raises Redirected where the server sends us on and we may not follow, EngineOffline where there is no way to
    it, SpeechError for whatever else keeps the file from us, DiskError where the disk does not take it.
    """
    who = tell("máy chủ {host}", host=urlsplit(errand.url).hostname or "?")
    deadline = Deadline.after(DEADLINE_S, errand.clock, who)
    wire = Wire(who, ca_file=None, clock=errand.clock, sought=tell("tệp giọng"), hops=errand.hops)
    asked = {"Accept-Encoding": "identity", "User-Agent": f"broadcast/{version('broadcast')}"}
    try:
        request = requests.Request("GET", errand.url, headers=asked).prepare()
    except (requests.exceptions.RequestException, ValueError) as error:
        raise SpeechError(tell("địa chỉ ấy không đúng"), tell("Xem lại địa chỉ.")) from error

    def attempt() -> Received:
        try:
            with wire.opened(request, deadline, ()) as response:
                _refuse_size(errand, response.headers.get("Content-Length", ""))
                pieces = wire.read(response, deadline, most_bytes=errand.most)
                return receive(pieces, errand.into, most=errand.most)
        except Again as failure:
            if (failure.after_s or 0) > _LONGEST_WAIT_S:
                raise failure.why from failure
            raise

    return retried(attempt, _BACK_OFFS_S, deadline)


def main() -> None:
    """Run the errand on stdin and end; a bug is told on stderr, with exit code 1."""
    bound_memory(_MOST_MEMORY)
    errand = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent's
    end_with_parent()
    try:
        sys.stdout.buffer.write(pickle.dumps(_outcome(errand)))
        sys.stdout.buffer.flush()
    except BaseException:
        traceback.print_exc()
        os._exit(1)  # an orderly end would wait for the thread that waits for stdin
    os._exit(0)


def _outcome(errand: Errand) -> Received | BroadcastError:
    try:
        return download(errand)
    except BroadcastError as error:
        return error


def _refuse_size(errand: Errand, claimed: str) -> None:
    size = int(claimed) if claimed.isascii() and claimed.isdigit() and len(claimed) < 20 else 0
    if size > errand.most:
        raise too_large(errand.into.name, errand.most)
    refuse_without_room(errand.into, size)


if __name__ == "__main__":
    main()
