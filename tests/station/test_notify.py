"""Notices, to a loopback server only."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from stand_ins.wards import PLAYLIST, playlist_of, write_ward

from broadcast.base.errors import FaultsFound
from broadcast.station.chores import notify_of
from broadcast.station.notify import send
from broadcast.station.rehearse import rehearse_in_silence
from broadcast.station.station import open_station


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def post() -> Iterator[Any]:
    """Takes what is posted to it: `taken`, and answers with `answer`."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Post)
    server.taken, server.answer = [], 200
    server.url = f"json://127.0.0.1:{server.server_port}/ward"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_notice_reaches_every_url_whole_and_in_vietnamese(post: Any) -> None:
    assert send([post.url, post.url], title="Ngày mai", body="Sẵn sàng: 3 bài.") == ()
    assert [(one["title"], one["message"]) for one in post.taken] == [("Ngày mai", "Sẵn sàng: 3 bài.")] * 2


def test_who_is_not_reached_is_told_without_its_password(post: Any) -> None:
    post.answer = 500
    [why] = send([post.url.replace("//", "//ward:bi-mat@")], title="t", body="b")
    assert "json" in str(why)
    assert "bi-mat" not in str(why)
    assert len(send(["no-such-service://x", post.url], title="t", body="b")) == 2


def test_no_url_no_notice() -> None:
    assert send([], title="t", body="b") == ()


def test_a_server_that_hangs_holds_up_nothing() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as deaf:
        [why] = send([f"json://127.0.0.1:{deaf.getsockname()[1]}/"], title="t", body="b", deadline_s=2)
    assert "2 giây" in str(why)


def test_the_evening_s_notice_says_what_lacks_to_whom_the_ward_has_named(post: Any, tmp_path: Path) -> None:
    notices = PLAYLIST.replace("station: {", f"station: {{notices: ['{post.url}'], ")
    station = open_station(
        write_ward(tmp_path, notices.replace("[chung/treo-co]", "[truoc/04-thieu, chung/treo-co]"))
    )
    monday = date(2025, 10, 6)
    tomorrow = rehearse_in_silence(station, monday, wanted=lambda: True, progress=lambda _: None)
    assert notify_of(station, tomorrow) == ()
    [notice] = post.taken
    assert notice["title"] == "Đài truyền thanh phường Thử"
    lines = notice["message"].splitlines()
    assert lines[0] == "Ngày 06/10/2025 mới sẵn sàng một phần: 3 trên 4 bài."
    assert lines[1].startswith("× Bài truoc/04-thieu: ")
    write_ward(tmp_path)  # nobody is named any more
    assert notify_of(open_station(tmp_path), tomorrow) == ()
    assert len(post.taken) == 1


def test_a_notice_that_is_no_url_is_a_fault_of_the_playlist() -> None:
    with pytest.raises(FaultsFound) as found:
        playlist_of(PLAYLIST.replace("station: {", "station: {notices: [0912345678, 'tgram://a/b'], "))
    assert len(found.value.faults) == 1
