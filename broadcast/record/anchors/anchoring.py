"""A log and its station's key -> its head signed, written into the log as its next line.

Each head goes on from the one before: what was signed once is not gone through again, only what came since.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from broadcast.record.airings import Row
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of
from broadcast.record.anchors.signednote import Note, Verifier, note_of, signed, verifier_of
from broadcast.record.anchors.stationkey import StationKey
from broadcast.record.journal import Journal
from broadcast.record.merkle import Growing
from broadcast.record.reading import Record

NAMESPACE = "broadcast-day"
"""Of the signatures of OpenSSH over a day's head; a release and an order have others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A signed head of a log."""

    written: datetime
    checkpoint: Checkpoint
    note: Note
    """The checkpoint with its signatures."""
    key: Verifier

    @property
    def is_signed(self) -> bool:
        """Whether its key, and none of another name, has signed it."""
        return self.key.name == self.checkpoint.origin and self.note.signed_by(self.key)


def anchor(journal: Journal, key: StationKey, now: datetime) -> Anchor:
    """Sign the log as far as it has come, write that down at `now` and return it.

    Raises JournalError where the log cannot be read or takes no line.
    """
    tree = _grown(journal)
    checkpoint = Checkpoint(key.verifier.name, tree.size, tree.root())
    note = signed(str(checkpoint), key.private, key.verifier.name)
    body = {
        "checkpoint": str(note),
        "key": str(key.verifier),
        "peaks": [peak.hex() for peak in tree.peaks],
    }
    journal.anchor(tree.size, body, now)
    return Anchor(written=now, checkpoint=checkpoint, note=note, key=key.verifier)


def _grown(journal: Journal) -> Growing:
    """The tree over all lines; on from the last anchor, where that holds a tree with its own root."""
    last = journal.last_anchor()
    tree = _tree_of(last) if last is not None else Growing()
    for leaf in journal.leaves(tree.size + 1):
        tree.add(leaf.hash)
    return tree


def _tree_of(row: Row) -> Growing:
    try:
        known, body = anchor_of(row).checkpoint, json.loads(row["body"])
        tree = Growing(known.size, [bytes.fromhex(peak) for peak in body["peaks"]])
    except (KeyError, TypeError, ValueError):
        return Growing()
    return tree if tree.root() == known.root else Growing()


def anchor_of(row: Row) -> Anchor:
    """Read an anchor from its row. Raises ValueError where the row holds none, whatever somebody made of it."""
    try:
        body, written = json.loads(row["body"]), datetime.fromisoformat(row["written"])
        note, key = note_of(body["checkpoint"]), verifier_of(body["key"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no anchor") from error
    return Anchor(written=written, checkpoint=checkpoint_of(note.text), note=note, key=key)


def anchor_for(record: Record, day: date) -> Anchor | None:
    """Return the first signed head that has all of `day`; else the last one of that day, None where there is none.

    Raises JournalError where the log cannot be read.
    """
    found: Anchor | None = None
    for row in record.anchors():
        try:
            known = anchor_of(row)
        except ValueError:  # `log --verify` names it
            continue
        if known.written.date() < day:
            continue
        found = known
        if known.written.date() > day:
            break
    return found
