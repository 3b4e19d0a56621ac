"""A session of one day skipped, moved, added, put back: what that does is shown first, then it is done."""

from collections.abc import Callable, Sequence
from datetime import date, time

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.programme.difference import differences
from broadcast.station import changes
from broadcast.station.accounts import Role
from broadcast.station.calendar import calendar, lacking
from broadcast.station.live import Snapshot
from broadcast.station.overview import Overview
from broadcast.station.proposed import Proposed, added, moved, skipped, would_be, would_be_without
from broadcast.web.desk import desk_of, field_of, hour_of, line_of, person_of, reason_of
from broadcast.web.page import back_to, mark_of, page
from broadcast.web.routing import route
from broadcast.web.scriptpath import overview_of
from broadcast.web.timetable import HERE, day_of

_LONGEST_NAME = 60


def about_to_skip(request: Request) -> Response:
    """Return the page that tells what the day is without the session."""
    overview, day = overview_of(request), day_of(request)
    return _shown(request, "nghi", would_be(overview, skipped(overview, _asked(request, "buoi"), day)))


def about_to_move(request: Request) -> Response:
    """Return the page that asks for another hour of the session, and then tells what the day is with it."""
    overview, day, at = overview_of(request), day_of(request), hour_of(_asked(request, "gio"))
    proposed = None
    if at is not None:
        proposed = would_be(overview, moved(overview, _asked(request, "buoi"), day, at))
    return _shown(request, "doi", proposed)


def about_to_add(request: Request) -> Response:
    """Return the page that asks for a script and an hour, and then tells what the day is with them."""
    overview, day, at = overview_of(request), day_of(request), hour_of(_asked(request, "gio"))
    script, proposed = _asked(request, "bai"), None
    if at is not None and script:
        proposed = would_be(overview, added(overview, [script], day, at, name=_asked(request, "ten")))
    return _shown(request, "them", proposed)


def about_to_undo(request: Request) -> Response:
    """Return the page that tells what the day is once the change is taken back."""
    return _shown(request, "bo", _without(request, overview_of(request), _asked(request, "so")))


def skip(request: Request) -> Response:
    """Take the session out of the day."""
    day, session, reason = day_of(request), field_of(request, "buoi"), _reason(request)
    with desk_of(request).changing:
        overview = _written(request)
        _require_as_shown(request, lambda: would_be(overview, skipped(overview, session, day)))
        done = changes.skip(overview, session, day, reason, person_of(request).name)
    return _done(request, tell("Đã ghi: {day} nghỉ buổi “{name}”.", day=_date(day), name=_name(done)))


def move(request: Request) -> Response:
    """Let the session air at another hour that day."""
    day, at, session = day_of(request), _must(request, "gio"), field_of(request, "buoi")
    reason = _reason(request)
    with desk_of(request).changing:
        overview = _written(request)
        _require_as_shown(request, lambda: would_be(overview, moved(overview, session, day, at)))
        done = changes.move(overview, session, day, at, reason, person_of(request).name)
    what = tell("Đã ghi: {day} buổi “{name}” phát lúc {at}.", day=_date(day), name=_name(done), at=f"{at:%H:%M}")
    return _done(request, what)


def add(request: Request) -> Response:
    """Add a session of one script to the day."""
    day, at, reason, by = day_of(request), _must(request, "gio"), _reason(request), person_of(request).name
    scripts, name = [field_of(request, "bai")], line_of(request, "ten", _LONGEST_NAME)
    with desk_of(request).changing:
        overview = _written(request)
        _require_as_shown(request, lambda: would_be(overview, added(overview, scripts, day, at, name=name)))
        done = changes.add(overview, scripts, day, at, reason, name=name, by=by)
    what = tell("Đã ghi: {day} thêm buổi “{name}” lúc {at}.", day=_date(day), name=_name(done), at=f"{at:%H:%M}")
    return _done(request, what)


def undo(request: Request) -> Response:
    """Take the change of that number back."""
    number = _number(field_of(request, "so"))
    with desk_of(request).changing:
        overview = _written(request)
        _without(request, overview, field_of(request, "so"))
        _require_as_shown(request, lambda: would_be_without(overview, number))
        done = changes.undo(overview, number, by=person_of(request).name)
    return _done(request, tell("Đã bỏ thay đổi số {number}, buổi “{name}”.", number=number, name=_name(done)))


