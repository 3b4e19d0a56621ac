"""What the player says of itself in a file: how often, how long it is believed, and who needs it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.live import ZONE, now
from stand_ins.wards import write_ward

from broadcast.playout.control.lock import LOUDSPEAKER, holding
from broadcast.station.lifesign import SignsOfLife, last_sign, may_ask

SOUNDING = {
    "part": "cue", "session": "2025-10-06/sang", "session_name": "Buổi sáng",
    "cue": "2025-10-06/sang/chung/treo-co",
    "script": "chung/treo-co", "title": "Treo cờ", "seconds": 1.0, "of_seconds": 9.0, "seconds_left": 8.0,
    "programme_seconds_left": 20.0, "device": "loa", "still_seconds": 0.1,
}  # fmt: skip


def _report(at: datetime, sounding: object = None) -> dict[str, object]:
    return {"now": at.isoformat(), "sounding": sounding, "doubt": None, "device": None, "log": None}


def test_a_sign_comes_each_second_on_air_seldom_else_and_at_once_where_that_changes(tmp_path: Path) -> None:
    time_s, sounding, written = 0.0, None, []
    signs = SignsOfLife(tmp_path, lambda: time_s, lambda: _report(now(), sounding))
    file = tmp_path / "player.json"
    for step in range(80):  # ten seconds idle, ten on air
        time_s = step / 4
        sounding = SOUNDING if step >= 40 else None
        signs.beat()
        if file.exists():
            written.append(time_s)
            file.unlink()
    assert written == [0.0, *(float(second) for second in range(10, 20))]
    signs.end()


def test_a_sign_is_believed_as_long_as_the_next_one_is_not_overdue(tmp_path: Path) -> None:
    at = now()
    SignsOfLife(tmp_path, lambda: 0.0, lambda: _report(at, SOUNDING)).beat()
    sign = last_sign(tmp_path)
    assert sign is not None
    assert [sign.is_fresh(at + timedelta(seconds=age)) for age in (0, 2, 4)] == [True, True, False]
    assert sign.report["sounding"] == SOUNDING


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"now": 3, "next_s": 1.0}', '{"now": "2025-10-06T06:30:00"}']
)
def test_a_sign_that_cannot_be_read_is_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "player.json").write_text(content, encoding="utf-8")
    assert last_sign(tmp_path) is None
    assert may_ask(tmp_path)


def _held(home: Path, age_s: float, monkeypatch: pytest.MonkeyPatch, *, same_account: bool) -> tuple[str, dict]:
    at = now() - timedelta(seconds=age_s)
    monkeypatch.setattr("broadcast.station.remote.may_ask", lambda _: same_account)
    with holding(home / "journal", LOUDSPEAKER, datetime(2025, 10, 6, tzinfo=ZONE)):
        SignsOfLife(home / "journal", lambda: 0.0, lambda: _report(at, SOUNDING)).beat()
        return (
            run_here("--home", home, "status").stdout,
            json.loads(run_here("--home", home, "status", "--json").stdout),
        )


def test_an_account_that_may_not_ask_sees_what_sounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen, fields = _held(write_ward(tmp_path / "ward"), 0.5, monkeypatch, same_account=False)
    assert screen.startswith("● ĐANG PHÁT Treo cờ · Buổi sáng · ra “loa” · còn 0:08, cả buổi còn 0:20")
    assert (fields["running"], fields["frozen"], fields["on_air"]) == (True, False, True)


@pytest.mark.parametrize(("age_s", "same_account"), [(30, False), (0.5, True)])
def test_a_sign_that_is_old_or_of_a_player_that_should_answer_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age_s: float, same_account: bool
) -> None:
    screen, fields = _held(write_ward(tmp_path / "ward"), age_s, monkeypatch, same_account=same_account)
    assert "không trả lời" in screen
    assert "lần cuối còn thấy" in screen
    assert (fields["running"], fields["frozen"], fields["on_air"]) == (False, True, False)
