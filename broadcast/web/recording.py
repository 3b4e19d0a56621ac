"""A script read aloud into the browser's microphone, listened to, then kept as what airs; never live."""

from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import FaultsFound, UsageRefused, tell
from broadcast.programme.model import Unready
from broadcast.station.accounts import Role
from broadcast.station.editing import text_of
from broadcast.station.overview import look_at, reading
from broadcast.station.ownrecording import keep_recording
from broadcast.station.saving import Conflict, Refused, Saved
from broadcast.web.desk import desk_of, field_of, file_of
from broadcast.web.page import back_to, page
from broadcast.web.routing import LARGE, route
from broadcast.web.scriptpath import file_of_script, named, overview_of, path_of_script, script_of
from broadcast.web.told import Word

_SUFFIXES = (".wav", ".mp3", ".m4a", ".ogg", ".flac", ".webm")


def microphone(request: Request) -> Response:
    """Return the page on which a script is read aloud."""
    id_, overview = script_of(request), overview_of(request)
    known, read = overview.ward.scripts.get(id_), reading(overview, id_)
    body = known.body if known is not None else ""
    return page(
        request, "recording.html", title=overview.ward.title(id_), path=path_of_script(id_),
        body=body if isinstance(read, Unready) else read.text,
        recording=known.recording if known is not None else None,
        file_seen=text_of(desk_of(request).home, file_of_script(id_)).sha256,
    )  # fmt: skip


def recorded(request: Request) -> Response:
    """Keep what was read as the script's recording."""
    desk, id_, by, found = desk_of(request), script_of(request), named(request), file_of(request, "tieng")
    if found is None:
        raise UsageRefused(tell("Chưa thu gì."), tell("Bấm Bắt đầu thu, đọc, bấm Dừng thu, rồi bấm Giữ bản này."))
    name, sound = found
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise UsageRefused(tell("Tệp {name} không phải tệp tiếng.", name=name),
                           tell("Dùng tệp: {kinds}", kinds=", ".join(_SUFFIXES)))  # fmt: skip
    seen = field_of(request, "thay")
    outcome, remarks, kept = keep_recording(look_at(desk.home), id_, sound, suffix, seen=seen, by=by)
    match outcome:
        case Refused(faults=faults):
            raise FaultsFound(faults)
        case Conflict():
            what = tell(
                "Người khác vừa sửa bài này, nên chưa gắn tiếng thu vào bài; tiếng thu đã cất ở {name}.", name=kept
            )
            fix = tell(
                "Xem lại bài. Lời vẫn như đã đọc thì thêm dòng recording: {name} vào đầu bài, không phải thu lại.",
                name=kept,
            )
            return back_to(request, path_of_script(id_), Word(what=what, fix=fix, is_bad=True))
        case Saved():
            desk.live.look_again()
    told = [Word(what=tell("Đã giữ tiếng thu của {by}. Nghe lại rồi gửi duyệt.", by=by))]
    return back_to(request, path_of_script(id_), *told, *(Word(what=one.what, fix=one.fix) for one in remarks))


ROUTES = [
    route("/bai/{id:path}/thu", microphone, needs=Role.WRITE),
    route("/bai/{id:path}/thu", recorded, needs=Role.WRITE, methods=["POST"], at_most=LARGE),
]
