"""A script on the screen: written beside spoken, and what of it is read otherwise than it stands."""

from typing import TYPE_CHECKING

from broadcast.base.errors import WardError, tell
from broadcast.base.words import words
from broadcast.cli.face import Face, spoken_length
from broadcast.cli.text import what_is_doubtful, what_to_do
from broadcast.cli.ward import Results
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId

if TYPE_CHECKING:
    from broadcast.station.overview import Overview
    from broadcast.ward.readings import Prepared
    from broadcast.ward.script import Script

_SIDE = 5
"""How far what is written and what is spoken stand to the right of their names."""


def show_sides(face: Face, overview: "Overview", script: ScriptId) -> int:
    """Write both sides of a script, utterance by utterance, then what is not read so; return an exit code.

    That is 3 where a reading is doubtful or its recording cannot air, else 0. Raises WardError, with the fault's
    place, where it cannot be read out at all.
    """
    from rich.text import Text

    from broadcast.cli.marks import each_once, head_of, show_marks
    from broadcast.station.overview import reading as reading_of
    from broadcast.station.sentences import of_announcer
    from broadcast.ward.announcer import in_words

    reading = reading_of(overview, script)
    if isinstance(reading, Unready):
        from broadcast.station.unready import error_of

        body = overview.ward.scripts[script].body if script in overview.ward.scripts else ""
        for paragraph in filter(None, map(str.strip, body.splitlines())):
            face.line(Text.assemble((words("viết "), "bright_black"), paragraph), hang=_SIDE)
        raise error_of(tell("Chưa đọc được bài này: {why}.", why=reading.why), reading, overview.ward, script)
    if reading.script.recording is not None:
        return _show_recording(face, overview, reading)
    written, spoken = reading.text, reading.spoken
    doubted = {(doubt.start, doubt.end) for doubt in spoken.doubts}
    for utterance in spoken.utterances:
        line = Text(written[utterance.start : utterance.end].replace("\n", " "))
        for one in spoken.readings:
            if utterance.start <= one.start and one.end <= utterance.end and one.spoken != one.written:
                style = "bold red" if (one.start, one.end) in doubted else "yellow"
                line.stylize(style, one.start - utterance.start, one.end - utterance.start)
        face.line(Text.assemble((words("viết "), "bright_black"), line), hang=_SIDE)
        face.line(Text.assemble((words("đọc  "), "bright_black"), utterance.text), hang=_SIDE)
    if (told := in_words(of_announcer(overview, script))) is not None:
        face.line()
        face.line(words("Bài này {how}.", how=told))
    marks = reading.marks
    face.line()
    face.line(head_of(marks), "bold")
    show_marks(face, marks)
    for doubt in each_once(spoken.doubts):
        face.note(
            words("! {doubt} {advice}", doubt=what_is_doubtful(doubt), advice=what_to_do(doubt)),
            "yellow",
        )  # fmt: skip
    return WardError.exit_code if spoken.doubts else 0


def _show_recording(face: Face, overview: "Overview", reading: "Prepared") -> int:
    """The recording that airs, how long it is and what check says of it; then the words that nobody reads."""
    from rich.text import Text

    from broadcast.ward.soundfaults import of_recording

    name = reading.script.recording or ""
    recording = of_recording(overview.ward, reading.script)
    seconds, faults = (recording.seconds, recording.faults) if recording is not None else (None, ())
    errors = recording.errors if recording is not None else ()
    if errors:
        face.line(
            words("Bài này lấy tiếng từ tệp thu sẵn {name}, nhưng tệp ấy không phát được:", name=name), "red"
        )
    elif seconds is not None:
        face.line(words("Bài này phát tệp thu sẵn {name}, dài {length}; không giọng máy nào đọc.",
                        name=name, length=spoken_length(seconds)))  # fmt: skip
    for kept in _as_made(reading.script):
        face.line(kept)
    Results().faults(faults)
    if not faults:
        face.line(words("√ Đã nghe tệp ấy: không có lỗi, không có điều gì cần nhắc."), "green")
    if reading.text.strip():
        face.line(words("! Lời ghi dưới đây không phát:"), "yellow")
    for paragraph in filter(None, map(str.strip, reading.text.splitlines())):
        face.line(Text.assemble((words("viết "), "bright_black"), paragraph), hang=_SIDE)
    return WardError.exit_code if errors else 0


def _as_made(script: "Script") -> list[str]:
    """What the script's head says of how the recording airs, as it was understood."""
    told = []
    if script.keep_silence:
        told.append(words("Giữ nguyên mọi quãng lặng của tệp (keep_silence)."))
    if script.music:
        told.append(words("Phát như nhạc, không tìm tiếng người nói (music)."))
    return told
