"""A Google Translate of our own: over TLS, on loopback, in Google's reply format, well or badly behaved on order.

    with Google(folder) as google:
        google.will(too_many(retry_after="1"), speak)       # the first two answers; after them it speaks
        Gtts(clock=..., base_url=google.url, ca_file=google.ca_file)

The audio is espeak's, encoded as MP3 at Google's 24,000 Hz.
"""

import base64
import contextlib
import functools
import ipaddress
import json
import socket
import ssl
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from stand_ins.sounds import silence

from broadcast.audio.sound import Sound, resampled
from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, SpeechError
from broadcast.library.codec import encode
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.online.gtts import Gtts
from broadcast.production.voices.online.wire import Redirected


class Impatient(Gtts):
    """The engine with another deadline: what is proved of it takes no twenty seconds."""

    def __init__(self, *, deadline_s: float, clock: Clock, base_url: str, ca_file: Path | None = None) -> None:
        super().__init__(clock=clock, base_url=base_url, ca_file=ca_file)
        self.deadline_s = deadline_s


PATH = "/_/TranslateWebserverUi/data/batchexecute"
RATE_HZ = 24_000
JSON = "application/json; charset=utf-8"
_ONE_AT_A_TIME = threading.Lock()
"""espeak has one state a process, and each call here a thread."""


class Call(BaseHTTPRequestHandler):
    """One request, and the words it asks for."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        (((rpc, parameters, *_),),) = json.loads(parse_qs(asked.decode())["f.req"][0])
        assert (rpc, self.path) == ("jQ1olc", PATH)
        self.words, self.language = json.loads(parameters)[:2]
        google = self.server.google
        google.asked.append(self.words)
        google.next_answer()(self)

    def do_GET(self) -> None:
        self.server.google.strangers.append(self.path)
        page(self)

    def reply(self, body: bytes, kind: str = JSON, status: int = 200, **headers: str) -> None:
        """A whole answer, with its length."""
        self.begin(kind, status, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def begin(self, kind: str, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def tear_down(self) -> None:
        """Reset the connection, whatever is still on its way."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    @property
    def stopping(self) -> threading.Event:
        return self.server.google.stopping

    def log_message(self, *_: object) -> None:
        pass


Answer = Callable[[Call], None]


class Google:
    """The server; serves between `__enter__` and `__exit__`."""

    call: type[Call] = Call

    def __init__(self, folder: Path, *, certificate: str = "good") -> None:
        """`certificate`: `good` (signed by the CA in `ca_file`), `self-signed`, `expired` or `other-name`."""
        self.ca_file, chain = certificates(folder, certificate)
        self.asked: list[str] = []
        """The words of each request, in order."""
        self.strangers: list[str] = []
        """Paths of requests that no client of ours has any business to make."""
        self.stopping = threading.Event()
        self._answers: deque[Answer] = deque()
        self._always: Answer = speak
        self._lock = threading.Lock()
        self._server = _Server(self, chain)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    def will(self, *answers: Answer) -> None:
        """Answer the next requests so, and those after them well."""
        self._answers, self._always = deque(answers), speak

    def always(self, answer: Answer) -> None:
        """Answer every request so."""
        self._answers, self._always = deque(), answer

    def hang_up(self) -> None:
        """Drop every connection that is kept alive."""
        self._server.hang_up()

    def next_answer(self) -> Answer:
        with self._lock:
            return self._answers.popleft() if self._answers else self._always

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True

    def __init__(self, google: Google, chain: Path) -> None:
        self.google = google
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(chain)
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), google.call)

    def get_request(self) -> tuple[socket.socket, object]:
        plain, address = super().get_request()
        # the handshake is made by the call's own thread, at its first read
        tls = self._tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._open.add(tls)
        return tls, address

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or does not trust us, is what is being tested."""
        if not isinstance(sys.exception(), OSError | ssl.SSLError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def hang_up(self) -> None:
        for request in list(self._open):
            with contextlib.suppress(OSError):  # gone already
                request.shutdown(socket.SHUT_RDWR)

    def server_close(self) -> None:
        self.hang_up()  # or we would wait for those who do
        super().server_close()


# --- answers ---


def speak(call: Call) -> None:
    """The words asked for, spoken."""
    call.reply(frame(mp3_of(call.words)))


def status(code: int, *, retry_after: str | None = None) -> Answer:
    headers = {"Retry_After": retry_after} if retry_after is not None else {}
    return lambda call: call.reply(b"<html>Sorry...</html>", "text/html", code, **headers)


def page(call: Call) -> None:
    """200, and a page of HTML: a captcha, or the login of a hotel's network."""
    call.reply(b"<!doctype html><title>Sorry</title><p>Our systems have detected unusual traffic", "text/html")


