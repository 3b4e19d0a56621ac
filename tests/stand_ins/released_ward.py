"""A ward whose carts are made and released by a person, for tests that then change something of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from stand_ins.wards import PLAYLIST, write_ward

from broadcast.production.orders import Order
from broadcast.programme.model import Cart, CueId, Part
from broadcast.programme.released import Act, Contents, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.overview import Overview, journal_path, look_at
from broadcast.station.releases import Releases
from broadcast.station.station import open_station, production_of

SCRIPTS = {"truoc/01-mot": "Đại hội họp ngày {{ dai_hoi.ngay }} tại UBND.", "truoc/02-hai": "Mời bà con treo cờ."}
ONE, TWO = map(ScriptId, SCRIPTS)
LEXICON = "UBND: ủy ban nhân dân\nHĐND: hội đồng nhân dân\n"
REQUIRED = PLAYLIST.replace("voice:", "release: {policy: required}\nvoice:")
DAY = date(2025, 10, 6)


def made_ward(home: Path, playlist: str = REQUIRED) -> Path:
    """A ward of SCRIPTS at `home`, every cart of it read by espeak and kept; nothing is released."""
    write_ward(home, playlist, SCRIPTS)
    (home / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    make(home)
    return home


def make(home: Path) -> None:
    """Make every cart of the ward as its files are now."""
    station = open_station(home)
    with production_of(station) as production:
        for script in SCRIPTS:
            made = production.make(Order(cue=CueId("x"), script=ScriptId(script)))
            assert isinstance(made, Cart), made


def do(home: Path, deed: Deed, script: ScriptId = ONE, *, about: ScriptId | None = None, **changed: object) -> Act:
    """Write down that Bà Lan did that with the script as it is now; `changed`: what of its contents is not so.

    `about`: the script whose contents stand in the line; None: its own.
    """
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        contents = Releases(overview, journal).contents(about or script)
        assert isinstance(contents, Contents), contents
        told = replace(contents, **changed)
        now = overview.clock.now()
        act = Act(deed=deed, script=script, by="Bà Lan", at=now, number=0, contents=told)
        return journal.release(act, now)


def cart_of(overview: Overview, script: ScriptId) -> Cart | None:
    """The cart that playout would be handed: what the shelves have of the script now, read and found whole."""
    with Journal(journal_path(overview.home)) as journal:
        contents = Releases(overview, journal).contents(script)
    return overview.library.cart(contents.cart) if isinstance(contents, Contents) else None


def airs(overview: Overview, script: ScriptId, cart: Cart, day: date = DAY) -> bool:
    """Whether playout is told that the cart may air for the script."""
    with Journal(journal_path(overview.home)) as journal:
        answer = Releases(overview, journal)(script, Part.CUE, cart, day)
    return answer.refused is None
