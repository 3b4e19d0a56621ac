"""The editor of a script: saved only over what its writer has seen; what is typed is read beside it, and kept."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from broadcast.base.errors import BroadcastError, Fault, FaultsFound, WardError, tell
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.station import drafts
from broadcast.station.accounts import Role
from broadcast.station.desk.editors import OpenEditor
from broadcast.station.desk.sidebyside import side_by_side
from broadcast.station.desk.typed import as_read, compared
from broadcast.station.editing import pasted, save_script, text_of
from broadcast.station.owntexts import Opened, bytes_now, opened
from broadcast.station.saving import Conflict, Refused, Saved
from broadcast.ward.ahead import SYLLABLE_S
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.desk import text_of as typed_in
from broadcast.web.filling import Doubtful, doubts_in
from broadcast.web.page import back_to, page, rendered
from broadcast.web.routing import LARGE, route
from broadcast.web.scriptpath import as_ward_has_it, file_of_script, id_in_path, path_of_script
from broadcast.web.told import Word, as_before, not_on_record

_LONGEST_OPENING = 64


def editor(request: Request) -> Response:
    """Return the editor of a script; with `?nhap=` what the person was typing in that opening, unsaved."""
    desk, id_, person = desk_of(request), _to_write(request), person_of(request).name
    name = file_of_script(id_)
    found, kept_ = _now(desk.home, name), drafts.kept(desk.home, person, name)
    if found is not None:
        kept_ = tuple(one for one in kept_ if one.text != found.text)
    taken = taken_up(request, kept_)
    if taken is not None:
        seen = taken.seen or (found.sha256 if found is not None else "")
        return _editor(request, id_, taken.text, seen, opening=taken.opening)
    if found is None:
        return _conflict(request, id_, kept_[0].text, None, opening=kept_[0].opening)
    return _editor(request, id_, found.text, found.sha256, kept=in_zone(request, kept_))


def _to_write(request: Request) -> ScriptId:
    """The script that the path names: one that is there, or that this person had open before it went.

    What is typed is not lost with a file that goes, or while playlist.yaml cannot be read. Raises HTTPException.
    """
    home, id_ = desk_of(request).home, id_in_path(request)
    name = file_of_script(id_)
    try:
        is_known = _now(home, name) is not None or bool(field_of(request, "thay"))
    except WardError:  # no name of a script
        raise HTTPException(404) from None
    if not is_known and not drafts.kept(home, person_of(request).name, name):
        raise HTTPException(404)
    return id_


def _now(home: Path, name: str) -> Opened | None:
    """The file as it is; None where it is gone. Raises WardError for a name that no script has."""
    raw = bytes_now(home, name)
    return opened(name, raw) if raw is not None else None


def taken_up(request: Request, those: Sequence[drafts.Draft]) -> drafts.Draft | None:
    """Return the draft that the address asks for, by its opening; `1`: the latest."""
    wanted = request.query_params.get("nhap", "")
    return next((one for one in those if wanted in ("1", one.opening)), None) if wanted else None


def in_zone(request: Request, those: Sequence[drafts.Draft]) -> Sequence[drafts.Draft]:
    """Return the drafts with the moments at which they were kept as the ward's clock shows them."""
    return [replace(one, at=as_ward_has_it(request, one.at)) for one in those]


def opening_of(request: Request) -> str:
    """Return the opening of the editor that sent the form; empty where it tells none."""
    return field_of(request, "lan")[:_LONGEST_OPENING]


def _editor(
    request: Request,
    id_: ScriptId,
    text: str,
    seen: str,
    *,
    opening: str = "",
    kept: Sequence[drafts.Draft] = (),
    faults: Sequence[Fault] = (),
    refused: BroadcastError | None = None,
    status: int = 200,
) -> Response:
    name = file_of_script(id_)
    others = _others(request, name)
    return page(
        request, "editor.html", status=status, title=_title(request, id_), opening=opening or drafts.new_opening(),
        path=path_of_script(id_), file=name, text=text, file_seen=seen, kept=kept, faults=faults, others=others,
        refused=refused, is_changed=False, heard=_as_heard(request, name, text),
    )  # fmt: skip


def _title(request: Request, id_: ScriptId) -> str:
    overview = desk_of(request).live.snapshot().seen.overview
    return overview.ward.title(id_) if overview is not None else id_


def _others(request: Request, name: str, *, signs: bool = False) -> Sequence[OpenEditor]:
    """Who else has the file open, since when by the ward's clock."""
    others = desk_of(request).editors.opened(name, person_of(request).name, signs=signs)
    return [replace(one, since=as_ward_has_it(request, one.since)) for one in others]


