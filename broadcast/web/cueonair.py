"""The cue that sounds: left for the next one, or the last before a stop."""

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import Message, tell
from broadcast.base.words import words
from broadcast.programme.model import CueId
from broadcast.station.accounts import Role
from broadcast.station.cueonair import Skip, skip_cue, stop_after
from broadcast.station.remote import Silence
from broadcast.web.desk import desk_of, field_of, look_again, person_of
from broadcast.web.entry import HOME
from broadcast.web.page import back_to
from broadcast.web.routing import route
from broadcast.web.stopping import CUT_THE_POWER
from broadcast.web.told import Word, not_on_record

_THREADS = 4
_WORDS: dict[Skip, Message] = {
    Skip.SKIPPED: tell("Đã bỏ bài đang phát; buổi phát đi tiếp bài sau."),
    Skip.OVER: tell("Bài ấy vừa phát hết, nên không phải bỏ nữa."),
    Skip.REFUSED: tell("Chưa bỏ bài nào: bài ấy không còn đang phát."),
    Skip.STILL_SOUNDING: tell("Đã bảo máy bỏ bài ấy, nhưng máy chưa báo là đã sang bài khác."),
    Skip.UNKNOWN: tell("Phiên đang giữ loa không trả lời, nên chưa bỏ được bài nào."),
}


def skipped(request: Request) -> Response:
    """Leave the cue of the button, and no other, for the next one."""
    desk = desk_of(request)
    done = skip_cue(desk.home, CueId(field_of(request, "luot")), person_of(request).name)
    look_again(request, wholly=False)
    is_bad = done.skip in (Skip.STILL_SOUNDING, Skip.UNKNOWN)
    fix = tell("Cần im ngay thì bấm DỪNG LOA NGAY.") if is_bad else None
    return back_to(
        request, HOME, Word(what=_WORDS[done.skip], fix=fix, is_bad=is_bad), *not_on_record(done.unwritten)
    )


def stopped_after(request: Request) -> Response:
    """Let the cue that sounds end, and stop then; at once where none sounds."""
    desk = desk_of(request)
    done = stop_after(desk.home, words("bấm Dừng sau bài này trên trang điều khiển"), person_of(request).name)
    look_again(request, wholly=False)
    if done.sounding is not None:
        word = Word(what=tell("Hết bài này thì loa dừng, cho đến khi bấm Phát tiếp lịch."))
    elif done.stopping is not None and done.stopping.silence is not Silence.SILENT:
        what = tell("Đã ghi lệnh dừng, nhưng chưa biết loa đã im chưa.")
        word = Word(what=what, fix=CUT_THE_POWER, is_bad=True)
    else:
        word = Word(what=tell("Không có bài nào đang phát: loa đã dừng luôn, cho đến khi bấm Phát tiếp lịch."))
    return back_to(request, HOME, word, *not_on_record(done.unwritten))


ROUTES = [
    route("/bo-bai", skipped, needs=Role.DUTY, methods=["POST"], own_threads=_THREADS),
    route("/dung-sau", stopped_after, needs=Role.DUTY, methods=["POST"], own_threads=_THREADS),
]
