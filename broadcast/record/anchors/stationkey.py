"""A folder journal/ -> the key with which its station signs the heads of its log; made where there is none yet.

Two files of OpenSSH: `station.key`, which its account alone may read and no backup takes along, and
`station.key.pub`. A key's name is made of the key itself, so that nobody can sign under another's name.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import DiskError, JournalError, tell
from broadcast.base.files import locked, write_whole
from broadcast.base.reasons import reason_of
from broadcast.record.anchors.signednote import Kind, Verifier
from broadcast.record.ed25519 import Private, made, public_of, read, written
from broadcast.record.sshsig import public_line, public_of_line

PRIVATE, PUBLIC = "station.key", "station.key.pub"
_ONLY_OURS = 0o600
_PATIENCE_S = 10.0
_NAME_DIGITS = 16


@dataclass(frozen=True, slots=True)
class StationKey:
    """A station's key."""

    private: Private
    public: bytes

    @property
    def verifier(self) -> Verifier:
        """Return the public half, as it verifies heads of this station's own log."""
        return Verifier(name_of(self.public), self.public)

    @property
    def cosigner(self) -> Verifier:
        """Return the public half, as it verifies what this station has cosigned."""
        return Verifier(name_of(self.public), self.public, Kind.COSIGNER)


def name_of(public: bytes) -> str:
    """Return the name of the station with that public key, `broadcast/0123456789abcdef`."""
    return f"broadcast/{hashlib.sha256(public).hexdigest()[:_NAME_DIGITS]}"


def station_key(folder: Path) -> StationKey:
    """Return the key in `folder`, a journal/; make one where there is none.

    Raises JournalError where the file holds no key or cannot be read, DiskError where none can be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PRIVATE
    with locked(folder / f"{PRIVATE}.lock", patience_s=_PATIENCE_S):
        if not path.exists():
            write_whole(path, written(made()), mode=_ONLY_OURS)
        key = _read(path)
        public = public_of(key)
        line = f"{public_line(public, name_of(public))}\n".encode()
        if not (folder / PUBLIC).exists() or (folder / PUBLIC).read_bytes() != line:
            write_whole(folder / PUBLIC, line)
    return StationKey(key, public)


def _read(path: Path) -> Private:
    try:
        return read(path.read_bytes())
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else tell("không phải khoá Ed25519")
        raise JournalError(
            tell("Không đọc được khoá của đài, {path} ({why}).", path=path, why=why),
            tell("Chép lại tệp khoá cũ; mất hẳn thì đổi tên tệp này đi, máy sẽ làm khoá mới và ghi vào nhật ký."),
        ) from error


def look_at_key(folder: Path) -> bool:
    """Whether the station's key in `folder`, if there is one, is closed to other accounts; nothing is made.

    True on Windows, whose rights it does not tell. Raises JournalError where the file holds no key.
    """
    path = folder / PRIVATE
    if not path.exists():
        return True
    _read(path)
    return os.name == "nt" or not path.stat().st_mode & 0o077


def public_key(folder: Path) -> bytes | None:
    """Return the public key in `folder`; None where there is none that can be read."""
    try:
        return public_of_line((folder / PUBLIC).read_text(encoding="utf-8"))
    except (OSError, ValueError, DiskError):
        return None
