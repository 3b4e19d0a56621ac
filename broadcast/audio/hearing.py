"""A sound, block by block -> whether somebody is speaking in it; where nobody is, what is heard instead.

`features` looks at each 40 ms, `speech` tells from that whether somebody speaks, `musical` what is played from
what is noise or a steady tone; here all of it is one verdict, and its words.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from broadcast.audio.features import FRAME, HOP, HZ, LOWEST_HZ, RATE_HZ, Features, Figures
from broadcast.audio.musical import Lines, Strokes, is_drummed, is_played, is_rung
from broadcast.audio.percentile import percentile
from broadcast.audio.sound import Floats, Samples
from broadcast.audio.speech import VOICED, spoken
from broadcast.base.errors import Message, tell

__all__ = ["RATE_HZ", "Ear", "Heard", "Kind", "in_words", "noisy", "refusal", "wordless"]

_UNDER_LOUD_DB = 25.0
"""Loud is what stands at most so far under the loudest."""
_LOUDEST = 50
"""Frames: a second. A few words before ten minutes of silence are as loud as they are."""
_SILENT_DB, _STEADY_DB = -70.0, 1.5
_OFFSET = 0.005
_LEAST_OVER_NOISE_DB = 15.0
"""The noise of a room this close under the words is told: they are heard, but with effort outdoors."""
_LOWEST_LINE_HZ, _HUM_HZ = 30.0, 320.0
_MAINS_HZ = 50.0
_MOSTLY, _RARELY = 0.8, 0.1
_RUMBLE_HZ, _RUMBLE_SHARE = 300.0, 0.0015
"""Wind in a microphone, a lorry, a hand on it have next to nothing over that; the softest drums 0.6 %."""
_SLAP_SHARE = 0.0003
"""The slap of a stroke on a deep drum; noise through a steep filter has 0.014 % over it at most."""
_WHITE_HZ, _WHITE = (100.0, 7_500.0), 0.85
"""Flatness of the spectrum: of bursts of white noise 0.98 and more, of cymbals and snares 0.66 at most."""


class Kind(StrEnum):
    """What a sound is, as a whole."""

    SPEECH = "speech"
    MUSIC = "music"
    """What is played: notes, drums, bells."""
    HISS = "hiss"
    HUM = "hum"
    TONE = "tone"
    """A steady tone or beeps, as of a telephone line."""
    NOISE = "noise"
    """Wind, rain, engines, a crowd: neither spoken nor played, and not steady."""
    OFFSET = "offset"
    """Direct current, and nothing else."""
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard in a sound."""

    kind: Kind
    seconds: float
    loud_db: float
    """What its loudest twentieth passes, or its loudest second, in dB to full scale (RMS of 40 ms)."""
    floor_db: float
    """The level of its softest tenth, digital silence left out."""
    speech_s: float
    """Seconds in which somebody speaks."""
    speech_share: float
    """Of all that is loud, 0 to 1."""
    pitch_hz: float
    """Of hum or a tone, its strongest line; 0 of anything else."""


