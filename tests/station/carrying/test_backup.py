"""The station in one file: taken beside a player; on another PC it goes on, and airs nothing twice."""

import hashlib
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import run_here
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.wards import script_text, write_ward

from broadcast.base.errors import BroadcastError, DiskError, LoudspeakerTaken, UsageRefused, WardError
from broadcast.playout.control.latch import Latch
from broadcast.playout.events import Settled
from broadcast.programme.model import Outcome, Part
from broadcast.programme.released import Act, Contents, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.record.verified import verify
from broadcast.station.carrying import backup as backups
from broadcast.station.carrying import restore as restores
from broadcast.station.carrying.backup import back_up
from broadcast.station.carrying.backupslip import SLIP
from broadcast.station.carrying.restore import Restored, restore
from broadcast.station.overview import journal_path, look_at
from broadcast.station.player import holding_loudspeaker
from broadcast.station.releases import Releases
from broadcast.station.service import serve

MONDAY = date(2025, 10, 6)
PLAYLIST = """\
station: {name: Đài phường Thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-cn, grace: 15m, play: [chung/mot, chung/hai, chung/ba]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-cn, grace: 15m, play: [chung/bon]}
airtime: {allowed: [05:30-07:30, 16:30-18:30], days: t2-cn, max_session: 15m, max_sessions: 2}
voice: {engines: [espeak]}
"""
SCRIPTS = dict.fromkeys(("chung/mot", "chung/hai", "chung/ba", "chung/bon"), "")
SCRIPTS = {id_: f"Kính thưa bà con. Đây là bài {id_.split('/')[1]}." for id_ in SCRIPTS}


class Watching:
    """Whoever watches the service: counts what was aired and what was spoken."""

    def __init__(self) -> None:
        self.aired: list[str] = []
        self.spoken = 0

    def loaded(self, *_: object) -> None: ...
    def kept(self, *_: object) -> None: ...
    def chore_failed(self, *_: object) -> None: ...
    def dealt(self, *_: object) -> None: ...
    def rehearsed(self, *_: object) -> None: ...
    def progress(self, *_: object) -> None:
        self.spoken += 1

    def __call__(self, event: object) -> None:
        if isinstance(event, Settled) and event.outcome is Outcome.AIRED:
            self.aired.append(str(event.cue.id))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "may-cu", PLAYLIST, SCRIPTS)


@contextmanager
def _on_air(home: Path, start: timedelta, watching: Watching) -> Iterator[None]:
    """The service of the folder, four times as fast as the clock, from so long after half past six."""
    clock, over = FastClock(MONDAY_0630 + start, 4), threading.Event()
    service = threading.Thread(
        target=lambda: serve(
            home, device=None, watching=watching, wanted=lambda: not over.is_set(),
            made=lambda place: fast_station(place, clock), sounding_on=paced,
        )
    )  # fmt: skip
    service.start()
    try:
        yield
    finally:
        over.set()
        service.join()


