"""The ward's folder -> everything that is wrong in it, and everything that waits for the ward."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from broadcast.base.errors import Fault, Level, tell
from broadcast.library.ingest.verdicts import Heard
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.ahead import Lengths
from broadcast.ward.announcer import announcer_faults
from broadcast.ward.filenames import script_id
from broadcast.ward.folder import Ward, ward_of
from broadcast.ward.keyfaults import key_faults
from broadcast.ward.outlook import over
from broadcast.ward.soundfaults import band_hz_of, sound_faults
from broadcast.ward.survey import survey
from broadcast.ward.textcheck import text_faults
from broadcast.ward.unlikely import anchors_beside
from broadcast.ward.yamlfile import YamlFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What is wrong in a ward's folder, and what waits for the ward."""

    faults: tuple[Fault, ...]
    waiting: Mapping[ScriptId, Unready]
    """Scripts that are in order but wait for a fact or a reading; no fault."""
    music: tuple[Fault, ...] = ()
    """Those of the faults that tell of the ward's own music."""
    unsaid: Fault | None = None
    """That the ward has not said who must release what; None where it has. No fault either."""
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


def check(
    home: Path,
    now: datetime | None = None,
    *,
    heard: Heard | None = None,
    lengths: Callable[[Ward], Lengths] | None = None,
    voice_faults: Callable[[Ward], Sequence[Fault]] | None = None,
) -> Checkup:
    """Read the ward's folder `home`; list its faults: playlist.yaml's first, then by file, line and column.

    Scripts that wait for a fact or a reading are listed apart. `now`: the moment from which the days ahead are
    looked at; None: only what the rules refuse of the plan is told. Makes no sound. The ward's own sounds are
    heard by child processes, and what was heard is kept in audio_cache/: a file that has not changed is not
    decoded again. `heard` is told how many of their bytes were heard so far, and of how many. `lengths`: who knows
    how long the programmes of a ward are; None: they are estimated. `voice_faults`: who knows why a ward's
    voices cannot read; None: nobody. Raises WardError where there is no playlist.yaml, DiskError where a file
    cannot be read, MachineError where no child process can be started.
    """
    seen = survey(home)
    if seen.playlist is not None:
        today = now.astimezone(seen.playlist.zone).date() if now is not None else None
        ward = ward_of(home, seen)
        known = lengths(ward) if lengths is not None else None
        return check_ward(ward, today, heard=heard, lengths=known, voice_faults=voice_faults)
    faults = [*seen.faults, *sound_faults(home, seen.source, tuple(seen.scripts.values()), heard)]
    return Checkup(faults=tuple(sorted(faults, key=_place)), waiting={})


def check_ward(
    ward: Ward,
    today: date | None = None,
    *,
    heard: Heard | None = None,
    lengths: Lengths | None = None,
    voice_faults: Callable[[Ward], Sequence[Fault]] | None = None,
) -> Checkup:
    """List every fault of a ward that was read already, in order; of its folder only the sounds are opened.

    `today`: from when the days ahead are looked at; None: only what the rules refuse of the plan is told. The
    ward's own sounds are heard by child processes; `heard` and `voice_faults` as for `check`. `lengths`: how long
    the ward's programmes are; None: they are estimated.
    """
    most_s = ward.playlist.airtime.max_session.total_seconds()
    scripts = tuple(ward.scripts.values())
    as_set = ward.playlist.sound
    sounds = tuple(
        sound_faults(ward.home, ward.source, scripts, heard, most_s, band_hz_of(as_set), as_set.loudness)
    )
    faults = [*text_faults(ward, today, lengths), *sounds]
    faults += [*announcer_faults(ward), *key_faults(ward.home)]
    faults += anchors_beside(ward.source, ward.playlist, ward.home)
    faults += voice_faults(ward) if voice_faults is not None else ()
    broken = {script_id(fault.file) for fault in faults if fault.level is Level.ERROR}
    waiting = {
        id_: unready
        for id_, unready in ward.prepared.items()
        if isinstance(unready, Unready) and id_ not in broken
    }
    return Checkup(
        faults=tuple(sorted(faults, key=_place)),
        waiting=waiting,
        music=tuple(one for one in sounds if one.file == ward.source.places.file),
        unsaid=None if ward.playlist.release.is_written else _release_unsaid(ward.source),
        over=over(ward, today) if today else None,
    )


def _release_unsaid(source: YamlFile) -> Fault:
    what = tell("chưa ghi mục release, nên bài chưa ai duyệt vẫn phát")
    fix = tell("Thêm mục release, có policy: required để bài chưa duyệt thì không phát, hoặc policy: advisory"
               " để vẫn phát và nhật ký ghi là chưa duyệt.")  # fmt: skip
    return replace(source.fault((), what, fix), level=Level.WARNING)


def _place(fault: Fault) -> tuple[bool, str, int, int]:
    return fault.file != "playlist.yaml", fault.file, fault.line, fault.column
