"""The page of the day in each state of the station, without a socket."""

from pathlib import Path

import pytest
from stand_ins.on_duty import on_duty
from web.conftest import Browser

from broadcast.station.accounts import Role


def test_the_day_is_shown(browser: Browser) -> None:
    answer = browser().get("/hom-nay")
    assert answer.status_code == 200, answer.text
