"""The real service, and any edit at any moment: the day is dealt once, and editing makes nothing sound."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import soundfile
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from stand_ins.carts import MONDAY_0630, RATE, tone
from stand_ins.cli import run_here
from stand_ins.edited_days import EDITS, LEVELS, DaysOfEdits, another, playlist, save, ward
from stand_ins.gated import Served
from stand_ins.record_law import disagreements, lines_of
from stand_ins.wards import script_text

from broadcast.base.errors import tell
from broadcast.playout.control.duty import Duty
from broadcast.programme.dealing import PASSED, Dealing, DealtDay
from broadcast.programme.model import Cart, Session
from broadcast.record.journal import Journal
from broadcast.station import dealt as dealt_room
from broadcast.station.dealt import as_it_holds, planned
from broadcast.station.overview import dealt_day, journal_path, orders
from broadcast.station.station import open_station, production_of

SHORT = 8
"""Examples of the property in CI."""


def _tried(budget: int, *phases: Phase) -> settings:
    return settings(
        max_examples=budget, stateful_step_count=25, deadline=None, derandomize=True, database=None,
        suppress_health_check=[*HealthCheck], phases=phases or [*Phase],
    )  # fmt: skip


def test_whatever_is_edited_each_dealt_cue_airs_once_and_nothing_else_does(
    rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    EDITS.clear()
    budget = rounds(SHORT, 240)
    with LEVELS.made_in_no_time():
        run_state_machine_as_test(DaysOfEdits, settings=_tried(budget))
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(EDITS.items()))
    measured(f"{EDITS.total()} edits and events tried ({told})")


def _dealt_at_every_reading(
    written: list[Dealing], fresh: Any, airings: object, now: Any, *, is_first: bool
) -> DealtDay:
    """The old way: a day is what its files say, whenever they are read."""
    known = {one.session.id: one for one in written}
    new = tuple(
        Dealing(session=one, number=1, written=now)
        for one in fresh.sessions
        if one.id not in known or [cue.id for cue in known[one.id].session.cues] != [cue.id for cue in one.cues]
    )
    dealings = known | {one.session.id: one for one in new}
    return DealtDay(rundown=fresh, dealings=dealings, new=new, is_first=is_first)


def test_the_property_fails_where_a_day_is_dealt_at_every_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same machine, within the same budget."""
    monkeypatch.setattr(dealt_room, "redeal", _dealt_at_every_reading)
    with LEVELS.made_in_no_time(), pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(DaysOfEdits, settings=_tried(SHORT, Phase.generate))


