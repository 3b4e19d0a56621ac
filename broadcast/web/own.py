"""Tôi: who one is here, one's own PIN or password, and where else one is logged in."""

from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import BroadcastError, UsageRefused, tell
from broadcast.station.accounts import ROLE_NAMES, Person, Role, change_secret, read_accounts
from broadcast.station.drafts import hand_over
from broadcast.web.desk import chosen_of, desk_of, field_of, person_of, text_of, token_of
from broadcast.web.entry import NotKnown, known_by, welcomed
from broadcast.web.page import back_to, page, refused
from broadcast.web.people import new_secret
from broadcast.web.routing import route
from broadcast.web.told import Word, not_on_record

_HERE = "/toi"
_LONGEST_NAME = 60


def myself(request: Request) -> Response:
    """Return the page about whoever asks: name, what they may do, where they are logged in."""
    person, sessions = person_of(request), desk_of(request).sessions
    may = [ROLE_NAMES[role] for role in Role if role in person.roles]
    return page(
        request, "myself.html", may=may, has_account=bool(person.mark),
        sessions=sessions.seen(person), this=sessions.number(token_of(request)),
    )  # fmt: skip


def named(request: Request) -> Response:
    """Take the name of the person at the machine, for the record; a person with an account has theirs."""
    person = person_of(request)
    name = " ".join(field_of(request, "ten").split())[:_LONGEST_NAME]
    if person.mark or not name or not name.isprintable():
        return back_to(request, _HERE)
    with suppress(BroadcastError):  # what is typed stays under the name before
        hand_over(desk_of(request).home, person.name, name)
    return welcomed(request, Person(name=name, roles=person.roles), _HERE)


def secret_changed(request: Request) -> Response:
    """Take another PIN or password of whoever asks, who tells the old one; everywhere else they are logged out."""
    desk, person = desk_of(request), person_of(request)
    if not person.mark:
        raise UsageRefused(tell("Người ngồi ở máy chưa có tài khoản, nên không có mã để đổi."))
    secret = new_secret(request)
    found = known_by(request, person.name, text_of(request, "ma_cu"))
    if isinstance(found, NotKnown):
        why = tell("Mã đang dùng chưa đúng, nên chưa đổi gì.") if found.status != 429 else found.why
        return refused(request, UsageRefused(why), status=found.status if found.status == 429 else 400)
    unwritten = change_secret(desk.home, person.name, secret, by=person.name)
    now = read_accounts(desk.home).person(person.name)
    if now is None:
        return back_to(request, "/vao")
    told = tell("Đã đổi mã. Ở nơi khác, anh chị phải đăng nhập lại bằng mã mới.")
    return welcomed(request, now, _HERE, Word(what=told), *not_on_record(unwritten))


def sessions_ended(request: Request) -> Response:
    """End the sessions of whoever asks that are ticked, but never this one; without any, all the others."""
    sessions, person = desk_of(request).sessions, person_of(request)
    this = sessions.number(token_of(request))
    chosen = set(chosen_of(request, "phien")) or {one.number for one in sessions.seen(person)}
    count = sessions.end_numbered(person, chosen - {this})
    return back_to(request, _HERE, tell("Đã cho thoát ở {count} nơi khác.", count=count))


ROUTES = [
    route("/toi", myself, needs=Role.LOOK),
    route("/toi", named, needs=Role.LOOK, methods=["POST"]),
    route("/toi/ma", secret_changed, needs=Role.LOOK, methods=["POST"], own_threads=1),
    route("/toi/phien", sessions_ended, needs=Role.LOOK, methods=["POST"]),
]
