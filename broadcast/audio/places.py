"""Where music stands around words, what it is called there, and how long it may be."""

from collections.abc import Mapping
from enum import StrEnum

from broadcast.base.errors import Message, tell


class Place(StrEnum):
    """Where music stands, by its key under `sound` in playlist.yaml."""

    OPENING = "opening"
    STING = "sting"
    BED = "bed"
    CLOSING = "closing"


LONGEST_S: Mapping[Place, float] = {
    Place.OPENING: 120.0,  # an anthem with both its verses takes less
    Place.STING: 20.0,  # it stands before every announcement, and most are not two minutes long
    Place.BED: 600.0,  # it is repeated: as much music as nobody tells the turns of
    Place.CLOSING: 120.0,
}
"""What of a piece airs at most, in seconds: the rest is cut off under a fade."""
PLACE_NAMES: Mapping[Place, Message] = {
    Place.OPENING: tell("nhạc mở đầu"),
    Place.STING: tell("nhạc hiệu"),
    Place.BED: tell("nhạc nền"),
    Place.CLOSING: tell("nhạc kết thúc"),
}
"""What the music at each place is called within a sentence."""
