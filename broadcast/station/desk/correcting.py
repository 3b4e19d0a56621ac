"""A script that was said wrong, and what is right -> the words of a correction that names it."""

from datetime import datetime, timedelta

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.programme.settings import ScriptId
from broadcast.station.overview import Overview, airings
from broadcast.station.station import Station

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


def last_heard(station: Overview | Station, script: ScriptId) -> datetime | None:
    """Find when the script was last heard, all of it or some, in the last seven days; None where it was not.

    Raises JournalError where the as-run log cannot be read.
    """
    now = station.clock.now()
    found = airings(station.home, (now - _DAYS_BACK).date(), now.date())
    heard = [one.started for one in found if one.script == script and one.frames and one.started is not None]
    return max(heard, default=None)
