"""`broadcast announce` beside a player that would not air the bulletin: told at once, with the reason."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import Result, run, run_here
from stand_ins.live import in_seconds, live_ward
from stand_ins.on_duty import on_duty
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.programme.model import CueId
from broadcast.programme.onair import OnAirPart, Sounding, sounding_fields
from broadcast.programme.settings import ScriptId

NOON = MONDAY_0630.replace(hour=12, minute=0)
LEVELS = ("thuong", "uu-tien", "khan-cap")


def test_what_the_player_refuses_is_told_in_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcast.playout.control.duty._MOST_WAITING", 1)
    home = live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0})
    with on_duty(home, {}) as duty:
        taken = run("--home", home, "announce", "chung/a", "--by", "An", "--expires", "2h")
        refused = run("--home", home, "announce", "chung/a", "--by", "An", "--expires", "2h")
    assert refused.code == 2
    assert "đã có 1 bản tin đang chờ" in refused.stderr
    assert taken.code == 0
    assert duty.waiting() is not None


# --- what the airtime rules would make the player throw away ---


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward that may speak until 07:30, fifteen seconds at the most."""
    some = PLAYLIST.replace("max_session: 15m", "max_session: 15s")
    return write_ward(tmp_path_factory.mktemp("ward"), some, {"chung/treo-co": "Mời bà con treo cờ."})


def _announced(home: Path, now: datetime, *words: str, doubt: str | None = None) -> tuple[Result, bool]:
    """What it says beside a player whose clock shows that moment; and whether a bulletin waits there then."""
    (home / "journal" / "bulletins.json").unlink(missing_ok=True)
    with on_duty(home, {"now": now.isoformat(), "doubt": doubt, "on_air": None}) as duty:
        result = run_here("--home", home, "announce", "chung/treo-co", "--by", "An", *words)
        return result, duty.waiting() is not None


@pytest.mark.parametrize("level", LEVELS)
def test_a_bulletin_outside_the_hours_is_refused_and_not_said_to_be_handed_over(home: Path, level: str) -> None:
    """It would not wait for the hours, also where they come before it expires: playout gives it up at once."""
    result, waits = _announced(home, NOON, "--level", level, "--expires", "6h")
    assert (result.code, waits) == (3, False), result
    assert "12:00 nằm ngoài khung giờ" in result.stderr
    assert "hàng chờ" not in result.stdout
    assert ("--reason" if level == "khan-cap" else "chạy lại lệnh này") in result.stderr


@pytest.mark.parametrize("level", LEVELS)
def test_a_bulletin_repeated_beyond_the_longest_session_is_refused(home: Path, level: str) -> None:
    result, waits = _announced(home, MONDAY_0630, "--level", level, "--times", "10")
    assert (result.code, waits) == (3, False), result
    assert "quá mức tối đa 15 giây" in result.stderr
    assert ("--reason" if level == "khan-cap" else "--times") in result.stderr


def test_a_bulletin_that_would_last_beyond_the_hours_is_refused(home: Path) -> None:
    result, waits = _announced(home, MONDAY_0630.replace(hour=7, minute=29, second=59))
    assert (result.code, waits) == (3, False), result
    assert "kéo quá 07:30" in result.stderr


@pytest.mark.parametrize("level", LEVELS)
def test_a_bulletin_that_the_rules_allow_is_handed_over(home: Path, level: str) -> None:
    """The control."""
    result, waits = _announced(home, MONDAY_0630, "--level", level)
    assert (result.code, waits) == (0, True), result
    assert "đã vào hàng chờ" in result.stdout
    when = {"thuong": "khi loa rảnh", "uu-tien": "hoặc sau bài đang phát", "khan-cap": "ngắt cả bài đang phát"}
    assert when[level] in result.stdout


def test_repetitions_that_the_rules_will_not_allow_are_told_where_others_may_air(home: Path) -> None:
    at_six = MONDAY_0630.replace(minute=0)
    result, waits = _announced(home, at_six, "--every", "30m", "--times", "5")
    assert (result.code, waits) == (0, True), result
    assert "2 trên 5 lần rơi vào lúc không được phát, sẽ bỏ qua: 07:30 06/10, 08:00 06/10" in result.stderr


def test_repetitions_none_of_which_the_rules_allow_are_refused(home: Path) -> None:
    result, waits = _announced(home, NOON, "--every", "30m", "--times", "5")
    assert (result.code, waits) == (3, False), result
    assert "12:00 nằm ngoài khung giờ" in result.stderr


def test_an_emergency_with_a_reason_is_handed_over_whatever_the_rules_say(home: Path) -> None:
    words = ("--level", "khan-cap", "--reason", "vỡ đê", "--times", "10")
    result, waits = _announced(home, NOON + timedelta(hours=2), *words)
    assert (result.code, waits) == (0, True), result


