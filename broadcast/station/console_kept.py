"""The console beside a player: begun anew when it ends, in a thread that no player waits for.

Whatever happens to the console, its extra, its port or its accounts, the player learns nothing of it: one line is
told, and it is tried again.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from broadcast.base.errors import BroadcastError, Message, tell
from broadcast.programme.settings import ConsoleSettings
from broadcast.station.console import MODULE, ConsoleProcess, console_of
from broadcast.station.overview import machine_clock

_FIRST_S, _LONGEST_S = 1.0, 60.0
"""How long it is waited before the console is begun anew: at first, and at most."""
_WELL_S = 60.0
"""Who has lived so long is begun anew as if for the first time."""


class ConsoleKept:
    """Keeps the console of one folder running while `follow` says so. No call raises, or waits for the console."""

    def __init__(
        self, home: Path, told: Callable[[Message], None], *, module: str = MODULE,
        first_s: float = _FIRST_S, longest_s: float = _LONGEST_S,
    ) -> None:  # fmt: skip
        """Start nothing yet. `told` is called from a thread; `module` and the two waits are for stand-ins."""
        self._home, self._told, self._module = home, told, module
        self._first_s, self._longest_s = first_s, longest_s
        self._settings: ConsoleSettings | None = None
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: ConsoleProcess | None = None
        self._last: Message | None = None

    def follow(self, settings: ConsoleSettings | None) -> None:
        """Have the console run as `settings` say from now on; None: end it."""
        if settings == self._settings:
            return
        self.close()
        self._settings, self._over = settings, threading.Event()
        if settings is not None:
            threading.Thread(target=self._keep, args=(settings, self._over), name="console", daemon=True).start()

    def close(self) -> None:
        """End the console, and begin none again."""
        self._settings = None
        self._over.set()
        with self._lock:
            process = self._process
        if process is not None:
            process.end()

    def _keep(self, settings: ConsoleSettings, over: threading.Event) -> None:
        clock, wait_s = machine_clock(), self._first_s
        while not over.is_set():
            began_s = clock.monotonic()
            try:
                what = tell("trang điều khiển vừa dừng, máy tự mở lại ({why})", why=self._run(settings, over))
            except BroadcastError as error:
                what = tell("chưa mở được trang điều khiển: {why} {fix}", why=error.what, fix=error.fix or "")
            except Exception as bug:  # told as a bug: the player goes on without a console
                what = tell("chưa mở được trang điều khiển: {why}", why=repr(bug))
            if clock.monotonic() - began_s >= _WELL_S:
                wait_s = self._first_s
            if not over.is_set():
                self._tell(what)
            over.wait(wait_s)
            wait_s = min(2 * wait_s, self._longest_s)

    def _run(self, settings: ConsoleSettings, over: threading.Event) -> Message | str:
        """Run it to its end; return why it ended."""
        with console_of(self._home, settings, self._module) as (process, _):
            with self._lock:
                self._process = process
            if over.is_set():  # `close` was called while it began
                return ""
            for address in process.addresses():
                bare = address.partition("?")[0]  # what stands behind it opens the console: it is for no log
                self._tell(tell("trang điều khiển: {address} (mở: broadcast console --open)", address=bare))
            return process.end() or tell("không rõ vì sao")

    def _tell(self, what: Message) -> None:
        if what != self._last:
            self._last = what
            self._told(what)


@contextmanager
def kept_beside(console: ConsoleKept | None) -> Iterator[Callable[[ConsoleSettings | None], None]]:
    """Give what has the console follow the ward's files; it ends with the block. None: nothing follows them."""
    if console is None:
        yield lambda _: None
        return
    try:
        yield console.follow
    finally:
        console.close()
