"""The ward's folder -> everything that is wrong in it, and everything that waits for the ward."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from broadcast.base.errors import BadSound, Fault, Level, Message, NotAudio, tell
from broadcast.library.names import BUILTIN, NONE, respelled
from broadcast.library.soundcheck import soundless
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.filenames import script_id
from broadcast.ward.folder import Ward, ward_of
from broadcast.ward.outlook import outlook, over, refused
from broadcast.ward.playlist_faults import sounds_named
from broadcast.ward.readings import Prepared, reading_faults
from broadcast.ward.script import Script
from broadcast.ward.survey import survey
from broadcast.ward.yamlfile import Path as YamlPath
from broadcast.ward.yamlfile import YamlFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What is wrong in a ward's folder, and what waits for the ward."""

    faults: tuple[Fault, ...]
    waiting: Mapping[ScriptId, Unready]
    """Scripts that are in order but wait for a fact or a reading; no fault."""
    over: Fault | None = None
    """That no session is left from today on, and since when; None while one is left. No fault either."""

    @property
    def errors(self) -> int:
        """Count the faults of level ERROR: each keeps something off the air."""
        return sum(fault.level is Level.ERROR for fault in self.faults)

    @property
    def warnings(self) -> int:
        """Count the faults of level WARNING: they keep nothing off the air."""
        return sum(fault.level is Level.WARNING for fault in self.faults)


def check(home: Path, now: datetime | None = None) -> Checkup:
    """Read the ward's folder `home`; list its faults: playlist.yaml's first, then by file, line and column.

    Scripts that wait for a fact or a reading are listed apart. `now`: the moment from which the days ahead are
    looked at; None: only what the rules refuse of the plan is told. Makes no sound and no file; the ward's own
    sounds are opened by a child process. Raises WardError where there is no playlist.yaml, DiskError where a file
    cannot be read, MachineError where no child process can be started.
    """
    seen = survey(home)
    if seen.playlist is not None:
        today = now.astimezone(seen.playlist.zone).date() if now is not None else None
        return check_ward(ward_of(home, seen), today)
    faults = [*seen.faults, *_sound_faults(home, seen.source, tuple(seen.scripts.values()))]
    return Checkup(faults=tuple(sorted(faults, key=_place)), waiting={})


def check_ward(ward: Ward, today: date | None = None) -> Checkup:
    """List every fault of a ward that was read already, in order; of its folder only the sounds are opened.

    `today`: from when the days ahead are looked at; None: only what the rules refuse of the plan is told. The
    ward's own sounds are opened by a child process.
    """
    faults = [*ward.faults, *_sound_faults(ward.home, ward.source, tuple(ward.scripts.values()))]
    faults += [*_coming_faults(ward, today), *_reading_faults(ward)]
    broken = {script_id(fault.file) for fault in faults if fault.level is Level.ERROR}
    waiting = {
        id_: unready
        for id_, unready in ward.prepared.items()
        if isinstance(unready, Unready) and id_ not in broken
    }
    return Checkup(
        faults=tuple(sorted(faults, key=_place)), waiting=waiting, over=over(ward, today) if today else None
    )


def _place(fault: Fault) -> tuple[bool, str, int, int]:
    return fault.file != "playlist.yaml", fault.file, fault.line, fault.column


def _coming_faults(ward: Ward, today: date | None) -> tuple[Fault, ...]:
    if today is not None:
        return outlook(ward, today)
    return refused(ward, min((phase.first for phase in ward.playlist.phases), default=date.min))


def _sound_faults(home: Path, source: YamlFile | None, scripts: Sequence[Script]) -> Iterator[Fault]:
    named = [(path, name) for path, name in sounds_named(source) if name != NONE] if source is not None else []
    recordings = [(script, script.recording) for script in scripts if script.recording is not None]
    music = {name for path, name in named if path[-1] != "bed"}
    bad = soundless(home, {name for _, name in (*named, *recordings)}, music)
    for script, name in recordings:
        if isinstance(why := bad.get(name), NotAudio):
            yield Fault(file=script.file, line=script.recording_line, what=why.what, fix=why.fix)
    for path, name in named:
        if source is not None and (why := bad.get(name)) is not None:
            fault = source.fault(path, why.what, why.fix)
            yield replace(fault, level=Level.WARNING) if isinstance(why, BadSound) else fault
    yield from _respelled(home, source, named, recordings)


def _respelled(
    home: Path,
    source: YamlFile | None,
    named: Sequence[tuple[YamlPath, str]],
    recordings: Sequence[tuple[Script, str]],
) -> Iterator[Fault]:
    """Names of sounds that are found though their files are spelled in another way."""
    for script, name in recordings:
        if (real := respelled(home, name)) is not None:
            what, fix = _spelled_so(name, real)
            yield Fault(file=script.file, line=script.recording_line, what=what, fix=fix, level=Level.WARNING)
    for path, name in named:
        if source is not None and not name.startswith(BUILTIN) and (real := respelled(home, name)) is not None:
            yield replace(source.fault(path, *_spelled_so(name, real)), level=Level.WARNING)


def _spelled_so(name: str, real: str) -> tuple[Message, Message]:
    what = tell(
        "tên tệp tiếng “{name}” viết khác tên thật của tệp; sang máy khác có thể không tìm thấy", name=name
    )
    return what, tell("Viết đúng: {name}", name=real)


def _reading_faults(ward: Ward) -> Iterator[Fault]:
    """What a voice cannot say in one breath, and what nobody has told us how to read, each at its place, once."""
    told: set[tuple[str, str]] = set()
    for reading in ward.readings.values():
        for fault in reading_faults(reading, ward.source) if isinstance(reading, Prepared) else ():
            one = (fault.place, str(fault.what))
            if fault.file != ward.source.places.file or one not in told:
                told.add(one)
                yield fault
