"""Bulletins that wait -> the loudspeaker, beside the timetable, each as often as it is wanted."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from broadcast.base.errors import DeviceError, Message, tell
from broadcast.playout.events import DeviceTrouble
from broadcast.playout.laying import refusal, whole_cart
from broadcast.playout.owing import PassedOver, owed, pass_over
from broadcast.playout.parts import LOOK_EVERY, TRY_DEVICE_EVERY, Parts
from broadcast.playout.sounding import EMERGENCIES, Manner, noted, sound
from broadcast.programme.bulletins import LEVEL_NAMES, Bulletin, Urgency
from broadcast.programme.ids import day_of, session_id, slot_of
from broadcast.programme.layout import Layout, lay_out
from broadcast.programme.model import Cue, CueId, Outcome, Session, Unready
from broadcast.programme.settings import SlotId

_GAP = timedelta(seconds=2)
"""Between a bulletin's repetitions."""
_OPENING = timedelta(seconds=3)
"""What a device takes to open, and the silence that wakes the amplifier."""
_AFTER_SESSION = tell("nhường buổi trong lịch phát trước")
_WITHDRAWN = tell("bản tin đã bị huỷ")


def is_due(parts: Parts, by: datetime | None = None) -> bool:
    """Whether a bulletin waits, and nothing keeps the loudspeaker silent, as of the last look.

    `by`: when the loudspeaker must be free for the next session; a usual bulletin that would not be over by then
    waits until that is. None: no session is near.
    """
    return parts.conditions.hold() is None and _next(parts, by) is not None


def air_waiting(parts: Parts, by: datetime | None = None) -> None:
    """Air the bulletins that wait, the most urgent first, each as often as it is wanted, and write the as-run log.

    `by`: as of `is_due`; None: whatever waits airs.

    Each is done with when this returns, aired or given up with its reason in the log; unless playout is not wanted
    any more or something keeps the loudspeaker silent: what was not aired by then goes on waiting.
    """
    parts.look()
    while parts.may_sound() and (bulletin := _next(parts, by)) is not None:
        _air(parts, bulletin)
        parts.look()


def _next(parts: Parts, by: datetime | None) -> Bulletin | None:
    """The bulletin that airs next; None also where it is a usual one that a session comes before."""
    bulletin = parts.conditions.waiting()
    if bulletin is None or by is None or bulletin.urgency is not Urgency.USUAL or _is_over(parts, bulletin, by):
        return bulletin
    for number in _numbers(bulletin):
        parts.hindered[_session_of(bulletin, number).id] = _AFTER_SESSION
    return None


def _is_over(parts: Parts, bulletin: Bulletin, by: datetime) -> bool:
    """Whether the bulletin, begun now, is over by then; one without its cart does not sound at all."""
    now = parts.clock.now()
    if now > bulletin.expires:  # it does not begin any more
        return True
    if bulletin.fingerprint not in parts.lengths:
        cart = whole_cart(parts, bulletin.fingerprint)
        parts.lengths[bulletin.fingerprint] = 0.0 if isinstance(cart, Unready) else cart.seconds
    times = len(_numbers(bulletin))
    length = (timedelta(seconds=parts.lengths[bulletin.fingerprint]) + _OPENING) * times + _GAP * (times - 1)
    return now + length <= by


def _air(parts: Parts, bulletin: Bulletin) -> None:
    ours = _until_withdrawn(parts, bulletin)
    numbers = _numbers(bulletin)
    for number in numbers:
        session = _session_of(bulletin, number)
        while owed(ours, session):
            ours.look()
            if not ours.may_sound():
                return  # it stays, and airs when it may; or somebody has withdrawn it
            if (given_up := _aired_or_given_up(parts, bulletin, session, _manner(bulletin, number))) is not None:
                pass_over(ours, session, [given_up])
                parts.conditions.done(bulletin)
                return
        if number != numbers[-1]:
            ours.pause(_GAP)
    parts.conditions.done(bulletin)


def _until_withdrawn(parts: Parts, bulletin: Bulletin) -> Parts:
    """The same parts, wanted no longer than the bulletin is: a cancelled one is faded out."""

    def ending() -> Message:
        if not parts.wanted():
            return parts.ending()
        hold = parts.conditions.hold()
        return hold.why if hold is not None else _WITHDRAWN

    return replace(parts, wanted=lambda: parts.wanted() and parts.conditions.is_wanted(bulletin), ending=ending)


