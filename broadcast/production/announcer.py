"""A take of the ward's own announcer -> the phrase it is in a mix."""

from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.audio.stretch import paced
from broadcast.audio.takes import Phrase
from broadcast.audio.trim import heard
from broadcast.base.errors import BadSpeech, Message, NotAudio, tell
from broadcast.library.codec import decode
from broadcast.library.takeshelf import OwnTake, read_take
from broadcast.production.paces import Pace
from broadcast.programme.voice import ANNOUNCER

_LOWEST_RATE_HZ = 8_000
"""A telephone's; at less nobody understands a word."""
_WORD_GAP_S = 0.25


class TakeRefused(BadSpeech):
    """A take cannot air: its file is not that take's any more, or holds no sentence."""

    def __init__(self, take: OwnTake, what: Message, *, holds_none: bool) -> None:
        super().__init__(what)
        self.take = take
        self.holds_none = holds_none
        """Its very bytes are no sentence: they never will be."""


def phrase_of(home: Path, take: OwnTake, pace: Pace, *, pause_after_s: float) -> Phrase:
    """Read a take of the ward's folder `home`, verify and decode it; return its phrase, at that pace.

    Raises TakeRefused where its file is not that take's any more, or nothing is heard in it.
    """
    try:
        flac = read_take(home, take)
    except NotAudio as error:
        raise TakeRefused(take, error.what, holds_none=False) from error
    try:
        sound = decode(flac)
    except NotAudio as error:
        raise TakeRefused(take, error.what, holds_none=True) from error
    if not _is_heard(sound):  # somebody has copied it in: none such is kept by us
        what = tell("câu tự đọc “{words}” không có tiếng", words=take.words)
        raise TakeRefused(take, what, holds_none=True)
    spoken = paced(sound, speed=pace.speed, semitones=pace.semitones)
    return Phrase(sound=spoken, pause_after_s=pause_after_s, voice=ANNOUNCER)


def _is_heard(sound: Sound) -> bool:
    return sound.rate_hz >= _LOWEST_RATE_HZ and bool(heard(sound.samples, sound.rate_hz, join_s=_WORD_GAP_S))
