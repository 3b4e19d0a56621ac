"""A script, the ward's facts and its lexicon -> how it will be spoken, and what is doubtful in it at its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from broadcast.base.errors import Fault, FaultsFound, Level, Message, tell
from broadcast.programme.model import Reason, Unready
from broadcast.text.lexicon import Lexicon
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import SpokenText
from broadcast.ward.facts import fill, missing_facts
from broadcast.ward.legacy import Coding, recognised
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
    """Put the facts into the script and turn it into spoken words; return an Unready where they do not go in.

    A reading with doubts is returned all the same: `certain` refuses it.
    """
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
    """Return the reading itself where every word of it is certain; else an Unready that says why.

    One that is Unready already is returned as it is. The new one names the first three doubts.
    """
    if isinstance(reading, Unready) or not reading.spoken.doubts:
        return reading
    if (old := _old_coding(reading)) is not None:
        return Unready(reason=Reason.DOUBTFUL_READING, why=old)
    words = ", ".join(f"“{doubt.written}”" for doubt in reading.spoken.doubts[:3])
    return Unready(reason=Reason.DOUBTFUL_READING, why=tell("chưa biết đọc {words}", words=words))


def _old_coding(reading: Prepared) -> Message | None:
    """What to say once, in place of every word of a text in an old coding; None for any other text."""
    coding = recognised(reading.text) if reading.spoken.doubts else Coding.UNICODE
    if coding is None or coding is Coding.UNICODE:
        return None
    return tell("bài gõ bằng bảng mã cũ {coding}, không phải Unicode", coding=coding.value)


def prepare(script: Script, facts: Mapping[str, object], lexicon: Lexicon) -> Prepared | Unready:
    """Make a script ready to be spoken, facts in place and every word certain; or return an Unready: why not."""
    return certain(reading_of(script, facts, lexicon))


def reading_faults(reading: Prepared) -> tuple[Fault, ...]:
    """List the doubts (level WAITING) and the sentences too long for one breath (WARNING), by line and column.

    Lines are those of the script's file. Columns count the text with its facts in place, as the fault shows it.
    """
    places = Places(reading.script.file, reading.text, reading.script.body_line)
    spoken = reading.spoken
    if (old := _old_coding(reading)) is not None:
        first = spoken.doubts[0]
        fix = tell("Nhập lại từ tệp gốc, máy sẽ chuyển sang Unicode: broadcast import TỆP")
        return (places.at_span(first.start, first.end, old, fix, Level.WAITING),)
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
