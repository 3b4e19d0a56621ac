"""A script that a person has read aloud from beginning to end -> a file of the ward's, which airs in its place."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.base.errors import NotAudio, WardError, tell
from broadcast.base.files import write_whole
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.report import Finding
from broadcast.programme.settings import ScriptId
from broadcast.station.editing import save_script, text_of
from broadcast.station.overview import Overview
from broadcast.station.saving import Conflict, Outcome, Saved
from broadcast.ward.script import Script, read_script
from broadcast.ward.scriptfile import name_of

_FOLDER = "thu-san"
_FENCE = "---"


def keep_recording(
    overview: Overview, id_: ScriptId, sound: bytes, suffix: str, *, seen: str, by: str
) -> tuple[Outcome, tuple[Finding, ...], str]:
    """Keep what `by` has read as the recording of a script, and name it in the script's header.

    `suffix`: of the file's name, `.wav`; `seen`: the sha256 of the script's file as the person had it before them.
    Returns what became of the script, what is to be said of the sound, and the name of its file: it is kept, too,
    where somebody else has changed the script meanwhile, since nobody reads minutes aloud twice. Raises NotAudio
    where the sound may not air, WardError where the script has no header, DiskError, MachineError.
    """
    known = overview.ward.scripts.get(id_)
    if known is None:
        raise WardError(tell("Bài này có lỗi, chưa gắn tiếng thu vào được."), tell("Sửa lỗi của bài trước."))
    remarks = _examined(overview, known, sound, suffix)
    name = f"{_FOLDER}/{name_of(known.title)}-{overview.clock.now():%Y%m%d-%H%M%S-%f}{suffix}"
    text = with_recording(known.file, text_of(overview.home, known.file).text, name)
    write_whole(overview.home / name, sound)
    outcome: Outcome | None = None
    try:
        outcome = save_script(overview.home, known.file, text, seen=seen, by=by)
    finally:
        if not isinstance(outcome, Saved | Conflict):  # no script will name it
            (overview.home / name).unlink(missing_ok=True)
    return outcome, remarks, name


def _examined(overview: Overview, script: Script, sound: bytes, suffix: str) -> tuple[Finding, ...]:
    """What ingest says of the sound, decoded in a child."""
    name = f"thu{suffix}"
    asked = overview.ward.recording_asked(replace(script, recording=name))
    with TemporaryDirectory(prefix="broadcast-") as folder:
        (Path(folder) / name).write_bytes(sound)
        [report] = examined(Path(folder), [asked] if asked is not None else []).values()
    for one in report.why_not:
        raise NotAudio(one.what, one.fix)
    return report.remarks


def with_recording(file: str, text: str, name: str) -> str:
    """Return the text of a script file whose header names that recording, in place of an earlier one.

    Raises FaultsFound where the script has faults.
    """
    line, lines = read_script(file, text.encode()).recording_line, text.split("\n")
    if line:
        lines[line - 1] = f"recording: {name}"
    else:
        opening = next(number for number, one in enumerate(lines) if one.strip("\ufeff ") == _FENCE)
        lines.insert(opening + 1, f"recording: {name}")
    return "\n".join(lines)
