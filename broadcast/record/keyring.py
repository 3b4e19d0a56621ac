"""Every change of the list of keys, as the log has it -> the keys that are believed now, and why a seal is not.

The first key is believed as it comes. After that nothing is added, and nothing revoked comes back, without the
signature of a key that was believed before; taking away needs none.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.programme.approving import is_same_person
from broadcast.programme.contents import canonical
from broadcast.record.signers import Namespace, Signer, revoked_of, signers_of
from broadcast.record.sshsig import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys that are believed."""

    signers: str = ""
    """The text of `allowed_signers`."""
    revoked: str = ""
    """The text of `revoked`."""
    signed: int = 0
    """Which change of the list, from 0, is the last one that somebody signed; 0, the first, where nobody has."""
    policy: str = ""
    """`required` where that was ever in force as the list was changed: no edit of playlist.yaml undoes it."""

    @property
    def is_begun(self) -> bool:
        """Whether there ever was a key."""
        return bool(self.signers)

    @property
    def keys(self) -> tuple[Signer, ...]:
        """List the keys that were not revoked, also those whose time is over."""
        gone = revoked_of(self.revoked)
        return tuple(one for one in signers_of(self.signers) if one.public not in gone)

    def to_seal(self, signers: str, revoked: str, by: str) -> bytes:
        """Return what is signed when this list becomes another one."""
        before = hashlib.sha256(canonical([self.signers, self.revoked]).encode()).hexdigest()
        return canonical({"before": before, "signers": signers, "revoked": revoked, "by": by}).encode()

    def why_not(self, namespace: Namespace, by: str, day: date, message: bytes, seal: str) -> Message | None:
        """Say why the signature over `message`, made on `day`, is not believed as of `by`; None where it is."""
        if not seal:
            return tell("không có chữ ký")
        gone = revoked_of(self.revoked)
        theirs = [one for one in signers_of(self.signers) if is_same_person(one.name, by)]
        if not theirs:
            return tell("{by} không có khoá trong danh sách của đài", by=by)
        made = [one for one in theirs if verify(one.public, namespace, message, seal)]
        if not made:
            return tell("chữ ký không khớp với khoá của {by}", by=by)
        if all(one.public in gone for one in made):
            return tell("khoá của {by} đã bị thu hồi", by=by)
        if not any(one.may_sign(namespace, day) for one in made if one.public not in gone):
            return tell("khoá của {by} không có hiệu lực ngày {day}", by=by, day=f"{day:%d/%m/%Y}")
        return None


def keyring_of(changes: Iterable[tuple[date, Mapping[str, Any]]]) -> Keyring:
    """Follow the changes of the list, each with its day, in the order of writing; return what is believed then.

    One that nobody vouched for is passed over.
    """
    ring, signed = Keyring(), 0
    for number, (day, body) in enumerate(changes):
        policy = "required" if "required" in (ring.policy, body.get("policy")) else ""
        later = Keyring(signers=body["signers"], revoked=body["revoked"], policy=policy)
        message = ring.to_seal(later.signers, later.revoked, body["by"])
        if _is_vouched(ring, body, day, message):
            ring, signed = later, number
        elif not ring.is_begun or _only_takes_away(ring, later):
            ring = later
    return replace(ring, signed=signed)


def _only_takes_away(before: Keyring, after: Keyring) -> bool:
    """Whether every key of `after` was believed before, at least as long; and nothing that was revoked is back."""
    if not revoked_of(before.revoked) <= revoked_of(after.revoked):
        return False
    return all(any(_covers(old, new) for old in signers_of(before.signers)) for new in signers_of(after.signers))


def _covers(old: Signer, new: Signer) -> bool:
    same = (old.name, old.public) == (new.name, new.public)
    return same and new.namespaces <= old.namespaces and old.first <= new.first and new.last <= old.last


def _is_vouched(ring: Keyring, body: Mapping[str, Any], day: date, message: bytes) -> bool:
    return ring.why_not(Namespace.KEYS, body["by"], day, message, body["seal"]) is None


Sign = Callable[[Namespace, bytes], str]
"""Signs a text for one purpose with the key of whoever is asked."""
