"""A ward's record -> which rule of release is in force; nothing is loaded where nothing is signed."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.base.errors import JournalError, Message
from broadcast.programme.released import Act
from broadcast.programme.settings import Policy, ReleasePolicy, SealKind
from broadcast.record.reading import Record

if TYPE_CHECKING:
    from broadcast.station.seals import Seals


def is_anything_signed(home: Path, written: ReleasePolicy, record: Record) -> bool:
    """Whether the ward has keys, or its rule asks for signatures.

    A list of keys in the folder is enough: a record that knows of none is not the one it stood in. Raises
    JournalError where the record cannot be read.
    """
    asks = written.seal is SealKind.SIGNED or bool(written.sealed)
    return asks or bool(record.last_sealing()) or (home / "keys" / "allowed_signers").exists()


class Sealing:
    """The rule of release that is in force, and what is doubted by it."""

    def __init__(self, home: Path, written: ReleasePolicy, record: Record) -> None:
        """Read nothing yet. `written`: the rule as playlist.yaml has it."""
        self._home = home
        self._written = written
        self._record = record
        self._known: tuple[int, Seals] | None = None

    @property
    def policy(self) -> ReleasePolicy:
        """Return the rule that is in force: nothing that was signed is taken back by an edit of playlist.yaml.

        While a file that must be signed is not, nothing airs without a release. Where the record cannot be read,
        the rule is the one that is written.
        """
        try:
            seals = self._seals()
        except JournalError:
            return self._written
        if seals is None:
            return self._written
        if self._damaged(seals) is not None:
            return replace(self._written, policy=Policy.REQUIRED, seal=SealKind.SIGNED)
        policy = seals.in_force(self._written)
        return replace(policy, policy=Policy.REQUIRED) if seals.unsealed(self._written) is not None else policy

    def doubted(self, release: Act) -> Message | None:
        """As programme's Doubted."""
        try:
            seals = self._seals()
        except JournalError as error:
            return error.what
        if seals is None:
            return None
        if (damaged := self._damaged(seals)) is not None:
            return damaged
        return None if seals.in_force(self._written).seal is SealKind.NAMED else seals.doubted(release)

    def taken_back(self, release: Act) -> Message | None:
        """Say why a signature that was believed is not any more: its key was revoked; None while it is.

        Quick, for asking while something sounds by that release.
        """
        if not release.seal:
            return None
        try:
            seals = self._seals()
        except JournalError:
            return None
        return seals.unsigned(release) if seals is not None else None

    def unsealed(self) -> Message | None:
        """Say which file must be signed and is not, as it is now; None where all are."""
        try:
            seals = self._seals()
        except JournalError as error:
            return error.what if self._written.sealed else None
        return seals.unsealed(self._written) if seals is not None else None

    @staticmethod
    def _damaged(seals: "Seals") -> Message | None:
        try:
            return seals.damaged()
        except JournalError as error:
            return error.what

    def _seals(self) -> "Seals | None":
        """None where nothing is signed, and nothing need be."""
        if not is_anything_signed(self._home, self._written, self._record):
            return None
        line = self._record.last_sealing()
        if self._known is None or self._known[0] != line:
            from broadcast.station.seals import Seals

            self._known = line, Seals(self._home, self._record)
        return self._known[1]
