"""The ward's regulation and a moment -> may the loudspeaker speak?"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins.wards import PLAYLIST, playlist_of

from broadcast.programme.airtime import (
    boundary,
    bulletin_refusal,
    day_off,
    hours_on,
    refusal,
    session_refusal,
    sessions_allowed,
)
from broadcast.programme.model import Airing, CueId, Outcome
from broadcast.programme.settings import AirtimeRules, ScriptId

AIRTIME = playlist_of(PLAYLIST).airtime
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _at(text: str, day: date = date(2025, 10, 6)) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), ZONE)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("03:15", False),
        ("05:29:59", False),
        ("05:30", True),
        ("07:29:59", True),
        ("07:30", False),
        ("17:00", True),
    ],
)
def test_the_loudspeaker_speaks_in_its_hours_only(moment: str, allowed: bool) -> None:
    assert (refusal(AIRTIME, _at(moment)) is None) is allowed


def test_a_programme_that_would_run_past_the_hour_is_refused() -> None:
    assert refusal(AIRTIME, _at("07:20"), timedelta(minutes=10)) is None
    assert "kéo quá 07:30" in str(refusal(AIRTIME, _at("07:20"), timedelta(minutes=10, seconds=1)))


def test_a_programme_longer_than_a_session_may_be_is_refused() -> None:
    assert refusal(AIRTIME, _at("05:30"), timedelta(minutes=15)) is None
    assert "quá mức tối đa" in str(refusal(AIRTIME, _at("05:30"), timedelta(minutes=15, seconds=1)))


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_where_there_is_a_boundary_there_is_no_refusal_and_it_lies_ahead(moment: datetime) -> None:
    aware = moment.replace(tzinfo=ZONE)
    end = boundary(AIRTIME, aware)
    assert (refusal(AIRTIME, aware) is None) == (end is not None)
    assert end is None or end > aware


# --- the number of sessions ---

MINUTE = timedelta(minutes=1)
TWO_A_DAY = replace(AIRTIME, max_sessions=2)


def _heard(session: str, minutes: float = 1) -> Airing:
    at = _at("05:30")
    return Airing(
        cue=CueId(f"2025-10-06/{session}/a"), script=ScriptId("a"), attempt=1, planned=at, started=at, ended=at,
        frames=round(60 * minutes), of_frames=60, rate_hz=1, outcome=Outcome.AIRED, engine="tone",
    )  # fmt: skip


def _may(session: str, *heard: Airing, before: tuple[str, ...] = (), length: timedelta = MINUTE) -> bool:
    before = tuple(f"2025-10-06/{one}" for one in before)
    id_ = f"2025-10-06/{session}"
    return session_refusal(TWO_A_DAY, id_, _at("06:30"), length, heard, before=before) is None


def test_a_session_more_than_the_day_allows_is_refused() -> None:
    assert _may("c", _heard("a"))
    assert not _may("c", _heard("a"), _heard("b"))
    assert _may("b", _heard("a"), _heard("b"))  # it goes on


@pytest.mark.parametrize("urgency", ["thuong", "uu-tien", "khan-cap"])
def test_a_bulletin_is_allowed_however_many_sessions_and_bulletins_were_heard(urgency: str) -> None:
    assert _may(f"{urgency}.063000", _heard("a"), _heard("b"), _heard("c"))
    assert _may(f"{urgency}.063000", _heard("thuong.060000"), _heard("uu-tien.060100"), _heard("khan-cap.060200"))


def test_bulletins_take_no_session_away_from_the_timetable() -> None:
    assert _may("b", _heard("a"), _heard("thuong.060000"), _heard("uu-tien.060100"), _heard("khan-cap.060200"))


def test_a_bulletin_s_repetitions_together_are_no_longer_than_a_session_may_be() -> None:
    assert _may("khan-cap.063000", _heard("khan-cap.063000", 14))
    assert not _may("khan-cap.063000", _heard("khan-cap.063000", 14), length=2 * MINUTE)


def test_a_session_that_was_begun_and_sounds_again_first_is_counted_once() -> None:
    assert _may("b", _heard("a"), before=("a",))
    assert not _may("c", _heard("a"), before=("b",))


def test_a_bulletin_to_be_announced_keeps_to_the_hours_and_to_the_length_of_a_session() -> None:
    assert bulletin_refusal(TWO_A_DAY, _at("06:30"), MINUTE, times=15) is None
    assert "quá mức tối đa" in str(bulletin_refusal(TWO_A_DAY, _at("05:30"), MINUTE, times=16))
    assert "kéo quá 07:30" in str(bulletin_refusal(TWO_A_DAY, _at("07:29"), MINUTE, times=2))
    assert "ngoài khung giờ" in str(bulletin_refusal(TWO_A_DAY, _at("03:15"), MINUTE))


# --- exceptions, and hours at midnight ---


def _rules(exceptions: str, allowed: str = "05:30-07:30", days: str = "t2-t6") -> AirtimeRules:
    text = PLAYLIST.replace("allowed: [05:30-07:30, 16:30-18:30]", f"allowed: [{allowed}]")
    text = text.replace("  days: t2-t6\n  max", f"  days: {days}\n  max")
    old = text[text.index("  exceptions:") : text.index("voice:")]
    return playlist_of(text.replace(old, f"  exceptions: [{exceptions}]\n")).airtime


def _hours(rules: AirtimeRules, day: date) -> str:
    return ", ".join(map(str, hours_on(rules, day)))


MONDAY, SUNDAY = date(2025, 10, 6), date(2025, 10, 5)


def test_an_exception_replaces_hours_or_adds_to_them() -> None:
    assert _hours(_rules("{date: 6/10/2025, add: [07:00-09:00], reason: x}"), MONDAY) == "05:30-09:00"
    assert _hours(_rules("{date: 6/10/2025, allowed: [07:00-09:00], reason: x}"), MONDAY) == "07:00-09:00"
    assert _hours(_rules("{date: 5/10/2025, add: [07:00-09:00], reason: x}"), SUNDAY) == "07:00-09:00"
    both = "{date: 6/10/2025, allowed: [05:00-06:00], add: [20:00-21:00], reason: x}"
    assert _hours(_rules(both), MONDAY) == "05:00-06:00, 20:00-21:00"


def test_a_stretch_of_days_without_broadcasting_says_its_own_reason() -> None:
    rules = _rules("{from: 2/9/2027, until: 5/9/2027, allowed: [], reason: Nghỉ lễ Quốc khánh}")
    off = [str(day_off(rules, date(2027, 9, day))) for day in range(1, 7)]
    assert off == ["None", *["Nghỉ lễ Quốc khánh"] * 4, "None"]
    assert "Nghỉ lễ Quốc khánh" in str(refusal(rules, _at("06:00", date(2027, 9, 2))))
    assert day_off(rules, SUNDAY) is None  # a usual Sunday is no day off


def test_of_two_exceptions_on_one_day_the_one_written_later_holds() -> None:
    closed, open_ = "{from: 6/10/2025, until: 8/10/2025, allowed: [], reason: a}", "date: 6/10/2025"
    assert day_off(_rules(f"{{{open_}, allowed: [20:00-21:00], reason: b}}, {closed}"), MONDAY) is not None
    assert _hours(_rules(f"{closed}, {{{open_}, allowed: [20:00-21:00], reason: b}}"), MONDAY) == "20:00-21:00"
    assert _hours(_rules(f"{closed}, {{{open_}, add: [22:00-24:00], reason: b}}"), MONDAY) == "22:00-24:00"
    assert day_off(_rules(f"{{{open_}, add: [22:00-24:00], reason: b}}, {closed}"), MONDAY) is not None


def test_an_exception_raises_or_lowers_the_number_of_sessions() -> None:
    rules = replace(_rules("{date: 6/10/2025, max_sessions: 1, reason: x}"), max_sessions=2)
    assert (sessions_allowed(rules, MONDAY), sessions_allowed(rules, SUNDAY)) == (1, 2)
    assert session_refusal(rules, "2025-10-06/b", _at("06:30"), MINUTE, [_heard("a")]) is not None


NEW_YEAR_S_EVE = date(2025, 12, 31)


def test_a_programme_may_run_over_midnight_where_both_days_allow_it() -> None:
    rules = _rules("", "22:00-24:00, 00:00-00:30", "t2-cn")
    begins = _at("23:59:20", NEW_YEAR_S_EVE)
    assert refusal(rules, begins, 2 * MINUTE) is None
    assert boundary(rules, begins) == _at("00:30", date(2026, 1, 1))
    assert refusal(rules, _at("00:10", date(2026, 1, 1)), MINUTE) is None
    assert "kéo quá 00:30" in str(refusal(replace(rules, max_session=60 * MINUTE), begins, 31 * MINUTE))


def test_hours_that_end_at_midnight_end_there_where_the_next_day_does_not_go_on() -> None:
    rules = _rules("{date: 31/12/2025, add: [22:00-24:00], reason: Giao thừa}")
    begins = _at("23:59:20", NEW_YEAR_S_EVE)
    assert refusal(rules, begins, 40 * timedelta(seconds=1)) is None
    assert "kéo quá 24:00" in str(refusal(rules, begins, 41 * timedelta(seconds=1)))
    assert boundary(rules, begins) == _at("00:00", date(2026, 1, 1))
    assert refusal(rules, _at("00:00", date(2026, 1, 1))) is not None


def test_a_day_that_is_wholly_allowed_ends_somewhere() -> None:
    rules = _rules("", "00:00-24:00", "t2-cn")
    end = boundary(rules, _at("12:00"))
    assert end is not None
    assert end >= _at("00:00", date(2025, 10, 7))
