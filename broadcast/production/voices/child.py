"""The child of `Isolated`: an engine and its requests come in on stdin, sounds and errors go out on stdout.

Ends at once when stdin does, also in the middle of an utterance: its parent is gone, whatever became of it.
"""

import faulthandler
import io
import os
import pickle
import threading
import traceback
from queue import SimpleQueue
from typing import IO

from broadcast.base.begun import own_stdout
from broadcast.base.errors import BroadcastError
from broadcast.production.voices import Engine
from broadcast.production.voices.isolate import Reply, Request

_SPARE_S = 5.0
"""After its parent's patience; only a parent that is gone lets it come to this."""


def main() -> None:
    """Speak what is asked for on stdin until it ends; write each sound or error to stdout.

    First comes a pickled `make`, then one pickled Request after another; a pickled Reply answers each. Does not
    return: exits with 0 when stdin ends, with 1 on a bug, which is told on stderr, or where one utterance takes
    five seconds longer than anybody waits for it.
    """
    try:
        _serve(io.BufferedReader(io.FileIO(0, closefd=False)), own_stdout())
    except BaseException:
        traceback.print_exc()
        os._exit(1)  # an orderly end would wait for the thread that waits for stdin


def _serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    make = pickle.load(requests)  # noqa: S301  # our own parent's
    waiting: SimpleQueue[Request] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()
    engine = make()
    while True:
        text, speed, patience_s = waiting.get()
        # a thread of C code, which needs no lock of Python's: it ends us even where the engine keeps that
        faulthandler.dump_traceback_later(patience_s + _SPARE_S, exit=True)
        pickle.dump(_reply(engine, text, speed), replies, protocol=pickle.HIGHEST_PROTOCOL)
        replies.flush()
        faulthandler.cancel_dump_traceback_later()


def _reply(engine: Engine, text: str, speed: float) -> Reply:
    try:
        return engine.speak(text, speed=speed)
    except BroadcastError as error:  # any other is a bug: it ends us, and our parent keeps what we said of it
        return error


def _receive(requests: IO[bytes], waiting: SimpleQueue[Request]) -> None:
    try:
        while True:
            waiting.put(pickle.load(requests))  # noqa: S301
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)


if __name__ == "__main__":
    main()
