"""One HTTPS request -> its open reply, or why there is none: verified TLS, few redirects, a deadline, a kind."""

import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3

from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, Message, SpeechError, tell
from broadcast.production.voices.online.unanswered import (
    broken_off,
    may_pass,
    offline,
    refused,
    too_long,
    untrusted,
)
from broadcast.programme.described_voice import is_this_machine

_CONNECT_S, _SILENCE_S = 5.0, 8.0
"""How long we wait for a connection, and for the next byte; the deadline may be nearer."""
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a clock's monotonic seconds by which all must be done."""

    who: Message
    """Who is waited for, in the middle of a sentence: `giọng Google`."""
    clock: Clock
    at_s: float
    """In the clock's monotonic seconds."""
    whole_s: float
    """How many seconds there were from the beginning; for telling that it has passed."""

    @classmethod
    def after(cls, seconds: float, clock: Clock, who: Message) -> "Deadline":
        """Set a deadline `seconds` from now, on the clock's monotonic seconds, for an answer of `who`."""
        return cls(who, clock, clock.monotonic() + seconds, seconds)

    def left_s(self) -> float:
        """Return how many seconds are left, more than 0. Raises SpeechError when none are."""
        left_s = self.at_s - self.clock.monotonic()
        if left_s <= 0:
            raise self.passed()
        return left_s

    def passed(self) -> SpeechError:
        """Word the error for a deadline that has passed; return it, for the caller to raise."""
        return SpeechError(
            tell("{who} không trả lời trọn vẹn trong {seconds:.0f} giây", who=self.who, seconds=self.whole_s),
            tell("Mạng có thể đang chậm; chạy lại sau."),
        )


class Again(Exception):
    """It may go better at the next try; `why` is told when there is none."""

    def __init__(self, why: SpeechError, after_s: float | None = None) -> None:
        """Keep why it went wrong; `after_s`: how many seconds the server asks us to wait, None where not."""
        super().__init__(str(why))
        self.why = why
        self.after_s = after_s


class Redirected(SpeechError):
    """The server sends us on to the address of another `host`, `?` where it names none, and nobody follows."""

    def __init__(self, what: Message, fix: Message | None = None, *, host: str = "?") -> None:
        super().__init__(what, fix)
        self.host = host


class _Session(requests.Session):
    """A session that reads nothing of a redirect but its head: what follows may have no end."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return where an answer sends us on, None where it does not; closed, because requests would read it."""
        target = super().get_redirect_target(resp)
        if target is not None:
            resp.close()
        return target