# --- what was seen, each by itself ---


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The service, two minutes before a session of two scripts of three."""
    with LEVELS.made_in_no_time():
        one = Served(ward(tmp_path), MONDAY_0630 - timedelta(minutes=2))
        one.begin()
        yield one
        one.leave()


def _log(served: Served) -> list[tuple[str, str | None]]:
    return [(row["cue"], row["outcome"]) for row in lines_of(served.home) if row["kind"] in ("end", "pass")]


@pytest.mark.parametrize("after_s", [60, 900])
def test_a_script_saved_after_its_session_has_aired_neither_sounds_nor_is_missed(
    served: Served, after_s: int
) -> None:
    """Within the grace a second programme opened in the street; after it the log was given a false line."""
    served.let_pass(150)
    before, heard = _log(served), dict(served.runs)
    assert [outcome for _, outcome in before] == ["aired", "aired"]
    served.let_pass(after_s)
    save(served.home, "truoc/00-moi", "Mời bà con nghe bài mới.")
    served.let_pass(2000)
    assert _log(served) == before
    assert dict(served.runs) == heard
    assert served.watching.dealings == []
    with Journal(journal_path(served.home)) as journal:
        shown = as_it_holds(open_station(served.home), journal, MONDAY_0630.date(), served.clock.now())
    assert [cue.id for cue in shown.rundown.sessions[0].cues] == [cue for cue, _ in before]


def test_an_edit_in_time_is_a_new_dealing_that_is_told_with_its_reason_and_airs(served: Served) -> None:
    served.let_pass(60)
    save(served.home, "truoc/02-bai", "Mời bà con nghe bài hai đã sửa.")
    served.let_pass(200)
    [told] = served.watching.dealings
    assert [str(one) for one in told.why] == ["bài “Bài truoc/02-bai” đã sửa"]
    assert [outcome for _, outcome in _log(served)] == ["aired", "aired"]
    assert disagreements(served.home) == []


def test_a_session_cut_in_the_middle_goes_on_with_the_carts_it_was_dealt_though_its_script_is_gone(
    served: Served,
) -> None:
    served.let_pass(121)  # in the first announcement
    assert served.player is not None
    served.player.duty.latch.set("thử", served.clock.now())
    served.let_pass(5)
    [(cut, outcome)] = _log(served)
    assert outcome == "cut"
    (served.home / "scripts" / f"{cut.split('/', 2)[2]}.md").unlink()
    save(served.home, "truoc/02-bai", "Bài hai đã sửa.")
    served.let_pass(5)
    served.player.duty.latch.clear()
    served.let_pass(60)
    assert [outcome for _, outcome in _log(served)] == ["cut", "aired", "aired"]
    carts = {
        cue["id"]: cue["cart"]
        for row in lines_of(served.home)
        if row["kind"] == "deal"
        for cue in row["body"].get("cues", ())
    }
    assert served.runs[LEVELS.level(carts[cut])] == 1
    assert disagreements(served.home) == []


def test_what_is_edited_when_a_session_is_laid_out_is_neither_aired_nor_shown(served: Served) -> None:
    """In the twelve seconds before its second the screen showed what an edit said, and the day before it aired."""
    served.let_pass(112)
    (served.home / "playlist.yaml").write_text(playlist(at="06:34"), encoding="utf-8")
    save(served.home, "truoc/00-moi", "Mời bà con nghe bài mới.")
    served.let_pass(4)
    with Journal(journal_path(served.home)) as journal:
        shown = as_it_holds(open_station(served.home), journal, MONDAY_0630.date(), served.clock.now())
    [session] = shown.rundown.sessions
    assert session.at == MONDAY_0630
    served.let_pass(600)
    assert [cue for cue, _ in _log(served)] == [cue.id for cue in session.cues]
    assert {outcome for _, outcome in _log(served)} == {"aired"}


def test_a_session_put_at_a_second_that_is_over_does_not_sound_and_is_told(served: Served) -> None:
    served.let_pass(300)
    before = _log(served)
    (served.home / "playlist.yaml").write_text(playlist(more=another("06:31")), encoding="utf-8")
    served.let_pass(1200)
    assert _log(served) == before
    [told] = served.watching.dealings
    assert str(PASSED) in [str(one) for one in told.why]


def test_what_a_command_changes_of_a_day_is_seen_within_two_seconds(served: Served) -> None:
    with Journal(journal_path(served.home)) as journal:
        journal.change(MONDAY_0630.date(), "sang", {}, served.clock.now())
    days = served.watching.loads
    served.let_pass(2.5)
    assert served.watching.loads == days + 1


def test_a_refused_session_is_written_down_at_its_second_and_not_before(served: Served) -> None:
    (served.home / "playlist.yaml").write_text(playlist(allowed="05:00-06:00"), encoding="utf-8")
    served.let_pass(100)
    assert _log(served) == []
    served.let_pass(40)
    assert {outcome for _, outcome in _log(served)} == {"refused"}
    assert all(row["written"] >= MONDAY_0630.isoformat() for row in lines_of(served.home) if row["kind"] == "pass")


def test_tomorrow_is_dealt_in_the_evening(served: Served) -> None:
    tomorrow = (MONDAY_0630 + timedelta(days=1)).date().isoformat()
    served.let_pass(13 * 3600)
    assert not [row for row in lines_of(served.home) if row["cue"].startswith(tomorrow)]
    served.let_pass(3600)
    assert [row["cue"] for row in lines_of(served.home) if row["cue"].startswith(tomorrow)] == [
        tomorrow, f"{tomorrow}/sang",
    ]  # fmt: skip


def test_a_recording_replaced_on_the_evening_is_watched_and_the_new_one_airs(tmp_path: Path) -> None:
    """Yesterday's recording aired, with a tick beside it."""
    home = ward(tmp_path)
    path = home / "scripts" / "truoc" / "01-bai.md"
    for number in (2, 3):
        (home / "scripts" / "truoc" / f"0{number}-bai.md").unlink()
    path.write_text(script_text("Ghi âm", "", recording="tin.wav"), encoding="utf-8")
    soundfile.write(home / "tin.wav", tone(500, 4) / 32_768, RATE)
    served = Served(home, MONDAY_0630 - timedelta(minutes=2))
    served.begin()
    try:
        served.let_pass(30)
        soundfile.write(home / "moi", tone(1000, 4) / 32_768, RATE, format="WAV")
        (home / "moi").replace(home / "tin.wav")
        served.let_pass(120)
    finally:
        served.leave()
    [told] = served.watching.dealings
    assert [str(one) for one in told.why] == ["bài “Ghi âm” đã sửa"]
    dealings = [row["body"]["cues"][0] for row in lines_of(home) if row["kind"] == "deal" and "/" in row["cue"]]
    first, edited, aired = dealings
    assert first["version"] != edited["version"] == aired["version"]
    with production_of(open_station(home)) as production:
        [order] = [one for one in orders(open_station(home), planned_sessions(home)) if one.script]
        made = production.make(order)
    assert isinstance(made, Cart)
    assert aired["cart"] == made.fingerprint
    assert [outcome for _, outcome in _log(served)] == ["aired"]


