"""A new script: typed, or read from a Word file that was handed over; nothing is written before it is saved."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.base.errors import Fault, UsageRefused, tell
from broadcast.programme.settings import Rotation
from broadcast.station import drafts
from broadcast.station.accounts import Role
from broadcast.station.desk.listing import homes
from broadcast.station.editing import import_word, new_script
from broadcast.station.saving import Conflict, Refused, Saved
from broadcast.web.desk import desk_of, field_of, file_of, person_of
from broadcast.web.desk import text_of as typed_in
from broadcast.web.page import back_to, page, rendered
from broadcast.web.routing import LARGE, route
from broadcast.web.scriptpath import as_ward_has_it, overview_of, path_of_script, script_of_file
from broadcast.web.told import Word
from broadcast.web.writing import in_zone

_NEW = "bai-moi"
"""What a script is called among the drafts before it has a file."""


def begun(request: Request) -> Response:
    """Return the page on which a new script is written; with `?nhap=1` what was being typed and is not saved."""
    draft = drafts.kept(desk_of(request).home, person_of(request).name, _NEW)
    if draft is not None and request.query_params.get("nhap") == "1":
        title, _, text = draft.text.partition("\n")
        return _shown(request, title=title, text=text)
    return _shown(request, draft=in_zone(request, draft))


def _shown(
    request: Request,
    *,
    title: str = "",
    text: str = "",
    folder: str = "",
    told: Sequence[Word] = (),
    faults: Sequence[Fault] = (),
    draft: drafts.Draft | None = None,
    status: int = 200,
) -> Response:
    ward = overview_of(request).ward
    named = dict(homes(ward.playlist))
    others = {id_.rpartition("/")[0] for id_ in ward.readings if "/" in id_} - named.keys()
    in_turn = {slot.play.folder for slot in ward.playlist.slots if isinstance(slot.play, Rotation)}
    by_use = sorted(others, key=lambda one: (one not in in_turn, one))  # what airs by itself comes first
    folders = [*named.items(), *((one, one) for one in by_use)]
    return page(request, "newscript.html", status=status, title=title, text=text, folder=folder, folders=folders,
                notes=told, faults=faults, draft=draft)  # fmt: skip


def written(request: Request) -> Response:
    """Write the new script; where it has faults, ask again with all that was typed."""
    desk, title, text = desk_of(request), field_of(request, "ten"), typed_in(request, "loi")
    folder = field_of(request, "thu_muc_moi") or field_of(request, "thu_muc")
    if not title:
        note = Word(what=tell("Bài phải có tên."), is_bad=True)
        return _shown(request, title=title, text=text, folder=folder, told=[note], status=422)
    is_draft = bool(field_of(request, "nhap"))
    match new_script(desk.home, folder, title, text, by=person_of(request).name, is_draft=is_draft):
        case Saved(name=name, unwritten=unwritten):
            drafts.drop(desk.home, person_of(request).name, _NEW)
            desk.live.look_again()
            told = [Word(what=tell("Đã viết bài mới “{title}”.", title=title))]
            if unwritten is not None:
                told.append(Word(what=tell("Nhật ký chưa ghi được: {why}", why=unwritten), is_bad=True))
            return back_to(request, path_of_script(script_of_file(name)), *told)
        case Refused(faults=faults):
            return _shown(request, title=title, text=text, folder=folder, faults=faults, status=422)
        case Conflict():  # new_script takes another number
            raise UsageRefused(tell("Đã có bài ấy."))


def kept(request: Request) -> Response:
    """Keep the title and the words that are being typed."""
    text = f"{field_of(request, 'ten')}\n{typed_in(request, 'loi')}"
    draft = drafts.keep(desk_of(request).home, person_of(request).name, _NEW, text)
    return HTMLResponse(rendered("editor_kept.html", at=as_ward_has_it(request, draft.at)))


def dropped(request: Request) -> Response:
    """Forget what was being typed and not saved."""
    drafts.drop(desk_of(request).home, person_of(request).name, _NEW)
    return back_to(request, "/bai/moi")


def imported(request: Request) -> Response:
    """Read a Word file; return what was read in the editor of a new script."""
    found = file_of(request, "tep")
    if found is None:
        raise UsageRefused(tell("Chưa chọn tệp nào."), tell("Chọn tệp .docx, .txt hoặc .md rồi bấm Đọc tệp."))
    name, raw = found
    read = import_word(raw, name)
    told = [Word(what=tell("Đã đọc tệp {name}. Xem lại, rồi bấm Lưu; chưa ghi gì vào máy.", name=name))]
    told += [Word(what=one, is_bad=False) for one in (*read.left_out, *read.asked)]
    return _shown(request, title=read.title, text=read.body, told=told)


ROUTES = [
    route("/bai/moi", begun, needs=Role.WRITE),
    route("/bai/moi", written, needs=Role.WRITE, methods=["POST"]),
    route("/bai/nhap-moi", kept, needs=Role.WRITE, methods=["POST"]),
    route("/bai/bo-nhap-moi", dropped, needs=Role.WRITE, methods=["POST"]),
    route("/bai/tu-word", imported, needs=Role.WRITE, methods=["POST"], at_most=LARGE),
]
