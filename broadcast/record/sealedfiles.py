"""What was signed of the timetable, the lexicon and the ward's rule of release -> which rule is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcast.programme.contents import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFiles:
    """The last time that somebody signed the ward's files."""

    by: str
    at: datetime
    policy: str
    """`required` or `advisory`, as playlist.yaml said at that time; `kind` and `sealed` too."""
    kind: str
    sealed: tuple[str, ...]
    files: Mapping[str, str]
    """The sha256 of each file, in hex, by its name; empty for a file that was not there."""
    seal: str

    @property
    def to_seal(self) -> bytes:
        """Return the one text that is signed."""
        return canonical({
            "at": self.at.isoformat(), "by": self.by, "files": dict(self.files),
            "policy": self.policy, "seal": self.kind, "sealed": list(self.sealed),
        }).encode()  # fmt: skip

    @property
    def body(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "by": self.by, "files": dict(self.files), "policy": self.policy, "kind": self.kind,
            "sealed": list(self.sealed), "signature": self.seal,
        }  # fmt: skip


def sealed_files_of(written: datetime, body: Mapping[str, Any]) -> SealedFiles:
    """Read it back from `SealedFiles.body`. Raises KeyError, TypeError."""
    return SealedFiles(
        by=body["by"],
        at=written,
        policy=body["policy"],
        kind=body["kind"],
        sealed=tuple(body["sealed"]),
        files=dict(body["files"]),
        seal=body["signature"],
    )
