"""Bản tin: words or a script made into a bulletin, heard first, then handed to the player on duty, once."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.base.errors import AirtimeRefused, BroadcastError, MachineError, Message, UsageRefused, tell
from broadcast.programme.approving import is_same_person
from broadcast.programme.bulletins import LEVEL_NAMES, Urgency
from broadcast.programme.settings import Policy, ScriptId
from broadcast.station.accounts import Role
from broadcast.station.bulletin_draft import BulletinDraft, DraftState, foretold, needs_second
from broadcast.station.desk.correcting import correction
from broadcast.station.emergencies import asks_for_signatures
from broadcast.station.foretold import told
from broadcast.station.overview import Overview
from broadcast.station.standings import policy_in_force
from broadcast.web.bulletinform import (
    EVERY,
    EXPIRES,
    FIELDS,
    Reading,
    asked_in,
    form_of,
    reading_of_form,
    typed_in,
)
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.page import back_to, mark_of, page, rendered
from broadcast.web.routing import route
from broadcast.web.scriptpath import named, overview_of
from broadcast.web.soundparts import sound_answer
from broadcast.web.waiting import waiting_now

HERE, DRAFTS = "/ban-tin", "/ban-tin/soan"
_EMERGENCIES = "khan-cap/"
_WHEN = tell(
    "Chờ đến giờ được phát, hoặc sửa lời rồi hẹn giờ ở ô “Lần đầu lúc”. Khẩn cấp thì ghi lý do phát ngoài giờ."
)
_EMPTY = dict.fromkeys(FIELDS, "")


def bulletins(request: Request) -> Response:
    """Return the page of bulletins: those that wait, and the form of a new one.

    `tu`: the draft whose words come back into the form; `dinh_chinh`: the script that is to be corrected.
    """
    form = dict(_EMPTY, muc=Urgency.PRIORITY.value, bai=request.query_params.get("bai", ""))
    if token := request.query_params.get("tu", ""):
        form |= form_of(desk_of(request).bulletins.of(token).asked)
    if script := request.query_params.get("dinh_chinh", ""):
        form["dinh_chinh"] = script
    return _form(request, form)


def prepared(request: Request) -> Response:
    """Make the bulletin of the form, and lead to where it is heard; or tell only how it would be read.

    Where it cannot be made, the form comes back as it was filled in, and says why.
    """
    desk = desk_of(request)
    seen = desk.live.look_again().seen
    if field_of(request, "viec") == "doc":
        return _form(request, typed_in(request), reading_of_form(request, seen))
    try:
        asked = asked_in(request)
        if asked.urgency is Urgency.EMERGENCY and seen.overview is not None and asks_for_two(seen.overview):
            named(request)
        draft = desk.bulletins.begin(seen, asked)
    except BroadcastError as error:  # what was typed is not lost
        return _form(request, typed_in(request), trouble=error)
    return back_to(request, f"{DRAFTS}/{draft.token}")


def corrected(request: Request) -> Response:
    """Return the form with the words of a correction of a script, as the ward says them."""
    overview = overview_of(request)
    script = overview.ward.find(field_of(request, "dinh_chinh"))
    words = str(correction(overview, ScriptId(script), field_of(request, "dung_la")))
    return _form(request, dict(_EMPTY, muc=Urgency.PRIORITY.value, loi=words))


def reading(request: Request) -> Response:
    """Return how what is being typed would be read."""
    seen = desk_of(request).live.snapshot().seen
    return HTMLResponse(rendered("bulletin_reading.html", reading=reading_of_form(request, seen)))


def draft(request: Request) -> Response:
    """Return the page on which a bulletin is heard, and handed over."""
    return page(request, "bulletin_draft.html", **_about(request, _draft(request)))


def making(request: Request) -> Response:
    """Return the piece of that page that tells how far the bulletin is; 204 where it is as the mark `la` says."""
    values = _about(request, _draft(request))
    if request.query_params.get("la") == values["mark"]:
        return Response(status_code=204)  # what a person is about to press stays where it is
    person = person_of(request)
    return HTMLResponse(rendered("bulletin_draft_live.html", person=person, roles=person.roles, **values))


def sound(request: Request) -> Response:
    """Return the bulletin's sound, or the part of it that a browser asks for."""
    path = _draft(request).cart_file
    if path is None:
        raise UsageRefused(tell("Bản tin này chưa tạo tiếng xong."), tell("Chờ vài giây."))
    return sound_answer(request, path)


def aired(request: Request) -> Response:
    """Hand the bulletin over, or ask a second person to confirm it; pressed twice, it airs once."""
    return _after(request, desk_of(request).bulletins.air)


def confirmed(request: Request) -> Response:
    """Hand over what another person has prepared, as the second who answers for it."""
    named(request)
    return _after(request, desk_of(request).bulletins.confirm)


def dropped(request: Request) -> Response:
    """Ask nobody any more to confirm it."""
    done = desk_of(request).bulletins.drop(request.path_params["id"])
    return back_to(request, f"{DRAFTS}/{done.token}", tell("Đã thôi, chưa phát gì."))


