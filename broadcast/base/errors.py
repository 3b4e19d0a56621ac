"""What can go wrong, in the words of the person at the station.

BroadcastError             exit 1   a bug of ours when it is raised bare
├── WardError              exit 3   the ward's files are not ready
│   ├── FaultsFound                 hand-written files with faults, all told at once
│   ├── UnknownScript               no script has that name
│   └── NotAudio                    a file that should hold sound does not
├── AirtimeRefused         exit 3   the airtime rules do not let it sound now
├── UsageRefused           exit 2   the command asks for what cannot be
├── MachineError           exit 5   the machine is not ready
│   ├── DeviceError                 loudspeaker missing or busy
│   │   └── DeviceLost              it went away or stalled while it sounded
│   ├── DiskError                   no space, no permission, read-only
│   └── JournalError                the as-run log cannot be trusted or written
├── LoudspeakerTaken       exit 6   another player holds the loudspeaker
├── RehearsalRunning       exit 6   another rehearsal of the folder runs
├── Stopped                exit 7   the station was told to stop and has not been resumed
├── SpeechError            exit 4   no usable speech came out of an engine
│   ├── EngineOffline               the engine cannot be reached at all
│   └── BadSpeech                   something came back, and it is not the speech that was asked for
└── BadSound               exit 4   a finished cart does not pass its checks
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from broadcast.base.sentence import filled


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the person at the station: a Vietnamese template (the gettext msgid) and its values.

    The template's places are named, `{count}`; values may be Messages too. `str()` gives the Vietnamese sentence,
    values filled in; base/words.py gives it in the language that was chosen.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return filled(self.template, self.values, comma=True)


def tell(template: str, **values: object) -> Message:
    """Make the Message of a Vietnamese template and the values for its named places; nothing is shown.

    tools/catalogue.py finds the sentences of the program by this function's name: write the template as a literal.
    """
    return Message(template, values)


class Level(StrEnum):
    """How much a fault matters."""

    ERROR = "error"
    """Keeps its script, or the whole playlist, off the air."""
    WARNING = "warning"
    """Keeps nothing off the air."""
    WAITING = "waiting"
    """Nothing is wrong, but the script waits for the ward (a fact, a reading)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a hand-written file, at its place."""

    file: str
    """The file at fault, as the ward names it: relative to the ward's folder, with forward slashes."""
    line: int = 0
    """From 1; 0 where the fault has no line."""
    column: int = 0
    """From 1, in characters (code points) of the line as it stands in the file; 0 where the fault has no column.

    Signs that nobody sees count too, as they do for an editor, but for a byte order mark at the file's beginning.
    """
    length: int = 1
    """How many characters are at fault, from `column` on."""
    source: str = ""
    """The line of the file that holds the fault; empty where it has no line."""
    what: Message
    """What is wrong."""
    fix: Message | None = None
    """What to do about it; None where `what` says enough."""
    level: Level = Level.ERROR

    @property
    def place(self) -> str:
        """Return the fault's place as `playlist.yaml:9:20`; a line or a column of 0 is left out."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class BroadcastError(Exception):
    """The root of the tree above: what happened, and what to do about it.

    `fix` is None where there is nothing to advise. `exit_code` is what the command line ends with where nothing
    catches the error.
    """

    exit_code = 1

    def __init__(self, what: Message, fix: Message | None = None) -> None:
        super().__init__(str(what))
        self.what = what
        self.fix = fix


class WardError(BroadcastError):
    """The ward's files are not ready."""

    exit_code = 3


class FaultsFound(WardError):
    """Hand-written files hold faults; `faults` has them all, in the order of the files."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(tell("{count} lỗi trong tệp của phường", count=len(faults)))
        self.faults = faults


class UnknownScript(WardError):
    """No script has the name that was asked for, or more than one has."""


class NotAudio(WardError):
    """A file that should hold sound does not, is not there, or lies outside the ward's folder."""


class AirtimeRefused(BroadcastError):
    """The ward's airtime rules do not let it sound now: the hours, the day, its length, how often."""

    exit_code = 3


class UsageRefused(BroadcastError):
    """The command asks for what cannot be, or may not be now."""

    exit_code = 2


class MachineError(BroadcastError):
    """The machine is not ready: a device, a disk, the clock, the record."""

    exit_code = 5


class DeviceError(MachineError):
    """A device for sound is missing, busy, or does not do what it was asked."""


class DeviceLost(DeviceError):
    """The device went away or stalled while it sounded.

    `frames`: how many frames of the source the device had confirmed before; `underflows`: how often it had run
    dry.
    """

    def __init__(self, what: Message, fix: Message | None = None, *, frames: int, underflows: int = 0) -> None:
        super().__init__(what, fix)
        self.frames = frames
        self.underflows = underflows


class DiskError(MachineError):
    """A file cannot be written, read or locked: no space, no permission, a read-only or failing disk."""


class JournalError(MachineError):
    """The as-run log cannot be opened, read, written or trusted, or refuses a line."""


class LoudspeakerTaken(BroadcastError):
    """Another player holds the loudspeaker of this folder."""

    exit_code = 6


class RehearsalRunning(BroadcastError):
    """Another rehearsal of the same folder runs; the loudspeaker is not concerned."""

    exit_code = 6


class Stopped(BroadcastError):
    """Somebody told the station to stop, and nobody has told it to resume."""

    exit_code = 7


class SpeechError(BroadcastError):
    """No usable speech came out of a voice."""

    exit_code = 4


class EngineOffline(SpeechError):
    """The voice cannot be reached at all, so that no other utterance need be tried now."""


class BadSpeech(SpeechError):
    """Something came back from the voice, and it is not the speech that was asked for."""


class BadSound(BroadcastError):
    """A finished cart does not pass its checks, so it is not kept and never airs."""

    exit_code = 4
