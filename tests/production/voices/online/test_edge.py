"""Against a stand-in of Microsoft's websocket, over TLS on loopback; the real service was not asked here."""

import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import stand_ins.edge_service as stand_in
from stand_ins.asked import SENTENCE
from stand_ins.edge_service import EdgeService
from stand_ins.google import mp3_of

from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock, SystemClock
from broadcast.base.errors import BadSpeech, EngineOffline, SpeechError
from broadcast.production.voices.online import edge, mail
from broadcast.production.voices.online.edge import Edge
from broadcast.programme.described_voice import EdgeVoice


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeService]:
    with EdgeService(tmp_path) as server:
        server.in_place_of_microsoft(monkeypatch)
        yield server


@pytest.fixture
def engine(clock: OfflineClock) -> Edge:
    return Edge(EdgeVoice(), clock=clock)


def test_it_speaks_in_the_voice_and_at_the_speed_that_are_asked(service: EdgeService, clock: OfflineClock) -> None:
    sound = Edge(EdgeVoice(voice="vi-VN-NamMinhNeural"), clock=clock).speak(SENTENCE, speed=0.9)
    assert 2 < sound.seconds < 8
    ((voice, rate, words),) = service.asked
    assert "NamMinhNeural" in voice
    assert (rate, words) == ("-10%", SENTENCE)


def test_identity_is_the_package_s_version_and_the_voice(engine: Edge) -> None:
    from importlib.metadata import version

    assert engine.identity == f"edge-tts {version('edge-tts')}, vi-VN-HoaiMyNeural"


MISBEHAVIOURS = {
    "no speech": (stand_in.nothing, BadSpeech),
    "a path nobody knows": (stand_in.strange, BadSpeech),
    "no header": (stand_in.no_header, BadSpeech),
    "hangs up in the middle": (stand_in.hangs_up, BadSpeech),
    "half of the sound": (stand_in.sends(stand_in.half_of), BadSpeech),
    "silent": (stand_in.sends(stand_in.silent), BadSpeech),
    "not a sound": (stand_in.sends(lambda _: b"<html>Sorry</html>" * 40), BadSpeech),
    "another sentence": (stand_in.sends(lambda _: mp3_of("Vâng.")), BadSpeech),
    "endless": (stand_in.endless, BadSpeech),
    "401": (401, SpeechError),
    "403": (403, SpeechError),
    "429": (429, SpeechError),
    "503": (503, SpeechError),
    "redirect": (302, SpeechError),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_becomes_the_right_error(
    service: EdgeService, engine: Edge, clock: OfflineClock, name: str
) -> None:
    answer, error = MISBEHAVIOURS[name]
    service.always(answer)
    with pytest.raises(SpeechError) as caught:
        engine.speak(SENTENCE, speed=1.0)
    assert type(caught.value) is error
    assert 1 <= len(service.asked) <= 3
    assert clock.monotonic() <= 2.0


def test_one_bad_answer_costs_a_try(service: EdgeService, engine: Edge, clock: OfflineClock) -> None:
    service.will(503, stand_in.nothing)
    assert engine.speak(SENTENCE, speed=1.0).seconds > 2
    assert clock.monotonic() == 0.5 + 1.5


def test_a_server_that_says_nothing_is_left_at_the_deadline(
    service: EdgeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Edge, "deadline_s", 0.5)
    service.always(stand_in.no_end)
    start = time.perf_counter()
    with pytest.raises(SpeechError, match="không trả lời trọn vẹn"):
        Edge(EdgeVoice(), clock=SystemClock(ZoneInfo("UTC"))).speak(SENTENCE, speed=1.0)
    assert time.perf_counter() - start < 3.0


def test_nobody_there_is_offline(
    engine: Edge, clock: OfflineClock, nobody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", f"wss://{nobody}/?x")
    with pytest.raises(EngineOffline, match="giọng Edge"):
        engine.speak(SENTENCE, speed=1.0)
    assert clock.monotonic() == 0.0


@pytest.mark.usefixtures("no_names")
def test_a_name_that_cannot_be_looked_up_is_offline(engine: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "wss://may-doc.invalid/?x")
    with pytest.raises(EngineOffline):
        engine.speak(SENTENCE, speed=1.0)


@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other-name"])
def test_a_server_that_cannot_prove_itself_is_sent_nothing(
    tmp_path: Path, engine: Edge, monkeypatch: pytest.MonkeyPatch, certificate: str
) -> None:
    with EdgeService(tmp_path, certificate=certificate) as impostor:
        impostor.in_place_of_microsoft(monkeypatch)
        with pytest.raises(SpeechError, match="chứng chỉ") as caught:
            engine.speak(SENTENCE, speed=1.0)
    assert not isinstance(caught.value, EngineOffline)
    assert impostor.asked == []


def test_edge_tts_itself_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    from edge_tts import communicate

    assert communicate._SSL_CTX.verify_mode is ssl.CERT_REQUIRED
    assert communicate._SSL_CTX.check_hostname


# --- negative controls ---


@pytest.mark.parametrize("name", ["silent", "another sentence"])
def test_control_without_the_check_of_the_speech_anything_is_kept(
    service: EdgeService, engine: Edge, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(edge, "check_speech", lambda *_: None)
    service.always(MISBEHAVIOURS[name][0])
    assert isinstance(engine.speak(SENTENCE, speed=1.0), Sound)


def test_control_it_is_the_bound_that_ends_an_endless_answer(
    service: EdgeService, engine: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LARGEST_BODY", 1_000)
    with pytest.raises(BadSpeech, match="dài bất thường"):
        engine.speak(SENTENCE, speed=1.0)
