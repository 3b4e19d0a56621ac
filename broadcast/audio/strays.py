"""An utterance -> the same without what is no word: a recorder button's click gone, breaths in pauses soft.

A rule that cannot take a word: every Vietnamese syllable has a vowel, a vowel is periodic and takes longer than a
click, so only what stands alone and is either too short for a syllable or soft and without any period is touched.
A breath is turned down, not cut: a reader who never breathes is not believed.
"""

import numpy as np

from broadcast.audio.fades import rise
from broadcast.audio.percentile import percentile
from broadcast.audio.sound import Floats, Samples
from broadcast.audio.trim import Span, frame_levels_db, heard

_ALONE_S = 0.15
"""Silence on both sides: longer than the closure of any stop within a word (about 0.1 s)."""
_CLICK_S = 0.03
"""No syllable is so short: the shortest take about 0.1 s."""
_BREATH_S = (0.1, 1.2)
_BREATH_UNDER_DB = 20.0
"""So far under the loud frames a breath stays all along; words that soft have a period and are kept."""
_PERIODIC = 0.5
"""Normalised autocorrelation between 70 and 400 Hz: noise of 40 ms seldom passes 0.4, a voice stands over 0.7."""
_SOFTER = np.float32(10 ** (-15 / 20))
_FRAME_S = 0.005
_AROUND_S, _RAMP_S = 0.05, 0.02
"""What swells and fades begins before it is heard; both lie within the silence on its side."""


def without_strays(samples: Samples, rate_hz: int) -> Samples:
    """Silence the clicks of one channel, soften its breaths; return a copy, or `samples` itself without any.

    Only a sound with 0.15 s of silence on both sides is changed. At most 0.03 s long it is a click; 0.1 to 1.2 s
    long, 20 dB under the loud frames and without a period it is a breath, turned down by 15 dB.
    """
    levels_db = frame_levels_db(samples, round(_FRAME_S * rate_hz))
    spans = heard(samples, rate_hz, join_s=_ALONE_S, levels_db=levels_db)
    gains = [_gain(samples, span, levels_db, rate_hz) for span in spans]
    if len(spans) < 2 or all(gain == 1 for gain in gains) or all(gain == 0 for gain in gains):
        return samples
    cleaned = samples.copy()
    for span, gain in zip(spans, gains, strict=True):
        if gain != 1:
            _turn_down(cleaned, _wider(span, round(_AROUND_S * rate_hz)), gain, round(_RAMP_S * rate_hz))
    return cleaned


def _gain(samples: Samples, span: Span, levels_db: Floats, rate_hz: int) -> np.float32:
    seconds = (span.end - span.start) / rate_hz
    if seconds <= _CLICK_S:
        return np.float32(0)
    if not _BREATH_S[0] <= seconds <= _BREATH_S[1]:
        return np.float32(1)
    frame = round(_FRAME_S * rate_hz)
    own_db = levels_db[span.start // frame : -(-span.end // frame)]
    soft = own_db.max() < percentile(levels_db, 95) - _BREATH_UNDER_DB
    return _SOFTER if soft and not _has_period(samples[span.start : span.end], rate_hz) else np.float32(1)


def _has_period(samples: Samples, rate_hz: int) -> bool:
    """Whether any 40 ms of these repeat themselves as a voice does."""
    length = round(0.04 * rate_hz)
    first, last = rate_hz // 400, rate_hz // 70
    for start in range(0, max(1, len(samples) - length - last), length // 2):
        here = samples[start : start + length].astype(np.float64)
        there = samples[start : start + length + last].astype(np.float64)
        if len(there) < length + last:
            break
        here = here - here.mean()
        size = 1 << (len(there) + length).bit_length()
        products = np.fft.irfft(np.fft.rfft(there, size) * np.fft.rfft(here, size).conj(), size)[first : last + 1]
        powers = np.concatenate([[0.0], np.cumsum(there**2)])
        power = powers[first + length : last + 1 + length] - powers[first : last + 1]
        if (products > _PERIODIC * np.sqrt(power * (here @ here) + 1e-12)).any():
            return True
    return False


def _wider(span: Span, by: int) -> Span:
    return Span(span.start - by, span.end + by)


def _turn_down(samples: Samples, span: Span, gain: np.float32, ramp: int) -> None:
    """The span, with a ramp in the silence at either side of it."""
    first, last = span.start - ramp, span.end + ramp
    curve = np.full(last - first, gain, np.float32)
    curve[:ramp] += (1 - gain) * (1 - rise(ramp))
    curve[len(curve) - ramp :] += (1 - gain) * rise(ramp)
    inside = slice(max(0, first), min(len(samples), last))
    samples[inside] *= curve[inside.start - first : inside.stop - first]
