"""What `speakable` was not sure of in a script -> Faults at their places in the script's file."""

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.text.spokentext import SpokenText
from broadcast.ward.script import Script


def reading_faults(script: Script, text: str, spoken: SpokenText, *, strict: bool = True) -> tuple[Fault, ...]:
    """Doubts (WAITING, or WARNING where not strict) and overlong sentences (WARNING), in the order of the text.

    `text` is what was handed to `speakable`: the script's body with its facts filled in.
    """
    level = Level.WAITING if strict else Level.WARNING
    found = [
        _fault(script, text, doubt.start, doubt.end, doubt.why, _fix(doubt.suggestion), level)
        for doubt in spoken.doubts
    ] + [
        _fault(script, text, long.start, long.end, long.what, tell("Ngắt câu này ra bằng dấu phẩy hoặc dấu chấm."),
               Level.WARNING)
        for long in spoken.warnings
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.column)))


def _fix(suggestion: str) -> Message:
    return tell("Ghi cách đọc vào lexicon.yaml: {line}", line=suggestion)


def _fault(script: Script, text: str, start: int, end: int, what: Message, fix: Message, level: Level) -> Fault:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    return Fault(
        file=script.file,
        line=script.body_line + text.count("\n", 0, start),
        column=start - line_start + 1,
        length=max(1, min(end, line_end) - start),
        source=text[line_start:line_end],
        what=what,
        fix=fix,
        level=level,
    )
