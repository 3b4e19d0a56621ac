"""A script that was said wrong, and what is right -> the words of a correction that names it."""

from datetime import datetime, timedelta

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.programme.model import Cart
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.onrecord import journal_path
from broadcast.station.overview import Overview, airings
from broadcast.station.station import Station

CORRECTION = "correction"
"""The code of the record's lines about what was put right, and by whom."""
_DAYS_BACK = timedelta(days=7)


def correction(station: Overview | Station, script: ScriptId, text: str) -> Message:
    """Put together what the ward says when it corrects a script: which one, when it was heard, and what is right.

    When it was heard last is told of the last seven days. Raises UsageRefused where `text` has no words,
    JournalError where the as-run log cannot be read.
    """
    right = " ".join(text.split())
    if not any(letter.isalnum() for letter in right):
        raise UsageRefused(
            tell("Phải ghi lời đính chính."), tell('Ví dụ: --text "Đại hội khai mạc ngày 19/10, không phải 18/10"')
        )
    right = right[0].upper() + right[1:]
    right = right if right[-1] in ".!?…" else f"{right}."
    title, at = station.ward.title(script).rstrip(" .!?…"), last_heard(station, script)
    if at is None:
        return tell("Xin đính chính bài “{title}”. {right} Xin cáo lỗi cùng bà con.", title=title, right=right)
    return tell(
        "Xin đính chính bài “{title}”, phát lúc {time} ngày {day}. {right} Xin cáo lỗi cùng bà con.",
        title=title, time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}", right=right,
    )  # fmt: skip


def write_corrected(station: Station, script: ScriptId, cart: Cart, number: int, by: str, *, heard: bool) -> None:
    """Write down that `by` had a script corrected by the bulletin of that number, and whether he heard it before.

    Raises JournalError where the record does not take it.
    """
    title = station.ward.title(script)
    if heard:
        what = tell("đính chính bài “{title}” bằng bản tin số {number}", title=title, number=number)
    else:
        what = tell(
            "đính chính bài “{title}” bằng bản tin số {number}, không nghe lại trước khi phát",
            title=title, number=number,
        )  # fmt: skip
    more = {"script": script, "fingerprint": cart.fingerprint, "heard": heard}
    with Journal(journal_path(station.home)) as journal:
        journal.event(CORRECTION, what, station.clock.now(), by=by, more=more)


def last_heard(station: Overview | Station, script: ScriptId) -> datetime | None:
    """Find when the script was last heard, all of it or some, in the last seven days; None where it was not.

    Raises JournalError where the as-run log cannot be read.
    """
    now = station.clock.now()
    found = airings(station.home, (now - _DAYS_BACK).date(), now.date())
    heard = [one.started for one in found if one.script == script and one.frames and one.started is not None]
    return max(heard, default=None)
