"""A sound's samples, block by block -> all that is found out by listening: loudness, silences, who speaks.

The same for the report on a file and for the recording that is laid into a cart, so that both always agree.
"""

from dataclasses import replace

import numpy as np
import soxr

from broadcast.audio.beside import Bands, Beside, soft_words
from broadcast.audio.downmix import Downmix
from broadcast.audio.flattops import FlatTops
from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear, Heard
from broadcast.audio.loudness import RATE_HZ, Meter
from broadcast.audio.misaligned import Misaligned
from broadcast.audio.recorded import Listening as AsRecorded
from broadcast.audio.recorded import Recorded
from broadcast.audio.sound import Samples, Sound

_MOST_CHANNELS = 2
"""Of music: a mix has no more."""


class Listening:
    """Takes a sound's blocks, at any rate, and works out all that decides whether and how it airs."""

    def __init__(self, rate_hz: int, *, keeps: bool = False, music: bool = False) -> None:
        """`keeps`: `music` will ask for the samples. `music` as in AsMade."""
        self._rate_hz = rate_hz
        self._meter = Meter()
        self._as_recorded, self._tops = AsRecorded(music=music), FlatTops()
        self._misaligned = Misaligned(rate_hz)
        self._to_meter = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32", quality="HQ")
        self._bands, self._ear = Bands(), Ear()
        self._to_ear = soxr.ResampleStream(rate_hz, EAR_HZ, 1, dtype="float32", quality="HQ")
        self._kept: list[Samples] | None = [] if keeps else None
        self._frames = 0
        self._mix: Downmix | None = None
        """None until a block of two channels or more comes."""

    @property
    def seconds(self) -> float:
        """Return how long it is so far."""
        return self._frames / self._rate_hz

    def add(self, samples: Samples) -> None:
        """Take the next samples, of any number of channels, the same each time."""
        self._tops.add(samples)
        self._misaligned.add(samples)
        self._frames += len(samples)
        if samples.ndim == 1:
            self._take(samples, samples)
        else:
            self._mix = self._mix or Downmix(self._rate_hz, samples.shape[1])
            self._take(samples, self._mix.add(samples))

    def end(self) -> None:
        """Hear what the mix of channels and the resamplers still hold; nothing can be added after that."""
        rest = self._mix.end() if self._mix is not None else np.zeros(0, np.float32)
        if self._kept is not None and self._mixes_music:
            self._kept.append(rest)
        self._listen(rest, last=True)

    def loudness(self) -> float | None:
        """Measure its integrated loudness in LUFS; None where it is too soft to be measured."""
        found = self._meter.loudness().integrated_lufs
        return round(found, 2) if np.isfinite(found) else None

    def recorded(self) -> Recorded:
        """Find where something is heard in it, and what nobody will hear beside something louder."""
        found = self._as_recorded.found(clipped=self._tops.count())
        soft = soft_words(self._as_recorded.powers(), self._ear.figures(), found.loudness)
        nearby = Beside(soft=soft, pitch=self._bands.told())
        return replace(found, beside=nearby, misplaced=self._misaligned.found())

    def heard(self) -> Heard:
        """Judge what was heard in it."""
        return self._ear.heard()

    def music(self) -> Sound:
        """Return the whole of it, where it was to be kept; more channels than two are one by now."""
        return Sound(np.concatenate(self._kept or [np.zeros(0, np.float32)]), self._rate_hz)

    def _take(self, samples: Samples, mono: Samples) -> None:
        """Hear `mono`, which airs of a recording; keep what airs of music, in two channels where it has them."""
        self._listen(mono)
        if self._kept is not None:
            self._kept.append(mono if self._mixes_music else samples)

    @property
    def _mixes_music(self) -> bool:
        return self._mix is not None and self._mix.channels > _MOST_CHANNELS

    def _listen(self, mono: Samples, *, last: bool = False) -> None:
        at_48k = self._to_meter.resample_chunk(mono, last=last)
        self._meter.add(at_48k)
        self._as_recorded.add(at_48k)
        self._bands.add(at_48k)
        self._ear.add(self._to_ear.resample_chunk(mono, last=last))
