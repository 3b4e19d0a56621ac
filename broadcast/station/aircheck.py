"""What playout tells -> what a microphone by the loudspeaker heard, in the log; playout waits for none of it.

A process of its own hears and compares. Orders go to it and answers come back through threads: where it hangs, its
microphone is gone or it has died, the log says that nobody listened, and the loudspeaker never knows.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from broadcast.base.children import Child
from broadcast.base.clock import Clock
from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.reasons import reason_of
from broadcast.playout.events import Event, OffAir, OnAir, Settled, Watcher
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import CueId, Part
from broadcast.record.airchecks import heard_of
from broadcast.record.journal import Journal

_log = logging.getLogger(__name__)
_CHILD = "broadcast.station.aircheck_child"
_NICENESS = 10
_PATIENCE_S = 60.0
"""A cart that is over is compared within a second or two; whoever takes longer hangs."""
_LAST_S = 5.0
"""So long the end of a player waits for what was heard of its last cart."""
_PIECES = (Part.CUE, Part.BULLETIN)


class Ear:
    """Follows what sounds, for one microphone. Every call is short, whatever the microphone does."""

    def __init__(self, microphone: str, cache: Path, journal: Journal, clock: Clock) -> None:
        """Start the process that will hear `microphone` once something sounds; `cache`: where the carts lie.

        Raises OSError where no process can be started.
        """
        self._words = (microphone, str(cache))
        self._journal, self._clock = journal, clock
        self._waiting: dict[tuple[str, int], float] = {}
        """What was asked and is not answered yet, and since when."""
        self._on_air, self._cue = False, CueId("")
        self._begin()

    def follow(self, event: Event) -> None:
        """Take an event of playout's in: the process is told what begins and what is over."""
        match event:
            case OnAir(cue=cue) if not self._on_air or (cue is not None and cue.id != self._cue):
                if not self._on_air and self._gone is not None:
                    self._begin_anew()
                self._on_air, self._cue = True, cue.id if cue is not None else CueId("")
                self._orders.put({"do": "begun", "cue": self._cue})
            case Settled(cue=cue, part=part, seconds=seconds) if part in _PIECES and seconds and self._on_air:
                self._ask(cue.id, seconds)
            case OffAir() if self._on_air:
                self._on_air = False
                self._orders.put({"do": "off"})

    def settle(self) -> None:
        """Write down what was heard since the last call; that nobody listened, where the process hangs or died."""
        with suppress(Empty):
            while True:
                answer = self._answers.get_nowait()
                if answer is None:
                    if self._gone is None:
                        self._give_up(tell("chương trình nghe kiểm dừng giữa chừng"))
                elif self._waiting.pop((answer["cue"], answer["attempt"]), None) is not None:
                    self._write(heard_of(CueId(answer["cue"]), answer["attempt"], answer["body"]))
        if self._waiting and self._clock.monotonic() - min(self._waiting.values()) > _PATIENCE_S:
            self._give_up(tell("chương trình nghe kiểm không trả lời"))

    def close(self) -> None:
        """Wait for what is asked, five seconds at most, and end the process."""
        self._orders.put({"do": "off"})
        late_s = self._clock.monotonic() + _LAST_S
        while self._waiting and self._clock.monotonic() < late_s:
            self.settle()
            self._asleep.wait(0.05)
        for cue, attempt in self._waiting:
            why = tell("chương trình dừng trước khi nghe xong")
            self._write(AirHeard(cue=CueId(cue), attempt=attempt, why=why))
        self._end()

    def _ask(self, cue: CueId, seconds: float) -> None:
        try:
            begun = self._journal.begun(cue)
        except JournalError as error:
            _log.warning("%s", error.what)
            return
        if begun is None or begun.fingerprint is None:
            return
        if self._gone is not None:
            self._write(AirHeard(cue=cue, attempt=begun.attempt, why=self._gone))
            return
        self._waiting[cue, begun.attempt] = self._clock.monotonic()
        self._orders.put(
            {"do": "ended", "cue": cue, "attempt": begun.attempt, "fingerprint": begun.fingerprint,
             "seconds": seconds}
        )  # fmt: skip

    def _write(self, heard: AirHeard) -> None:
        try:
            self._journal.heard_at_loudspeaker(heard, self._clock.now())
        except JournalError as error:  # the airing itself stands in the log
            _log.warning("%s", error.what)

    # --- the process ---

    def _begin(self) -> None:
        self._gone: Message | None = None
        self._asleep = threading.Event()
        self._orders: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._answers: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._child = Child(_CHILD, *self._words, niceness=_NICENESS)
        for work, pipe, line in (
            (_send, self._child.stdin, self._orders),
            (_read, self._child.stdout, self._answers),
        ):
            threading.Thread(target=work, args=(pipe, line), daemon=True).start()

    def _begin_anew(self) -> None:
        why = self._gone
        try:
            self._begin()
        except OSError as error:
            self._gone = why
            _tell_deaf(error)

    def _give_up(self, why: Message) -> None:
        """Write down that nobody listened; a new process begins with the next programme."""
        for cue, attempt in self._waiting:
            self._write(AirHeard(cue=CueId(cue), attempt=attempt, why=why))
        self._waiting.clear()
        self._end()
        self._gone = why

    def _end(self) -> None:
        self._orders.put(None)
        complaints = self._child.end().complaints
        if complaints:
            _log.info("the process that listens said:\n%s", complaints)


def _tell_deaf(error: OSError) -> None:
    """The machine has no process left to give: the programme goes on, and nobody listens."""
    _log.warning("%s", tell("Không nghe được loa qua micrô ({why}).", why=reason_of(error)))


@contextmanager
def listening(
    microphone: str | None, cache: Path, journal: Journal, clock: Clock, watcher: Watcher
) -> Iterator[tuple[Watcher, Callable[[], None]]]:
    """Listen at the loudspeaker until the block ends; give a watcher that also tells `watcher`, and what to call
    often.

    `microphone` None: nobody listens, and `watcher` itself is given.
    """
    if microphone is None:
        yield watcher, lambda: None
        return
    try:
        ear = Ear(microphone, cache, journal, clock)
    except OSError as error:
        _tell_deaf(error)
        yield watcher, lambda: None
        return

    def both(event: Event) -> None:
        ear.follow(event)
        watcher(event)

    try:
        yield both, ear.settle
    finally:
        ear.close()


def _send(pipe: IO[bytes], orders: "SimpleQueue[dict[str, Any] | None]") -> None:
    with suppress(OSError, ValueError), pipe:  # it has gone
        while (order := orders.get()) is not None:
            pipe.write(json.dumps(order).encode() + b"\n")
            pipe.flush()


def _read(pipe: IO[bytes], answers: "SimpleQueue[dict[str, Any] | None]") -> None:
    with suppress(OSError, ValueError), pipe:  # it was ended in the middle of a line
        for line in pipe:
            answers.put(json.loads(line))
    answers.put(None)