def page_called_json(call: Call) -> None:
    call.reply(b"<!doctype html><title>Sorry</title>")


def empty_body(call: Call) -> None:
    call.reply(b"")


def no_speech(call: Call) -> None:
    """What Google itself says where it has no voice for the language."""
    call.reply(f")]}}'\n\n[{json.dumps(['wrb.fr', 'jQ1olc', None, None, None, None, 'generic'])}\n]".encode())


def empty_speech(call: Call) -> None:
    call.reply(frame(b""))


def not_base64(call: Call) -> None:
    call.reply(frame(mp3_of(call.words)).replace(b'\\"', b'\\"!!', 1))


def not_mp3(call: Call) -> None:
    call.reply(frame(b"This is not an MP3 file. " * 400))


def truncated_mp3(share: float) -> Answer:
    """A whole reply, in which the speech ends early."""

    def answer(call: Call) -> None:
        whole = mp3_of(call.words)
        call.reply(frame(whole[: round(share * len(whole))]))

    return answer


def truncated_reply(call: Call) -> None:
    """Says how long it is, and hangs up in the middle."""
    body = frame(mp3_of(call.words))
    call.begin(JSON, 200, {"Content-Length": str(len(body)), "Connection": "close"})
    call.wfile.write(body[: len(body) // 2])
    call.close_connection = True


def truncated_reply_of_no_length(call: Call) -> None:
    """Hangs up in the middle, and nothing but the reply itself tells."""
    call.begin(JSON, 200, {"Connection": "close"})
    call.wfile.write(frame(mp3_of(call.words))[:-40])
    call.close_connection = True


def drip(pieces: int) -> Answer:
    """The speech in so many pieces, ten a second: each well within any time-out between bytes."""

    def answer(call: Call) -> None:
        body = frame(mp3_of(call.words))
        size = -(-len(body) // pieces)
        call.begin(JSON, 200, {"Content-Length": str(len(body))})
        for at in range(0, len(body), size):
            call.wfile.write(body[at : at + size])
            if call.stopping.wait(0.1):
                return

    return answer


slow_drip = drip(100_000)


def slow_headers(call: Call) -> None:
    """As slow_drip, and so early that no reply has begun for the client."""
    call.wfile.write(b"HTTP/1.1 200 OK\r\n")
    call.wfile.write(b"X-Endless: ")
    while not call.stopping.wait(0.1):
        call.wfile.write(b"x")


def nothing(call: Call) -> None:
    """Takes the request, and never answers."""
    call.stopping.wait(60)
    call.close_connection = True


def reset(call: Call) -> None:
    """The connection is torn down in the middle of the reply."""
    body = frame(mp3_of(call.words))
    call.begin(JSON, 200, {"Content-Length": str(len(body))})
    call.wfile.write(body[:1000])
    call.tear_down()


def redirect(call: Call) -> None:
    """To a page of ours, so that following it would be seen."""
    call.reply(b"", "text/html", 302, Location=f"{call.server.google.url}/login")


def huge(call: Call) -> None:
    """A reply without end."""
    call.begin(JSON, 200, {"Connection": "close"})
    call.wfile.write(b")]}'\n\n[")
    while not call.stopping.is_set():
        call.wfile.write(b"0," * 100_000)


def six_times_over(call: Call) -> None:
    """The words, six times over: the wrong speech, too long."""
    call.reply(frame(mp3_of(" ".join([call.words] * 6))))


def one_word(call: Call) -> None:
    """The wrong speech, too short."""
    call.reply(frame(mp3_of("Vâng.")))


def silent(call: Call) -> None:
    """As long as it should be, and nothing in it."""
    call.reply(frame(encode(silence(0.3 * len(call.words.split()) + 0.5, RATE_HZ), ".mp3")))


def hoarse(call: Call) -> None:
    """The speech, torn: everything at full scale."""
    torn = np.sign(spoken(call.words).samples).astype(np.float32)
    call.reply(frame(encode(Sound(torn, RATE_HZ), ".mp3")))


MISBEHAVIOURS: Mapping[str, tuple[Answer, type[SpeechError]]] = {
    "429": (status(429), SpeechError),
    "429 with Retry-After": (status(429, retry_after="1"), SpeechError),
    "429 with a Retry-After past the deadline": (status(429, retry_after="3600"), SpeechError),
    "403": (status(403), SpeechError),
    "500": (status(500), SpeechError),
    "503 with Retry-After": (status(503, retry_after="1"), SpeechError),
    "redirect": (redirect, Redirected),
    "HTML with 200": (page, BadSpeech),
    "HTML called JSON": (page_called_json, BadSpeech),
    "empty body": (empty_body, BadSpeech),
    "no voice": (no_speech, BadSpeech),
    "empty speech": (empty_speech, BadSpeech),
    "not base64": (not_base64, BadSpeech),
    "not MP3": (not_mp3, BadSpeech),
    "truncated MP3": (truncated_mp3(0.5), BadSpeech),
    "truncated reply": (truncated_reply, SpeechError),
    "truncated reply of unknown length": (truncated_reply_of_no_length, BadSpeech),
    "reset": (reset, SpeechError),
    "huge body": (huge, BadSpeech),
    "too long": (six_times_over, BadSpeech),
    "too short": (one_word, BadSpeech),
    "silent": (silent, BadSpeech),
    "clipped flat": (hoarse, BadSpeech),
}
"""Each, and the error it must become; these answer at once."""

DAWDLING: Mapping[str, Answer] = {"slow drip": slow_drip, "slow headers": slow_headers, "no answer": nothing}
"""These hold the client until its deadline."""


# --- what a reply is made of ---


@functools.cache
def mp3_of(words: str) -> bytes:
    return encode(spoken(words), ".mp3")


@functools.cache
def spoken(words: str) -> Sound:
    with _ONE_AT_A_TIME:
        return resampled(Espeak().speak(words, speed=1.0), RATE_HZ)


def frame(mp3: bytes) -> bytes:
    """A `batchexecute` reply as Google writes it: a guard, and one array over several lines."""
    payload = json.dumps([base64.b64encode(mp3).decode()]).replace("=", "\\u003d") + "\n"
    answer = json.dumps(["wrb.fr", "jQ1olc", payload, None, None, None, "generic"], separators=(",", ":"))
    return f')]}}\'\n\n[{answer}\n,["di",37]\n,["af.httprm",36,"-668177807451224424",66]\n]'.encode()


# --- certificates ---


def certificates(folder: Path, kind: str) -> tuple[Path, Path]:
    """The CA to trust, and the server's certificate with its key; PEM files."""
    folder.mkdir(parents=True, exist_ok=True)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = _signed("Test CA", ca_key, "Test CA", ca_key, authority=True)
    if kind == "self-signed":
        own = _signed("127.0.0.1", key, "127.0.0.1", key)
    else:
        own = _signed(
            "example.test" if kind == "other-name" else "127.0.0.1",
            key,
            "Test CA",
            ca_key,
            expired=kind == "expired",
        )
    ca_file, chain = folder / f"ca-{kind}.pem", folder / f"server-{kind}.pem"
    ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(secret + own.public_bytes(serialization.Encoding.PEM))
    return ca_file, chain


def _signed(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool = False,
    expired: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC) - (timedelta(days=30) if expired else timedelta())
    usage = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    usage |= {"key_cert_sign": True, "crl_sign": True} if authority else {"digital_signature": True}
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(subject)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general(subject: str) -> x509.GeneralName:
    if subject[0].isdigit():
        return x509.IPAddress(ipaddress.ip_address(subject))
    return x509.DNSName(subject)
