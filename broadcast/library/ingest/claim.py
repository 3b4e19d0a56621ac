"""What a file says of its own length: the value that each reader of headers returns, and how bytes are read."""

from dataclasses import dataclass
from mmap import mmap

Bytes = bytes | mmap
"""A whole file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the header and the layout of a sound file say of its length; nothing in it was decoded."""

    seconds: float | None = None
    """How long the file says its sound is, all its parts together; None where it does not say (a stream, a
    recorder that never came back to write it)."""
    slack_s: float = 0.0
    """By how much a whole sound may differ from that: what encoders add at both ends and decoders take off."""
    stated: bool = True
    """The file itself says so; else what is there was counted, and how much there should be is not known."""
    cut: bool = False
    """The file ends before what it has begun does: a chunk, a page, a packet, a frame."""
    open_ended: bool = False
    """Nothing in the file tells whether more should follow what is there."""
    tracks: int = 1
    """How many tracks of sound lie in it side by side, of which one is decoded."""
    parts: int = 1
    """How many sound files lie in it one behind another (`copy /b`)."""
    rest_s: float = 0.0
    """How many seconds of bytes of its kind lie behind the sound, of which its header says nothing."""
    lost_s: float = 0.0
    """How many seconds of it are missing or damaged in the middle, where decoders put silence, or guess."""
    out_of_place_s: float = 0.0
    """How many seconds of it come behind what should follow them, or come again."""


UNKNOWN = Claim()
"""A file that says nothing of its length."""


def together(claims: list[Claim], *, cut: bool = False) -> Claim:
    """Make one claim of those of the parts of a file; it is unknown where there are none, or one is unknown."""
    known = [claim.seconds for claim in claims if claim.seconds is not None]
    return Claim(
        seconds=sum(known) if claims and len(known) == len(claims) else None,
        slack_s=sum(claim.slack_s for claim in claims),
        stated=all(claim.stated for claim in claims),
        cut=cut or any(claim.cut for claim in claims),
        open_ended=any(claim.open_ended for claim in claims),
        tracks=max((claim.tracks for claim in claims), default=1),
        parts=max(1, len(claims)),
        rest_s=sum(claim.rest_s for claim in claims),
        lost_s=sum(claim.lost_s for claim in claims),
        out_of_place_s=sum(claim.out_of_place_s for claim in claims),
    )


def big(held: Bytes, at: int, size: int) -> int:
    """Read a number of `size` bytes, the highest first; bytes behind the end of the file are left out."""
    return int.from_bytes(held[at : at + size])


def little(held: Bytes, at: int, size: int) -> int:
    """Read a number of `size` bytes, the lowest first; bytes behind the end of the file are left out."""
    return int.from_bytes(held[at : at + size], "little")
