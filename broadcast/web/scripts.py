"""Bài: the list of the ward's scripts; the page of one: what is written and read, checks, facts, who did what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import tell
from broadcast.programme.approving import told_apart
from broadcast.programme.model import Unready
from broadcast.programme.policy import SealKind
from broadcast.programme.released import Deed, withdrawal
from broadcast.programme.settings import Policy, ScriptId
from broadcast.station.accounts import Role
from broadcast.station.desk.cases import Case, Terms, cases, changed_since_release, why_not
from broadcast.station.desk.checklist import checklist
from broadcast.station.desk.listing import STATE_NAMES, State, state_of
from broadcast.station.desk.sending import sent_by
from broadcast.station.desk.sidebyside import side_by_side
from broadcast.station.desk.writers import last_edited, last_writer
from broadcast.station.factrows import FactRow, facts
from broadcast.station.overview import Overview, reading
from broadcast.station.standings import policy_in_force
from broadcast.web.desk import desk_of, person_of
from broadcast.web.filling import doubts_of, seen_files
from broadcast.web.hearing import player_of
from broadcast.web.page import page
from broadcast.web.routing import route
from broadcast.web.scriptpath import file_of_script, overview_of, path_of_script, script_of

STATE_SIGNS = {
    State.RELEASED: ("√", "good"), State.WAITING: ("○", "wait"), State.RETURNED: ("×", "bad"),
    State.MISSING_FACT: ("!", "wait"), State.DOUBTFUL: ("?", "wait"), State.FAULTY: ("!", "bad"),
    State.WITHDRAWN: ("■", "bad"), State.EXPIRED: ("!", "wait"), State.DRAFT: ("─", "plain-badge"),
    State.UNKNOWN: ("?", "bad"),
}  # fmt: skip
"""A sign and a class of look for each state: none is told by colour alone."""
DEEDS = {
    Deed.HEARD: tell("nghe hết bài"),
    Deed.SENT: tell("gửi duyệt"),
    Deed.RELEASED: tell("duyệt phát"),
    Deed.RETURNED: tell("trả lại"),
    Deed.WITHDRAWN: tell("rút lần duyệt"),
}


def scripts(request: Request) -> Response:
    """Return the list of the ward's scripts; `?cho=duyet`: only those in that state."""
    overview, wanted = overview_of(request), request.query_params.get("cho", "")
    groups = desk_of(request).listing.groups(overview)
    listed = [one for group in groups for one in group.scripts]
    counts = Counter(one.state for one in listed)
    unread = [one.why for one in listed if one.state is State.UNKNOWN]
    return page(
        request, "scripts.html", groups=groups, counts=counts, unread=unread, wanted=wanted, names=STATE_NAMES,
        signs=STATE_SIGNS, path_of=path_of_script, is_required=policy_in_force(overview).policy is Policy.REQUIRED,
    )  # fmt: skip


def script(request: Request) -> Response:
    """Return the page of one script."""
    overview, id_ = overview_of(request), script_of(request)
    [case] = cases(overview, [id_])
    known, person = overview.ward.scripts.get(id_), person_of(request)
    state, file = state_of(case, overview.ward.of(id_)), file_of_script(id_)
    edited = last_edited(overview, file) or overview.clock.now()
    sha256 = known.sha256 if known is not None else ""
    return page(
        request, "script.html", case=case, script=known, state=state, file=file, path=path_of_script(id_),
        edited=edited, writer=last_writer(overview, file, sha256, edited),
        player=player_of(request, overview, case, person), written=_written(overview, case),
        faults=[one for one in overview.ward.faults if one.file == file], checks=checklist(overview, case),
        facts=_facts(overview, id_), doubts=doubts_of(overview, id_), seen=seen_files(overview.home),
        **_list(request, overview, id_), **_release(overview, case, person.name),
    )  # fmt: skip


def _list(request: Request, overview: Overview, id_: ScriptId) -> dict[str, Any]:
    """What the list of scripts at the side needs."""
    listing = desk_of(request).listing
    return {
        "group": listing.group_of(overview, id_),
        "groups": listing.groups(overview),
        "current": id_,
        "wanted": "",
        "names": STATE_NAMES,
        "signs": STATE_SIGNS,
        "path_of": path_of_script,
    }


def _release(overview: Overview, case: Case, by: str) -> dict[str, Any]:
    """What the part of the page needs on which the script is released."""
    release = case.stand.release
    return {
        "sent": sent_by(case.acts),
        "may": why_not(overview, case, Terms(by=by)),
        "may_elsewhere": why_not(overview, case, Terms(by=by, heard_elsewhere="x")) is None,
        "is_withdrawn": release is None or withdrawal(case.acts, release) is not None,
        "changed": changed_since_release(overview, case) if not case.stand.is_released else None,
        "told_apart": told_apart,
        "is_signed": policy_in_force(overview).seal is SealKind.SIGNED,
        "deeds": DEEDS,
    }


def _written(overview: Overview, case: Case) -> object:
    """Both sides of the script, or as it stands where it cannot be read out yet."""
    read = reading(overview, case.script)
    if not isinstance(read, Unready):
        return {"sides": side_by_side(read), "body": "", "recording": read.script.recording}
    known = overview.ward.scripts.get(case.script)
    return {"sides": (), "body": known.body if known is not None else "", "recording": None}


def _facts(overview: Overview, id_: ScriptId) -> Sequence[FactRow]:
    known = overview.ward.scripts.get(id_)
    if known is None or not known.look_ups:
        return ()
    return [one for one in facts(overview) if id_ in one.used_by]


ROUTES = [
    route("/bai", scripts, needs=Role.LOOK),
    route("/bai/{id:path}", script, needs=Role.LOOK),
]
