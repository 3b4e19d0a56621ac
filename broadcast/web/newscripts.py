"""A new script: typed, or read from a Word file that was handed over; nothing is written before it is saved."""

from collections.abc import Sequence
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.base.errors import BroadcastError, Fault, Message, UsageRefused, tell
from broadcast.programme.settings import Rotation
from broadcast.station import drafts
from broadcast.station.accounts import Role
from broadcast.station.desk.listing import homes
from broadcast.station.editing import import_word, new_script
from broadcast.station.saving import Conflict, Refused, Saved
from broadcast.web.desk import desk_of, field_of, file_of, person_of
from broadcast.web.desk import text_of as typed_in
from broadcast.web.page import back_to, page, rendered
from broadcast.web.remedies import on_a_page
from broadcast.web.routing import LARGE, route
from broadcast.web.scriptpath import as_ward_has_it, path_of_script, script_of_file
from broadcast.web.told import Word, not_on_record
from broadcast.web.writing import in_zone, opening_of, taken_up

_NEW = "bai-moi"
"""What a script is called among the drafts before it has a file."""


def begun(request: Request) -> Response:
    """Return the page on which a new script is written; with `?nhap=` what was being typed and is not saved."""
    those = drafts.kept(desk_of(request).home, person_of(request).name, _NEW)
    if (draft := taken_up(request, those)) is not None:
        title, _, text = draft.text.partition("\n")
        return _shown(request, title=title, text=text, opening=draft.opening)
    return _shown(request, kept=in_zone(request, those))


def _shown(
    request: Request,
    *,
    title: str = "",
    text: str = "",
    folder: str = "",
    told: Sequence[Word] = (),
    faults: Sequence[Fault] = (),
    kept: Sequence[drafts.Draft] = (),
    opening: str = "",
    status: int = 200,
) -> Response:
    return page(
        request, "newscript.html", status=status, title=title, text=text, folder=folder, folders=_folders(request),
        notes=told, faults=faults, kept=kept, opening=opening or drafts.new_opening(),
    )  # fmt: skip


def _folders(request: Request) -> Sequence[tuple[str, str]]:
    """Where a script may go, and how that is called; nothing while the ward's files cannot be read."""
    overview = desk_of(request).live.snapshot().seen.overview
    if overview is None:
        return ()
    named = dict(homes(overview.ward.playlist))
    others = {id_.rpartition("/")[0] for id_ in overview.ward.readings if "/" in id_} - named.keys()
    in_turn = {slot.play.folder for slot in overview.ward.playlist.slots if isinstance(slot.play, Rotation)}
    by_use = sorted(others, key=lambda one: (one not in in_turn, one))  # what airs by itself comes first
    return [*named.items(), *((one, one) for one in by_use)]


def written(request: Request) -> Response:
    """Write the new script; where it has faults, ask again with all that was typed."""
    desk, title, text = desk_of(request), field_of(request, "ten"), typed_in(request, "loi")
    folder, by = field_of(request, "thu_muc_moi") or field_of(request, "thu_muc"), person_of(request).name
    opening = opening_of(request)

    def again(*notes: Message, fix: Message | None = None, faults: Sequence[Fault] = ()) -> Response:
        told = [Word(what=one, fix=fix, is_bad=True) for one in notes]
        return _shown(request, title=title, text=text, folder=folder, told=told, faults=faults, opening=opening,
                      status=422)  # fmt: skip

    if not title:
        return again(tell("Bài phải có tên."))
    if not folder:
        return again(tell("Chọn nơi để bài, hoặc ghi tên một thư mục mới."))
    with suppress(BroadcastError):  # told below, where it keeps the script from being written
        drafts.keep(desk.home, by, _NEW, f"{title}\n{text}", opening=opening)
    try:
        outcome = new_script(desk.home, folder, title, text, by=by, is_draft=bool(field_of(request, "nhap")))
    except BroadcastError as error:
        return again(error.what, fix=on_a_page(error.fix))
    match outcome:
        case Saved(name=name, unwritten=unwritten):
            drafts.drop(desk.home, by, _NEW, opening=opening)
            desk.live.look_again()
            told = tell("Đã viết bài mới “{title}”.", title=title)
            return back_to(request, path_of_script(script_of_file(name)), told, *not_on_record(unwritten))
        case Refused(faults=faults):
            return again(faults=faults)
        case Conflict():  # new_script takes another number
            return again(tell("Đã có bài ấy."))


def kept(request: Request) -> Response:
    """Keep the title and the words that are being typed."""
    text = f"{field_of(request, 'ten')}\n{typed_in(request, 'loi')}"
    draft = drafts.keep(desk_of(request).home, person_of(request).name, _NEW, text, opening=opening_of(request))
    return HTMLResponse(rendered("editor_kept.html", at=as_ward_has_it(request, draft.at)))


def dropped(request: Request) -> Response:
    """Forget what was being typed and not saved."""
    drafts.drop(desk_of(request).home, person_of(request).name, _NEW, opening=opening_of(request))
    return back_to(request, "/bai/moi")


def imported(request: Request) -> Response:
    """Read a Word file; return what was read in the editor of a new script."""
    found = file_of(request, "tep")
    if found is None:
        raise UsageRefused(tell("Chưa chọn tệp nào."), tell("Chọn tệp .docx, .txt hoặc .md rồi bấm Đọc tệp."))
    name, raw = found
    read = import_word(raw, name)
    told = [Word(what=tell("Đã đọc tệp {name}. Xem lại, rồi bấm Lưu; chưa ghi gì vào máy.", name=name))]
    told += [Word(what=one) for one in (*read.left_out, *read.asked)]
    return _shown(request, title=read.title, text=read.body, told=told)


ROUTES = [
    route("/bai/moi", begun, needs=Role.WRITE),
    route("/bai/moi", written, needs=Role.WRITE, methods=["POST"]),
    route("/bai/nhap-moi", kept, needs=Role.WRITE, methods=["POST"]),
    route("/bai/bo-nhap-moi", dropped, needs=Role.WRITE, methods=["POST"]),
    route("/bai/tu-word", imported, needs=Role.WRITE, methods=["POST"], at_most=LARGE),
]
