"""A ward for a year: a standing timetable, three campaigns beside it, holidays; its files as text."""

from collections.abc import Sequence
from datetime import date, timedelta

FIRST = date(2026, 1, 1)
FOLDERS = ("thuong-ngay", "chung", "tet", "tet/truoc", "tet/trong", "mua-he", "bau-cu/chuan-bi", "bau-cu/ngay-hoi")
"""Of the standing timetable; then the campaigns', `tet` itself with what serves both its phases."""
SLOTS = ("sang", "trua", "chieu", "toi-tet", "he-som", "ngay-hoi")
CAMPAIGNS = {"tet": (20, 75), "he": (60, 150), "bau-cu": (140, 300)}
"""The first and last day of each, counted from FIRST: each overlaps the next, before and after there is none."""
HOLIDAYS = ((0, 0), (47, 51), (119, 120), (244, 244))
STORMS = (31, 58, 180, 260)
"""The first of two days with hourly bulletins."""


def day_of(number: int) -> date:
    """The day of that number, from 0."""
    return FIRST + timedelta(days=number)


def playlist(at: str = "06:30", count: int = 2, changes: Sequence[str] = ()) -> str:
    """playlist.yaml, with that hour and number of scripts in the morning, and those lines at `changes`."""
    d = day_of
    holidays = "".join(
        f"    - {{from: {d(first)}, until: {d(last)}, allowed: [], reason: Nghỉ lễ}}\n" for first, last in HOLIDAYS
    )
    changed = "changes:\n" + "".join(f"  - {line}\n" for line in changes) if changes else ""
    return f"""\
station: {{name: Đài thử, timezone: Asia/Ho_Chi_Minh}}
campaigns:
  tet:
    name: Mừng xuân
    phases:
      truoc: {{name: Trước Tết, from: {d(20)}, until: {d(46)}}}
      trong: {{name: Trong và sau Tết, from: {d(47)}, until: {d(75)}}}
  he: {{name: Hè an toàn, folder: mua-he, from: {d(60)}, until: {d(150)}}}
  bau-cu:
    name: Bầu cử
    phases:
      chuan-bi: {{name: Chuẩn bị, from: {d(140)}, until: {d(230)}}}
      ngay-hoi: {{name: Ngày hội, from: {d(231)}, until: {d(300)}}}
sessions:
  - {{id: sang, name: Sáng, at: "{at}", days: t2-cn, grace: 10m, play: {{rotate: thuong-ngay, count: {count}}}}}
  - {{id: trua, name: Trưa, at: "11:30", days: t2-t6, play: [chung/01-bai, chung/02-bai]}}
  - {{id: chieu, name: Chiều, at: "17:00", days: t2-cn, make_up: "18:45", play: {{rotate: phase, count: 2}}}}
  - {{id: toi-tet, name: Tối Tết, at: "18:15", days: t2-cn, campaign: tet, play: {{rotate: tet, count: 1}}}}
  - {{id: he-som, name: Hè sớm, at: "07:15", days: t2-t6, campaign: he, play: {{rotate: he, count: 1}}}}
  - {{id: ngay-hoi, name: Ngày hội, at: "16:00", days: t2-cn, campaign: bau-cu,
     play: {{rotate: ngay-hoi, count: 1}}}}
{changed}airtime:
  allowed: [05:00-20:00]
  days: t2-cn
  max_session: 30m
  max_sessions: 6
  exceptions:
{holidays}    - {{date: {d(70)}, add: [20:00-22:00], max_sessions: 8, reason: Hội trại}}
    - {{date: {d(364)}, add: [22:00-24:00], reason: Giao thừa}}
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [espeak]}}
"""
