"""Takes on a ward's shelf, as if somebody had read them: the embedded voice stands in for a person."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from broadcast.audio.dither import to_pcm16
from broadcast.library.codec import encode_flac
from broadcast.library.takeshelf import OwnTake, keep_take
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.settings import ScriptId


@cache
def flac_of(words: str, speed: float = 0.8) -> bytes:
    """The bytes of a take of those words."""
    spoken = Espeak().speak(words, speed=speed)
    return encode_flac(to_pcm16(spoken), spoken.rate_hz)


def take_of(words: str, flac: bytes, script: str = "truoc/01-mot") -> OwnTake:
    return OwnTake(
        words=words, script=ScriptId(script), by="An", read=datetime(2025, 10, 1, 8, tzinfo=UTC),
        sha256=hashlib.sha256(flac).hexdigest(), seconds=2.0, loudness=-20.0, peak=-6.0,
    )  # fmt: skip


def keep(home: Path, *sentences: str, script: str = "truoc/01-mot", speed: float = 0.8) -> None:
    """Put takes of those sentences on the shelf of the ward in `home`."""
    for words in sentences:
        flac = flac_of(words, speed)
        keep_take(home, take_of(words, flac, script), flac)
