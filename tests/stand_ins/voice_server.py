"""A server that voices are fetched from: over TLS, on loopback, well or badly behaved on order.

with VoiceServer(folder) as server:
    server.always(resets)                   # how it answers for the .onnx; the .onnx.json it gives well
    Remote(server.address, ...)
"""

import gzip
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from stand_ins.coming_voices import CONFIG, NAME, NETWORK
from stand_ins.google import Answer, Call, Google, nothing, slow_headers
from stand_ins.piper_voice import voice_config

_BYTES = "application/octet-stream"


class _VoiceCall(Call):
    def do_GET(self) -> None:  # noqa: N802  # http.server calls it
        server = self.server.google
        assert isinstance(server, VoiceServer)
        server.paths.append(self.path)
        server.headers.append(dict(self.headers))
        server.serves.add(self)
        try:
            self._answer(server)
        finally:
            server.serves.discard(self)

    def _answer(self, server: "VoiceServer") -> None:
        if self.path.partition("?")[0].endswith(".json"):
            server.config(self)
        else:
            server.next_answer()(self)


class VoiceServer(Google):
    """Gives one voice; `will` and `always` say how it answers for the .onnx, `config` for the .onnx.json."""

    call = _VoiceCall

    def __init__(self, folder: Path, *, certificate: str = "good") -> None:
        super().__init__(folder, certificate=certificate)
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.serves: set[Call] = set()
        """The requests that are being answered."""
        self.config: Answer = gives(CONFIG, "application/json")
        self.always(gives(NETWORK))

    @property
    def address(self) -> str:
        return f"{self.url}/giong/{NAME}.onnx"

    def will(self, *answers: Answer) -> None:
        super().will(*answers)
        self._always = gives(NETWORK)

    def __enter__(self) -> Self:
        """Trusted from now on, as a ward trusts its own proxy."""
        self._before = os.environ.get("REQUESTS_CA_BUNDLE")
        os.environ["REQUESTS_CA_BUNDLE"] = str(self.ca_file)
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        del os.environ["REQUESTS_CA_BUNDLE"]
        if self._before is not None:
            os.environ["REQUESTS_CA_BUNDLE"] = self._before


# --- answers ---


def gives(body: bytes, kind: str = _BYTES, status: int = 200, **headers: str) -> Answer:
    return lambda call: call.reply(body, kind, status, **headers)


def refuses(code: int, retry_after: str | None = None) -> Answer:
    return gives(b"no", "text/plain", code, **({"Retry_After": retry_after} if retry_after else {}))


def sends_to(place: str, code: int = 302) -> Answer:
    """On to `place`; `{here}` in it is this server."""
    return lambda call: call.reply(b"", _BYTES, code, Location=place.format(here=call.server.google.url))


def claims(length: int, body: bytes) -> Answer:
    """Says that it is so long, gives `body` and hangs up."""

    def answer(call: Call) -> None:
        call.begin(_BYTES, 200, {"Content-Length": str(length), "Connection": "close"})
        call.wfile.write(body)
        call.close_connection = True

    return answer


def of_no_length(body: bytes) -> Answer:
    """Hangs up when it has given `body`, and nothing else tells where that ends."""

    def answer(call: Call) -> None:
        call.begin(_BYTES, 200, {"Connection": "close"})
        call.wfile.write(body)
        call.close_connection = True

    return answer


def resets(call: Call) -> None:
    call.begin(_BYTES, 200, {"Content-Length": str(len(NETWORK))})
    call.wfile.write(NETWORK[:1000])
    call.tear_down()


def endless(call: Call) -> None:
    call.begin(_BYTES, 200, {"Connection": "close"})
    while not call.stopping.is_set():
        call.wfile.write(b"\x08" * 100_000)


def broken_chunks(call: Call) -> None:
    call.begin(_BYTES, 200, {"Transfer-Encoding": "chunked", "Connection": "close"})
    call.wfile.write(b"100\r\n" + NETWORK[:256] + b"\r\nnot a length\r\n")
    call.close_connection = True


def no_http(call: Call) -> None:
    call.wfile.write(b"\x00\x01\x02 what?\r\n\r\n")
    call.close_connection = True


def drips(call: Call) -> None:
    call.begin(_BYTES, 200, {"Content-Length": str(len(NETWORK))})
    for byte in NETWORK:
        call.wfile.write(bytes([byte]))
        if call.stopping.wait(0.05):
            return


_PAGE = b"<!doctype html><title>Wi-Fi</title><p>Login"
_GZIPPED = {"Content_Encoding": "gzip"}

