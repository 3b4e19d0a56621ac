"""A sound that is asked for -> the report on it, in one pass and constant memory; in the child alone.

Only music is held in memory whole, which may last ten minutes at most.
"""

from datetime import timedelta
from pathlib import Path

import numpy as np
import soxr

from broadcast.audio.loudness import RATE_HZ, Meter
from broadcast.audio.music import music_faults
from broadcast.audio.sound import Samples, Sound, in_mono, resampled
from broadcast.base.errors import NotAudio, tell
from broadcast.library.ingest.decoding import Decoded, opened
from broadcast.library.ingest.lengths import FIX
from broadcast.library.ingest.report import Asked, Finding, Report, Use
from broadcast.programme.lengths import minutes


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
    listening = _Listening(decoded.rate_hz, keeps=asked.use is Use.JINGLE)
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
    return Report(
        container=decoded.container,
        seconds=listening.seconds,
        claimed_s=decoded.whole.claim.seconds,
        rate_hz=decoded.rate_hz,
        channels=decoded.channels,
        loudness=listening.loudness(),
        faults=_unfit(asked, listening),
        remarks=_remarks(asked, decoded),
    )


class _Listening:
    """Takes a sound's blocks and works out all that a report says of them."""

    def __init__(self, rate_hz: int, *, keeps: bool) -> None:
        self._rate_hz = rate_hz
        self._meter = Meter()
        self._to_meter = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32", quality="HQ")
        self._kept: list[Samples] | None = [] if keeps else None
        self._frames = 0

    @property
    def seconds(self) -> float:
        return self._frames / self._rate_hz

    def add(self, samples: Samples) -> None:
        mono = in_mono(samples)
        self._frames += len(mono)
        self._meter.add(self._to_meter.resample_chunk(mono))
        if self._kept is not None:
            self._kept.append(mono)

    def loudness(self) -> float | None:
        self._meter.add(self._to_meter.resample_chunk(np.zeros(0, np.float32), last=True))
        found = self._meter.loudness().integrated_lufs
        return round(found, 2) if np.isfinite(found) else None

    def music(self) -> Sound:
        """The whole of it, where it was to be kept."""
        return resampled(Sound(np.concatenate(self._kept or [np.zeros(0, np.float32)]), self._rate_hz), RATE_HZ)


def _remarks(asked: Asked, decoded: Decoded) -> tuple[Finding, ...]:
    remark = decoded.whole.remark
    if remark is None:
        return ()
    return (Finding(what=tell("tệp tiếng “{name}” {what}", name=asked.name, what=remark), fix=FIX),)


def _unfit(asked: Asked, listening: _Listening) -> tuple[Finding, ...]:
    if asked.use is not Use.JINGLE:
        return ()
    return tuple(
        Finding(
            what=tell("“{name}” không phát được: {why}", name=asked.name, why=why),
            fix=tell("Chương trình phát nhạc có sẵn thay vào. Sửa tệp ấy, hoặc chọn tệp nhạc khác."),
        )
        for why in music_faults(listening.music())[:1]
    )
