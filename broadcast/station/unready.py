"""What is not ready -> what a command tells of it: whose business it is, where, and what to do about it."""

from broadcast.base.errors import BroadcastError, DiskError, Fault, Level, Message, WardError, tell
from broadcast.library.shelves import CACHE
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared, reading_faults
from broadcast.ward.script import Script

_ADVICE = {
    Reason.MISSING_FACT: tell("Điền dữ kiện còn thiếu vào mục facts trong playlist.yaml."),
    Reason.DOUBTFUL_READING: tell("Điền chỗ còn trống, hoặc ghi cách đọc vào lexicon.yaml; xem: broadcast check"),
    Reason.FAULTY_SCRIPT: tell("Xem: broadcast check"),
    Reason.NO_SPEECH: tell("Xem các giọng đọc: broadcast doctor"),
    Reason.BAD_SOUND: tell("Sửa lời của bài, hoặc ghi giọng đọc khác ở đầu bài (voice), rồi nghe thử lại."),
    Reason.DISK: tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
}
_ANOTHER_FILE = tell("Thu lại, hoặc ghi tệp khác ở dòng recording.")


def has_faults(ward: Ward) -> bool:
    """Whether a file of the ward keeps something off the air, recordings that were heard and refused among them.

    No recording is read for it.
    """
    if any(fault.level is Level.ERROR for fault in ward.faults):
        return True
    asked = [one for one in map(ward.recording_asked, ward.scripts.values()) if one is not None]
    if not asked:
        return False
    from broadcast.library.ingest.verdicts import refused

    return refused(ward.home, asked, ward.home / CACHE)


def error_of(what: Message, unready: Unready, ward: Ward, script: ScriptId) -> BroadcastError:
    """Make the error that `what` tells: the machine's where the disk took no sound, else the ward's files'.

    The value `why` of `what` is the reason of the Unready of `script`. Where the files show the fault itself it
    stands in its place, and the advice is that of `check`, with the file and the line. Raises MachineError where
    no child process can be started to hear a recording.
    """
    if unready.reason is Reason.DISK:
        return DiskError(what, _ADVICE[Reason.DISK])
    faults = _faults_of(unready, ward, script)
    if not faults:
        return WardError(what, advice_on(unready))
    first, more = faults[0], len(faults) - 1
    fix = _at(first)
    if more:
        fix = tell("{first} Còn {count} lỗi nữa, xem: broadcast check", first=fix, count=more)
    return WardError(Message(what.template, {**what.values, "why": first.what}), fix)


def _faults_of(unready: Unready, ward: Ward, script: ScriptId) -> tuple[Fault, ...]:
    """What keeps the script off the air, at its places; empty where no file shows it."""
    file, read = f"scripts/{script}.md", ward.scripts.get(script)
    if unready.reason is Reason.FAULTY_SCRIPT:
        return tuple(one for one in ward.faults if one.level is Level.ERROR and one.file in (file, _file(read)))
    if unready.reason is Reason.DOUBTFUL_READING and isinstance(reading := ward.readings.get(script), Prepared):
        return tuple(one for one in reading_faults(reading, ward.source) if one.level is Level.WAITING)
    if unready.reason is not Reason.BAD_SOUND or read is None or read.recording is None:
        return ()
    from broadcast.ward.soundfaults import of_recording

    heard = of_recording(ward, read)
    if heard is not None and heard.errors:
        return heard.errors
    return (Fault(file=read.file, line=read.recording_line, what=unready.why, fix=_ANOTHER_FILE),)


def _file(script: Script | None) -> str:
    return script.file if script is not None else ""


def _at(fault: Fault) -> Message:
    """The place of a fault, with what to do about it where that is known."""
    if fault.fix is None:
        return tell("Xem {place}.", place=fault.place)
    return tell("{place}: {fix}", place=fault.place, fix=fault.fix)


def advice_on(unready: Unready) -> Message | None:
    """Return what to do about it; None where there is nothing to advise."""
    return _ADVICE.get(unready.reason)
