"""A script that is written -> whoever releases is asked to look at it, with the writer's name in the record."""

from broadcast.base.errors import WardError, tell
from broadcast.programme.model import Unready
from broadcast.programme.released import TEXT, Act, Deed
from broadcast.programme.settings import ScriptId
from broadcast.station.desk.acting import write_act
from broadcast.station.desk.cases import cases
from broadcast.station.overview import Overview
from broadcast.station.readable import require_to_write
from broadcast.station.unready import error_of


def send(overview: Overview, script: ScriptId, by: str, note: str = "") -> Act:
    """Ask for the release of a script, as it is now; return the act.

    Where it waits already, as it is now, nothing is written anew. Raises WardError where it is not finished or
    released already, JournalError where the record does not take it.
    """
    require_to_write(overview.home, tell("gửi duyệt"))
    [case] = cases(overview, [script])
    prepared = overview.ward.of(script)
    if isinstance(prepared, Unready):
        what = tell("Chưa gửi duyệt được bài “{title}”: {why}.", title=case.title, why=prepared.why)
        raise error_of(what, prepared, overview.ward, script)
    if case.stand.is_released:
        raise WardError(tell("Bài “{title}” đã duyệt rồi, không phải gửi nữa.", title=case.title))
    waits = sent_by(case.acts)
    if waits is not None and waits.more.get(TEXT) == prepared.script.sha256 and not note:
        return waits
    more = {TEXT: prepared.script.sha256}
    return write_act(overview, Deed.SENT, script, by, contents=case.contents, note=note, more=more)


def sent_by(acts: tuple[Act, ...]) -> Act | None:
    """Find who asked last for a release that nobody has given or refused since; None where nobody waits."""
    deciding = (Deed.SENT, Deed.RELEASED, Deed.RETURNED, Deed.WITHDRAWN)
    last = next((act for act in reversed(acts) if act.deed in deciding), None)
    return last if last is not None and last.deed is Deed.SENT else None
