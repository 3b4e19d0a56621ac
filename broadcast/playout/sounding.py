"""Laid-out sessions -> one programme on the output, guarded, and written down as the device confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadcast.base.errors import DeviceError, DeviceLost, tell
from broadcast.playout.events import OffAir
from broadcast.playout.follower import Follower
from broadcast.playout.guard import Guard
from broadcast.playout.parts import Parts
from broadcast.playout.source import Programme
from broadcast.programme.bulletins import Urgency
from broadcast.programme.layout import Layout
from broadcast.programme.model import Override
from broadcast.record.sentences import Note, sentences_of

ALL_BULLETINS = frozenset({Urgency.PRIORITY, Urgency.EMERGENCY})
"""Every level that interrupts a session; a usual bulletin waits for its end."""
EMERGENCIES = frozenset({Urgency.EMERGENCY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a programme goes out."""

    note: Note = ""
    """Stands in the log with each of its cues; empty for nothing."""
    override: Override | None = None
    """Who answers for airing it past the airtime rules, which are then not asked; None: they are asked."""
    gives_way_to: frozenset[Urgency] = ALL_BULLETINS
    """The levels of bulletin that interrupt it."""


def sound(parts: Parts, layouts: Sequence[Layout], manner: Manner, *, at_once: bool = False) -> bool:
    """Sound the layouts one after another, the first on its second, and write the as-run log.

    Returns whether it was faded out for one cue alone, skipped or its release taken back: what is left may go on
    then. It begins at once where `at_once` is True or that second is over. Does nothing, and opens no device,
    where no layout has a piece. Returns when the last confirmed frame has sounded, or when the guard has led the
    programme out early. The log has each begun cue's outcome then, and so it has where this raises: DeviceError
    before the first frame, DeviceLost after it, JournalError where the log takes no line, or whatever else
    breaks in.
    """
    layouts = [layout for layout in layouts if layout.pieces]
    if not layouts:
        return False
    on_time = not at_once and layouts[0].begins > parts.clock.now()
    follower = Follower(
        parts.journal, parts.clock, parts.watcher, layouts, manner.note, parts.stings, parts.remark,
        parts.released, parts.on_device,
    )  # fmt: skip
    with Programme(layouts, parts.library, follower) as programme:
        guard = Guard(
            parts=parts,
            programme=programme,
            follower=follower,
            at=layouts[0].session.at if on_time else None,
            judged=manner.override is None,
            gives_way_to=manner.gives_way_to,
        )
        try:
            _play(parts, programme, layouts[0].begins if on_time else None, follower, guard)
        finally:
            parts.watcher(OffAir(session=layouts[0].session))
    return guard.goes_on


def _play(parts: Parts, programme: Programme, at: datetime | None, follower: Follower, guard: Guard) -> None:
    """Play the programme and settle all that is claimed of it, however it ends."""
    try:
        played = parts.output.play(programme, at=at, heard=guard)
    except KeyboardInterrupt:
        follower.cut(tell("người trực nhấn Ctrl+C"))
        raise
    except DeviceLost as error:
        follower.confirm(error.frames)
        follower.cut(error.what)
        _note_holes(parts, error.underflows)
        raise
    except DeviceError as error:  # before the first frame
        follower.cut(error.what)
        raise
    except BaseException as error:
        follower.cut(tell("lỗi: {error}", error=repr(error)))
        raise
    follower.confirm(played.frames)
    follower.cut(guard.why or parts.ending())
    _note_holes(parts, played.underflows)


def _note_holes(parts: Parts, count: int) -> None:
    if count:
        what = tell("loa hụt tiếng {count} chỗ trong buổi vừa phát", count=count)
        parts.journal.note(what, parts.clock.now())


def noted(note: Note, override: Override | None) -> Note:
    """Return `note` with what the override says behind it: the reason, and who allowed it.

    An override of None adds nothing.
    """
    if override is None:
        return note
    answers = tell("phát ngoài quy định: {reason} (người cho phép: {by})", reason=override.reason, by=override.by)
    return (*sentences_of(note), answers)
