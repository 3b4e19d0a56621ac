"""The log is chosen by days, campaign, script, outcome and person; a choice that cannot be is told."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, RATE
from stand_ins.cli import Result, run_here
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import Message, tell
from broadcast.programme.model import AiredRelease, CueId, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start


def _air(
    journal: Journal, day: int, script: str, *, outcome: Outcome = Outcome.AIRED, by: str = "",
    released_by: str = "", campaign: str = "", part: Part = Part.CUE,
) -> None:  # fmt: skip
    at = MONDAY_0630 + timedelta(days=day)
    why: Message | str = tell("{name}, người cho phát: {by}", name=tell("bản tin ưu tiên"), by=by) if by else ""
    start = Start(
        cue=CueId(f"{at:%Y-%m-%d}/sang/{script}"), script=ScriptId(script), attempt=1, planned=at, of_frames=RATE,
        rate_hz=RATE, engine="espeak", title=script, session="Buổi sáng", campaign=campaign, note=why, part=part,
        release=AiredRelease(serial=7, by=released_by) if released_by else None,
    )  # fmt: skip
    journal.start(start, at)
    journal.end(start, outcome, started=at, ended=at, frames=RATE, now=at)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = write_ward(tmp_path_factory.mktemp("ward"))
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        _air(journal, -1, "truoc/01-mot")
        _air(journal, 0, "truoc/01-mot", campaign="bao")
        _air(journal, 0, "chung/treo-co", outcome=Outcome.CUT)
        _air(journal, 6, "chung/treo-co", released_by="Trần Thị Bình")
        _air(journal, 26, "truoc/02-hai", by="Nguyễn Văn An", part=Part.BULLETIN)
        journal.note(tell("lệnh dừng phát: {reason}", reason="đám tang"), MONDAY_0630)
    return home


def _log(home: Path, *words: str) -> Result:
    return run_here("--home", home, "log", *words)


def _cues(home: Path, *words: str) -> list[str]:
    told = json.loads(_log(home, *words, "--json").stdout)
    return [one["cue"].replace("2025-", "").replace("/sang", "") for one in told["airings"]]


FIRST, MONDAY = "10-05/truoc/01-mot", ["10-06/truoc/01-mot", "10-06/chung/treo-co"]
SUNDAY, NOVEMBER = "10-12/chung/treo-co", "11-01/truoc/02-hai"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--day", "06/10/2025"], MONDAY),
        (["--week", "08/10/2025"], [*MONDAY, SUNDAY]),
        (["--month", "10/2025"], [FIRST, *MONDAY, SUNDAY]),
        (["--month", "2025-11"], [NOVEMBER]),
        (["--campaign", "bao"], MONDAY[:1]),
        (["--script", "treo-co"], [MONDAY[1], SUNDAY]),
        (["--script", "mot"], [FIRST, MONDAY[0]]),
        (["--script", "chung/treo-co.md", "--day", "06/10/2025"], MONDAY[1:]),
        (["--outcome", "phat-do"], MONDAY[1:]),
        (["--outcome", "phát dở"], MONDAY[1:]),
        (["--outcome", "cut"], MONDAY[1:]),
        (["--outcome", "missed"], []),
        (["--person", "văn an"], [NOVEMBER]),
        (["--person", "thị bình"], [SUNDAY]),
    ],
    ids=str,
)  # fmt: skip
def test_a_choice_finds_its_airings_and_no_others(home: Path, words: list[str], found: list[str]) -> None:
    assert _cues(home, *words) == found


def test_what_is_chosen_is_on_the_screen_and_in_the_table_alike(home: Path) -> None:
    screen = _log(home, "--outcome", "phat-do").stdout
    assert "chung/treo-co" in screen
    assert "truoc/01-mot" not in screen
    assert "lệnh dừng phát" not in screen
    table = _log(home, "--outcome", "phat-do", "--csv", "-").stdout.splitlines()
    assert len(table) == 2
    assert "đám tang" in _log(home, "--day", "06/10/2025").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--day", "06/10/2025", "--month", "10/2025"], "Chỉ chọn ngày theo một cách"),
        (["--month", "13/2025"], "“13/2025” không phải là tháng; viết như 10/2025"),
        (["--outcome", "hỏng"], "không có kết quả “hỏng”; có: đã phát (aired)"),
    ],
    ids=["two ways at once", "no month", "no outcome"],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_told_with_what_can(home: Path, words: list[str], told: str) -> None:
    done = _log(home, *words)
    assert done.code == 2
    assert told in done.stderr


def test_a_report_asks_for_what_it_is_about_and_knows_the_campaigns(home: Path) -> None:
    nothing = run_here("--home", home, "report")
    assert (nothing.code, "report --month 10/2025 -o bao-cao.docx" in nothing.stderr) == (2, True)
    unknown = run_here("--home", home, "report", "--campaign", "lut")
    assert (unknown.code, "Không có đợt “lut”" in unknown.stderr) == (2, True)


def test_a_campaign_s_report_holds_what_served_it_and_nothing_else(home: Path, tmp_path: Path) -> None:
    campaign = "campaigns: {bao: {name: Phòng chống bão, from: 2025-10-01, until: 2025-10-31}}\nfacts:"
    plan = "plan: {lines: {II.1: Tuyên truyền về Đại hội}}\n"  # of another campaign: none of its scripts names it
    later = write_ward(tmp_path / "phuong", plan + PLAYLIST.replace("facts:", campaign))
    with Journal(later / "journal" / "as-run.sqlite3") as journal:
        _air(journal, 0, "bao/01-chang-nha")  # of its folder, in a session of the standing timetable
        _air(journal, 1, "chung/treo-co", campaign="bao")
        _air(journal, 2, "truoc/01-mot")
        _air(journal, 40, "bao/01-chang-nha")  # when it is over
    told = json.loads(run_here("--home", later, "report", "--campaign", "bao", "--json").stdout)
    assert (told["aired"], told["sessions"], told["seconds"]) == (2, 2, 2)
    assert [one["basis"] for one in told["lines"]] == [None]
    assert told["about"].startswith("Phòng chống bão; Tháng 10 năm 2025")