class Wire:
    """HTTPS to one server, in one session. TLS is verified; no redirect is followed that nobody allows."""

    def __init__(
        self,
        who: Message,
        *,
        ca_file: Path | None,
        clock: Clock,
        not_yet: Collection[int] = (),
        sought: Message | None = None,
        hops: int = 0,
    ) -> None:
        """Open no connection yet.

        `who` is asked, as a sentence names it: `giọng Google`. `ca_file` (PEM; None: the public authorities) says
        whom to trust. `not_yet`: codes of answers that say it may be there later. `sought`: what it is asked for;
        None: a reading. `hops`: how many redirects in a row are followed, each to HTTPS again. Raises SpeechError
        where `ca_file` holds no certificate.
        """
        self._who = who
        self._sought = sought or tell("lời đọc")
        self._hops = hops
        self._session = _Session()
        self._verify: str | bool = _readable(ca_file) if ca_file else True
        self._clock = clock
        self._not_yet = not_yet

    @contextmanager
    def opened(
        self, request: requests.PreparedRequest, deadline: Deadline, kinds: Collection[str]
    ) -> Iterator[requests.Response]:
        """Send a request and give its reply, of which no body is read yet; it is closed when the block ends.

        `kinds`: parts of the Content-Types that are taken; empty: any but a page of HTML. Raises EngineOffline
        where there is no way to the server, SpeechError for what no second try would mend and at the deadline,
        Again for the rest: also where the block itself meets a connection that breaks off.
        """
        with self._as_told():
            try:
                response = self._sent(request, deadline)
            except requests.exceptions.RequestException:
                raise
            except (OSError, ValueError) as error:  # what requests lets through: the address of a proxy, or of a
                # redirect, that is none
                raise self._unsent(error) from error
            with response:
                self._refuse_if_wrong(response, kinds)
                yield response

    @contextmanager
    def _as_told(self) -> Iterator[None]:
        """Failures of the network in ours."""
        try:
            yield
        except requests.exceptions.SSLError as error:
            raise self._tls_failure(error) from error
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError) as error:
            raise offline(self._who) from error
        except requests.exceptions.ConnectionError as error:
            if isinstance(_reason(error), urllib3.exceptions.NewConnectionError):  # no name, no route, refused
                raise offline(self._who) from error
            raise Again(broken_off(self._who)) from error
        except (requests.exceptions.Timeout, urllib3.exceptions.HTTPError) as error:
            raise Again(broken_off(self._who)) from error
        except requests.exceptions.RequestException as error:
            raise self._unsent(error) from error

    def read(self, response: requests.Response, deadline: Deadline, *, most_bytes: int) -> Iterator[bytes]:
        """Read the body of an open reply piece by piece, as it comes.

        Raises BadSpeech once it is longer than `most_bytes`, SpeechError at the deadline.
        """
        count = 0
        # what there is, and not a whole chunk: a server that drips would keep us past the deadline
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            count += len(chunk)
            if count > most_bytes:  # not asked for again: it would come again
                raise too_long(self._who)
            deadline.left_s()
            yield chunk

    def _sent(self, request: requests.PreparedRequest, deadline: Deadline) -> requests.Response:
        response = self._sent_once(request, deadline)
        for _ in range(self._hops):
            onward = response.next
            if onward is None or urlsplit(onward.url or "").scheme != "https":
                break
            response = self._sent_once(onward, deadline)  # the one before is closed already
        return response

    def _sent_once(self, request: requests.PreparedRequest, deadline: Deadline) -> requests.Response:
        settings = self._session.merge_environment_settings(request.url or "", {}, True, self._verify, None)
        if is_this_machine(urlsplit(request.url or "").hostname or ""):
            settings["proxies"] = {}  # nobody else is to see what is said within the machine
        left_s = deadline.left_s()
        return self._session.send(
            request, timeout=(min(_CONNECT_S, left_s), min(_SILENCE_S, left_s)), allow_redirects=False, **settings
        )

    def _refuse_if_wrong(self, response: requests.Response, kinds: Collection[str]) -> None:
        code, kind = response.status_code, response.headers.get("Content-Type", "").lower()
        if response.is_redirect or 300 <= code < 400:
            raise self._redirected(response)
        if may_pass(code):
            raise Again(refused(self._who, code), self._retry_after_s(response))
        if code in self._not_yet:
            raise Again(self._promised(code), self._retry_after_s(response))
        if code != requests.codes.ok:
            raise refused(self._who, code)
        if "text/html" in kind or (kinds and not any(known in kind for known in kinds)):
            page = tell(
                "thay vì {sought}, mạng trả về một trang {kind}",
                sought=self._sought, kind=kind.split(";")[0] or "?",
            )  # fmt: skip
            raise Again(BadSpeech(page))

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

    def _tls_failure(self, error: requests.exceptions.SSLError) -> Exception:
        reason = _reason(error)
        inner = reason.args[0] if isinstance(reason, Exception) and reason.args else None
        if not isinstance(inner, ssl.SSLCertVerificationError):
            return Again(broken_off(self._who))
        return untrusted(self._who)

    def _redirected(self, response: requests.Response) -> Redirected:
        """To the login page of a guest network, or to Google's own page for machines that ask too often."""
        host = urlsplit(response.headers.get("Location", "")).hostname or "?"
        return Redirected(
            tell(
                "yêu cầu bị chuyển sang {host}: mạng đòi đăng nhập, hoặc {who} tạm chặn", host=host, who=self._who
            ),
            tell("Mở trình duyệt xem mạng có đòi đăng nhập không, rồi chạy lại."),
            host=host,
        )

    def _promised(self, code: int) -> SpeechError:
        return SpeechError(tell("{who} hẹn mà chưa có tiếng (mã {code})", who=self._who, code=code))

    def _unsent(self, why: Exception) -> SpeechError:
        return SpeechError(tell("không gửi được tới {who}: {why}", who=self._who, why=str(why)))


def _readable(ca_file: Path) -> str:
    try:
        ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl's own is one too
        raise SpeechError(
            tell("không dùng được tệp chứng chỉ {file}", file=ca_file),
            tell("Xem lại đường dẫn và nội dung tệp (dạng PEM)."),
        ) from error
    return str(ca_file)


def _reason(error: requests.exceptions.RequestException) -> object:
    """What urllib3 gave up for."""
    cause = error.args[0] if error.args else None
    return getattr(cause, "reason", cause)
