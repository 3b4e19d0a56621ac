"""Nothing airs that no person has signed: bits turned in all that a release is bound to, and false releases.

The ward is as strict as the rule can be: releases are signed, and so are the timetable and the lexicon.

After each flip the ward is read anew, as the service does, and what playout asks is asked of the very cart that
the shelves then give. What is heard would be that cart's file, so that is held against the one that was released.
"""

import hashlib
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
from stand_ins.released_ward import DAY, ONE, REQUIRED, SCRIPTS, TWO, airs, cart_of, do, made_ward, make
from stand_ins.signed_ward import LAN, believe, new_key, sign_release

from broadcast.base.errors import BroadcastError
from broadcast.programme.model import Cart, Fingerprint, Part
from broadcast.programme.released import Deed, Purpose
from broadcast.programme.settings import ScriptId
from broadcast.record.chain import ROW, append
from broadcast.record.journal import Journal
from broadcast.station.keys import revoke_key, seal_files, signing_with
from broadcast.station.overview import Overview, journal_path, look_at
from broadcast.station.releases import Releases
from broadcast.ward.readings import Prepared

KEY, HUNGS, STRANGERS = new_key(), new_key(), new_key()
HUNG = "Ông Hùng"
STRICT = "release: {policy: required, seal: signed, sealed: [timetable, lexicon]}"
LAX = "release: {policy: advisory}"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rule = REQUIRED.replace("release: {policy: required}", STRICT)
    home = made_ward(tmp_path_factory.mktemp("released"), rule)
    _believe_and_sign(home)
    return home


