"""A text with signatures under it, as transparency logs write it (C2SP signed-note and tlog-cosignature).

    text, of one line or more
    (an empty line)
    — name base64(key id, 4 bytes, and signature)

Source: https://c2sp.org/signed-note, https://c2sp.org/tlog-cosignature
"""

import hashlib
import struct
from base64 import b64decode, b64encode
from binascii import Error as NotBase64Error
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from broadcast.record.ed25519 import Private, is_signed, public_of

_DASH = "\u2014 "
_ID = 4
_TIME = 8


class Kind(IntEnum):
    """What a signature says."""

    LOG = 1
    """Of the log itself, over the text."""
    COSIGNER = 4
    """Of somebody else at a moment, who has seen that the log only grew."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name, `name+id+base64` when written."""

    name: str
    public: bytes
    kind: Kind = Kind.LOG

    @property
    def id(self) -> bytes:
        """Return the key's id of 4 bytes."""
        known = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(known).digest()[:_ID]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"


def verifier_of(text: str) -> Verifier:
    """Read a public key from its one line. Raises ValueError where it is none of ours, or its id is another's."""
    name, id_, key = text.strip().split("+", 2)
    kind, *public = b64decode(key, validate=True)
    verifier = Verifier(name, bytes(public), Kind(kind))
    if len(public) != 32 or verifier.id.hex() != id_:
        raise ValueError("the key's id does not fit")
    return verifier


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the lines of its signatures."""

    text: str
    """Ends with the end of a line."""
    signatures: tuple[tuple[str, bytes], ...]
    """The name, and the bytes behind it: the key's id and the signature."""

    def __str__(self) -> str:
        lines = (f"{_DASH}{name} {b64encode(what).decode()}\n" for name, what in self.signatures)
        return f"{self.text}\n{''.join(lines)}"

    def signed_by(self, verifier: Verifier) -> bool:
        """Whether one of the signatures was made with that key over this text."""
        return any(
            name == verifier.name and what[:_ID] == verifier.id and _fits(verifier, self.text, what[_ID:])
            for name, what in self.signatures
        )


def note_of(text: str) -> Note:
    """Read a signed note. Raises ValueError where it is none."""
    body, gap, below = text.rpartition("\n\n")
    lines = below.splitlines()
    if not gap or not body or not lines or not below.endswith("\n"):
        raise ValueError("no signed note")
    try:
        return Note(body + "\n", tuple(_signature(line) for line in lines))
    except NotBase64Error as error:
        raise ValueError(str(error)) from error


def _signature(line: str) -> tuple[str, bytes]:
    name, _, what = line.removeprefix(_DASH).partition(" ")
    signature = b64decode(what, validate=True)
    if not line.startswith(_DASH) or not name or "+" in name or len(signature) <= _ID:
        raise ValueError("no signature of a note")
    return name, signature


def signed(text: str, key: Private, name: str) -> Note:
    """Return `text`, which ends with the end of a line, signed as the log of that name."""
    id_ = Verifier(name, public_of(key)).id
    return Note(text, ((name, id_ + key.sign(text.encode())),))


def cosigned(note: Note, key: Private, name: str, now: datetime) -> Note:
    """Return the note with one more signature: that of a cosigner of that name, at the moment `now`."""
    verifier, seconds = Verifier(name, public_of(key), Kind.COSIGNER), int(now.timestamp())
    signature = verifier.id + struct.pack(">Q", seconds) + key.sign(_cosigned_text(note.text, seconds))
    return Note(note.text, (*(one for one in note.signatures if one[1][:_ID] != verifier.id), (name, signature)))


def cosigned_at(note: Note, verifier: Verifier) -> datetime | None:
    """Return when that cosigner signed the note, in UTC; None where it did not."""
    for name, what in note.signatures:
        if name == verifier.name and what[:_ID] == verifier.id and _fits(verifier, note.text, what[_ID:]):
            return datetime.fromtimestamp(struct.unpack(">Q", what[_ID : _ID + _TIME])[0], UTC)
    return None


def _fits(verifier: Verifier, text: str, signature: bytes) -> bool:
    if verifier.kind is Kind.LOG:
        return is_signed(verifier.public, signature, text.encode())
    if len(signature) <= _TIME:
        return False
    seconds = struct.unpack(">Q", signature[:_TIME])[0]
    return is_signed(verifier.public, signature[_TIME:], _cosigned_text(text, seconds))


def _cosigned_text(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