def saved(request: Request) -> Response:
    """Save what was typed; where somebody else saved meanwhile, show both texts and lose none."""
    desk, id_, person = desk_of(request), _to_write(request), person_of(request).name
    name, text, seen = file_of_script(id_), typed_in(request, "bai"), field_of(request, "thay")
    opening, before = opening_of(request), desk.live.snapshot()
    with suppress(BroadcastError):  # told below, where it keeps the script from being saved
        drafts.keep(desk.home, person, name, text, seen or None, opening=opening)
    try:
        outcome = save_script(desk.home, name, text, seen=seen or None, by=person)
    except BroadcastError as error:
        return _editor(request, id_, text, seen, opening=opening, refused=error, status=400)
    match outcome:
        case Saved() as done:
            drafts.drop(desk.home, person, name, opening=opening)
            desk.editors.closed(name, person)
            desk.live.look_again()
            return back_to(request, path_of_script(id_), *_told(done), *as_before(before, [id_]))
        case Conflict(now=now):
            return _conflict(request, id_, text, now, opening=opening)
        case Refused(faults=faults):
            return _editor(request, id_, text, seen, opening=opening, faults=faults, status=422)


def tried(request: Request) -> Response:
    """Show how what was typed would be read, without saving it: for a browser without JavaScript."""
    id_, opening = _to_write(request), opening_of(request)
    return _editor(request, id_, typed_in(request, "bai"), field_of(request, "thay"), opening=opening)


def _told(done: Saved) -> Sequence[Word]:
    told = [Word(what=tell("Đã lưu bài. Bài đã sửa thì phải duyệt lại."))]
    told += [
        Word(what=tell("{place} {what}", place=one.place, what=one.what), fix=one.fix) for one in done.told[:5]
    ]
    return [*told, *not_on_record(done.unwritten)]


def _conflict(request: Request, id_: ScriptId, text: str, now: Opened | None, *, opening: str) -> Response:
    """Both texts, what differs marked, and one's own still to be typed in; saved again it replaces the other."""
    return page(
        request, "conflict.html", status=409, title=_title(request, id_), opening=opening or drafts.new_opening(),
        path=path_of_script(id_), text=text, now=now, file_seen=now.sha256 if now is not None else "",
        lines=compared(text, now.text if now is not None else ""),
    )  # fmt: skip


# --- while somebody types ---


def read_out(request: Request) -> Response:
    """Return how what is being typed would be read, with what is doubtful in it."""
    name = file_of_script(_to_write(request))
    return HTMLResponse(
        rendered("editor_reading.html", heard=_as_heard(request, name, typed_in(request, "bai")), file=name)
    )


def _as_heard(request: Request, name: str, text: str) -> dict[str, object]:
    """Both sides of a text, its doubts; or its faults, or what it waits for."""
    live = desk_of(request).live.snapshot().seen
    nothing: dict[str, object] = {"sides": (), "doubts": (), "faults": (), "why": None, "seconds": 0}
    if live.overview is None:
        return nothing | {"why": live.warning}
    try:
        read = as_read(live.overview.ward, name, text)
    except FaultsFound as found:
        return nothing | {"faults": found.faults}
    if isinstance(read, Unready):
        return nothing | {"why": read.why}
    doubts: Sequence[Doubtful] = doubts_in(read)
    return nothing | {"sides": side_by_side(read), "doubts": doubts, "seconds": read.spoken.syllables * SYLLABLE_S}


def kept(request: Request) -> Response:
    """Keep what is being typed, for a browser or a machine that goes down."""
    desk, name, text = desk_of(request), file_of_script(_to_write(request)), typed_in(request, "bai")
    seen, opening = field_of(request, "thay") or None, opening_of(request)
    draft = drafts.keep(desk.home, person_of(request).name, name, text, seen, opening=opening)
    return HTMLResponse(rendered("editor_kept.html", at=as_ward_has_it(request, draft.at)))


def dropped(request: Request) -> Response:
    """Forget what was being typed and not saved."""
    id_ = _to_write(request)
    name = file_of_script(id_)
    drafts.drop(desk_of(request).home, person_of(request).name, name, opening=opening_of(request))
    return back_to(request, path_of_script(id_, "/sua"))


def beside(request: Request) -> Response:
    """Return who else has the script open, and whether its file has changed since; polled by an open editor."""
    desk, id_ = desk_of(request), id_in_path(request)
    name = file_of_script(id_)
    others = _others(request, name, signs=True)
    try:
        is_changed = text_of(desk.home, name).sha256 != request.query_params.get("thay", "")
    except WardError:
        is_changed = True
    shown = rendered("editor_beside.html", others=others, is_changed=is_changed, path=path_of_script(id_),
                     file_seen=request.query_params.get("thay", ""))  # fmt: skip
    return HTMLResponse(shown)


def from_word(request: Request) -> Response:
    """Turn what was pasted from Word or a page into plain paragraphs, for the place where it was pasted."""
    return PlainTextResponse(pasted(typed_in(request, "html")))


ROUTES = [
    route("/bai/dan", from_word, needs=Role.WRITE, methods=["POST"], at_most=LARGE),
    route("/bai/{id:path}/sua", editor, needs=Role.WRITE),
    route("/bai/{id:path}/sua", saved, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/doc", read_out, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/doc-thu", tried, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/nhap", kept, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/bo-nhap", dropped, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/ben-canh", beside, needs=Role.WRITE, by_itself=True),
]
