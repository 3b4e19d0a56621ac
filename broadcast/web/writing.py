"""The editor of a script: saved only over what its writer has seen; what is typed is read beside it, and kept."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from broadcast.base.errors import Fault, FaultsFound, WardError, tell
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.station import drafts
from broadcast.station.accounts import Role
from broadcast.station.desk.editors import OpenEditor
from broadcast.station.desk.sidebyside import side_by_side
from broadcast.station.desk.typed import as_read, compared
from broadcast.station.editing import pasted, save_script, text_of
from broadcast.station.overview import Overview
from broadcast.station.owntexts import Opened
from broadcast.station.saving import Conflict, Refused, Saved
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.desk import text_of as typed_in
from broadcast.web.filling import Doubtful, doubts_in
from broadcast.web.page import back_to, page, rendered
from broadcast.web.routing import LARGE, route
from broadcast.web.scriptpath import as_ward_has_it, file_of_script, overview_of, path_of_script, script_of
from broadcast.web.told import Word


def editor(request: Request) -> Response:
    """Return the editor of a script; with `?nhap=1` what the person was typing and has not saved."""
    desk, id_, person = desk_of(request), script_of(request), person_of(request).name
    name = file_of_script(id_)
    found, draft = text_of(desk.home, name), drafts.kept(desk.home, person, name)
    if draft is not None and draft.text == found.text:
        draft = None
    if draft is not None and request.query_params.get("nhap") == "1":
        return _editor(request, id_, draft.text, draft.seen or found.sha256)
    return _editor(request, id_, found.text, found.sha256, draft=in_zone(request, draft))


def in_zone(request: Request, draft: drafts.Draft | None) -> drafts.Draft | None:
    """Return the draft with the moment at which it was kept as the ward's clock shows it."""
    return replace(draft, at=as_ward_has_it(request, draft.at)) if draft is not None else None


def _editor(
    request: Request,
    id_: ScriptId,
    text: str,
    seen: str,
    *,
    draft: drafts.Draft | None = None,
    faults: Sequence[Fault] = (),
    status: int = 200,
) -> Response:
    name = file_of_script(id_)
    others = _others(request, name)
    return page(
        request, "editor.html", status=status, title=overview_of(request).ward.title(id_),
        path=path_of_script(id_), file=name, text=text, file_seen=seen, draft=draft, faults=faults, others=others,
        is_changed=False, heard=_as_heard(overview_of(request), name, text),
    )  # fmt: skip


def _others(request: Request, name: str, *, signs: bool = False) -> Sequence[OpenEditor]:
    """Who else has the file open, since when by the ward's clock."""
    others = desk_of(request).editors.opened(name, person_of(request).name, signs=signs)
    return [replace(one, since=as_ward_has_it(request, one.since)) for one in others]


def saved(request: Request) -> Response:
    """Save what was typed; where somebody else saved meanwhile, show both texts and lose none."""
    desk, id_, person = desk_of(request), script_of(request), person_of(request).name
    name, text = file_of_script(id_), typed_in(request, "bai")
    match save_script(desk.home, name, text, seen=field_of(request, "thay") or None, by=person):
        case Saved() as done:
            drafts.drop(desk.home, person, name)
            desk.editors.closed(name, person)
            desk.live.look_again()
            return back_to(request, path_of_script(id_), *_told(done))
        case Conflict(now=now):
            drafts.keep(desk.home, person, name, text, field_of(request, "thay") or None)
            return _conflict(request, id_, text, now)
        case Refused(faults=faults):
            return _editor(request, id_, text, field_of(request, "thay"), faults=faults, status=422)


def tried(request: Request) -> Response:
    """Show how what was typed would be read, without saving it: for a browser without JavaScript."""
    return _editor(request, script_of(request), typed_in(request, "bai"), field_of(request, "thay"))


def _told(done: Saved) -> Sequence[Word]:
    told = [Word(what=tell("Đã lưu bài. Bài đã sửa thì phải duyệt lại."))]
    told += [
        Word(what=tell("{place} {what}", place=one.place, what=one.what), fix=one.fix) for one in done.told[:5]
    ]
    if done.unwritten is not None:
        told.append(Word(what=tell("Nhật ký chưa ghi được: {why}", why=done.unwritten), is_bad=True))
    return told


def _conflict(request: Request, id_: ScriptId, text: str, now: Opened | None) -> Response:
    """Both texts, what differs marked, and one's own still to be typed in; saved again it replaces the other."""
    return page(
        request, "conflict.html", status=409, title=overview_of(request).ward.title(id_),
        path=path_of_script(id_), text=text, now=now, file_seen=now.sha256 if now is not None else "",
        lines=compared(text, now.text if now is not None else ""),
    )  # fmt: skip


# --- while somebody types ---


def read_out(request: Request) -> Response:
    """Return how what is being typed would be read, with what is doubtful in it."""
    overview, name = overview_of(request), file_of_script(script_of(request))
    return HTMLResponse(
        rendered("editor_reading.html", heard=_as_heard(overview, name, typed_in(request, "bai")), file=name)
    )


def _as_heard(overview: Overview, name: str, text: str) -> dict[str, object]:
    """Both sides of a text, its doubts; or its faults, or what it waits for."""
    try:
        read = as_read(overview.ward, name, text)
    except FaultsFound as found:
        return {"sides": (), "doubts": (), "faults": found.faults, "why": None, "seconds": 0}
    if isinstance(read, Unready):
        return {"sides": (), "doubts": (), "faults": (), "why": read.why, "seconds": 0}
    doubts: Sequence[Doubtful] = doubts_in(read)
    return {"sides": side_by_side(read), "doubts": doubts, "faults": (), "why": None,
            "seconds": read.spoken.syllables / 3}  # fmt: skip


def kept(request: Request) -> Response:
    """Keep what is being typed, for a browser or a machine that goes down."""
    desk, person = desk_of(request), person_of(request).name
    name = file_of_script(script_of(request))
    draft = drafts.keep(desk.home, person, name, typed_in(request, "bai"), field_of(request, "thay") or None)
    return HTMLResponse(rendered("editor_kept.html", at=as_ward_has_it(request, draft.at)))


def dropped(request: Request) -> Response:
    """Forget what was being typed and not saved."""
    id_ = script_of(request)
    drafts.drop(desk_of(request).home, person_of(request).name, file_of_script(id_))
    return back_to(request, path_of_script(id_, "/sua"))


def beside(request: Request) -> Response:
    """Return who else has the script open, and whether its file has changed since; polled by an open editor."""
    desk, id_ = desk_of(request), script_of(request)
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
