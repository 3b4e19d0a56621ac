"""A ward's folder and its record -> why a release is not believed, and which file nobody has signed again.

Loaded only where something is signed: it loads `cryptography`.
"""

from dataclasses import replace
from pathlib import Path

from broadcast.base.digests import sha256_of
from broadcast.base.errors import Message, tell
from broadcast.programme.released import Act
from broadcast.programme.settings import Policy, ReleasePolicy, Sealed, SealKind
from broadcast.record.chain import BrokenLine
from broadcast.record.keyring import Keyring, keyring_of
from broadcast.record.reading import Record
from broadcast.record.sealedfiles import SealedFiles, sealed_files_of
from broadcast.record.signers import Namespace

KEYS, FILES = "keys", "files"
"""The codes of the record's lines about the list of keys, and about the files that somebody signed."""
SIGNERS, REVOKED = "keys/allowed_signers", "keys/revoked"
FILE_OF = {Sealed.TIMETABLE: "playlist.yaml", Sealed.LEXICON: "lexicon.yaml"}


def keyring(record: Record) -> Keyring:
    """Return the keys that are believed now, by the record alone. Raises JournalError where it cannot be read."""
    return keyring_of((one.written.date(), one.body) for one in record.sealings(KEYS))


def last_sealed(record: Record, ring: Keyring) -> SealedFiles | None:
    """Return the last signature of the ward's files that is believed; None where there is none.

    Raises JournalError where the record cannot be read.
    """
    for entry in reversed(record.sealings(FILES)):
        sealed = sealed_files_of(entry.written, entry.body)
        day = sealed.at.date()
        if ring.why_not(Namespace.FILES, sealed.by, day, sealed.to_seal, sealed.seal) is None:
            return sealed
    return None


def fingerprint_of(home: Path, name: str) -> str:
    """Return the sha256 of a file of the ward, in hex; empty where it is not there."""
    try:
        return sha256_of(home / name)
    except FileNotFoundError:
        return ""


def text_of(home: Path, name: str) -> str:
    """Return the text of a list of keys in the ward's folder; empty where it is not there or is no text."""
    try:
        return (home / name).read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _vouched_from(record: Record, ring: Keyring, sealed: SealedFiles | None) -> int | BrokenLine | None:
    """The row from which the log must fit, or that row where it does not itself; None where nothing is signed."""
    changes, files = record.sealing_lines(KEYS), record.sealing_lines(FILES)
    lines = sorted([*changes, *files], key=lambda line: line[0])
    if not lines:
        return None
    (first, entry), *_ = lines
    whole = [row for row, one in changes if one is not None]
    believed = [row for row, one in files if one is not None and sealed is not None and one.written == sealed.at]
    if ring.signed and believed:
        return min(whole[ring.signed], believed[-1])
    why = tell("dòng về khoá hoặc chữ ký bị sửa")
    return first if entry is not None else BrokenLine(number=first, day=None, why=why)


class Seals:
    """What is signed in one ward, as its record has it now."""

    def __init__(self, home: Path, record: Record) -> None:
        """Read the keys, and the last signature of the files.

        Raises JournalError where the record cannot be read.
        """
        self._home = home
        self._record = record
        self.ring = keyring(record)
        self.sealed = last_sealed(record, self.ring)
        self._from = _vouched_from(record, self.ring, self.sealed)

    def damaged(self) -> Message | None:
        """Say where the log is damaged, which may have hidden a revocation or a rule; None where it is whole.

        Looked for from the last list of keys and the last files that were signed, so whoever has a key mends it
        by signing both anew. Raises JournalError where the record cannot be read.
        """
        broken = self._record.broken_behind_row(self._from) if isinstance(self._from, int) else self._from
        if broken is None:
            return None
        return tell(
            "nhật ký bị sửa hoặc mất ở {where}, không biết khoá nào còn tin được: người có khoá ký lại bằng"
            " broadcast keys add và broadcast seal, hoặc dựng lại từ bản sao lưu",
            where=broken.where,
        )

    def in_force(self, written: ReleasePolicy) -> ReleasePolicy:
        """Return the rule that holds: what was signed last is not undone by what playlist.yaml says since."""
        if self.sealed is not None:
            policy, kind, sealed = self.sealed.policy, self.sealed.kind, self.sealed.sealed
        else:
            policy, kind, sealed = self._without_files(written)
        required = Policy.REQUIRED in (written.policy, policy)
        signed = SealKind.SIGNED in (written.seal, kind)
        return replace(
            written,
            policy=Policy.REQUIRED if required else Policy.ADVISORY,
            seal=SealKind.SIGNED if signed else SealKind.NAMED,
            sealed=written.sealed | frozenset(map(Sealed, sealed)),
            is_written=written.is_written or self.sealed is not None or required,
        )

    def _without_files(self, written: ReleasePolicy) -> tuple[str, str, tuple[str, ...]]:
        """The rule where nobody has signed it: as strict as it ever was when the list of keys was changed.

        Where the record has no keys and the folder has some, the record is not the one that they stood in.
        """
        if self.ring.is_begun:
            return self.ring.policy, SealKind.SIGNED, ()
        if self.list_changed() is not None:
            return Policy.REQUIRED, SealKind.SIGNED, ()
        return written.policy, written.seal, ()

    def doubted(self, release: Act) -> Message | None:
        """As programme's Doubted: whether the key of whoever released it has signed that very release."""
        return self.list_changed() or self.unsigned(release)

    def unsigned(self, release: Act) -> Message | None:
        """Say why no key that is believed has signed that very release; None where one has."""
        message = release.to_seal.encode()
        return self.ring.why_not(Namespace.RELEASE, release.by, release.at.date(), message, release.seal)

    def list_changed(self) -> Message | None:
        """Say that the list of keys in the folder is not the one that the record has; None where it is."""
        now = text_of(self._home, SIGNERS), text_of(self._home, REVOKED)
        if now == (self.ring.signers, self.ring.revoked):
            return None
        if not self.ring.is_begun:
            return tell("nhật ký này không có danh sách khoá mà thư mục keys đang giữ: khôi phục bản sao lưu, hoặc"
                        " khai lại khoá bằng broadcast keys add")  # fmt: skip
        return tell("danh sách khoá trong thư mục keys đã bị sửa mà không qua lệnh broadcast keys;"
                    " ghi lại theo nhật ký: broadcast keys list --write")  # fmt: skip

    def unsealed(self, policy: ReleasePolicy) -> Message | None:
        """Say which file must be signed and is not, as it is now; None where all are."""
        known = self.sealed.files if self.sealed is not None else {}
        for which in sorted(self.in_force(policy).sealed):
            name = FILE_OF[which]
            if name not in known:
                return tell("{name} chưa ai ký", name=name)
            if fingerprint_of(self._home, name) != known[name]:
                return tell("{name} đã sửa, chưa ai ký lại", name=name)
        return None
