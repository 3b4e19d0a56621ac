"""What the console has at hand while it runs: the ward's folder, what is live, who is logged in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from starlette.requests import Request

from broadcast.base.clock import Clock
from broadcast.station.accounts import Attempts, EntryKey, Person, Sessions, read_accounts
from broadcast.station.live import Live
from broadcast.web.drawn import Drawn
from broadcast.web.told import Told

LANGUAGE = "tieng"
"""The name of the cookie that keeps a reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One console, from its start to its end."""

    home: Path
    clock: Clock
    live: Live
    sessions: Sessions
    attempts: Attempts
    cookie: str
    """The name of the cookie that keeps who is logged in; the port is in it, since cookies do not know ports."""
    secure: bool
    """Whether it is reached over TLS."""
    entry_key: EntryKey | None
    """With which the person at the machine comes in, where the ward has no accounts; None where it has."""
    announce: Callable[[str], None]
    """Tells whoever started the console a key's address: each opens once, and then there is another."""
    told: Told = field(default_factory=Told)
    drawn: Drawn = field(default_factory=Drawn)

    def person(self, token: str, *, used: bool = True) -> Person | None:
        """Return who is logged in with the token of a cookie; None for nobody, and once the session is over.

        It is over, too, once the account has changed; for whoever came in by a key, once there are accounts.
        `used` False: nobody did anything, a page looks by itself. Raises DiskError where accounts cannot be read.
        """
        person = self.sessions.of(token, used=used) if token else None
        if person is None:
            return None
        accounts = read_accounts(self.home)
        holds = accounts.person(person.name) == person if accounts.any else not person.mark
        if not holds:
            self.sessions.end(token)
        return person if holds else None


def desk_of(request: Request) -> Desk:
    """Return what the console has at hand."""
    return cast("Desk", request.app.state.desk)


def token_of(request: Request) -> str:
    """Return the token that the request's cookie holds; empty for none."""
    return request.cookies.get(desk_of(request).cookie, "")


def person_of(request: Request) -> Person:
    """Return who asks; only where the route needs a role."""
    return cast("Person", request.state.person)


def field_of(request: Request, name: str) -> str:
    """Return what a form's field holds, without blanks around it; empty where it has none, or a file."""
    value = request.state.form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def text_of(request: Request, name: str) -> str:
    """Return the text of a form's large field as it was typed, its lines ended by line feeds."""
    value = request.state.form.get(name, "")
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""


def file_of(request: Request, name: str) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file that came with a form; None for none."""
    value = request.state.form.get(name)
    if value is None or isinstance(value, str) or not value.filename:
        return None
    return value.filename, value.file.read()
