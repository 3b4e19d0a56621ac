"""The scripts spoken over opening and closing keep to the days of their headers, as every script does."""

from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.gated import Levels, Served
from stand_ins.record_law import lines_of
from stand_ins.wards import script_text

from broadcast.library.rack import CLOSING, OPENING
from broadcast.station.overview import look_at, orders, rundown

PLAN = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh, opening: chung/mo-dau, closing: chung/ket}
sessions:
  - {id: sang, name: Buổi sáng, at: "06:30", days: t2-cn, play: [chung/tin]}
airtime: {allowed: [05:00-19:00], days: t2-cn, max_session: 15m, max_sessions: 3}
sound: {sting: none}
voice: {engines: [espeak]}
"""


def _ward(home: Path, sound: str = "sting: none", **opening: str) -> Path:
    (home / "scripts" / "chung").mkdir(parents=True)
    for name, header in (("mo-dau", opening), ("ket", {}), ("tin", {})):
        path = home / "scripts" / "chung" / f"{name}.md"
        path.write_text(script_text(f"Bài {name}", "Xin chào bà con.", **header), encoding="utf-8")
    (home / "playlist.yaml").write_text(PLAN.replace("sting: none", sound), encoding="utf-8")
    return home


NOT_TODAY = [{"draft": "true"}, {"until": "2025-10-05"}, {"from": "2025-10-07"}, {"days": "t3"}]


@pytest.mark.parametrize("header", NOT_TODAY)
def test_an_opening_whose_header_does_not_allow_the_day_leaves_its_sting_alone(
    tmp_path: Path, header: dict[str, str]
) -> None:
    overview = look_at(_ward(tmp_path, **header))
    spoken = {one.cue: one.script for one in orders(overview, rundown(overview, MONDAY_0630.date()).sessions)}
    assert (spoken[OPENING], spoken[CLOSING]) == (None, "chung/ket")


def test_an_opening_that_may_air_is_spoken(tmp_path: Path) -> None:
    overview = look_at(_ward(tmp_path, days="t2", until="2025-10-06"))
    spoken = {one.cue: one.script for one in orders(overview, rundown(overview, MONDAY_0630.date()).sessions)}
    assert (spoken[OPENING], spoken[CLOSING]) == ("chung/mo-dau", "chung/ket")


def test_without_a_sting_such_an_opening_is_no_order_at_all(tmp_path: Path) -> None:
    overview = look_at(_ward(tmp_path, "opening: none", draft="true"))
    assert OPENING not in {one.cue for one in orders(overview, rundown(overview, MONDAY_0630.date()).sessions)}


@pytest.mark.parametrize(("header", "words"), [({}, "Xin chào bà con."), ({"draft": "true"}, "")])
def test_the_record_keeps_the_words_of_an_opening_that_were_spoken_and_no_others(
    tmp_path: Path, header: dict[str, str], words: str
) -> None:
    with Levels().made_in_no_time():
        served = Served(_ward(tmp_path, **header), MONDAY_0630 - timedelta(minutes=2))
        served.begin()
        served.let_pass(300)
        served.leave()
    [opening] = [row["body"] for row in lines_of(tmp_path) if row["kind"] == "start" and "/~opening" in row["cue"]]
    assert opening["text"].strip(" .") == words.strip(" .")
