"""A script's file -> when it was written last, and by whom where the record knows."""

from datetime import datetime, timedelta

from broadcast.base.errors import JournalError
from broadcast.record.reading import record_at
from broadcast.station.onrecord import journal_path
from broadcast.station.overview import Overview
from broadcast.station.saving import SCRIPTS_EDITED

_A_DAY = timedelta(days=1)
"""The line was written on the machine's day, which may be another than the ward's."""


def last_edited(overview: Overview, file: str) -> datetime | None:
    """Return when the file was written last, in the ward's zone; None where it is gone."""
    try:
        written_s = (overview.home / file).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(written_s, overview.clock.now().tzinfo)


def last_writer(overview: Overview, file: str, sha256: str, edited: datetime) -> str:
    """Return who saved the file as it is now, `sha256`, at `edited`; empty where the record names nobody."""
    try:
        with record_at(journal_path(overview.home)) as record:
            those = record.happenings(edited.date() - _A_DAY, edited.date() + _A_DAY)
    except JournalError:  # told by whoever reads the log for its own sake
        return ""
    own = [one for one in those if one.code == SCRIPTS_EDITED and one.more.get("file") == file]
    return next((one.by for one in reversed(own) if one.more.get("now") == sha256), "")
