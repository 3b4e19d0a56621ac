"""`broadcast announce` beside a player that refuses the bulletin: its reason is told, not that nobody is there."""

import threading
from pathlib import Path

import pytest
from stand_ins.cli import run
from stand_ins.live import ZONE, in_seconds, live_ward

from broadcast.base.clock import SystemClock
from broadcast.playout.control.duty import Duty


def test_what_the_player_refuses_is_told_in_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcast.playout.control.duty._MOST_WAITING", 1)
    home = live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0})
    duty, over = Duty(home / "journal", SystemClock(ZONE)), threading.Event()

    def serve() -> None:
        while not over.wait(0.05):
            duty.poll()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        taken = run("--home", home, "announce", "chung/a", "--by", "An", "--expires", "2h")
        refused = run("--home", home, "announce", "chung/a", "--by", "An", "--expires", "2h")
    finally:
        over.set()
        serving.join()
        duty.close()
    assert refused.code == 2
    assert "đã có 1 bản tin đang chờ" in refused.stderr
    assert taken.code == 0
    assert duty.waiting() is not None