def _numbers(bulletin: Bulletin) -> range:
    """Its repetitions whose turn is now: all of them in a row, or the one that has come due."""
    return range(1, bulletin.times + 1) if bulletin.every is None else range(bulletin.nth, bulletin.nth + 1)


def _aired_or_given_up(parts: Parts, bulletin: Bulletin, session: Session, manner: Manner) -> PassedOver | None:
    """Begin the repetition once, or say why it is not to be aired at all."""
    ours, ready = _until_withdrawn(parts, bulletin), _ready(parts, bulletin, session)
    if isinstance(ready, PassedOver):
        return ready
    try:
        sound(ours, (ready,), manner, at_once=True)
    except DeviceError as error:
        parts.hindered[session.id] = error.what
        parts.watcher(DeviceTrouble(session=session, error=error))
        ours.pause(TRY_DEVICE_EVERY)
    else:
        if owed(parts, session):  # it was led out of early
            _air_what_interrupted(parts, bulletin)
            ours.pause(LOOK_EVERY)
    return None


def _ready(parts: Parts, bulletin: Bulletin, session: Session) -> Layout | PassedOver:
    """The repetition laid out for this moment, if it may be aired now."""
    cue, now = session.cues[0], parts.clock.now()
    cart = whole_cart(parts, bulletin.fingerprint)
    if isinstance(cart, Unready):
        return PassedOver(cue=cue, outcome=Outcome.MISSED, why=cart.why)
    if now > bulletin.expires:
        return PassedOver(cue=cue, outcome=Outcome.MISSED, why=_too_late(parts, bulletin, session))
    layout = lay_out(replace(session, at=now), {cue.id: cart}, None, None)
    refused = refusal(parts, layout) if bulletin.override is None else None
    return layout if refused is None else PassedOver(cue=cue, outcome=Outcome.REFUSED, why=refused)


def _too_late(parts: Parts, bulletin: Bulletin, session: Session) -> Message:
    why = parts.hindered.get(session.id, tell("tới lượt thì đã muộn"))
    if bulletin.nth < bulletin.times and bulletin.every is not None:
        return tell("chưa phát được thì đã hết hạn của lần này: {why}", why=why)
    return tell("hết hạn bản tin: {why}", why=why)


def _air_what_interrupted(parts: Parts, bulletin: Bulletin) -> None:
    parts.look()
    first = parts.conditions.waiting()
    if first is not None and first.id != bulletin.id and first.urgency in _gives_way_to(bulletin):
        _air(parts, first)


def _manner(bulletin: Bulletin, number: int) -> Manner:
    note = tell("{name}, người cho phát: {by}", name=_name(bulletin, number), by=bulletin.by)
    return Manner(
        note=noted(note, bulletin.override),
        override=bulletin.override,
        gives_way_to=_gives_way_to(bulletin),
    )


def _gives_way_to(bulletin: Bulletin) -> frozenset[Urgency]:
    return frozenset() if bulletin.urgency is Urgency.EMERGENCY else EMERGENCIES


def _session_of(bulletin: Bulletin, number: int) -> Session:
    """One repetition as a session of one cue, from the moment on at which it may begin.

    Repetitions that stand apart are sessions of their own, each on its own day; those in a row are one together.
    """
    apart = bulletin.every is not None and bulletin.due is not None
    at = bulletin.due or bulletin.taken or _midnight(bulletin)
    id_ = session_id(at.date(), f"{slot_of(bulletin.id)}-{number}") if apart else bulletin.id
    cue = CueId(f"{id_}/{bulletin.script}" + (f"/lan-{number}" if bulletin.times > 1 else ""))
    return Session(
        id=id_,
        slot=SlotId(slot_of(id_)),
        name=str(_name(bulletin, number)),
        at=at,
        grace=timedelta(),
        cues=(Cue(id=cue, script=bulletin.script, title=bulletin.title, text=bulletin.text),),
    )


def _name(bulletin: Bulletin, number: int) -> Message:
    name = LEVEL_NAMES[bulletin.urgency]
    if bulletin.times == 1:
        return name
    return tell("{name}, lần {number} trên {times}", name=name, number=number, times=bulletin.times)


def _midnight(bulletin: Bulletin) -> datetime:
    """Of an older version is known on which day it came, and no more."""
    return datetime.combine(day_of(bulletin.id), time(), bulletin.expires.tzinfo)
