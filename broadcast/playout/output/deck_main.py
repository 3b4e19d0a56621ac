"""Commands on stdin -> sound from the card, and reports on stdout: the process that holds the sound card.

A process of its own, because calls to a sound system hang for as long as its server does (seen: Pa_AbortStream
against a stopped PulseAudio does not return before the server goes on), and because PortAudio looks for devices
once only: a process can be ended and begun anew. It also spares the callback from waiting for the station's work.

It lives no longer than the player: when stdin ends it fades out and goes. Signals meant for the player pass it by.
"""

import gc
import io
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import BinaryIO, TextIO
from zoneinfo import ZoneInfo

from broadcast.base.begun import own_stdout
from broadcast.base.clock import SystemClock
from broadcast.playout.output.microphone_main import microphones
from broadcast.playout.output.pcm import Pcm, pcm_in
from broadcast.playout.output.portaudio import PortAudio
from broadcast.playout.output.pulse import PulseAudio
from broadcast.playout.output.pulse_server import NoLibrary, NoServer
from broadcast.playout.output.soundsystem import Client, NoSound, SoundSystem
from broadcast.playout.output.tape import Tape
from broadcast.playout.output.wire import (
    LIST,
    LIST_MICROPHONES,
    Command,
    Failed,
    Hushed,
    Listed,
    Opened,
    Report,
    Sounded,
    Trouble,
    Turned,
    line_of,
    moment_in,
    next_command,
)

_CLOCK = SystemClock(ZoneInfo("UTC"))

_REPORT_S = 0.05

_LEAVING_S = 1.0
"""How long fading and closing may take when the player is gone."""
_BEFORE_ASKING_AGAIN_S = 0.2
"""How long a sound server that has refused is left alone, before it is asked once more."""


def main(words: list[str]) -> None:
    """Play, given a device's name, a rate in Hz and a number of channels; report the devices, given `--list`.

    Given `--list-microphones`, report those. Commands come in on stdin and reports go out on stdout, as wire.py
    writes them. Does not return: the process ends, with exit code 0.
    """
    player = _Player(io.TextIOWrapper(own_stdout(), encoding="utf-8"))
    for number in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, number):  # each system has its own
            signal.signal(getattr(signal, number), signal.SIG_IGN)
    try:
        if words == [LIST]:
            player.tell(Listed(devices=tuple(_sound_system().devices)))
        elif words == [LIST_MICROPHONES]:
            player.tell(Listed(devices=tuple(microphones().devices)))
        else:
            player.play(words[0], int(words[1]), int(words[2]))
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

    def play(self, name: str, rate_hz: int, channels: int) -> None:
        tape = Tape(rate_hz)
        threading.Thread(target=self._obey, args=(sys.stdin.buffer, tape, channels), daemon=True).start()

        def fill(out: Pcm, delay_s: float, underflow: bool) -> None:
            tape.fill(out, now=_CLOCK.monotonic(), delay_s=delay_s, underflow=underflow)

        ended = _Ended()
        client = Client(
            channels=channels, fill=fill, hushed=self._tell_hushed, turned=self._tell_turned, lost=ended.say
        )
        system = _sound_system()
        stream = system.open(name, rate_hz, client)
        gc.freeze()
        gc.disable()  # nothing here makes circles, and a collection inside the callback is a hole in the sound
        stream.start()
        self.tell(Opened(device=system.identity(name)))
        while not (tape.done or ended.wait(_REPORT_S)):
            self.tell(_sounded(tape))
        if not tape.done:
            raise NoSound(Failed(why=ended.why))
        self.tell(_sounded(tape))
        stream.abort()

    def tell(self, report: Report) -> None:
        # that the player is gone is seen by the commands' end
        with self._one_at_a_time, suppress(BrokenPipeError):
            self._reports.write(line_of(report))
            self._reports.flush()

    def leave(self) -> None:
        """End at once: the interpreter's own way out waits for the sound system, which may wait for ever."""
        sys.stderr.flush()
        os._exit(0)

    def _obey(self, commands: BinaryIO, tape: Tape, channels: int) -> None:
        while (one := next_command(commands)) is not None:
            match one:
                case Command.SOUND, body:
                    tape.add(pcm_in(body, channels))
                case Command.START, body:
                    tape.start_at(moment_in(body))
                case Command.END, _:
                    tape.end()
                case Command.FADE, _:
                    tape.fade()
        tape.fade()
        threading.Event().wait(_LEAVING_S)
        self.leave()

    def _tell_hushed(self, why: Trouble | None) -> None:
        self.tell(Hushed(why=why))

    def _tell_turned(self, percent: int) -> None:
        self.tell(Turned(percent=percent))


class _Ended:
    """Said once, from the sound system's thread; waited for here."""

    def __init__(self) -> None:
        self._said = threading.Event()
        self.why = Trouble.GONE

    def say(self, why: Trouble) -> None:
        if not self._said.is_set():
            self.why = why
            self._said.set()

    def wait(self, patience_s: float) -> bool:
        return self._said.wait(patience_s)


def _sound_system() -> SoundSystem:
    """The sound server where one runs, because it can be told more; else PortAudio. Raises NoSound."""
    try:
        return PulseAudio(_CLOCK)
    except NoLibrary:
        return PortAudio()
    except NoServer:  # one that many ask in the same moment may refuse some of them
        threading.Event().wait(_BEFORE_ASKING_AGAIN_S)
    try:
        return PulseAudio(_CLOCK)
    except NoServer:
        return PortAudio()


def _sounded(tape: Tape) -> Sounded:
    over = tape.done  # before the figures: they are final once it is done
    return Sounded(
        beats=tape.beats,
        frames=tape.frames,
        first=tape.first,
        underflows=tape.underflows,
        faded=tape.faded,
        over=over,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
