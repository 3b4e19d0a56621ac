"""What somebody has to see to about keys and signed files, before a script stays silent for it."""

from broadcast.base.errors import JournalError, Message
from broadcast.library.shelves import Shelves
from broadcast.record.reading import record_at
from broadcast.station.assembly import StationWith, today
from broadcast.station.onrecord import journal_path
from broadcast.station.sealing import is_anything_signed


def about_keys(station: StationWith[Shelves]) -> tuple[Message, ...]:
    """Tell which keys end within 30 days, whether their list was edited, and which file nobody has signed again.

    Empty where nothing is signed, and where the record cannot be read: whoever reads it tells of that.
    """
    policy = station.ward.playlist.release
    try:
        with record_at(journal_path(station.home)) as record:
            if not is_anything_signed(station.home, policy, record):
                return ()
            from broadcast.station.keys import ending_soon
            from broadcast.station.seals import Seals

            seals = Seals(station.home, record)
    except JournalError:
        return ()
    told = (seals.list_changed(), seals.unsealed(policy))
    return (*(one for one in told if one is not None), *ending_soon(seals.ring, today(station)))
