"""What a person did with a script -> a line of the record, at this moment."""

from collections.abc import Mapping
from typing import Any

from broadcast.library.shelves import Shelves
from broadcast.programme.contents import Contents
from broadcast.programme.released import Act, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.assembly import StationWith
from broadcast.station.onrecord import journal_path


def write_act(
    station: StationWith[Shelves],
    deed: Deed,
    script: ScriptId,
    by: str,
    *,
    contents: Contents | None,
    note: str = "",
    more: Mapping[str, Any] | None = None,
) -> Act:
    """Write down that `by` did this with the script now; return the act.

    Raises JournalError where the record does not take it.
    """
    act = Act(
        deed=deed, script=script, by=by, at=station.clock.now(), number=0, note=note, contents=contents,
        more=more or {},
    )  # fmt: skip
    with Journal(journal_path(station.home)) as journal:
        return journal.release(act, act.at)
