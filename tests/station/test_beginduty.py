"""A player that was begun is on duty once it can be asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadcast.base.children import LeftAlone
from broadcast.base.errors import MachineError
from broadcast.station import beginduty
from broadcast.station.beginduty import begin_duty


class _Player(LeftAlone):
    """One that comes up at its ease."""

    def __init__(self, *_words: str) -> None: ...

    @property
    def has_ended(self) -> bool:
        return False

    def let_go(self) -> str:
        return ""


@pytest.fixture(autouse=True)
def player(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginduty, "LeftAlone", _Player)
    monkeypatch.setattr(beginduty, "_WITHIN_S", 1.0)


def _in_turn(monkeypatch: pytest.MonkeyPatch, holds: Iterator[bool], answers: Iterator[Any]) -> list[str]:
    """Let the player hold the loudspeaker, and answer, as they say; what was asked for is in the list."""
    asked: list[str] = []

    def ask(_folder: Path, request: dict[str, str]) -> Any:
        asked.append(request["do"])
        return next(answers)

    monkeypatch.setattr(beginduty, "is_held", lambda *_: next(holds))
    monkeypatch.setattr(beginduty.channel, "ask", ask)
    return asked


def test_it_is_waited_for_until_it_holds_the_loudspeaker_and_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds = iter([False, False, True, True, True])
    asked = _in_turn(monkeypatch, holds, iter([None, {}]))
    begin_duty(tmp_path, "Bà Lan")
    assert asked == ["status", "status"]  # a bulletin pressed at once finds somebody who takes it


def test_one_that_holds_it_and_cannot_be_asked_is_on_duty_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds = iter([False, *[True] * 99])
    asked = _in_turn(monkeypatch, holds, iter([None] * 99))
    begin_duty(tmp_path, "Bà Lan")
    assert len(asked) > 1


def test_one_that_never_comes_to_hold_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_turn(monkeypatch, iter([False] * 99), iter([None] * 99))
    with pytest.raises(MachineError, match="chưa giữ được loa"):
        begin_duty(tmp_path, "Bà Lan")
