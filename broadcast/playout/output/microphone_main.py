"""A microphone's name -> its frames and reports on stdout: the process that hears a microphone.

A process of its own for the reasons that deck_main.py has one. It lives no longer than whoever began it: when
stdin ends, it goes.
"""

import os
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO

from broadcast.base.begun import end_with_parent, own_stdout
from broadcast.playout.output.portaudio import PortAudioMicrophones
from broadcast.playout.output.pulse_server import NoServer
from broadcast.playout.output.pulse_source import PulseMicrophones
from broadcast.playout.output.soundsystem import Listener, Microphones, NoSound
from broadcast.playout.output.wire import Command, Failed, Opened, Report, Trouble, command, line_of


def main(words: list[str]) -> None:
    """Hear the microphone, given its name (empty: the usual one), the headphones' name and a rate in Hz.

    What goes out on stdout is as wire.py writes commands: SOUND with frames, REPORT with a report's line. Does not
    return: the process ends, with exit code 0.
    """
    told = _Told(own_stdout())
    end_with_parent()
    try:
        lost: SimpleQueue[Trouble] = SimpleQueue()
        listener = Listener(hear=lambda heard: told.say(Command.SOUND, heard), lost=lost.put)
        stream = microphones().open(words[0] or None, words[1], int(words[2]), listener)
        told.report(Opened(device=stream.device))
        stream.start()
        told.report(Failed(why=lost.get()))
    except NoSound as no:
        told.report(no.report)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        _leave()


class _Told:
    """What goes out, one at a time: the sound system's thread and this process's own both tell."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._one_at_a_time = threading.Lock()

    def say(self, kind: Command, body: bytes) -> None:
        with self._one_at_a_time, suppress(BrokenPipeError):
            self._pipe.write(command(kind, body))
            self._pipe.flush()

    def report(self, report: Report) -> None:
        self.say(Command.REPORT, line_of(report).encode())


def microphones() -> Microphones:
    """Find the microphones of the sound server where one runs, else PortAudio's. Raises NoSound."""
    try:
        return PulseMicrophones()
    except NoServer:
        return PortAudioMicrophones()


def _leave() -> None:
    """End at once: the interpreter's own way out waits for the sound system, which may wait for ever."""
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
