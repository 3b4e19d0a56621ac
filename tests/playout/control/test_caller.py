"""Whoever connects to the control channel, whatever they send and however slowly: the player's loop goes on."""

import json
import random
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630

from broadcast.base import jsonfile
from broadcast.base.clock import OfflineClock
from broadcast.playout.control import bulletin_request, caller, waiting
from broadcast.playout.control.caller import Caller
from broadcast.playout.control.channel import Channel, ask
from broadcast.playout.control.duty import Duty
from broadcast.playout.control.waiting import Bulletins
from broadcast.programme.bulletins import Urgency

LONGEST_POLL_S = 0.2
ANNOUNCE = {
    "do": "announce", "urgency": "uu-tien", "script": "chung/a", "fingerprint": "f" * 64, "by": "An", "times": 1,
    "expires_s": 7200.0, "override": None,
}  # fmt: skip


class Polled:
    """A channel over loopback that is polled as a player does, and how long the longest poll took."""

    def __init__(self, folder: Path) -> None:
        self.channel = Channel(folder, time.monotonic, local=False)
        known = json.loads((folder / "control.json").read_text())
        self.address, self.secret = ("127.0.0.1", known["port"]), known["secret"].encode()
        self.heard: list[object] = []
        self.longest_s = 0.0
        self.polls = 0
        self._over = threading.Event()
        self._polling = threading.Thread(target=self._poll)

    def _poll(self) -> None:
        while not self._over.wait(0.02):
            begin = time.perf_counter()
            self.channel.poll(self._answer)
            self.longest_s = max(self.longest_s, time.perf_counter() - begin)
            self.polls += 1

    def _answer(self, request: object) -> dict[str, object]:
        self.heard.append(request)
        return {"ok": True}

    def __enter__(self) -> "Polled":
        self._polling.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._polling.join()
        self.channel.close()


