"""What was carried out of a log (a file, a folder, a code on paper) -> marks to hold the log against.

A head counts where its signature fits, and where the log knows its key: another station's says nothing of it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.record.anchors.carried import HEAD, hashes_in
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of, size_of_code
from broadcast.record.anchors.signednote import Note, Verifier, note_of
from broadcast.record.anchors.stationkey import name_of, public_key
from broadcast.record.merkle import Hash

NO_LARGER = 1_000_000
"""Bytes of a file that may hold a head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the first `size` lines of the log must come to."""

    size: int
    code: str
    """The short code of their checkpoint."""
    root: Hash | None = None
    """None where the short code alone is known."""
    note: Note | None = None

    def fits(self, root: Hash) -> bool:
        """Whether `root` is that of the lines."""
        if self.root is not None:
            return root == self.root
        return Checkpoint("", self.size, root).code == self.code


def mark_of(note: Note, head: Checkpoint) -> Mark:
    """Return the mark of a signed head, whose checkpoint is `head`."""
    return Mark(size=head.size, code=head.code, root=head.root, note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What lies outside of the log's own folder."""

    marks: tuple[Mark, ...]
    hashes: tuple[Hash, ...] = ()
    """Of the first lines, each; empty where only heads were carried out."""
    damaged: tuple[str, ...] = ()
    """Names of the files there whose signature does not fit, or that are not whole: they do not count."""


def carried_at(where: str, journal: Path, keys: Collection[bytes]) -> Carried:
    """Read what was carried out: `where` is a file, a folder, or a code like `1042-ABCD-EFGH-JKLM-NPQR`.

    `keys`: the public keys that have signed heads in the log; with that of the folder `journal` they are the
    station's own. Raises JournalError where there is nothing of the kind, or only another station's.
    """
    path = Path(where)
    if not path.exists() and (size := size_of_code(where)) is not None:
        return Carried(marks=(Mark(size=size, code=where.strip().upper()),))
    public = public_key(journal)
    known = {name_of(key): key for key in (*keys, *([public] if public is not None else ()))}
    own = _own(path, known) if path.is_dir() else ()
    files = [file for one in own for file in (*sorted(one.glob("*.txt")), one / HEAD)] or [path]
    found = [_read(file, known) for file in files]
    marks = {(one.size, one.code): one for one in found if isinstance(one, Mark)}
    damaged = tuple(file.name for file, one in zip(files, found, strict=True) if one is None)
    if not marks:
        raise _none(where, files, found)
    hashes = max((tuple(hashes_in(one)) for one in own), key=len, default=())
    return Carried(marks=tuple(marks.values()), hashes=hashes, damaged=damaged if own else ())


def _own(folder: Path, known: Mapping[str, bytes]) -> tuple[Path, ...]:
    """The folders of the station's keys below `folder`, or that itself; where no key is known, any one."""
    found = [one for one in (folder, *sorted(folder.iterdir())) if (one / HEAD).is_file()]
    if not known:
        return tuple(found) if len(found) == 1 else ()
    names = {name.replace("/", "-") for name in known}
    return tuple(one for one in found if one.name in names) or tuple(found)


def _none(where: str, files: list[Path], found: "list[Mark | str | None]") -> JournalError:
    if others := sorted({one for one in found if isinstance(one, str)}):
        return JournalError(
            tell("Mốc ở {where} do khoá khác ký ({names}); nhật ký này không có mốc nào của khoá ấy.",
                 where=where, names=", ".join(others)),
            tell("Mốc của đài khác thì chỉ lại đúng chỗ. Đúng là mốc của đài này thì nhật ký đã bị làm lại bằng "
                 "khoá khác: giữ nguyên cả hai nơi, báo người phụ trách."),
        )  # fmt: skip
    if files and all(file.is_file() for file in files) and files != [Path(where)]:
        return JournalError(
            tell("Mốc ở {where} hỏng, hoặc chữ ký không đúng.", where=where),
            tell("Soát theo bản mốc khác: ổ khác, mã trên giấy, tin nhắn."),
        )
    return JournalError(
        tell("Không thấy mốc đã ký nào ở {where}.", where=where),
        tell("Chỉ vào tệp mốc, thư mục mốc đã mang ra, hoặc gõ mã in trên sổ nhật ký."),
    )


def _read(file: Path, known: Mapping[str, bytes]) -> Mark | str | None:
    """The mark in a file; the name of its key where that is not the station's; None where it is not whole."""
    try:
        if not file.is_file() or file.stat().st_size > NO_LARGER:
            return None
        text = file.read_text(encoding="utf-8")
        note = note_of(json.loads(text)["checkpoint"] if text.startswith("{") else text)
        head = checkpoint_of(note.text)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if known and head.origin not in known:
        return head.origin
    if known and not note.signed_by(Verifier(head.origin, known[head.origin])):
        return None
    return mark_of(note, head)
