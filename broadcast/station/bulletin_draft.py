"""What somebody wants said -> a bulletin that is prepared: its words, its sound, what becomes of it on air."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from broadcast.base.errors import BroadcastError, UsageRefused, tell
from broadcast.programme.bulletins import Urgency
from broadcast.programme.model import Cart
from broadcast.programme.settings import Policy
from broadcast.station.announce import HandedOver, OnDuty, Repeats, player_on_duty, repeats_of
from broadcast.station.bulletin_words import Wording, of_script, typed
from broadcast.station.emergencies import usual_expiry
from broadcast.station.foretold import Foretold, foretell
from broadcast.station.readable import Readable
from broadcast.station.standings import policy_in_force
from broadcast.station.station import Station, station_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants said, and when."""

    by: str
    urgency: Urgency
    text: str = ""
    """The words as they were typed; empty where a script is read."""
    script: str = ""
    at: time | None = None
    """When the first may begin; None: as soon as the loudspeaker is free."""
    every: timedelta | None = None
    until: time | None = None
    times: int | None = None
    expires: timedelta | None = None
    """How long it may wait; None: as is usual for its level."""
    reason: str = ""
    """Why it airs outside the rules; empty: it keeps to them."""


class DraftState(StrEnum):
    """How far a bulletin is."""

    MAKING = "making"
    FAILED = "failed"
    READY = "ready"
    AWAITING = "awaiting"
    """Somebody has asked a second person to confirm it."""
    TAKEN = "taken"
    """The player has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinDraft:
    """One bulletin that is prepared."""

    token: str
    """What nobody guesses, and what airs once."""
    asked: Asked
    begun: datetime
    """When it was asked for: the hours that are asked for are the next ones from then on."""
    wording: Wording
    state: DraftState = DraftState.MAKING
    cart: Cart | None = None
    trouble: BroadcastError | None = None
    """Why it could not be made."""
    awaits_until: datetime | None = None
    """Until when a second person may confirm it."""
    second: str = ""
    handed: HandedOver | None = None

    @property
    def station(self) -> Station:
        """Return the station that knows its words."""
        return self.wording.station

    @property
    def cart_file(self) -> Path | None:
        """Return the path of its sound; None while there is none."""
        return self.station.library.cart_file(self.cart) if self.cart is not None else None


def worded(seen: Readable, asked: Asked) -> Wording:
    """Turn what is asked for into what would be said, without making it.

    Raises as `typed` and `of_script`; WardError where the ward's files cannot be read.
    """
    station = station_of(seen.required())
    if bool(asked.text.strip()) == bool(asked.script):
        raise UsageRefused(tell("Gõ lời, hoặc chọn một bài; không cả hai."))
    if asked.script:
        return of_script(station, asked.script, asked.urgency)
    return typed(station, asked.text, asked.urgency)


def needs_second(station: Station, urgency: Urgency) -> bool:
    """Whether the ward's rule wants two persons for a bulletin of that level."""
    return urgency is Urgency.EMERGENCY and policy_in_force(station).policy is Policy.REQUIRED


def foretold(draft: BulletinDraft) -> Foretold:
    """Ask the player what would become of the bulletin if it were handed over now.

    Raises UsageRefused where it is not made yet, or the hour that was asked for has passed since; MachineError
    where no player answers; and as `foretell`.
    """
    cart, player = made_cart(draft), player_on_duty(draft.station)
    length = timedelta(seconds=cart.seconds)
    repeats, asked = _repeats(draft, player), draft.asked
    return foretell(draft.station, player, repeats, asked.urgency, length, is_override=bool(asked.reason))


def made_cart(draft: BulletinDraft) -> Cart:
    """Return its sound. Raises what kept it from being made, UsageRefused where it is not made yet."""
    if draft.cart is None:
        raise draft.trouble or UsageRefused(tell("Bản tin này chưa tạo tiếng xong."), tell("Chờ vài giây."))
    return draft.cart


def lasts(draft: BulletinDraft) -> timedelta:
    """Return how long each repetition may still be begun once it is due."""
    return draft.asked.expires or usual_expiry(draft.station, draft.asked.urgency)


def _repeats(draft: BulletinDraft, player: OnDuty) -> Repeats:
    asked, begun = draft.asked, draft.begun.astimezone(player.now.tzinfo)
    first = _next(asked.at, begun) if asked.at is not None else None
    until = _next(asked.until, first or begun) if asked.until is not None else None
    for wanted in (first, until):
        if wanted is not None and wanted <= player.now:
            raise UsageRefused(
                tell("Giờ hẹn {at} đã qua, nên chưa phát gì.", at=f"{wanted:%H:%M %d/%m}"),
                tell("Bấm “Sửa lời, làm lại” rồi chọn giờ khác."),
            )
    return repeats_of(
        player.now, at=first, every=asked.every, times=asked.times, until=until, expires=lasts(draft)
    )


def _next(at: time, after: datetime) -> datetime:
    """The next such hour behind that moment."""
    moment = datetime.combine(after.date(), at, after.tzinfo)
    return moment if moment > after else moment + timedelta(days=1)
