"""A script as it stands -> what a person looks at before releasing it: what is in order, and what is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from broadcast.base.errors import Message, tell
from broadcast.base.lengths import clock_length
from broadcast.programme.model import Reason, Unready
from broadcast.station.desk.cases import Case
from broadcast.station.overview import Overview
from broadcast.ward.folder import read_out
from broadcast.ward.readings import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    is_good: bool
    what: Message


def checklist(overview: Overview, case: Case) -> tuple[Check, ...]:
    """Look at a script: facts, readings, length, long sentences, and what its sound has to be said of."""
    return tuple(_checks(overview, case))


def _checks(overview: Overview, case: Case) -> Iterator[Check]:
    reading = read_out(overview.ward, case.script)
    if isinstance(reading, Unready):
        if reading.reason is Reason.MISSING_FACT:
            yield Check(is_good=False, what=tell("Thiếu dữ kiện: {names}", names=", ".join(reading.facts)))
        else:
            yield Check(is_good=False, what=tell("Chưa đọc được: {why}", why=reading.why))
        return
    yield Check(is_good=True, what=tell("Đủ dữ kiện, không còn chỗ trống"))
    yield from _of_words(reading)
    if case.cart is not None:
        longest_s = overview.ward.playlist.airtime.max_session.total_seconds()
        length = clock_length(case.cart.seconds)
        if case.cart.seconds > longest_s:
            what = tell("Dài {length}, quá hạn {most} mỗi buổi", length=length, most=clock_length(longest_s))
        else:
            what = tell("Dài {length}, dưới hạn {most} mỗi buổi", length=length, most=clock_length(longest_s))
        yield Check(is_good=case.cart.seconds <= longest_s, what=what)
        yield from (Check(is_good=False, what=one) for one in (*case.cart.remarks, *case.cart.music))


def _of_words(reading: Prepared) -> Iterator[Check]:
    doubts = len(reading.spoken.doubts)
    if doubts:
        yield Check(is_good=False, what=tell("Còn {count} chỗ chưa chắc cách đọc", count=doubts))
    else:
        yield Check(is_good=True, what=tell("Không còn chữ viết tắt lạ"))
    if not reading.spoken.warnings:
        yield Check(is_good=True, what=tell("Câu nào cũng đọc được một hơi"))
    starts = [one.start for one in reading.spoken.utterances]
    for one in reading.spoken.warnings:
        number = sum(start <= one.start for start in starts)
        yield Check(
            is_good=False,
            what=tell("Câu thứ {number} dài {count} chữ, nên tách", number=number, count=one.syllables),
        )
