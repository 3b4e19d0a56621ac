"""A bulletin that is asked for -> why it may not air: who must answer for it does not, or has not signed.

Where the ward's rule is `required`, two different persons answer for an emergency, and it expires within half an
hour. Where releases are signed, whoever orders a bulletin of any level signs the order: whoever only sits at the
machine speaks no word in another's name. An order that was taken is not taken again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from broadcast.base.errors import JournalError, Message, UsageRefused, tell
from broadcast.base.jsonfile import moment_of
from broadcast.library.shelves import Shelves
from broadcast.programme.approving import is_same_person
from broadcast.programme.bulletins import Urgency
from broadcast.programme.contents import canonical
from broadcast.programme.settings import Policy, ReleasePolicy, SealKind
from broadcast.record.journal import Journal
from broadcast.station.assembly import StationWith
from broadcast.station.sealing import Sealing
from broadcast.station.standings import policy_in_force

LONGEST = timedelta(minutes=30)
"""How long an emergency bulletin may wait at the most, and how old an order's signatures may be."""
ORDERS = "orders"
"""The code of the record's lines about the orders that were signed and taken."""
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


def refuse_unsigned(station: StationWith[Shelves], by: str, second: str, count: int) -> None:
    """Raise UsageRefused where the ward's rule wants a bulletin signed, and fewer keys than persons are there."""
    policy = policy_in_force(station)
    if not asks_for_signatures(policy) or count == len(_those(by, second)):
        return
    raise UsageRefused(
        tell("Chưa phát được bản tin: {why}.", why=_unsigned_by(_those(by, second))),
        tell("Phường này chỉ nhận lệnh có chữ ký: thêm --key TỆP_KHOÁ, người thứ hai thì --second-key TỆP_KHOÁ"),
    )


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


def asks_for_signatures(policy: ReleasePolicy) -> bool:
    """Whether that rule takes no bulletin that is not signed by whoever orders it."""
    return policy.policy is Policy.REQUIRED and policy.seal is SealKind.SIGNED


def _those(by: str, second: str) -> tuple[str, ...]:
    """Who answers for an order, and so signs it."""
    return (by, second) if second.strip() else (by,)


def _unsigned_by(those: Sequence[str]) -> Message:
    if len(those) == 1:
        return tell("cần chữ ký của {by}: --key", by=those[0])
    return tell("cần chữ ký của cả hai người: --key và --second-key")


class Emergencies:
    """Whether the player takes a bulletin, whoever hands it over; strictest with an emergency."""

    def __init__(self, station: StationWith[Shelves], journal: Journal) -> None:
        """Read nothing yet; `journal` is the player's own log."""
        self._station = station
        self._journal = journal
        self._sealing = Sealing(station.home, station.ward.playlist.release, journal)

    def __call__(self, request: Request) -> Message | None:
        """Say why that bulletin may not air; None where it may. A signed order is then written down."""
        policy = self._sealing.policy
        if policy.policy is not Policy.REQUIRED:
            return None
        by, second = str(request.get("by")), str(request.get("second") or "")
        is_emergency = request.get("urgency") == Urgency.EMERGENCY
        if is_emergency and (why := _alone(by, second, request.get("expires_s"))) is not None:
            return why
        if not asks_for_signatures(policy):
            return None
        try:
            return self._unsigned(request, _those(by, second)) or self._taken(request)
        except JournalError as error:
            return error.what

    def _unsigned(self, request: Request, those: Sequence[str]) -> Message | None:
        """Why one of them has not signed this very order, just now."""
        from broadcast.record.signers import Namespace
        from broadcast.station.seals import Seals

        asked, now = moment_of(request.get("asked")), self._station.clock.now()
        if asked is None or abs(now - asked) > LONGEST:
            return tell("lệnh này ký đã lâu, hoặc giờ máy đã đổi: ký lại")
        seals = request.get("seals")
        if not isinstance(seals, list) or len(seals) != len(those):
            return _unsigned_by(those)
        known, text = Seals(self._station.home, self._journal), order_text(request)
        told = [known.list_changed(), *(known.ring.why_not(Namespace.ORDER, by, now.date(), text, str(seal))
                                        for by, seal in zip(those, seals, strict=True))]  # fmt: skip
        return next((why for why in told if why is not None), None)

    def _taken(self, request: Request) -> Message | None:
        """Write down that the order is taken; or say that it was before: somebody hands it over once more."""
        text = order_text(request).decode()
        if any(one.body.get("order") == text for one in self._journal.sealings(ORDERS)):
            return tell("lệnh này đã nhận một lần rồi: muốn phát nữa thì ra lệnh mới và ký lại")
        now = self._station.clock.now()
        by = ", ".join(_those(str(request.get("by")), str(request.get("second") or "")))
        more = {"order": text, "seals": [*request["seals"]]}
        self._journal.event(ORDERS, tell("nhận lệnh phát bản tin, có chữ ký"), now, by=by, more=more)
        return None
