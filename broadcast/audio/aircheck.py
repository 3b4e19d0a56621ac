"""What a microphone heard, and the cart that was sent -> whether it was this cart, how clearly, and what was lost.

A place in what was heard is the cart's beginning, by the sound that arrived first. Nothing is judged by ear: noise
that hides a word is heard as noise, and a cart in the same voice is another cart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from broadcast.audio.airband import RATE_HZ, narrowed
from broadcast.audio.airblocks import Block, Heard, Peak, blocks_of
from broadcast.audio.airline import NEAR, TIGHT, Line, Look, best_line, first_arrival, looked_at, through
from broadcast.audio.airmap import Recorded, unheard
from broadcast.audio.sound import Samples, Sound, in_mono

NOT_HEARD = 0.2
"""A lower score is none: another cart in the same voice has as much."""
_PROBES = 7
"""Blocks that are looked for everywhere; the others only where these lie."""
_CLEAR = 0.4
"""So like is a block that is heard through as much noise as it has itself, with an echo or two."""
_ROOM = 5 * RATE_HZ
"""Silence laid around what was heard: a cart of which a part lies outside is found too."""
_MOVED_S = 0.02
"""So far, at least, a word of another length moves what follows."""
_PLAIN = 0.6
"""Of the usual likeness: a block that has less is not asked whether it was moved."""
_AGAIN_S = 1.0
_AS_MUCH = 0.6
"""Of the first time's likeness: a cart that was heard again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From somewhere on the words come earlier or later than they were sent: something there is another."""

    at_s: float
    """In the cart."""
    by_s: float
    """Later; below 0 earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirCheck:
    """What a comparison found."""

    score: float
    """0 to 1: how clearly the speech was heard, over all of it."""
    place_s: float | None
    """Where in what was heard the cart begins; below 0 before it. None where it was not found."""
    drift_ppm: float
    """How much slower the loudspeaker's clock goes than the microphone's, in millionths."""
    level_db: float
    """What was heard, to full scale (RMS)."""
    heard_s: float
    """Seconds of the cart's speech that were heard."""
    of_s: float
    """Seconds of speech that the cart has."""
    missing: tuple[tuple[float, float], ...] = ()
    """Stretches of the cart that were not heard, in seconds from its beginning."""
    shifts: tuple[Shift, ...] = ()
    """Where what follows is moved."""
    again_s: tuple[float, ...] = ()
    """Where in what was heard the cart begins once more."""


def check(heard: Sound, cart: Sound, speech: Sequence[tuple[int, int]]) -> AirCheck:
    """Hold what was heard against the cart that was sent, by its speech (frames [start, end) at its own rate).

    What carts have in common, a sting, proves nothing and is left out until the place is known. Both may have any
    rate and any number of channels; what is heard may be longer or shorter than the cart. A cart without speech, a
    song, is held against it as a whole.
    """
    speech = speech or ((0, len(cart)),)
    spans = tuple((start / cart.rate_hz, end / cart.rate_hz) for start, end in speech)
    nothing = AirCheck(
        score=0.0, place_s=None, drift_ppm=0.0, level_db=_level_db(heard), heard_s=0.0, of_s=_length(spans)
    )
    there, sent, blocks = np.pad(narrowed(heard), _ROOM), narrowed(cart), blocks_of(speech, cart.rate_hz)
    peaks = _peaks(there, sent, blocks)
    line, weight = best_line(peaks)
    if not weight:
        return nothing
    looks = _looks(there, sent, _probes(blocks), line)
    if sum(one.near > 0 for one in looks) < min(2, len(blocks)):
        return nothing
    line = _through_looks(looks, line)
    looks = _supported(_looks(there, sent, blocks, line, TIGHT))
    score = _score(looks)
    if score < NOT_HEARD:
        return replace(nothing, score=score)
    missing = _missing(there, sent, looks, line)
    return replace(
        nothing,
        score=score,
        place_s=(line.offset + first_arrival([one for one in looks if one.near] or looks) - _ROOM) / RATE_HZ,
        drift_ppm=line.drift * 1e6,
        heard_s=_overlap(spans, _recorded_s(len(there), line)) - _overlap(spans, missing),
        missing=missing,
        shifts=_shifts(looks),
        again_s=_again(peaks, line, weight),
    )


