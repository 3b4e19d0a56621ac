"""Where there is speech -> the gain of the bed under it, frame by frame."""

from collections.abc import Sequence

import numpy as np

from broadcast.audio.fades import rise
from broadcast.audio.recipe import Ducking
from broadcast.audio.sound import Samples
from broadcast.audio.trim import Span


def ducked(spans: Sequence[Span], frames: int, rate_hz: int, ducking: Ducking) -> Samples:
    """Compute the bed's gain (an amplitude, at most 1) at each of `frames` frames; shape (frames,).

    `spans` are the stretches of speech, in frames from the first of these, sorted; they may lie outside. The bed
    is down before a word begins, stays down through pauses of at most hold + attack, and moves by raised cosines
    in dB.
    """
    attack, hold, release = (round(s * rate_hz) for s in (ducking.attack_s, ducking.hold_s, ducking.release_s))
    down_db = np.zeros(frames, np.float32)
    for span in _merged(spans, hold + attack):
        # what lies before or after these frames still reaches into them
        start, end = span.start, span.end + hold
        down_db[max(0, start) : max(0, end)] = ducking.depth_db
        _raise_to(down_db, start - attack, rise(attack) * np.float32(ducking.depth_db))
        _raise_to(down_db, end, rise(release)[::-1] * np.float32(ducking.depth_db))
    return np.asarray(10 ** (-down_db / 20), np.float32)


def _merged(spans: Sequence[Span], gap: int) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start - merged[-1].end <= gap:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _raise_to(curve: Samples, start: int, ramp: Samples) -> None:
    """Where ramps of two spans meet, the lower bed wins: it never jumps."""
    first, last = max(0, start), min(len(curve), start + len(ramp))
    if first < last:
        part = curve[first:last]
        np.maximum(part, ramp[first - start : last - start], out=part)
