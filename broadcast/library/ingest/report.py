"""What was found out about a sound file from outside: what it is, its length, its sound, whether it is fit to air.

Plain values alone: whoever reads a report loads no decoder and no numpy.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

from broadcast.audio.places import Place
from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.messages import fields_of, message_of
from broadcast.base.reasons import reason_of
from broadcast.library.ingest.formats import Container

_Kind = TypeVar("_Kind")


class Use(StrEnum):
    """What a sound is wanted for."""

    RECORDING = "recording"
    """Aired as a script's own voice."""
    JINGLE = "jingle"
    """Music that stands before or behind words: opening, sting, closing."""
    BED = "bed"
    """Music under words."""


LONGEST_S = {Use.RECORDING: 1800.0, Use.JINGLE: 600.0, Use.BED: 600.0}
"""Seconds after which a sound is not decoded any further: production mixes in memory, where half an hour takes
1.5 GB. A recording longer than the ward's `airtime.max_session` never airs: whoever knows that asks for less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A sound that is to be examined, and for what."""

    name: str
    """`builtin:NAME`, or a path in the ward's folder, with forward slashes."""
    use: Use
    place: Place | None = None
    """Where a jingle or a bed stands; None for a recording."""
    band_hz: tuple[float, float] = (0.0, 0.0)
    """The band that the ward's profile leaves of music, as Profile.low_hz and high_hz; 0 for no limit."""
    keep_silence: bool = False
    """The script wants every silence in its recording: none is remarked on."""
    music: bool = False
    """The script's recording is a song, a drum, an anthem: no speech is looked for."""
    target_lufs: float = -16.0
    """The loudness that the ward gives everything that it airs, in LUFS."""
    most_s: float | None = None
    """How long it may be in seconds, where that is less than LONGEST_S of its use; None: as long as that."""

    @property
    def longest_s(self) -> float:
        """Return how many seconds long it may be."""
        return min(LONGEST_S[self.use], self.most_s or LONGEST_S[self.use])


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found out about a sound, in words, and what to do about it."""

    what: Message
    fix: Message | None = None
    """None where `what` says enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found out about one file. What is None was not found out."""

    container: Container | None = None
    """How the file's bytes are laid out; told by them, never by its name."""
    seconds: float | None = None
    """How long its sound is, decoded to the end."""
    claimed_s: float | None = None
    """How long its own header says that it is."""
    rate_hz: int | None = None
    channels: int | None = None
    loudness: float | None = None
    """Integrated loudness in LUFS; None too where nothing in it is loud enough to be measured."""
    heard: Mapping[str, Any] | None = None
    """The figures of audio/hearing by their names; of music that may air `airs_s` too: seconds of it that air."""
    unreadable: Finding | None = None
    """Why no sound can be had from it at all."""
    faults: tuple[Finding, ...] = ()
    """Why its sound may not air as it was asked for."""
    remarks: tuple[Finding, ...] = ()
    """What the ward should know of it; keeps nothing off the air."""

    @property
    def why_not(self) -> tuple[Finding, ...]:
        """List why the sound may not air as it was asked for; empty where it may."""
        return (self.unreadable, *self.faults) if self.unreadable is not None else self.faults


def unwritten(error: OSError) -> DiskError:
    """Word the error for a disk that takes no samples; the caller raises it."""
    return DiskError(
        tell("Không ghi được tệp tạm để đọc âm thanh ({reason}).", reason=reason_of(error)),
        tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
    )


def asked_out(asked: Asked) -> dict[str, Any]:
    """Turn what is asked for into values that json can write; `asked_in` gives it back."""
    return asdict(asked)


def asked_in(given: Mapping[str, Any]) -> Asked:
    """Make again what `asked_out` turned into `given`. Raises TypeError, KeyError, ValueError for other values."""
    place = Place(given["place"]) if given["place"] is not None else None
    return Asked(**{**given, "use": Use(given["use"]), "place": place, "band_hz": tuple(given["band_hz"])})


def as_json(report: Report) -> dict[str, Any]:
    """Turn a report into values that json can write; `from_json` gives it back."""
    return {
        "container": report.container,
        "seconds": report.seconds,
        "claimed_s": report.claimed_s,
        "rate_hz": report.rate_hz,
        "channels": report.channels,
        "loudness": report.loudness,
        "heard": dict(report.heard) if report.heard is not None else None,
        "unreadable": _finding_out(report.unreadable) if report.unreadable else None,
        "faults": [_finding_out(finding) for finding in report.faults],
        "remarks": [_finding_out(finding) for finding in report.remarks],
    }


def from_json(kept: Mapping[str, Any]) -> Report:
    """Make the report again that `as_json` turned into `kept`.

    Raises KeyError, TypeError, AttributeError or ValueError where `kept` is nothing of the sort: where it lacks a
    field, or one holds what that field never does.
    """
    heard = kept["heard"]
    return Report(
        container=Container(kept["container"]) if kept["container"] is not None else None,
        seconds=_number(kept["seconds"]),
        claimed_s=_number(kept["claimed_s"]),
        rate_hz=_count(kept["rate_hz"]),
        channels=_count(kept["channels"]),
        loudness=_number(kept["loudness"]),
        heard=_of(dict, heard) if heard is not None else None,
        unreadable=_finding_in(kept["unreadable"]) if kept["unreadable"] is not None else None,
        faults=tuple(map(_finding_in, _of(list, kept["faults"]))),
        remarks=tuple(map(_finding_in, _of(list, kept["remarks"]))),
    )


def _of(kind: type[_Kind], value: object) -> _Kind:
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected, got {value!r}")
    return value


def _number(value: object) -> float | None:
    """A figure, whole or not; JSON's true, its NaN and its Infinity are none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"no figure: {value!r}")
    return value


def _count(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"no number of things: {value!r}")
    return value


def _finding_out(finding: Finding) -> dict[str, Any]:
    return {"what": fields_of(finding.what), "fix": fields_of(finding.fix) if finding.fix is not None else None}


def _finding_in(kept: Mapping[str, Any]) -> Finding:
    fix = kept["fix"]
    return Finding(what=message_of(kept["what"]), fix=message_of(fix) if fix is not None else None)
