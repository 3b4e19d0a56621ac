"""A length of the day's -> the words in which a reason tells it."""

from datetime import timedelta

from broadcast.base.errors import Message
from broadcast.base.lengths import length_told


def minutes(length: timedelta) -> Message:
    """Tell a length in minutes, to the second: `15 phút`, `6 phút 04 giây`, `30 giây`."""
    return length_told(length.total_seconds())
