"""A described voice in a ward: what it does badly is never kept, and its key is nowhere but in the requests."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import run_here
from stand_ins.speech_service import (
    AT_THE_LINK,
    KEY,
    MARKER,
    MISBEHAVIOURS,
    Service,
    described,
    link,
    refused,
    speak,
)
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.clock import OfflineClock
from broadcast.library.sounds import Library
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.voices.online import http_answer
from broadcast.production.voices.online.http import Http
from broadcast.programme.described_voice import Answer
from broadcast.programme.model import Cart, CueId, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward

SCRIPT = {"truoc/01-mot": "Xin mời bà con treo cờ Tổ quốc chào mừng ngày hội lớn của phường."}
ORDER = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"))


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv(KEY, MARKER)
    with Service(tmp_path / "tls") as server:
        yield server


def _playlist(service: Service) -> str:
    voice = (
        f"voice:\n  engines: [http, espeak]\n  http:\n    name: Thử\n    url: {service.url}/tts?key=${{{KEY}}}\n"
        f"    headers: {{api-key: '${{{KEY}}}'}}\n    body: '{{\"text\": \"{{text}}\"}}'\n"
    )
    return PLAYLIST.replace("voice: {engines: [espeak]}\n", voice)


def _production(
    home: Path, service: Service, answer: Answer, *, ahead: timedelta = timedelta(days=1)
) -> Production:
    clock = OfflineClock(MONDAY_0630 - ahead)
    engine = Http(described(service, answer), clock=clock, ca_file=service.ca_file)
    return Production(
        ward=read_ward(home),
        library=Library(home / "audio_cache"),
        engines={"http": engine},
        clock=clock,
        watch=lambda _: None,
    )


def _kept(home: Path) -> list[Path]:
    return [path for path in (home / "audio_cache").rglob("*") if path.suffix == ".flac"]


def test_no_misbehaviour_leaves_an_entry_in_the_cache(tmp_path: Path, service: Service) -> None:
    home = write_ward(tmp_path / "ward", _playlist(service), SCRIPT)
    cases = [(name, kind, answer, speak) for name, (kind, answer, _) in MISBEHAVIOURS.items()]
    cases += [(name, Answer.LINK, link, lies) for name, (lies, _) in AT_THE_LINK.items()]
    assert len(cases) >= 25
    for name, kind, answer, lies in cases:
        service.always(answer)
        service.lies_there = lies
        assert isinstance(_production(home, service, kind).make(ORDER), Unready), name
        assert _kept(home) == [], name


def test_control_a_good_answer_is_kept_and_unchecked_a_silent_one_too(
    tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = write_ward(tmp_path / "ward", _playlist(service), SCRIPT)
    cart = _production(home, service, Answer.BYTES).make(ORDER)
    assert isinstance(cart, Cart)
    assert cart.engine == "http"
    assert _kept(home)

    other = write_ward(tmp_path / "other", _playlist(service), SCRIPT)
    monkeypatch.setattr(http_answer, "check_speech", lambda *_: None)
    service.always(MISBEHAVIOURS["silent"][1])
    _production(other, service, Answer.BYTES).make(ORDER)
    assert _kept(other)


def test_right_before_a_session_it_is_not_asked_and_called_by_its_own_name(
    tmp_path: Path, service: Service
) -> None:
    home = write_ward(tmp_path / "ward", _playlist(service), SCRIPT)
    production = _production(home, service, Answer.BYTES, ahead=timedelta(seconds=30))
    by = Order(cue=ORDER.cue, script=ORDER.script, by=MONDAY_0630)
    unready = production.make(by)
    assert isinstance(unready, Unready)
    assert "sát giờ phát, không chờ giọng Thử" in str(unready.why)
    assert service.asked == []


def test_a_server_that_refuses_is_asked_for_two_announcements_and_then_left_alone(
    tmp_path: Path, service: Service
) -> None:
    scripts = {f"truoc/0{number}-bai": f"{SCRIPT['truoc/01-mot']} Xin cảm ơn." for number in range(1, 5)}
    home = write_ward(tmp_path / "ward", _playlist(service), scripts)
    service.always(refused(401))
    production = _production(home, service, Answer.BYTES)
    for id_ in scripts:
        production.make(Order(cue=CueId(f"2025-10-06/sang/{id_}"), script=ScriptId(id_)))
    assert len(service.asked) == 2


def test_the_key_is_in_no_file_on_no_screen_and_in_no_log(
    tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(service.ca_file))  # as for a server of the ward's own
    home = write_ward(tmp_path / "ward", _playlist(service), SCRIPT)
    at_home = ("--home", home)
    with caplog.at_level(logging.DEBUG):
        told = [run_here("preview", "truoc/01-mot", "--output", tmp_path / "nghe.wav", *at_home)]
        assert service.got[0][1]["api-key"] == MARKER
        assert f"key={MARKER}" in service.got[0][0]
        service.always(MISBEHAVIOURS["the key in the Content-Type"][1])
        told += [
            run_here(*arguments, *at_home)
            for arguments in (
                ["check"], ["doctor", "--json"], ["build", "--days", "1"], ["status", "--json"], ["log", "--json"],
            )
        ]  # fmt: skip
    doctor = json.loads(told[2].stdout)
    assert any("http (Thử)" in one["what"] for one in doctor["findings"])
    assert json.loads(told[4].stdout)["online_voices"] == ["http (Thử)"]
    said = "".join(one.stdout + one.stderr for one in told) + caplog.text
    assert "http" in said
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path for path in files if MARKER.encode() in path.read_bytes() or MARKER in path.name] == []
    assert MARKER not in said
