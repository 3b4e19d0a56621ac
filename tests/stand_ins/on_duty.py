"""A player that does nothing but answer, on a thread of its own: its Duty, until the block ends."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from stand_ins.live import ZONE

from broadcast.base.clock import SystemClock
from broadcast.playout.control.duty import Duty


@contextmanager
def on_duty(home: Path, status: Mapping[str, object] | None = None) -> Iterator[Duty]:
    """Answer for the ward's folder `home`, and tell `status` of itself."""
    duty, over = Duty(home / "journal", SystemClock(ZONE)), threading.Event()
    duty.status = lambda: status or {}

    def serve() -> None:
        while not over.wait(0.05):
            duty.poll()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        yield duty
    finally:
        over.set()
        serving.join()
        duty.close()
