"""A script's name, or words as somebody types them -> what a bulletin says, and what of it is told beforehand."""

import re
from dataclasses import dataclass, replace

from broadcast.base.errors import Message, UsageRefused, WardError, tell
from broadcast.playout.control.bulletin_request import LONGEST_WORDS
from broadcast.programme.bulletins import Urgency, first_words
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.station.station import Station
from broadcast.station.unready import error_of
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import Doubt
from broadcast.ward.readings import Prepared, certain, reading_of
from broadcast.ward.script import read_script

_LONGEST_TYPED = LONGEST_WORDS // 3
"""Characters; what is spoken of it, and the words as they were typed, have room beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a bulletin will say."""

    station: Station
    """The station that knows its words, also where they stand in no file."""
    script: ScriptId
    title: str
    """The script's title, or the first words as they were typed."""
    text: str
    """What is spoken, in full; where it differs from what was typed, then an empty line and that."""
    left_out: tuple[str, ...] = ()
    """Signs that are not said: emoji and others that no voice reads, in their order, each once."""
    guessed: tuple[Doubt, ...] = ()
    """What is read as well as can be: an emergency's doubts."""
    unusual: Message | None = None
    """Why no session would air the script today, by the days in its header; None where one would."""


def typed(station: Station, text: str, urgency: Urgency) -> Wording:
    """Turn typed words into what a bulletin says. Signs that no voice reads are left out, whatever the level.

    An emergency is read as well as can be; of any other level every word must be certain. Raises FaultsFound or
    WardError where it cannot be spoken so, UsageRefused where it is longer than any bulletin.
    """
    if len(text) > _LONGEST_TYPED:
        raise UsageRefused(tell("lời của bản tin dài quá {most} chữ", most=_LONGEST_TYPED))
    id_ = ScriptId(f"ban-tin/{urgency}")
    words, left_out = _without_stray_signs(station, text)
    if not words.strip():
        raise _wordless()
    script = read_script(f"scripts/{id_}.md", f"---\ntitle: {tell('Bản tin')}\n---\n{words}\n".encode())
    script = replace(script, title=first_words(text))
    ward = replace(station.ward, scripts={**station.ward.scripts, id_: script})
    wording = _worded(replace(station, ward=ward), id_, urgency)
    return replace(wording, left_out=left_out, text=_in_full(wording.text, text))


def of_script(station: Station, name: str, urgency: Urgency) -> Wording:
    """Find the script of that name and turn it into what a bulletin says; an emergency as well as can be read.

    Raises UnknownScript where there is no such script, WardError where it cannot be spoken or is a draft.
    """
    id_ = station.ward.find(name)
    wording, validity = _worded(station, id_, urgency), station.ward.scripts[id_].validity
    why = validity.why_not(station.clock.now().date())
    if why is not None and validity.draft:
        raise WardError(
            tell("Chưa phát được bản tin này: {why}.", why=why), tell("Soạn xong thì bỏ dòng draft ở đầu bài.")
        )
    return replace(wording, unusual=why)


def _worded(station: Station, id_: ScriptId, urgency: Urgency) -> Wording:
    ward = station.ward
    script = ward.scripts.get(id_)
    if script is None:  # its file has faults
        why = ward.of(id_)
        unready = why if isinstance(why, Unready) else Unready(reason=Reason.FAULTY_SCRIPT, why=tell("bài có lỗi"))
        raise error_of(tell("Chưa phát được bản tin này: {why}.", why=unready.why), unready, ward, id_)
    reading = reading_of(script, ward.playlist.facts, ward.lexicon)
    prepared = reading if urgency is Urgency.EMERGENCY else certain(reading)
    if isinstance(prepared, Unready):
        raise WardError(tell("Chưa phát được bản tin này: {why}.", why=prepared.why), _fix(reading, prepared))
    if not prepared.spoken.syllables and script.recording is None:
        raise _wordless()
    return Wording(
        station=replace(station, ward=replace(ward, prepared={**ward.prepared, id_: prepared})),
        script=id_,
        title=script.title,
        text=str(prepared.spoken) if script.recording is None else prepared.words,
        guessed=prepared.spoken.doubts if script.recording is None else (),
    )


def _wordless() -> WardError:
    return WardError(
        tell("Bản tin này không có lời nào để đọc."), tell("Viết lời bằng chữ; dấu và hình không được đọc.")
    )


def _fix(reading: Prepared | Unready, unready: Unready) -> Message | None:
    if unready.reason is Reason.MISSING_FACT:
        return tell("Điền dữ kiện còn thiếu vào mục facts của playlist.yaml.")
    if not isinstance(reading, Prepared):
        return None
    lines = "; ".join(doubt.suggestion for doubt in reading.spoken.doubts[:3] if doubt.suggestion)
    if not lines:
        return tell("Viết rõ chỗ này ra bằng chữ.")
    return tell("Viết rõ ra bằng chữ, hoặc thêm cách đọc vào lexicon.yaml: {lines}", lines=lines)


def _without_stray_signs(station: Station, text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the signs that have no reading, each replaced by a blank; and those signs."""
    stray = [one for one in speakable(text, station.ward.lexicon).doubts if not _has_words(one.written)]
    for one in reversed(stray):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text, tuple(dict.fromkeys(one.written for one in stray))


def _has_words(written: str) -> bool:
    return any(sign.isalnum() for sign in written)


def _in_full(spoken: str, written: str) -> str:
    """What is spoken, as it was typed where that is the same words; else both, with an empty line between."""
    if _bare(spoken) == _bare(written):
        return written.strip()
    return f"{spoken}\n\n{written.strip()}"


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
