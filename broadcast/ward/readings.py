"""A script, the ward's facts and its lexicon -> how it will be spoken, and what is doubtful in it at its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from broadcast.base.errors import Fault, FaultsFound, Level, tell
from broadcast.programme.model import Reason, Unready
from broadcast.text.lexicon import Lexicon
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import SpokenText
from broadcast.ward.facts import fill, missing_facts
from broadcast.ward.places import Places, in_order
from broadcast.ward.script import Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A script whose facts are filled in, and the words that a voice will say."""

    script: Script
    text: str
    """The script's body with its facts in place; every offset of `spoken` is one of this text."""
    spoken: SpokenText


def reading_of(script: Script, facts: Mapping[str, object], lexicon: Lexicon) -> Prepared | Unready:
    """Fill the facts in and read the text out, doubts included; or return why the facts cannot be filled in."""
    try:
        text = fill(script, facts)
    except FaultsFound as found:
        names = missing_facts(script, facts)
        errors = [fault for fault in found.faults if fault.level is Level.ERROR]
        if errors:
            return Unready(reason=Reason.FAULTY_SCRIPT, why=errors[0].what)
        why = tell("thiếu dữ kiện {names}", names=", ".join(names))
        return Unready(reason=Reason.MISSING_FACT, why=why, facts=names)
    return Prepared(script=script, text=text, spoken=speakable(text, lexicon))


def certain(reading: Prepared | Unready) -> Prepared | Unready:
    """Let a reading through whose every word is certain; refuse a doubtful one with its first three doubts."""
    if isinstance(reading, Unready) or not reading.spoken.doubts:
        return reading
    words = ", ".join(f"“{doubt.written}”" for doubt in reading.spoken.doubts[:3])
    return Unready(reason=Reason.DOUBTFUL_READING, why=tell("chưa biết đọc {words}", words=words))


def prepare(script: Script, facts: Mapping[str, object], lexicon: Lexicon) -> Prepared | Unready:
    """Make one script ready to be spoken; or return the fact, the fault or the doubtful word that stops it."""
    return certain(reading_of(script, facts, lexicon))


def reading_faults(reading: Prepared) -> tuple[Fault, ...]:
    """List the doubts (WAITING) and the sentences too long for one breath (WARNING), in the order of the text.

    Lines are those of the script's file. Columns count the text with its facts in place, as the fault shows it.
    """
    places = Places(reading.script.file, reading.text, reading.script.body_line)
    spoken = reading.spoken
    doubts = (
        places.at_span(one.start, one.end, one.why,
                       tell("Ghi cách đọc vào lexicon.yaml: {line}", line=one.suggestion), Level.WAITING)
        for one in spoken.doubts
    )  # fmt: skip
    breathless = (
        places.at_span(one.start, one.end, one.what,
                       tell("Ngắt câu này ra bằng dấu phẩy hoặc dấu chấm."), Level.WARNING)
        for one in spoken.warnings
    )  # fmt: skip
    return in_order([*doubts, *breathless])
