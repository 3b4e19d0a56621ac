"""A running service and the ward's files: what is saved is loaded; what cannot be read leaves the last good."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.wards import PLAYLIST, SCRIPTS, gone, too_deep, write_ward

from broadcast.base.errors import BroadcastError
from broadcast.station import service
from broadcast.station.last_good import read_last_good
from broadcast.station.service import serve
from broadcast.station.station import Station

SHORT = dict.fromkeys(SCRIPTS, "Xin chào bà con.")
AN_HOUR_BEFORE = MONDAY_0630 - timedelta(hours=1)


class Told:
    """Watches a service: what it loaded, and why it kept what it had."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.kept_because: list[BroadcastError] = []
        self.played: list[Station] = []

    def loaded(self, station: Station, day: date) -> None:
        self.played.append(station)
        self.titles.append(station.ward.scripts["truoc/01-mot"].title)  # type: ignore[index]

    def kept(self, error: BroadcastError) -> None:
        self.kept_because.append(error)

    def progress(self, *_: object) -> None: ...
    def chore_failed(self, *_: object) -> None: ...
    def dealt(self, *_: object) -> None: ...
    def rehearsed(self, *_: object) -> None: ...
    def __call__(self, event: object) -> None: ...


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(service, "_LOOK_EVERY_S", 0.2)
    return write_ward(tmp_path / "ward", scripts=SHORT)


def _title(home: Path, title: str) -> None:
    path = home / "scripts" / "truoc" / "01-mot.md"
    path.write_text(f"---\ntitle: {title}\n---\nXin chào bà con.\n", encoding="utf-8")


@contextmanager
def _serving(home: Path, made: Callable[[Path], Station] | None = None) -> Iterator[Told]:
    """The service in a thread of its own, an hour before the first session, until the block ends."""
    told, over, failed = Told(), threading.Event(), list[BaseException]()

    def made_fast(place: Path) -> Station:
        return fast_station(place, FastClock(AN_HOUR_BEFORE, 1))

    def work() -> None:
        try:
            serve(
                home, device=None, watching=told, wanted=lambda: not over.is_set(), made=made or made_fast,
                sounding_on=paced,
            )  # fmt: skip
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        _wait(lambda: told.played or failed)
        yield told
    finally:
        over.set()
        thread.join()
    assert failed == []


def _wait(until: Callable[[], object], patience_s: float = 20) -> None:
    end_s = time.monotonic() + patience_s
    while not until():
        assert time.monotonic() < end_s, "it did not come to that in time"
        time.sleep(0.02)


def test_a_file_saved_while_the_folder_is_being_read_is_loaded(home: Path) -> None:
    saved = []

    def made(place: Path) -> Station:
        station = fast_station(place, FastClock(AN_HOUR_BEFORE, 1))
        if not saved:  # the operator saves just after it has been read, before anybody has looked for changes
            saved.append(True)
            _title(home, "Sửa trong lúc đọc")
        return station

    with _serving(home, made) as told:
        _wait(lambda: told.titles[-1] == "Sửa trong lúc đọc")
    assert told.titles == ["Bài truoc/01-mot", "Sửa trong lúc đọc"]


def test_a_changed_file_is_loaded_once(home: Path) -> None:
    with _serving(home) as told:
        _title(home, "Mới")
        _wait(lambda: told.titles[-1] == "Mới")
        time.sleep(1)
    assert told.titles == ["Bài truoc/01-mot", "Mới"]


def _faulty(home: Path) -> None:
    (home / "playlist.yaml").write_text(PLAYLIST.replace("06:30", "77:30"), encoding="utf-8")


def _no_text(home: Path) -> None:
    (home / "playlist.yaml").write_bytes(b"\xff\xfe\x00station")


@pytest.mark.parametrize("harm", [too_deep, _faulty, _no_text, gone])
def test_files_that_cannot_be_used_leave_the_last_good_ones_and_are_told_once(
    home: Path, harm: Callable[[Path], None]
) -> None:
    with _serving(home) as told:
        harm(home)
        _wait(lambda: told.kept_because)
        time.sleep(0.7)
        assert len(told.kept_because) == 1
        assert told.played[-1].ward.playlist.station == "Đài truyền thanh phường Thử"
        (home / "playlist.yaml").write_text(PLAYLIST.replace("Thử", "Hồng Bàng"), encoding="utf-8")
        _wait(lambda: "Hồng Bàng" in told.played[-1].ward.playlist.station)


_READING, _PLANNING = "broadcast.station.overview.read_ward", "broadcast.station.service.orders"


@pytest.mark.parametrize(
    ("place", "fault"),
    [(_READING, RecursionError("too deep")), (_READING, OverflowError("too large")), (_READING, MemoryError()),
     (_READING, OSError(5, "Input/output error")), (_READING, UnicodeError("no text")),
     (_READING, AttributeError("nobody thought of it")), (_PLANNING, OverflowError("too far away"))],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else one.rpartition(".")[2],
)  # fmt: skip
def test_whatever_an_edited_file_does_to_its_reader_the_last_good_one_stays(
    home: Path, place: str, fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise fault

    with _serving(home) as told:
        with monkeypatch.context() as patch:
            patch.setattr(place, broken)
            _title(home, "Mới")
            _wait(lambda: told.kept_because)
        [why] = told.kept_because
        assert type(fault).__name__ in str(why)
        assert "Traceback" in caplog.text
        _title(home, "Mới hơn")
        _wait(lambda: told.titles[-1] == "Mới hơn")


def test_a_first_start_with_such_a_file_does_end(home: Path) -> None:
    """The control: where nothing good was read, nobody can go on with it."""
    too_deep(home)
    with pytest.raises(Exception), _serving(home):  # noqa: B017, PT011 - whatever it is
        pass


def test_the_last_good_files_are_kept_beside_the_log_and_faulty_ones_are_not(home: Path) -> None:
    with _serving(home) as told:
        _wait(lambda: (home / "journal" / "last-good.zip").exists())
        _title(home, "Mới")
        _wait(lambda: told.titles[-1] == "Mới")
        _faulty(home)
        _wait(lambda: told.kept_because)
    kept = read_last_good(home)
    assert kept is not None
    assert kept.home == home
    assert kept.title("truoc/01-mot") == "Mới"  # type: ignore[arg-type]
