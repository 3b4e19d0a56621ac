"""Sessions and an operator who stands there -> what has not been heard of them, now, as one programme."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from broadcast.base.errors import AirtimeRefused, tell
from broadcast.base.words import OVERRIDE_HINT
from broadcast.playout.bulletins import air_waiting, is_due
from broadcast.playout.events import AboutToAir
from broadcast.playout.laying import LaidOut, fix_carts, laid_out, refusal
from broadcast.playout.owing import has_begun, not_heard, pass_over
from broadcast.playout.parts import Parts
from broadcast.playout.sounding import EMERGENCIES, Manner, noted, sound
from broadcast.playout.waits import wait_for_carts
from broadcast.programme.layout import Layout
from broadcast.programme.model import CueId, Override, Session
from broadcast.record.sentences import Note

_LONGEST_MAKING = timedelta(hours=1)
"""Production always settles every cue; this only bounds how long an operator waits for it."""


def air_now(parts: Parts, sessions: Sequence[Session], note: Note, override: Override | None) -> None:
    """Air at once, as one programme, what has not been heard of the sessions; cues given up are among it.

    Grace is not asked; the airtime rules are, unless somebody answers for it (`override`). `note` stands in the
    log with each cue. An emergency interrupts it, and it goes on afterwards, as it does behind a cue that is
    skipped or whose release is taken back; other bulletins come after it. Does nothing where playout is not wanted
    or something keeps the loudspeaker silent, and ends as soon as either comes to pass. Raises AirtimeRefused
    where the rules do not allow all of it, and writes nothing then; DeviceError, DeviceLost.
    """
    for session in sessions:
        wait_for_carts(parts, session.cues, _LONGEST_MAKING)
    manner = Manner(note=noted(note, override), override=override, gives_way_to=EMERGENCIES)
    written: set[CueId] = set()
    parts.look()
    while parts.may_sound():
        laid = [laid_out(parts, session, not_heard(parts, session), judged=False) for session in sessions]
        layouts = [one.layout for one in laid if one.layout.pieces]
        if override is None:
            _refuse(parts, layouts)
        for session, one in zip(sessions, laid, strict=True):
            fix_carts(parts, one, begun=has_begun(parts, session))
        for session, one in zip(sessions, laid, strict=True):
            _write_down(parts, session, one, written)
        if layouts:
            cues = tuple(planned.cue for layout in layouts for planned in layout.cues)
            seconds = sum(layout.frames / layout.rate_hz for layout in layouts)
            parts.watcher(AboutToAir(cues=cues, seconds=seconds))
        goes_on = sound(parts, layouts, manner, at_once=True)
        parts.look()
        if not is_due(parts) and not goes_on:
            return
        air_waiting(parts)


def _write_down(parts: Parts, session: Session, laid: LaidOut, written: set[CueId]) -> None:
    """Write down what of the session is not ready, each cue once."""
    new = [passed for passed in laid.passed_over if passed.cue.id not in written]
    pass_over(parts, session, new)
    written.update(passed.cue.id for passed in new)


def _refuse(parts: Parts, layouts: Sequence[Layout]) -> None:
    for number, (layout, offset) in enumerate(zip(layouts, _offsets(layouts), strict=True)):
        before = [one.session.id for one in layouts[:number]]
        why = refusal(parts, layout, start=parts.clock.now() + offset, before=before)
        if why is not None:
            raise AirtimeRefused(
                tell("Không phát lúc này: {why}.", why=why),
                OVERRIDE_HINT,
            )


def _offsets(layouts: Sequence[Layout]) -> Iterator[timedelta]:
    """How long after the first each begins."""
    offset = timedelta()
    for layout in layouts:
        yield offset
        offset += timedelta(seconds=layout.frames / layout.rate_hz)