def _believe_and_sign(home: Path) -> None:
    believe(home, KEY)
    for script in map(ScriptId, SCRIPTS):
        sign_release(home, KEY, script)
    seal_files(look_at(home), LAN, signing_with(KEY))
    with sqlite3.connect(journal_path(home)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


@pytest.fixture
def home(released: Path, tmp_path: Path) -> Path:
    return shutil.copytree(released, tmp_path / "ward")


# --- single bits ---


@dataclass(frozen=True)
class Target:
    """Bytes that a release is bound to: `path` from `first` to `end`."""

    name: str
    path: Path
    first: int
    end: int


def _targets(home: Path) -> list[Target]:
    def whole(name: str, path: Path) -> Target:
        return Target(name, path, 0, path.stat().st_size)

    def part(name: str, path: Path, text: str) -> Target:
        first = path.read_bytes().index(text.encode())
        return Target(name, path, first, first + len(text.encode()))

    overview = look_at(home)
    carts = [cart for script in map(ScriptId, SCRIPTS) if (cart := cart_of(overview, script)) is not None]
    files = [overview.library.cart_file(cart) for cart in carts]
    speech = sorted((home / "audio_cache" / "speech").glob("*/*.flac"))
    log = journal_path(home)
    return [
        *(whole("script", home / "scripts" / f"{script}.md") for script in SCRIPTS),
        part("fact", home / "playlist.yaml", "18/10/2025"),
        part("policy", home / "playlist.yaml", LAX if _is_lax(home) else STRICT),
        whole("timetable", home / "playlist.yaml"),
        whole("lexicon", home / "lexicon.yaml"),
        *(whole("speech", path) for path in speech),
        *(whole("cart", path) for path in files),
        *(whole("slip", path.with_suffix(".json")) for path in files),
        part("release", log, _body_of_the_release(home)),
    ]


def _is_lax(home: Path) -> bool:
    return LAX in (home / "playlist.yaml").read_text(encoding="utf-8")


def _body_of_the_release(home: Path) -> str:
    with sqlite3.connect(journal_path(home)) as db:
        body = db.execute("SELECT body FROM row WHERE kind = 'release' AND cue = ?", (ONE,)).fetchone()[0]
    db.close()
    return str(body)[:1500]  # what lies in one page of the file


@contextmanager
def _bit_turned(target: Target, at: int, bit: int) -> Iterator[None]:
    """Turn one bit for as long as the block lasts; file, slip and sound are then as before."""
    paths = {target.path, *(target.path.with_suffix(end) for end in (".json", ".flac", ".wav"))}
    before = {path: path.read_bytes() for path in paths if path.is_file()}
    turned = bytearray(before[target.path])
    turned[at] ^= 1 << bit
    _write_over(target.path, bytes(turned))
    try:
        yield
    finally:
        for path, data in before.items():
            if not path.is_file() or path.read_bytes() != data:
                _write_over(path, data)


def _write_over(path: Path, data: bytes) -> None:
    """Write into the file itself where there is one, as a disk that fails does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(data)
        file.truncate()


@dataclass(frozen=True)
class Original:
    """What was released of a script."""

    script: bytes
    spoken: str
    cart: Fingerprint
    sound: str


def _original(overview: Overview, script: ScriptId) -> Original:
    cart = cart_of(overview, script)
    assert cart is not None
    return Original(
        script=(overview.home / "scripts" / f"{script}.md").read_bytes(),
        spoken=_spoken(overview, script),
        cart=cart.fingerprint,
        sound=hashlib.sha256(overview.library.cart_file(cart).read_bytes()).hexdigest(),
    )


def _is_original(overview: Overview, script: ScriptId, cart: Cart, original: Original) -> bool:
    """Found out without the code that is on trial: from the files themselves."""
    heard = hashlib.sha256(overview.library.cart_file(cart).read_bytes()).hexdigest()
    written = (overview.home / "scripts" / f"{script}.md").read_bytes()
    return (written, _spoken(overview, script), heard) == (
        original.script, original.spoken, original.sound,
    )  # fmt: skip


def _spoken(overview: Overview, script: ScriptId) -> str:
    prepared = overview.ward.of(script)
    return str(prepared.spoken) if isinstance(prepared, Prepared) else ""


def _flips(home: Path, count: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Turn `count` bits, one after another; how often something aired, and something that was not released."""
    chance = random.Random(seed)
    seen = look_at(home)
    originals = {script: _original(seen, script) for script in map(ScriptId, SCRIPTS)}
    targets = _targets(home)
    aired, forged = Counter[str](), Counter[str]()
    for number in range(count):
        target = targets[number % len(targets)]
        at, bit = chance.randrange(target.first, target.end), chance.randrange(8)
        with _bit_turned(target, at, bit), suppress(BroadcastError):  # a ward with faults airs nothing
            overview = look_at(home)
            for script, original in originals.items():
                # where the files ask for another cart, the one that was released may still be on the rack
                cart = cart_of(overview, script) or overview.library.cart(original.cart)
                if cart is not None and airs(overview, script, cart):
                    aired[target.name] += 1
                    is_of_the_row = target.name == "release" and script == ONE
                    if is_of_the_row or not _is_original(overview, script, cart, original):
                        forged[target.name] += 1
    return aired, forged


def test_no_bit_that_is_turned_in_what_was_released_lets_anything_else_air(
    home: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    count = rounds(48, 10_000)
    aired, forged = _flips(home, count, seed=16)
    assert forged == Counter()
    assert aired["speech"] > 0  # what is not in the sound any more keeps nothing off the air
    assert not aired.keys() & {"fact", "policy", "timetable", "lexicon"}  # one byte of a signed file silences all
    measured(f"{count} bits turned, {sum(aired.values())} times the very sound that was released aired, 0 others")


def test_without_the_question_turned_bits_air(home: Path) -> None:
    """The negative control."""
    _only_advise(home)
    _, forged = _flips(home, 60, seed=16)
    assert forged["script"] > 0
    assert forged["fact"] + forged["lexicon"] > 0


def _only_advise(home: Path) -> None:
    """Take the safeguard out: the same ward, but what nobody has released airs, and no file need be signed."""
    for known in ("journal", "keys"):
        shutil.rmtree(home / known)
    path = home / "playlist.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(STRICT, LAX), encoding="utf-8")
    _believe_and_sign(home)


# --- releases that are none ---


def _edited(home: Path) -> None:
    path = home / "scripts" / f"{ONE}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("họp", "họp gấp"), encoding="utf-8")


def _replayed(home: Path) -> None:
    """Another version was released since; the files of the first come back, and its line is written once more."""
    path = home / "scripts" / f"{ONE}.md"
    before = path.read_bytes()
    _edited(home)
    make(home)
    sign_release(home, KEY)
    path.write_bytes(before)
    with Journal(journal_path(home)) as journal:
        row = journal._kept.db.execute("SELECT * FROM row WHERE kind = 'release' AND cue = ?", (ONE,)).fetchone()
        append(journal._kept.db, ROW, tuple(row)[1:-2])


def _expired(home: Path) -> None:
    sign_release(home, KEY, last=DAY - timedelta(days=1))


def _withdrawn(home: Path) -> None:
    do(home, Deed.WITHDRAWN)


def _of_another_campaign(home: Path) -> None:
    sign_release(home, KEY, campaign="nam-ngoai")


def _for_the_rehearsal(home: Path) -> None:
    sign_release(home, KEY, purpose=Purpose.REHEARSAL)


def _of_another_script(home: Path) -> None:
    sign_release(home, KEY, about=TWO)


def _unsigned(home: Path) -> None:
    do(home, Deed.RELEASED)


def _by_a_stranger(home: Path) -> None:
    sign_release(home, STRANGERS)


def _by_a_revoked_key(home: Path) -> None:
    """Of two who have keys; the other's files and releases hold."""
    _second_key(home)
    revoke_key(look_at(home), HUNG, "mất USB", LAN, None)


def _by_an_ended_key(home: Path) -> None:
    """Signed on a day on which the key had ended already."""
    _second_key(home)
    revoke_key(look_at(home), HUNG, "thôi việc", LAN, look_at(home).clock.now().date())


def _second_key(home: Path) -> None:
    believe(home, HUNGS, HUNG, sign=signing_with(KEY))
    sign_release(home, HUNGS, by=HUNG)


def _unwritten(home: Path) -> None:
    """A line without the chain, as one puts in who does not know it."""
    with sqlite3.connect(journal_path(home)) as db:
        row = db.execute("SELECT * FROM row WHERE kind = 'release' AND cue = ?", (TWO,)).fetchone()
        last = db.execute("SELECT max(seq), max(place) FROM row").fetchone()
        values = [last[0] + 1, *row[1:-1], last[1] + 1]
        values[3] = ONE
        db.execute(f"INSERT INTO row VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - marks alone
    db.close()


_FALSE = (
    _edited, _replayed, _expired, _withdrawn, _of_another_campaign, _for_the_rehearsal, _of_another_script,
    _unsigned, _by_a_stranger, _by_a_revoked_key, _by_an_ended_key, _unwritten,
)  # fmt: skip


@pytest.mark.parametrize("forged", _FALSE, ids=lambda one: one.__name__.strip("_"))
def test_no_release_that_is_none_lets_anything_air(home: Path, forged: Callable[[Path], object]) -> None:
    forged(home)
    overview = look_at(home)
    cart = _any_cart(overview, ONE)
    assert not airs(overview, ONE, cart)
    # behind a line that does not fit, nothing that was released before it is believed
    assert airs(overview, TWO, _any_cart(overview, TWO)) is (forged is not _unwritten)


@pytest.mark.parametrize(
    "forged",
    [one for one in _FALSE if one not in (_withdrawn, _unwritten)],
    ids=lambda one: one.__name__.strip("_"),
)
def test_without_the_question_every_one_of_them_airs(home: Path, forged: Callable[[Path], object]) -> None:
    """The negative control; but what a person took back stays off the air whatever the policy.

    So does all, whatever playlist.yaml says, where keys were believed and the log behind them does not fit.
    """
    _only_advise(home)
    forged(home)
    overview = look_at(home)
    assert airs(overview, ONE, _any_cart(overview, ONE))


def _any_cart(overview: Overview, script: ScriptId) -> Cart:
    """A cart of the script, whichever there is: who forges would have one."""
    cart = cart_of(overview, script)
    if cart is None:
        kept = sorted((overview.home / "audio_cache" / "carts").glob("*/*.json"))
        cart = overview.library.cart(kept[0].stem)  # type: ignore[arg-type]
    assert cart is not None
    return cart


# --- quickly enough ---


def test_a_release_is_checked_at_air_in_under_five_milliseconds(
    home: Path, measured: Callable[[str], None]
) -> None:
    overview = look_at(home)
    cart = cart_of(overview, ONE)
    assert cart is not None
    took = []
    with Journal(journal_path(home)) as journal:
        for _ in range(300):  # a log that has seen some months of acts of this script
            do_heard = replace(journal.releases(ONE)[0], deed=Deed.HEARD, contents=None, seal="")
            journal.release(do_heard, overview.clock.now())
        releases = Releases(overview, journal)
        releases.look_through()  # as the player does when it begins
        for _ in range(50):
            began = time.process_time()
            answer = releases(ONE, Part.CUE, cart, DAY)
            took.append(time.process_time() - began)
            assert answer.refused is None
    assert took[0] < 0.005
    assert median(took[1:]) < 0.005
    measured(f"a release was checked in {median(took[1:]) * 1000:.2f} ms of processor time, the first in "
             f"{took[0] * 1000:.1f} ms, among 300 other acts with the script")  # fmt: skip
