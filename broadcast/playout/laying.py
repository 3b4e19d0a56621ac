"""A session, the rack and the rules -> its programme, and what is passed over with the reason; writes no log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.library.rack import STINGS
from broadcast.playout.conditions import day_heard
from broadcast.playout.owing import PassedOver, goes_on, planned
from broadcast.playout.parts import Parts, is_of_another_version
from broadcast.playout.source import UNREADABLE, why_unreadable
from broadcast.programme import airtime as rules
from broadcast.programme.dropping import dropped
from broadcast.programme.layout import Layout, lay_out
from broadcast.programme.model import (
    Cart,
    Cue,
    CueId,
    Fingerprint,
    Outcome,
    Part,
    Reason,
    Session,
    Unready,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """A session's programme, and what of the session is not in it."""

    layout: Layout
    """Without pieces where nothing is ready, or the airtime rules allow nothing."""
    passed_over: tuple[PassedOver, ...]
    """The cues left out, in the order in which they are to be written down."""


def laid_out(parts: Parts, session: Session, cues: tuple[Cue, ...], *, judged: bool = True) -> LaidOut:
    """Lay out those of `cues`, which are the session's, that have a cart, each file read and found whole just now.

    A cue without one is missed. What the airtime rules do not allow is refused, the session says which cues first,
    until the rest fits; `judged` False: they are not asked. Behind a cue that was taken back while it sounded
    there is no opening again. Returns the programme, and what is left out with the reasons. Writes nothing into
    the log. Raises JournalError where the log cannot be read.
    """
    contents = {cue.id: _contents(parts, cue.id, cue.version) for cue in session.cues}
    opening = None if goes_on(parts, session) else _sting(parts, session, Part.OPENING)
    closing = _sting(parts, session, Part.CLOSING)
    passed = [_missed(cue, cart) for cue in cues if not isinstance(cart := contents[cue.id], Cart)]
    for cue, why in _unreleased(parts, session, contents):
        contents[cue.id] = Unready(reason=Reason.NOT_RELEASED, why=why)
        passed += [PassedOver(cue=cue, outcome=Outcome.REFUSED, why=why)] if cue in cues else []
    ready = tuple(cue for cue in cues if isinstance(contents[cue.id], Cart))
    first_plan = lay_out(session, contents, opening, closing)
    moments = {one.cue.id: one.at for one in first_plan.cues} | dict(planned(parts, session))

    def laid(indexes: Iterable[int]) -> Layout:
        some = replace(session, cues=tuple(ready[index] for index in indexes))
        return lay_out(some, contents, opening, closing, moments)

    left = list(range(len(ready)))
    lengths = [timedelta(seconds=one.seconds) for cue in ready if isinstance(one := contents[cue.id], Cart)]
    too_long = dropped(lengths, lambda some: refusal(parts, laid(some)) is None, session.drop) if judged else ()
    if too_long:
        why = refusal(parts, laid(left)) or tell("quá dài")  # of the whole: one figure, as in `today`
        passed += [PassedOver(cue=ready[index], outcome=Outcome.REFUSED, why=why) for index in too_long]
        left = [index for index in left if index not in too_long]
    return LaidOut(layout=laid(left), passed_over=tuple(passed))


def refusal(
    parts: Parts, layout: Layout, *, start: datetime | None = None, before: Iterable[str] = ()
) -> Message | None:
    """Tell why the airtime rules do not let that programme begin; None when they do, or are not asked.

    It begins at `start`; None: at the session's second, or now where that is over. `before`: ids of the sessions
    that are to sound ahead of it and have not yet. Raises JournalError where the log, which knows what has
    sounded, cannot be read.
    """
    if parts.airtime is None:
        return None
    begins = start or max(layout.session.at, parts.clock.now())
    sounded = parts.journal.sounded_on(begins.date())
    return rules.session_refusal(parts.airtime, layout.session.id, begins, layout.length, sounded, before=before)


def whole_cart(parts: Parts, fingerprint: Fingerprint) -> Cart | Unready:
    """Return the cart of that fingerprint, its file read and found whole just now; else why it cannot be used.

    A file that cannot be read raises nothing: it costs its own cue, and no other.
    """
    try:
        cart = parts.library.cart(fingerprint)
    except UNREADABLE as error:
        return Unready(reason=Reason.DISK, why=why_unreadable(error))
    return cart or Unready(reason=Reason.DISK, why=tell("chưa có tệp tiếng"))


def _contents(parts: Parts, cue: CueId, version: str = "") -> Cart | Unready:
    """What the rack holds for the cue, verified, and of the version that the cue was dealt."""
    fixed = whole_cart(parts, parts.fixed[cue]) if cue in parts.fixed else None
    if isinstance(fixed, Cart):
        return fixed
    on_rack = parts.rack.contents().get(cue)
    if on_rack is None:
        return Unready(reason=Reason.NO_SPEECH, why=tell("chưa có tệp tiếng"))
    if isinstance(on_rack, Unready):
        return on_rack
    if is_of_another_version(on_rack, version):
        return Unready(reason=Reason.CHANGED, why=tell("bài đã sửa, tiếng mới chưa tạo xong"))
    cart = whole_cart(parts, on_rack.fingerprint)
    return replace(cart, fallback=on_rack.fallback) if isinstance(cart, Cart) else cart


def fix_carts(parts: Parts, laid: LaidOut, *, begun: bool) -> None:
    """Fix the carts that a session is about to air: it goes on with these after a cut, whatever is made meanwhile.

    `begun`: those that were fixed before stay. The plan is told. Raises JournalError where the log takes no line.
    """
    if not laid.layout.pieces:
        return
    for one in laid.layout.cues:
        if not begun or one.cue.id not in parts.fixed:
            parts.fixed[one.cue.id] = one.cart.fingerprint
    if not begun:
        parts.plan.laid_out(laid.layout)


def _unreleased(
    parts: Parts, session: Session, contents: Mapping[CueId, Cart | Unready]
) -> list[tuple[Cue, Message]]:
    """The cues whose cart may not air, as nobody has released it, each with the reason."""
    carts = [(cue, cart) for cue in session.cues if isinstance(cart := contents[cue.id], Cart)]
    day = day_heard(session, parts.clock.now())
    asked = [(cue, parts.released(cue.script, Part.CUE, cart, day)) for cue, cart in carts]
    return [(cue, answer.refused) for cue, answer in asked if answer is not None and answer.refused is not None]


def _sting(parts: Parts, session: Session, part: Part) -> Cart | None:
    """The session's opening or closing; None where it has none, or words in it that nobody has released."""
    cart = _contents(parts, STINGS[part])
    words = parts.stings.get(part)
    if not isinstance(cart, Cart) or words is None or not words.script:
        return cart if isinstance(cart, Cart) else None
    answer = parts.released(words.script, part, cart, day_heard(session, parts.clock.now()))
    return cart if answer is None or answer.refused is None else None


def _missed(cue: Cue, unready: Unready) -> PassedOver:
    return PassedOver(cue=cue, outcome=Outcome.MISSED, why=tell("chưa sẵn sàng: {why}", why=unready.why))
