"""A console as a process of its own, and browsers that ask it over its socket."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

_BEHIND_OTHERS = ("nice", "-n", "15") if os.name == "posix" else ()
"""As the station starts it: what sounds goes first."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@dataclass
class Asked:
    """A browser of somebody who is logged in: one connection that stays open, as a browser's does."""

    port: int
    cookie: str = ""
    _open: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of one answer."""
        if self._open is None:
            self._open = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": self.cookie}
        body = None
        if method == "POST":
            body, headers["Content-Type"] = urlencode(form or {}), "application/x-www-form-urlencoded"
        try:
            self._open.request(method, path, body, headers)
            answer = self._open.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if (given := answer.headers.get("Set-Cookie")) is not None:
            self.cookie = given.split(";")[0]
        return answer.status, told

    def another(self) -> "Asked":
        """Another connection of the same person: one more tab."""
        return Asked(self.port, self.cookie)

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self._open is not None:
            self._open.close()
            self._open = None


@dataclass
class ConsoleProcess:
    """`python -m broadcast.web` over a ward's folder."""

    home: Path
    port: int = field(default_factory=free_port)
    environment: Mapping[str, str] = field(default_factory=dict)

    def __enter__(self) -> Asked:
        words = ("-m", "broadcast.web", "--home", str(self.home), "--port", str(self.port))
        self.program = subprocess.Popen(
            [*_BEHIND_OTHERS, sys.executable, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **self.environment},
        )
        assert self.program.stdout is not None
        where = urlsplit(self.program.stdout.readline().strip())
        self.browser = Asked(self.port)
        status, _ = self.browser.ask("GET", f"{where.path}?{where.query}")
        assert status == 303
        return self.browser

    def __exit__(self, *_: object) -> None:
        self.browser.close()
        self.program.kill()
        self.program.communicate()


@contextmanager
def looked_at(
    browser: Asked, many: int, path: str = "/song?trang=hom-nay", every_s: float = 1.0
) -> Iterator[list[int]]:
    """So many browsers that look once in `every_s` meanwhile; the statuses that they were answered with."""
    over, answered = threading.Event(), list[int]()

    def look(tab: Asked) -> None:
        while not over.wait(every_s):
            with suppress(OSError, http.client.HTTPException):
                answered.append(tab.ask("GET", path)[0])
        tab.close()

    tabs = [threading.Thread(target=look, args=(browser.another(),), daemon=True) for _ in range(many)]
    for number, tab in enumerate(tabs):
        tab.start()
        time.sleep(every_s / many if number % 4 == 0 else 0)
    try:
        yield answered
    finally:
        over.set()
        for tab in tabs:
            tab.join(20)


def memory_mb(process: int) -> float:
    """Resident memory of a process in MB, by the system's own count."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(told.split("VmRSS:")[1].split()[0]) / 1024
