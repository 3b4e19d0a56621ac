"""`python -m broadcast.web`: the console of one folder, until it is told to end; `broadcast console` starts it.

Its first line on stdout is where a browser finds it.
"""

import argparse
import asyncio
import logging
import signal
import sys
from contextlib import suppress
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, gethostname, socket

import uvicorn

from broadcast.base.begun import end_with_parent
from broadcast.base.words import always_utf8, speak_language
from broadcast.web.app import console
from broadcast.web.connections import Connection, open_as_many_as_may_be
from broadcast.web.guard import host_of

_PORT = 8350
_LEFT_OUT = (80, 443)
"""Ports that a browser leaves out of the Host header."""
_NOWHERE = ("198.51.100.1", 9)
"""An address of nobody's (RFC 5737)."""
_BACKLOG = 256


def main(arguments: list[str]) -> int:
    """Serve the console; return the exit code when it has been told to end."""
    asked = _parsed(arguments)
    always_utf8()
    speak_language(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    open_as_many_as_may_be()
    secure = asked.certificate is not None
    shown = asked.name or (_own_address() if _is_any(asked.address) else asked.address)
    where = f"{'https' if secure else 'http'}://{host_of(shown, asked.port)}"
    hosts = _hosts(asked.address, asked.port, asked.name)
    app = console(asked.home, hosts=hosts, port=asked.port, secure=secure,
                  announce=lambda key: _say(f"{where}/vao?khoa={key}"))  # fmt: skip
    config = uvicorn.Config(
        app, http=Connection, host=asked.address, port=asked.port, backlog=_BACKLOG,
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
    machine = gethostname().lower()
    names = {address, name, machine, f"{machine}.local", "127.0.0.1", "localhost", "::1"}
    hosts = [host_of(one, port) for one in names if one and not _is_any(one)]
    return hosts + [host.removesuffix(f":{port}") for host in hosts if port in _LEFT_OUT]


def _is_any(address: str) -> bool:
    """Whether an address means every address of the machine."""
    return address in ("0.0.0.0", "::")  # noqa: S104


def _own_address() -> str:
    """The address under which the ward's net knows this machine; its name where it is in none."""
    with socket(AF_INET, SOCK_DGRAM) as asked, suppress(OSError):
        asked.connect(_NOWHERE)  # of UDP: nothing is sent, a way is chosen
        return str(asked.getsockname()[0])
    return gethostname()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
