"""What passes between the player and the process that holds the sound card: commands one way, reports the other.

A command is a kind, a length, and so many bytes. Reports are lines of JSON. Moments are seconds on the machine's
monotonic clock, which all processes share.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum, StrEnum
from typing import IO

from broadcast.base.jsonfile import parsed
from broadcast.playout.output.devices import Device, NoSuchDevice

LIST, LIST_MICROPHONES = "--list", "--list-microphones"
"""The words for the process that only tells the devices, or the microphones."""

INAUDIBLE = 5
"""Percent of what a device can be turned up to, 78 dB less on a sound server's scale: nobody hears that."""

_HEAD = struct.Struct("<cI")
_MOMENT = struct.Struct("<d")


class Command(Enum):
    """What the player tells the process to do; its value is the one byte that stands for it."""

    SOUND = b"S"
    """The next 16-bit frames, little-endian, of as many channels as were asked for."""
    START = b"T"
    """When the first frame is to sound."""
    END = b"E"
    """No frames come after those sent."""
    FADE = b"F"
    """Fade to silence at once and end."""
    REPORT = b"R"
    """A report's line: told by the process that hears a microphone, which sends SOUND the other way."""


class Trouble(StrEnum):
    """Why no sound can come, as far as the other process sees it."""

    NO_PORTAUDIO = "no portaudio"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    """The device is there and does not open: busy, wrong rate, no permission."""
    MUTED = "muted"
    TURNED_DOWN = "turned down"
    """The volume stands so low that nobody hears anything."""
    SUSPENDED = "suspended"
    MOVED = "moved"
    """The sound system led the stream to another device."""
    GONE = "gone"
    """The stream ended by itself, or the process did."""
    STALLED = "stalled"
    """The device takes no more frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Reports that the device is open and takes silence."""

    device: str = ""
    """The one name that this device has on the machine, for every program that asks the same sound system, however
    an operator writes it; empty where the system tells none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounded:
    """Reports how much has sounded so far, twenty times a second."""

    beats: int = 0
    """Callbacks so far."""
    frames: int = 0
    """Frames of the programme that have sounded."""
    first: float | None = None
    """When the programme's first frame sounds, in monotonic seconds; None before it is given to the device."""
    underflows: int = 0
    """Holes so far."""
    faded: bool = False
    """The programme was led down before its end."""
    over: bool = False
    """Nothing more will sound: the other figures are final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hushed:
    """Reports that the system keeps the device silent, and why (`why`), or no longer does (None)."""

    why: Trouble | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Reports how far the device is turned up, at first and whenever that changes; not all systems tell."""

    percent: int
    """As the system's own volume control shows it, 100 for all; each tenth less halves what is heard, nearly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Reports why no sound can come; the last report of its process."""

    why: Trouble
    detail: str = ""
    """The sound system's own words."""
    devices: tuple[str, ...] = ()
    """The names of those that could be meant."""


def not_found(none: NoSuchDevice, found: Sequence[Device]) -> Failed:
    """Make the report of a name that means no one device; `found` are all devices of the machine.

    It lists the devices that `none` says the name could mean; all of `found` where it could mean none.
    """
    why = Trouble.AMBIGUOUS if none.close else Trouble.MISSING
    return Failed(why=why, devices=tuple(one.name for one in none.close or found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Reports the devices there are."""

    devices: tuple[Device, ...]


Report = Listed | Opened | Sounded | Hushed | Turned | Failed


def command(kind: Command, body: bytes = b"") -> bytes:
    """Return a command and its body as the bytes that go through the pipe."""
    return _HEAD.pack(kind.value, len(body)) + body


def start_command(moment: float) -> bytes:
    """Return the bytes of the command to start at that moment, in monotonic seconds."""
    return command(Command.START, _MOMENT.pack(moment))


def moment_in(body: bytes) -> float:
    """Return the moment in a START command's body, in monotonic seconds."""
    return float(_MOMENT.unpack(body)[0])


def next_command(pipe: IO[bytes]) -> tuple[Command, bytes] | None:
    """Read the next command and its body from the pipe, waiting for it; return both.

    Returns None when the other side is gone.
    """
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    body = pipe.read(length)
    return (Command(kind), body) if len(body) == length else None


def line_of(report: Report) -> str:
    """Return a report as its line of JSON, with the newline."""
    return json.dumps({"report": type(report).__name__, **asdict(report)}) + "\n"


def report_in(line: str) -> Report:
    """Return the report in a line that `line_of` wrote.

    Raises ValueError where it is no JSON, or no report of ours.
    """
    known = parsed(line)
    fields = dict(known) if isinstance(known, dict) else {}
    try:
        match fields.pop("report", None):
            case "Listed":
                return Listed(devices=tuple(Device(**device) for device in fields["devices"]))
            case "Opened":
                return Opened(device=fields["device"])
            case "Sounded":
                return Sounded(**fields)
            case "Hushed":
                return Hushed(why=Trouble(fields["why"]) if fields["why"] else None)
            case "Turned":
                return Turned(percent=fields["percent"])
            case "Failed":
                return Failed(
                    why=Trouble(fields["why"]), detail=fields["detail"], devices=tuple(fields["devices"])
                )
            case other:
                raise ValueError(f"no such report: {other}")
    except (KeyError, TypeError) as error:
        raise ValueError(f"no report of ours: {line[:200]!r}") from error
