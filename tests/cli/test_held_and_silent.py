"""What is told of a player that holds the loudspeaker and does not answer, and of a command ended early."""

import json
import os
import signal
import socket
import threading
from datetime import datetime
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.live import ZONE
from stand_ins.wards import write_ward

from broadcast.base.clock import SystemClock
from broadcast.playout.control import channel
from broadcast.playout.control.channel import Channel, ask
from broadcast.playout.control.lock import LOUDSPEAKER, holding

NOON = datetime(2025, 10, 6, 12, tzinfo=ZONE)


def test_a_player_that_does_not_answer_is_not_told_as_none(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    with holding(home / "journal", LOUDSPEAKER, NOON):
        screen = run_here("--home", home, "status")
        fields = json.loads(run_here("--home", home, "status", "--json").stdout)
    assert "không trả lời" in screen.stdout
    assert "không có phiên nào" not in screen.stdout
    assert (fields["running"], fields["held"]) == (False, True)


def test_without_a_holder_none_runs(tmp_path: Path) -> None:
    """The control."""
    screen = run_here("--home", write_ward(tmp_path / "ward"), "status")
    assert "không có phiên nào đang chạy" in screen.stdout


def test_litter_in_the_place_of_a_port_file_hides_no_local_socket(tmp_path: Path) -> None:
    served = Channel(tmp_path, SystemClock(ZONE).monotonic)
    (tmp_path / "control.json").write_text("{", encoding="utf-8")
    over = threading.Event()

    def serve() -> None:
        while not over.wait(0.01):
            served.poll(lambda _: {"ok": True})

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        assert ask(tmp_path, {"do": "status"}) == {"ok": True}
    finally:
        over.set()
        serving.join()
        served.close()


def test_a_full_queue_of_terminals_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[object] = []

    class Full(socket.socket):
        def connect(self, address: object) -> None:
            tries.append(address)
            if len(tries) < 4:
                raise BlockingIOError

    with Full() as terminal:
        channel._connect(terminal, "anywhere", patience_s=1.0)
    assert len(tries) == 4


def test_a_rehearsal_s_log_shows_no_note_of_the_loudspeaker_s(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    run_here("--home", home, "stop", "-m", "thử loa")
    assert "thử loa" in run_here("--home", home, "log").stdout
    assert "thử loa" not in run_here("--home", home, "log", "--rehearsal").stdout


def test_a_reason_that_is_no_utf8_stops_all_the_same(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    stopped = run_here("--home", home, "stop", "-m", os.fsdecode(b"\xff m\xe1t"))
    assert stopped.code == 0, stopped
    assert "�" in run_here("--home", home, "status").stdout


def test_other_words_that_are_no_utf8_are_refused_before_anything_is_done(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    refused = run_here("--home", home, "skip", "chieu", "--date", "06/10/2099", "--reason", os.fsdecode(b"t\xe1t"))
    assert refused.code == 2
    assert "không đọc được: t�t. Chữ ấy không phải UTF-8" in " ".join(refused.stderr.split())
    assert not (home / "journal").exists()


def test_a_journal_that_is_no_folder_is_no_log_that_fits(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    (home / "journal").write_text("x", encoding="utf-8")
    told = run_here("--home", home, "log", "--verify")
    assert told.code == 5
    assert "không phải là thư mục" in told.stderr


def test_ended_before_the_first_sound_nothing_is_told_as_aired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told_to_end(*_: object, **__: object) -> tuple[()]:
        signal.raise_signal(signal.SIGTERM)
        return ()

    monkeypatch.setattr("broadcast.station.airing.air_at_once", told_to_end)
    ended = run_here("--home", write_ward(tmp_path / "ward"), "play-today", "--date", "06/10/2025", "--now",
                     "--override", "thử", "--by", "An")  # fmt: skip
    assert ended.code == 130, ended
    assert "Đã dừng trước khi phát bài nào." in ended.stdout
    assert "đã phát rồi" not in ended.stdout
