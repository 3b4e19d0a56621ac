"""How long a session is: the same figure on every screen, made or estimated."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.base.errors import Fault
from broadcast.library.shelves import Shelves
from broadcast.programme.model import Cart, Fingerprint
from broadcast.programme.settings import ScriptId
from broadcast.station.lengths import lengths_of
from broadcast.station.overview import look_at, rundown
from broadcast.ward.folder import read_ward
from broadcast.ward.outlook import outlook

PLAN = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
phases:
  truoc: {name: Trước, from: 2026-11-01, until: 2030-12-31}
sessions:
  - {id: sang, name: Buổi sáng, at: 05:00, days: t2-cn, play: [truoc/01, truoc/02]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-cn, play: [truoc/03]}
airtime: {allowed: [05:00-06:00, 17:00-18:00], days: t2-cn, max_session: 15s, max_sessions: 2}
voice: {engines: [espeak]}
"""
SCRIPTS = {f"truoc/0{number}": "Mời bà con ra quân dọn vệ sinh." for number in (1, 2, 3)}
DAY = ("--date", "02/01/2030")
_TOO_LONG = re.compile(r"buổi dài (.+?), quá mức")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = write_ward(tmp_path_factory.mktemp("ward"), PLAN, SCRIPTS)
    assert run_here("--home", home, "build", *DAY, "--days", "1").code == 0
    return home


def test_check_today_and_the_rehearsal_tell_one_length(home: Path) -> None:
    told = {
        command: set(_TOO_LONG.findall(run_here("--home", home, command, *day).stdout))
        for command, day in (("check", ()), ("today", DAY), ("rehearse-tomorrow", DAY))
    }
    assert len(told["check"]) == 2, told  # the two sessions, each with its own
    assert told["check"] == told["today"] == told["rehearse-tomorrow"]
    assert not any("chừng" in one for one in told["check"])


def test_that_length_is_what_the_rehearsal_has_sounded(home: Path, tmp_path: Path) -> None:
    longer = write_ward(tmp_path, PLAN.replace("max_session: 15s", "max_session: 15m"), SCRIPTS)
    done = run_here("--home", longer, "play-today", *DAY, "--rehearse", "--output", tmp_path / "o.wav")
    assert done.code == 0, done
    sounded = re.findall(
        r"(\d\d:\d\d:\d\d) đến (\d\d:\d\d:\d\d)", run_here("--home", longer, "log", "--rehearsal").stdout
    )
    overview = look_at(longer)
    lengths = lengths_of(overview.ward)
    sessions = rundown(overview, date(2030, 1, 2)).sessions
    assert len(sounded) == len(sessions) == 2
    for session, (began, ended) in zip(sessions, sounded, strict=True):
        heard = _clock(ended) - _clock(began)
        length = lengths(session, [cue.script for cue in session.cues])
        assert length.is_made
        assert abs(length.time - heard) <= timedelta(seconds=1)  # the log shows whole seconds


def _clock(told: str) -> timedelta:
    hours, minutes, seconds = map(int, told.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _faults(home: Path) -> list[Fault]:
    ward = read_ward(home)
    return list(outlook(ward, date(2030, 1, 2), 1, lengths_of(ward)))


def test_before_anything_is_made_a_length_is_told_as_an_estimate(tmp_path: Path) -> None:
    faults = _faults(write_ward(tmp_path, PLAN, SCRIPTS))
    assert faults
    assert all("buổi dài chừng " in str(one.what) for one in faults)


def test_what_cannot_air_adds_nothing(home: Path) -> None:
    ward = read_ward(home)
    session = rundown(look_at(home), date(2030, 1, 2)).sessions[0]
    assert lengths_of(ward)(session, [ScriptId("truoc/99")]).time == timedelta()


@pytest.mark.parametrize(
    ("command", "reads"),
    [("status", False), ("check", False), ("doctor", False), ("today", True)],  # `today` shows what is whole
)
def test_who_asks_how_long_reads_no_made_sound_through(
    home: Path, command: str, reads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified, cart = list[Fingerprint](), Shelves.cart

    def counted(shelves: Shelves, fingerprint: Fingerprint) -> Cart | None:
        verified.append(fingerprint)
        return cart(shelves, fingerprint)

    monkeypatch.setattr(Shelves, "cart", counted)
    told = run_here("--home", home, command, *(DAY if command == "today" else ()))
    assert ("buổi dài " in told.stdout) or command == "status", told
    assert bool(verified) is reads