def _after(request: Request, act: Callable[[str, str], BulletinDraft]) -> Response:
    """Do it, and tell what became of it."""
    try:
        done = act(request.path_params["id"], person_of(request).name)
    except AirtimeRefused as error:
        raise AirtimeRefused(error.what, _WHEN) from error
    desk_of(request).live.look_again()
    if done.handed is None:
        what = tell("Đã gọi người thứ hai xác nhận. Chưa phát gì cho đến khi có người ấy.")
        return back_to(request, f"{DRAFTS}/{done.token}", what)
    name = LEVEL_NAMES[done.asked.urgency]
    what = tell("Đã giao {level} số {number} cho phiên trực.", level=name, number=done.handed.number)
    if done.handed.hold:
        what = tell("{what} Chưa phát được ngay: {why}", what=what, why=done.handed.hold)
    return back_to(request, HERE, what)


def _draft(request: Request) -> BulletinDraft:
    return desk_of(request).bulletins.of(request.path_params["id"])


def _about(request: Request, found: BulletinDraft) -> Mapping[str, Any]:
    """What both the page of a draft and its live piece show."""
    person, ahead = person_of(request), tuple[Message, ...]()
    why_not: BroadcastError | None = None
    if found.cart is not None and found.state is not DraftState.TAKEN:
        try:
            ahead = told(foretold(found))
        except AirtimeRefused as error:
            why_not = AirtimeRefused(error.what, _WHEN)
        except (MachineError, UsageRefused) as error:  # told in the place of the button
            why_not = error
    is_mine = is_same_person(found.asked.by, person.name)
    shown = (found.state, found.awaits_until, [str(one) for one in ahead], str(why_not and why_not.what), is_mine)
    return {
        "draft": found,
        "mark": mark_of(shown),
        "level": LEVEL_NAMES[found.asked.urgency],
        "ahead": ahead,
        "why_not": why_not,
        "two": needs_second(found.station, found.asked.urgency),
        "is_mine": is_mine,
        "reason_asked": is_mine and isinstance(why_not, AirtimeRefused) and _may_have_reason(found),
        "again": form_of(found.asked),
    }


def _may_have_reason(found: BulletinDraft) -> bool:
    """Whether somebody may answer for airing it outside the hours, and has not yet."""
    return found.asked.urgency is Urgency.EMERGENCY and not found.asked.reason


def _form(
    request: Request,
    form: Mapping[str, str],
    reading: Reading | None = None,
    trouble: BroadcastError | None = None,
) -> Response:
    seen = desk_of(request).live.snapshot()
    return page(
        request,
        "bulletins.html",
        status=400 if trouble is not None else 200,
        trouble=trouble,
        form=form,
        reading=reading or Reading(wording=None),
        scripts=scripts_by_use(seen.seen.overview),
        levels=LEVEL_NAMES,
        every=EVERY,
        expires=EXPIRES,
        waits=waiting_now(seen),
        must_sign=must_sign(seen.seen.overview),
        correcting=form.get("dinh_chinh", ""),
    )


def scripts_by_use(overview: Overview | None) -> list[tuple[ScriptId, str]]:
    """List the ward's scripts with their titles; those kept for emergencies first."""
    if overview is None:
        return []
    ids = sorted(overview.ward.scripts, key=lambda id_: (not is_for_emergencies(id_), id_))
    return [(id_, overview.ward.title(id_)) for id_ in ids]


def is_for_emergencies(script: ScriptId) -> bool:
    """Whether the script lies in the folder that a ward keeps for emergencies, scripts/khan-cap."""
    return script.startswith(_EMERGENCIES)


def asks_for_two(overview: Overview) -> bool:
    """Whether the ward's rule wants two persons for an emergency."""
    return policy_in_force(overview).policy is Policy.REQUIRED


def must_sign(overview: Overview | None) -> bool:
    """Whether the ward takes signed bulletins alone, which are given at the key."""
    return overview is not None and asks_for_signatures(policy_in_force(overview))


ROUTES = [
    route(HERE, bulletins, needs=Role.LOOK),
    route(HERE, prepared, needs=Role.DUTY, methods=["POST"]),
    route(HERE + "/doc", reading, needs=Role.DUTY, methods=["POST"]),
    route(HERE + "/dinh-chinh", corrected, needs=Role.DUTY, methods=["POST"]),
    route(DRAFTS + "/{id}", draft, needs=Role.DUTY),
    route(DRAFTS + "/{id}/song", making, needs=Role.DUTY, by_itself=True),
    route(DRAFTS + "/{id}/tieng", sound, needs=Role.DUTY),
    route(DRAFTS + "/{id}/phat", aired, needs=Role.DUTY, methods=["POST"]),
    route(DRAFTS + "/{id}/xac-nhan", confirmed, needs=Role.DUTY, methods=["POST"]),
    route(DRAFTS + "/{id}/thoi", dropped, needs=Role.DUTY, methods=["POST"]),
]
