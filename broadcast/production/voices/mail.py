"""One HTTPS request -> its body, checked: verified TLS, a deadline, three tries, no redirects, bounded size."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import urllib3

from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, EngineOffline, SpeechError, tell

LARGEST_BODY = 4_000_000
"""The most bytes of a reply. A hundred letters of speech are some 70,000 in base64."""
_BACK_OFFS_S = (0.5, 1.5)
"""Before the second and the third try; a server's own Retry-After counts more."""
_CONNECT_S, _SILENCE_S = 5.0, 8.0
"""How long we wait for a connection, and for the next byte; the deadline may be nearer."""
_CHUNK = 65_536
_TYPES = ("json", "javascript", "text/plain")
_TOO_MANY = 429

Checked = TypeVar("Checked")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a clock's monotonic seconds by which all must be done."""

    clock: Clock
    at_s: float
    """In the clock's monotonic seconds."""
    whole_s: float
    """How many seconds there were from the beginning; for telling that it has passed."""

    @classmethod
    def after(cls, seconds: float, clock: Clock) -> "Deadline":
        """Set a deadline `seconds` from now, on the clock's monotonic seconds."""
        return cls(clock, clock.monotonic() + seconds, seconds)

    def left_s(self) -> float:
        """Return how many seconds are left, more than 0. Raises SpeechError when none are."""
        left_s = self.at_s - self.clock.monotonic()
        if left_s <= 0:
            raise self.passed()
        return left_s

    def passed(self) -> SpeechError:
        """Word the error for a deadline that has passed; return it, for the caller to raise."""
        return SpeechError(
            tell("giọng Google không trả lời trọn vẹn trong {seconds:.0f} giây", seconds=self.whole_s),
            tell("Mạng có thể đang chậm; chạy lại sau."),
        )


class _Again(Exception):
    """It may go better at the next try; `why` is told when there is none."""

    def __init__(self, why: SpeechError, after_s: float | None = None) -> None:
        super().__init__(str(why))
        self.why = why
        self.after_s = after_s


class Mail:
    """One HTTPS session. TLS is verified; no redirect is followed."""

    def __init__(self, *, ca_file: Path | None, clock: Clock) -> None:
        """Open no connection yet. `ca_file` (PEM; None: the public authorities) says whom to trust.

        Raises SpeechError where it holds no certificate.
        """
        self._session = requests.Session()
        self._verify: str | bool = _readable(ca_file) if ca_file else True
        self._clock = clock

    def fetch(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        """Send a request and return what `check` makes of its reply's body, after at most three tries.

        Waits 0.5 and 1.5 s between them, or as long as the server asks. A BadSpeech out of `check` costs a try
        like any other failure. Raises EngineOffline where there is no way to the server, BadSpeech where the last
        reply was no good, SpeechError for the rest and at the deadline.
        """
        for back_off_s in _BACK_OFFS_S:
            try:
                return self._try(request, check, deadline)
            except _Again as failure:
                self._wait(failure, back_off_s, deadline)
        try:
            return self._try(request, check, deadline)
        except _Again as failure:
            raise failure.why from failure

    def _try(
        self, request: requests.PreparedRequest, check: Callable[[bytes], Checked], deadline: Deadline
    ) -> Checked:
        body = self._body(request, deadline)
        try:
            return check(body)
        except BadSpeech as error:
            raise _Again(error) from error

    def _wait(self, failure: _Again, back_off_s: float, deadline: Deadline) -> None:
        wait_s = back_off_s if failure.after_s is None else failure.after_s
        if wait_s >= deadline.left_s():
            raise failure.why from failure
        until = self._clock.now() + timedelta(seconds=wait_s)
        # a wall clock that is set back meanwhile may not lengthen the wait past the deadline
        self._clock.wait_until(until, lambda: self._clock.monotonic() < deadline.at_s)

    def _body(self, request: requests.PreparedRequest, deadline: Deadline) -> bytes:
        try:
            with self._sent(request, deadline) as response:
                self._refuse_if_wrong(response)
                return _read(response, deadline)
        except requests.exceptions.SSLError as error:
            raise _tls_failure(error) from error
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError) as error:
            raise _offline() from error
        except requests.exceptions.ConnectionError as error:
            if isinstance(_reason(error), urllib3.exceptions.NewConnectionError):  # no name, no route, refused
                raise _offline() from error
            raise _Again(_broken_off()) from error
        except (requests.exceptions.Timeout, urllib3.exceptions.HTTPError) as error:
            raise _Again(_broken_off()) from error
        except OSError as error:  # all of requests' other failures are: a proxy address that is none, say
            raise SpeechError(tell("không gửi được tới giọng Google: {why}", why=str(error))) from error

    def _sent(self, request: requests.PreparedRequest, deadline: Deadline) -> requests.Response:
        settings = self._session.merge_environment_settings(request.url or "", {}, True, self._verify, None)
        left_s = deadline.left_s()
        return self._session.send(
            request, timeout=(min(_CONNECT_S, left_s), min(_SILENCE_S, left_s)), allow_redirects=False, **settings
        )

    def _refuse_if_wrong(self, response: requests.Response) -> None:
        code, kind = response.status_code, response.headers.get("Content-Type", "").lower()
        if response.is_redirect or 300 <= code < 400:
            raise _redirected(response)
        if code == _TOO_MANY or code >= 500:
            raise _Again(_refused(code), self._retry_after_s(response))
        if code != requests.codes.ok:
            raise _refused(code)
        if not any(known in kind for known in _TYPES):
            page = BadSpeech(tell("thay vì lời đọc, mạng trả về một trang {kind}", kind=kind.split(";")[0] or "?"))
            raise _Again(page)

    def _retry_after_s(self, response: requests.Response) -> float | None:
        asked = response.headers.get("Retry-After", "").strip()
        if asked.isascii() and asked.isdigit():
            return float(asked)
        try:
            moment = parsedate_to_datetime(asked)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self._clock.now()).total_seconds())


