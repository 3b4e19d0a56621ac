"""Times, lengths, weekdays and dates as Vietnamese people write them -> numbers; None for what is none of these.

Nothing is guessed: what could be meant in two ways is none, and `*_hint` says how each would be written.
"""

import re
import unicodedata
from datetime import timedelta

from broadcast.text.patterns import lazily

DASH = r"\s*(?:[-‐-―−~～→]|->|=>|(?<=\s)(?:đến|tới|to)(?=\s))\s*"
"""Between the two ends of a span."""

_LONGEST = 200
_CLOCK = lazily(
    r"(?P<hour>\d{1,2})\s*(?:(?:[:.]|h|g|giờ|gio)\s*(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?:['’′]|p|ph|phút|phut|h|giờ)?"
    r"|(?:h|g|giờ|gio)(?P<half>\s*rưỡi)?)"
)
_ONE_DIGIT = lazily(r"(\d{1,2})\s*[:.hg,]\s*(\d)")
_RUN_TOGETHER = lazily(r"(\d{1,2})[\s,]*(\d{2})")
_HALF_OF_DAY = lazily(r"(?P<clock>.*\d\D*?)\s*(?P<half>sáng|trưa|chiều|tối|đêm|am|a\.m\.|pm|p\.m\.)")

_UNITS = {
    "d": "d|ngày|ngay",
    "h": "h|g|giờ|gio|tiếng|tieng|hours?|hrs?",
    "m": "m|['’′]|p|ph|phút|phut|min|mins|minutes?",
    "s": "s|[\"”″]|''|gi|giây|giay|sec|secs|seconds?",
}
_LENGTH = lazily(
    r"\s*".join(
        rf"(?:(?P<{name}>\d+(?:[.,]\d{{1,2}})?|nửa)\s*(?:{unit})(?![^\W\d_])(?P<{name}_half>\s*rưỡi)?)?"
        for name, unit in _UNITS.items()
    )
    + r"(?P<minutes_of_hour>(?<=[hg])\d{2})?"
)
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}

_NAMES = (
    ("t2", "thứ 2", "thứ hai", "thu 2", "thu hai", "mon", "monday"),
    ("t3", "thứ 3", "thứ ba", "thu 3", "thu ba", "tue", "tuesday"),
    ("t4", "thứ 4", "thứ tư", "thứ bốn", "thu 4", "thu tu", "wed", "wednesday"),
    ("t5", "thứ 5", "thứ năm", "thu 5", "thu nam", "thu", "thursday"),
    ("t6", "thứ 6", "thứ sáu", "thu 6", "thu sau", "fri", "friday"),
    ("t7", "thứ 7", "thứ bảy", "thứ bẩy", "thu 7", "thu bay", "sat", "saturday"),
    ("cn", "chủ nhật", "chúa nhật", "chu nhat", "chủ nhựt", "sun", "sunday"),
)
_DAY_NUMBER = {name: number for number, names in enumerate(_NAMES) for name in names}
_EVERY_DAY = lazily(
    r"(?:hằng|hàng|mỗi|hang|moi) ngày|(?:hang|moi) ngay|ngày nào cũng (?:phát|vậy)|ngày nào|tất cả(?: các)? ngày"
    r"|mọi ngày|cả tuần|(?:every ?day|daily)"
)
_WEEKEND = lazily(r"(?:các )?(?:ngày )?cuối tuần|cuoi tuan|weekends?")
_WEEKDAYS = lazily(r"weekdays")
_THE_WEEK = lazily(r"(?:các |những )?(?:ngày )?trong tuần|ngày thường|ngày làm việc")
_BARE_NUMBERS = lazily(r"[2-8](?:\s*[-–—~,;./ ]\s*[2-8])*")

_DATE = lazily(r"(?P<day>\d{1,2})\s*(?P<sign>[/.\-])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<year>\d{4})")
_DATE_IN_WORDS = lazily(
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s*,?\s+năm\s+|\s*[/,]\s*)(?P<year>\d{4})"
)
_ISO_DATE = lazily(r"(?P<year>\d{4})\s*(?P<sign>[/.\-])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})")
_SHORT_DATE = lazily(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})(?:\s*[/.\-]\s*(?P<year>\d{2}))?")


def plain(text: str) -> str:
    """Return the text in NFC and small letters, odd spaces and invisible signs made one space or none.

    One of more than 200 characters is cut, and is no time, length, day or date any more.
    """
    short = unicodedata.normalize("NFC", text[:_LONGEST] + ("…" if len(text) > _LONGEST else ""))
    visible = "".join(letter for letter in short if unicodedata.category(letter) != "Cf")
    return " ".join(visible.lower().split())


# --- times of day ---


def clock_of(text: str) -> tuple[int, int, int] | None:
    """Read `17:30`, `17h30`, `17g30'`, `17.30`, `17h`, `5 giờ rưỡi` as hour, minute and second, not judged."""
    match = _CLOCK.fullmatch(re.sub(r"^(?:lúc|vào|từ) ", "", plain(text)))
    if match is None:
        return None
    minute = 30 if match["half"] else int(match["minute"] or 0)
    return int(match["hour"]), minute, int(match["second"] or 0)


def clock_hint(text: str) -> str | None:
    """Return how the time that was perhaps meant is written, two where it could be two: `06:05, 06:50`."""
    written = plain(text)
    if match := _HALF_OF_DAY.fullmatch(written):
        return _with_half(match["clock"].strip(), match["half"])
    if match := _ONE_DIGIT.fullmatch(written):
        hour, digit = int(match[1]), int(match[2])
        both = [f"{hour:02}:{minute:02}" for minute in (digit, digit * 10) if hour < 24 and minute < 60]
        return ", ".join(dict.fromkeys(both)) or None
    if match := _RUN_TOGETHER.fullmatch(written):
        hour, minute = int(match[1]), int(match[2])
        return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
    return f"{int(written):02}:00" if written.isdecimal() and len(written) < 3 and int(written) < 24 else None


