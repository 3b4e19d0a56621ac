"""A PIN or a password -> what is kept of it: salted and hashed by scrypt (RFC 7914), 32 MB a try."""

import hashlib
import hmac
import os
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadcast.base.errors import UsageRefused, tell
from broadcast.programme.approving import is_same_person

PIN_DIGITS, PASSWORD_LETTERS = 6, 10
"""The least that a PIN (digits alone) and a password (anything else) may have."""
_MOST_LETTERS = 200
_N, _R, _P = 2**15, 8, 1
_MOST_N = 2**17
"""Of a file that somebody else wrote: a try must not take the machine's memory."""
_BYTES = 32
_one_at_a_time = threading.Lock()
"""A crowd of tries must not take the memory that the player needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """What is kept of a secret; the secret cannot be read from it."""

    salt: bytes
    hash: bytes
    n: int = _N
    r: int = _R
    p: int = _P

    @property
    def fields(self) -> dict[str, object]:
        """Return it for JSON, as `hashed_from` reads it."""
        return {"kind": "scrypt", "n": self.n, "r": self.r, "p": self.p,
                "salt": self.salt.hex(), "hash": self.hash.hex()}  # fmt: skip


_NOBODYS = Hashed(salt=bytes(16), hash=bytes(_BYTES))
"""Of no secret: what an unknown name is held against, so that it takes as long as a known one."""


def hashed(secret: str) -> Hashed:
    """Hash the secret with a new salt."""
    empty = Hashed(salt=os.urandom(16), hash=b"")
    return Hashed(salt=empty.salt, hash=_scrypt(secret, empty))


def is_secret(secret: str, kept: Hashed | None) -> bool:
    """Whether the secret is the one that was hashed; False for None, after as much work."""
    against = kept or _NOBODYS
    is_the_same = hmac.compare_digest(_scrypt(secret[: _MOST_LETTERS + 1], against), against.hash)
    return is_the_same and kept is not None


def hashed_from(fields: Mapping[str, Any]) -> Hashed:
    """Read back what `Hashed.fields` gave. Raises KeyError, TypeError or ValueError where it is none of ours."""
    n, r, p = fields["n"], fields["r"], fields["p"]
    salt, hash_ = bytes.fromhex(fields["salt"]), bytes.fromhex(fields["hash"])
    if fields["kind"] != "scrypt" or not _N <= n <= _MOST_N or (r, p, len(hash_)) != (_R, _P, _BYTES):
        raise ValueError("not hashed by us")
    return Hashed(salt=salt, hash=hash_, n=n, r=r, p=p)


def require_secret(secret: str, name: str) -> None:
    """Raise UsageRefused where the secret of that person is too short, too long, or the name itself."""
    digits = secret.isascii() and secret.isdecimal()
    if digits and len(secret) < PIN_DIGITS:
        raise UsageRefused(
            tell("Mã PIN phải có ít nhất {count} chữ số.", count=PIN_DIGITS),
            tell("Hoặc đặt mật khẩu từ {count} ký tự, có chữ.", count=PASSWORD_LETTERS),
        )
    if not digits and len(secret) < PASSWORD_LETTERS:
        raise UsageRefused(
            tell("Mật khẩu phải có ít nhất {count} ký tự.", count=PASSWORD_LETTERS),
            tell("Hoặc đặt mã PIN từ {count} chữ số.", count=PIN_DIGITS),
        )
    if len(secret) > _MOST_LETTERS:
        raise UsageRefused(tell("Mật khẩu dài nhất {count} ký tự.", count=_MOST_LETTERS))
    if is_same_person(secret, name) or is_same_person(secret, name.replace(" ", "")):
        raise UsageRefused(tell("Mật khẩu không được là tên của chính người ấy: ai cũng đoán ra."))


def _scrypt(secret: str, kept: Hashed) -> bytes:
    """NFC: one keyboard types `ế` as one sign, another one as two or three."""
    typed = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
    with _one_at_a_time:
        return hashlib.scrypt(
            typed, salt=kept.salt, n=kept.n, r=kept.r, p=kept.p, dklen=_BYTES, maxmem=kept.n * kept.r * 128 * 2
        )