@contextmanager
def _dripping(one: Polled, text: bytes, guests: int) -> Iterator[None]:
    """So many connections, each of which sends the text byte by byte and again, for as long as it may."""
    over = threading.Event()

    def drip() -> None:
        while not over.is_set():
            with suppress(OSError), socket.create_connection(one.address) as connection:
                for place in range(len(text)):
                    if over.wait(0.1):
                        return
                    connection.sendall(text[place : place + 1])

    threads = [threading.Thread(target=drip) for _ in range(guests)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize("knows_the_secret", [True, False])
def test_guests_that_drip_hold_up_no_poll_and_keep_nobody_out(
    tmp_path: Path, knows_the_secret: bool, measured: Callable[[str], None]
) -> None:
    with Polled(tmp_path) as one:
        text = (one.secret if knows_the_secret else b"") + b'{"do": "status", "x": "' + b"x" * 60
        with _dripping(one, text, 7):
            time.sleep(0.5)
            for _ in range(5):
                assert ask(tmp_path, {"do": "status"}) == {"ok": True}
            time.sleep(1.0)
    measured(f"{one.polls} polls beside guests that drip, {1000 * one.longest_s:.1f} ms at most")
    assert one.polls > 20
    assert one.longest_s < LONGEST_POLL_S


def test_a_channel_that_waits_for_the_rest_would_be_held_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: 0.2 s a part, as it was."""

    def patient(self: Caller, _answer: object) -> bool:
        self._connection.settimeout(0.2)
        received = b""
        try:
            while (part := self._connection.recv(65_536)) and not received.endswith(b"\n"):
                received += part
        except OSError:
            pass
        return False

    monkeypatch.setattr(Caller, "serve", patient)
    with Polled(tmp_path) as one, _dripping(one, b"x" * 8, 1):
        time.sleep(1.5)
    assert one.longest_s > LONGEST_POLL_S


def test_a_secret_that_was_sent_slowly_is_no_secret(tmp_path: Path) -> None:
    with Polled(tmp_path) as one, socket.create_connection(one.address) as connection:
        connection.sendall(one.secret[:10])
        assert select.select([connection], [], [], 3)[0]
        assert connection.recv(1) == b""  # hung up on


def test_what_stands_behind_a_wrong_secret_is_not_read(tmp_path: Path) -> None:
    with Polled(tmp_path) as one:
        for secret in (b"0" * len(one.secret), b"", b"{", one.secret[:-1] + b"g", one.secret.upper() + b" "):
            with suppress(OSError), socket.create_connection(one.address) as connection:
                connection.sendall(secret + b"[" * 60_000 + b'{"do": "status"}\n')
                connection.settimeout(3)
                assert connection.recv(1) == b""
        assert ask(tmp_path, {"do": "status"}) == {"ok": True}
        assert one.heard == [{"do": "status"}]


@pytest.mark.parametrize(
    "nested",
    [b"[" * 60_000, b"[" * 60_000 + b"]" * 4000, b'{"a":' * 12_000, b'{"do": ' + b"[" * 900 + b"]" * 900 + b"}"],
)
def test_a_request_nested_too_deep_is_dropped(tmp_path: Path, nested: bytes) -> None:
    with Polled(tmp_path) as one:
        with suppress(OSError), socket.create_connection(one.address) as connection:
            connection.sendall(one.secret + nested + b"\n")
            connection.settimeout(3)
            assert connection.recv(1) == b""
        assert ask(tmp_path, {"do": "status"}) == {"ok": True}


def test_without_the_bound_the_brackets_would_end_the_player(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(caller, "_MOST_BRACKETS", 10**6)
    monkeypatch.setattr(jsonfile, "parsed", json.loads)  # which is the second bound
    channel = Channel(tmp_path, time.monotonic, local=False)
    known = json.loads((tmp_path / "control.json").read_text())
    with socket.create_connection(("127.0.0.1", known["port"])) as connection:
        connection.sendall(known["secret"].encode() + b"[" * 60_000 + b"\n")
        with pytest.raises(RecursionError):
            _polled(channel)
    channel.close()


def _polled(channel: Channel) -> None:
    for _ in range(50):
        channel.poll(lambda _: {})
        time.sleep(0.02)


def test_an_answer_that_takes_its_time_makes_the_others_wait_for_the_next_poll(tmp_path: Path) -> None:
    clock = OfflineClock(MONDAY_0630)
    channel = Channel(tmp_path, clock.monotonic, local=False)
    known = json.loads((tmp_path / "control.json").read_text())
    answered: list[object] = []

    def slow(request: object) -> dict[str, object]:
        answered.append(request)
        clock.passed(0.11)  # a slow disk
        return {}

    with ExitStack() as stack:
        for number in range(3):
            guest = stack.enter_context(socket.create_connection(("127.0.0.1", known["port"])))
            guest.sendall(known["secret"].encode() + b'{"number": %d}\n' % number)
        for number in range(3):
            channel.poll(slow)
            assert answered == [{"number": one} for one in range(number + 1)]
    channel.close()


# --- what a request may hold ---


@pytest.fixture
def duty(tmp_path: Path) -> Iterator[Duty]:
    """A player's, over loopback: the socket's path is too long for a local one."""
    folder = tmp_path / ("x" * 100)
    one = Duty(folder, OfflineClock(MONDAY_0630))
    yield one
    one.close()


def _folder(duty: Duty) -> Path:
    return duty.latch._path.parent


def _asked(duty: Duty, raw: bytes, *, polls: int = 3) -> tuple[bytes, float]:
    """What comes back for these bytes behind the secret, and how long the longest poll took."""
    known, longest_s = json.loads((_folder(duty) / "control.json").read_text()), 0.0
    with socket.create_connection(("127.0.0.1", known["port"])) as connection:
        connection.sendall(known["secret"].encode() + raw)
        for _ in range(polls):
            duty.clock.passed(0.06)
            begin = time.perf_counter()
            duty.poll()
            longest_s = max(longest_s, time.perf_counter() - begin)
        connection.setblocking(False)
        with suppress(OSError):
            return connection.recv(65_536), longest_s
    return b"", longest_s


def _answer(duty: Duty, **changed: object) -> dict[str, object]:
    reply, _ = _asked(duty, json.dumps({**ANNOUNCE, **changed}).encode() + b"\n")
    return dict(json.loads(reply))


@pytest.mark.parametrize(
    "seconds", [1e300, 1e9, float("nan"), float("inf"), -1, 0, True, "7200", None, [], 10**400]
)
def test_a_bulletin_that_would_wait_for_ever_or_never_is_refused(duty: Duty, seconds: object) -> None:
    assert "hạn của bản tin" in str(_answer(duty, expires_s=seconds)["error"])
    assert duty.waiting() is None


@pytest.mark.parametrize("times", [0, -1, 11, 10**9, 1.5, True, "1", None])
def test_a_bulletin_is_aired_once_to_ten_times(duty: Duty, times: object) -> None:
    assert "số lần phát" in str(_answer(duty, times=times)["error"])
    assert duty.waiting() is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("by", "\ud800"), ("by", ""), ("by", "a\0b"), ("by", 5), ("by", "x" * 3000),
        ("override", "\udfff"), ("override", ["x"]),
        ("script", "../../etc/passwd"), ("script", "/a"), ("script", "a//b"), ("script", None),
        ("fingerprint", "../" + "f" * 61), ("fingerprint", "f" * 63), ("fingerprint", "F" * 64),
        ("urgency", "gap"), ("urgency", ["uu-tien"]), ("urgency", None),
    ],
)  # fmt: skip
def test_words_that_no_log_or_disk_can_hold_are_refused(duty: Duty, name: str, value: object) -> None:
    assert _answer(duty, **{name: value})["error"] == "không hiểu bản tin này"
    assert duty.waiting() is None


@pytest.mark.parametrize("urgency", [one for one in Urgency if one is not Urgency.EMERGENCY])
def test_only_an_emergency_may_pass_the_hours(duty: Duty, urgency: Urgency) -> None:
    assert "chỉ bản tin khẩn cấp" in str(_answer(duty, urgency=urgency, override="hội làng")["error"])
    assert duty.waiting() is None
    assert "id" in _answer(duty, urgency=Urgency.EMERGENCY, override="vỡ đê")
    assert duty.waiting() is not None


def test_two_bulletins_of_one_moment_are_two(duty: Duty) -> None:
    raw = json.dumps(ANNOUNCE).encode() + b"\n"
    known = json.loads((_folder(duty) / "control.json").read_text())
    with ExitStack() as stack:
        for _ in range(2):
            guest = stack.enter_context(socket.create_connection(("127.0.0.1", known["port"])))
            guest.sendall(known["secret"].encode() + raw)
        duty.clock.passed(0.06)
        duty.poll()
    ids = [one.id for one in Bulletins(_folder(duty))]
    assert len(ids) == len(set(ids)) == 2


def test_no_more_bulletins_wait_than_can_be_told_of(duty: Duty) -> None:
    for _ in range(50):
        assert "id" in _answer(duty)
    assert "50 bản tin" in str(_answer(duty)["error"])
    reply, _ = _asked(duty, b'{"do": "status"}\n')
    assert len(json.loads(reply)["bulletins"]) == 50


def test_after_the_shift_it_still_says_what_holds_and_raises_nothing(duty: Duty) -> None:
    duty.close()
    duty.latch.set("thử", MONDAY_0630)
    duty.clock.passed(1)
    duty.poll()
    assert duty.hold() is not None
    assert duty.stop is not None


VALUES: list[object] = [
    None, True, False, 0, -1, 1, 10**9, 10**30, -(10**30), 0.5, 1e300, -1e300, 1e-300, float("nan"), float("inf"),
    "", "x", "\ud800", "\0", "x" * 5000, [], {}, [[[]]], {"a": {"b": []}}, "status", "announce", "confirm-clock",
    "thuong", "khan-cap", "f" * 64, "../a", "chung/a", "2025-10-06T18:00:00+07:00", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00", "2025-10-06", 3600,
]  # fmt: skip
MORE = ("every_s", "at", "title", "text", "more")


def _thrown(dice: random.Random) -> bytes:
    """A request with values, keys or bytes changed."""
    request: dict[str, object] = dict(ANNOUNCE)
    for _ in range(dice.randrange(4)):
        request[dice.choice([*ANNOUNCE, *MORE])] = dice.choice(VALUES)
    if dice.random() < 0.2:
        request.pop(dice.choice(list(request)))
    raw = bytearray(json.dumps(request, ensure_ascii=dice.random() < 0.9).encode(errors="surrogatepass"))
    if dice.random() < 0.4:
        for _ in range(dice.randrange(1, 6)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
    if dice.random() < 0.1:
        raw = bytearray(dice.randbytes(dice.randrange(200)))
    if dice.random() < 0.05:
        raw = bytearray(dice.choice([b"[", b'{"a":', b'"', b"9"]) * dice.randrange(1, 60_000))
    return bytes(raw) + dice.choice([b"\n", b"\n", b"\n", b"", b"\r\n", b"\n\n"])


def _throw(duty: Duty, dice: random.Random, many: int) -> tuple[float, int, int]:
    """So many broken requests: the longest poll in seconds, how many were answered, how many taken."""
    longest_s, answered, taken = 0.0, 0, 0
    for _ in range(many):
        reply, poll_s = _asked(duty, _thrown(dice), polls=2)
        longest_s = max(longest_s, poll_s)
        answered += bool(reply)
        while (bulletin := duty.waiting()) is not None:
            taken += 1
            assert 1 <= bulletin.times <= (10 if bulletin.every is None else 200)
            assert timedelta() < bulletin.expires - bulletin.taken <= timedelta(days=7)
            duty.done(bulletin)
        _asked(duty, b'{"do": "bulletins", "order": "cancel"}\n')  # those that are due later
    return longest_s, answered, taken


def test_of_two_thousand_broken_requests_none_ends_or_holds_up_the_player(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    monkeypatch.setattr(waiting, "write_whole", Path.write_bytes)  # it is not the disk that is measured
    many = 2_500
    longest_s, answered, taken = _throw(duty, random.Random(8), many)
    measured(
        f"{many} broken requests: {answered} answered, {taken} taken, a poll {1000 * longest_s:.1f} ms at most"
    )
    assert longest_s < LONGEST_POLL_S
    assert many > answered > taken > 0
    assert "id" in _answer(duty)


def test_without_the_bounds_the_same_requests_would_end_the_player(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(bulletin_request, "_lasts", lambda value: timedelta(seconds=float(value)))
    dice = random.Random(8)
    with pytest.raises((OverflowError, ValueError, TypeError)):
        _throw(duty, dice, 2_500)


def test_duty_answers_with_what_the_last_poll_found_and_looks_at_nothing(duty: Duty) -> None:
    asked: list[str] = []
    duty.latch.set("thử", MONDAY_0630)
    duty.clock.passed(1)
    duty.latch.read = lambda: asked.append("latch")  # type: ignore[method-assign, assignment, func-returns-value]
    assert duty.stop is None
    assert duty.doubt is None
    assert duty.hold() is None
    assert duty.waiting() is None
    assert asked == []
    duty.poll()
    assert asked == ["latch"]


def test_a_clock_on_the_first_day_there_is_takes_a_bulletin_and_on_the_last_refuses_it() -> None:
    """On the first day it was told as a bug of the program."""
    asked = {**ANNOUNCE, "every_s": 3600, "times": 2}
    taken = bulletin_request.bulletin_of(asked, "x", datetime.min.replace(tzinfo=UTC))
    assert taken.due == taken.taken
    with pytest.raises(bulletin_request.Refused):
        bulletin_request.bulletin_of(asked, "x", datetime.max.replace(tzinfo=UTC))
