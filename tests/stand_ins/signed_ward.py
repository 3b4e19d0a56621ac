"""A ward whose releases are signed, and people with keys, for tests."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from stand_ins.released_ward import ONE

from broadcast.programme.released import Act, Contents, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.ed25519 import Private, made, public_of
from broadcast.record.journal import Journal
from broadcast.record.keyring import Sign
from broadcast.record.sshsig import public_line
from broadcast.station.keys import add_key, seal_of, signing_with
from broadcast.station.overview import journal_path, look_at
from broadcast.station.releases import Releases

LAST = date(2099, 12, 31)
LAN = "Bà Lan"


def line_of(key: Private, name: str = LAN) -> str:
    """The line of a `.pub` file."""
    return public_line(public_of(key), name)


def believe(home: Path, key: Private, name: str = LAN, *, by: str = LAN, sign: Sign | None = None) -> None:
    """Add the key to those that the ward's station believes."""
    add_key(look_at(home), line_of(key, name), "", LAST, by, sign)


def sign_release(
    home: Path, key: Private, script: ScriptId = ONE, *, by: str = LAN, about: ScriptId | None = None,
    at: datetime | None = None, **changed: object,
) -> Act:  # fmt: skip
    """Write down that somebody released the script as it is now, signed with the key.

    `about`: the script whose contents stand in the line, None its own; `at`: the moment that it tells, None now;
    `changed`: what of the contents is not so.
    """
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        contents = Releases(overview, journal).contents(about or script)
        assert isinstance(contents, Contents)
        told, when, number = replace(contents, **changed), at or overview.clock.now(), journal.next_act()
        act = Act(deed=Deed.RELEASED, script=script, by=by, at=when, number=number, contents=told)
        return write(journal, act, seal_of(act, signing_with(key)))


def write(journal: Journal, act: Act, seal: str) -> Act:
    """Write the act down under that seal, as whoever can write into the log does."""
    return journal.release(replace(act, seal=seal), act.at)


def new_key() -> Private:
    """A key as it would lie on a stick."""
    return made()
