"""`play-today --now`: it sounds now, says beforehand what it airs, and tells nothing as aired that was not."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pulse_rig import Rig
from stand_ins import players
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward, now

from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.station.dealt import deal
from broadcast.station.overview import journal_path
from broadcast.station.station import open_station

ALL_AIRED = "đã phát rồi"


@pytest.mark.slow
@pytest.mark.parametrize("hours", [3, 24], ids=["three hours ahead", "the day of tomorrow"])
def test_now_sounds_now_whenever_the_session_is(tmp_path: Path, rig: Rig, hours: float) -> None:
    session_at = in_seconds(hours * 3600)
    home = live_ward(tmp_path / "ward", session_at, {"nay/a": 1.5, "nay/b": 1.0})
    other_day = ("--date", "mai", "--override", "thử loa", "--by", "An") if hours == 24 else ()
    asked = now()
    aired = players.player(home, "play-today", "--now", *other_day)
    told, _ = aired.communicate(timeout=60)
    assert aired.returncode == 0, told
    lines = players.log(home)
    assert [one.outcome for one in lines] == [Outcome.AIRED] * 2
    assert lines[0].started - asked < timedelta(seconds=20)
    assert lines[0].started < session_at
    said = [line for line in told.splitlines() if line]
    assert "Còn 2 bài chưa có tiếng: đang tạo, xong là phát ngay." in said
    ahead = next(i for i, line in enumerate(said) if line.startswith("Phát ngay 2 bài"))
    assert re.search(r" [45] giây: (Bài )?nay/a; (Bài )?nay/b", said[ahead]), told
    assert ahead < next(i for i, line in enumerate(said) if "ĐANG PHÁT" in line)
    again = run_here("--home", home, "play-today", "--now", *other_day)
    assert ALL_AIRED in again.stdout


def test_what_the_rules_leave_out_is_not_told_as_aired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = live_ward(tmp_path / "ward", in_seconds(60), {"nay/a": 1.0})
    monkeypatch.setattr("broadcast.station.airing.air_at_once", lambda *_, **__: ())
    told = run_here("--home", home, "play-today", "--now")
    assert ALL_AIRED not in told.stdout
    assert "Buổi thử không phát: " in told.stdout


def test_a_dry_run_counts_only_what_would_still_air_on_time(tmp_path: Path) -> None:
    home = live_ward(tmp_path / "ward", in_seconds(60), {"nay/a": 1.0, "nay/b": 1.0})
    assert "Sẽ phát 2 bài" in run_here("--home", home, "play-today", "--dry-run").stdout
    over = now().replace(hour=0, minute=0, second=0, microsecond=0)
    live_ward(home, over, {"nay/a": 1.0, "nay/b": 1.0}, grace="1s")
    told = run_here("--home", home, "play-today", "--dry-run")
    assert told.code == 0
    assert "không còn bài nào đến giờ phát" in told.stdout
    assert "Sẽ phát" not in told.stdout
    assert "sẵn sàng" not in told.stdout
    at_once = run_here("--home", home, "play-today", "--dry-run", "--now")
    assert "Sẽ phát 2 bài" in at_once.stdout


def test_today_tells_as_aired_what_a_person_aired_of_a_session_that_an_edit_had_put_too_late(
    tmp_path: Path,
) -> None:
    """It was heard in the street, and `today` said that it does not air."""
    home = live_ward(tmp_path / "ward", in_seconds(3600), {"nay/a": 1.0})
    with Journal(journal_path(home)) as journal:
        deal(open_station(home), journal, now().date())
        live_ward(home, in_seconds(-120), {"nay/a": 1.0})
        plan = home / "playlist.yaml"
        plan.write_text(plan.read_text(encoding="utf-8").replace("id: buoi", "id: moi"), encoding="utf-8")
        deal(open_station(home), journal, now().date())
        assert "không phát: giờ ấy đã qua" in run_here("--home", home, "today").stdout
        cue, at = CueId(f"{now():%Y-%m-%d}/moi/nay/a"), now()
        begun = Start(cue=cue, script=ScriptId("nay/a"), attempt=1, planned=at, of_frames=8, rate_hz=8, engine="")
        journal.start(begun, at)
        journal.end(begun, Outcome.AIRED, started=at, ended=at, frames=8, note=(), now=at)
    told = run_here("--home", home, "today").stdout
    assert re.search(r"√ [\d:]+ +nay/a +0:01 +đã phát", told), told
    assert "không phát: giờ ấy đã qua" not in told
