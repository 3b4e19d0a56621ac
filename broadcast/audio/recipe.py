"""What a cart is made by: every figure of the mix as one value, a fingerprint's ingredient."""

from dataclasses import dataclass, field

from broadcast.audio.levels import Dbtp, Lufs
from broadcast.audio.profiles import FLAT, Profile

_USUAL_LUFS = Lufs(-16.0)
_USUAL_DBTP = Dbtp(-1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ducking:
    """How the bed makes way for the voice: the figures that `ducking.ducked` goes by."""

    depth_db: float = 10.0
    """How far the bed goes down under speech, in dB."""
    attack_s: float = 0.3
    """How long the bed takes to go down; it is down when the word begins, for the mix knows what comes."""
    hold_s: float = 1.2
    """The bed stays down for this long after a word: longer than any pause between words or sentences."""
    release_s: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Limiter:
    """How the wave is kept under its ceiling: the figures that `limiter.master` goes by."""

    lookahead_s: float = 0.008
    """One period of a deep voice (125 Hz), so that the gain does not follow the wave itself."""
    release_db_per_s: float = 50.0
    margin_db: float = 0.1
    """How far under the ceiling the wave is held, for what comes after: rounding, dither, another meter's
    oversampling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every figure of a mix."""

    version: int = 1
    """Raised by us when the same figures would sound different."""
    loudness_lufs: Lufs = _USUAL_LUFS
    true_peak_dbtp: Dbtp = _USUAL_DBTP
    profile: Profile = FLAT
    channels: int = 1
    """How many channels the mix has; a sound of one channel stands in the middle."""
    sting_gap_s: float = 0.5
    closing_gap_s: float = 0.5
    bed_lu: float = -10.0
    """Loudness of the bed where nobody speaks, in LU against that of the speech."""
    bed_fade_s: float = 1.0
    bed_tail_s: float = 1.5
    """How long the bed sounds on after the last word."""
    bed_loop_s: float = 2.0
    """How long the bed's end is crossfaded with its beginning where it is repeated."""
    ducking: Ducking = field(default_factory=Ducking)
    limiter: Limiter = field(default_factory=Limiter)
    edge_s: float = 0.005
    """The fade at either end of all that sounds, so that nothing clicks."""
    longest_pause_s: float = 1.2
    """Silences inside an utterance are shortened to this length."""
