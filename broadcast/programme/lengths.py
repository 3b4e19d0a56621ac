"""A length of time -> the words in which a reason tells it."""

from datetime import timedelta

from broadcast.base.errors import Message, tell


def minutes(length: timedelta) -> Message:
    """Tell a length in minutes, to the second: `15 phút`, `6 phút 04 giây`, `30 giây`."""
    whole, seconds = divmod(round(length.total_seconds()), 60)
    if seconds and not whole:
        return tell("{seconds} giây", seconds=seconds)
    if seconds:
        return tell("{minutes} phút {seconds} giây", minutes=whole, seconds=f"{seconds:02}")
    return tell("{minutes} phút", minutes=whole)
