"""A sentence as a microphone heard it -> its take, trimmed, levelled and judged; or why it is to be read again."""

from dataclasses import dataclass, replace

import numpy as np

from broadcast.audio.dither import to_pcm16
from broadcast.audio.faults import faults_of
from broadcast.audio.flattops import flat_tops, runs
from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear, Heard, Kind, in_words, noisy
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.percentile import percentile
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.audio.strays import without_strays
from broadcast.audio.takes import level_gain, loudness_of
from broadcast.audio.trim import frame_levels_db, words_only
from broadcast.base.errors import BadSound, Message, tell
from broadcast.library.codec import encode_flac

_TARGET_LUFS = Lufs(-23.0)
"""Every take is kept about as loud, so that they sound alike when heard again; the mix levels them anew."""
_HIGHEST = 10 ** (-2 / 20)
"""No take is raised further than to this peak: 2 dB under full scale, as between two samples it may be higher."""
_TOO_SOFT_LUFS, _SOFT_LUFS = -48.0, -38.0
"""Raised to its target, what is softer brings up the noise of room and microphone; a headset gives -30 to -18."""
_FRAME_S = 0.01
_END_FRAMES, _CUT_DB = 3, 12.0
"""A sentence that was not begun or ended within the recording is loud in its first or last moment."""
_OVER_NOISE = 0.4
"""How far a word stands over the noise of the room, of the way from that to the loud frames."""
_SHORTEST_FRAMES = 6
"""What is shorter is the key that was pressed, and no word."""
_BEFORE_S, _AFTER_S = 0.15, 0.25
"""Kept around the words, for what begins and ends under the noise."""
_CLOSER = tell("Ngồi gần micro hơn, hoặc vặn to micro ở phần âm thanh của máy, rồi đọc lại.")
_FURTHER = tell("Ngồi xa micro hơn một chút, hoặc vặn nhỏ micro ở phần âm thanh của máy, rồi đọc lại.")
_UNPLUGGED = tell("Xem micro đã cắm chưa, có bị tắt tiếng không, và có đúng micro ấy không.")
_WAIT = tell("Nhấn Enter, chờ một nhịp rồi đọc; đọc xong chờ một nhịp rồi mới nhấn Enter.")
_NEXT_TO_SILENT = frozenset({Kind.SILENCE, Kind.OFFSET, Kind.HISS, Kind.HUM})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finished:
    """A sentence that may be kept."""

    sound: Sound
    """One channel at 48 kHz."""
    loudness: Lufs
    """As it is kept."""
    peak: float
    """The highest sample as it was recorded, in dB to full scale."""
    remarks: tuple[Message, ...] = ()
    """What whoever read it should know, and may let pass."""

    def flac(self) -> bytes:
        """Encode the sound as the bytes of a FLAC file of 16 bits."""
        return encode_flac(to_pcm16(self.sound), self.sound.rate_hz)


def finished(recorded: Sound, words: str) -> Finished:
    """Trim a recorded sentence, level it, and judge whether it can be `words` read aloud.

    `recorded` has one channel. Raises BadSound, with what to do before it is read again, where nothing is heard,
    where it is cut off, overdriven, too soft, or too short or too long for its words.
    """
    raw = resampled(recorded, RATE_HZ).samples
    heard, recipe = _heard(recorded), Recipe()
    if heard.kind in _NEXT_TO_SILENT:
        raise BadSound(_nothing_heard(heard), _UNPLUGGED)
    trimmed = _trimmed(without_strays(raw, RATE_HZ))
    spoken = words_only(trimmed, RATE_HZ, longest_pause_s=recipe.longest_pause_s, edge_s=recipe.edge_s)
    if not len(spoken):
        raise BadSound(_nothing_heard(heard), _UNPLUGGED)
    if count := flat_tops(recorded.samples).count():
        raise BadSound(tell("đọc to quá, tiếng bị vỡ ở {count} chỗ", count=count), _FURTHER)
    loudness = loudness_of(spoken)
    if loudness < _TOO_SOFT_LUFS:
        raise BadSound(tell("tiếng nhỏ quá, chỉ {lufs:.0f} LUFS", lufs=loudness), _CLOSER)
    sound = Sound(spoken * np.float32(_gain(spoken)), RATE_HZ)
    _refuse_unfit(sound, words)
    return Finished(
        sound=sound, loudness=loudness_of(sound.samples), peak=_db(float(np.abs(raw).max())),
        remarks=_remarks(heard, loudness),
    )  # fmt: skip


def _heard(recorded: Sound) -> Heard:
    ear = Ear()
    ear.add(resampled(recorded, EAR_HZ).samples)
    return ear.heard()


def _nothing_heard(heard: Heard) -> Message:
    if heard.kind in (Kind.HISS, Kind.HUM):
        return tell("không nghe thấy tiếng người: {heard}", heard=in_words(heard, None))
    return tell("không nghe thấy gì")


def _trimmed(samples: Samples) -> Samples:
    """The stretch from the first word to the last. Raises BadSound where one of them is cut off.

    `words_only` leaves the ends where a room is as noisy as a word's soft edge; here a word may lose none either,
    for the noise before it is the room's own.
    """
    frame = round(_FRAME_S * RATE_HZ)
    levels_db = frame_levels_db(samples, frame)
    floor_db, loud_db = (percentile(levels_db, share) if len(levels_db) else 0.0 for share in (10, 99))
    words = [
        (start, end)
        for start, end in runs(levels_db > floor_db + _OVER_NOISE * (loud_db - floor_db))
        if end - start >= _SHORTEST_FRAMES
    ]
    if not words:
        return samples
    too_loud_db = max(loud_db - _CUT_DB, floor_db + _CUT_DB)
    if levels_db[:_END_FRAMES].max() > too_loud_db:
        raise BadSound(tell("đầu câu bị cụt"), _WAIT)
    if levels_db[-_END_FRAMES:].max() > too_loud_db:
        raise BadSound(tell("cuối câu bị cụt"), _WAIT)
    first, last = words[0][0] * frame, words[-1][1] * frame
    return samples[max(0, first - round(_BEFORE_S * RATE_HZ)) : last + round(_AFTER_S * RATE_HZ)]


def _refuse_unfit(sound: Sound, words: str) -> None:
    """By the judgement of a cart, but for the loudness, which the mix will set."""
    loudness = loudness_of(sound.samples)
    measured = replace(measure(sound), integrated_lufs=loudness)  # a lone syllable is too short for the meter
    as_loud = replace(Recipe(), loudness_lufs=loudness)
    for fault in faults_of(sound, recipe=as_loud, measured=measured, syllables=len(words.split())):
        raise BadSound(
            fault, tell("Đọc lại đúng câu trên màn hình, từ đầu đến cuối; nếu vẫn thế thì thử micro khác.")
        )


def _gain(spoken: Samples) -> float:
    return min(level_gain(spoken, _TARGET_LUFS), _HIGHEST / float(np.abs(spoken).max()))


def _remarks(heard: Heard, loudness: Lufs) -> tuple[Message, ...]:
    told = []
    if heard.kind is not Kind.SPEECH:
        told.append(tell("máy không chắc đã nghe thấy tiếng người; hãy nghe lại"))
    if loudness < _SOFT_LUFS:
        told.append(tell("tiếng hơi nhỏ, {lufs:.0f} LUFS; ngồi gần micro hơn thì rõ hơn", lufs=loudness))
    if (noise := noisy(heard)) is not None:
        told.append(noise)
    return tuple(told)


def _db(amplitude: float) -> float:
    return 20 * float(np.log10(max(amplitude, 1e-6)))