class Ear:
    """Hears one sound; 1.6 kB a second of it are kept, and nothing of its samples."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._features, self._lines, self._strokes = Features(), Lines(HZ), Strokes()
        self._spectrum = np.zeros(len(HZ))
        self._sum, self._frames = 0.0, 0

    def add(self, samples: Samples) -> None:
        """Hear the next samples of one channel at 16 kHz, shape (n,); any number of them."""
        samples = np.nan_to_num(samples, posinf=0.0, neginf=0.0)  # a float file may hold what is no number
        self._sum += float(samples.sum(dtype=np.float64))
        self._frames += len(samples)
        self._strokes.add(samples)
        held = np.concatenate([self._rest, samples])
        count = max(0, (len(held) - FRAME) // HOP + 1)
        frames = np.lib.stride_tricks.sliding_window_view(held, FRAME)[::HOP][:count] if count else held[:0]
        for at in range(0, count, 2_000):
            power = self._features.add(frames[at : at + 2_000])
            self._lines.add(power)
            self._spectrum += power.sum(axis=0)
        self._rest = held[count * HOP :]

    def figures(self) -> Figures:
        """Return the figures of each 20 ms that was heard so far."""
        return self._features.figures()

    def heard(self) -> Heard:
        """Judge all that was heard so far."""
        seconds = self._frames / RATE_HZ
        if not len(self._features):
            return self._in_one_frame()
        figures = self._features.figures()
        loud_db = _loudest(figures.level)
        above = figures.level[figures.level > -115]
        if loud_db < _SILENT_DB:
            offset = abs(self._sum / self._frames) > _OFFSET
            return _nothing(Kind.OFFSET if offset else Kind.SILENCE, seconds, loud_db)
        loud = figures.level > loud_db - _UNDER_LOUD_DB
        found = spoken(figures, loud)
        kind = Kind.SPEECH if found.speaks else self._kind(figures.level[loud], figures.voicing[loud])
        return Heard(
            kind=kind, seconds=seconds, loud_db=loud_db,
            floor_db=percentile(above, 10) if len(above) else -120.0,
            speech_s=found.seconds, speech_share=found.share,
            pitch_hz=self._line_hz() if kind in (Kind.HUM, Kind.TONE) else 0.0,
        )  # fmt: skip

    def _in_one_frame(self) -> Heard:
        """What is heard in less than 40 ms: the same as if it went on at its mean."""
        if not self._frames:
            return _nothing(Kind.SILENCE, 0.0)
        longer = Ear()
        longer.add(np.pad(self._rest, (0, FRAME - len(self._rest)), constant_values=self._rest.mean()))
        return replace(longer.heard(), seconds=self._frames / RATE_HZ)

    def _kind(self, level: Floats, voicing: Floats) -> Kind:
        """What is heard where nobody speaks."""
        lines, strokes = self._lines.found(), self._strokes.found()
        over = self._share_over(_RUMBLE_HZ)
        rumbles = over < _RUMBLE_SHARE
        if rumbles:
            is_music = is_rung(lines, strokes) or (over > _SLAP_SHARE and is_drummed(lines, strokes))
        else:
            is_music = is_played(lines, strokes) and not self._is_white()
        if is_music:
            return Kind.MUSIC
        total = self._spectrum[HZ >= _LOWEST_LINE_HZ].sum() + 1e-12
        line = self._spectrum.argmax()
        low = self._spectrum[(HZ >= _LOWEST_LINE_HZ) & (HZ <= _HUM_HZ)].sum() / total
        steady = float(np.std(level)) < _STEADY_DB
        if steady and low > _MOSTLY and (HZ[line] < LOWEST_HZ or float(np.median(voicing)) > VOICED):
            return Kind.HUM
        if lines.tonal > _MOSTLY and not rumbles:
            return Kind.TONE
        return Kind.HISS if steady and float(np.mean(voicing > VOICED)) < _RARELY else Kind.NOISE

    def _share_over(self, hz: float) -> float:
        """The share of its power over that frequency, 0 to 1."""
        return float(self._spectrum[hz <= HZ].sum() / (self._spectrum.sum() + 1e-12))

    def _is_white(self) -> bool:
        """Whether its spectrum is flat as a whole: bursts of noise, clicks of a switch; no drum's is."""
        power = self._spectrum[(_WHITE_HZ[0] < HZ) & (_WHITE_HZ[1] > HZ)] + 1e-20
        return float(np.exp(np.log(power).mean()) / power.mean()) > _WHITE

    def _line_hz(self) -> float:
        """The frequency of the strongest line, between two bins of the spectrum by their levels."""
        at = int(np.clip(self._spectrum.argmax(), 1, len(self._spectrum) - 2))
        before, here, after = np.log(self._spectrum[at - 1 : at + 2] + 1e-12)
        found = float(HZ[1] * (at + 0.5 * (before - after) / (before - 2 * here + after + 1e-9)))
        mains = _MAINS_HZ * round(found / _MAINS_HZ)  # the bins are too wide to tell 48 Hz from 50
        return mains if abs(found - mains) < HZ[1] / 2 else found


def _loudest(level: Floats) -> float:
    """The level that the loudest twentieth passes; that of the loudest second, where a twentieth is longer."""
    twentieth = percentile(level, 95)
    return max(twentieth, float(np.partition(level, -_LOUDEST)[-_LOUDEST])) if len(level) > _LOUDEST else twentieth


