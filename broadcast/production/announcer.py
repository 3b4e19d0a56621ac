"""A take of the ward's own announcer -> the phrase it is in a mix."""

from pathlib import Path

from broadcast.audio.stretch import paced
from broadcast.audio.takes import Phrase
from broadcast.base.errors import BadSpeech, NotAudio
from broadcast.library.codec import decode
from broadcast.library.takeshelf import OwnTake, read_take
from broadcast.production.paces import Pace
from broadcast.programme.voice import ANNOUNCER


def phrase_of(home: Path, take: OwnTake, pace: Pace, *, pause_after_s: float) -> Phrase:
    """Read a take of the ward's folder `home`, verify and decode it; return its phrase, at that pace.

    Raises BadSpeech where its file is not that take's any more.
    """
    try:
        sound = decode(read_take(home, take))
    except NotAudio as error:
        raise BadSpeech(error.what) from error
    spoken = paced(sound, speed=pace.speed, semitones=pace.semitones)
    return Phrase(sound=spoken, pause_after_s=pause_after_s, voice=ANNOUNCER)