def test_while_the_player_doubts_its_clock_no_hour_is_held_against_a_bulletin(home: Path) -> None:
    result, waits = _announced(home, NOON, "--level", "thuong", doubt="giờ máy vừa bị chỉnh")
    assert (result.code, waits) == (0, True), result


# --- what would be over before its turn comes ---


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ward of fifteen minutes' sessions, with scripts that no session would air today."""
    home = write_ward(tmp_path_factory.mktemp("busy"), PLAYLIST, {"chung/treo-co": "Mời bà con treo cờ."})
    for name, header in (
        ("nhap", {"draft": "true"}),
        ("cu", {"until": "2025-10-01"}),
        ("sau", {"from": "2099-01-01"}),
    ):
        path = home / "scripts" / "chung" / f"{name}.md"
        path.write_text(script_text(name, "Mời bà con.", **header), encoding="utf-8")
    return home


def _while_sounding(home: Path, now: datetime, *words: str, script: str = "chung/treo-co") -> tuple[Result, bool]:
    """What it says while a piece sounds for 20 s more, and its programme for five minutes."""
    (home / "journal" / "bulletins.json").unlink(missing_ok=True)
    sounding = sounding_fields(
        Sounding(
            part=OnAirPart.CUE, session="a", session_name="Sáng", cue=CueId("x"), script=ScriptId("x"),
            title="X", seconds=0, of_seconds=20, programme_seconds_left=300, device="loa",
        )
    )  # fmt: skip
    with on_duty(home, {"now": now.isoformat(), "doubt": None, "sounding": sounding}) as duty:
        result = run_here("--home", home, "announce", script, "--by", "An", *words)
        return result, duty.waiting() is not None


END = MONDAY_0630.replace(hour=7, minute=28)


@pytest.mark.parametrize(
    ("level", "expires", "now", "told"),
    [
        ("thuong", "1m", MONDAY_0630, "Loa còn bận đến 06:35:00, mà bản tin hết hạn lúc 06:31:00"),
        ("uu-tien", "10s", MONDAY_0630, "Loa còn bận đến 06:30:20"),
        ("thuong", "2h", END, "07:33 nằm ngoài khung giờ"),
        ("uu-tien", "2h", END.replace(minute=29, second=45), "07:30 nằm ngoài khung giờ"),
        ("thuong", "6m", MONDAY_0630, None),
        ("uu-tien", "30s", MONDAY_0630, None),
        ("uu-tien", "2h", END, None),
        ("khan-cap", "10s", MONDAY_0630, None),
        ("khan-cap", "2h", END.replace(minute=29, second=30), None),
    ],
)
def test_a_bulletin_that_will_be_over_before_the_loudspeaker_is_free_is_refused(
    busy: Path, level: str, expires: str, now: datetime, told: str | None
) -> None:
    result, waits = _while_sounding(busy, now, "--level", level, "--expires", expires)
    assert (result.code, waits) == ((0, True) if told is None else (3, False)), result
    assert told is None or told in result.stderr


@pytest.mark.parametrize(
    ("level", "second", "taken"), [("thuong", 40, False), ("uu-tien", 40, True), ("thuong", 0, True)]
)
def test_a_usual_bulletin_that_a_session_pushes_beyond_the_hours_is_refused(
    tmp_path: Path, level: str, second: int, taken: bool
) -> None:
    """It would not be over before the session of 18:29, and not before 18:30 behind it."""
    late = PLAYLIST.replace("at: 17:00", "at: 18:29")
    body = "Mời bà con treo cờ, quét dọn ngõ xóm, chăm sóc cây xanh. " * 6
    home = write_ward(tmp_path, late, {"chung/treo-co": body})
    now = MONDAY_0630.replace(hour=18, minute=28, second=second)
    result, waits = _announced(home, now, "--level", level, "--expires", "1h")
    assert (result.code, waits) == ((0, True) if taken else (3, False)), result
    assert taken or "kéo quá 18:30" in result.stderr


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("script", "told", "airs"),
    [
        ("chung/nhap", "bản nháp, chưa cho phát", False),
        ("chung/cu", "đã hết hạn, chỉ phát đến ngày 01/10/2025; bản tin vẫn phát", True),
        ("chung/sau", "chưa đến hạn, phát từ ngày 01/01/2099; bản tin vẫn phát", True),
    ],
)
def test_a_draft_is_no_bulletin_and_a_script_out_of_its_days_is_told(
    busy: Path, level: str, script: str, told: str, airs: bool
) -> None:
    result, waits = _while_sounding(busy, MONDAY_0630, "--level", level, script=script)
    assert (result.code, waits) == ((0, True) if airs else (3, False)), result
    assert told in result.stderr
