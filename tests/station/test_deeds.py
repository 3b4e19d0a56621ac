"""Who did what: stops, changes, releases, bulletins and events of one day, told by the record alone."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.base.errors import tell
from broadcast.programme.released import Act, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station import changes, commanding
from broadcast.station.deeds import deeds, note_deed
from broadcast.station.overview import journal_path, look_at
from broadcast.station.readable import read_what_can_be

LAN = "Nguyễn Thị Lan"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path)


def _today(home: Path) -> date:
    return look_at(home).clock.now().date()


def _told(home: Path) -> list[tuple[str, str, str]]:
    today, day = _today(home), timedelta(days=1)
    found = deeds(home, today - day, today + day)  # a stop in a young log is written in the machine's zone
    return [(one.code, one.by, "; ".join(map(str, one.what))) for one in found]


def test_a_ward_without_a_record_has_no_deeds(home: Path) -> None:
    assert deeds(home, date(2025, 1, 1), date(2027, 1, 1)) == ()


def test_a_stop_and_a_resume_name_who_gave_them_and_keep_their_words(home: Path) -> None:
    assert commanding.stop(home, "đám tang", by=LAN).unwritten is None
    assert commanding.resume(read_what_can_be(home), by=LAN).unwritten is None
    commanding.stop(home, "bão")
    assert _told(home) == [
        ("stop", "", "lệnh dừng phát: bão"),
        ("resume", LAN, "cho phát trở lại"),
        ("stop", LAN, "lệnh dừng phát: đám tang"),
    ]


def test_what_the_station_did_by_itself_is_nobodys_deed(home: Path) -> None:
    now = look_at(home).clock.now()
    with Journal(journal_path(home)) as journal:
        journal.event("program", tell("chương trình bản {version} bắt đầu trực", version="1"), now)
        journal.note(tell("giờ máy đã đúng trở lại"), now)
        journal.event("facts", tell("điền dữ kiện {name}: “{new}”", name="so", new="250"), now)
    assert _told(home) == [("facts", "", "điền dữ kiện so: “250”")]


def test_changes_and_acts_are_told_on_the_day_on_which_they_were_done(home: Path) -> None:
    overview = look_at(home)
    day = _today(home) + timedelta(days=7)
    day += timedelta(days=max(0, 7 - day.isoweekday()) % 7 + 1)  # the Monday behind it
    changes.skip(overview, "chieu", day, "mất điện", LAN)
    act = Act(deed=Deed.RETURNED, script=ScriptId("chung/treo-co"), by="Hùng", at=overview.clock.now(),
              number=0, note="sai ngày")  # fmt: skip
    with Journal(journal_path(home)) as journal:
        journal.release(act, overview.clock.now())
        journal.release(replace(act, deed=Deed.HEARD, note=""), overview.clock.now())
    assert _told(home) == [
        ("release_heard", "Hùng", "đã nghe hết bài chung/treo-co"),
        ("release_returned", "Hùng", "trả lại bài chung/treo-co; sai ngày"),
        ("change_skip", LAN, "thay đổi số 1, bỏ buổi Buổi chiều; mất điện"),
    ]


def test_a_cancelled_bulletin_names_who_cancelled_it_though_it_is_an_old_note(home: Path) -> None:
    what = tell("đã huỷ {name} số {number}, người huỷ: {by}, {why}", name="bản tin thường “Cúp nước”",
                number=3, by=LAN, why=tell("lý do: {reason}", reason="có nước rồi"))  # fmt: skip
    with Journal(journal_path(home)) as journal:
        journal.note(what, look_at(home).clock.now())
    assert [(code, by) for code, by, _ in _told(home)] == [("bulletin_cancelled", LAN)]


def test_a_deed_keeps_what_else_it_is_told_and_a_record_that_takes_nothing_says_why(home: Path) -> None:
    assert note_deed(home, "files", tell("ký lịch phát và từ điển đọc"), LAN, file="playlist.yaml") is None
    with Journal(journal_path(home)) as journal:
        [told] = journal.happenings()
        assert (told.by, dict(told.more)) == (LAN, {"file": "playlist.yaml"})
    path = journal_path(home)
    path.unlink()
    path.mkdir()
    assert note_deed(home, "files", tell("ký lịch phát và từ điển đọc"), LAN) is not None
