"""The ward's regulation and a moment -> may the loudspeaker speak?"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins.wards import PLAYLIST, playlist_of

from broadcast.programme.airtime import boundary, bulletin_refusal, refusal, session_refusal
from broadcast.programme.model import Airing, CueId, Outcome
from broadcast.programme.settings import ScriptId

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
    assert "quá hạn" in str(refusal(AIRTIME, _at("05:30"), timedelta(minutes=15, seconds=1)))


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
    assert "quá hạn" in str(bulletin_refusal(TWO_A_DAY, _at("05:30"), MINUTE, times=16))
    assert "kéo quá 07:30" in str(bulletin_refusal(TWO_A_DAY, _at("07:29"), MINUTE, times=2))
    assert "ngoài khung giờ" in str(bulletin_refusal(TWO_A_DAY, _at("03:15"), MINUTE))
