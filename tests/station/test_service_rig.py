"""`broadcast run` on the rig: on its second, through changes; faulty files leave the last good ones on air."""

import json
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pulse_rig import Rig
from stand_ins.cli import command, run_here
from stand_ins.live import zone_where_it_is_noon
from stand_ins.wards import write_ward

SCRIPTS = {"chung/mot": "Xin chào bà con.", "chung/hai": "Xin cảm ơn bà con."}


def _playlist(zone: str, *sessions: tuple[str, datetime, str]) -> str:
    day = sessions[0][1].astimezone(ZoneInfo(zone)).date()
    lines = "\n".join(
        f"  - {{id: {id_}, name: Buổi {id_}, at: '{at.astimezone(ZoneInfo(zone)):%H:%M:%S}',"
        f" on: {day}, grace: 1m, play: [{script}]}}"
        for id_, at, script in sessions
    )
    return (
        f"station: {{name: Đài thử, timezone: {zone}}}\n"
        f"phases: {{chung2: {{name: Thử, from: {day}, until: {day}}}}}\n"
        f"sessions:\n{lines}\n"
        "airtime: {allowed: ['00:00-23:59'], days: t2-cn, max_session: 5m, max_sessions: 9}\n"
        "output: {loudspeaker: loa, preview: tai_nghe}\nvoice: {engines: [espeak]}\n"
        "sound: {opening: none, closing: none}\n"
    )


def _wait_for(text: str, log: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while text not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.2)


@pytest.mark.slow
def test_the_service_airs_on_its_second_through_good_and_faulty_changes(
    tmp_path: Path, rig: Rig, measured: Callable[[str], None]
) -> None:
    # a session is laid out twelve seconds ahead; what changes after that comes after it
    zone, screen = zone_where_it_is_noon(), tmp_path / "screen.txt"
    first = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=20)
    home = write_ward(tmp_path / "ward", _playlist(zone, ("mot", first, "chung/mot")), SCRIPTS)
    with screen.open("w", encoding="utf-8") as file:
        service = subprocess.Popen(command("--home", home, "run"), stdout=file, stderr=file)
    try:
        _wait_for("1 buổi hôm nay", screen, 10)
        good = (home / "playlist.yaml").read_text(encoding="utf-8")
        (home / "playlist.yaml").write_text(good.replace("at: '", "at: '77"), encoding="utf-8")
        _wait_for("GIỮ bản đang chạy", screen, 10)
        _wait_for("đã phát", screen, 30)
        second = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=18)
        both = _playlist(zone, ("mot", first, "chung/mot"), ("hai", second, "chung/hai"))
        (home / "playlist.yaml").write_text(both, encoding="utf-8")
        _wait_for("2 buổi hôm nay", screen, 10)
        _wait_for("Bài chung/hai 0:0", screen, 40)
        service.send_signal(signal.SIGTERM)
        assert service.wait(5) == 0
    finally:
        service.kill()
        service.wait()
    airings = json.loads(run_here("--home", home, "log", "--json").stdout)["airings"]
    assert [(one["script"], one["outcome"]) for one in airings] == [("chung/mot", "aired"), ("chung/hai", "aired")]
    late = [
        (datetime.fromisoformat(one["started"]) - datetime.fromisoformat(one["planned"])).total_seconds()
        for one in airings
    ]
    measured(f"starts late by {', '.join(f'{1000 * seconds:.0f}' for seconds in late)} ms (as the log tells)")
    assert all(0 <= seconds < 0.25 for seconds in late)
