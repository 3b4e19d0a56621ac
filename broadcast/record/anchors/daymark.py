"""A day of the log -> what of its signed head is printed: a short code, and the whole of it as a QR code."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from broadcast.record.anchors.anchoring import anchor_for
from broadcast.record.reading import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """A day's signed head, for paper."""

    day: date
    signed: datetime
    """When the head was signed; after midnight, where it has the whole of the day."""
    code: str
    """How many lines the log had, and 80 bits of their root: `1042-ABCD-EFGH-JKLM-NPQR`."""
    note: str
    """The signed checkpoint itself, as `log --verify --against` reads it from a file."""

    @property
    def is_whole(self) -> bool:
        """Whether no line of the day came later."""
        return self.signed.date() > self.day

    def svg(self) -> str:
        """Draw the note as a QR code; return it as an `<svg>` for a page, as large as the page has it."""
        import segno  # what only looks does not need it

        drawn = BytesIO()
        segno.make(self.note, error="m", micro=False).save(
            drawn, kind="svg", xmldecl=False, nl=False, omitsize=True
        )
        return drawn.getvalue().decode("utf-8")


def day_mark(record: Record, day: date) -> DayMark | None:
    """Return what to print of `day`; None where no head was signed on it or later.

    Raises JournalError where the log cannot be read.
    """
    anchor = anchor_for(record, day)
    if anchor is None:
        return None
    return DayMark(day=day, signed=anchor.written, code=anchor.checkpoint.code, note=str(anchor.note))
