"""What a terminal asks about the bulletins that wait, and what it is answered."""

from pathlib import Path
from typing import Any

import pytest
from playout.control.test_waiting import EMERGENCY, USUAL

from broadcast.playout.control.bulletin_orders import answer
from broadcast.playout.control.waiting import Bulletins


@pytest.fixture
def waiting(tmp_path: Path) -> Bulletins:
    bulletins = Bulletins(tmp_path)
    for one in (USUAL, EMERGENCY):
        bulletins.add(one)
    return bulletins


def _numbers(told: Any) -> list[int]:
    return [one["number"] for one in told["bulletins"]]


def test_they_are_listed_as_they_air_with_the_one_that_sounds(waiting: Bulletins) -> None:
    told = answer(waiting, {"order": "list"}, f"{EMERGENCY.id}/1")
    assert _numbers(told) == [2, 1]
    assert [one["sounding"] for one in told["bulletins"]] == [True, False]


def test_one_is_held_and_let_go_by_its_number(waiting: Bulletins) -> None:
    assert _numbers(answer(waiting, {"order": "hold", "numbers": [1]})) == [1]
    assert [one["held"] for one in answer(waiting, {"order": "list"})["bulletins"]] == [False, True]
    assert _numbers(answer(waiting, {"order": "release", "numbers": [1, 9]})) == [1]
    assert not any(one["held"] for one in answer(waiting, {"order": "list"})["bulletins"])


def test_without_a_number_all_are_cancelled(waiting: Bulletins) -> None:
    assert sorted(_numbers(answer(waiting, {"order": "cancel"}))) == [1, 2]
    assert _numbers(answer(waiting, {"order": "list"})) == []


@pytest.mark.parametrize("request_", [
    {"order": "burn"}, {}, {"order": "cancel", "numbers": "1"}, {"order": "cancel", "numbers": [True]},
])  # fmt: skip
def test_an_order_that_is_not_understood_changes_nothing(waiting: Bulletins, request_: dict[str, object]) -> None:
    assert "error" in answer(waiting, request_)
    assert len(list(waiting)) == 2