def _readable(ca_file: Path) -> str:
    try:
        ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl's own is one too
        raise SpeechError(
            tell("không dùng được tệp chứng chỉ {file}", file=ca_file),
            tell("Xem lại đường dẫn và nội dung tệp (dạng PEM)."),
        ) from error
    return str(ca_file)


def _read(response: requests.Response, deadline: Deadline) -> bytes:
    body = bytearray()
    # what there is, and not a whole chunk: a server that drips would keep us past the deadline
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > LARGEST_BODY:  # not asked for again: it would come again
            raise BadSpeech(tell("trả lời của giọng Google dài bất thường"))
        deadline.left_s()
    return bytes(body)


def _reason(error: requests.exceptions.RequestException) -> object:
    """What urllib3 gave up for."""
    cause = error.args[0] if error.args else None
    return getattr(cause, "reason", cause)


def _tls_failure(error: requests.exceptions.SSLError) -> Exception:
    reason = _reason(error)
    inner = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    if not isinstance(inner, ssl.SSLCertVerificationError):
        return _Again(_broken_off())
    return SpeechError(
        tell("chứng chỉ của giọng Google không tin được, nên không gửi gì"),
        tell("Xem lại ngày giờ của máy; nếu mạng có máy chủ kiểm soát thì hỏi người quản trị mạng."),
    )


def _redirected(response: requests.Response) -> SpeechError:
    """To the login page of a guest network, or to Google's own page for machines that ask too often."""
    host = urlsplit(response.headers.get("Location", "")).hostname or "?"
    return SpeechError(
        tell("yêu cầu đọc bị chuyển sang {host}: mạng đòi đăng nhập, hoặc Google tạm chặn", host=host),
        tell("Mở trình duyệt xem mạng có đòi đăng nhập không, rồi chạy lại."),
    )


def _offline() -> EngineOffline:
    return EngineOffline(tell("không kết nối được giọng Google"), tell("Kiểm tra mạng của máy rồi chạy lại."))


def _broken_off() -> SpeechError:
    return SpeechError(tell("kết nối tới giọng Google bị ngắt giữa chừng"))


def _refused(code: int) -> SpeechError:
    if code == _TOO_MANY:
        return SpeechError(tell("Google tạm từ chối vì yêu cầu quá dày (429)"), tell("Đợi một lúc rồi chạy lại."))
    return SpeechError(tell("Google từ chối yêu cầu đọc (mã {code})", code=code))
