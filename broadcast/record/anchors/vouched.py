"""A log and its signed heads -> which lines these vouch for, and the first line that is not what was signed.

A head in the log itself shows what was changed without its key. Whoever has the station's key can sign another
log; then a head that was carried out shows it. What stands behind the last head the chain alone protects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from broadcast.base.errors import Message, tell
from broadcast.record.airings import Row
from broadcast.record.anchors.against import Carried, Mark, mark_of
from broadcast.record.anchors.anchoring import Anchor, anchor_of
from broadcast.record.anchors.signednote import Verifier, cosigned_at
from broadcast.record.chain import NO_LINE, NOTE, ROW, BrokenLine, Link
from broadcast.record.leaves import Leaf
from broadcast.record.merkle import Growing
from broadcast.record.reading import Record

_DAY = len("2025-10-06")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What the signed heads of a log have shown."""

    anchors: int
    """Heads in the log itself that are signed."""
    carried: int
    """Heads from outside that it was held against."""
    cosigned: int
    """Of all of them, those that a known cosigner has signed too."""
    lines: int
    """The first lines, so many, that a head vouches for."""
    first: date | None
    last: date | None
    """The days on which the first and the last of them were written; None where there are none."""
    beyond: int
    """Lines behind the last head."""
    broken: BrokenLine | None
    """The first line that is not what was signed; None where all are."""
    new_keys: tuple[date, ...]
    """On which days a key signed for the first time, the first key of all left out."""
    fitting: tuple[Link, Link]
    """The last row and the last note up to which every line fits the lines before it."""
    damaged: tuple[str, ...]
    """Names of files that were carried out and do not count: not whole, or with a signature that does not fit."""


def vouch(record: Record, carried: Carried | None = None, cosigners: Sequence[Verifier] = ()) -> Vouched:
    """Hold every line of the log against the heads in it and those that were carried out; return what they show.

    Raises JournalError where the log cannot be read.
    """
    anchors, unsigned = _signed(record.anchors())
    own = [mark_of(one.note, one.checkpoint) for one in anchors]
    outside = carried or Carried(marks=())
    walk = _Walk(own, outside)
    for leaf in record.leaves():
        walk.past(leaf)
    marks = {(one.size, one.code): one for one in (*own, *outside.marks)}.values()
    return Vouched(
        anchors=len(anchors),
        carried=len(outside.marks),
        cosigned=sum(_is_cosigned(one, cosigners) for one in marks),
        lines=walk.good.size,
        first=walk.first if walk.good.size else None,
        last=walk.good.last,
        beyond=walk.tree.size - walk.good.size,
        broken=walk.end() or unsigned,
        new_keys=_new_keys(anchors),
        fitting=(walk.fitting[ROW.name], walk.fitting[NOTE.name]),
        damaged=outside.damaged,
    )


def _signed(rows: Iterable[Row]) -> tuple[list[Anchor], BrokenLine | None]:
    """The anchors with a signature that fits; and the line of the first without one."""
    good: list[Anchor] = []
    for row in rows:
        try:
            anchor = anchor_of(row)
        except ValueError:
            anchor = None
        if anchor is None or not anchor.is_signed:
            why = tell("mốc ký ghi ở đây không đúng chữ ký")
            return good, BrokenLine(number=row["place"] or row["seq"], day=_day(row["written"]), why=why)
        good.append(anchor)
    return good, None


def _new_keys(anchors: Iterable[Anchor]) -> tuple[date, ...]:
    first: dict[bytes, date] = {}
    for one in anchors:
        first.setdefault(one.key.public, one.written.date())
    return tuple(first.values())[1:]


def _is_cosigned(mark: Mark, cosigners: Sequence[Verifier]) -> bool:
    return mark.note is not None and any(cosigned_at(mark.note, one) is not None for one in cosigners)


@dataclass(frozen=True, slots=True)
class _Good:
    """So many of the first lines have a head that fits."""

    size: int = 0
    last: date | None = None
    """The day of the last of them."""


class _Walk:
    """The log's lines gone past, one after another, and held against what is known of them."""

    def __init__(self, own: Iterable[Mark], carried: Carried) -> None:
        marks = [*((one, False) for one in own), *((one, True) for one in carried.marks)]
        self._marks = sorted(marks, key=lambda one: one[0].size)
        self._hashes = carried.hashes
        self.tree = Growing()
        self.first: date | None = None
        self.good = _Good()
        self._good_outside = _Good()
        self._day: date | None = None
        self._written = ""
        self.fitting = {ROW.name: NO_LINE, NOTE.name: NO_LINE}
        self._do_fit = True
        self._broken: BrokenLine | None = None
        self._is_exact = False
        """Whether the broken line itself is known, not only the heads before and after it."""

    def past(self, leaf: Leaf) -> None:
        """Take one more line."""
        hash_ = leaf.hash
        self._do_fit = self._do_fit and leaf.fits
        if self._do_fit:
            self.fitting[leaf.table] = leaf.link
        if leaf.written[:_DAY] != self._written:
            self._written = leaf.written[:_DAY]
            self._day = _day(leaf.written) or self._day
        self.first = self.first or self._day
        if leaf.number <= len(self._hashes) and self._hashes[leaf.number - 1] != hash_:
            self._break(leaf.number, self._day, tell("không còn là dòng đã mang ra ngoài: nhật ký đã bị làm lại"))
            self._is_exact = True
        self.tree.add(hash_)
        while self._marks and self._marks[0][0].size <= self.tree.size:
            self._reach(*self._marks.pop(0))

    def _reach(self, mark: Mark, is_outside: bool) -> None:
        if mark.size == self.tree.size and mark.fits(self.tree.root()):
            if self._broken is None:
                self.good = _Good(self.tree.size, self._day)
                self._good_outside = self.good if is_outside else self._good_outside
            return
        if is_outside:  # heads in the log that seem good since then were signed over other lines
            self.good = self._good_outside
        what = (
            tell("từ dòng này đến dòng {last} có dòng không còn như lúc ký mốc {code}",
                 last=mark.size, code=mark.code)
            if mark.note is not None
            else tell("không khớp mã {code}: xem lại có gõ nhầm không; gõ đúng thì từ dòng này đến dòng {last} có "
                      "dòng đã bị đổi", last=mark.size, code=mark.code)
        )  # fmt: skip
        self._break(self.good.size + 1, self.good.last or self.first, what)

    def end(self) -> BrokenLine | None:
        """Return the first broken line; also where a head knows of more lines than there are."""
        had = max([mark.size for mark, _ in self._marks] + [len(self._hashes)])
        has = self.tree.size
        if had > has:
            self._break(has + 1, self._day, tell("mốc đã ký có {had} dòng, nay chỉ còn {has}", had=had, has=has))
        return self._broken

    def _break(self, number: int, day: date | None, why: Message) -> None:
        if self._broken is None or (number < self._broken.number and not self._is_exact):
            self._broken = BrokenLine(number=number, day=day, why=why)


def _day(written: str) -> date | None:
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:  # a note without a moment
        return None
