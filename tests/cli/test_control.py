"""stop, resume, status, announce, clock, as a person types them, where no player runs."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward, now
from stand_ins.on_duty import on_duty

from broadcast.playout.control.duty import believable, last_line
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.overview import journal_path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0})


def _status(home: Path) -> dict[str, object]:
    return dict(json.loads(run_here("--home", home, "status", "--json").stdout))


def test_status_tells_all_of_it_to_programs(home: Path) -> None:
    status = _status(home)
    assert status["schema"] == "broadcast.status/1"
    assert (status["running"], status["on_air"], status["stopped"], status["bulletins"]) == (
        False,
        False,
        None,
        [],
    )
    assert status["clock"] == {"trusted": True, "why": None}
    assert set(status) >= {"now", "next_session", "tomorrow", "cue"}


def test_the_reason_of_a_stop_is_given_as_with_every_other_command(home: Path) -> None:
    assert run_here("--home", home, "stop", "--reason", "có đám tang").code == 0
    stopped = _status(home)["stopped"]
    assert isinstance(stopped, dict)
    assert stopped["reason"] == "có đám tang"


def test_a_stop_is_kept_and_players_leave_with_seven_until_resume(home: Path) -> None:
    assert run_here("--home", home, "stop", "-m", "có đám tang").code == 0
    stopped = _status(home)["stopped"]
    assert isinstance(stopped, dict)
    assert stopped["reason"] == "có đám tang"
    refused = run_here("--home", home, "play-today")
    assert refused.code == 7
    assert "có đám tang" in refused.stderr
    answered = ("--now", "--override", "thử", "--by", "An")
    assert (
        run_here("--home", home, "play-today", *answered).code == 7
    )  # a name answers for the hour, not for the stop
    assert run_here("--home", home, "resume").code == 0
    assert _status(home)["stopped"] is None
    notes = [one["what"] for one in json.loads(run_here("--home", home, "log", "--json").stdout)["notes"]]
    assert notes == ["lệnh dừng phát: có đám tang", "cho phát trở lại"]


def test_resume_names_the_session_that_begins_at_once_though_none_of_its_cues_was_cut(tmp_path: Path) -> None:
    """It named tomorrow's session, and the loudspeaker spoke."""
    home = live_ward(tmp_path, in_seconds(-60), {"nay/01": 1.0, "nay/02": 1.0})
    assert run_here("--home", home, "stop", "-m", "thử").code == 0
    first = run_here("--home", home, "resume").stdout
    assert re.search(r"■ Buổi \d\d:\d\d Buổi thử: còn trong hạn, phát ngay", first)
    at, day = in_seconds(0), f"{in_seconds(-60):%Y-%m-%d}"
    with Journal(journal_path(home)) as journal:  # its grace was over, and so both were missed
        for name in ("nay/01", "nay/02"):
            journal.pass_over(
                CueId(f"{day}/buoi/{name}"), ScriptId(name), Outcome.MISSED, planned=at, note="", now=at
            )
    assert run_here("--home", home, "stop", "-m", "thử").code == 0
    assert "phát ngay" not in run_here("--home", home, "resume").stdout


def test_resume_with_nothing_stopped_says_so(home: Path) -> None:
    assert "Không có lệnh dừng" in run_here("--home", home, "resume").stdout


def test_announce_without_a_player_says_what_to_run(home: Path) -> None:
    result = run_here("--home", home, "announce", "chung/a", "--by", "An")
    assert result.code == 5
    assert "broadcast run" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "An"),
        ("chung/a", "--text", "lời", "--by", "An"),
        ("chung/a", "--by", "An", "--level", "uu-tien", "--reason", "vội"),
        ("chung/a", "--by", " "),
        ("chung/a",),
        ("chung/a", "--by", "An", "--expires", "mai"),
    ],
)
def test_an_announcement_that_is_not_clear_is_refused(home: Path, words: tuple[str, ...]) -> None:
    assert run_here("--home", home, "announce", *words).code == 2


def test_a_clock_before_the_last_line_is_not_believed_until_the_operator_confirms_it(home: Path) -> None:
    ahead = now() + timedelta(days=400)
    path = home / "journal" / "as-run.sqlite3"
    with Journal(path) as journal:
        cue, script = CueId(f"{ahead:%Y-%m-%d}/buoi/chung/a"), ScriptId("chung/a")
        journal.pass_over(cue, script, Outcome.MISSED, planned=ahead, note="", now=ahead)
    clock = _status(home)["clock"]
    assert isinstance(clock, dict)
    assert clock["trusted"] is False
    assert run_here("--home", home, "clock").code == 5
    assert run_here("--home", home, "play-today").code == 5
    assert run_here("--home", home, "clock", "--confirm").code == 0
    assert believable(path) is None
    assert isinstance(last_line(path), datetime)
    assert _status(home)["clock"] == {"trusted": True, "why": None}


@pytest.mark.parametrize("words", [("status",), ("status", "--json"), ("resume",), ("stop", "--reason", "thử")])
def test_a_player_that_has_only_just_begun_ends_no_command(home: Path, words: tuple[str, ...]) -> None:
    """It answers before it knows anything of itself: `resume` and `status` ended as a bug of the program."""
    assert run_here("--home", home, "stop", "-m", "thử").code == 0
    with on_duty(home):
        result = run_here("--home", home, *words)
    assert (result.code, "Lỗi của chương trình" in result.stderr) == (0, False), result
    assert "không trả lời" not in result.stdout
