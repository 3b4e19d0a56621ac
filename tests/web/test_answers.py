"""What every answer says, whatever it answers; and what is sent over a socket that no browser would send."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from httpx2 import Response
from stand_ins.consoles import Asked, free_port
from stand_ins.wards import write_ward
from starlette.testclient import TestClient
from web.conftest import Browser, beside

from broadcast.station import accounts
from broadcast.station.accounts import Person, Role
from broadcast.web.app import console
from broadcast.web.page import _TEMPLATES, STATIC

FORBIDS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'",
          "frame-ancestors 'none'")  # fmt: skip


def test_every_answer_says_what_a_browser_must_not_do_with_it(browser: Browser, outside: TestClient) -> None:
    one = browser()
    mark = one.get("/tinh/console.css").headers["etag"]
    answers = {
        "a page": one.get("/hom-nay"),
        "nothing new": _nothing_new(one),
        "a way back": one.post("/toi"),
        "logged out": outside.get("/hom-nay"),
        "no such page": one.get("/khong-co"),
        "no such method": one.put("/hom-nay"),
        "too large": one.post("/tieng", data={"tieng": "x" * 300_000}),
        "another site": one.post("/dung", headers={"Origin": "http://evil.example"}),
        "another host": one.get("/hom-nay", headers={"Host": "evil.example"}),
        "a file": one.get("/tinh/console.css"),
        "the same file": one.get("/tinh/console.css", headers={"If-None-Match": mark}),
        "no such file": one.get("/tinh/khong-co.css"),
        "a folder": one.get("/tinh/"),
    }
    statuses = {what: answer.status_code for what, answer in answers.items()}
    assert list(statuses.values()) == [200, 204, 303, 401, 404, 405, 413, 403, 421, 200, 304, 404, 404], statuses
    for what, answer in answers.items():
        assert FORBIDS.items() <= dict(answer.headers).items(), what
        assert all(one in answer.headers["content-security-policy"] for one in POLICY), what
        assert "unsafe" not in answer.headers["content-security-policy"], what
        assert "server" not in answer.headers, what
        if "file" not in what:
            assert answer.headers["cache-control"] == "no-store", what


def _nothing_new(one: TestClient) -> Response:
    """Ask what is new until nothing is: a console that has just begun still finds out this and that."""
    for _ in range(50):
        answer = one.get("/song", params={"thay": one.get("/song").headers["x-number"]})
        if answer.status_code == 204:
            break
    return answer


def test_a_fault_of_ours_says_so_on_a_page_with_the_same_headers(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = browser()
    quiet = beside(one, raise_server_exceptions=False, cookies=one.cookies)
    monkeypatch.setattr("broadcast.web.page._TEMPLATES.get_template", _broken(calls=1))
    answer = quiet.get("/hom-nay")
    assert answer.status_code == 500
    assert "lỗi của chương trình" in answer.text
    assert "Traceback" not in answer.text
    assert FORBIDS.items() <= dict(answer.headers).items()
    assert answer.headers["cache-control"] == "no-store"


def _broken(calls: int) -> Callable[..., object]:
    left, whole = [calls], _TEMPLATES.get_template

    def get_template(*names: str) -> object:
        if left[0]:
            left[0] -= 1
            raise ZeroDivisionError(names)
        return whole(*names)

    return get_template


def test_a_file_that_a_page_is_drawn_with_is_known_by_its_content(
    outside: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outside.get("/tinh/console.css")
    mark = {"If-None-Match": first.headers["etag"]}
    assert first.headers["cache-control"] == "no-cache"
    assert outside.get("/tinh/console.css", headers=mark).status_code == 304
    assert outside.get("/tinh/console.js", headers=mark).status_code == 200
    part = {"Range": "bytes=0-9", "If-Range": first.headers["etag"]}
    assert outside.get("/tinh/console.css", headers=part).status_code == 206


@pytest.mark.parametrize("path", [
    "", "/", ".", "..", "C:/Windows/win.ini", "../app.py", "../templates/base.html", "%2e%2e/app.py",
    "..%2fapp.py", "%2e%2e%2fapp.py", "....//app.py", "..\\app.py", "%5c..%5capp.py", "//etc/passwd",
    "/etc/passwd", "console.css/", "console.css/..", "%00", "console.css%00.js", "a" * 5000, "CONSOLE.CSS.bak",
    "~root",
])  # fmt: skip
def test_no_other_file_than_those_is_given_out(outside: TestClient, path: str) -> None:
    answer = outside.get(f"/tinh/{path}")
    whole = (STATIC / "console.css").read_text(encoding="utf-8")
    assert answer.status_code in (303, 307, 404) or answer.text == whole, path
    assert "COMPOSITION ROOT" not in answer.text
    assert "icon.svg</" not in answer.text  # no list of the folder


def test_each_file_there_is_given_out_and_none_of_it_is_the_wards() -> None:
    assert {one.suffix for one in STATIC.iterdir()} <= {".css", ".js", ".svg"}


# --- over a socket ---


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small ward."""
    return write_ward(tmp_path_factory.mktemp("phuong"))


