"""A sentence on the screen, a microphone -> a take in the ward's folder; nothing sounds on a loudspeaker."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from broadcast.audio.sound import Samples, Sound
from broadcast.library.codec import decode
from broadcast.library.takeshelf import OwnTake, keep_take, read_take
from broadcast.playout.output.microphone import RATE_HZ, Microphone
from broadcast.production.studio import Finished, finished
from broadcast.programme.settings import ScriptId
from broadcast.station.sentences import Sentence
from broadcast.station.station import Station

__all__ = [
    "Finished",
    "MeterReading",
    "Microphone",
    "finished",
    "keep",
    "listen",
    "longest_s",
    "microphone",
    "sound_of",
]

_LONGEST_S, _LONGEST_SYLLABLE_S = 60.0, 1.0
"""No sentence takes longer; a microphone that somebody forgot fills no disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading:
    """What a microphone hears just now."""

    level: float
    """RMS of the last moment, in dB to full scale; -120 for silence."""
    peak: float
    """Its highest sample, in dB to full scale."""
    seconds: float
    """How long it has been heard so far."""


def microphone(station: Station) -> Microphone:
    """Choose the ward's microphone: playlist.yaml's, else the one of its headphones; it is not opened yet."""
    devices = station.ward.playlist.devices
    return Microphone(devices.microphone, devices.preview)


def longest_s(words: str) -> float:
    """Return for how many seconds a sentence of these words is listened to at most.

    A minute, or a second for each syllable of a long one: that is twice what a slow reader takes.
    """
    return max(_LONGEST_S, _LONGEST_SYLLABLE_S * len(words.split()))


def listen(microphone: Microphone, goes_on: Callable[[MeterReading], bool], most_s: float = _LONGEST_S) -> Sound:
    """Record what the open microphone hears until `goes_on` says no, for `most_s` seconds at most; return it.

    `goes_on` is told about twenty times a second what is heard. Raises DeviceLost where the microphone goes away;
    one that went away before is opened again, DeviceError where it does not open.
    """
    blocks: list[Samples] = []
    seconds = 0.0
    with microphone.listening():
        while seconds < most_s:
            block = microphone.heard()
            blocks.append(block)
            seconds += len(block) / RATE_HZ
            if not goes_on(_levels(block, seconds)):
                break
        blocks.append(microphone.heard())  # what was said just before is still on its way
    return Sound(np.concatenate(blocks), RATE_HZ)


def keep(station: Station, script: ScriptId, sentence: Sentence, take: Finished, by: str) -> OwnTake:
    """Keep a sentence that was read, in place of an earlier take of it; return what is kept.

    `by`: who read it, empty for nobody named. It is on the disk when this returns. Raises DiskError where the disk
    does not take it.
    """
    flac = take.flac()
    kept = OwnTake(
        words=sentence.words, script=script, by=by, read=station.clock.now(),
        sha256=hashlib.sha256(flac).hexdigest(), seconds=round(take.sound.seconds, 3),
        loudness=round(take.loudness, 1), peak=round(take.peak, 1),
    )  # fmt: skip
    keep_take(station.home, kept, flac)
    return kept


def sound_of(station: Station, take: OwnTake) -> Sound:
    """Read and decode a take that was kept. Raises NotAudio where its file is not that take's any more."""
    return decode(read_take(station.home, take))


def _levels(block: Samples, seconds: float) -> MeterReading:
    power = float(np.mean(np.square(block, dtype=np.float64))) if len(block) else 0.0
    peak = float(np.abs(block).max(initial=0.0))
    return MeterReading(
        level=float(10 * np.log10(power + 1e-12)), peak=float(20 * np.log10(peak + 1e-6)), seconds=seconds
    )