def _wait(until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def _restored(path: Path, home: Path) -> Restored:
    return restore(path, lambda _: home, lambda _: False)


def _everything(home: Path) -> dict[str, bytes]:
    return {one.relative_to(home).as_posix(): one.read_bytes() for one in sorted(home.rglob("*")) if one.is_file()}


NEEDS_POSIX = pytest.mark.skipif(os.name == "nt", reason="needs modes, links and names of POSIX")

# --- the whole story ---


@pytest.mark.slow
def test_a_spare_pc_goes_on_where_the_first_one_was_and_airs_nothing_again(home: Path, tmp_path: Path) -> None:
    """Backed up while the second announcement sounds, restored under another umask, on air from the file alone."""
    assert run_here("--home", home, "build").code == 0
    old, stick, new = Watching(), tmp_path / "sao-luu.zip", tmp_path / "may-moi"
    with _on_air(home, timedelta(seconds=-3), old):
        _wait(lambda: len(old.aired) >= 1)
        done = back_up(home, stick)
        aired_before = tuple(old.aired)
    assert done.lacking == ()
    umask = os.umask(0o077)
    try:
        restored = _restored(stick, new)
    finally:
        os.umask(umask)
    assert verify(new / "journal").broken is None
    spare = Watching()
    with _on_air(new, timedelta(minutes=1), spare):
        _wait(lambda: sum(one.startswith("2025-10-06/sang/") for one in (*aired_before, *spare.aired)) == 3)
    with _on_air(new, timedelta(hours=10, minutes=29, seconds=57), spare):
        _wait(lambda: "2025-10-06/chieu/chung/bon" in spare.aired)
    assert not set(aired_before) & set(spare.aired)
    assert spare.spoken == 0  # the sounds came along
    with Journal(new / "journal" / "as-run.sqlite3") as journal:
        assert "dựng lại trên máy này từ bản sao lưu sao-luu.zip" in str(journal.notes())
    assert verify(new / "journal").broken is None
    told = run_here("--home", new, "doctor", "--json")
    assert '"schema": "broadcast.doctor/1"' in told.stdout
    assert run_here("--home", new, "today", "--date", "06/10/2025").code == 0
    assert restored.aside is None


# --- what is in it, and what is not ---


@pytest.mark.parametrize(
    "held",
    [
        b"thu\n" * 30_000 + b"-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n".encode("utf-16"),
        b"PuTTY-User-Key-File-3: ssh-ed25519\n",
        b"# created: 2025\nAGE-SECRET-KEY-1QQQ\n",
    ],
)
def test_a_key_is_known_wherever_in_a_file_it_stands_and_however_it_was_saved(
    home: Path, tmp_path: Path, held: bytes
) -> None:
    (home / "scripts" / "chung" / "thu.txt").write_bytes(held)
    done = back_up(home, tmp_path / "a.zip")
    assert "scripts/chung/thu.txt" not in {one.name for one in done.backup.files}
    assert any("thu.txt là khoá riêng" in str(one) for one in done.lacking)


@NEEDS_POSIX
def test_what_nobody_can_make_again_is_in_it_and_no_key_lock_or_bulletin(home: Path, tmp_path: Path) -> None:
    (home / "lexicon.yaml").write_text("UBND: ủy ban nhân dân\n", encoding="utf-8")
    (home / "takes").mkdir()
    (home / "takes" / "a.json").write_text("{}")
    journal = home / "journal"
    with Journal(journal / "as-run.sqlite3") as log:
        log.note("một dòng", MONDAY_0630)
    Latch(journal).set("mất điện", MONDAY_0630)
    for name in ("loudspeaker.lock", "control.json", "player.json", "bulletins.json", "reserve", "station.key"):
        (journal / name).write_text("x")
    (journal / "cosigners").write_text("x")
    (journal / "cosigned").mkdir()
    (journal / "cosigned" / "dai-khac.txt").write_text("x")
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n"
    (home / "scripts" / "chung" / "khoa.md").write_text(key)
    (home / "scripts" / "lien-ket.md").symlink_to("/etc/passwd")
    done = back_up(home, tmp_path / "a.zip")
    names = {one.name for one in done.backup.files}
    assert names == {
        "playlist.yaml", "lexicon.yaml", "takes/a.json", *(f"scripts/{id_}.md" for id_ in SCRIPTS),
        "journal/as-run.sqlite3", "journal/as-run.sqlite3.head", "journal/stopped.json",
        "journal/cosigners", "journal/cosigned/dai-khac.txt",
    }  # fmt: skip
    assert [str(one) for one in done.lacking if "khoa.md" in str(one) or "lien-ket.md" in str(one)] == [
        "scripts/chung/khoa.md là khoá riêng, không bao giờ cho vào bản sao lưu",
        "scripts/lien-ket.md là đường dẫn tắt; chép tệp thật vào rồi sao lưu lại",
    ]
    assert b"PRIVATE KEY" not in (tmp_path / "a.zip").read_bytes()


@NEEDS_POSIX
def test_a_name_that_not_every_machine_takes_is_told_and_the_rest_can_be_restored(
    home: Path, tmp_path: Path
) -> None:
    for name in ("hai: ba.md", "con.md", "MOT.md", "cuối .md ", "x\\y.md"):
        (home / "scripts" / "chung" / name).write_text("x")
    (Path(os.fsdecode(os.fsencode(home / "scripts") + b"/\xff.md"))).write_text("x")
    done = back_up(home, tmp_path / "a.zip")
    told = [str(one) for one in done.lacking if "không dùng được trên mọi máy" in str(one)]
    assert len(told) == 6
    _restored(tmp_path / "a.zip", tmp_path / "moi")


def test_a_stop_holds_on_the_spare_pc_too(home: Path, tmp_path: Path) -> None:
    Latch(home / "journal").set("họp khẩn", MONDAY_0630)
    assert run_here("--home", home, "backup", tmp_path / "a.zip").code == 0
    told = run_here("restore", tmp_path / "a.zip", tmp_path / "moi")
    assert told.code == 0
    assert "Lệnh dừng của máy cũ vẫn giữ (họp khẩn)" in told.stdout
    assert Latch(tmp_path / "moi" / "journal").read() is not None


@NEEDS_POSIX
def test_what_only_its_owner_could_read_only_its_owner_can_read_on_the_spare_pc(
    home: Path, tmp_path: Path
) -> None:
    (home / "playlist.yaml").chmod(0o600)
    back_up(home, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o600
    _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert (tmp_path / "moi" / "playlist.yaml").stat().st_mode & 0o777 == 0o600


def test_a_ward_with_a_fault_is_backed_up_as_it_is_and_told(home: Path, tmp_path: Path) -> None:
    (home / "playlist.yaml").write_text("sessions: [", encoding="utf-8")
    told = run_here("--home", home, "backup", tmp_path / "a.zip")
    assert told.code == 4
    assert "tệp của phường đang có lỗi" in told.stderr
    _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert (tmp_path / "moi" / "playlist.yaml").read_text(encoding="utf-8") == "sessions: ["


def test_a_folder_that_is_no_wards_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(WardError):
        back_up(tmp_path, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


# --- what is refused ---


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    back_up(write_ward(folder / "may-cu", PLAYLIST, SCRIPTS), folder / "a.zip")
    return (folder / "a.zip").read_bytes()


def _made_up(path: Path, files: dict[str, bytes], **slip: object) -> None:
    """A backup on purpose: these files, and a slip that fits them but for what is told otherwise."""
    members = [
        {"name": name, "size": len(held), "sha256": hashlib.sha256(held).hexdigest(), "is_private": False}
        for name, held in files.items()
    ]
    told = {"format": 1, "station": "Đài", "written": "2025-10-06T06:30:00+07:00", "lines": 0, "files": members}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
        archive.writestr(SLIP, json.dumps({**told, **slip}))


ODD_NAMES = ("../ngoai.yaml", "/etc/ngoai", "a/../../b", "C:/x", "a\\b", "a//b", "con.md", "./a", "a/.", "x.")
NEVER_HELD = ("station.key", "bulletins.json", "as-run.sqlite3-wal", "cosigned/a/b.txt", "loudspeaker.lock")


@pytest.mark.parametrize("name", [f"{folder}/{one}" for one in NEVER_HELD for folder in ("journal", "Journal")])
def test_a_backup_brings_nothing_into_the_record_that_ours_never_hold(tmp_path: Path, name: str) -> None:
    """A bulletin that waits in it would be read out as soon as the spare PC runs."""
    _made_up(tmp_path / "a.zip", {"playlist.yaml": b"x", name: b"y"})
    with pytest.raises(WardError, match="không đài nào có"):
        _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert not (tmp_path / "moi").exists()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_no_name_of_a_backup_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    _made_up(tmp_path / "a.zip", {"playlist.yaml": b"x", name: b"y"})
    before = _everything(tmp_path)
    with pytest.raises(WardError, match="không đài nào có"):
        _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert _everything(tmp_path) == before


def test_a_foreign_a_newer_and_a_swollen_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("playlist.yaml", "x")
    with pytest.raises(WardError, match="không phải bản sao lưu"):
        _restored(path, tmp_path / "moi")
    path.write_bytes(b"khong phai zip")
    with pytest.raises(WardError, match="không phải bản sao lưu"):
        _restored(path, tmp_path / "moi")
    _made_up(path, {"playlist.yaml": b"x"}, format=2)
    with pytest.raises(WardError, match="mới hơn"):
        _restored(path, tmp_path / "moi")
    _made_up(path, {"playlist.yaml": bytes(20_000_000)})
    with pytest.raises(WardError, match="lớn bất thường"):
        _restored(path, tmp_path / "moi")
    _made_up(path, {"playlist.yaml": b"x", "PLAYLIST.yaml": b"y"})
    with pytest.raises(WardError, match="không đài nào có"):
        _restored(path, tmp_path / "moi")
    assert not (tmp_path / "moi").exists()


@pytest.mark.parametrize("at", range(0, 100, 4))
def test_one_byte_that_is_another_restores_nothing(whole: bytes, tmp_path: Path, at: int) -> None:
    """Where a byte of a zip says nothing to anybody (a moment, say), what comes out is what went in."""
    content = bytearray(whole)
    place = len(content) * at // 100
    content[place] ^= 0x20
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.zip").write_bytes(whole)
    good = _restored(tmp_path / "b.zip", tmp_path / "dung").home
    try:
        found = _restored(tmp_path / "a.zip", tmp_path / "moi").home
    except BroadcastError:
        assert [one.name for one in tmp_path.iterdir() if "moi" in one.name] == []
        return
    of_the_ward = {name: held for name, held in _everything(good).items() if not name.startswith("journal/")}
    assert of_the_ward.items() <= _everything(found).items()


@pytest.mark.parametrize("part", [0, 10, 50, 99])
def test_a_backup_that_was_copied_in_part_restores_nothing(whole: bytes, tmp_path: Path, part: int) -> None:
    (tmp_path / "a.zip").write_bytes(whole[: len(whole) * part // 100])
    with pytest.raises(WardError, match="không phải bản sao lưu"):
        _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert not (tmp_path / "moi").exists()


def test_what_stands_in_the_place_is_never_lost(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(whole)
    (tmp_path / "moi").mkdir()
    (tmp_path / "moi" / "quy.txt").write_text("của tôi")
    with pytest.raises(UsageRefused):
        _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert [one.name for one in (tmp_path / "moi").iterdir()] == ["quy.txt"]
    done = restore(tmp_path / "a.zip", lambda _: tmp_path / "moi", lambda _: True)
    assert done.aside is not None
    assert (done.aside / "quy.txt").read_text() == "của tôi"
    assert (tmp_path / "moi" / "playlist.yaml").is_file()


def test_a_folder_that_a_player_holds_is_not_replaced(whole: bytes, home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(whole)
    clock = FastClock(MONDAY_0630, 1)
    with holding_loudspeaker(fast_station(home, clock)), pytest.raises(LoudspeakerTaken):
        restore(tmp_path / "a.zip", lambda _: home, lambda _: True)


def test_an_empty_folder_is_filled_and_the_one_somebody_stands_in_is_not(
    whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(whole)
    (tmp_path / "moi").mkdir()
    monkeypatch.chdir(tmp_path / "moi")
    with pytest.raises(UsageRefused):
        _restored(tmp_path / "a.zip", Path())
    monkeypatch.chdir(tmp_path)
    assert (_restored(tmp_path / "a.zip", Path("moi")).home / "playlist.yaml").is_file()


def test_a_disk_without_room_is_told_before_anything_is_unpacked(
    whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(whole)
    monkeypatch.setattr(restores, "_LEFT_FREE", 10**18)
    with pytest.raises(DiskError, match="bản sao lưu cần"):
        _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert [one.name for one in tmp_path.iterdir() if "moi" in one.name] == []  # no lock file either


def test_without_a_folder_it_gets_the_stations_name(
    whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(whole)
    monkeypatch.chdir(tmp_path)
    told = run_here("restore", "a.zip", "--json")
    assert json.loads(told.stdout)["home"] == str(tmp_path / "dai-phuong-thu")


def test_a_log_that_does_not_fit_is_carried_as_it_is(home: Path, tmp_path: Path) -> None:
    """Whoever cut the log's tail is found on the spare PC as on the first one."""
    log = home / "journal" / "as-run.sqlite3"
    with Journal(log) as journal:
        journal.note("một", MONDAY_0630)
    (home / "journal" / "as-run.sqlite3.head").write_text(f"{9:019} {'a' * 64}\n")
    back_up(home, tmp_path / "a.zip")
    _restored(tmp_path / "a.zip", tmp_path / "moi")
    assert verify(home / "journal").broken is not None
    assert verify(tmp_path / "moi" / "journal").broken is not None


def test_a_script_that_goes_while_it_is_listed_ends_no_backup(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = backups._that_go

    def going(paths: dict[str, Path], lacking: list[object]) -> Iterator[tuple[str, Path]]:
        for name, path in was(paths, lacking):
            if name.endswith("mot.md"):
                path.unlink()
            yield name, path

    monkeypatch.setattr(backups, "_that_go", going)
    done = back_up(home, tmp_path / "a.zip")
    assert "scripts/chung/mot.md" not in {one.name for one in done.backup.files}
    _restored(tmp_path / "a.zip", tmp_path / "moi")


def test_a_recording_that_is_missing_is_told(home: Path, tmp_path: Path) -> None:
    text = script_text("Bản thu", "", recording="thu/khong-co.mp3")
    (home / "scripts" / "chung" / "thu.md").write_text(text, encoding="utf-8")
    done = back_up(home, tmp_path / "a.zip")
    assert any("khong-co.mp3" in str(one) for one in done.lacking)


def test_what_was_released_is_released_on_the_spare_pc_and_sounds_the_same(home: Path, tmp_path: Path) -> None:
    """The release is bound to the sound, to the byte: it must come along, and not be made anew."""
    with (home / "playlist.yaml").open("a", encoding="utf-8") as file:
        file.write("release: {policy: required}\n")
    assert run_here("--home", home, "build", "--days", "1").code in (0, 4)
    script, overview = ScriptId("chung/mot"), look_at(home)
    with Journal(journal_path(home)) as journal:
        contents = Releases(overview, journal).contents(script)
        assert isinstance(contents, Contents)
        act = Act(deed=Deed.RELEASED, script=script, by="Bà Lan", at=MONDAY_0630, number=0, contents=contents)
        journal.release(act, MONDAY_0630)
    back_up(home, tmp_path / "a.zip")
    spare = look_at(_restored(tmp_path / "a.zip", tmp_path / "moi").home)
    with Journal(journal_path(spare.home)) as journal:
        cart = spare.library.cart(contents.cart)
        assert cart is not None
        answer = Releases(spare, journal)(script, Part.CUE, cart, MONDAY)
    assert answer.refused is None
    assert answer.release is not None
