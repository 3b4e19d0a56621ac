"""What the console has at hand while it runs: the ward's folder, what is live, who is logged in."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import time
from functools import partial
from pathlib import Path
from threading import Lock
from typing import cast

from anyio import CapacityLimiter
from starlette.requests import Request

from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, DiskError, UsageRefused, tell
from broadcast.base.onscreen import one_line
from broadcast.base.words import words
from broadcast.station.accounts import Attempts, EntryKey, Person, Role, Sessions, read_accounts
from broadcast.station.bulletin_drafts import BulletinDrafts
from broadcast.station.desk.editors import Editors
from broadcast.station.desk.listening import Hearings
from broadcast.station.desk.listing import Listing
from broadcast.station.desk.tolisten import ToListen
from broadcast.station.live import Live
from broadcast.station.logcheckup import LogCheckup
from broadcast.station.waveforms import Waveforms
from broadcast.web.drawn import Drawn
from broadcast.web.told import Told

_AT_ONCE = 24
"""Requests that are worked on at the same time; STOP has threads of its own."""
LANGUAGE = "tieng"
"""The name of the cookie that keeps a reader's language."""
UNNAMED = tell("người ngồi máy")
"""What whoever sits at the machine is called before giving a name; in the record by its template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One console, from its start to its end."""

    home: Path
    clock: Clock
    live: Live
    checkup: LogCheckup
    sessions: Sessions
    attempts: Attempts
    cookie: str
    """The name of the cookie that keeps who is logged in; the port is in it, since cookies do not know ports."""
    secure: bool
    """Whether it is reached over TLS."""
    listing: Listing
    """The list of scripts."""
    hearings: Hearings
    """Who listens to what."""
    to_listen: ToListen
    """What is being made for listeners."""
    editors: Editors
    """Who writes what."""
    waves: Waveforms
    """The waves of what was made."""
    entry_key: EntryKey | None
    """With which the person at the machine comes in, where the ward has no accounts; None where it has."""
    announce: Callable[[str], None]
    """Tells whoever started the console a key's address: each opens once, and then there is another."""
    told: Told = field(default_factory=Told)
    drawn: Drawn = field(default_factory=Drawn)
    changing: Lock = field(default_factory=Lock)
    """Held while a day is changed: what was judged is what is written."""
    bulletins: BulletinDrafts = field(default_factory=BulletinDrafts)
    """Those that somebody prepares."""
    threads: CapacityLimiter = field(default_factory=partial(CapacityLimiter, _AT_ONCE))
    """Of all pages that have none of their own."""

    def person(self, token: str, *, used: bool = True) -> Person | None:
        """Return who is logged in with the token of a cookie; None for nobody, and once the session is over.

        It is over, too, once the account has changed; for whoever came in by a key, once there are accounts.
        A screen on a wall only looks, whoever put it there; who presses STOP on it is told as that screen, since
        anybody may. `used` False: nobody did anything, a page looks by itself. Where the accounts cannot be read,
        whoever is logged in looks, and may stop the loudspeaker.
        """
        person = self.sessions.of(token, used=used) if token else None
        if person is None:
            return None
        try:
            accounts = read_accounts(self.home)
        except DiskError:
            return replace(person, roles=frozenset({Role.LOOK}))
        holds = accounts.person(person.name) == person if accounts.any else not person.mark
        if not holds:
            with suppress(DiskError):  # a file that still names its screen lets nobody in: this is asked again
                self.sessions.end(token)
            return None
        if not self.sessions.is_on_wall(token):
            return person
        on_wall = words("màn hình tường của {name}", name=person.name)
        return replace(person, name=on_wall, roles=frozenset({Role.LOOK}))


def desk_of(request: Request) -> Desk:
    """Return what the console has at hand."""
    return cast("Desk", request.app.state.desk)


def look_again(request: Request, *, wholly: bool = True) -> None:
    """Look at what was just changed; what cannot be looked at undoes nothing of it."""
    with suppress(BroadcastError, OSError):
        desk_of(request).live.look_again(wholly=wholly)


def token_of(request: Request) -> str:
    """Return the token that the request's cookie holds; empty for none."""
    return request.cookies.get(desk_of(request).cookie, "")


def person_of(request: Request) -> Person:
    """Return who asks; only where the route needs a role."""
    return cast("Person", request.state.person)


def address_of(request: Request) -> str:
    """Return the address of the machine that asks; empty where nothing tells."""
    return request.client.host if request.client is not None else ""


def field_of(request: Request, name: str) -> str:
    """Return what a form's field holds, without blanks around it; empty where it has none, or a file."""
    value = request.state.form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def chosen_of(request: Request, name: str) -> tuple[str, ...]:
    """Return each of the values that a form has under that name: the boxes that are ticked."""
    return tuple(value for value in request.state.form.getlist(name) if isinstance(value, str))


def line_of(request: Request, name: str, at_most: int) -> str:
    """Return what a form's field holds, in one line, cut where it has more than `at_most` letters."""
    return " ".join(one_line(field_of(request, name)).split())[:at_most]


def reason_of(request: Request, missing: UsageRefused, *, at_most: int = 200) -> str:
    """Return the reason that a form gives, as `line_of`. Raises `missing` where it gives none."""
    reason = line_of(request, "ly_do", at_most)
    if not reason:
        raise missing
    return reason


def text_of(request: Request, name: str) -> str:
    """Return the text of a form's large field as it was typed, its lines ended by line feeds."""
    value = request.state.form.get(name, "")
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""


def hour_of(text: str) -> time | None:
    """Return the hour that a form's field holds, as browsers write it: `17:30`; None where it is empty.

    Raises UsageRefused where it is none.
    """
    if not text:
        return None
    try:
        at = time.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None or at.microsecond:
        raise UsageRefused(tell("Không hiểu giờ “{text}”.", text=text[:20]), tell("Viết giờ như 17:30."))
    return at


def file_of(request: Request, name: str) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file that came with a form; None for none."""
    value = request.state.form.get(name)
    if value is None or isinstance(value, str) or not value.filename:
        return None
    return value.filename, value.file.read()
