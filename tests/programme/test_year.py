"""A standing timetable, campaigns and a year of days -> what each day airs."""

import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from stand_ins.wards import playlist_of, stock_of

from broadcast.programme.model import Rundown, Session
from broadcast.programme.rundown import next_day_with_cues, plan
from broadcast.programme.settings import Playlist
from broadcast.programme.stock import Validity
from broadcast.ward.folder import read_ward

NEW_YEAR = date(2027, 1, 1)
HEAD = "station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}\n"
RULES = "airtime: {allowed: [05:00-18:00], days: t2-cn, max_session: 15m, max_sessions: 6}\n"


def _playlist(*sessions: str, top: str = "") -> Playlist:
    lines = "".join(f"  - {{{one}}}\n" for one in sessions)
    return playlist_of(f"{HEAD}{top}sessions:\n{lines}{RULES}")


def _scripts(rundown: Rundown) -> list[str]:
    return [cue.script for session in rundown.sessions for cue in session.cues]


def _one(rundown: Rundown) -> Session:
    [session] = rundown.sessions
    return session


def test_a_session_with_its_own_scripts_needs_no_phase() -> None:
    playlist = _playlist("id: sang, name: Sáng, at: 06:30, days: t2-t6, play: [chung/x]")
    stock = stock_of("chung/x")
    aired = [day for day in _year() if _scripts(plan(playlist, stock, day))]
    assert aired == [day for day in _year() if day.weekday() < 5]


def test_a_folder_is_dealt_in_turn_all_the_year_each_script_as_often() -> None:
    playlist = _playlist("id: sang, name: Sáng, at: 06:30, days: t2-cn, play: {rotate: ca-nam, count: 2}")
    stock = stock_of(*(f"ca-nam/{n}" for n in range(5)), "chung/x")
    dealt = Counter(script for day in _year() for script in _scripts(plan(playlist, stock, day)))
    assert set(dealt) == {f"ca-nam/{n}" for n in range(5)}
    assert max(dealt.values()) - min(dealt.values()) <= 1


def _year() -> list[date]:
    return [NEW_YEAR + timedelta(days=n) for n in range(365)]


def test_what_is_spoken_around_every_session_is_dealt_in_none() -> None:
    session = "id: sang, name: Sáng, at: 06:30, days: t2-cn, play: {rotate: chung, count: 9}"
    text = f"{HEAD}sessions:\n  - {{{session}}}\n{RULES}".replace("thử, ", "thử, opening: chung/mo-dau, ")
    dealt = _scripts(plan(playlist_of(text), stock_of("chung/mo-dau", "chung/x"), NEW_YEAR))
    assert dealt == ["chung/x"]


CAMPAIGNS = """\
campaigns:
  bao:
    name: Phòng chống bão
    phases:
      truoc: {name: Trước mùa, from: 01/05/2027, until: 31/05/2027}
      trong: {name: Trong mùa, from: 01/06/2027, until: 30/09/2027}
  tiem: {name: Tiêm chủng, from: 15/05/2027, until: 15/06/2027}
"""
STOCK = stock_of("bao/truoc/1", "bao/truoc/2", "bao/trong/1", "bao/goi-ai", "tiem/1", "tiem/2", "chung/x")


def test_a_campaign_s_session_airs_on_its_days_alone() -> None:
    playlist = _playlist(
        "id: a, name: A, at: 06:30, days: t2-cn, campaign: tiem, play: {rotate: phase, count: 1}",
        "id: b, name: B, at: 07:30, days: t2-cn, campaign: tiem, play: [chung/x]",
        top=CAMPAIGNS,
    )
    aired = [day for day in _year() if plan(playlist, STOCK, day).sessions]
    assert (aired[0], aired[-1], len(aired)) == (date(2027, 5, 15), date(2027, 6, 15), 32)
    first = plan(playlist, STOCK, aired[0])
    assert [session.campaign for session in first.sessions] == ["tiem", "tiem"]
    assert _scripts(first)[0].startswith("tiem/")


def test_the_phase_of_the_day_is_dealt_from_every_campaign_of_the_day_fairly() -> None:
    playlist = _playlist("id: a, name: A, at: 06:30, days: t2-cn, play: {rotate: phase, count: 2}", top=CAMPAIGNS)
    both = [day for day in _year() if date(2027, 5, 15) <= day <= date(2027, 5, 31)]
    dealt = Counter(script for day in both for script in _scripts(plan(playlist, STOCK, day)))
    assert set(dealt) == {"bao/truoc/1", "bao/truoc/2", "bao/goi-ai", "tiem/1", "tiem/2"}
    assert max(dealt.values()) - min(dealt.values()) <= 1
    assert [phase.name for phase in plan(playlist, STOCK, both[0]).phases] == ["Trước mùa", "Tiêm chủng"]


