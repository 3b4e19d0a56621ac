"""`broadcast bulletins`, and `resume` beside bulletins that wait: with a player, and from the folder alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.live import in_seconds, live_ward, now
from stand_ins.on_duty import on_duty

from broadcast.playout.control.latch import Latch
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import Fingerprint
from broadcast.programme.settings import ScriptId
from broadcast.station import bulletins
from broadcast.station.deeds import deeds
from broadcast.station.readable import read_what_can_be


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0})


@pytest.fixture(params=["player", "folder"])
def waiting(home: Path, request: pytest.FixtureRequest) -> Iterator[Bulletins]:
    """Two that wait, number 1 a usual one and number 2 an hourly emergency; held by a player, or by their file."""
    moment = now()
    usual = Bulletin(
        id=f"{moment:%Y-%m-%d}/thuong.000000001", script=ScriptId("ban-tin/thuong"), by="Hoa", times=1,
        fingerprint=Fingerprint("f" * 64), urgency=Urgency.USUAL, expires=moment + timedelta(hours=2),
        title="Mời bà con ra nhận gạo…", taken=moment - timedelta(minutes=5),
    )  # fmt: skip
    hourly = replace(
        usual, id=usual.id + "2", urgency=Urgency.EMERGENCY, by="An", times=5, due=moment,
        every=timedelta(hours=1), title="Bão gần bờ",
    )  # fmt: skip
    if request.param == "player":
        with on_duty(home, {"now": moment.isoformat(), "doubt": None, "on_air": None}) as duty:
            for one in (usual, hourly):
                duty._bulletins.add(one)
            yield duty._bulletins
    else:
        board = Bulletins(home / "journal")
        (home / "journal").mkdir(exist_ok=True)
        for one in (usual, hourly):
            board.add(one)
        yield board


def _bulletins(home: Path, *words: object) -> Result:
    return run_here("--home", home, "bulletins", *words)


def _left(home: Path) -> list[tuple[int, bool]]:
    """The number of each that waits on the disk, and whether it is held."""
    return [(one.serial, one.held) for one in Bulletins(home / "journal")]


def _notes(home: Path) -> list[str]:
    return [one["what"] for one in json.loads(run_here("--home", home, "log", "--json").stdout)["notes"]]


@pytest.mark.usefixtures("waiting")
def test_the_list_tells_what_waits_how_often_and_whose_it_is(home: Path) -> None:
    shown = _bulletins(home).stdout
    assert shown.index("bản tin khẩn cấp “Bão gần bờ”") < shown.index("bản tin thường “Mời bà con ra nhận gạo…”")
    assert "lần 1 trên 5, cách nhau 1 giờ" in shown
    assert "người cho phát: Hoa" in shown
    listed = json.loads(_bulletins(home, "--json").stdout)
    assert listed["schema"] == "broadcast.bulletins/1"
    assert [(one["number"], one["level"], one["every_s"]) for one in listed["bulletins"]] == [
        (2, "khan-cap", 3600.0), (1, "thuong", None),
    ]  # fmt: skip


@pytest.mark.usefixtures("waiting")
def test_one_is_cancelled_by_its_number_and_the_log_says_by_whom_and_why(home: Path) -> None:
    result = _bulletins(home, "cancel", "1", "--by", "Hoa", "--reason", "gõ nhầm")
    assert result.code == 0, result
    assert _left(home) == [(2, False)]
    (note,) = _notes(home)
    assert "Mời bà con ra nhận gạo…" in note
    assert "người huỷ: Hoa, lý do: gõ nhầm" in note
    assert _bulletins(home, "cancel", "all", "--by", "Hoa").code == 0
    assert _left(home) == []
    assert "Không có bản tin nào đang chờ" in _bulletins(home).stdout


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("words", [("cancel", "1"), ("cancel", "--by", "An"), ("cancel", "9", "--by", "An"),
                                   ("cancel", "một", "--by", "An"), ("huỷ",), ("release", "9"),
                                   ("release", "9" * 5000), ("release", "-1"), ("release", "1e0")])  # fmt: skip
def test_a_cancel_that_is_not_clear_cancels_nothing(home: Path, words: tuple[str, ...]) -> None:
    assert _bulletins(home, *words).code == 2
    assert len(_left(home)) == 2


def test_one_that_sounds_is_shown_so(home: Path) -> None:
    with on_duty(home) as duty:
        for number in (1, 2):
            duty._bulletins.add(
                Bulletin(
                    id=f"2025-10-06/thuong.{number}", script=ScriptId("a"), by="An", times=2, title="Tin",
                    fingerprint=Fingerprint("f" * 64), urgency=Urgency.USUAL, expires=now() + timedelta(hours=1),
                )
            )  # fmt: skip
        duty.status = lambda: {"on_air": "2025-10-06/thuong.2/a/lan-1"}
        listed = json.loads(_bulletins(home, "--json").stdout)["bulletins"]
        assert [one["sounding"] for one in listed] == [False, True]
        assert "ĐANG PHÁT" in _bulletins(home).stdout.splitlines()[3]


# --- after a stop ---


@pytest.mark.usefixtures("waiting")
def test_resume_names_what_waits_and_holds_it_where_nobody_can_be_asked(home: Path) -> None:
    assert run_here("--home", home, "stop", "-m", "thử").code == 0
    result = run_here("--home", home, "resume")
    assert result.code == 0, result
    assert "“Bão gần bờ”" in result.stdout
    assert "giao lúc" in result.stdout
    assert "GIỮ LẠI" in result.stdout
    assert Latch(home / "journal").read() is None
    assert _left(home) == [(2, True), (1, True)]
    released = _bulletins(home, "release", "2")
    assert "Cho phát tiếp số 2" in released.stdout
    assert _left(home) == [(2, False), (1, True)]


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(
    ("choice", "left"), [("keep", [(2, False), (1, False)]), ("drop", [])], ids=["keep", "drop"]
)
def test_resume_airs_or_drops_what_waits_where_it_is_told(
    home: Path, choice: str, left: list[tuple[int, bool]]
) -> None:
    run_here("--home", home, "stop", "-m", "thử")
    assert run_here("--home", home, "resume", "--bulletins", choice).code == 0
    assert Latch(home / "journal").read() is None
    assert _left(home) == left


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(("typed", "held"), [("y", False), ("n", True), ("", True)])
def test_at_a_terminal_resume_asks(home: Path, typed: str, held: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcast.cli.resuming.on_a_terminal", lambda: True)
    run_here("--home", home, "stop", "-m", "thử")
    result = run_here("--home", home, "resume", stdin=f"{typed}\n")
    assert "Phát các bản tin này?" in result.stderr
    assert _left(home) == [(2, held), (1, held)]


@pytest.mark.usefixtures("waiting")
def test_without_a_stop_resume_lets_those_that_wait_alone(home: Path) -> None:
    """The negative control."""
    assert "Không có lệnh dừng" in run_here("--home", home, "resume").stdout
    assert _left(home) == [(2, False), (1, False)]


def test_a_player_that_starts_during_a_stop_holds_what_waited(home: Path) -> None:
    Bulletins(home / "journal")
    run_here("--home", home, "stop", "-m", "thử")
    Bulletins(home / "journal").add(
        Bulletin(
            id="2025-10-06/thuong.1", script=ScriptId("a"), by="An", times=1, fingerprint=Fingerprint("f" * 64),
            urgency=Urgency.USUAL, expires=now() + timedelta(hours=1),
        )
    )  # fmt: skip
    with on_duty(home):
        assert _left(home) == [(1, True)]


@pytest.mark.usefixtures("waiting")
def test_who_has_held_and_released_them_stands_in_the_record(home: Path) -> None:
    seen = read_what_can_be(home)
    bulletins.hold(seen, {1}, by="Lan")
    bulletins.release(seen, {1}, by="Hùng")
    today = seen.clock.now().date()
    assert [(one.code, one.by, str(one.what[0])) for one in deeds(home, today, today)] == [
        ("bulletin_released", "Hùng", "cho phát tiếp bản tin thường “Mời bà con ra nhận gạo…” số 1"),
        ("bulletin_held", "Lan", "giữ lại bản tin thường “Mời bà con ra nhận gạo…” số 1"),
    ]
