"""Where releases are signed, whoever holds the speaker PC airs nothing in another's name.

The forger writes files and log as the program does, and has a key of its own, but not the approver's. With root it
can still play what it likes past the program, or begin a new log and a new list of keys: decision 226.
"""

import random
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from stand_ins.released_ward import DAY, ONE, REQUIRED, SCRIPTS, TWO, airs, cart_of, made_ward, make
from stand_ins.signed_ward import LAN, believe, new_key, sign_release, write

from broadcast.base.errors import BroadcastError
from broadcast.programme.model import Cart, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.keys import seal_files, signing_with
from broadcast.station.overview import journal_path, look_at
from broadcast.station.releases import Releases

KEY, FORGER = new_key(), new_key()
RULE = "{policy: required, seal: signed, sealed: [timetable, lexicon]}"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = made_ward(tmp_path_factory.mktemp("signed"), REQUIRED.replace("{policy: required}", RULE))
    believe(home, KEY)
    for script in map(ScriptId, SCRIPTS):
        sign_release(home, KEY, script)
    seal_files(look_at(home), LAN, signing_with(KEY))
    return home


@pytest.fixture
def home(signed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(signed, tmp_path / "ward")


def _carts(home: Path) -> dict[ScriptId, Cart]:
    overview = look_at(home)
    found = {script: cart_of(overview, script) for script in map(ScriptId, SCRIPTS)}
    return {script: cart for script, cart in found.items() if cart is not None}


def _aired_with_a_bit_turned(home: Path, name: str, count: int) -> int:
    """How many of so many single bits, turned in that file one after another, leave something that airs."""
    chance, path, carts = random.Random(16), home / name, _carts(home)
    before, aired = path.read_bytes(), 0
    for _ in range(count):
        turned = bytearray(before)
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        path.write_bytes(turned)
        with suppress(BroadcastError):  # a ward with faults airs nothing
            overview = look_at(home)
            aired += any(airs(overview, script, cart) for script, cart in carts.items())
    path.write_bytes(before)
    return aired


@pytest.mark.parametrize("name", ["playlist.yaml", "lexicon.yaml"])
def test_no_bit_turned_in_a_signed_file_lets_anything_air(
    home: Path, name: str, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    count = rounds(40, 1_000)
    assert _aired_with_a_bit_turned(home, name, count) == 0
    assert all(airs(look_at(home), script, cart) for script, cart in _carts(home).items())
    measured(f"{count} bits turned in {name}: 0 aired")


def test_where_no_file_is_signed_turned_bits_air(tmp_path: Path) -> None:
    """The negative control."""
    home = made_ward(tmp_path / "ward", REQUIRED.replace("{policy: required}", "{policy: required, seal: signed}"))
    believe(home, KEY)
    for script in map(ScriptId, SCRIPTS):
        sign_release(home, KEY, script)
    assert _aired_with_a_bit_turned(home, "playlist.yaml", 40) > 0


def _forged(home: Path, *, by_key: bool) -> bool:
    """Edit a script, have its cart made, write a release of it as the program would; whether that airs."""
    path = home / "scripts" / f"{ONE}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("họp", "hoãn"), encoding="utf-8")
    make(home)
    if by_key:
        sign_release(home, FORGER)
    else:
        with Journal(journal_path(home)) as journal:
            known = journal.releases(TWO)[-1]  # a true seal, of another script
        _copied(home, known.seal)
    return airs(look_at(home), ONE, _carts(home)[ONE])


def _copied(home: Path, seal: str) -> None:
    act = sign_release(home, FORGER)
    with Journal(journal_path(home)) as journal:
        write(journal, replace(act, number=journal.next_act(), at=look_at(home).clock.now()), seal)


@pytest.mark.parametrize("by_key", [True, False], ids=["its own key", "a seal of another release"])
def test_a_release_written_into_the_log_without_the_approvers_key_does_not_air(home: Path, by_key: bool) -> None:
    assert not _forged(home, by_key=by_key)
    assert airs(look_at(home), TWO, _carts(home)[TWO])


@pytest.mark.parametrize("by_key", [True, False], ids=["its own key", "a seal of another release"])
def test_where_names_are_believed_it_airs(tmp_path: Path, by_key: bool) -> None:
    """The negative control."""
    home = made_ward(tmp_path / "ward")
    sign_release(home, KEY, TWO)
    assert _forged(home, by_key=by_key)


def test_a_signed_release_is_checked_at_air_in_under_five_milliseconds(
    home: Path, measured: Callable[[str], None]
) -> None:
    overview, cart = look_at(home), _carts(home)[ONE]
    with Journal(journal_path(home)) as journal:
        releases = Releases(overview, journal)
        spent = []
        for _ in range(50):
            before = time.process_time()
            assert releases(ONE, Part.CUE, cart, DAY).refused is None
            spent.append(time.process_time() - before)
    assert median(spent) < 0.005
    usual, most = median(spent) * 1000, max(spent) * 1000
    measured(f"a signed release checked in {usual:.2f} ms of processor, {most:.1f} at most")
