"""The one production thread: fills the rack beside playout, then does what else it is asked."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from broadcast.base.errors import tell
from broadcast.library.rack import Rack
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.programme.model import Reason, Unready

_log = logging.getLogger(__name__)

_UTTERANCE_S = 0.5
"""Patience with the utterance that is being spoken when the program ends."""
_MIX_S = 3.0
"""Patience with the mix, or the write, that is under way then; nothing ends these by force."""


class Worker:
    """The one production thread: fills the rack beside playout, then waits to be asked again.

    A bug in it is raised again by `close`; what is ready still airs, and nobody waits for the rest.
    """

    def __init__(self, production: Production, rack: Rack, orders: Sequence[Order]) -> None:
        """Start the thread, and have it put a Cart or an Unready on the rack for each of the orders."""
        self._production = production
        self._rack = rack
        self._orders = orders
        self._asked: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._wanted = True
        self._bug: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="production", daemon=True)
        self.try_again()
        self._thread.start()

    def try_again(self) -> None:
        """Have the thread make once more what is not ready, or not in the preferred voice; returns at once.

        Voices that have failed are asked again.
        """
        self._asked.put(self._fill)

    def try_troubled(self) -> None:
        """Have the thread make once more what the machine's own trouble kept from being made; returns at once."""
        self._asked.put(lambda: self._production.fill_troubled(self._rack, self._orders, lambda: self._wanted))

    def rest(self) -> None:
        """Have the thread end the voices that have said nothing for a minute; returns at once."""
        self._asked.put(self._production.rest)

    def ask(self, work: Callable[[], object]) -> None:
        """Have the thread call `work` when it makes nothing; returns at once.

        Once `close` is called, nothing that waits is done.
        """
        self._asked.put(work)

    @property
    def wanted(self) -> bool:
        """Whether the thread is to go on; False once it is being closed.

        Whatever it does then had better come to its end.
        """
        return self._wanted

    def close(self) -> None:
        """End the thread: what is spoken now gets half a second, and nothing else is begun.

        A mix under way gets three seconds more; a thread that is not done then (a disk that hangs) is left behind,
        and the program's own log told. Raises the bug that ended the thread, if one did.
        """
        self._wanted = False
        self._asked.put(None)
        self._thread.join(_UTTERANCE_S)
        if self._thread.is_alive():  # a voice on the network may take its time; nobody waits for it any more
            self._production.leave_off()
            self._thread.join(_MIX_S)
        if self._thread.is_alive():
            _log.warning("%s", tell("Việc làm tiếng chưa dừng lại; chương trình không chờ nữa."))
        if self._bug is not None:
            raise self._bug

    def _run(self) -> None:
        try:
            while (work := self._asked.get()) is not None and self._wanted:
                work()
        except BaseException as bug:
            self._bug = bug
            for order in self._orders:
                self._rack.offer(order.cue, Unready(reason=Reason.NO_SPEECH, why=tell("lỗi phần mềm")))

    def _fill(self) -> None:
        self._production.forgive()
        self._production.fill(self._rack, self._orders, lambda: self._wanted)