def _with_half(written: str, half: str) -> str | None:
    """The time of `5 giờ chiều` on a clock of 24 hours."""
    clock = clock_of(written) or ((int(written), 0, 0) if written.isdecimal() and len(written) < 3 else None)
    if clock is None or not 1 <= clock[0] <= 12 or clock[1] > 59:
        return None
    hour = clock[0] % 12
    match half:
        case "sáng" | "am" | "a.m.":
            pass
        case "trưa":
            hour += 0 if hour in (10, 11) else 12
        case "đêm":
            hour += 12 if hour > 6 else 0
        case _:
            hour += 12
    return f"{hour:02}:{clock[1]:02}"


# --- lengths ---


def length_of(text: str) -> timedelta | None:
    """Read `15m`, `90 giây`, `1 tiếng rưỡi`, `1h30` or `30'` as a length; timedelta.max beyond all counting."""
    written = plain(text)
    match = _LENGTH.fullmatch(written)
    if match is None or not written:
        return None
    try:
        seconds = sum(_amount(match[name], match[f"{name}_half"]) * unit for name, unit in _SECONDS.items())
        return timedelta(seconds=round(seconds + 60 * int(match["minutes_of_hour"] or 0)))
    except OverflowError:
        return timedelta.max


def _amount(number: str | None, half: str | None) -> float:
    if number is None:
        return 0.0
    return (0.5 if number == "nửa" else float(number.replace(",", "."))) + (0.5 if half else 0.0)


def length_hint(text: str) -> tuple[str, str] | None:
    """Return, for a number without its unit, how it is written in minutes and in seconds: `30m`, `30s`."""
    written = plain(text)
    return (f"{int(written)}m", f"{int(written)}s") if written.isdecimal() and len(written) < 6 else None


# --- weekdays ---


def weekdays_of(text: str) -> frozenset[int] | None:
    """Read `t2-t6`, `thứ 2, 4, 6`, `thứ hai đến thứ sáu`, `cuối tuần` or `hằng ngày` as weekdays, Monday 0.

    None for anything else, bare numbers and a span of three ends among it.
    """
    written = re.sub(r"^(?:từ|vào|các ngày) | (?:hằng|hàng|trong|mỗi) tuần$", "", plain(text)).strip(" .")
    for kind, days in ((_EVERY_DAY, range(7)), (_WEEKEND, (5, 6)), (_WEEKDAYS, range(5))):
        if kind.fullmatch(written):
            return frozenset(days)
    found: set[int] = set()
    carried = False
    for part in _parts(written):
        days_of_part, carried = _span(part, carried)
        if days_of_part is None:
            return None
        found |= days_of_part
    return frozenset(found) or None


def _parts(written: str) -> list[str]:
    """The parts of a list, divided by commas, `và`, or spaces alone."""
    parts = [part for part in re.split(r"\s*(?:[,;&+]|(?<=\s)(?:và|and)(?=\s))\s*", written) if part]
    if len(parts) == 1 and re.fullmatch(r"(?:t[2-7]|cn)(?: (?:t[2-7]|cn))+", written):
        return written.split()
    return parts


def _span(part: str, carried: bool) -> tuple[set[int] | None, bool]:
    """The days of `thứ 2`, `t2-t6` or `cuối tuần`; and whether a bare number after it is a weekday too."""
    if _WEEKEND.fullmatch(part):
        return {5, 6}, False
    ends = re.split(DASH, part)
    numbers: list[int] = []
    for end in ends:
        number = _DAY_NUMBER.get(re.sub(r"^t[. ]+(?=\d)", "t", end))
        if number is None and carried and end in set("234567"):
            number = int(end) - 2
        if number is None:
            return None, carried
        carried = carried or end[:1] == "t"
        numbers.append(number)
    if len(numbers) == 1:
        return set(numbers), carried
    if len(numbers) == 2:
        first, last = numbers
        return {(first + step) % 7 for step in range((last - first) % 7 + 1)}, carried
    return None, carried


def weekdays_hints(text: str) -> tuple[str, ...]:
    """Return how bare numbers, or `trong tuần`, could be meant: `t2-t6` and `t2, t6`, one or none."""
    written = plain(text)
    if _THE_WEEK.fullmatch(written):
        return "t2-t6", "t2-cn"
    written = re.sub(r"^(?:thứ|t) ?", "", written)
    if not _BARE_NUMBERS.fullmatch(written):
        return ()
    names = ["cn" if number == "8" else f"t{number}" for number in re.findall(r"\d", written)]
    those = ", ".join(names)
    return (f"{names[0]}-{names[-1]}", those) if re.search(r"[-–—~]", written) else (those,)


# --- dates ---


def date_of(text: str) -> tuple[int, int, int] | None:
    """Read `2/9/2027`, `02-09-2027`, `ngày 2 tháng 9 năm 2027` or `2027-09-02` as year, month, day, not judged."""
    written = re.sub(r"^ngày\s+", "", plain(text))
    match = _DATE.fullmatch(written) or _DATE_IN_WORDS.fullmatch(written) or _ISO_DATE.fullmatch(written)
    return (int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def date_without_year(text: str) -> tuple[str, str] | None:
    """Return day/month, and the two digits of the year or an empty text, of `2/9` and `2/9/27`; None otherwise."""
    match = _SHORT_DATE.fullmatch(re.sub(r"^ngày\s+", "", plain(text)))
    return (f"{int(match['day'])}/{int(match['month'])}", match["year"] or "") if match else None
