"""A sound that is asked for -> the report on it, in one pass and constant memory; in the child alone.

Only music is held in memory whole, which may last ten minutes at most.
"""

from datetime import timedelta
from pathlib import Path

import numpy as np
import soxr

from broadcast.audio.asmade import Told, remarks, unfit
from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear, Heard, noisy
from broadcast.audio.loudness import RATE_HZ, Meter
from broadcast.audio.recorded import AsMade, FlatTops, Recorded
from broadcast.audio.recorded import Listening as AsRecorded
from broadcast.audio.sound import Samples, Sound, in_mono
from broadcast.base.errors import NotAudio, tell
from broadcast.library.ingest.decoding import Decoded, opened
from broadcast.library.ingest.jingles import judged
from broadcast.library.ingest.lengths import FIX
from broadcast.library.ingest.report import Asked, Finding, Report, Use
from broadcast.programme.lengths import minutes

_MOST_CHANNELS = 2
"""Of music: a mix has no more."""


def examine(home: Path, asked: Asked) -> Report:
    """Decode a file in the ward's folder `home` to its end, or to the longest it may be; report on it.

    Raises MemoryError where that takes more memory than there is.
    """
    try:
        with opened(home, asked.name) as decoded:
            return _heard(decoded, asked)
    except NotAudio as error:
        return Report(unreadable=Finding(what=error.what, fix=error.fix))


def too_long(name: str, longest_s: float) -> Finding:
    """Word the finding that a sound is longer than it may be."""
    return Finding(
        what=tell("tệp tiếng “{name}” dài quá {length}", name=name, length=minutes(timedelta(seconds=longest_s))),
        fix=tell("Cắt ngắn tệp, hoặc chọn tệp khác."),
    )


def _heard(decoded: Decoded, asked: Asked) -> Report:
    listening = _Listening(decoded.rate_hz, keeps=asked.place is not None, music=asked.music)
    for samples in decoded.blocks:
        listening.add(samples)
        if listening.seconds > asked.longest_s:
            return Report(
                container=decoded.container, rate_hz=decoded.rate_hz, channels=decoded.channels,
                faults=(too_long(asked.name, asked.longest_s),),
            )  # fmt: skip
    if not listening.seconds:
        return Report(
            container=decoded.container,
            unreadable=Finding(what=tell("tệp tiếng “{name}” không có âm thanh nào", name=asked.name)),
        )
    listening.end()
    recorded, heard = listening.recorded(), listening.heard()
    faults, told = _of_use(asked, listening, recorded, heard)
    return Report(
        container=decoded.container,
        seconds=listening.seconds,
        claimed_s=decoded.whole.claim.seconds,
        rate_hz=decoded.rate_hz,
        channels=decoded.channels,
        loudness=listening.loudness(),
        heard={
            "kind": heard.kind.value,
            "speech_s": round(heard.speech_s, 1),
            "floor_db": round(heard.floor_db, 1),
        },
        faults=faults,
        remarks=(*_of_length(asked, decoded), *told),
    )


class _Listening:
    """Takes a sound's blocks and works out all that a report says of them."""

    def __init__(self, rate_hz: int, *, keeps: bool, music: bool) -> None:
        self._rate_hz = rate_hz
        self._meter = Meter()
        self._as_recorded, self._tops = AsRecorded(music=music), FlatTops()
        self._to_meter = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32", quality="HQ")
        self._ear = Ear()
        self._to_ear = soxr.ResampleStream(rate_hz, EAR_HZ, 1, dtype="float32", quality="QQ")
        self._kept: list[Samples] | None = [] if keeps else None
        self._frames = 0

    @property
    def seconds(self) -> float:
        return self._frames / self._rate_hz

    def add(self, samples: Samples) -> None:
        mono = in_mono(samples)
        self._tops.add(samples)
        self._frames += len(mono)
        self._listen(mono)
        if self._kept is not None:
            self._kept.append(samples if samples.ndim == 1 or samples.shape[1] <= _MOST_CHANNELS else mono)

    def end(self) -> None:
        """Hear what the resamplers still hold; nothing can be added after that."""
        self._listen(np.zeros(0, np.float32), last=True)

    def loudness(self) -> float | None:
        found = self._meter.loudness().integrated_lufs
        return round(found, 2) if np.isfinite(found) else None

    def recorded(self) -> Recorded:
        """Where something is heard in it."""
        return self._as_recorded.found(clipped=self._tops.count())

    def heard(self) -> Heard:
        return self._ear.heard()

    def _listen(self, mono: Samples, *, last: bool = False) -> None:
        at_48k = self._to_meter.resample_chunk(mono, last=last)
        self._meter.add(at_48k)
        self._as_recorded.add(at_48k)
        self._ear.add(self._to_ear.resample_chunk(mono, last=last))

    def music(self) -> Sound:
        """The whole of it, where it was to be kept; more channels than two are one by now."""
        return Sound(np.concatenate(self._kept or [np.zeros(0, np.float32)]), self._rate_hz)


def _of_length(asked: Asked, decoded: Decoded) -> tuple[Finding, ...]:
    remark = decoded.whole.remark
    if remark is None:
        return ()
    return (Finding(what=tell("tệp tiếng “{name}” {what}", name=asked.name, what=remark), fix=FIX),)


def _of_use(
    asked: Asked, listening: _Listening, recorded: Recorded, heard: Heard
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The faults and the remarks of what the sound is wanted for."""
    if asked.place is not None:
        return judged(asked, listening.music(), asked.place)
    if asked.use is not Use.RECORDING:
        return (), ()
    as_made = AsMade(keep_silence=asked.keep_silence, music=asked.music)
    told = [*remarks(recorded, as_made)]
    if not asked.music and (noise := noisy(heard)) is not None:
        told.append((noise, None))
    return tuple(map(_finding, unfit(recorded, heard, as_made))), tuple(map(_finding, told))


def _finding(told: Told) -> Finding:
    return Finding(what=told[0], fix=told[1])
