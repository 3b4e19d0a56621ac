"""The child of `aircheck`: orders on stdin -> what a microphone heard of each cart, a line of JSON each on stdout.

It hears only while a programme of our own sounds. What it heard stays in its memory, at 8 kHz, no longer
than until the cart that it belongs to was held against it; nothing of it is written anywhere.
"""

import json
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

import numpy as np
import soxr

from broadcast.audio.airband import RATE_HZ
from broadcast.audio.aircheck import check
from broadcast.audio.sound import Samples, Sound
from broadcast.base.begun import own_stdout
from broadcast.base.errors import DeviceError, Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.codec import SoundReader
from broadcast.library.sounds import Library
from broadcast.playout.output import microphone
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import CueId, Fingerprint
from broadcast.record.airchecks import body_of_heard
from broadcast.station.airtold import told_of

_BEFORE, _BEHIND = 2 * RATE_HZ, round(1.0 * RATE_HZ)
"""So much is heard before a cart begins and behind its end: a loudspeaker may be late, and a street echoes."""
_AGAIN_S = 1.0

Order = Mapping[str, Any]


def main(name: str, cache: str) -> None:
    """Follow orders until stdin ends: hear the microphone `name`, find carts in `cache`, tell what was heard."""
    orders: SimpleQueue[Order | None] = SimpleQueue()
    threading.Thread(target=_read, args=(orders,), daemon=True).start()
    hearing = _Hearing(name, Library(Path(cache)), orders, own_stdout())
    while (order := orders.get()) is not None:
        if order["do"] == "begun":
            hearing.follow(order)


def _read(orders: "SimpleQueue[Order | None]") -> None:
    for line in sys.stdin.buffer:
        orders.put(json.loads(line))
    orders.put(None)


@dataclass
class _Kept:
    """What was heard of the programme that sounds, from some frame on."""

    begins_late: bool
    """Whether a cart may have begun before the first frame."""
    blocks: list[Samples] = field(default_factory=list)
    first: int = 0
    """Frames that were thrown away."""
    frames: int = 0
    """Frames that were heard in all."""

    def add(self, block: Samples) -> None:
        self.blocks.append(block)
        self.frames += len(block)

    def part(self, start: int, end: int) -> Samples:
        return np.concatenate(self.blocks)[max(0, start - self.first) : max(0, end - self.first)]

    def forget_before(self, frame: int) -> None:
        while self.blocks and self.first + len(self.blocks[0]) <= frame:
            self.first += len(self.blocks.pop(0))


class _Hearing:
    """Follows one programme after another."""

    def __init__(
        self, name: str, library: Library, orders: "SimpleQueue[Order | None]", answers: BinaryIO
    ) -> None:
        self._name, self._library, self._orders, self._answers = name, library, orders, answers
        self._kept = _Kept(begins_late=False)
        self._begun: dict[str, int] = {}
        self._ended: list[tuple[int, Order]] = []
        """Carts that are over and not looked at yet, each with the frame at which that was."""
        self._is_over = False

    def follow(self, order: Order) -> None:
        """Hear a programme from that order, its first, until its end, and tell what was heard of each cart.

        A microphone that is lost is tried again each second: what comes then is heard again.
        """
        self._begun, self._ended, self._is_over = {}, [], False
        self._take(order)
        self._kept = _Kept(begins_late=False)
        while not self._is_over or self._ended:
            try:
                self._listen()
            except (DeviceError, OSError) as error:
                self._be_deaf(error.what if isinstance(error, DeviceError) else tell("không thu được tiếng"))
        self._kept = _Kept(begins_late=False)

    def _listen(self) -> None:
        to_band = soxr.ResampleStream(microphone.RATE_HZ, RATE_HZ, 1, dtype="float32")
        with microphone.Microphone(self._name, "") as opened, opened.listening():
            while not (self._is_over and not self._ended):
                self._kept.add(to_band.resample_chunk(opened.heard()))
                self._take_all()
                self._look()

    def _take_all(self) -> None:
        with suppress(Empty):
            while True:
                self._take(self._orders.get_nowait())

    def _take(self, order: Order | None) -> None:
        if order is None:  # whoever asked is gone
            sys.exit(0)
        if order["do"] == "begun":
            over = {one["cue"] for _, one in self._ended}
            self._begun = {cue: at for cue, at in self._begun.items() if cue in over}
            self._begun[order["cue"]] = self._kept.frames
            self._is_over = False  # another programme, a second behind this one
        elif order["do"] == "ended":
            self._ended.append((self._kept.frames, order))
        else:
            self._is_over = True

    def _look(self) -> None:
        """Look at the carts whose last echo is over; forget what no cart needs any more."""
        while self._ended and self._kept.frames >= self._ended[0][0] + _BEHIND:
            at, order = self._ended.pop(0)
            self._compare(order, self._begun.pop(order["cue"], 0), at)
        needed = min(self._begun.values(), default=self._kept.frames)
        self._kept.forget_before(needed - _BEFORE)

    def _compare(self, order: Order, begun: int, ended: int) -> None:
        try:
            sent, speech = self._sent(Fingerprint(order["fingerprint"]), order["seconds"])
        except (OSError, NotAudio) as error:
            self._say_nobody(order, tell("không đọc được tệp tiếng đã gửi ({reason})", reason=reason_of(error)))
            return
        start = max(0, begun - _BEFORE)
        found = check(Sound(self._kept.part(start, ended + _BEHIND), RATE_HZ), sent, speech)
        knows = begun or not self._kept.begins_late
        lead_s = (begun - start) / RATE_HZ if knows else None
        self._say(told_of(found, CueId(order["cue"]), order["attempt"], lead_s))

    def _sent(self, fingerprint: Fingerprint, seconds: float) -> tuple[Sound, tuple[tuple[int, int], ...]]:
        """The cart as far as it sounded, and the speech in that."""
        cart = self._library.told(fingerprint)
        if cart is None:
            raise FileNotFoundError(fingerprint)
        frames = round(seconds * cart.rate_hz)
        with SoundReader(self._library.cart_file(cart)) as reader:
            sound = Sound(reader.read(min(frames, cart.frames)), cart.rate_hz)
        return sound, tuple((start, min(end, frames)) for start, end in cart.speech if start < frames)

    def _be_deaf(self, why: Message) -> None:
        """Tell of each cart that is over that nobody listened to all of it; wait a second, taking orders."""
        for _, order in self._ended:
            self._begun.pop(order["cue"], None)
            self._say_nobody(order, why)
        self._ended = []
        self._kept, self._begun = _Kept(begins_late=True), dict.fromkeys(self._begun, 0)
        if not self._is_over:
            with suppress(Empty):
                self._take(self._orders.get(timeout=_AGAIN_S))

    def _say_nobody(self, order: Order, why: Message) -> None:
        self._say(AirHeard(cue=CueId(order["cue"]), attempt=order["attempt"], why=why))

    def _say(self, heard: AirHeard) -> None:
        line = {"cue": heard.cue, "attempt": heard.attempt, "body": body_of_heard(heard)}
        self._answers.write(json.dumps(line).encode() + b"\n")
        self._answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
