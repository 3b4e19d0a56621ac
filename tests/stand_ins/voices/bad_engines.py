"""Engines that misbehave, for `Isolated`; they live in a module of their own because its child imports them."""

import ctypes
import os
import sys
import time
from dataclasses import dataclass

import numpy as np

from broadcast.audio.sound import Sound
from broadcast.base.errors import EngineOffline, tell

SOUND = Sound(np.linspace(-1, 1, 2205, dtype=np.float32), 22_050)
SPOKEN = Sound((np.sin(np.arange(44_100) / 9) / 5).astype(np.float32), 22_050)


@dataclass
class Bad:
    """Does what its text says, then speaks SOUND."""

    name = "bad"
    identity = "bad 1"
    utterances: int = 0

    def speak(self, text: str, *, speed: float) -> Sound:
        self.utterances += 1
        what, _, value = text.partition(" ")
        _DEEDS[what](value)
        return Sound(SOUND.samples * np.float32(speed), self.utterances)


class Slow(Bad):
    """Takes two seconds for every utterance."""

    name = "espeak"
    identity = "slow"

    def speak(self, text: str, *, speed: float) -> Sound:
        time.sleep(2)
        return SPOKEN


def stuck_in_its_child() -> Bad:
    if "broadcast.production.voices.child" in sys.orig_argv:
        _hang_in_c("")
    return Bad()


def _hang_in_python(value: str) -> None:
    time.sleep(float(value))


def _hang_in_c(_: str) -> None:
    ctypes.PyDLL(None).pause()  # and keeps Python's lock meanwhile


def _crash(_: str) -> None:
    ctypes.string_at(0)


def _chatter(value: str) -> None:
    sys.stdout.write("chatter\n")
    sys.stdout.flush()
    os.write(1, b"chatter of a C library\n" * int(value))


def _complain(value: str) -> None:
    os.write(2, b"complaint\n" * int(value))


def _offline(value: str) -> None:
    raise EngineOffline(tell("mất mạng {where}", where=tell("ở {place}", place=value)), tell("Cắm dây."))


def _bug(_: str) -> None:
    raise ZeroDivisionError("a bug of ours")


_DEEDS = {
    "speak": lambda _: None,
    "hang": _hang_in_python,
    "hang-in-c": _hang_in_c,
    "crash": _crash,
    "exit": lambda value: os._exit(int(value)),
    "chatter": _chatter,
    "complain": _complain,
    "offline": _offline,
    "bug": _bug,
}
