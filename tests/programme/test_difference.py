"""What a change makes of a day, in sentences."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcast.base.errors import Message, tell
from broadcast.programme.difference import differences
from broadcast.programme.ids import session_id
from broadcast.programme.model import Cue, CueId, Rundown, Session
from broadcast.programme.settings import ScriptId, SlotId

DAY = date(2027, 9, 1)
NOON = datetime(2027, 9, 1, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def _session(slot: str, hour: int, *scripts: str, off: Message | None = None) -> Session:
    id_ = session_id(DAY, SlotId(slot))
    return Session(
        id=id_, slot=SlotId(slot), name=slot, at=NOON.replace(hour=hour), grace=timedelta(minutes=15), off=off,
        cues=tuple(Cue(id=CueId(f"{id_}/{one}"), script=ScriptId(one), title=one) for one in scripts),
    )  # fmt: skip


def _day(*sessions: Session) -> Rundown:
    return Rundown(day=DAY, phase=None, sessions=sessions)


def _told(before: Rundown, after: Rundown) -> list[str]:
    return [str(one) for one in differences(before, after, NOON)]


MORNING, EVENING, NIGHT = _session("sang", 6, "a"), _session("chieu", 17, "b"), _session("toi", 18, "a", "c")


def test_a_day_that_stays_as_it_is_tells_nothing() -> None:
    assert _told(_day(MORNING, EVENING), _day(MORNING, EVENING)) == []


def test_a_session_that_is_gone_takes_the_scripts_along_that_no_other_has() -> None:
    assert _told(_day(MORNING, EVENING, NIGHT), _day(MORNING, EVENING, replace(NIGHT, off=tell("x")))) == [
        "Buổi “toi” 18:00 sẽ không phát.",
        "Ngày ấy không còn bài “c”.",
        "Không đổi: buổi “chieu” 17:00.",
    ]


def test_a_script_that_goes_to_another_session_is_told() -> None:
    assert _told(_day(EVENING, _session("toi", 18)), _day(_session("toi", 18, "b"))) == [
        "Buổi “chieu” 17:00 sẽ không phát.",
        "Bài “b” chuyển sang buổi “toi”.",
    ]


@pytest.mark.parametrize(("make_up", "more"), [(None, []), (18, ["Lỡ buổi ấy thì không còn giờ phát bù 18:00."])])
def test_a_session_that_is_moved_tells_both_hours_and_a_make_up_time_that_is_lost(
    make_up: int | None, more: list[str]
) -> None:
    evening = replace(EVENING, make_up=NOON.replace(hour=make_up) if make_up else None)
    moved = replace(evening, at=NOON.replace(hour=18, minute=5), make_up=None)
    assert _told(_day(evening), _day(moved)) == ["Buổi “chieu” chuyển từ 17:00 sang 18:05.", *more]


def test_a_session_that_is_added_or_airs_again_is_told_with_its_scripts() -> None:
    assert _told(_day(replace(NIGHT, off=tell("x"))), _day(NIGHT)) == ["Buổi “toi” sẽ phát lúc 18:00, 2 bài."]


def test_what_is_over_is_not_said_to_stay() -> None:
    assert _told(_day(MORNING, EVENING), _day(MORNING)) == [
        "Buổi “chieu” 17:00 sẽ không phát.",
        "Ngày ấy không còn bài “b”.",
    ]