def refusal(heard: Heard, loudness: float | None, *, music: bool = False) -> tuple[Message, Message | None] | None:
    """Word why a recording may not air for what was heard in it, and what to do; None where it may.

    `loudness`: integrated, in LUFS; None where it is too soft to be measured. Silence, direct current, hum, and
    noise of any colour may not. Music may: a drum, a song; that nobody speaks in it `wordless` tells. `music`: no
    speech is looked for, so none is missed; and what swells and falls may be a roll of drums, whatever is heard.
    """
    if heard.kind in (Kind.SPEECH, Kind.MUSIC, Kind.TONE) or (music and heard.kind is Kind.NOISE):
        return None
    if heard.kind is Kind.SILENCE:
        return tell("không nghe thấy gì trong tệp: tệp im lặng"), _RECORD_AGAIN
    if heard.kind is Kind.OFFSET:
        return tell("không nghe thấy gì trong tệp: chỉ có tín hiệu một chiều (DC)"), _RECORD_AGAIN
    found = in_words(heard, loudness)
    return found if music else tell("không nghe thấy tiếng người: {heard}", heard=found), _RECORD_AGAIN


def wordless(heard: Heard, loudness: float | None) -> tuple[Message, Message | None] | None:
    """Word that nobody speaks in a recording that may air all the same; None where somebody does."""
    if heard.kind not in (Kind.MUSIC, Kind.TONE):
        return None
    return tell("không nghe thấy tiếng người: {heard}", heard=in_words(heard, loudness)), _IF_MUSIC


def noise_for_music(heard: Heard, loudness: float | None) -> tuple[Message, Message | None] | None:
    """Word that what the ward calls music is heard as noise; None where it is not. A roll of drums is near it."""
    if heard.kind is not Kind.NOISE:
        return None
    return tell("nghe như tiếng ồn: {heard}", heard=in_words(heard, loudness)), _IF_NOISE


def noisy(heard: Heard) -> Message | None:
    """Word that the noise behind the words stands close under them; None where it does not.

    Judged by the softest tenth of the sound against its loudest twentieth, where there are pauses to hear it in.
    """
    apart = heard.loud_db - heard.floor_db
    if heard.kind is not Kind.SPEECH or apart >= _LEAST_OVER_NOISE_DB:
        return None
    return tell("tiếng nền chỉ nhỏ hơn lời {count} dB, ngoài trời sẽ khó nghe", count=round(apart))


def in_words(heard: Heard, loudness: float | None) -> Message:
    """Word what is heard where nobody speaks, and how loud it is; `loudness` as of `refusal`."""
    level = f"{loudness if loudness is not None else heard.loud_db:.0f}".replace("-", "−")
    match heard.kind:
        case Kind.HISS:
            return tell("chỉ có tiếng xì {level} LUFS", level=level)
        case Kind.HUM:
            return tell("chỉ có tiếng ù {hz} Hz, {level} LUFS", hz=round(heard.pitch_hz), level=level)
        case Kind.TONE:
            return tell("chỉ có một tiếng kêu đều {hz} Hz, {level} LUFS", hz=round(heard.pitch_hz), level=level)
        case Kind.MUSIC:
            return tell("nghe như nhạc hay tiếng động, {level} LUFS", level=level)
        case _:
            return tell("chỉ có tiếng ồn {level} LUFS", level=level)


_RECORD_AGAIN = tell("Xem lại micro và dây, thu lại rồi chép tệp vào.")
_IF_MUSIC = tell(
    "Tệp vẫn phát. Nếu đúng là nhạc, là trống thì thêm dòng music: true ở đầu bài; nếu không thì thu lại."
)
_IF_NOISE = tell("Tệp vẫn phát như nhạc. Nghe thử; nếu không phải nhạc hay trống thì thu lại.")


def _nothing(kind: Kind, seconds: float, loud_db: float = -120.0) -> Heard:
    return Heard(
        kind=kind, seconds=seconds, loud_db=loud_db, floor_db=loud_db, speech_s=0.0, speech_share=0.0, pitch_hz=0.0
    )
