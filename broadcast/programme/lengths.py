"""A length of time -> the words in which a reason tells it."""

from datetime import timedelta

from broadcast.base.errors import Message, tell


def minutes(length: timedelta) -> Message:
    """Tell a length in minutes, to the second: `15 phút`, `6 phút 4 giây`."""
    whole, seconds = divmod(round(length.total_seconds()), 60)
    if seconds:
        return tell("{minutes} phút {seconds} giây", minutes=whole, seconds=seconds)
    return tell("{minutes} phút", minutes=whole)
