"""An emergency bulletin that is asked for -> why it may not air: one person alone does not answer for it.

Where the ward's rule is `required`, two different persons do, and it expires within half an hour; where releases
are signed, each of the two signs the order.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.base.jsonfile import moment_of
from broadcast.library.shelves import Shelves
from broadcast.programme.approving import is_same_person
from broadcast.programme.bulletins import Urgency
from broadcast.programme.contents import canonical
from broadcast.programme.settings import Policy, SealKind
from broadcast.record.reading import Record
from broadcast.station.assembly import StationWith
from broadcast.station.sealing import Sealing
from broadcast.station.standings import policy_in_force

LONGEST = timedelta(minutes=30)
"""How long an emergency bulletin may wait at the most, and how old its signatures may be."""
_USUAL = timedelta(hours=2)
_SIGNED = ("urgency", "by", "second", "script", "fingerprint", "times", "expires_s", "override", "title", "text",
           "at", "every_s", "asked")  # fmt: skip
Sign = Callable[[Any, bytes], str]
"""As record/keyring's, which is loaded only where something is signed."""
Request = Mapping[str, Any]


def signed_order(request: Request, sign: Sequence[Sign]) -> Request:
    """Return the request with the signature of each of those who sign it; as it is where nobody does."""
    if not sign:
        return request
    from broadcast.record.signers import Namespace

    return {**request, "seals": [one(Namespace.ORDER, order_text(request)) for one in sign]}


def order_text(request: Request) -> bytes:
    """Return the one text of an order that is signed."""
    return canonical({name: request.get(name) for name in _SIGNED}).encode()


def usual_expiry(station: StationWith[Shelves], urgency: Urgency) -> timedelta:
    """Return how long a bulletin of that level waits where nobody says it."""
    is_bound = urgency is Urgency.EMERGENCY and policy_in_force(station).policy is Policy.REQUIRED
    return LONGEST if is_bound else _USUAL


def refuse_alone(station: StationWith[Shelves], by: str, second: str, lasts: timedelta) -> None:
    """Raise UsageRefused where the ward's rule wants two persons for an emergency, or a shorter time."""
    if policy_in_force(station).policy is not Policy.REQUIRED:
        return
    if (why := _alone(by, second, lasts.total_seconds())) is not None:
        raise UsageRefused(tell("Chưa phát được bản tin khẩn cấp: {why}.", why=why),
                           tell('Ví dụ: --by "Nguyễn Văn A" --second "Trần Thị B" --expires 30m'))  # fmt: skip


def _alone(by: str, second: str, lasts_s: object) -> Message | None:
    if not second.strip() or is_same_person(by, second):
        return tell("cần hai người khác nhau cùng chịu trách nhiệm")
    if not isinstance(lasts_s, int | float) or lasts_s > LONGEST.total_seconds():
        return tell("hạn của bản tin khẩn cấp nhiều nhất {count} phút", count=LONGEST // timedelta(minutes=1))
    return None


class Emergencies:
    """Whether the player takes an emergency bulletin, whoever hands it over."""

    def __init__(self, station: StationWith[Shelves], record: Record) -> None:
        """Read nothing yet; `record` is the player's own log."""
        self._station = station
        self._record = record
        self._sealing = Sealing(station.home, station.ward.playlist.release, record)

    def __call__(self, request: Request) -> Message | None:
        """Say why that bulletin may not air; None where it may, and of every other level."""
        policy = self._sealing.policy
        if request.get("urgency") != Urgency.EMERGENCY or policy.policy is not Policy.REQUIRED:
            return None
        by, second = str(request.get("by")), str(request.get("second") or "")
        if (why := _alone(by, second, request.get("expires_s"))) is not None:
            return why
        return self._unsigned(request, (by, second)) if policy.seal is SealKind.SIGNED else None

    def _unsigned(self, request: Request, those: Sequence[str]) -> Message | None:
        """Why one of the two has not signed this very order, just now."""
        from broadcast.record.signers import Namespace
        from broadcast.station.seals import Seals

        asked, now = moment_of(request.get("asked")), self._station.clock.now()
        if asked is None or abs(now - asked) > LONGEST:
            return tell("lệnh này ký đã lâu, hoặc giờ máy đã đổi: ký lại")
        seals = request.get("seals")
        if not isinstance(seals, list) or len(seals) != len(those):
            return tell("cần chữ ký của cả hai người: --key và --second-key")
        ring, text = Seals(self._station.home, self._record).ring, order_text(request)
        told = [ring.why_not(Namespace.ORDER, by, now.date(), text, str(seal))
                for by, seal in zip(those, seals, strict=True)]  # fmt: skip
        return next((why for why in told if why is not None), None)
