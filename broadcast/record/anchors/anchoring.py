"""A log and its station's key -> its head signed, written into the log as its next line.

Each head goes on from the one before: what was signed once is not gone through again, only what came since.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from broadcast.record.airings import Row
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of
from broadcast.record.anchors.signednote import Note, Verifier, note_of, signed, verifier_of
from broadcast.record.anchors.stationkey import StationKey
from broadcast.record.journal import Journal
from broadcast.record.merkle import Growing
from broadcast.record.reading import Record

NAMESPACE = "day@loa-phuong"
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
    if written.tzinfo is None:
        raise ValueError("no moment of an anchor")
    return Anchor(written=written, checkpoint=checkpoint_of(note.text), note=note, key=key)


def signed_heads(record: Record) -> Iterator[Anchor]:
    """Go through the log's signed heads in the order of writing; what is no head is left out.

    `log --verify` names such a line. Raises JournalError where the log cannot be read.
    """
    for row in record.anchors():
        with suppress(ValueError):
            yield anchor_of(row)


def keys_of(record: Record) -> set[bytes]:
    """Return the public keys that have signed heads in the log. Raises JournalError where it cannot be read."""
    return {one.key.public for one in signed_heads(record) if one.is_signed}


def anchors_of_days(record: Record, days: Iterable[date]) -> dict[date, Anchor]:
    """Return for each day the first signed head that has all of it, else the last one of that day, if any.

    A head that was signed by a clock that ran ahead, so that later ones have earlier days, is of no day. Raises
    JournalError where the log cannot be read.
    """
    heads: list[Anchor] = []
    for one in signed_heads(record):
        while heads and heads[-1].written > one.written:
            heads.pop()
        heads.append(one)
    signed = [one.written.date() for one in heads]
    found: dict[date, Anchor] = {}
    for day in days:
        after = bisect_right(signed, day)
        if after < len(heads):
            found[day] = heads[after]
        elif after and signed[after - 1] == day:
            found[day] = heads[after - 1]
    return found
