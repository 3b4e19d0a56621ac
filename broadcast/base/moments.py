"""A day and a time of day in a zone -> the moment, with which one can count where the zone's clocks are changed.

Within one zone Python counts by what the wall clock shows: an hour that comes twice, or is left out, is not seen
then (documentation of `datetime`, "datetime Objects"). Vietnam changes no clocks; other zones do.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_A_DAY = timedelta(days=1)


def moment_at(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment at which the clocks of `zone` show `at` on `day`.

    Of a time that comes twice that day, the first; of one that is left out, the moment that lies as long after the
    change as it would have without one: 02:30 is 03:30 where the clocks go from 02:00 to 03:00.
    """
    return exact(datetime.combine(day, at, zone))


def exact(moment: datetime) -> datetime:
    """Return the same moment, with which one can count within a day of it; it must be aware.

    Its zone stays, except within a day of a change of that zone's clocks: there it is the offset to UTC alone.
    """
    zone = moment.tzinfo
    try:
        utc = moment.astimezone(UTC)
        around = {(utc + step).astimezone(zone).utcoffset() for step in (-_A_DAY, timedelta(), _A_DAY)}
    except OverflowError:  # the first and the last day there are
        return moment
    if len(around) == 1:
        return moment
    local = utc.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)
