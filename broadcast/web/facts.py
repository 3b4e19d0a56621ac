"""Dữ kiện: what the ward knows and what it still waits for, filled in by a person under their own name."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import FaultsFound, WardError, tell
from broadcast.base.onscreen import one_line
from broadcast.station.accounts import Role
from broadcast.station.editing import Refused, Saved, save_fact, text_of
from broadcast.station.factrows import FactRow, facts
from broadcast.station.factuse import fact_uses, is_sealed, spoken_with
from broadcast.station.overview import Overview
from broadcast.station.saving import Conflict, Outcome
from broadcast.web.asked import text_in
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.desk import text_of as typed_in
from broadcast.web.page import back_to, page, refused
from broadcast.web.routing import route
from broadcast.web.told import Word, as_before, not_on_record

HERE = "/du-kien"
_PLAYLIST = "playlist.yaml"


def fact_page(request: Request) -> Response:
    """Return the page of the facts; `ten` is the one that was just saved."""
    # the hash first: whoever saves with it has seen at least this state
    seen = _hash(request)
    live = desk_of(request).live.look_again()
    overview, name = live.seen.overview, text_in(request, "ten")
    rows = fact_uses(overview) if overview is not None else ()
    return page(
        request,
        "facts.html",
        missing=[one for one in rows if not one.row.value],
        known=[one for one in rows if one.row.value],
        trouble=live.seen.warning,
        seen=seen if live.seen.trouble is None else "",
        sealed=overview is not None and is_sealed(overview),
        saved=name,
        spoken=spoken_with(overview, name) if overview is not None and name else (),
    )


def _hash(request: Request) -> str:
    try:
        return text_of(desk_of(request).home, _PLAYLIST).sha256
    except (WardError, FaultsFound):  # the page tells what is wrong with it
        return ""


def saved(request: Request) -> Response:
    """Save one fact as it was typed; where somebody else has changed it meanwhile, show both."""
    name, before = field_of(request, "ten"), desk_of(request).live.snapshot()
    match save_typed(request):
        case Saved() as done:
            overview = desk_of(request).live.look_again().seen.overview
            row = _row(overview, name)
            told = (*_told(name, done), *as_before(before, row.used_by if row is not None else ()))
            return back_to(request, f"{HERE}?ten={name}#vua-luu", *told)
        case Refused(faults=faults):
            return refused(request, FaultsFound(faults))
        case Conflict(now=now) if now is not None:
            return both(request, now.sha256)
        case _:
            raise WardError(tell("playlist.yaml vừa đổi, chưa lưu được."), tell("Mở lại trang này rồi lưu lại."))


def save_typed(request: Request) -> Outcome:
    """Save the fact of a form; a Conflict only where this very fact is another than the form was made with."""
    name, value, source = field_of(request, "ten"), typed_in(request, "gia_tri"), field_of(request, "nguon")
    was = typed_in(request, "cu"), field_of(request, "nguon_cu")
    home, by = desk_of(request).home, person_of(request).name
    overview = desk_of(request).live.look_again().seen.overview
    if overview is not None and _row(overview, name) is None:
        raise WardError(tell("Không có dữ kiện “{name}”.", name=one_line(name)))
    outcome = save_fact(home, name, value, source=source, seen=field_of(request, "thay"), by=by)
    if isinstance(outcome, Conflict) and outcome.now is not None:
        row = _row(desk_of(request).live.look_again().seen.overview, name)
        if (as_typed(row), row.source if row is not None else "") == was:
            # another line of the file changed; nothing of this fact did
            return save_fact(home, name, value, source=source, seen=outcome.now.sha256, by=by)
    return outcome


def _told(name: str, done: Saved) -> Iterator[Word]:
    yield Word(what=tell("Đã lưu dữ kiện {name}.", name=name))
    for fault in done.told:
        yield Word(what=fault.what, is_bad=True)
    yield from not_on_record(done.unwritten)


def _row(overview: Overview | None, name: str) -> FactRow | None:
    rows = facts(overview) if overview is not None else ()
    return next((one for one in rows if one.name == name), None)


def as_typed(row: FactRow | None) -> str:
    """Return a fact's value as a form's field has it: a list's lines each on its own."""
    return row.text if row is not None else ""


def both(request: Request, sha256: str) -> Response:
    """Show the value that somebody else has saved, beside the one that was typed."""
    name = field_of(request, "ten")
    row = _row(desk_of(request).live.snapshot().seen.overview, name)
    return page(
        request,
        "factconflict.html",
        status=409,
        name=name, now=as_typed(row), source_now=row.source if row is not None else "", by=row.by if row else "",
        mine=typed_in(request, "gia_tri"), source_mine=field_of(request, "nguon"), seen=sha256,
    )  # fmt: skip


ROUTES = [
    route(HERE, fact_page, needs=Role.LOOK),
    route(HERE, saved, needs=Role.WRITE, methods=["POST"]),
]