def _probes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that are looked for everywhere, spread over the cart."""
    places = np.linspace(0, len(blocks) - 1, min(len(blocks), _PROBES))
    return [blocks[number] for number in sorted({round(place) for place in places})]


def _peaks(there: Samples, sent: Samples, blocks: Sequence[Block]) -> list[Peak]:
    searched = Heard(there)
    return [one for number, block in enumerate(_probes(blocks)) for one in searched.peaks(sent, block, number)]


def _looks(there: Samples, sent: Samples, blocks: Sequence[Block], line: Line, near: int = NEAR) -> list[Look]:
    return [looked_at(there, sent, block, line, near) for block in blocks]


def _supported(looks: list[Look]) -> list[Look]:
    """The same; what was heard off the line counts only where a block beside it was moved as far."""
    moved = [one.moved if one.heard else None for one in looks]
    for number, one in enumerate(looks):
        beside = [moved[at] for at in (number - 1, number + 1) if 0 <= at < len(looks)]
        if abs(one.moved) > TIGHT and not any(at is not None and abs(at - one.moved) <= TIGHT for at in beside):
            one.heard, one.moved = one.near, 0
    return looks


def _through_looks(looks: Sequence[Look], line: Line) -> Line:
    """The line anew, through every block that was heard near it."""
    on_it = [one for one in looks if one.near and one.heard == one.near] or looks
    return through([(one.block.middle, round(line.lag(one.block.middle)) + one.moved) for one in on_it])


def _lags(looks: Sequence[Look], line: Line) -> Callable[[float], Sequence[float]]:
    """Where a frame of the cart may lie: as the heard blocks before and behind it do."""
    heard = [(one.block.middle, line.lag(one.block.middle) + one.moved) for one in looks if one.heard]
    middles = np.array([middle for middle, _ in heard])

    def of(frame: float) -> Sequence[float]:
        at = int(np.searchsorted(middles, frame))
        near = [heard[number] for number in (at - 1, at) if 0 <= number < len(heard)]
        found = [lag + line.drift * (frame - middle) for middle, lag in near]
        return found[:1] if np.ptp(found) < 1 else found

    return of


def _missing(there: Samples, sent: Samples, looks: Sequence[Look], line: Line) -> tuple[tuple[float, float], ...]:
    """What of the cart was not heard, by half seconds; by blocks where the noise is too loud for that."""
    recorded = Recorded(samples=there, first=_ROOM, end=len(there) - _ROOM)
    lost = [(one.block.start / RATE_HZ, one.block.end / RATE_HZ) for one in looks if not one.heard]
    return unheard(recorded, sent, _lags(looks, line), otherwise=lost)


def _score(looks: Sequence[Look]) -> float:
    clear = [min(1.0, one.heard / _CLEAR) for one in looks]
    return float(np.average(clear, weights=[one.block.end - one.block.start for one in looks]))


def _shifts(looks: Sequence[Look]) -> tuple[Shift, ...]:
    """Where a block lies elsewhere than the one before it, as seen from the line."""
    usual = float(np.median([one.heard for one in looks if one.heard] or [1.0]))
    plain = [one for one in looks if one.heard > _PLAIN * usual]
    return tuple(
        Shift(at_s=two.block.start / RATE_HZ, by_s=(two.moved - one.moved) / RATE_HZ)
        for one, two in pairwise(plain)
        if abs(two.moved - one.moved) > _MOVED_S * RATE_HZ
    )


def _again(peaks: Sequence[Peak], line: Line, weight: float) -> tuple[float, ...]:
    """Where the cart begins once more: there another line has nearly as much."""
    found = []
    left = [one for one in peaks if abs(one.lag - line.lag(one.at)) > _AGAIN_S * RATE_HZ]
    while left:
        other, less = best_line(left)
        if less < _AS_MUCH * weight:
            break
        found.append((other.offset - _ROOM) / RATE_HZ)
        left = [one for one in left if abs(one.lag - other.lag(one.at)) > _AGAIN_S * RATE_HZ]
    return tuple(sorted(found))


def _recorded_s(frames: int, line: Line) -> tuple[tuple[float, float]]:
    """The stretch of the cart, in seconds, during which somebody listened."""
    return (((_ROOM - line.offset) / RATE_HZ, (frames - _ROOM - line.offset) / RATE_HZ),)


def _level_db(heard: Sound) -> float:
    mono = in_mono(heard.samples, heard.rate_hz)
    return float(10 * np.log10(np.square(mono, dtype=np.float64).mean() + 1e-12)) if len(mono) else -120.0


def _length(spans: Sequence[tuple[float, float]]) -> float:
    return sum(end - start for start, end in spans)


def _overlap(spans: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> float:
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in spans for c, d in others)
