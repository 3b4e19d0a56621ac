"""How far a log had come, and the root over all of it, as transparency logs write it (C2SP tlog-checkpoint).

    origin: whose log it is
    size: how many lines it had, decimal
    root: of the Merkle tree over them, base64

Source: https://c2sp.org/tlog-checkpoint
"""

import re
from base64 import b32encode, b64decode, b64encode
from dataclasses import dataclass

from broadcast.record.merkle import Hash

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_CODE = re.compile(r"(?P<size>[1-9][0-9]{0,15})((?:-[A-Z2-7]{4}){4})")
_CODE_LETTERS = 16
_HASH = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a log had come."""

    origin: str
    size: int
    """Lines."""
    root: Hash

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @property
    def code(self) -> str:
        """Return it as a person writes it: the size, and 80 bits of the root, `1042-ABCD-EFGH-JKLM-NPQR`."""
        letters = b32encode(self.root).decode()[:_CODE_LETTERS]
        return "-".join([str(self.size), *(letters[at : at + 4] for at in range(0, _CODE_LETTERS, 4))])


def checkpoint_of(text: str) -> Checkpoint:
    """Read a checkpoint; lines behind its third are left aside. Raises ValueError where it is none."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise ValueError("no checkpoint")
    root = b64decode(lines[2], validate=True)
    if len(root) != _HASH:
        raise ValueError("no root of a checkpoint")
    return Checkpoint(lines[0], int(lines[1]), root)


def size_of_code(code: str) -> int | None:
    """Return how many lines a short code is about; None where it is no short code."""
    match = _CODE.fullmatch(code.strip().upper())
    return int(match["size"]) if match else None
