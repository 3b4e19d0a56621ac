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
from broadcast.station.saving import Conflict
from broadcast.web.asked import text_in
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.desk import text_of as typed_in
from broadcast.web.page import back_to, page, refused
from broadcast.web.routing import route
from broadcast.web.told import Word, not_on_record

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
    name, value, source = field_of(request, "ten"), typed_in(request, "gia_tri"), field_of(request, "nguon")
    was = typed_in(request, "cu"), field_of(request, "nguon_cu")
    home, by = desk_of(request).home, person_of(request).name
    overview = desk_of(request).live.look_again().seen.overview
    if overview is not None and _row(overview, name) is None:
        raise WardError(tell("Không có dữ kiện “{name}”.", name=one_line(name)))
    outcome = save_fact(home, name, value, source=source, seen=field_of(request, "thay"), by=by)
    if isinstance(outcome, Conflict) and outcome.now is not None:
        overview = desk_of(request).live.look_again().seen.overview
        row = _row(overview, name)
        if (as_typed(row), row.source if row is not None else "") != was:
            return _both(request, name, row, outcome.now.sha256)
        # another line of the file changed; nothing of this fact did
        outcome = save_fact(home, name, value, source=source, seen=outcome.now.sha256, by=by)
    match outcome:
        case Saved() as done:
            desk_of(request).live.look_again()
            return back_to(request, f"{HERE}?ten={name}#vua-luu", *_told(name, done))
        case Refused(faults=faults):
            return refused(request, FaultsFound(faults))
        case Conflict():
            raise WardError(tell("playlist.yaml vừa đổi, chưa lưu được."), tell("Mở lại trang này rồi lưu lại."))


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
    if row is None:
        return ""
    return "\n".join(row.lines) if row.lines else row.value


def _both(request: Request, name: str, row: FactRow | None, sha256: str) -> Response:
    """The value that somebody else has saved, beside the one that was typed."""
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