def test_rotate_may_name_a_campaign_or_a_phase_of_the_session_s_own() -> None:
    playlist = _playlist(
        "id: a, name: A, at: 06:30, days: t2-cn, play: {rotate: bao, count: 3}",
        "id: b, name: B, at: 07:30, days: t2-cn, campaign: bao, play: {rotate: trong, count: 9}",
        top=CAMPAIGNS,
    )
    may, july = (plan(playlist, STOCK, date(2027, month, 20)) for month in (5, 7))
    assert set(_scripts(may)) == {"bao/truoc/1", "bao/truoc/2", "bao/goi-ai"}
    assert [{cue.script for cue in session.cues} for session in july.sessions] == [
        {"bao/trong/1", "bao/goi-ai"},
        {"bao/trong/1", "bao/goi-ai"},
    ]


def test_a_phase_s_id_may_stand_in_two_campaigns() -> None:
    top = CAMPAIGNS + "phases:\n  truoc: {name: Của đợt không tên, from: 01/05/2027, until: 31/05/2027}\n"
    playlist = _playlist(
        "id: a, name: A, at: 06:30, days: t2-cn, play: {rotate: truoc, count: 1}",
        "id: b, name: B, at: 07:30, days: t2-cn, campaign: bao, play: {rotate: truoc, count: 1}",
        top=top,
    )
    stock = stock_of("truoc/1", "bao/truoc/1")
    assert _scripts(plan(playlist, stock, date(2027, 5, 3))) == ["truoc/1", "bao/truoc/1"]


def test_a_script_that_may_not_air_is_left_out_with_its_reason_and_never_in_the_hand() -> None:
    playlist = _playlist(
        "id: a, name: A, at: 06:30, days: t2-cn, play: [chung/cu, chung/moi]",
        "id: b, name: B, at: 07:30, days: t2-cn, play: {rotate: chung, count: 9}",
    )
    stock = stock_of("chung/cu", "chung/moi", cu=Validity(last=date(2026, 12, 31)))
    named, dealt = plan(playlist, stock, NEW_YEAR).sessions
    assert [cue.script for cue in named.cues] == ["chung/moi"]
    [out] = named.left_out
    assert (out.script, out.title, "31/12/2026" in str(out.why)) == ("chung/cu", "Bài chung/cu", True)
    assert ([cue.script for cue in dealt.cues], dealt.left_out) == (["chung/moi"], ())


def test_the_next_day_of_a_standing_timetable_is_always_found() -> None:
    playlist = _playlist("id: a, name: A, at: 06:30, days: cn, play: [chung/x]")
    assert next_day_with_cues(playlist, stock_of("chung/x"), date(2031, 1, 1)) == date(2031, 1, 5)
    assert next_day_with_cues(playlist, stock_of(), date(2031, 1, 1)) is not None  # its carts are asked later


def test_a_year_is_planned_in_well_under_two_seconds() -> None:
    sessions = [
        f"id: s{n}, name: S, at: '{6 + n}:30', days: t2-cn, play: {{rotate: {what}, count: 2}}"
        for n, what in enumerate(("phase", "ca-nam", "bao", "tiem", "phase", "ca-nam"))
    ]
    playlist = _playlist(*sessions, top=CAMPAIGNS)
    stock = stock_of(*STOCK.scripts, *(f"ca-nam/{n:03}" for n in range(100)))
    began = time.process_time()
    for day in _year():
        plan(playlist, stock, day)
    assert time.process_time() - began < 2


def test_the_sample_congress_airs_what_it_has_always_aired() -> None:
    """congress.txt: every session and cue of October 2025 as they were dealt before there were campaigns."""
    here = Path(__file__)
    ward = read_ward(here.parents[2])
    found = []
    for day in (date(2025, 9, 26) + timedelta(days=n) for n in range(45)):
        for session in plan(ward.playlist, ward.ready, day).sessions:
            assert session.is_to_air
            found.append(f"{session.at:%Y-%m-%d %H:%M} {session.id}")
            found += [f"  {cue.id}" for cue in session.cues]
    assert found == (here.parent / "congress.txt").read_text(encoding="utf-8").splitlines()
