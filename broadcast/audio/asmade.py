"""A recording -> the same as it is laid into a cart: ends trimmed, offset gone, nothing inside shortened."""

import math

import numpy as np

from broadcast.audio import beside
from broadcast.audio.fades import fade
from broadcast.audio.hearing import Heard, Kind, noise_for_music, noisy, refusal, wordless
from broadcast.audio.horn import banded, voiced
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.misaligned import in_words
from broadcast.audio.recipe import Recipe
from broadcast.audio.recorded import AFTER_S, BEFORE_S, BROKEN_S, AsMade, Recorded, listen
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.audio.trim import Span
from broadcast.base.errors import Message, tell
from broadcast.base.lengths import length_told, timecode

MOST_GAIN_DB = 30.0
"""A recording is raised by no more. A voice that a telephone took up across a room stands at about -45 LUFS, 29 dB
under the usual target; what is softer still is mostly the noise of the room, and would be made to roar."""
TOLD_S = 1.0
"""Less of an end goes without a word."""
_SOFTER_LU = 0.5
"""So much under the target nobody hears; as in audio/faults."""

_STEP, _DRIFT_STEPS, _PIECE = RATE_HZ // 100, 11, 1 << 20
_DRIFT = 0.02
"""Of full scale (RMS). At full scale voices have 0.002 as a rule, of 21 pieces of music none over 0.014; a kick of
a drum may have 0.05, but loses nothing that is heard. Nobody hears an offset either: it takes the words' room."""

Told = tuple[Message, Message | None]
"""What was found out, and what to do about it."""


def laid_in(recipe: Recipe, sound: Sound, as_made: AsMade) -> tuple[Samples, tuple[Span, ...]]:
    """Make a recording (one channel, any rate) ready for the mix; return it at 48 kHz, and where it is heard.

    Silence and room noise at its ends go, but for a margin, in which it fades; with `keep_silence` they stay. Its
    offset goes, and the recipe's profile shapes it: of music the band alone. Empty where nothing is heard.
    """
    samples = resampled(sound, RATE_HZ).samples
    listening = listen(samples, music=as_made.music)
    spans = listening.spans()
    if not spans:
        return samples[:0], ()
    kept_s = (0.0, len(samples) / RATE_HZ) if as_made.keep_silence else listening.found().kept_s
    start, end = round(kept_s[0] * RATE_HZ), round(kept_s[1] * RATE_HZ)
    kept = samples[start:end] - samples[start:end].mean(dtype="float64").astype("float32")
    _take_drift_out(kept)
    edge = round(recipe.edge_s * RATE_HZ)
    # half the margin: the room comes and goes softly, and no word is touched
    fade(kept, frames_in=round(BEFORE_S / 2 * RATE_HZ) if start else edge,
         frames_out=round(AFTER_S / 2 * RATE_HZ) if end < len(samples) else edge)  # fmt: skip
    shaped = banded(kept, recipe.profile) if as_made.music else voiced(kept, recipe.profile)
    return shaped, tuple(Span(max(0, span.start - start), min(span.end - start, len(kept))) for span in spans)


