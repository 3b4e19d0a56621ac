"""Another account of the PC may look, also while the player runs, and is told plainly that it may not touch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from stand_ins.accounts import NEEDS_ROOT, as_other, give_away, run_as_other
from stand_ins.carts import MONDAY_0630
from stand_ins.wards import write_ward

from broadcast.base.files import is_locked, locked
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal

pytestmark = NEEDS_ROOT
WRITE = """
import sys
from pathlib import Path
from broadcast.base.errors import JournalError
from broadcast.record.journal import Journal
try:
    Journal(Path(sys.argv[1]))
except JournalError as error:
    print(error.what)
"""
LOOKING = [
    ("today",), ("today", "--date", "06/10/2025", "--json"), ("status",), ("status", "--json"), ("log",),
    ("log", "--json"), ("log", "--csv", "-"), ("log", "--words"), ("log", "--verify"), ("clock",), ("check",),
    ("play-today", "--date", "06/10/2025", "--dry-run"),
]  # fmt: skip
TOUCHING = [
    ("stop", "-m", "thử"), ("clock", "--confirm"),
    ("run",),
    ("play-today", "--date", "06/10/2025", "--now", "--override", "thử", "--by", "An"),
    ("announce", "--text", "Mời bà con họp.", "--by", "An", "--level", "khan-cap", "--reason", "thử"),
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return _of_somebody_else(tmp_path / "ward")


def _of_somebody_else(folder: Path) -> Path:
    """A ward's folder with a log."""
    home = write_ward(folder)
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        journal.pass_over(
            CueId("2025-10-06/sang/truoc/01-mot"), ScriptId("truoc/01-mot"), Outcome.MISSED, planned=MONDAY_0630,
            note="", now=MONDAY_0630, title="Bài của hôm ấy", session="Buổi sáng",
        )  # fmt: skip
    give_away(home)
    return home


EACH = """
import json, os, sys
from stand_ins.cli import run_here
home = sys.argv[1]
for words in json.loads(sys.argv[2]):
    told = run_here("--home", home, *words)
    print(json.dumps([told.code, told.stderr, sorted(os.listdir(f"{home}/journal"))]))
"""


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], list[object]]:
    """A command that looks -> its exit code, its stderr, the journal's files after it and those before it."""
    home = _of_somebody_else(tmp_path_factory.mktemp("looked") / "ward")
    files = sorted(file.name for file in (home / "journal").iterdir())
    done = subprocess.run(
        [sys.executable, "-c", EACH, str(home), json.dumps(LOOKING)],
        stdout=subprocess.PIPE, encoding="utf-8", check=True, preexec_fn=as_other,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    ended = [json.loads(line) for line in done.stdout.splitlines()]
    assert {tuple(left) for _, _, left in ended} == {tuple(files)}
    return dict(zip(LOOKING, ended, strict=True))


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_it_may_look(looked: dict[tuple[str, ...], list[object]], words: tuple[str, ...]) -> None:
    code, told, _ = looked[words]
    assert (code, str(told).removeprefix("Đã ghi 1 dòng.\n")) == (0, "")


def test_it_reads_the_log_beside_the_running_player(home: Path) -> None:
    with Journal(home / "journal" / "as-run.sqlite3") as player:
        player.note("lệnh dừng phát: thử", MONDAY_0630)
        give_away(home)
        told = run_as_other("--home", home, "log")
    assert told.code == 0
    assert "Bài của hôm ấy" in told.stdout
    assert "lệnh dừng phát: thử" in told.stdout


@pytest.mark.parametrize("words", TOUCHING, ids=" ".join)
def test_it_may_not_touch_and_is_told_so_in_plain_words(home: Path, words: tuple[str, ...]) -> None:
    told = run_as_other("--home", home, *words)
    assert told.code == 5
    assert "Tài khoản này chỉ được xem" in told.stderr
    assert "Permission" not in told.stderr
    assert not (home / "journal" / "stopped.json").exists()


def test_it_may_not_take_back_a_stop(home: Path) -> None:
    (home / "journal" / "stopped.json").write_text("{}", encoding="utf-8")
    give_away(home)
    told = run_as_other("--home", home, "resume")
    assert (told.code, "Tài khoản này chỉ được xem, không được cho phát trở lại" in told.stderr) == (5, True)
    assert (home / "journal" / "stopped.json").exists()


def test_it_sees_that_a_player_holds_the_loudspeaker(home: Path) -> None:
    with locked(home / "journal" / "loudspeaker.lock"):
        give_away(home)
        held = run_as_other("--home", home, "status", "--json")
    assert '"held": true' in held.stdout
    assert '"held": false' in run_as_other("--home", home, "status", "--json").stdout
    assert not is_locked(home / "journal" / "loudspeaker.lock")


def test_it_may_not_write_into_the_log(home: Path) -> None:
    """As whatever changes one day would."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(home / "journal" / "as-run.sqlite3")],
        capture_output=True, encoding="utf-8", check=False, preexec_fn=as_other,
    )  # fmt: skip
    assert done.stdout == (
        "Tài khoản này chỉ được xem, không được ghi nhật ký phát sóng: thư mục của phường do tài khoản khác giữ.\n"
    )


def test_the_owner_may_touch(home: Path) -> None:
    """The negative control."""
    from stand_ins.cli import run

    assert run("--home", home, "stop", "-m", "thử").code == 0
    assert run("--home", home, "resume").code == 0


def test_doctor_tells_an_account_that_may_not_write_the_log(home: Path) -> None:
    assert "tài khoản này không được ghi vào journal" in run_as_other("--home", home, "doctor").stdout
