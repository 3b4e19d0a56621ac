"""campaigns, changes and exceptions of playlist.yaml -> the plan, or a fault at its place."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest
from stand_ins.wards import playlist_of

from broadcast.base.errors import FaultsFound
from broadcast.programme.rundown import plan
from broadcast.programme.settings import Drop, Playlist, Rotation
from broadcast.programme.stock import Stock

YEAR = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
campaigns:
  bao:
    name: Phòng chống bão
    folder: thien-tai
    phases:
      truoc: {name: Trước mùa, from: 01/05/2027, until: 31/05/2027}
  tiem: {name: Tiêm chủng, from: 15/05/2027, until: 15/06/2027}
sessions:
  - {id: sang, name: Sáng, at: 06:30, days: t2-cn, campaign: bao, drop: longest, play: {rotate: truoc, count: 1}}
  - {id: chieu, name: Chiều, at: 17:00, days: t2-cn, play: {rotate: chung, count: 1}}
changes:
  - {skip: sang, date: 20/05/2027, reason: Mất điện}
airtime:
  allowed: [05:30-07:30, 16:30-18:30]
  days: t2-cn
  max_session: 15m
  max_sessions: 2
  drop: longest
  exceptions: [{from: 30/12/2027, until: 31/12/2027, add: [22:00-24:00], max_sessions: 3, reason: Giao thừa}]
"""


def test_a_year_is_read() -> None:
    playlist = playlist_of(YEAR)
    assert [(phase.campaign, phase.id, phase.scripts_in) for phase in playlist.phases] == [
        ("bao", "truoc", "thien-tai/truoc"),
        ("tiem", "tiem", "tiem"),
    ]
    sang, chieu = playlist.slots
    assert (sang.campaign, sang.drop, playlist.airtime.drop) == ("bao", Drop.LONGEST, Drop.LONGEST)
    assert isinstance(sang.play, Rotation)
    assert isinstance(chieu.play, Rotation)
    assert (sang.play.campaign, sang.play.phase, chieu.play.folder) == ("bao", "truoc", "chung")
    [exception] = playlist.airtime.exceptions
    assert (exception.allowed, str(exception.add[0]), exception.max_sessions) == (None, "22:00-24:00", 3)


def test_a_playlist_needs_no_phases_at_all() -> None:
    start, end = YEAR.index("campaigns:"), YEAR.index("sessions:")
    standing = YEAR.replace("campaign: bao, drop: longest, play: {rotate: truoc, count: 1}", "play: [chung/x]")
    playlist: Playlist = playlist_of(standing[:start] + standing[end:])
    assert (playlist.phases, playlist.campaigns) == ((), ())


def test_sections_whose_every_line_is_commented_out_are_none() -> None:
    text = YEAR.replace("  - {skip: sang, date: 20/05/2027, reason: Mất điện}\n", "").replace(
        "exceptions: [", "x: ["
    )
    text = text[: text.index("  x: [")] + "  exceptions:\nphases:\n"
    assert (playlist_of(text).changes, playlist_of(text).airtime.exceptions) == ((), ())


def test_the_phase_of_the_day_needs_a_phase() -> None:
    start, end = YEAR.index("campaigns:"), YEAR.index("sessions:")
    old, new = "campaign: bao, drop: longest, play: {rotate: truoc", "play: {rotate: phase"
    text = (YEAR[:start] + YEAR[end:]).replace(old, new)
    with pytest.raises(FaultsFound) as found:
        playlist_of(text)
    [fault] = found.value.faults
    assert "rotate: chung" in str(fault.fix)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("campaign: bao", "campaign: baoo", "10:62", "không có đợt “baoo”"),
        ("campaign: bao", "campain: bao", "10:52", "Ý bạn là “campaign”?"),
        ("folder: thien-tai", "foldr: thien-tai", "5:5", "Ý bạn là “folder”?"),
        ("{name: Trước mùa, from", "{nam: Trước mùa, from", "7:15", "Ý bạn là “name”?"),
        ("folder: thien-tai", "folder: ../x", "5:13", "không phải tên một thư mục"),
        ("folder: thien-tai", "until: 31/05/2027", "5:5", "cả phases lẫn ngày riêng"),
        ("{name: Tiêm chủng, from: 15/05/2027, until", "{name: Tiêm chủng, until", "8:3", "thiếu from"),
        ("from: 15/05/2027, until: 15/06", "from: 15/05/2027, until: 15/04", "8:53", "hết trước khi bắt đầu"),
        ("drop: longest, play", "drop: dài nhất, play", "10:73", "last (bớt từ cuối) hoặc longest"),
        ("{skip: sang", "{skip: sangg", "13:12", "Ý bạn là “sang”?"),
        ("{skip: sang", "{skip: sang, move: chieu", "13:5", "đúng một trong ba mục"),
        ("{skip: sang", "{move: sang", "13:5", "thiếu mục “at”"),
        ("{skip: sang", "{add: sang, at: 09:00, play: [x]", "13:11", "cần một mã khác"),
        ("date: 20/05/2027, reason", "reason", "13:5", "cần đúng một ngày"),
        ("date: 20/05/2027", "from: 20/05/2027, until: 20/05/2029", "13:43", "nhiều nhất là 366"),
        ("date: 20/05/2027, reason: Mất điện", "date: 20/05/2027", "13:5", "thiếu mục “reason”"),
        ("add: [22:00-24:00], max_sessions: 3, ", "", "20:16", "khác thường ở chỗ nào"),
        ("add: [22:00-24:00]", "add: [22:00-01:00]", "20:60", "22:00-24:00, 00:00-01:00"),
        ("add: [22:00-24:00]", "allowed: ", "20:54", "allowed: []"),
        ("add: [22:00-24:00]", "ad: [22:00-24:00]", "20:54", "Ý bạn là “add”?"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(old: str, new: str, place: str, words: str) -> None:
    assert old in YEAR
    with pytest.raises(FaultsFound) as found:
        playlist_of(YEAR.replace(old, new, 1))
    told = [(fault.place, f"{fault.what} {fault.fix}") for fault in found.value.faults]
    assert any(words in what for _, what in told), told
    assert any(where == f"playlist.yaml:{place}" for where, what in told if words in what), told


@pytest.mark.parametrize("midnight", ["24:00", "24h", "24h00", "24.00", "24 giờ"])
def test_hours_may_end_at_midnight_however_it_is_written(midnight: str) -> None:
    [exception] = playlist_of(YEAR.replace("24:00", midnight)).airtime.exceptions
    assert str(exception.add[0]) == "22:00-24:00"


def test_a_day_is_planned_from_its_own_changes_alone() -> None:
    plain = playlist_of(YEAR)
    (skip,) = plain.changes
    others = (replace(skip, day=date(2026, 5, 20)),) * 200_000
    long = replace(plain, changes=(*others, skip))
    days = [date(2027, 5, 1) + timedelta(days=step) for step in range(31)]
    took = {}
    for name, playlist in (("plain", plain), ("long", long)):
        began = process_time()
        plans = [plan(playlist, Stock({}), day) for day in days]
        took[name] = process_time() - began
        assert [len(one.sessions) for one in plans] == [2] * 31
        assert [one.off is not None for one in plans[19].sessions] == [True, False]
    assert took["long"] < 4 * took["plain"] + 0.05
