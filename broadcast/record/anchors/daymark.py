"""A day of the log -> what of its signed head is printed: a short code, and the whole of it as a QR code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from broadcast.record.anchors.anchoring import anchors_of_days
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


def day_marks(record: Record, days: Iterable[date]) -> dict[date, DayMark]:
    """Return by day what to print of it; without those on which, or later, no head was signed.

    Raises JournalError where the log cannot be read.
    """
    return {
        day: DayMark(day=day, signed=one.written, code=one.checkpoint.code, note=str(one.note))
        for day, one in anchors_of_days(record, days).items()
    }
