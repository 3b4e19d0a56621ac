"""Our own small JSON files, damaged in every way a disk or a hand can: whoever reads one goes on."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from broadcast.base.errors import LoudspeakerTaken
from broadcast.base.files import write_whole
from broadcast.library.shelves import Shelves
from broadcast.playout.control.channel import ask
from broadcast.playout.control.duty import believable, confirm
from broadcast.playout.control.latch import Latch
from broadcast.playout.control.lock import LOUDSPEAKER, holding
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import Cart, CueId, Fingerprint, Outcome, Override
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.record.mark import Mark, OnAirMark
from broadcast.station.verdict import Lacking, Tomorrow, Verdict, headline, keep, kept

NOW = datetime(2025, 10, 6, 6, 30, tzinfo=UTC)
PRINT = Fingerprint("ab" * 32)
BULLETIN = Bulletin(
    id="2025-10-06/khan-cap.063000000", script=ScriptId("chung/a"), fingerprint=PRINT, urgency=Urgency.EMERGENCY,
    by="Nguyễn Thị Ạ", times=3, expires=NOW + timedelta(hours=2), override=Override(reason="vỡ đê", by="An"),
)  # fmt: skip
LACKING = Lacking(cue="2025-10-07/sang/chung/a", title="Tin", why="chưa đọc được")
TOMORROW = Tomorrow(
    day=date(2025, 10, 7), made=NOW, verdict=Verdict.PARTLY, sessions=2, cues=3, ready=2, seconds=61.5,
    lacking=(LACKING,), spare=(replace(LACKING, cue="2025-10-07/chieu/chung/a"),),
)  # fmt: skip
CART = Cart(
    fingerprint=PRINT, engine="espeak", frames=9, rate_hz=48_000, channels=1, loudness=-16.0, true_peak=-1.0,
    range_lu=0.0, speech=((0, 9),),
)  # fmt: skip


@dataclass(frozen=True)
class OurFile:
    """One of our files: how it comes to be, and what it is read as; that is put to the use that is made of it."""

    place: str
    write: Callable[[Path], object]
    read: Callable[[Path], object]
    unread: object
    """What a file is read as that holds nothing."""


def _write_a_line(folder: Path) -> None:
    with Journal(folder / "as-run.sqlite3") as journal:
        cue = CueId("2025-10-06/sang/chung/a")
        journal.pass_over(cue, ScriptId("chung/a"), Outcome.MISSED, planned=NOW, note="", now=NOW)
    confirm(folder, NOW)


def _hold(folder: Path) -> None:
    with holding(folder, LOUDSPEAKER, NOW):
        pass


def _refused(folder: Path) -> str:
    note = folder / "loudspeaker.json"
    damaged = note.read_bytes()
    with holding(folder, LOUDSPEAKER, NOW):
        note.write_bytes(damaged)
        with pytest.raises(LoudspeakerTaken) as refused, holding(folder, LOUDSPEAKER, NOW):
            pass
    return str(refused.value)


def _stop(folder: Path) -> str | None:
    stop = Latch(folder).read()
    return None if stop is None else f"{stop.why} {stop.at and stop.at < NOW}".encode().decode()


def _bulletins(folder: Path) -> int:
    waiting = Bulletins(folder)
    waiting.add(replace(BULLETIN, id="2025-10-06/khan-cap.063000001"))
    assert all(one.expires > NOW - timedelta(days=400) and one.times + 1 for one in waiting)
    assert all(one.expires.astimezone(timezone(timedelta(hours=7))) for one in waiting)
    return len(list(waiting))


def _mark(folder: Path) -> int | None:
    mark = OnAirMark(folder / "as-run.sqlite3").read()
    return None if mark is None else mark.frames + mark.attempt + (NOW - mark.started).days


def _tomorrow(folder: Path) -> str | None:
    tomorrow = kept(folder)
    if tomorrow is None:
        return None
    keep(folder, tomorrow)
    lines = [f"{one.cue} {one.title} {one.why}" for one in (*tomorrow.lacking, *tomorrow.spare)]
    return f"{headline(tomorrow)} {tomorrow.seconds:.0f} {tomorrow.made > NOW} {lines}".encode().decode()


def _keep_cart(folder: Path) -> None:
    Shelves(folder).keep_cart(CART, b"flac")


SLIP = f"carts/{PRINT[:2]}/{PRINT}.json"
FILES = (
    OurFile("stopped.json", lambda f: Latch(f).set("có đám tang", NOW), _stop,
            "đang có lệnh dừng phát: không đọc được lý do None"),
    OurFile("clock-confirmed.json", _write_a_line, lambda f: believable(f / "as-run.sqlite3"), NOW),
    OurFile("bulletins.json", lambda f: Bulletins(f).add(BULLETIN), _bulletins, 1),
    OurFile("loudspeaker.json", _hold, _refused, "Đang có phiên khác giữ loa (chưa rõ)."),
    OurFile("as-run.on-air",
            lambda f: OnAirMark(f / "as-run.sqlite3").set(Mark(cue="c", attempt=1, frames=2, started=NOW)),
            _mark, None),
    OurFile("journal/tomorrow.json", lambda f: keep(f, TOMORROW), _tomorrow, None),
    OurFile("control.json", lambda f: write_whole(f / "control.json", b'{"port": 1, "secret": "x"}'),
            lambda f: ask(f, {"do": "status"}), None),
    OurFile(SLIP, _keep_cart, lambda f: Shelves(f).cart(PRINT), None),
)  # fmt: skip
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "list": lambda _: b"[]",
    "number": lambda _: b"5",
    "null": lambda _: b"null",
    "nothing": lambda _: b"",
    "deep lists": lambda _: b"[" * 100_000,
    "deep objects": lambda _: b'{"reason":' * 100_000,
    "truncated": lambda whole: whole[:-2],
    "half a character": lambda whole: whole[:-2] + "ạ".encode()[:-1],
    "half a surrogate": lambda whole: whole.replace(b"{", rb'{"\ud800": "\udfff", '),
    "huge": lambda whole: whole + b" " * 20_000_000,
    "a long number": lambda _: b"9" * 10_000,
}
WRONG = ([], [[]], {}, {"x": "x"}, None, True, 5, -1, 1e308, "x", "", "\ud800", "9999-12-31T23:59:59+00:00",
         "0001-01-01T00:00:00+07:00", "0001-01-01T00:00:00", float("nan"), float("inf"))  # fmt: skip


@pytest.fixture(params=FILES, ids=lambda one: Path(one.place).name.removeprefix(str(PRINT)))
def ours(request: pytest.FixtureRequest, tmp_path: Path) -> OurFile:
    one: OurFile = request.param
    one.write(tmp_path)
    return one


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_of_ours_that_is_damaged_is_read_as_nothing(ours: OurFile, damage: str, tmp_path: Path) -> None:
    path = tmp_path / ours.place
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    assert ours.read(tmp_path) == ours.unread


def test_a_whole_one_is_read_as_more_than_nothing(ours: OurFile, tmp_path: Path) -> None:
    """The negative control; a player that is gone answers nobody, whatever its file says."""
    assert ours.place == "control.json" or ours.read(tmp_path) != ours.unread


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_field_of_another_type_raises_nothing_past_whoever_reads(
    ours: OurFile, wrong: object, tmp_path: Path
) -> None:
    path = tmp_path / ours.place
    whole = json.loads(path.read_bytes())
    first = whole[0] if isinstance(whole, list) else whole
    for name in first:
        damaged = {**first, name: wrong}
        path.write_text(json.dumps([damaged] if isinstance(whole, list) else damaged), encoding="utf-8")
        ours.read(tmp_path)
        if not path.exists():  # set aside
            ours.write(tmp_path)
    for name in first:
        path.parent.mkdir(parents=True, exist_ok=True)
        less = {key: value for key, value in first.items() if key != name}
        path.write_text(json.dumps([less] if isinstance(whole, list) else less), encoding="utf-8")
        ours.read(tmp_path)
