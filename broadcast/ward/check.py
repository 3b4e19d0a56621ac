"""The ward's folder -> everything that is wrong in it, and everything that waits for the ward."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.library.names import NONE
from broadcast.library.soundcheck import soundless
from broadcast.programme import airtime
from broadcast.programme.model import Session, Unready
from broadcast.programme.rundown import plan, telling_days
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import Ward, ward_of
from broadcast.ward.playlist_faults import sounds_named
from broadcast.ward.readings import Prepared, reading_faults
from broadcast.ward.script import Script
from broadcast.ward.survey import survey
from broadcast.ward.yamlfile import YamlFile

_SYLLABLE_S = 0.33
"""One syllable of the embedded voice at its usual pace, pauses included; only for warning ahead of time."""
_AROUND_A_CUE_S = 6.0
"""Sting and gaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What is wrong in a ward's folder, and what waits for the ward."""

    faults: tuple[Fault, ...]
    waiting: Mapping[ScriptId, Unready]
    """Scripts that are in order but wait for a fact or a reading; no fault."""

    @property
    def errors(self) -> int:
        """Count the faults of level ERROR: each keeps something off the air."""
        return sum(fault.level is Level.ERROR for fault in self.faults)

    @property
    def warnings(self) -> int:
        """Count the faults of level WARNING: they keep nothing off the air."""
        return sum(fault.level is Level.WARNING for fault in self.faults)


def check(home: Path) -> Checkup:
    """Read the ward's folder `home`; list its faults: playlist.yaml's first, then by file, line and column.

    Scripts that wait for a fact or a reading are listed apart. Makes no sound and no file; the ward's own sounds
    are opened by a child process. Raises WardError where there is no playlist.yaml, DiskError where a file cannot
    be read, MachineError where no child process can be started.
    """
    seen = survey(home)
    if seen.playlist is not None:
        return check_ward(ward_of(home, seen))
    faults = [*seen.faults, *_sound_faults(home, seen.source, tuple(seen.scripts.values()))]
    return Checkup(faults=tuple(sorted(faults, key=_place)), waiting={})


def check_ward(ward: Ward) -> Checkup:
    """List every fault of a ward that was read already, in order; of its folder only the sounds are opened.

    The ward's own sounds are opened by a child process.
    """
    faults = [*ward.faults, *_sound_faults(ward.home, ward.source, tuple(ward.scripts.values()))]
    faults += [*_timetable_faults(ward), *_reading_faults(ward)]
    broken = {fault.file for fault in faults if fault.level is Level.ERROR}
    waiting = {
        id_: unready
        for id_, unready in ward.prepared.items()
        if isinstance(unready, Unready) and f"scripts/{id_}.md" not in broken
    }
    return Checkup(faults=tuple(sorted(faults, key=_place)), waiting=waiting)


def _place(fault: Fault) -> tuple[bool, str, int, int]:
    return fault.file != "playlist.yaml", fault.file, fault.line, fault.column


def _timetable_faults(ward: Ward) -> Iterator[Fault]:
    """Yield what the airtime rules will refuse, each session and each reason once, with its first day."""
    slots = {slot.id: index for index, slot in enumerate(ward.playlist.slots)}
    told: set[tuple[str, str, str]] = set()
    for day in telling_days(ward.playlist):
        for session in plan(ward.playlist, ward.ready, day).sessions:
            if session.off is not None or session.slot not in slots:
                continue
            for key, why in _refusals(ward, session):
                if (session.slot, key, why.template) not in told:
                    told.add((session.slot, key, why.template))
                    yield ward.source.fault(("sessions", slots[session.slot], key), *_in_words(session, key, why))


def _refusals(ward: Ward, session: Session) -> Iterator[tuple[str, Message]]:
    """The keys of the session that the rules refuse on its day, `at` and `make_up`, each with its reason."""
    rules, length = ward.playlist.airtime, _estimate(ward, session)
    if (why := session.refused or airtime.refusal(rules, session.at, length)) is not None:
        yield "at", why
    if session.make_up is not None and (why := airtime.refusal(rules, session.make_up, length)) is not None:
        yield "make_up", why


def _in_words(session: Session, key: str, why: Message) -> tuple[Message, Message]:
    name, day = session.name, f"{session.at:%d/%m/%Y}"
    if key == "make_up":
        return (
            tell("buổi “{name}” phát bù ngày {day}: {why}", name=name, day=day, why=why),
            tell("Sửa giờ phát bù, hoặc khung giờ ở mục airtime. Lỡ buổi này thì không phát bù trọn được."),
        )
    return (
        tell("buổi “{name}” ngày {day}: {why}", name=name, day=day, why=why),
        tell("Sửa giờ, ngày của buổi, hoặc khung giờ ở mục airtime. Buổi này sẽ không phát trọn."),
    )


def _estimate(ward: Ward, session: Session) -> timedelta:
    prepared = [ward.of(cue.script) for cue in session.cues]
    syllables = sum(one.spoken.syllables for one in prepared if isinstance(one, Prepared))
    return timedelta(seconds=syllables * _SYLLABLE_S + (len(prepared) + 2) * _AROUND_A_CUE_S)


def _sound_faults(home: Path, source: YamlFile | None, scripts: Sequence[Script]) -> Iterator[Fault]:
    named = [(path, name) for path, name in sounds_named(source) if name != NONE] if source is not None else []
    recordings = [(script.file, script.recording) for script in scripts if script.recording is not None]
    bad = soundless(home, {name for _, name in (*named, *recordings)})
    for file, name in recordings:
        if (why := bad.get(name)) is not None:
            yield Fault(file=file, line=2, what=why.what, fix=why.fix)
    for path, name in named:
        if source is not None and (why := bad.get(name)) is not None:
            yield source.fault(path, why.what, why.fix)


def _reading_faults(ward: Ward) -> Iterator[Fault]:
    """What a voice cannot say in one breath, and what nobody has told us how to read, each at its place."""
    for reading in ward.readings.values():
        if isinstance(reading, Prepared):
            yield from reading_faults(reading)