def planned_sessions(home: Path) -> list[Session]:
    return list(planned(open_station(home), MONDAY_0630.date()).sessions)


def test_today_shows_what_was_changed_last_and_why_also_when_the_session_has_aired(served: Served) -> None:
    save(served.home, "truoc/02-bai", "Mời bà con nghe bài hai đã sửa.")
    served.let_pass(200)
    view = dealt_day(replace(open_station(served.home), clock=served.clock), MONDAY_0630.date())
    [changed] = view.changed.values()
    assert [str(one) for one in changed.why] == ["bài “Bài truoc/02-bai” đã sửa"]
    assert view.dealings[changed.session.id].number > changed.number  # its carts were fixed since
    result = run_here("--home", served.home, "today", "--date", "06/10/2025")
    assert re.search("sửa lúc 06:2[89] 06/10: bài “Bài truoc/02-bai” đã sửa", result.stdout)


def test_nothing_is_dealt_by_a_clock_that_is_not_believed_and_all_is_once_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = [tell("giờ máy không đúng")]
    monkeypatch.setattr(Duty, "doubt", property(lambda _: doubt[0] if doubt else None))
    with LEVELS.made_in_no_time():
        served = Served(ward(tmp_path), MONDAY_0630 - timedelta(minutes=2))
        served.begin()
        served.let_pass(10)
        assert {row["kind"] for row in lines_of(tmp_path)} <= {"event"}  # that the program began
        doubt.clear()
        served.let_pass(10)
        assert {row["kind"] for row in lines_of(tmp_path)} - {"event"} == {"deal"}
        served.let_pass(200)
        served.leave()
    assert [outcome for _, outcome in _log(served)] == ["aired", "aired"]


def _starts(home: Path) -> list[tuple[str, str, str]]:
    rows = [row for row in lines_of(home) if row["kind"] in ("start", "end")]
    ends = {row["cue"]: row["body"]["started"] for row in rows if row["kind"] == "end"}
    return [(row["cue"], row["body"]["planned"], ends[row["cue"]]) for row in rows if row["kind"] == "start"]


@pytest.mark.parametrize("last", [None, "23:59:30", "23:59:52"])
def test_a_session_at_midnight_begins_on_its_second_and_costs_the_evening_before_none_of_its_own(
    tmp_path: Path, last: str | None
) -> None:
    """The day was turned at midnight, and its first session laid out only then: 1.4 s late on the loudspeaker."""
    night = MONDAY_0630.replace(hour=23, minute=57, second=0)
    allowed, more = "00:00-24:00", another(last) if last else ""
    ward(tmp_path)
    (tmp_path / "playlist.yaml").write_text(
        playlist(at="00:00", count=1, more=more, allowed=allowed), encoding="utf-8"
    )
    one = Served(tmp_path, night)
    with LEVELS.made_in_no_time():
        one.begin()
        one.let_pass(400)
        one.leave()
    starts = _starts(tmp_path)
    expected = ["2025-10-06/them", "2025-10-07/sang"] if last else ["2025-10-07/sang"]
    assert ["/".join(cue.split("/")[:2]) for cue, _, _ in starts] == expected
    late = [
        (datetime.fromisoformat(began) - datetime.fromisoformat(at)).total_seconds() for _, at, began in starts
    ]
    assert max(late) < (0.05 if last != "23:59:52" else 10)
