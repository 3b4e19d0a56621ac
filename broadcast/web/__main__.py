"""`python -m broadcast.web`: the console of one folder, until it is told to end; `broadcast console` starts it.

Its first line on stdout is where a browser finds it.
"""

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path
from socket import socket

import uvicorn

from broadcast.base.begun import end_with_parent
from broadcast.base.words import always_utf8, speak_language
from broadcast.web.app import console

_PORT = 8350
_BACKLOG = 256


def main(arguments: list[str]) -> int:
    """Serve the console; return the exit code when it has been told to end."""
    asked = _parsed(arguments)
    always_utf8()
    speak_language(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    secure = asked.certificate is not None
    where = f"{'https' if secure else 'http'}://{asked.name or _bracketed(asked.address)}:{asked.port}"
    hosts = _hosts(asked.address, asked.port, asked.name)
    app = console(asked.home, hosts=hosts, port=asked.port, secure=secure,
                  announce=lambda key: _say(f"{where}/vao?khoa={key}"))  # fmt: skip
    config = uvicorn.Config(
        app, host=asked.address, port=asked.port, backlog=_BACKLOG,
        ssl_certfile=asked.certificate, ssl_keyfile=asked.key,
        log_config=None, access_log=False, server_header=False, date_header=False, proxy_headers=False,
        ws="none", timeout_keep_alive=30, timeout_graceful_shutdown=2,
    )  # fmt: skip
    key = app.state.desk.entry_key
    server = _Serving(config, f"{where}/vao?khoa={key.text}" if key is not None else f"{where}/")
    asyncio.run(server.serve())
    return 0 if server.started else 1


class _Serving(uvicorn.Server):
    """Says where it is found once it can be found there, and ends with whoever has started it."""

    def __init__(self, config: uvicorn.Config, where: str) -> None:
        super().__init__(config)
        self._where = where

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """As uvicorn has it."""
        await super().startup(sockets)
        if self.started:
            _say(self._where)
            end_with_parent()


def _say(where: str) -> None:
    sys.stdout.write(f"{where}\n")
    sys.stdout.flush()


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m broadcast.web")
    parser.add_argument("--home", type=Path, default=Path())
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--name", default="", help="the host's name or address as browsers call it")
    parser.add_argument("--port", type=int, default=_PORT)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--lang", default="")
    return parser.parse_args(arguments)


def _hosts(address: str, port: int, name: str) -> list[str]:
    """Under which Host headers the console is itself: by address, by name, and on this machine."""
    names = {_bracketed(address), name, "127.0.0.1", "localhost", "[::1]"} - {"", "0.0.0.0", "[::]"}  # noqa: S104
    return [f"{one}:{port}" for one in names]


def _bracketed(address: str) -> str:
    """An address as it stands in a URL: one of IPv6 in brackets."""
    return f"[{address}]" if ":" in address else address


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
