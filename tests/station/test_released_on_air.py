"""A running service, and a person who releases and takes back beside it: what is released is heard, no more."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.gated import Levels, Served
from stand_ins.record_law import lines_of
from stand_ins.released_ward import cart_of, do
from stand_ins.wards import script_text

from broadcast.programme.released import Deed
from broadcast.programme.settings import ScriptId
from broadcast.station.overview import look_at

PLAN = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh, opening: chung/mo-dau}
sessions:
  - {id: sang, name: Buổi sáng, at: "06:30", days: t2-cn, play: [chung/mot, chung/hai]}
airtime: {allowed: [05:00-19:00], days: t2-cn, max_session: 15m, max_sessions: 3}
sound: {sting: none}
voice: {engines: [espeak]}
release: {policy: required}
"""
OPENING, ONE, TWO = (ScriptId(f"chung/{name}") for name in ("mo-dau", "mot", "hai"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "scripts" / "chung").mkdir(parents=True)
    for script in (OPENING, ONE, TWO):
        path = tmp_path / "scripts" / f"{script}.md"
        path.write_text(script_text(f"Bài {script}", f"Xin chào bà con, {script[-3:]}."), encoding="utf-8")
    (tmp_path / "playlist.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def served(home: Path) -> Iterator[Served]:
    with Levels(20.0).made_in_no_time():
        served = Served(home, MONDAY_0630 - timedelta(minutes=3), step_s=1.0)
        served.begin()
        try:
            yield served
        finally:
            served.leave()


def _release(home: Path, *scripts: ScriptId) -> None:
    """As soon as production, which runs on its own time, has made what is to be released."""
    until = time.monotonic() + 20
    for script in scripts:
        while cart_of(look_at(home), script) is None:
            assert time.monotonic() < until
            time.sleep(0.02)
        do(home, Deed.RELEASED, script)


def _told(home: Path) -> list[tuple[str, str, str]]:
    """What began or was passed over, with its outcome and its codes."""
    rows = [row for row in lines_of(home) if row["kind"] in ("end", "pass")]
    return [(row["cue"].partition("/sang/")[2], row["outcome"], row["body"].get("note", "")) for row in rows]


def test_nothing_that_nobody_has_released_is_heard(home: Path, served: Served) -> None:
    served.let_pass(300)
    assert [(cue, outcome) for cue, outcome, _ in _told(home)] == [(ONE, "refused"), (TWO, "refused")]


def test_a_release_given_a_minute_before_its_session_is_in_time_and_of_an_opening_too(
    home: Path, served: Served
) -> None:
    served.let_pass(60)
    _release(home, ONE)
    served.let_pass(60)
    assert _told(home) == []
    served.let_pass(240)
    heard = [(cue, outcome) for cue, outcome, _ in _told(home)]
    assert heard == [(TWO, "refused"), ("~opening/1", "aired"), (ONE, "aired"), ("~closing/1", "aired")]
    starts = {row["cue"].partition("/sang/")[2]: row["body"] for row in lines_of(home) if row["kind"] == "start"}
    assert starts[ONE]["release"] == {"serial": 1, "by": "Bà Lan", "why": None}
    assert starts["~opening/1"]["text"] == ""  # nobody has released its words: its sting alone


def test_what_is_taken_back_while_it_sounds_fades_within_a_second_and_the_session_goes_on(
    home: Path, served: Served
) -> None:
    served.let_pass(30)
    _release(home, ONE, TWO)
    while not any(row["kind"] == "start" and row["cue"].endswith(ONE) for row in lines_of(home)):
        served.let_pass(1)
    served.let_pass(3)  # it is begun in the log a second ahead, and sounds for twenty
    do(home, Deed.WITHDRAWN, ONE)
    served.let_pass(120)
    heard = [(cue, outcome) for cue, outcome, _ in _told(home)]
    assert (ONE, "aired") not in heard
    assert (ONE, "cut") in heard, _told(home)
    assert (ONE, "refused") in heard
    assert (TWO, "aired") in heard
    assert [cue for cue, _ in heard if cue.startswith("~opening")] == ["~opening/1"]  # no second jingle
