"""Who is there: the way in and out, and the language that a person reads."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadcast.base.errors import Message, tell
from broadcast.base.words import LANGUAGES, words
from broadcast.station.accounts import ROLE_NAMES, Person, Role, check_secret, read_accounts
from broadcast.web.desk import LANGUAGE, desk_of, field_of, person_of, token_of
from broadcast.web.page import back_to, page
from broadcast.web.routing import route

HOME = "/hom-nay"
_AGES_S = 365 * 86_400


def begin(_: Request) -> Response:
    """Lead to the day, which is the first page."""
    return RedirectResponse(HOME, status_code=303)


def asked(request: Request, why: Message | None = None, *, status: int = 200) -> Response:
    """Return the page on which a person says who they are; without accounts, how to come in."""
    desk = desk_of(request)
    back = request.url.path if request.method == "GET" else HOME
    wanted = _of_ours(request.query_params.get("ve", back))
    with_accounts = read_accounts(desk.home).any
    return page(request, "entry.html", status=status, why=why, wanted=wanted, with_accounts=with_accounts)


def entered(request: Request) -> Response:
    """Take the entry key of the person at the machine, once; without one, ask who is there."""
    desk, key = desk_of(request), request.query_params.get("khoa", "")
    if desk.entry_key is not None and key and not read_accounts(desk.home).any:
        if desk.entry_key.opens(key):
            desk.announce(desk.entry_key.renew())
            name = words("người ngồi máy")
            return _welcomed(request, Person(name=name, roles=frozenset(Role)), HOME)
        return asked(request, tell("Đường dẫn này không còn dùng được."), status=401)
    return asked(request)


def logged_in(request: Request) -> Response:
    """Take a name with its PIN or password."""
    desk = desk_of(request)
    name, secret = field_of(request, "ten"), field_of(request, "ma")
    address = request.client.host if request.client is not None else ""
    if (wait_s := desk.attempts.wait_s(name, address)) > 0:
        seconds = int(wait_s) + 1
        why = tell("Sai nhiều lần quá. Chờ {seconds} giây rồi thử lại.", seconds=seconds)
        return asked(request, why, status=429)
    person = check_secret(desk.home, name, secret)
    if person is None:
        desk.attempts.failed(name, address)
        return asked(request, tell("Tên hoặc mã chưa đúng."), status=401)
    desk.attempts.passed(name, address)
    return _welcomed(request, person, _of_ours(field_of(request, "ve")))


def logged_out(request: Request) -> Response:
    """End the session of whoever asks."""
    desk = desk_of(request)
    desk.sessions.end(token_of(request))
    answer = RedirectResponse("/vao", status_code=303)
    answer.delete_cookie(desk.cookie, path="/", httponly=True, samesite="strict", secure=desk.secure)
    return answer


def myself(request: Request) -> Response:
    """Return the page about whoever asks: name, what they may do, language."""
    may = [ROLE_NAMES[role] for role in Role if role in person_of(request).roles]
    return page(request, "myself.html", may=may, has_account=desk_of(request).entry_key is None)


def named(request: Request) -> Response:
    """Take the name of the person at the machine, for the record; a person with an account has theirs."""
    desk, name = desk_of(request), " ".join(field_of(request, "ten").split())[:60]
    if desk.entry_key is None or not name or not name.isprintable():
        return back_to(request, "/toi")
    desk.sessions.end(token_of(request))
    return _welcomed(request, Person(name=name, roles=person_of(request).roles), "/toi")


def spoken(request: Request) -> Response:
    """Take the language that this browser is spoken to in."""
    language = field_of(request, "tieng")
    answer = RedirectResponse(_of_ours(field_of(request, "ve")), status_code=303)
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE, language, max_age=_AGES_S, path="/", httponly=True, samesite="strict",
                          secure=desk_of(request).secure)  # fmt: skip
    return answer


def _welcomed(request: Request, person: Person, path: str) -> Response:
    desk = desk_of(request)
    answer = RedirectResponse(path, status_code=303)
    token = desk.sessions.begin(person)
    answer.set_cookie(desk.cookie, token, path="/", httponly=True, samesite="strict", secure=desk.secure)
    return answer


def _of_ours(path: str) -> str:
    """A path of our own to go back to; the first page for anything else."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path if ours and path.isprintable() and parts.path not in ("/vao", "/ra") else HOME


ROUTES = [
    route("/", begin, needs=None),
    route("/vao", entered, needs=None),
    route("/vao", logged_in, needs=None, methods=["POST"]),
    route("/ra", logged_out, needs=Role.LOOK, methods=["POST"]),
    route("/toi", myself, needs=Role.LOOK),
    route("/toi", named, needs=Role.LOOK, methods=["POST"]),
    route("/tieng", spoken, needs=None, methods=["POST"]),
]