def _take_drift_out(samples: Samples) -> None:
    """Take out, in place, an offset that changes: the mean over a tenth of a second, where that is much."""
    count = len(samples) // _STEP
    if count < _DRIFT_STEPS:
        return
    means = samples[: count * _STEP].reshape(-1, _STEP).mean(axis=1, dtype=np.float64)
    slow = np.convolve(np.pad(means, _DRIFT_STEPS // 2, "edge"), np.full(_DRIFT_STEPS, 1 / _DRIFT_STEPS), "valid")
    if np.sqrt(np.mean(np.square(slow))) < _DRIFT:
        return
    middles = (np.arange(count) + 0.5) * _STEP
    for at in range(0, len(samples), _PIECE):  # an hour in float64 would be a gigabyte and more
        piece = samples[at : at + _PIECE]
        piece -= np.interp(np.arange(at, at + len(piece)), middles, slow).astype(np.float32)


# --- what is told of it ---


def unfit(found: Recorded, heard: Heard, as_made: AsMade) -> tuple[Told, ...]:
    """Tell why a recording may not air: its bytes are out of place, it is noise or nothing, or it is broken."""
    if found.misplaced:
        what = tell("tệp thu sẵn {what}", what=in_words(found.misplaced))
        return ((what, tell("Chép hay tải lại tệp ấy từ bản gốc.")),)
    refused = refusal(heard, _loudness(found), music=as_made.music)
    # somebody speaks, far under what else is heard: that is told, and refuses nobody
    return (refused,) if refused is not None and not found.beside.soft else broken(found, as_made)


def _loudness(found: Recorded) -> float | None:
    return float(found.loudness) if math.isfinite(found.loudness) else None


def broken(found: Recorded, as_made: AsMade) -> tuple[Told, ...]:
    """Tell why a recording may not air: nothing is heard in it, or it falls silent for more than three minutes."""
    if found.is_silent:
        fix = tell("Nghe thử tệp; nếu cả tệp im thì thu lại.")
        return ((tell("tệp thu sẵn im lặng, không nghe thấy gì"), fix),)
    long = [] if as_made.keep_silence else [one for one in found.silences if one.seconds > BROKEN_S]
    fix = tell("Cắt bớt, hay thu lại; nếu quãng lặng ấy là chủ ý thì thêm dòng keep_silence: true.")
    return tuple(
        (tell("tệp thu sẵn im lặng {length} liền, từ {at}: tệp hỏng, hay quên tắt máy thu",
              length=length_told(one.seconds), at=timecode(one.starts_s)), fix)
        for one in long
    )  # fmt: skip


def remarks(found: Recorded, as_made: AsMade, heard: Heard | None = None) -> tuple[Told, ...]:
    """Tell what is to be known of a recording that airs: what is silent, trimmed, clipped or drowned."""
    if found.is_silent:
        return ()
    told: list[Told] = [] if as_made.keep_silence else [*_silences(found), *trimmed(found, as_made)]
    if found.is_clipped:
        what = tell("tệp thu sẵn bị vỡ tiếng ở {count} chỗ, vì thu quá to", count=found.clipped)
        told.append((what, tell("Vẫn phát như đã thu. Nghe chói thì thu lại, để xa micro hơn.")))
    if heard is not None:
        told += _of_music(found, heard) if as_made.music else _of_words(found, heard)
    return tuple(told)


def _of_music(found: Recorded, heard: Heard) -> list[Told]:
    noise = noise_for_music(heard, _loudness(found))
    return [] if noise is None else [noise]


def _of_words(found: Recorded, heard: Heard) -> list[Told]:
    told: list[Told] = []
    if (nobody := wordless(heard, _loudness(found))) is not None:
        told.append(nobody)
    if (noise := noisy(heard)) is not None:
        told.append((noise, tell("Vẫn phát, tiếng nền được tăng cùng lời. Nên thu lại ở chỗ yên, gần micro hơn.")))
    return [*told, *beside.told(found.beside, speaks=heard.kind is Kind.SPEECH)]


def trimmed(found: Recorded, as_made: AsMade) -> tuple[Told, ...]:
    """Tell how much of a recording's ends is not aired; nothing where it is less than a second at each."""
    from_s, to_s = (0.0, found.seconds) if as_made.keep_silence else found.kept_s
    first, last = from_s, found.seconds - to_s
    if max(first, last) < TOLD_S:
        return ()
    if last < TOLD_S:
        what = tell("đã bỏ {seconds:.1f} giây tiếng nền ở đầu tệp thu sẵn", seconds=first)
    elif first < TOLD_S:
        what = tell("đã bỏ {seconds:.1f} giây tiếng nền ở cuối tệp thu sẵn", seconds=last)
    else:
        what = tell("đã bỏ {first:.1f} giây tiếng nền ở đầu và {last:.1f} giây ở cuối tệp thu sẵn",
                    first=first, last=last)  # fmt: skip
    return ((what, tell("Muốn giữ nguyên thì thêm dòng keep_silence: true.")),)


def stays_soft(loudness: Lufs, target: Lufs) -> tuple[Told, ...]:
    """Tell, before it is mixed, that a recording of that loudness (as it was made) will stay under the target."""
    under = target - loudness - MOST_GAIN_DB
    if not math.isfinite(under) or not under > _SOFTER_LU:
        return ()
    level = f"{loudness:.0f}".replace("-", "−")
    what = tell("tệp thu sẵn nhỏ quá ({level} LUFS): chỉ tăng được {most:.0f} dB, nên phát nhỏ hơn các bài khác "
                "khoảng {lu:.0f} dB", level=level, most=MOST_GAIN_DB, lu=max(1.0, under))  # fmt: skip
    return ((what, tell("Thu lại gần micro hơn.")),)


def too_soft(loudness: Lufs, target: Lufs) -> tuple[Told, ...]:
    """Tell that a recording stays under its target in the finished cart: it is raised only so far.

    `loudness`: of its words there, without the music around them.
    """
    under = target - loudness
    if not under > _SOFTER_LU:
        return ()
    what = tell("tệp thu sẵn nhỏ quá: đã tăng hết mức mà vẫn nhỏ hơn các bài khác {lu:.1f} LU", lu=under)
    return ((what, tell("Thu lại gần micro hơn.")),)


def _silences(found: Recorded) -> list[Told]:
    fix = tell("Vẫn phát nguyên như vậy. Chủ ý thì thêm dòng keep_silence: true; không thì cắt bớt rồi lưu lại.")
    return [
        (
            tell(
                "tệp thu sẵn có quãng lặng {length}, từ {at}",
                length=length_told(one.seconds),
                at=timecode(one.starts_s),
            ),
            fix,
        )
        for one in found.silences
    ]
