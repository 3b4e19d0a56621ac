"""A Sound and its words -> nothing, or BadSpeech: whether it can be those words at all.

One written Vietnamese word is one syllable, so the words tell how long their speech must be. The bounds are wide,
because a good voice refused is worse than what the ear catches later; they are meant for what no voice says.
Seen on espeak, one to eighty words: 0.14 to 0.71 s a syllable at 240 and 80 words a minute. No figure of Google's
voice could be measured where this was written; the bounds leave it the room that reading aloud takes.
"""

import numpy as np

from broadcast.audio.sound import Sound
from broadcast.base.errors import BadSpeech, tell

_SILENT_DBFS = -50.0
"""A frame under this is not heard as speech in any engine's answer, whose speech lies around -20."""
_FRAME_S = 0.02
_SHORTEST_S, _STOPPED_S = 0.1, 0.05
"""Of sound a syllable: the fastest natural reading is 8 syllables a second, and parts of those are pauses. And
less, once, for a lone stopped one: of 2970 utterances of espeak, 9 like `Tịch.` and `Được.` sound for 0.08 s."""
_LONGEST_S, _LONGEST_PAUSE_S, _LONGEST_EDGES_S = 1.0, 1.5, 2.0
"""A syllable, a comma or full stop, and the silence at the ends: slower is not reading but a fault."""
_FULL_SCALE = 0.998
_MOST_FLAT = 0.02
"""Of the samples. The loudest honest speech touches full scale in one sample of ten thousand."""
_CUT_S = 0.005
_MOST_AT_THE_END = 0.3
"""Of the level of the speech: words fade into silence, even if a short one; a cut in a vowel does not. Seen at the
end of espeak's, at three paces: nothing, and 0.007 after MP3. Of the places where a sentence may be cut, two of
three show more than this; the others are left to the frames of the reply (mp3.py) and to the length."""


def check_speech(sound: Sound, text: str) -> None:
    """Let a sound through that can be `text` read aloud from beginning to end, at any pace we ask for.

    Raises BadSpeech for any other: empty, silent, broken, clipped, cut off, or too short or too long for its
    words. What passes may still be other words of the same length. `sound` has one channel.
    """
    refuse_wordless(text)
    syllables = _syllables(text)
    if not len(sound):
        raise BadSpeech(tell("máy đọc trả về âm thanh rỗng"))
    if not np.isfinite(sound.samples).all():
        raise BadSpeech(tell("máy đọc trả về âm thanh hỏng"))
    levels = _levels(sound)
    heard = levels > 10 ** (_SILENT_DBFS / 20)
    if not heard.any():
        raise BadSpeech(tell("máy đọc trả về toàn khoảng lặng"))
    _check_shape(sound, float(np.sqrt(np.mean(levels[heard] ** 2))))
    _check_length(sound, text, syllables, float(heard.sum()) * _FRAME_S)


def refuse_wordless(text: str) -> None:
    """Raise BadSpeech for a text without a word: engines answer it with silence, or fail on it."""
    if not _syllables(text):
        raise BadSpeech(tell("không có chữ nào để đọc"))


def _syllables(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def _check_shape(sound: Sound, level: float) -> None:
    flat = np.mean(np.abs(sound.samples) >= _FULL_SCALE)
    if flat > _MOST_FLAT:
        raise BadSpeech(tell("máy đọc trả về tiếng vỡ"))
    if abs(float(np.mean(sound.samples, dtype=np.float64))) > level / 2:
        raise BadSpeech(tell("máy đọc trả về âm thanh hỏng"))
    last = sound.samples[-max(1, round(_CUT_S * sound.rate_hz)) :]
    if float(np.sqrt(np.mean(last**2, dtype=np.float64))) > level * _MOST_AT_THE_END:
        raise BadSpeech(tell("máy đọc ngừng giữa tiếng, câu bị cụt"))


def _check_length(sound: Sound, text: str, syllables: int, heard_s: float) -> None:
    pauses = sum(mark in ",.?!:;" for mark in text)
    longest = syllables * _LONGEST_S + pauses * _LONGEST_PAUSE_S + _LONGEST_EDGES_S
    if heard_s < syllables * _SHORTEST_S - _STOPPED_S:
        raise BadSpeech(tell("máy đọc chỉ đọc {heard:.1f} giây cho {count} tiếng", heard=heard_s, count=syllables))
    if sound.seconds > longest:
        raise BadSpeech(
            tell("máy đọc đọc tới {long:.1f} giây cho {count} tiếng", long=sound.seconds, count=syllables)
        )


def _levels(sound: Sound) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The RMS of each 20 ms, shape (frames,); the last may be made of fewer samples."""
    frame = max(1, round(_FRAME_S * sound.rate_hz))
    squares = np.square(sound.samples, dtype=np.float64)
    starts = np.arange(0, len(squares), frame)
    lengths = np.diff(np.append(starts, len(squares)))
    levels: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sqrt(np.add.reduceat(squares, starts) / lengths)
    return levels
