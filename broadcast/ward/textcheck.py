"""A ward that was read -> what is wrong in its texts; no sound is heard and no file is opened."""

from collections.abc import Iterator
from datetime import date

from broadcast.base.errors import Fault
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.ahead import Lengths
from broadcast.ward.folder import Ward
from broadcast.ward.never import never
from broadcast.ward.outlook import outlook, refused
from broadcast.ward.readings import Prepared, doubts_beside, reading_faults


def text_faults(ward: Ward, today: date | None = None, lengths: Lengths | None = None) -> tuple[Fault, ...]:
    """List the faults of playlist.yaml, lexicon and scripts, of the days ahead, and what nobody knows how to read.

    `today`: from when the days ahead are looked at; None: only what the rules refuse of the plan is told.
    `lengths` as for `check_ward`, which tells of the sounds, too.
    """
    return (*ward.faults, *_coming_faults(ward, today, lengths), *_reading_faults(ward))


def _coming_faults(ward: Ward, today: date | None, lengths: Lengths | None) -> tuple[Fault, ...]:
    if today is not None:
        return (*outlook(ward, today, lengths=lengths), *never(ward, today))
    return refused(ward, min((phase.first for phase in ward.playlist.phases), default=date.min), lengths)


def _reading_faults(ward: Ward) -> Iterator[Fault]:
    """What a voice cannot say in one breath, and what nobody has told us how to read, each at its place, once."""
    told: set[tuple[str, str]] = set()
    for id_, reading in ward.readings.items():
        for fault in _faults_of(ward, id_, reading):
            one = (fault.place, str(fault.what))
            if fault.file != ward.source.places.file or one not in told:
                told.add(one)
                yield fault


def _faults_of(ward: Ward, id_: ScriptId, reading: Prepared | Unready) -> tuple[Fault, ...]:
    if isinstance(reading, Prepared):
        return reading_faults(reading, ward.source)
    if reading.reason is not Reason.MISSING_FACT:
        return ()
    return doubts_beside(ward.scripts[id_], ward.playlist.facts, ward.lexicon, ward.source)
