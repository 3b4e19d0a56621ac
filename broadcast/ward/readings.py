"""A script, the ward's facts and its lexicon -> how it will be spoken, and what is doubtful in it at its place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from broadcast.base.errors import Fault, FaultsFound, Level, Message, tell
from broadcast.programme.model import Reason, Unready
from broadcast.text.clean import clean
from broadcast.text.impossible import unlikely
from broadcast.text.lexicon import Lexicon
from broadcast.text.marks import Marks, Stretch, marks_of
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import Doubt, SpokenText
from broadcast.text.unfilled import struck_out, with_left_to_fill, without_struck
from broadcast.text.wordless import announced, no_word
from broadcast.ward.fact_faults import fault_in_fact, place_of
from broadcast.ward.facts import FilledIn, filled, look_ups, missing_facts, places_of
from broadcast.ward.places import Places, in_order
from broadcast.ward.script import Script
from broadcast.ward.yamlfile import YamlFile

_STAND_IN = "này"
"""A word that goes behind any other, where a fact is still missing; no look-up is shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A script whose facts are filled in, and the words that a voice will say."""

    script: Script
    text: str
    """The script's body with its facts in place; every offset of `spoken` is one of this text."""
    spoken: SpokenText
    facts: tuple[FilledIn, ...] = ()
    """Where in `text` the facts stand, in order."""

    @property
    def words(self) -> str:
        """Return what the log keeps of what is heard: the written words; of a recording its file's name.

        What stands below a recording in its script is read by nobody.
        """
        name = self.script.recording
        return self.text if name is None else f"[{tell('bản thu sẵn {name}', name=name)}]"

    @property
    def marks(self) -> Marks:
        """List what is heard otherwise than it is written, facts by their names, for whoever checks the script."""
        return marks_of(self.spoken, [Stretch(start=one.start, end=one.end, name=one.name) for one in self.facts])


def reading_of(script: Script, facts: Mapping[str, object], lexicon: Lexicon) -> Prepared | Unready:
    """Put the facts into the script and turn it into spoken words; return an Unready where they do not go in.

    A reading with doubts is returned all the same: `certain` refuses it.
    """
    try:
        text, places = filled(script, facts)
    except FaultsFound as found:
        names = missing_facts(script, facts)
        errors = [fault for fault in found.faults if fault.level is Level.ERROR]
        if errors:
            return Unready(reason=Reason.FAULTY_SCRIPT, why=errors[0].what)
        why = tell("thiếu dữ kiện {names}", names=", ".join(names))
        return Unready(reason=Reason.MISSING_FACT, why=why, facts=names)
    said = without_struck(text)
    spoken = announced(said, speakable(said, lexicon))
    if not spoken.utterances and said != text and not spoken.doubts:
        spoken = replace(spoken, doubts=(no_word(text),))
    spoken = with_left_to_fill(said, spoken, [(one.start, one.end) for one in places])
    spoken = _with_lost_readings(text, spoken, lexicon)
    if script.recording is not None and not spoken.utterances:  # the words are in the recording
        spoken = replace(spoken, doubts=())
    return Prepared(script=script, text=text, spoken=spoken, facts=places)


def doubts_beside(
    script: Script, facts: Mapping[str, object], lexicon: Lexicon, source: YamlFile | None
) -> tuple[Fault, ...]:
    """List what is doubtful in a script that still waits for facts, as `reading_faults` does; level WAITING alone.

    What touches a missing fact is left out: how it is read shows once that is filled in.
    """
    body, gaps = script.body, []
    for one in script.look_ups:
        if one.path and one.name in missing_facts(script, facts):
            body = body[: one.start] + _STAND_IN.ljust(one.end - one.start) + body[one.end :]
            gaps.append((one.start, one.end))
    reading = reading_of(replace(script, body=body, look_ups=look_ups(body)), facts, lexicon)
    if isinstance(reading, Unready):
        return ()
    gaps = [_widened(body, *gap) for gap in gaps]
    kept = tuple(
        doubt
        for doubt in reading.spoken.doubts
        if not any(
            _own(reading.facts, doubt.start) < end and start < _own(reading.facts, doubt.end, after=True)
            for start, end in gaps
        )
    )
    reading = replace(reading, script=script, spoken=replace(reading.spoken, doubts=kept))
    return tuple(fault for fault in reading_faults(reading, source) if fault.level is Level.WAITING)


