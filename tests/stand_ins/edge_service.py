"""Microsoft Edge's voice of our own: its websocket over TLS, on loopback, well or badly behaved on order.

    with EdgeService(folder) as service, service.in_place_of_microsoft(monkeypatch):
        service.will(refuse(403), speak)

What it is asked and how it answers is as edge-tts 7.3 has it; nobody has held it against the real service here.
"""

import asyncio
import re
import ssl
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import unescape

import pytest
from aiohttp import WSMsgType, web
from stand_ins.google import certificates, mp3_of
from stand_ins.sounds import silence

from broadcast.library.codec import encode

_SSML = re.compile(
    r"<voice name='(?P<voice>[^']*)'>.*?rate='(?P<rate>[^']*)'.*?>(?P<words>[^<>]*)</prosody>", re.DOTALL
)
Answer = Callable[[web.WebSocketResponse, str], Awaitable[None]]


class EdgeService:
    """The server; serves between `__enter__` and `__exit__`."""

    def __init__(self, folder: Path, *, certificate: str = "good") -> None:
        self.ca_file, chain = certificates(folder, certificate)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(chain)
        self.asked: list[tuple[str, str, str]] = []
        """Voice, rate and words of each request."""
        self._answers: deque[Answer | int] = deque()
        self._always: Answer | int = speak
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def will(self, *answers: "Answer | int") -> None:
        """Answer the next requests so, and those after them well; a number is the code of a refusal."""
        self._answers, self._always = deque(answers), speak

    def always(self, answer: "Answer | int") -> None:
        """Answer every request so."""
        self._answers, self._always = deque(), answer

    def in_place_of_microsoft(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have edge-tts ask us, and trust our authority alone."""
        trusted = ssl.create_default_context(cafile=self.ca_file)
        monkeypatch.setattr(
            "edge_tts.communicate.WSS_URL", f"wss://127.0.0.1:{self.port}/edge?TrustedClientToken=x"
        )
        monkeypatch.setattr("edge_tts.communicate._SSL_CTX", trusted)

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _begin(self) -> int:
        app = web.Application()
        app.router.add_get("/edge", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = self._answers.popleft() if self._answers else self._always
        if isinstance(answer, int):
            self.asked.append(("", "", ""))
            return web.Response(status=answer)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT and (ssml := _SSML.search(message.data)):
                words = unescape(ssml["words"], {"&apos;": "'", "&quot;": '"'})
                self.asked.append((ssml["voice"], ssml["rate"], words))
                await answer(socket, words)
                await socket.close()
        return socket


# --- answers ---


async def speak(socket: web.WebSocketResponse, words: str) -> None:
    """The words, in pieces, and the end of the turn."""
    await _send(socket, mp3_of(words))


def sends(mp3: Callable[[str], bytes]) -> Answer:
    """Whatever is made of the words, sent as speech is."""

    async def answer(socket: web.WebSocketResponse, words: str) -> None:
        await _send(socket, mp3(words))

    return answer


async def nothing(socket: web.WebSocketResponse, words: str) -> None:
    """A turn without speech."""
    await socket.send_str("Path:turn.start\r\n\r\n{}")
    await socket.send_str("Path:turn.end\r\n\r\n{}")


async def hangs_up(socket: web.WebSocketResponse, words: str) -> None:
    """Half of the speech, and no end of the turn."""
    mp3 = mp3_of(words)
    await socket.send_bytes(_audio(mp3[: len(mp3) // 2]))


async def strange(socket: web.WebSocketResponse, words: str) -> None:
    await socket.send_str("Path:something.new\r\n\r\n{}")


async def no_header(socket: web.WebSocketResponse, words: str) -> None:
    await socket.send_bytes(b"\xff\xff no such header")


async def no_end(socket: web.WebSocketResponse, words: str) -> None:
    """Takes the words and is silent."""
    await asyncio.sleep(30)


async def endless(socket: web.WebSocketResponse, words: str) -> None:
    while not socket.closed:
        await socket.send_bytes(_audio(bytes(500_000)))


async def _send(socket: web.WebSocketResponse, mp3: bytes) -> None:
    await socket.send_str("Path:turn.start\r\n\r\n{}")
    for at in range(0, len(mp3), 4_000):
        await socket.send_bytes(_audio(mp3[at : at + 4_000]))
    await socket.send_str("Path:turn.end\r\n\r\n{}")


def _audio(mp3: bytes) -> bytes:
    head = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(head).to_bytes(2, "big") + head + mp3


def half_of(words: str) -> bytes:
    mp3 = mp3_of(words)
    return mp3[: round(len(mp3) * 0.5)]


def silent(words: str) -> bytes:
    return encode(silence(0.3 * len(words.split()) + 0.5, 24_000), ".mp3")