@pytest.fixture(scope="module")
def listening(home: Path) -> Iterator[Asked]:
    """A console that listens, with a browser in which somebody is logged in."""
    port = free_port()
    app = console(home, hosts=[f"127.0.0.1:{port}"], port=port)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    token = app.state.desk.sessions.begin(Person(name="Bà Lan", roles=frozenset(Role)))
    browser = Asked(port, f"{app.state.desk.cookie}={token}")
    yield browser
    browser.close()
    server.should_exit = True
    thread.join(10)


def _head(browser: Asked, first: str = "POST /tieng HTTP/1.1", *lines: str) -> bytes:
    here = f"127.0.0.1:{browser.port}"
    told = (first, f"Host: {here}", f"Origin: http://{here}", f"Cookie: {browser.cookie}", *lines)
    return "\r\n".join(told).encode("utf-8", "surrogateescape") + b"\r\n\r\n"


_PATIENCE_S = 1.0


def _sent(browser: Asked, *pieces: bytes) -> bytes:
    """What is answered first to whatever is sent; empty where it closes without a word, or waits for more."""
    with socket.create_connection(("127.0.0.1", browser.port), timeout=_PATIENCE_S) as open_:
        try:
            for piece in pieces:
                open_.sendall(piece)
            return open_.recv(65536)
        except (ConnectionError, TimeoutError):
            return b""


FORM = "Content-Type: application/x-www-form-urlencoded"
NASTY = (
    "Content-Length: abc", "Content-Length: -5", "Content-Length: 99999999999999999999999", "Content-Length: 1e9",
    "Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: chunked\r\nContent-Length: 3",
    "Transfer-Encoding: nonsense", "Content-Type: multipart/form-data",
    "Content-Type: multipart/form-data; boundary=",
    "Content-Type: text/x; charset=nonsense", "Content-Type: application/x-www-form-urlencoded; charset=nonsense",
    "Cookie: ", "Cookie: =", "Cookie: ;;;", "Cookie: dai-8350", "Cookie: tieng=../../etc",
    "Cookie: tieng=\udcff\udcfe",
    "Cookie: tieng=" + "x" * 7000, "Cookie: tieng=\x01", "Range: bytes=a-b", "Range: bytes=0-99999999999999999999",
    "If-None-Match: \x7f", "If-None-Match: *", "Accept-Encoding: gzip;q=nonsense", "Accept-Encoding: ,,,",
    "Expect: 100-continue", "Connection: upgrade\r\nUpgrade: websocket", "Host: \udcff", "Origin: http://[",
    "Origin: http://[::1]:99999999", "Sec-Fetch-Site: ", "Sec-Fetch-Site: \udcff", "X-Forwarded-For: 1.2.3.4",
    "X-Forwarded-Host: evil.example", "Forwarded: host=evil", "User-Agent: \udcff\udcfe Mobi", "Referer: http://[",
)  # fmt: skip
FIRST_LINES = (
    "GET /hom-nay?thay=%ff%fe HTTP/1.1", "GET /%ff%fe HTTP/1.1", "GET /%00 HTTP/1.1", "GET  HTTP/1.1",
    "GET http://evil.example/ HTTP/1.1", "GET /tinh/%c0%ae%c0%ae/app.py HTTP/1.1", "GET * HTTP/1.1",
    "GET //evil.example HTTP/1.1", "GET /tai-khoan/mot?ten=%ed%a0%80 HTTP/1.1",
    "OPTIONS * HTTP/1.1", "CONNECT evil.example:80 HTTP/1.1", "TRACE / HTTP/1.1", "get /hom-nay HTTP/1.1",
    "GET /hom-nay HTTP/9.9", "\x16\x03\x01\x02", "POST /toi/phien?" + "a=1&" * 2000 + " HTTP/1.1",
    "GET /vao?khoa=%ff HTTP/1.1", "GET /vao?ve=//evil.example HTTP/1.1",
)  # fmt: skip


