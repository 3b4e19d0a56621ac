"""A length of time, or a place in a sound -> the words or figures in which a sentence tells it."""

from broadcast.base.errors import Message, tell


def length_told(seconds: float) -> Message:
    """Tell a length of time in minutes, to the second: `15 phút`, `6 phút 04 giây`, `30 giây`."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return tell("{seconds} giây", seconds=rest)
    if rest:
        return tell("{minutes} phút {seconds} giây", minutes=minutes, seconds=f"{rest:02}")
    return tell("{minutes} phút", minutes=minutes)


def timecode(seconds: float) -> str:
    """Return a place in a sound as a player shows it, `0:07` or `12:30`; of a second begun, its beginning."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def clock_length(seconds: float) -> str:
    """Return a length in seconds as a clock shows it, rounded to a second: `1:54`, `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
