"""A sound that is asked for -> the report on it, in one pass and constant memory; in the child alone.

Only music is held in memory whole, which may last ten minutes at most.
"""

from pathlib import Path

from broadcast.audio.asmade import Told, remarks, stays_soft, unfit
from broadcast.audio.hearing import Heard
from broadcast.audio.levels import Lufs
from broadcast.audio.recorded import AsMade, Recorded
from broadcast.base.errors import Message, NotAudio, tell
from broadcast.base.lengths import length_told
from broadcast.library.ingest.decoding import Decoded, opened
from broadcast.library.ingest.jingles import judged
from broadcast.library.ingest.lengths import FIX
from broadcast.library.ingest.listening import Listening
from broadcast.library.ingest.report import LONGEST_S, Asked, Finding, Report, Use


def examine(home: Path, asked: Asked) -> Report:
    """Decode a file in the ward's folder `home` to its end, or to the longest it may be; report on it.

    Raises MemoryError where that takes more memory than there is.
    """
    try:
        with opened(home, asked.name) as decoded:
            return _heard(decoded, asked)
    except NotAudio as error:
        return Report(unreadable=Finding(what=error.what, fix=error.fix))


def too_long(asked: Asked, claimed_s: float | None) -> Finding:
    """Word the finding that a sound is longer than it may be: by which rule, and how long where its header says.

    `claimed_s`: how many seconds long it says it is; None where it does not say.
    """
    most = length_told(asked.longest_s)
    is_ward_s = asked.most_s is not None and asked.most_s <= LONGEST_S[asked.use]
    rule = Message("max_session") if is_ward_s else tell("giới hạn của chương trình")
    if claimed_s is not None and claimed_s > asked.longest_s:
        length = length_told(claimed_s)
        what = tell("tệp tiếng “{name}” dài {length}, quá mức {most} ({rule})",
                    name=asked.name, length=length, most=most, rule=rule)  # fmt: skip
    else:
        what = tell("tệp tiếng “{name}” dài quá {most} ({rule})", name=asked.name, most=most, rule=rule)
    if is_ward_s:
        return Finding(what=what, fix=tell("Cắt ngắn tệp, hoặc tăng max_session ở mục airtime của playlist."))
    return Finding(what=what, fix=tell("Cắt ngắn tệp, hoặc chọn tệp khác."))


def _heard(decoded: Decoded, asked: Asked) -> Report:
    listening = Listening(decoded.rate_hz, keeps=asked.place is not None, music=asked.music)
    for samples in decoded.blocks:
        listening.add(samples)
        if listening.seconds > asked.longest_s:
            return Report(
                container=decoded.container, rate_hz=decoded.rate_hz, channels=decoded.channels,
                faults=(too_long(asked, decoded.whole.claim.seconds),),
            )  # fmt: skip
    if not listening.seconds:
        return Report(
            container=decoded.container,
            unreadable=Finding(what=tell("tệp tiếng “{name}” không có âm thanh nào", name=asked.name)),
        )
    listening.end()
    recorded, heard = listening.recorded(), listening.heard()
    faults, told, airs_s = _of_use(asked, listening, recorded, heard)
    return Report(
        container=decoded.container,
        seconds=listening.seconds,
        claimed_s=decoded.whole.claim.seconds,
        rate_hz=decoded.rate_hz,
        channels=decoded.channels,
        loudness=listening.loudness(),
        heard={
            "kind": heard.kind.value,
            "speech_s": round(heard.speech_s, 1),
            "floor_db": round(heard.floor_db, 1),
            "airs_s": airs_s,
        },
        faults=faults,
        remarks=(*_of_length(asked, decoded), *told),
    )


def _of_length(asked: Asked, decoded: Decoded) -> tuple[Finding, ...]:
    whole = decoded.whole
    told_elsewhere = (
        asked.keep_silence or asked.place is not None
    )  # of music its silences are told with what is done
    odd = (whole.remark, None if told_elsewhere else whole.still)
    return tuple(
        Finding(what=tell("tệp tiếng “{name}” {what}", name=asked.name, what=one), fix=FIX)
        for one in odd
        if one is not None
    )


def _of_use(
    asked: Asked, listening: Listening, recorded: Recorded, heard: Heard
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], float | None]:
    """The faults and the remarks of what the sound is wanted for; of music how many seconds of it air."""
    if asked.place is not None:
        return judged(asked, listening.music(), asked.place)
    if asked.use is not Use.RECORDING:
        return (), (), None
    as_made = AsMade(keep_silence=asked.keep_silence, music=asked.music)
    told = remarks(recorded, as_made, heard) + stays_soft(recorded.loudness, Lufs(asked.target_lufs))
    return tuple(map(_finding, unfit(recorded, heard, as_made))), tuple(map(_finding, told)), None


def _finding(told: Told) -> Finding:
    return Finding(what=told[0], fix=told[1])