def test_nothing_that_is_sent_brings_the_console_down(
    listening: Asked, caplog: pytest.LogCaptureFixture, measured: Callable[[str], None]
) -> None:
    asked = [
        *(_head(listening, "GET /hom-nay HTTP/1.1", line) for line in NASTY),
        *(_head(listening, "POST /tieng HTTP/1.1", FORM, line) + b"tieng=vi" for line in NASTY),
        *(_head(listening, first) for first in FIRST_LINES),
    ]
    statuses = [_sent(listening, one).partition(b"\r\n")[0].split(b" ")[1:2] for one in asked]
    assert not [asked[at] for at, status in enumerate(statuses) if status and status[0] >= b"500"]
    assert listening.ask("GET", "/hom-nay")[0] == 200
    assert "Traceback" not in caplog.text
    answered = sum(bool(status) for status in statuses)
    assert answered > 0.9 * len(asked)
    measured(f"{len(asked)} requests that no browser sends, 0 answered with 500")


def test_a_body_in_pieces_that_grows_too_large_is_cut_off(listening: Asked) -> None:
    piece = b"2000\r\n" + b"x" * 0x2000 + b"\r\n"
    told = _sent(
        listening, _head(listening, "POST /tieng HTTP/1.1", FORM, "Transfer-Encoding: chunked"), *[piece] * 40
    )
    assert told.startswith((b"HTTP/1.1 413", b"HTTP/1.1 400")) or told == b""


def test_bodies_that_never_end_keep_no_stop_waiting(listening: Asked, measured: Callable[[str], None]) -> None:
    slow = []
    for path in ("/tieng", "/dung", "/vao", "/toi/ma") * 15:
        open_ = socket.create_connection(("127.0.0.1", listening.port), timeout=5)
        open_.sendall(_head(listening, f"POST {path} HTTP/1.1", FORM, "Content-Length: 100") + b"a=")
        slow.append(open_)
    begun_s = time.monotonic()
    another = listening.another()
    assert another.ask("POST", "/dung", {"ly_do": "thử"})[0] == 303
    took_s = time.monotonic() - begun_s
    for open_ in (another, *slow):
        open_.close()
    measured(f"STOP beside {len(slow)} bodies that never end: {took_s:.3f} s")
    assert took_s < 5


def test_tries_at_once_are_counted_one_by_one(listening: Asked, home: Path) -> None:
    """Twenty threads would else all have been let try before the first one was found wrong."""
    accounts.add(home, "Lan", [Role.ADMIN], "246810")
    statuses: list[int] = []

    def guess(number: int) -> None:
        guesser = Asked(listening.port)
        statuses.append(guesser.ask("POST", "/vao", {"ten": "Lan", "ma": f"{number:06}"})[0])
        guesser.close()

    guesses = [threading.Thread(target=guess, args=(one,)) for one in range(12)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join(20)
    assert sorted(statuses) == [401] * 5 + [429] * 7
