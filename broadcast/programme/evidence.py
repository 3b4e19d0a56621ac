"""What the record tells of an airing beside when and how long: what it was made of, and what left the station."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """What the sound that aired was made of, so that it can be found again, and told from any other."""

    sha256: str
    """Of the cart's file, in hex."""
    code: str = ""
    """The version's code, which a person types to release it; empty where nobody asked."""
    voice: str = ""
    """Which voice spoke, with all that changes its sound; empty where the release tells it, or nobody asked."""
    utterances: int = 0
    """How many it was spoken in, or 1 for a recording; 0 where the release tells it, or nobody asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOutput:
    """What left the station for a loudspeaker, of the frames of one airing that the device confirmed.

    Whether the loudspeaker was heard is another thing: see AirHeard.
    """

    loudspeaker: str = ""
    """What the ward calls it; empty where the output is none, as in a rehearsal."""
    device: str = ""
    """The one name that the machine has for it; empty where the sound system tells none."""
    choice: int = 1
    """Which of the ward's loudspeakers it is, from 1, in the order of playlist.yaml."""
    holes: int = 0
    """How often it ran dry, or was silenced for a moment, while this sounded; told up to two seconds late."""
    rms_db: float | None = None
    """Level to full scale (RMS), of the samples as they were handed over; None where hardly any sounded."""
    peak_db: float | None = None
    """The highest sample, to full scale."""
    lufs: float | None = None
    """Integrated loudness (BS.1770-4); None where too little sounded for that."""
