"""Tài khoản: who of the ward may use the console, and what for; each change stands in the record by name."""

from collections.abc import Collection, Iterable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.programme.approving import is_same_person
from broadcast.station.accounts import (
    ROLE_NAMES,
    Person,
    Role,
    add,
    change_roles,
    change_secret,
    read_accounts,
    remove,
)
from broadcast.web.desk import chosen_of, desk_of, field_of, person_of, text_of
from broadcast.web.page import back_to, page
from broadcast.web.routing import route
from broadcast.web.told import not_on_record

_HERE = "/tai-khoan"


def people(request: Request) -> Response:
    """Return the page of all accounts, where another one is added."""
    persons = read_accounts(desk_of(request).home).persons
    links = {one.name: f"{_HERE}/mot?{urlencode({'ten': one.name})}" for one in persons}
    return page(request, "people.html", persons=persons, links=links, names=ROLE_NAMES)


def one_person(request: Request) -> Response:
    """Return the page of one account: its roles, another secret, its end."""
    one = _of(request, request.query_params.get("ten", ""))
    return page(request, "account.html", one=one, names=ROLE_NAMES)


def added(request: Request) -> Response:
    """Add an account; after the first one everybody logs in, so it is an administrator's."""
    home, name, roles = desk_of(request).home, field_of(request, "ten"), _ticked(request)
    is_first = not read_accounts(home).any
    if is_first and Role.ADMIN not in roles:
        raise UsageRefused(
            tell("Tài khoản đầu tiên phải có quyền quản trị."),
            tell("Lập xong thì ai cũng phải đăng nhập, và chỉ người quản trị mới thêm được người khác."),
        )
    unwritten = add(home, name, roles, new_secret(request), by=person_of(request).name)
    if not is_first:
        return _done(request, tell("Đã thêm {name}.", name=name), unwritten)
    what = tell("Đã lập tài khoản của {name}. Từ nay ai vào cũng đăng nhập bằng tên và mã của mình.", name=name)
    return back_to(request, "/vao", what, *not_on_record(unwritten))


def roles_changed(request: Request) -> Response:
    """Give a person the ticked roles and no others; ask first where nobody would look after accounts any more."""
    one, roles = _of(request, field_of(request, "ten")), _ticked(request)
    if _is_last(request, one, roles) and not _is_sure(request):
        return _sure(request, one, roles)
    unwritten = change_roles(desk_of(request).home, one.name, roles, by=person_of(request).name)
    told = tell("Đã đổi quyền của {name}. Người ấy phải đăng nhập lại.", name=one.name)
    return _done(request, told, unwritten)


def secret_set(request: Request) -> Response:
    """Give a person another PIN or password: they have forgotten theirs."""
    one = _of(request, field_of(request, "ten"))
    unwritten = change_secret(desk_of(request).home, one.name, new_secret(request), by=person_of(request).name)
    told = tell("Đã đặt mã mới cho {name}. Người ấy phải đăng nhập lại.", name=one.name)
    return _done(request, told, unwritten)


def removed(request: Request) -> Response:
    """Remove an account; ask first, and say so where nobody would look after accounts any more."""
    one = _of(request, field_of(request, "ten"))
    if not _is_sure(request):
        return _sure(request, one, ())
    unwritten = remove(desk_of(request).home, one.name, by=person_of(request).name)
    return _done(request, tell("Đã xoá tài khoản {name}.", name=one.name), unwritten)


def new_secret(request: Request) -> str:
    """Return the PIN or password that a form asks for twice. Raises UsageRefused where the two differ."""
    secret = text_of(request, "ma")
    if secret != text_of(request, "ma_lan_hai"):
        raise UsageRefused(tell("Hai lần gõ không giống nhau, nên chưa đổi gì."))
    return secret


def _done(request: Request, told: Message, unwritten: Message | None) -> Response:
    return back_to(request, _HERE, told, *not_on_record(unwritten))


def _of(request: Request, name: str) -> Person:
    one = read_accounts(desk_of(request).home).person(name)
    if one is None:
        raise UsageRefused(tell("Không có tài khoản tên {name}.", name=name or "…"))
    return one


def _ticked(request: Request) -> frozenset[Role]:
    given = chosen_of(request, "quyen")
    return frozenset(role for role in Role if role.value in given)


def _is_sure(request: Request) -> bool:
    return field_of(request, "chac") == "co"


def _is_last(request: Request, one: Person, roles: Collection[Role]) -> bool:
    """Whether no administrator is left once that person has those roles."""
    others = _others(request, one)
    return Role.ADMIN not in roles and not any(Role.ADMIN in other.roles for other in others)


def _others(request: Request, one: Person) -> list[Person]:
    persons = read_accounts(desk_of(request).home).persons
    return [other for other in persons if not is_same_person(other.name, one.name)]


def _sure(request: Request, one: Person, roles: Iterable[Role]) -> Response:
    """Say what a change would mean, and ask."""
    given = tuple(roles)
    return page(
        request, "account_sure.html", one=one, given=given, removes=request.url.path.endswith("/xoa"),
        is_last=_is_last(request, one, given), is_only=not _others(request, one),
    )  # fmt: skip


ROUTES = [
    route("/tai-khoan", people, needs=Role.ADMIN),
    route("/tai-khoan", added, needs=Role.ADMIN, methods=["POST"]),
    route("/tai-khoan/mot", one_person, needs=Role.ADMIN),
    route("/tai-khoan/quyen", roles_changed, needs=Role.ADMIN, methods=["POST"]),
    route("/tai-khoan/ma", secret_set, needs=Role.ADMIN, methods=["POST"]),
    route("/tai-khoan/xoa", removed, needs=Role.ADMIN, methods=["POST"]),
]
