"""The cue that sounds is skipped by its own button alone; a stop may wait for its end."""

from pathlib import Path
from unittest.mock import patch

import pytest
from web.conftest import Browser

from broadcast.base.errors import tell
from broadcast.station.accounts import Role
from broadcast.station.ahead import stop_of
from broadcast.station.cueonair import Skip, Skipping


@pytest.mark.parametrize("skip", Skip)
def test_what_became_of_a_skip_is_told(browser: Browser, skip: Skip) -> None:
    one = browser("Ông Bình", Role.DUTY)
    with patch("broadcast.web.cueonair.skip_cue", return_value=Skipping(skip=skip, why=tell("…"))) as asked:
        assert one.post("/bo-bai", data={"luot": "2025-10-06/sang/1"}).headers["Location"] == "/hom-nay"
    assert asked.call_args.args[1:] == ("2025-10-06/sang/1", "Ông Bình")
    page = one.get("/hom-nay").text
    assert 'class="told' in page
    assert ("DỪNG LOA NGAY." in page) == (skip in (Skip.STILL_SOUNDING, Skip.UNKNOWN))


def test_a_skip_without_a_player_skips_nothing(browser: Browser) -> None:
    one = browser()
    one.post("/bo-bai", data={"luot": "2025-10-06/sang/1"})
    assert "không còn đang phát" in one.get("/hom-nay").text


def test_a_stop_behind_the_cue_is_a_plain_one_where_none_sounds(browser: Browser, ward: Path) -> None:
    one = browser("Ông Bình", Role.DUTY)
    one.post("/dung-sau")
    assert stop_of(ward) is not None
    assert "loa đã dừng luôn" in one.get("/hom-nay").text


def test_whoever_only_looks_neither_skips_nor_stops_later(browser: Browser) -> None:
    one = browser("Bà Lan", Role.LOOK)
    assert {one.post(path).status_code for path in ("/bo-bai", "/dung-sau")} == {403}
