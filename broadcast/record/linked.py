"""A row as it was read, with the chain of the lines before it -> whether it is the row that was written there."""

from broadcast.record.airings import Row
from broadcast.record.chain import FIRST, ROW, chained

WITH_THE_CHAIN_BEFORE = (
    "SELECT r.*, p.chain AS row_before, n.chain AS note_before FROM row r"
    " LEFT JOIN row p ON p.seq = r.seq - 1 LEFT JOIN note n ON n.seq = r.place - r.seq"
)
"""Reads rows for `fits`; what is asked for is put behind it."""


def fits(row: Row) -> bool:
    """Whether a row of `WITH_THE_CHAIN_BEFORE` has the sha256 that it must have behind the lines before it.

    A row that somebody altered has not, unless all lines from there on were made anew: what the head and the
    anchors are for.
    """
    before = row["row_before"] or FIRST, row["note_before"] or FIRST
    values = (row[column] for column in ROW.columns)
    return bool(row["chain"] == chained(FIRST, (*before, row["place"], ROW.name, *values)))
