"""The words in which somebody says, once the loudspeaker is silent, why it was stopped."""

from pathlib import Path

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.playout.control.latch import Latch
from broadcast.station.deeds import note_deed
from broadcast.station.overview import journal_folder, machine_clock
from broadcast.station.readable import require_folder

MOST = 200
"""Signs of a reason; what is longer is cut."""


def explain_stop(home: Path, reason: str, by: str) -> Message | None:
    """Write the reason of the stop that holds beside its moment, and into the record, with who says so.

    Returns why the record could not take it, None where it could. Raises UsageRefused where no stop holds or
    nothing is said, DiskError where the stop cannot be written; it holds as it was then.
    """
    require_folder(home)
    if not (said := " ".join(reason.split())[:MOST]):
        raise UsageRefused(tell("Chưa ghi lý do."), tell("Ghi một câu ngắn, rồi bấm Lưu lý do."))
    if Latch(journal_folder(home)).explain(said, machine_clock().now()) is None:
        raise UsageRefused(tell("Không có lệnh dừng nào."))
    return note_deed(home, "stop_explained", tell("lý do dừng: {reason}", reason=said), by)
