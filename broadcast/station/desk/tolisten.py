"""Scripts that somebody wants to hear -> their carts, made one after another in a thread of its own.

The voices live in child processes; whoever reads a page waits for none of them.
"""

import logging
from pathlib import Path
from threading import Lock, Thread

from broadcast.base.errors import BroadcastError, Message, tell
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId

_log = logging.getLogger(__name__)
_MOST = 20
"""Scripts that wait for their sound at the same time."""


class ToListen:
    """What is being made for listeners in one ward's folder."""

    def __init__(self, home: Path) -> None:
        """Nothing is asked for yet, and nothing of sound loaded."""
        self._home = home
        self._lock = Lock()
        self._asked: list[ScriptId] = []
        """In their order; the first is being made."""
        self._failed: dict[ScriptId, Message] = {}

    def ask(self, script: ScriptId) -> None:
        """Ask for the sound of a script, as it will air; return at once."""
        with self._lock:
            self._failed.pop(script, None)
            if script in self._asked or len(self._asked) >= _MOST:
                return
            self._asked.append(script)
            if len(self._asked) == 1:
                Thread(target=self._make_all, name="to-listen", daemon=True).start()

    def is_making(self, script: ScriptId) -> bool:
        """Whether the sound of that script was asked for, and is neither made nor refused yet."""
        with self._lock:
            return script in self._asked

    def why_not(self, script: ScriptId) -> Message | None:
        """Say why the sound that was asked for last could not be made; None where it could, or nobody asked."""
        with self._lock:
            return self._failed.get(script)

    def _make_all(self) -> None:
        while True:
            with self._lock:
                if not self._asked:
                    return
                script = self._asked[0]
            why = self._made(script)
            with self._lock:
                self._asked.pop(0)
                if why is not None:
                    self._failed[script] = why

    def _made(self, script: ScriptId) -> Message | None:
        """Make the cart; why there is none, or None where there is one."""
        from broadcast.station.preview import preview_cart
        from broadcast.station.station import open_station

        try:
            cart = preview_cart(open_station(self._home), script)
        except BroadcastError as error:
            return error.what
        except Exception as error:
            _log.exception("the sound of %s was not made", script)
            return tell("chương trình gặp lỗi ({why})", why=type(error).__name__)
        return cart.why if isinstance(cart, Unready) else None
