"""A ward's folder and its record -> how each script stands: one byte elsewhere, and it waits again."""

import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.production.orders import Order
from broadcast.programme.model import Cart, CueId, Part
from broadcast.programme.released import Act, Contents, Deed, Standing
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.overview import Overview, journal_path, look_at
from broadcast.station.releases import Releases
from broadcast.station.station import open_station, production_of

SCRIPTS = {"truoc/01-mot": "Đại hội họp ngày {{ dai_hoi.ngay }} tại UBND.", "truoc/02-hai": "Mời bà con treo cờ."}
ONE = ScriptId("truoc/01-mot")
LEXICON = "UBND: ủy ban nhân dân\nHĐND: hội đồng nhân dân\n"
REQUIRED = PLAYLIST.replace("voice:", "release: {policy: required}\nvoice:")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward whose carts are made, read by espeak, and whose first script is released."""
    home = write_ward(tmp_path_factory.mktemp("ward"), REQUIRED, SCRIPTS)
    (home / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    station = open_station(home)
    with production_of(station) as production:
        for script in SCRIPTS:
            assert isinstance(production.make(Order(cue=CueId("x"), script=ScriptId(script))), Cart)
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        contents = Releases(overview, journal).contents(ONE)
        assert isinstance(contents, Contents)
        now = overview.clock.now()
        act = Act(deed=Deed.RELEASED, script=ONE, by="Bà Lan", at=now, number=0, contents=contents)
        journal.release(act, now)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "ward")


def _standing(home: Path, script: ScriptId = ONE) -> Standing:
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        return Releases(overview, journal).stand(script, overview.clock.now().date()).standing


def _may_air(home: Path, overview: Overview | None = None) -> bool:
    """What playout is told of the cart that the shelves give."""
    seen = overview or look_at(home)
    with Journal(journal_path(home)) as journal:
        releases = Releases(seen, journal)
        contents = releases.contents(ONE)
        cart = seen.library.cart(contents.cart) if isinstance(contents, Contents) else None
        return cart is not None and releases(ONE, Part.CUE, cart, seen.clock.now().date()).refused is None


def test_what_was_released_is_released_and_nothing_else_is(home: Path) -> None:
    assert _standing(home) is Standing.RELEASED
    assert _may_air(home)
    assert _standing(home, ScriptId("truoc/02-hai")) is Standing.WAITING


def _in(name: str, edit: Callable[[str], str]) -> Callable[[Path], object]:
    def change(home: Path) -> None:
        path = home / name
        text = path.read_text(encoding="utf-8")
        assert edit(text) != text
        path.write_text(edit(text), encoding="utf-8", newline="")

    return change


SCRIPT = "scripts/truoc/01-mot.md"


@pytest.mark.parametrize(
    "change",
    [
        _in(SCRIPT, lambda text: text.replace("họp", "hop")),
        _in(SCRIPT, lambda text: text[:-1] + " \n"),
        _in(SCRIPT, lambda text: unicodedata.normalize("NFD", text)),
        _in(SCRIPT, lambda text: text.replace("title: Bài", "title: Bàị")),
        _in("playlist.yaml", lambda text: text.replace("ngay: 18/10/2025", "ngay: 19/10/2025")),
        _in("playlist.yaml", lambda text: text.replace("engines: [espeak]", "engines: [espeak], pitch: 1")),
        _in("playlist.yaml", lambda text: text.replace("voice:", "sound: {sting: none}\nvoice:")),
        _in("playlist.yaml", lambda text: text.replace("voice:", "sound: {profile: horn}\nvoice:")),
        _in("lexicon.yaml", lambda text: text.replace("ủy ban", "uỷ-ban")),
    ],
    ids=["word", "trailing space", "NFD", "title", "fact", "pitch", "sting", "profile", "lexicon"],
)
def test_any_change_of_what_it_is_made_of_returns_it_to_waiting(
    home: Path, change: Callable[[Path], object]
) -> None:
    change(home)
    assert _standing(home) is not Standing.RELEASED
    assert not _may_air(home)


@pytest.mark.parametrize(
    "change",
    [
        _in("playlist.yaml", lambda text: text.replace("max_sessions: 2", "max_sessions: 3")),
        _in("playlist.yaml", lambda text: text.replace("so_dai_bieu: ", "so_dai_bieu: 120")),
        _in("lexicon.yaml", lambda text: text.replace("hội đồng nhân dân", "hội đồng")),
        _in("scripts/truoc/02-hai.md", lambda text: text.replace("treo cờ", "dọn đường")),
    ],
    ids=["airtime", "another fact", "another word", "another script"],
)
def test_what_it_is_not_made_of_may_change(home: Path, change: Callable[[Path], object]) -> None:
    change(home)
    assert _standing(home) is Standing.RELEASED
    assert _may_air(home)


def test_what_was_released_is_made_again_to_the_byte_when_the_cache_is_lost(home: Path) -> None:
    shutil.rmtree(look_at(home).library.root)
    assert _standing(home) is Standing.WAITING
    station = open_station(home)
    with production_of(station) as production:
        for script in reversed(SCRIPTS):  # what a voice has said before is another thing than the first time
            assert isinstance(production.make(Order(cue=CueId("x"), script=ScriptId(script))), Cart)
    assert _standing(home) is Standing.RELEASED
    assert _may_air(home)


def test_a_byte_of_the_script_that_nobody_has_read_anew_is_noticed_at_air(home: Path) -> None:
    seen = look_at(home)
    path = home / SCRIPT
    path.write_bytes(path.read_bytes() + b" ")
    assert not _may_air(home, seen)


def test_a_cart_of_other_bytes_is_not_the_one_that_was_released(home: Path) -> None:
    seen = look_at(home)
    with Journal(journal_path(home)) as journal:
        releases = Releases(seen, journal)
        contents = releases.contents(ONE)
        assert isinstance(contents, Contents)
        cart = seen.library.cart(contents.cart)
        assert cart is not None
        other = replace(cart, sha256="1" * 64)
        assert releases(ONE, Part.CUE, other, seen.clock.now().date()).refused is not None
