"""Bulletins that wait: their order, and that a restart loses none."""

from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.model import Bulletin, Fingerprint, Override, Urgency
from broadcast.programme.settings import ScriptId


def bulletin(id_: str, urgency: Urgency, override: Override | None = None) -> Bulletin:
    return Bulletin(
        id=f"2025-10-06/{id_}", script=ScriptId("chung/a"), fingerprint=Fingerprint("f" * 64), urgency=urgency,
        by="Nguyễn Thị Ạ", times=3, expires=MONDAY_0630 + timedelta(hours=2), override=override,
    )  # fmt: skip


USUAL, PRIORITY = bulletin("1", Urgency.USUAL), bulletin("2", Urgency.PRIORITY)
EMERGENCY = bulletin("3", Urgency.EMERGENCY, Override(reason="vỡ đê", by="An"))


def test_the_most_urgent_goes_first_and_among_equals_whoever_came_first(tmp_path: Path) -> None:
    later = bulletin("4", Urgency.EMERGENCY)
    waiting = Bulletins(tmp_path)
    for one in (USUAL, EMERGENCY, PRIORITY, later):
        waiting.add(one)
    assert list(waiting) == [EMERGENCY, later, PRIORITY, USUAL]
    assert waiting.first == EMERGENCY


def test_a_restart_loses_none_and_brings_none_back(tmp_path: Path) -> None:
    before = Bulletins(tmp_path)
    for one in (USUAL, EMERGENCY, PRIORITY):
        before.add(one)
    before.remove(PRIORITY)
    after = Bulletins(tmp_path)
    assert list(after) == [EMERGENCY, USUAL]
    after.remove(EMERGENCY)
    after.remove(USUAL)
    assert Bulletins(tmp_path).first is None
    assert list(tmp_path.iterdir()) == []


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
        file.read_text().replace('"times": 3', '"times": 99'),
    ):
        file.write_text(damage)
        caplog.clear()
        assert Bulletins(tmp_path).first is None
        assert "cannot be read" in caplog.text


def test_a_disk_that_takes_nothing_silences_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    in_the_way = tmp_path / "journal"
    in_the_way.touch()  # where the folder should be
    waiting = Bulletins(in_the_way)
    waiting.add(EMERGENCY)
    assert waiting.first == EMERGENCY
    assert "not on the disk" in caplog.text
    waiting.remove(EMERGENCY)
    assert waiting.first is None
