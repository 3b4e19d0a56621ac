"""The control channel and the latch."""

import contextlib
import json
import os
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.serving import looking

from broadcast.base.errors import DiskError
from broadcast.playout.control.channel import Channel, ask
from broadcast.playout.control.latch import Latch


@contextmanager
def _served(folder: Path, *, local: bool) -> Iterator[Channel]:
    channel = Channel(folder, time.monotonic, local=local)
    try:
        with looking(lambda: channel.poll(lambda request: {"heard": request.get("do")})):
            yield channel
    finally:
        channel.close()


@pytest.mark.parametrize("local", [True, False])
def test_a_request_is_answered(tmp_path: Path, local: bool) -> None:
    with _served(tmp_path, local=local):
        assert ask(tmp_path, {"do": "thử"}) == {"heard": "thử"}
    assert ask(tmp_path, {"do": "thử"}) is None  # and by nobody when no player runs
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")
def test_nobody_else_on_the_machine_may_open_it(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    for local, name in ((True, "control.sock"), (False, "control.json")):
        with _served(folder, local=local):
            found = folder / name
            if not found.exists():  # the test's folder has too long a name for a socket
                continue
            assert stat.S_IMODE(found.stat().st_mode) == 0o600


def test_over_loopback_a_wrong_secret_gets_no_answer(tmp_path: Path) -> None:
    with _served(tmp_path, local=False):
        port_file = tmp_path / "control.json"
        known = json.loads(port_file.read_text())
        port_file.write_text(json.dumps({**known, "secret": "0" * 64}))
        assert ask(tmp_path, {"do": "thử"}) is None
        port_file.write_text(json.dumps(known))
        assert ask(tmp_path, {"do": "thử"}) is not None


def test_where_no_local_socket_exists_nobody_answers_as_no_player_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "AF_UNIX", raising=False)  # as on Windows
    assert ask(tmp_path, {"do": "status"}) is None
    with _served(tmp_path, local=False):
        assert ask(tmp_path, {"do": "thử"}) == {"heard": "thử"}
    assert ask(tmp_path, {"do": "status"}) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"port": "x", "secret": "y"}', '{"port": 999999, "secret": "y"}']
)
def test_a_port_file_that_makes_no_sense_is_no_player(tmp_path: Path, text: str) -> None:
    (tmp_path / "control.json").write_text(text, encoding="utf-8")
    assert ask(tmp_path, {"do": "status"}) is None


@pytest.mark.parametrize("local", [True, False])
def test_a_channel_that_cannot_be_opened_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, local: bool
) -> None:
    opened: list[socket.socket] = []

    class Watched(socket.socket):
        def __init__(self, *where: int) -> None:
            super().__init__(*where)
            opened.append(self)

        def listen(self, _many: int = 0) -> None:
            raise OSError("no room")

    monkeypatch.setattr(socket, "socket", Watched)
    with pytest.raises(DiskError, match="hệ thống báo lỗi OSError"):
        Channel(tmp_path, time.monotonic, local=local)
    assert [one.fileno() for one in opened] == [-1]
    assert list(tmp_path.iterdir()) == []


def test_a_closed_channel_answers_nobody_and_raises_nothing(tmp_path: Path) -> None:
    channel = Channel(tmp_path, time.monotonic)
    channel.close()
    channel.poll(lambda _: {})
    channel.close()


@pytest.mark.parametrize("said", [b"", b"{", b"[]\n", b"\xff\xfe\n", b"x" * 70_000 + b"\n"])
def test_whoever_talks_nonsense_does_not_disturb_the_player(tmp_path: Path, said: bytes) -> None:
    with _served(tmp_path, local=False):
        port = json.loads((tmp_path / "control.json").read_text())["port"]
        with socket.create_connection(("127.0.0.1", port)) as asking:
            asking.sendall(said)
        assert ask(tmp_path, {"do": "thử"}) == {"heard": "thử"}


def test_a_socket_left_by_a_killed_player_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "control.json").write_text('{"port": 1, "secret": "x"}', encoding="utf-8")
    with contextlib.suppress(AttributeError, OSError), socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "control.sock"))
    with _served(tmp_path, local=True):
        assert ask(tmp_path, {"do": "thử"}) is not None


def test_a_stop_holds_until_it_is_taken_back(tmp_path: Path) -> None:
    Latch(tmp_path).set("thử còi", MONDAY_0630)
    known = Latch(tmp_path).read()
    assert known is not None
    assert (known.reason, known.at) == ("thử còi", MONDAY_0630)
    assert Latch(tmp_path).clear() == known
    assert Latch(tmp_path).read() is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"reason": 1}', '{"reason": "x", "at": "hôm qua"}'])
def test_a_stop_that_cannot_be_read_holds(tmp_path: Path, text: str) -> None:
    (tmp_path / "stopped.json").write_text(text, encoding="utf-8")
    assert Latch(tmp_path).read() is not None
