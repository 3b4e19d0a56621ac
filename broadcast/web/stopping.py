"""STOP, in view on every page; and the way on again, which first says what will air."""

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import tell
from broadcast.base.words import words
from broadcast.station import commanding
from broadcast.station.accounts import Role
from broadcast.station.ahead import stop_of
from broadcast.station.bulletins import cancel, hold, release, waiting_after_stop
from broadcast.station.commanding import Resumed
from broadcast.station.readable import Readable, read_what_can_be
from broadcast.station.remote import Silence
from broadcast.station.stopreason import explain_stop
from broadcast.web.desk import desk_of, field_of, look_again, person_of
from broadcast.web.entry import HOME
from broadcast.web.page import back_to, mark_of, page
from broadcast.web.routing import route
from broadcast.web.told import Word, not_on_record

STOP = "/dung"
_THREADS = 8
"""That wait for a stop and for nothing else."""
CUT_THE_POWER = tell("Ra nghe loa. Còn kêu thì tắt âm-li, hoặc rút điện âm-li. Lệnh dừng vẫn giữ.")
"""What to do where nobody knows whether it is silent."""


def is_stop(request: Request) -> bool:
    """Whether somebody pressed STOP."""
    return request.method == "POST" and request.url.path == STOP


def stopped(request: Request) -> Response:
    """Stop the loudspeaker, and tell what is known of it then; no file of the ward is read."""
    desk, by = desk_of(request), person_of(request).name
    held = stop_of(desk.home)
    reason = held.reason if held is not None else words("{by} bấm Dừng loa trên trang điều khiển", by=by)
    stopping = commanding.stop(desk.home, reason, by=by)
    match stopping.silence:
        case Silence.SILENT:
            word = Word(what=tell("Loa đã im. Không phát gì nữa cho đến khi bấm Phát tiếp lịch."))
        case Silence.SOUNDING:
            what = tell("Đã ghi lệnh dừng, nhưng phiên đang phát chưa báo là đã im.")
            word = Word(what=what, fix=CUT_THE_POWER, is_bad=True)
        case Silence.UNKNOWN:
            what = tell("Đã ghi lệnh dừng, nhưng phiên đang giữ loa không trả lời: không biết loa đã im chưa.")
            word = Word(what=what, fix=CUT_THE_POWER, is_bad=True)
    look_again(request, wholly=False)
    return back_to(request, HOME, word, *not_on_record(stopping.unwritten))


def explained(request: Request) -> Response:
    """Take the reason of the stop that holds, written once the loudspeaker was silent."""
    unwritten = explain_stop(desk_of(request).home, field_of(request, "ly_do"), person_of(request).name)
    look_again(request, wholly=False)
    told = Word(what=tell("Đã ghi lý do dừng."))
    return back_to(request, HOME, told, *not_on_record(unwritten))


def about_to_resume(request: Request) -> Response:
    """Return the page that names what will air when the stop is taken back."""
    seen = read_what_can_be(desk_of(request).home)
    return _resume_page(request, seen, commanding.about_to_resume(seen))


def _resume_page(request: Request, seen: Readable, coming: Resumed, *, is_other: bool = False) -> Response:
    waits = waiting_after_stop(seen)
    shown = mark_of(_named(coming))
    return page(
        request, "resume.html", coming=coming, waits=waits, seen=seen, shown=shown, is_other=is_other,
        status=409 if is_other else 200,
    )  # fmt: skip


def _named(coming: Resumed) -> tuple[object, ...]:
    """What the page names: the stop that is taken back, and what sounds at once then."""
    again = [airing.cue for airing, is_again in coming.broken if is_again]
    return coming.stop and (coming.stop.at, coming.stop.after), again, [session.id for session in coming.due]


def resumed(request: Request) -> Response:
    """Take the stop back; the bulletins that waited are decided on first, while it is still silent.

    Only the stop that the person has seen, and only what they were told will sound: where somebody has stopped
    anew since, or a session has become due, the page is shown again, and it stays silent.
    """
    desk = desk_of(request)
    seen, by = read_what_can_be(desk.home), person_of(request).name
    coming = commanding.about_to_resume(seen)
    if coming.stop is None:
        return back_to(request, HOME, tell("Không có lệnh dừng nào."))
    if field_of(request, "da_xem") != mark_of(_named(coming)):
        return _resume_page(request, seen, coming, is_other=True)
    if numbers := [one.number for one in waiting_after_stop(seen)]:
        match field_of(request, "ban_tin"):
            case "phat":
                release(seen, numbers, by=by)
            case "huy":
                cancel(seen, numbers, by=by, reason=words("bỏ khi cho phát trở lại"))
            case _:
                hold(seen, numbers, by=by)
    done = commanding.resume(seen, by=by, told=coming.stop)
    look_again(request)
    if done.stop is None and stop_of(desk.home) is not None:  # somebody has stopped anew meanwhile
        return _resume_page(request, seen, commanding.about_to_resume(seen), is_other=True)
    if done.stop is None:
        return back_to(request, HOME, tell("Không có lệnh dừng nào."))
    told = Word(what=tell("Đã bỏ lệnh dừng ({reason}). Lịch phát tiếp.", reason=done.stop.reason))
    return back_to(request, HOME, told, *not_on_record(done.unwritten))


ROUTES = [
    route(STOP, stopped, needs=Role.LOOK, methods=["POST"], own_threads=_THREADS),
    route("/dung/ly-do", explained, needs=Role.LOOK, methods=["POST"]),
    route("/phat-tiep", about_to_resume, needs=Role.DUTY),
    route("/phat-tiep", resumed, needs=Role.DUTY, methods=["POST"]),
]