def _without(request: Request, overview: Overview, asked: str) -> Proposed:
    """The day of the page without the change of that number; refused where that is a change of another day."""
    found, day = would_be_without(overview, _number(asked)), day_of(request)
    if found.change.day != day:
        raise UsageRefused(
            tell("Thay đổi số {number} là của ngày {day}.", number=found.change.id, day=_date(found.change.day)),
            tell("Chưa đổi gì. Xem những thay đổi đang có ở trang Lịch."),
        )
    return found


def _require_as_shown(request: Request, would_be_now: Callable[[], Proposed]) -> None:
    """Refuse what would do something else than the page has told: somebody has changed that day meanwhile."""
    shown = field_of(request, "thay")
    if shown and shown != _mark(would_be_now()):
        raise UsageRefused(
            tell("Lịch ngày này vừa có người đổi, khác với lúc anh chị xem, nên chưa đổi gì."),
            tell("Xem lại ngày ấy ở trang Lịch rồi bấm lại."),
        )


def _mark(proposed: Proposed) -> str:
    """What is another whenever the day is another, before the change or after it."""
    return mark_of([
        (one.slot, one.at, str(one.off), str(one.refused), [cue.script for cue in one.cues])
        for rundown in (proposed.before, proposed.after)
        for one in rundown.sessions
    ])  # fmt: skip


def _written(request: Request) -> Overview:
    """The ward as its files are this moment; where those have a fault, as the player last read them."""
    return desk_of(request).live.look_again(wholly=False).seen.required()


def _shown(request: Request, act: str, proposed: Proposed | None) -> Response:
    seen, day = desk_of(request).live.snapshot(), day_of(request)
    overview = seen.seen.required()
    rundown = calendar(overview, day, 1)[0].rundown
    slot, ward = _asked(request, "buoi"), overview.ward
    return page(
        request,
        "timetable_change.html",
        act=act,
        day=day,
        name=next((one.name for one in rundown.sessions if one.slot == slot), slot),
        proposed=proposed,
        effects=differences(proposed.before, proposed.after, seen.at) if proposed is not None else (),
        beside=(*_lacking(overview, proposed), *_beside(seen, day)),
        mark=_mark(proposed) if proposed is not None else "",
        asked={name: _asked(request, name) for name in ("buoi", "gio", "bai", "ten", "so")},
        scripts=[(id_, ward.title(id_)) for id_ in sorted(ward.scripts)] if act == "them" else (),
    )


def _lacking(overview: Overview, proposed: Proposed | None) -> Sequence[Message]:
    """What the changed session would lack."""
    session = proposed.session if proposed is not None else None
    return lacking(overview, session) if session is not None else ()


def _beside(seen: Snapshot, day: date) -> tuple[Message, ...]:
    """What else of now matters for a change of that day."""
    told = [seen.seen.warning] if seen.seen.warning is not None else list[Message]()
    if seen.status.sounding is not None and day == seen.at.date():
        told.append(
            tell("Đang phát “{name}”; thay đổi này không ngắt loa.", name=seen.status.sounding.session_name)
        )
    if seen.status.stop is not None:
        told.append(tell("Đang có lệnh dừng loa: chưa bấm Phát tiếp lịch thì không buổi nào phát."))
    if not seen.status.held:
        told.append(tell("Chưa có phiên trực. Thay đổi vẫn được ghi, phiên trực chạy lên sẽ theo."))
    return tuple(told)


def _done(request: Request, what: Message) -> Response:
    desk_of(request).live.look_again()
    return back_to(request, f"{HERE}/{day_of(request).isoformat()}", what)


def _name(done: changes.Changed) -> str:
    return done.session.name if done.session is not None else done.change.name or done.change.session


def _asked(request: Request, name: str) -> str:
    return request.query_params.get(name, "").strip()


def _must(request: Request, name: str) -> time:
    at = hour_of(field_of(request, name))
    if at is None:
        raise UsageRefused(tell("Chưa chọn giờ phát."))
    return at


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageRefused(tell("Không có thay đổi số {number} để bỏ.", number=text[:20]))
    return int(text)


def _reason(request: Request) -> str:
    missing = tell("Chưa ghi lý do, nên chưa đổi gì.")
    return reason_of(request, UsageRefused(missing, tell("Lý do vào nhật ký: bấm Quay lại, ghi rồi bấm lần nữa.")))


def _date(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_ACTS = (
    ("nghi", about_to_skip, skip), ("doi", about_to_move, move), ("them", about_to_add, add),
    ("bo", about_to_undo, undo),
)  # fmt: skip
ROUTES = [
    one
    for name, shown, done in _ACTS
    for one in (
        route(HERE + "/{id}/" + name, shown, needs=Role.DUTY),
        route(HERE + "/{id}/" + name, done, needs=Role.DUTY, methods=["POST"]),
    )
]
