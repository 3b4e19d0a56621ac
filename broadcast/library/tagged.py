"""What our own sound files say of themselves; and whether a file says that it is one of them. Loads no sound."""

from dataclasses import dataclass
from datetime import date

MAKER = "broadcast ward station"
"""Stands in each sound file that a command wrote, as the software that made it."""
LOOKED_AT = 65_536
"""Within so many bytes from the beginning the maker's name stands: tags come before the sound."""
_BEGINS = {".wav": b"RIFF", ".flac": b"fLaC", ".mp3": b"ID3", ".ogg": b"OggS"}
SUFFIXES = tuple(_BEGINS)
"""The suffixes of what can be written without ffmpeg, and bears tags."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows of a sound file; what is empty or None is not written."""

    title: str = ""
    artist: str = ""
    day: date | None = None
    """The day that it belongs to."""
    album: str = ""
    """What it is a part of: a session, a campaign."""
    track: int | None = None
    """Its number there, from 1."""

    def in_words(self) -> dict[str, str]:
        """List what there is to write, by the names that libsndfile and ffmpeg give them; the day as ISO 8601."""
        every = {
            "title": self.title,
            "artist": self.artist,
            "date": self.day.isoformat() if self.day else "",
            "album": self.album,
            "tracknumber": str(self.track) if self.track is not None else "",
        }
        return {name: " ".join(text.split()) for name, text in every.items() if text.strip()}


def says_ours(head: bytes, suffix: str) -> bool:
    """Tell whether a file of that suffix, which begins with `head` (LOOKED_AT bytes), says that we wrote it."""
    begins = _BEGINS.get(suffix.lower())
    return begins is not None and head.startswith(begins) and MAKER.encode("ascii") in head
