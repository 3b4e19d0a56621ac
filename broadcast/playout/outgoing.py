"""Samples handed to the output, and what that tells of itself -> what left the station, piece by piece."""

from collections.abc import Callable

from broadcast.audio.level import LevelMeter
from broadcast.audio.sound import Samples, channels_in
from broadcast.playout.output import OnDevice
from broadcast.playout.source import PlacedPiece
from broadcast.programme.evidence import AtOutput, MadeOf
from broadcast.programme.model import AiredRelease, Cart
from broadcast.programme.released import Answer


class Outgoing:
    """The pieces of one programme on their way out: measured as they are read, told as they are settled."""

    def __init__(self, rate_hz: int, on_device: Callable[[], OnDevice | None]) -> None:
        """Begin with none. `on_device` is asked what the output tells of itself now; its None: nothing."""
        self._rate_hz = rate_hz
        self._on_device = on_device
        self._meters: dict[int, LevelMeter] = {}
        """By the first frame of the piece, as are the holes."""
        self._holes: dict[int, int] = {}
        self._told = 0

    def handed(self, placed: PlacedPiece, samples: Samples) -> None:
        """Measure the next samples of the piece, as they go to the output."""
        if placed.first not in self._meters:
            self._meters[placed.first] = LevelMeter(self._rate_hz, channels_in(samples))
        self._meters[placed.first].add(samples)

    def look(self, frames: int) -> None:
        """Count new holes to the piece that sounds once `frames` frames of the programme are confirmed.

        A hole between two pieces belongs to none: the session's own count has it.
        """
        device = self._on_device()
        new = device.holes - self._told if device is not None else 0
        sounding = max((first for first in self._meters if first < frames), default=None)
        if new > 0 and sounding is not None:
            self._holes[sounding] = self._holes.get(sounding, 0) + new
        self._told += max(0, new)

    def settled(self, placed: PlacedPiece, frames: int) -> AtOutput:
        """Tell what left the station of the piece, `frames` of which were confirmed; it is forgotten then."""
        meter, device = self._meters.pop(placed.first, None), self._on_device() or OnDevice()
        level = meter.level(frames) if meter is not None else None
        return AtOutput(
            loudspeaker=device.loudspeaker,
            device=device.device,
            choice=device.choice,
            holes=self._holes.pop(placed.first, 0),
            rms_db=level.rms_db if level is not None else None,
            peak_db=level.peak_db if level is not None else None,
            lufs=level.lufs if level is not None else None,
        )


def made_of(cart: Cart, answer: Answer | None) -> MadeOf | None:
    """Tell what the log keeps of what a cart is made of; None where its file is not known.

    `answer`: what is known of its release; None where nobody asked.
    """
    if not cart.sha256:
        return None
    known = answer.contents if answer is not None else None
    if answer is None or known is None:
        return MadeOf(sha256=cart.sha256)
    if answer.release is not None:  # the release has the rest, under its serial number
        return MadeOf(sha256=cart.sha256, code=known.code)
    return MadeOf(sha256=cart.sha256, code=known.code, voice=known.engine, utterances=len(known.speech))


def release_told(answer: Answer | None) -> AiredRelease | None:
    """Tell what the log keeps of the release of what begins; None where nobody asked."""
    if answer is None:
        return None
    if answer.release is None:
        return AiredRelease(why=answer.why)
    return AiredRelease(serial=answer.release.number, by=answer.release.by)
