"""What was carried out of a log (a file, a folder, a code on paper) -> marks to hold the log against."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.record.anchors.carried import HEAD, hashes_in
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of, size_of_code
from broadcast.record.anchors.signednote import Note, note_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What lies outside of the log's own folder."""

    marks: tuple[Mark, ...]
    hashes: tuple[Hash, ...] = ()
    """Of the first lines, each; empty where only heads were carried out."""


def carried_at(where: str, journal: Path) -> Carried:
    """Read what was carried out: `where` is a file, a folder, or a code like `1042-ABCD-EFGH-JKLM-NPQR`.

    Of a folder for several stations the one with the key of `journal` is read. Raises JournalError where there is
    nothing of the kind, or only another station's.
    """
    path = Path(where)
    if not path.exists() and (size := size_of_code(where)) is not None:
        return Carried(marks=(Mark(size=size, code=where.strip().upper()),))
    own = _own(path, journal) if path.is_dir() else None
    files = [*sorted(own.glob("*.txt")), own / HEAD] if own else [path]
    marks = {(one.size, one.code): one for file in files if (one := _mark_in(file)) is not None}
    if not marks:
        raise JournalError(
            tell("Không thấy mốc đã ký nào ở {where}.", where=where),
            tell("Chỉ vào tệp mốc, thư mục mốc đã mang ra, hoặc gõ mã in trên phiếu ngày."),
        )
    return Carried(marks=tuple(marks.values()), hashes=tuple(hashes_in(own)) if own else ())


def _own(folder: Path, journal: Path) -> Path:
    """The station's own folder below `folder`, or that itself."""
    found = [one for one in (folder, *sorted(folder.iterdir())) if (one / HEAD).is_file()]
    public = public_key(journal)
    name = name_of(public).replace("/", "-") if public is not None else None
    return next((one for one in found if one.name == name), found[0] if len(found) == 1 else folder)


def _mark_in(file: Path) -> Mark | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        if file.stat().st_size <= NO_LARGER:
            text = file.read_text(encoding="utf-8")
            note = note_of(json.loads(text)["checkpoint"] if text.startswith("{") else text)
            known = checkpoint_of(note.text)
            return Mark(size=known.size, code=known.code, root=known.root, note=note)
    return None


def marks_of(notes: Iterable[Note]) -> list[Mark]:
    """Return the marks of signed heads. Raises ValueError where one is none."""
    known = [(note, checkpoint_of(note.text)) for note in notes]
    return [Mark(size=one.size, code=one.code, root=one.root, note=note) for note, one in known]