NETWORK_MISBEHAVIOURS: Mapping[str, tuple[Answer, str]] = {
    "404": (refuses(404), "404"),
    "403": (refuses(403), "403"),
    "410": (refuses(410), "410"),
    "204": (gives(b"", status=204), "204"),
    "206, a part of it": (gives(NETWORK[:100], status=206), "206"),
    "500": (refuses(500), "500"),
    "503 with Retry-After": (refuses(503, "1"), "503"),
    "429": (refuses(429), "429"),
    "429 with a Retry-After of an hour": (refuses(429, "3600"), "429"),
    "a page of HTML": (gives(_PAGE, "text/html"), "trang text/html"),
    "a page of HTML under another kind": (gives(_PAGE), "trang web"),
    "nothing": (gives(b""), "rỗng"),
    "a pointer of git-lfs": (gives(b"version https://git-lfs.github.com/spec/v1\n"), "git-lfs"),
    "an archive": (gives(b"PK\x03\x04" + NETWORK), "tệp nén"),
    "JSON": (gives(CONFIG, "application/json"), "là JSON"),
    "another voice": (gives(NETWORK + b"!"), "không phải tệp cần cài"),
    "one bit flipped": (gives(NETWORK[:-1] + b"\x21"), "không phải tệp cần cài"),
    "half of it, its length told": (claims(len(NETWORK), NETWORK[: len(NETWORK) // 2]), "ngắt giữa chừng"),
    "half of it, no length told": (of_no_length(NETWORK[: len(NETWORK) // 2]), "không phải tệp cần cài"),
    "a length too short": (claims(1000, NETWORK), "không phải tệp cần cài"),
    "a length too long": (claims(len(NETWORK) + 1, NETWORK), "ngắt giữa chừng"),
    "a length past all bounds": (claims(10**15, NETWORK), "dài quá"),
    "a body without end": (endless, "dài"),
    "a reset": (resets, "ngắt giữa chừng"),
    "chunks that are none": (broken_chunks, "ngắt giữa chừng"),
    "no HTTP": (no_http, "ngắt giữa chừng"),
    "gzip that is none": (gives(NETWORK, **_GZIPPED), "ngắt giữa chừng"),
    "a bomb of gzip": (gives(gzip.compress(bytes(5_000_000)), **_GZIPPED), "dài"),
    "redirects in a circle": (sends_to("{here}/giong/" + NAME + ".onnx"), "chuyển đi quá 5 lần"),
    "a redirect to http": (sends_to("http://127.0.0.1:9/x.onnx"), "không phải https"),
    "a redirect to no address": (sends_to("https://[::1/x.onnx"), "không gửi được"),
    "a redirect to nowhere": (sends_to(""), "chuyển|từ chối|302"),
}
"""How it answers for the .onnx, whose sha256 is known; and what the operator reads."""


def _config(**more: object) -> Answer:
    return gives(json.dumps(voice_config(**more)).encode(), "application/json")


def _without(*phonemes: str) -> Answer:
    ids = voice_config()["phoneme_id_map"]
    return _config(phoneme_id_map={key: value for key, value in ids.items() if key not in phonemes})


CONFIG_MISBEHAVIOURS: Mapping[str, tuple[Answer, str]] = {
    "404": (refuses(404), "404"),
    "a page of HTML": (gives(_PAGE, "text/html"), "trang text/html"),
    "a page of HTML under another kind": (gives(_PAGE, "application/json"), "trang web"),
    "nothing": (gives(b""), "không phải JSON"),
    "half of it": (of_no_length(CONFIG[: len(CONFIG) // 2]), "không phải JSON"),
    "nested too deep": (gives(b"[" * 100_000), "không phải JSON"),
    "a list": (gives(b"[]"), "không phải JSON"),
    "other JSON": (gives(b'{"error": "not found"}'), "thiếu mục"),
    "two megabytes": (gives(b" " * 2_000_000 + CONFIG), "dài"),
    "an English voice": (_config(espeak={"voice": "en-us"}), "tiếng khác"),
    "letters for phonemes": (_config(phoneme_type="text"), "bảng âm"),
    "no tones": (_without(*"12456ɜ"), "dấu thanh"),
    "no đ": (_without("ɗ"), "thiếu âm"),
    "numbers of a larger network": (_config(num_symbols=10), "bảng âm"),
    "a rate that no voice has": (_config(audio={"sample_rate": 0}), "tần số"),
    "a redirect to http": (sends_to("http://127.0.0.1:9/x.onnx.json"), "không phải https"),
}
"""How it answers for the .onnx.json."""

DAWDLING: Mapping[str, Answer] = {"drips": drips, "slow headers": slow_headers, "no answer": nothing}
"""These hold the client for as long as it waits."""
