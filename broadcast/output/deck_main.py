"""Orders on stdin -> sound from the card, and reports on stdout: the process that holds the sound card.

A process of its own, because PortAudio's calls hang for as long as the sound server does (seen: Pa_AbortStream
against a stopped PulseAudio does not return before the server goes on), and because PortAudio looks for devices
once only: a process can be ended and begun anew. It also spares the callback from waiting for the station's work.

It lives no longer than the player: when stdin ends it fades out and goes. Signals meant for the player pass it by.
"""

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import BinaryIO, TextIO
from zoneinfo import ZoneInfo

import numpy as np

from broadcast.clock import SystemClock
from broadcast.output.pcm import Pcm
from broadcast.output.portaudio import NoSound, PortAudio
from broadcast.output.tape import Tape
from broadcast.output.watch import Watch
from broadcast.output.wire import (
    Failed,
    Hushed,
    Listed,
    Opened,
    Order,
    Progress,
    Report,
    Trouble,
    line_of,
    moment_in,
    next_order,
)

LIST = "--list"

_REPORT_S = 0.05

_LEAVING_S = 1.0
"""How long fading and closing may take when the player is gone."""


def main(words: list[str]) -> None:
    """With a device's name and a rate in Hz: play. With `--list`: tell the devices."""
    player = _Player(_take_stdout())
    for number in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, number):  # each system has its own
            signal.signal(getattr(signal, number), signal.SIG_IGN)
    try:
        if words == [LIST]:
            player.tell(Listed(devices=tuple(PortAudio().devices.values())))
        else:
            player.play(words[0], int(words[1]))
    except NoSound as no:
        player.tell(no.report)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        player.leave()


class _Player:
    def __init__(self, reports: TextIO) -> None:
        self._reports = reports
        self._one_at_a_time = threading.Lock()
        self._clock = SystemClock(ZoneInfo("UTC"))
        self._watch = Watch(os.getpid())

    def play(self, name: str, rate_hz: int) -> None:
        tape = Tape(rate_hz)
        threading.Thread(target=self._obey, args=(sys.stdin.buffer, tape), daemon=True).start()

        def fill(out: Pcm, delay_s: float, underflow: bool) -> None:
            tape.fill(out, now=self._clock.monotonic(), delay_s=delay_s, underflow=underflow)

        stopped = threading.Event()
        stream = PortAudio().open(name, rate_hz, fill, stopped.set)
        gc.freeze()
        gc.disable()  # nothing here makes circles, and a collection inside the callback is a hole in the sound
        stream.start()
        self.tell(Opened(latency_s=stream.latency))
        threading.Thread(target=self._watch.run, args=(self._tell_hushed,), daemon=True).start()
        while not (tape.done or stopped.wait(_REPORT_S)):
            self.tell(_progress(tape))
        if not tape.done:
            raise NoSound(Failed(why=Trouble.GONE))
        self.tell(_progress(tape))
        stream.abort()
        stream.close()

    def tell(self, report: Report) -> None:
        with self._one_at_a_time, suppress(BrokenPipeError):  # that the player is gone is seen by its orders' end
            self._reports.write(line_of(report))
            self._reports.flush()

    def leave(self) -> None:
        """End at once: the interpreter's own way out waits for PortAudio, which may wait for ever."""
        self._watch.close()
        sys.stderr.flush()
        os._exit(0)

    def _obey(self, orders: BinaryIO, tape: Tape) -> None:
        while (one := next_order(orders)) is not None:
            match one:
                case Order.SOUND, body:
                    tape.add(np.frombuffer(body, "<i2"))
                case Order.START, body:
                    tape.start_at(moment_in(body))
                case Order.END, _:
                    tape.end()
                case Order.FADE, _:
                    tape.fade()
        tape.fade()
        threading.Event().wait(_LEAVING_S)
        self.leave()

    def _tell_hushed(self, why: Trouble | None) -> None:
        if why is Trouble.MOVED:  # at once: whatever sounds now, sounds where it must not
            self.tell(Failed(why=why))
            self.leave()
        self.tell(Hushed(why=why))


def _progress(tape: Tape) -> Progress:
    over = tape.done  # before the figures: they are final once it is done
    return Progress(
        beats=tape.beats,
        frames=tape.frames,
        first=tape.first,
        underflows=tape.underflows,
        faded=tape.faded,
        over=over,
    )


def _take_stdout() -> TextIO:
    """The pipe for reports; what libraries print goes to stderr from here on."""
    reports = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return reports


if __name__ == "__main__":
    main(sys.argv[1:])
