"""A script that is sent for release, released, returned, or whose release is taken back: each with a name."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import UsageRefused, WardError, tell
from broadcast.programme.policy import SealKind
from broadcast.station import remote
from broadcast.station.accounts import Role
from broadcast.station.desk.cases import Terms, cases, is_to_release, release
from broadcast.station.desk.sending import send
from broadcast.station.desk.takenback import send_back, withdraw
from broadcast.station.overview import look_at
from broadcast.station.standings import policy_in_force
from broadcast.web.asked import day_in
from broadcast.web.desk import desk_of, field_of, reason_of
from broadcast.web.page import back_to
from broadcast.web.routing import route
from broadcast.web.scriptpath import named, path_of_script, script_of
from broadcast.web.told import Word

_LONGEST = 500
"""Letters of what a person writes to a deed; the pages allow fewer."""


def sent(request: Request) -> Response:
    """Ask for the release of the script as it is now."""
    desk, id_, by = desk_of(request), script_of(request), named(request)
    send(look_at(desk.home), id_, by, field_of(request, "loi")[:_LONGEST])
    desk.live.look_again()
    return back_to(request, path_of_script(id_), tell("Đã gửi duyệt. Bài này đứng trong danh sách chờ duyệt."))


def released(request: Request) -> Response:
    """Release the script, as the page has shown it; refused where it is another by now."""
    desk, id_, by = desk_of(request), script_of(request), named(request)
    overview = look_at(desk.home)
    if policy_in_force(overview).seal is SealKind.SIGNED:
        raise WardError(
            tell("Phường này chỉ nhận lần duyệt có chữ ký, mà trình duyệt không giữ khoá."),
            tell("Duyệt ở máy có khoá: broadcast approve {script} --key TỆP_KHOÁ", script=id_),
        )
    [case] = cases(overview, [id_])
    shown = (field_of(request, "ma"), field_of(request, "tieng"))
    if case.contents is not None and shown != (case.contents.code, case.contents.cart):
        raise WardError(
            tell("Bài “{title}” vừa đổi, không còn là bản anh chị đã xem; chưa duyệt gì.", title=case.title),
            tell("Mở lại trang bài, nghe và đọc bản mới rồi duyệt."),
        )
    terms = Terms(
        by=by,
        note=field_of(request, "loi")[:_LONGEST],
        until=_day(field_of(request, "den")),
        heard_elsewhere=field_of(request, "nghe_o_dau")[:_LONGEST],
    )
    if not is_to_release(case, terms):  # pressed twice
        return back_to(request, path_of_script(id_), tell("Bài này đã duyệt rồi, không ghi thêm lần nữa."))
    [act] = release(overview, [case], terms)
    desk.live.look_again()
    code = act.contents.code if act.contents is not None else ""
    return back_to(
        request, path_of_script(id_), tell("Đã duyệt phát, số {number}, bản {code}.", number=act.number, code=code)
    )


def returned(request: Request) -> Response:
    """Return the script to whoever wrote it."""
    desk, id_, by, reason = desk_of(request), script_of(request), named(request), _reason(request)
    send_back(look_at(desk.home), id_, by, reason)
    desk.live.look_again()
    return back_to(request, path_of_script(id_), tell("Đã trả lại bài: {reason}", reason=reason))


def withdrawn(request: Request) -> Response:
    """Take the release back; say from the player whether the script is silent."""
    desk, id_, by, reason = desk_of(request), script_of(request), named(request), _reason(request)
    withdraw(look_at(desk.home), id_, by, reason)
    word = Word(what=tell("Đã rút lần duyệt: {reason} Loa không phát bài này.", reason=reason))
    if remote.silence_of(desk.home, id_) is not remote.Silence.SILENT:
        word = Word(what=tell("Đã ghi lần rút, nhưng không biết loa đã im bài ấy chưa."),
                    fix=tell("Ra nghe loa. Còn kêu thì bấm Dừng loa ngay."), is_bad=True)  # fmt: skip
    desk.live.look_again()
    return back_to(request, path_of_script(id_), word)


def _reason(request: Request) -> str:
    missing = UsageRefused(tell("Phải ghi lý do."), tell("Lý do đứng trong nhật ký, người soạn đọc được."))
    return reason_of(request, missing, at_most=_LONGEST)


def _day(text: str) -> date | None:
    day = day_in(text)
    if text and day is None:
        raise UsageRefused(tell("Không hiểu ngày “{text}”.", text=text))
    return day


ROUTES = [
    route("/bai/{id:path}/gui-duyet", sent, needs=Role.WRITE, methods=["POST"]),
    route("/bai/{id:path}/duyet", released, needs=Role.RELEASE, methods=["POST"]),
    route("/bai/{id:path}/tra-lai", returned, needs=Role.RELEASE, methods=["POST"]),
    route("/bai/{id:path}/rut", withdrawn, needs=Role.RELEASE, methods=["POST"]),
]
