"""A script and a person's reason -> it is returned to whoever wrote it, or its release is taken back."""

from broadcast.base.errors import WardError, tell
from broadcast.programme.released import TEXT, Act, Deed, withdrawal
from broadcast.programme.settings import ScriptId
from broadcast.station.desk.acting import write_act
from broadcast.station.desk.cases import cases
from broadcast.station.overview import Overview
from broadcast.station.readable import require_to_write


def send_back(overview: Overview, script: ScriptId, by: str, reason: str) -> Act:
    """Return a script, as it is now, to whoever wrote it; return the act.

    Raises JournalError where the record does not take it.
    """
    require_to_write(overview.home, tell("trả lại bài"))
    [case] = cases(overview, [script])
    known = overview.ward.scripts.get(script)
    more = {TEXT: known.sha256} if known is not None else {}
    return write_act(overview, Deed.RETURNED, script, by, contents=case.contents, note=reason, more=more)


def withdraw(overview: Overview, script: ScriptId, by: str, reason: str) -> Act:
    """Take back the last release of a script, whatever it says now; return the act.

    What sounds by that release fades. Raises WardError where there is no release, or it was taken back before;
    JournalError where the record does not take it.
    """
    require_to_write(overview.home, tell("rút bài"))
    [case] = cases(overview, [script])
    release_ = case.stand.release
    if release_ is None:
        raise WardError(
            tell("Bài “{title}” chưa ai duyệt, nên không có gì để rút.", title=case.title),
            tell('Không cho phát thì trả lại: broadcast reject {script} --by TÊN --reason "lý do"', script=script),
        )
    if (before := withdrawal(case.acts, release_)) is not None:
        raise WardError(
            tell("Bài “{title}” đã rút rồi: {by}, {at}.",
                 title=case.title, by=before.by, at=f"{before.at:%H:%M %d/%m/%Y}")
        )  # fmt: skip
    more = {"serial": release_.number}
    return write_act(overview, Deed.WITHDRAWN, script, by, contents=release_.contents, note=reason, more=more)
