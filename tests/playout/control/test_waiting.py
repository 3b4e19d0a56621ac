"""Bulletins that wait: their order, their repetitions, and that a restart loses none."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import Fingerprint, Override
from broadcast.programme.settings import ScriptId


def bulletin(id_: str, urgency: Urgency, override: Override | None = None) -> Bulletin:
    return Bulletin(
        id=f"2025-10-06/{id_}", script=ScriptId("chung/a"), fingerprint=Fingerprint("f" * 64), urgency=urgency,
        by="Nguyễn Thị Ạ", times=3, expires=MONDAY_0630 + timedelta(hours=2), override=override,
    )  # fmt: skip


USUAL, PRIORITY = bulletin("1", Urgency.USUAL), bulletin("2", Urgency.PRIORITY)
EMERGENCY = bulletin("3", Urgency.EMERGENCY, Override(reason="vỡ đê", by="An"))
HOUR = timedelta(hours=1)


def hourly(times: int = 3) -> Bulletin:
    return replace(
        bulletin("5", Urgency.EMERGENCY), times=times, due=MONDAY_0630, every=HOUR, expires=MONDAY_0630 + HOUR,
        title="Bão sắp vào", text="bão sắp vào", taken=MONDAY_0630,
    )  # fmt: skip


def test_the_most_urgent_goes_first_and_among_equals_whoever_came_first(tmp_path: Path) -> None:
    later = bulletin("4", Urgency.EMERGENCY)
    waiting = Bulletins(tmp_path)
    usual, emergency, priority, last = (waiting.add(one) for one in (USUAL, EMERGENCY, PRIORITY, later))
    assert list(waiting) == [emergency, last, priority, usual]
    assert [one.serial for one in waiting] == [2, 4, 3, 1]
    assert waiting.due(MONDAY_0630) == emergency


def test_a_restart_loses_none_and_brings_none_back(tmp_path: Path) -> None:
    before = Bulletins(tmp_path)
    usual, emergency, priority = (before.add(one) for one in (USUAL, EMERGENCY, PRIORITY))
    before.done(priority)
    after = Bulletins(tmp_path)
    assert list(after) == [emergency, usual]
    after.done(emergency)
    after.cancel(None)
    assert Bulletins(tmp_path).due(MONDAY_0630) is None
    assert list(tmp_path.iterdir()) == []


def test_a_number_is_not_given_twice_while_the_player_runs(tmp_path: Path) -> None:
    waiting = Bulletins(tmp_path)
    first = waiting.add(USUAL)
    waiting.done(first)
    assert waiting.add(PRIORITY).serial == 2
    assert waiting.cancel([1]) == ()
    assert [one.serial for one in waiting.cancel([2, 7])] == [2]


def test_a_repetition_comes_due_in_its_hour_and_a_restart_keeps_the_schedule(tmp_path: Path) -> None:
    Bulletins(tmp_path).add(hourly())
    aired = []
    for minutes in range(0, 240, 10):
        now, waiting = MONDAY_0630 + timedelta(minutes=minutes), Bulletins(tmp_path)
        if (one := waiting.due(now)) is not None:
            aired.append((minutes, one.nth, one.expires - MONDAY_0630))
            waiting.done(one)
    assert aired == [(0, 1, HOUR), (60, 2, 2 * HOUR), (120, 3, 3 * HOUR)]
    assert list(Bulletins(tmp_path)) == []


def test_the_next_repetition_keeps_no_other_bulletin_waiting(tmp_path: Path) -> None:
    waiting = Bulletins(tmp_path)
    waiting.done(waiting.add(hourly()))
    usual = waiting.add(USUAL)
    assert waiting.due(MONDAY_0630 + timedelta(minutes=59)) == usual


def test_what_is_held_waits_for_somebody_s_word_also_after_a_restart(tmp_path: Path) -> None:
    before = Bulletins(tmp_path)
    before.add(USUAL)
    emergency = before.add(hourly())
    assert before.is_wanted(emergency)
    before.hold()
    held = Bulletins(tmp_path)
    assert (held.due(MONDAY_0630), held.is_wanted(emergency)) == (None, False)
    assert [one.serial for one in held.release([emergency.serial])] == [2]
    assert [one.serial for one in Bulletins(tmp_path) if one.held] == [1]
    assert held.due(MONDAY_0630) == emergency


def test_a_file_of_an_older_version_is_read_and_each_bulletin_gets_a_number(tmp_path: Path) -> None:
    fields = {
        "id": "2025-10-06/khan-cap.063000000", "script": "chung/a", "fingerprint": "f" * 64, "urgency": "khan-cap",
        "by": "An", "times": 3, "expires": (MONDAY_0630 + HOUR).isoformat(),
        "override": {"reason": "vỡ đê", "by": "An"},
    }  # fmt: skip
    other = {**fields, "id": "2025-10-06/khan-cap.063000001"}
    (tmp_path / "bulletins.json").write_text(json.dumps([fields, other]))
    first, second = Bulletins(tmp_path)
    assert (first.serial, second.serial) == (1, 2)
    assert (first.title, first.due, first.every, first.held) == ("", None, None, False)
    assert first.override == Override(reason="vỡ đê", by="An")


def test_a_file_that_cannot_be_understood_airs_nothing_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Bulletins(tmp_path).add(EMERGENCY)
    file = tmp_path / "bulletins.json"
    for damage in (
        file.read_text()[:-5],
        "[{}]",
        "{}",
        '["x"]',
        file.read_text().replace('"nth": 1', '"nth": 9'),
        file.read_text().replace('"due": null', '"due": "mai"'),
        file.read_text().replace('"every": null', '"every": "1h"'),
        file.read_text().replace('"times": 3', '"times": 99'),
    ):
        file.write_text(damage)
        caplog.clear()
        assert Bulletins(tmp_path).due(MONDAY_0630) is None
        assert "Không đọc được các bản tin chờ phát (tệp bị hỏng)" in caplog.text


def test_a_disk_that_takes_nothing_silences_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    in_the_way = tmp_path / "journal"
    in_the_way.touch()  # where the folder should be
    waiting = Bulletins(in_the_way)
    emergency = waiting.add(EMERGENCY)
    assert waiting.due(MONDAY_0630) == emergency
    assert "giữ trong bộ nhớ" in caplog.text
    waiting.cancel(None)
    assert waiting.due(MONDAY_0630) is None
