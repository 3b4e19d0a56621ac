"""Who is there: the way in and out, and the language that a person reads."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.words import LANGUAGES
from broadcast.station.accounts import Person, Role, check_secret, read_accounts
from broadcast.web.desk import LANGUAGE, UNNAMED, address_of, desk_of, field_of, text_of, token_of
from broadcast.web.page import page
from broadcast.web.routing import route
from broadcast.web.told import Word

HOME = "/hom-nay"
_AGES_S = 365 * 86_400
_LARGE_FIELDS = ("bai", "loi", "gia_tri")
"""In which somebody types more than a word: a script, a new one, a fact."""


def begin(_: Request) -> Response:
    """Lead to the day, which is the first page."""
    return RedirectResponse(HOME, status_code=303)


def asked(request: Request, why: Message | None = None, *, status: int = 200) -> Response:
    """Return the page on which a person says who they are; without accounts, how to come in."""
    desk = desk_of(request)
    back = request.url.path if request.method == "GET" else HOME
    wanted = _of_ours(request.query_params.get("ve", back))
    with_accounts = True
    try:
        with_accounts = read_accounts(desk.home).any
    except DiskError as error:
        why = why or error.what
    return page(request, "entry.html", status=status, why=why, wanted=wanted, with_accounts=with_accounts,
                typed=_typed(request) if status == 401 else "")  # fmt: skip


def _typed(request: Request) -> str:
    """What stands in the large field of a form that came after the session had ended; empty for none."""
    if not hasattr(request.state, "form"):  # nothing was read of it
        return ""
    return next((text for name in _LARGE_FIELDS if (text := text_of(request, name))), "")


def entered(request: Request) -> Response:
    """Take the entry key of the person at the machine, once; without one, ask who is there."""
    desk, key = desk_of(request), request.query_params.get("khoa", "")
    if desk.entry_key is not None and key and not read_accounts(desk.home).any:
        if desk.entry_key.opens(key):
            desk.announce(desk.entry_key.renew())
            return welcomed(request, Person(name=UNNAMED.template, roles=frozenset(Role)), HOME)
        return asked(request, tell("Đường dẫn này không còn dùng được."), status=401)
    return asked(request)


def logged_in(request: Request) -> Response:
    """Take a name with its PIN or password."""
    found = known_by(request, field_of(request, "ten"), text_of(request, "ma"))
    if isinstance(found, NotKnown):
        return asked(request, found.why, status=found.status)
    return welcomed(request, found, _of_ours(field_of(request, "ve")))


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why a secret was not taken."""

    why: Message
    status: int


def known_by(request: Request, name: str, secret: str) -> Person | NotKnown:
    """Return the person of that name where the secret is theirs; wrong ones are counted, and make waits.

    A route that calls this has one thread (`own_threads`): tries at once would else be over before one is counted.
    Raises DiskError where the accounts cannot be read.
    """
    desk, address = desk_of(request), address_of(request)
    if (wait_s := desk.attempts.wait_s(name, address)) > 0:
        seconds = int(wait_s) + 1
        return NotKnown(tell("Sai nhiều lần quá. Chờ {seconds} giây rồi thử lại.", seconds=seconds), 429)
    person = check_secret(desk.home, name, secret)
    if person is None:
        desk.attempts.failed(name, address)
        return NotKnown(tell("Tên hoặc mã chưa đúng."), 401)
    desk.attempts.passed(name, address)
    return person


def logged_out(request: Request) -> Response:
    """End the session of whoever asks."""
    desk = desk_of(request)
    desk.sessions.end(token_of(request))
    answer = RedirectResponse("/vao", status_code=303)
    answer.delete_cookie(desk.cookie, path="/", httponly=True, samesite="strict", secure=desk.secure)
    return answer


def spoken(request: Request) -> Response:
    """Take the language that this browser is spoken to in."""
    language = field_of(request, "tieng")
    answer = RedirectResponse(_of_ours(field_of(request, "ve")), status_code=303)
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE, language, max_age=_AGES_S, path="/", httponly=True, samesite="strict",
                          secure=desk_of(request).secure)  # fmt: skip
    return answer


def welcomed(request: Request, person: Person, path: str, *done: Word) -> Response:
    """Begin a session of that person in this browser, whose old one ends; lead to `path`, where `done` is told."""
    desk = desk_of(request)
    desk.sessions.end(token_of(request))
    answer = RedirectResponse(path, status_code=303)
    token = desk.sessions.begin(person, _where(request))
    for word in done:
        desk.told.keep(token, word)
    answer.set_cookie(desk.cookie, token, path="/", httponly=True, samesite="strict", secure=desk.secure)
    return answer


def _where(request: Request) -> Message:
    """From where somebody comes in, as they know it."""
    address = address_of(request)
    if "Mobi" in request.headers.get("user-agent", ""):  # as browsers of phones say (MDN, "User-Agent")
        return tell("điện thoại, địa chỉ {address}", address=address)
    return tell("máy tính, địa chỉ {address}", address=address)


def _of_ours(path: str) -> str:
    """A path of our own to go back to; the first page for anything else."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and path.partition("?")[0] not in ("/vao", "/ra") else HOME


ROUTES = [
    route("/", begin, needs=None),
    route("/vao", entered, needs=None),
    route("/vao", logged_in, needs=None, methods=["POST"], own_threads=1),
    route("/ra", logged_out, needs=Role.LOOK, methods=["POST"]),
    route("/tieng", spoken, needs=None, methods=["POST"]),
]