def _widened(body: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with all that stands next to it without a space: `{{ ngay }}/11` is one word."""
    while start and not body[start - 1].isspace():
        start -= 1
    while end < len(body) and not body[end].isspace():
        end += 1
    return start, end


def _with_lost_readings(text: str, spoken: SpokenText, lexicon: Lexicon) -> SpokenText:
    """What is spoken, with a doubt where the text holds a form whose line of the lexicon has a fault."""
    if lexicon.unknown is None:
        return spoken
    plain = clean(text)
    found = lexicon.unknown.search(plain.text)
    if found is None:
        return spoken
    start, end = plain.origin(*found.span())
    why = tell("dòng “{written}” của lexicon.yaml có lỗi, nên chưa biết đọc chữ này", written=text[start:end])
    fix = tell("Sửa dòng ấy trong lexicon.yaml; xem: broadcast check")
    doubt = Doubt(start=start, end=end, written=text[start:end], why=why, suggestion="", advice=fix)
    return replace(spoken, doubts=(doubt, *spoken.doubts))


def certain(reading: Prepared | Unready) -> Prepared | Unready:
    """Return the reading itself where every word of it is certain; else an Unready that says why.

    One that is Unready already is returned as it is. The new one names the first three doubts.
    """
    if isinstance(reading, Unready) or not reading.spoken.doubts:
        return reading
    passage = next((doubt for doubt in reading.spoken.doubts if doubt.advice), None)
    if passage is not None:
        return Unready(reason=Reason.DOUBTFUL_READING, why=passage.why)
    words = ", ".join(f"“{doubt.written}”" for doubt in reading.spoken.doubts[:3])
    return Unready(reason=Reason.DOUBTFUL_READING, why=tell("chưa biết đọc {words}", words=words))


def reading_faults(reading: Prepared, source: YamlFile | None = None) -> tuple[Fault, ...]:
    """List the doubts (level WAITING), by line and column; as WARNING sentences too long for one breath, struck
    text, and what can hardly be meant.

    Lines and columns are those of the script's file. What stands in a fact is told at the fact's own line of
    `source`, playlist.yaml, where that is given.
    """
    spoken, places = reading.spoken, places_of(reading.script)  # once: it looks through the whole text
    doubts = (
        _at(reading, source, places, one.start, one.end, one.why,
            _advice(one), Level.WAITING)
        for one in spoken.doubts
    )  # fmt: skip
    breathless = (
        _at(reading, source, places, one.start, one.end, one.what,
            tell("Ngắt câu này ra bằng dấu phẩy hoặc dấu chấm."), Level.WARNING)
        for one in spoken.warnings
    )  # fmt: skip
    struck = (
        _at(reading, source, places, start, end, tell("đoạn gạch ngang này không được đọc"),
            tell("Xoá hẳn đoạn này; muốn đọc thì bỏ dấu ~~ ở hai đầu."), Level.WARNING)
        for start, end in struck_out(reading.text)
    )  # fmt: skip
    odd = (
        _at(reading, source, places, one.start, one.end, one.what, one.fix, Level.WARNING)
        for one in unlikely(without_struck(reading.text))
    )
    return in_order([*doubts, *breathless, *struck, *odd])


def _advice(doubt: Doubt) -> Message:
    """What to do about the doubt; no line of lexicon.yaml where none helps."""
    if doubt.advice is not None:
        return doubt.advice
    if not doubt.suggestion:
        return tell("Viết rõ chỗ này ra bằng chữ.")
    return tell("Ghi cách đọc vào lexicon.yaml: {line}", line=doubt.suggestion)


def _at(
    reading: Prepared, source: YamlFile | None, places: Places, start: int, end: int, what: Message, fix: Message,
    level: Level,
) -> Fault:  # fmt: skip
    """The fault of `reading.text[start:end]`, at its place in the file that holds those words."""
    for one in reading.facts:
        if source is not None and one.start <= start and end <= one.end:
            at = place_of(source, one.path, start - one.start)
            return replace(fault_in_fact(source, at, reading.text[start:end], what, fix), level=level)
    own = _own(reading.facts, start), max(_own(reading.facts, end, after=True), _own(reading.facts, start) + 1)
    return places.at_span(*own, what, fix, level)


def _own(facts: tuple[FilledIn, ...], offset: int, *, after: bool = False) -> int:
    """Where an offset of the text lies in the script's body; one within a fact at its look-up's begin or end."""
    moved = 0
    for one in facts:
        if offset < one.start or (after and offset == one.start):
            break
        if offset < one.end or (after and offset == one.end):
            return one.was_end if after else one.was_start
        moved = one.was_end - one.end
    return offset + moved
