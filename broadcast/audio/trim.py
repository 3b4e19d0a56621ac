"""An utterance -> the words alone: silence taken from its ends and shortened inside, no word touched."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.fades import fade
from broadcast.audio.percentile import percentile
from broadcast.audio.sound import Floats, Samples

_FRAME_S = 0.005
_UNDER_SPEECH_DB = 45.0
"""A frame this far under the loud ones is not speech; soft sounds at a word's edge (h, ph, x, final -p -t -c) are
not so far under: tests/audio/test_trim.py tries hisses 20, 30 and 40 dB under the voice."""
_OVER_NOISE_DB = 6.0
_BEFORE_S = 0.040
"""Kept before the first sound that is heard, for what begins too softly to be told from silence."""
_AFTER_S = 0.120
"""Kept after the last one: the release of a closed syllable and the room of a recording."""


@dataclass(frozen=True, slots=True)
class Span:
    """The frames [start, end) of a sound."""

    start: int
    end: int


def words_only(samples: Samples, rate_hz: int, *, longest_pause_s: float, edge_s: float) -> Samples:
    """Cut the silence off one channel's ends, shorten silences inside, take away its offset; return the rest.

    No silence inside stays longer than `longest_pause_s` seconds; each stretch of sound fades in and out over
    `edge_s`. Empty where nothing is heard.
    """
    frame = round(_FRAME_S * rate_hz)
    spans = heard(samples, rate_hz, join_s=longest_pause_s - _BEFORE_S - _AFTER_S)
    if not spans:
        return samples[:0]
    before, after, edge = round(_BEFORE_S * rate_hz), round(_AFTER_S * rate_hz), round(edge_s * rate_hz)
    offset = np.float32(samples.mean(dtype=np.float64))
    pause = np.zeros(max(0, round(longest_pause_s * rate_hz) - before - after), np.float32)
    parts: list[Samples] = []
    for span in spans:
        kept = samples[max(0, span.start - before) : span.end + after + frame] - offset
        parts += [pause, fade(kept, frames_in=edge, frames_out=edge)]
    return np.concatenate(parts[1:]) if len(parts) > 2 else parts[1]


def heard(samples: Samples, rate_hz: int, *, join_s: float, levels_db: Floats | None = None) -> list[Span]:
    """Find the spans (frames) of one channel that hold sound, to 5 ms; gaps up to `join_s` seconds are bridged.

    `levels_db`: what `frame_levels_db` gives for the samples in frames of 5 ms, where it is known already. Empty
    where nothing is heard.
    """
    frame = round(_FRAME_S * rate_hz)
    active = np.flatnonzero(audible(frame_levels_db(samples, frame) if levels_db is None else levels_db))
    if not len(active):
        return []
    breaks = np.flatnonzero(np.diff(active) * frame > join_s * rate_hz)
    starts = active[np.concatenate([[0], breaks + 1])]
    ends = active[np.concatenate([breaks, [len(active) - 1]])] + 1
    return [Span(int(a) * frame, min(int(b) * frame, len(samples))) for a, b in zip(starts, ends, strict=True)]


def frame_levels_db(samples: Samples, frame: int) -> Floats:
    """Measure the level of each `frame` samples, shape (n,), in dB to full scale; the last may be fewer.

    Levels are mean squares of what is left without the offset of the whole; digital silence is -120 dB.
    """
    whole = len(samples) // frame * frame
    frames, rest = samples[:whole].reshape(-1, frame), samples[whole:].reshape(1, -1)
    lengths = np.full(len(frames), float(frame))
    sums, energies = _sums_and_energies(frames)
    if rest.size:
        rest_sum, rest_energy = _sums_and_energies(rest)
        lengths = np.append(lengths, rest.size)
        sums, energies = np.append(sums, rest_sum), np.append(energies, rest_energy)
    offset = sums.sum() / max(1, len(samples))
    # of each frame the sum of (x - offset)^2, multiplied out: no copy of the samples is made
    without_offset = energies - offset * (2 * sums - offset * lengths)
    return np.asarray(10 * np.log10(np.maximum(without_offset / lengths, 0.0) + 1e-12))


def _sums_and_energies(frames: Samples) -> tuple[Floats, Floats]:
    sums, energies = np.einsum("ij->i", frames), np.einsum("ij,ij->i", frames, frames)
    return sums.astype(np.float64), energies.astype(np.float64)


def audible(levels_db: Floats) -> NDArray[np.bool_]:
    """Mark the frames that are sound, not silence or noise, by their levels in dB; return one bool for each.

    Sound is what lies at most 45 dB under the loud frames, and 6 dB over the quiet ones or at most 20 dB under the
    loud. Loud is what 5 % of the frames pass: nothing is sound where that is under -70 dB. Quiet is what 2 % of
    them lie under.
    """
    if not len(levels_db):
        return np.zeros(0, np.bool_)
    loud, quiet = percentile(levels_db, 95), percentile(levels_db, 2)
    if loud < -70:  # an utterance that loud is noise of the converter
        return np.zeros(len(levels_db), np.bool_)
    # a steady tone or a noisy room: what is barely over the quiet frames may be all there is
    over_noise = min(quiet + _OVER_NOISE_DB, loud - 20)
    return np.asarray(levels_db > max(loud - _UNDER_SPEECH_DB, over_noise))
