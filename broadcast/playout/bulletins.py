"""Bulletins that wait -> the loudspeaker, beside the timetable, each as often as it is wanted."""

from dataclasses import replace
from datetime import datetime, timedelta

from broadcast.base.errors import DeviceError, Message, tell
from broadcast.playout.events import DeviceTrouble
from broadcast.playout.laying import refusal, whole_cart
from broadcast.playout.owing import PassedOver, owed, pass_over
from broadcast.playout.parts import LOOK_EVERY, TRY_DEVICE_EVERY, Parts
from broadcast.playout.sounding import EMERGENCIES, Manner, noted, sound
from broadcast.programme.layout import Layout, lay_out
from broadcast.programme.model import Bulletin, Cue, CueId, Outcome, Session, Unready, Urgency
from broadcast.programme.settings import SlotId

_GAP = timedelta(seconds=2)
"""Between a bulletin's repetitions."""
_NAMES = {
    Urgency.USUAL: tell("bản tin"),
    Urgency.PRIORITY: tell("bản tin ưu tiên"),
    Urgency.EMERGENCY: tell("bản tin khẩn cấp"),
}


def is_due(parts: Parts) -> bool:
    """Whether a bulletin waits, and nothing keeps the loudspeaker silent, as of the last look."""
    return parts.conditions.hold() is None and parts.conditions.waiting() is not None


def air_waiting(parts: Parts) -> None:
    """Air the bulletins that wait, the most urgent first, each as often as it is wanted, and write the as-run log.

    Each is done with when this returns, aired or given up with its reason in the log; unless playout is not wanted
    any more or something keeps the loudspeaker silent: what was not aired by then goes on waiting.
    """
    parts.look()
    while parts.may_sound() and (bulletin := parts.conditions.waiting()) is not None:
        _air(parts, bulletin)
        parts.look()


def _air(parts: Parts, bulletin: Bulletin) -> None:
    for number in range(1, bulletin.times + 1):
        session = _session_of(bulletin, number)
        while owed(parts, session):
            parts.look()
            if not parts.may_sound():
                return  # it stays, and airs when it may
            if (given_up := _aired_or_given_up(parts, bulletin, session)) is not None:
                pass_over(parts, session, [given_up])
                parts.conditions.done(bulletin)
                return
        if number < bulletin.times:
            parts.pause(_GAP)
    parts.conditions.done(bulletin)


def _aired_or_given_up(parts: Parts, bulletin: Bulletin, session: Session) -> PassedOver | None:
    """Begin the repetition once, or say why it is not to be aired at all."""
    ready = _ready(parts, bulletin, session)
    if isinstance(ready, PassedOver):
        return ready
    try:
        sound(parts, (ready,), _manner(bulletin), at_once=True)
    except DeviceError as error:
        parts.hindered[session.id] = error.what
        parts.watcher(DeviceTrouble(session=session, error=error))
        parts.pause(TRY_DEVICE_EVERY)
    else:
        if owed(parts, session):  # it was led out of early
            _air_what_interrupted(parts, bulletin)
            parts.pause(LOOK_EVERY)
    return None


def _ready(parts: Parts, bulletin: Bulletin, session: Session) -> Layout | PassedOver:
    """The repetition laid out for this moment, if it may be aired now."""
    cue, now = session.cues[0], parts.clock.now()
    cart = whole_cart(parts, bulletin.fingerprint)
    if isinstance(cart, Unready):
        return PassedOver(cue=cue, outcome=Outcome.MISSED, why=cart.why)
    if now > bulletin.expires:
        why = parts.hindered.get(session.id, tell("tới lượt thì đã muộn"))
        return PassedOver(cue=cue, outcome=Outcome.MISSED, why=tell("hết hạn bản tin: {why}", why=why))
    layout = lay_out(replace(session, at=now), {cue.id: cart}, None, None)
    refused = refusal(parts, layout) if bulletin.override is None else None
    return layout if refused is None else PassedOver(cue=cue, outcome=Outcome.REFUSED, why=refused)


def _air_what_interrupted(parts: Parts, bulletin: Bulletin) -> None:
    parts.look()
    first = parts.conditions.waiting()
    if first is not None and first.id != bulletin.id and first.urgency in _gives_way_to(bulletin):
        _air(parts, first)


def _manner(bulletin: Bulletin) -> Manner:
    name: Message = tell("{name}, người cho phát: {by}", name=_NAMES[bulletin.urgency], by=bulletin.by)
    return Manner(
        note=noted(name, bulletin.override),
        override=bulletin.override,
        gives_way_to=_gives_way_to(bulletin),
    )


def _gives_way_to(bulletin: Bulletin) -> frozenset[Urgency]:
    return frozenset() if bulletin.urgency is Urgency.EMERGENCY else EMERGENCIES


def _session_of(bulletin: Bulletin, number: int) -> Session:
    """One repetition as a session of one cue. It begins in the past: its real second is set when it may air."""
    day = datetime.fromisoformat(bulletin.id.split("/")[0])
    cue = CueId(f"{bulletin.id}/{bulletin.script}" + (f"/lan-{number}" if bulletin.times > 1 else ""))
    return Session(
        id=bulletin.id,
        slot=SlotId(bulletin.id.split("/")[1]),
        name=str(_NAMES[bulletin.urgency]),
        at=day.replace(tzinfo=bulletin.expires.tzinfo),
        grace=timedelta(),
        cues=(Cue(id=cue, script=bulletin.script),),
    )
