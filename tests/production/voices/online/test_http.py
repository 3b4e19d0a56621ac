"""Against a service's stand-in, over TLS on loopback. Back-off takes no time on an OfflineClock."""

import json
import logging
import pickle
import threading
import time
import traceback
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as Tree
from zoneinfo import ZoneInfo

import pytest
import requests
import stand_ins.speech_service as stand_in
from stand_ins import google
from stand_ins.asked import SENTENCE, START
from stand_ins.speech_service import AT_THE_LINK, KEY, MARKER, MISBEHAVIOURS, Service, described

from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock, SystemClock
from broadcast.base.errors import BadSpeech, EngineOffline, SpeechError
from broadcast.library.codec import decode
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.online import http_answer, scrubbed
from broadcast.production.voices.online.http import Http
from broadcast.production.voices.online.request import request_for
from broadcast.programme.described_voice import Answer, BodyKind, HttpVoice


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with Service(tmp_path) as server:
        yield server


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, MARKER)


def engine(service: Service, clock: OfflineClock, answer: Answer = Answer.BYTES, **other: object) -> Http:
    return Http(described(service, answer, **other), clock=clock, ca_file=service.ca_file)


def all_of(error: BaseException | None) -> str:
    """Whatever anybody could read of an error, its causes and what it was pickled as."""
    if error is None:
        return ""
    inside = [str(error), repr(error), "".join(traceback.format_exception(error))]
    if isinstance(error, SpeechError):
        inside += [repr(error.what), repr(error.fix), str(pickle.dumps(error))]
    return "".join(inside)


# --- good speech ---


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".ogg", ".flac"])
def test_the_sound_is_told_by_its_bytes(service: Service, clock: OfflineClock, suffix: str) -> None:
    service.always(stand_in.in_format(suffix))
    assert 2 < engine(service, clock).speak(SENTENCE, speed=1.0).seconds < 8
    assert service.asked == [SENTENCE]


def test_two_channels_are_mixed_to_one(service: Service, clock: OfflineClock) -> None:
    service.always(stand_in.in_stereo)
    assert engine(service, clock).speak(SENTENCE, speed=1.0).channels == 1


def test_the_sound_may_lie_in_a_field_in_base64(service: Service, clock: OfflineClock) -> None:
    service.always(stand_in.in_base64)
    assert engine(service, clock, Answer.BASE64).speak(SENTENCE, speed=1.0).seconds > 2


def test_a_field_may_lie_in_a_list(service: Service, clock: OfflineClock) -> None:
    service.always(stand_in.says({"data": {"all": ["x", f"{service.url}/sound"]}}))
    assert engine(service, clock, Answer.LINK, field="data.all.1").speak(SENTENCE, speed=1.0).seconds > 2


def test_a_promised_sound_is_waited_for_and_fetched_without_the_key(service: Service, clock: OfflineClock) -> None:
    service.always(stand_in.link)
    waits = [stand_in.status(404), stand_in.status(403), stand_in.status(202)]
    service.lies_there = lambda call: (waits.pop(0) if waits else stand_in.speak)(call)

    assert engine(service, clock, Answer.LINK).speak(SENTENCE, speed=1.0).seconds > 2

    assert clock.monotonic() == 1.0 + 1.0 + 2.0
    assert [headers["api-key"] for _, headers, _ in service.got] == [MARKER]
    assert len(service.fetched) == 4
    assert MARKER not in str(service.fetched)


def test_a_reader_on_this_machine_is_asked_without_tls(service: Service, clock: OfflineClock) -> None:
    asked: list[str] = []

    class Reader(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server calls it
            asked.append(parse_qs(urlsplit(self.path).query)["loi"][0])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(stand_in.file_of(asked[-1], ".wav"))

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Reader) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        voice = HttpVoice(url=f"http://127.0.0.1:{server.server_port}/doc?loi={{text}}", method="GET")
        assert Http(voice, clock=clock).speak(SENTENCE, speed=1.0).seconds > 2
    assert asked == [SENTENCE]


def test_speed_goes_where_the_description_has_a_place_for_it(service: Service, clock: OfflineClock) -> None:
    body = '{"text": "{text}", "speed": {speed}, "rate": "{speed_percent}%"}'
    engine(service, clock, body=body, headers={"speed": "{speed}"}).speak(SENTENCE, speed=1.2)
    _, headers, sent = service.got[0]
    assert json.loads(sent) == {"text": SENTENCE, "speed": 1.2, "rate": "+20%"}
    assert headers["speed"] == "1.2"


# --- what is sent ---

AWKWARD = 'Ông "Ba" & bà <Tư> nói: \\ {text} ${HOME} {speed} \u2028 100% + 1'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (BodyKind.JSON, '{"text": "{text}"}'),
        (BodyKind.FORM, "a=1&text={text}"),
        (BodyKind.XML, "<speak>{text}</speak>"),
        (BodyKind.TEXT, "{text}"),
    ],
)
def test_words_arrive_as_they_are_whatever_is_in_them(kind: BodyKind, body: str) -> None:
    voice = HttpVoice(url="https://may-doc.vi-du.vn/doc", body=body, body_kind=kind)
    sent = request_for(voice, AWKWARD, 1.0, {}).body
    assert isinstance(sent, bytes)
    read = {
        BodyKind.JSON: lambda text: json.loads(text)["text"],
        BodyKind.FORM: lambda text: parse_qs(text)["text"][0],
        BodyKind.XML: lambda text: Tree.fromstring(text).text,  # noqa: S314  # ours
        BodyKind.TEXT: str,
    }
    assert read[kind](sent.decode()) == AWKWARD


def test_words_in_an_address_are_quoted() -> None:
    voice = HttpVoice(url="https://may-doc.vi-du.vn/doc?text={text}&speed={speed}", method="GET")
    url = request_for(voice, AWKWARD, 1.0, {}).url or ""
    assert parse_qs(urlsplit(url).query) == {"text": [AWKWARD], "speed": ["1"]}
    assert (urlsplit(url).hostname, urlsplit(url).fragment) == ("may-doc.vi-du.vn", "")


# --- bad answers ---


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_becomes_the_right_error_and_nobody_reads_the_key(
    service: Service, clock: OfflineClock, name: str
) -> None:
    kind, answer, error = MISBEHAVIOURS[name]
    service.always(answer)

    with pytest.raises(SpeechError) as caught:
        engine(service, clock, kind).speak(SENTENCE, speed=1.0)

    assert type(caught.value) is error
    assert 1 <= len(service.asked) <= 3
    assert service.fetched == []
    assert clock.monotonic() < 30
    assert MARKER not in all_of(caught.value)


@pytest.mark.parametrize("name", AT_THE_LINK)
def test_what_lies_at_a_promised_address_is_judged_as_strictly(
    service: Service, clock: OfflineClock, name: str
) -> None:
    answer, error = AT_THE_LINK[name]
    service.always(stand_in.link)
    service.lies_there = answer
    with pytest.raises(SpeechError) as caught:
        engine(service, clock, Answer.LINK).speak(SENTENCE, speed=1.0)
    assert type(caught.value) is error
    assert 1 <= len(service.fetched) <= 13
    assert clock.monotonic() < 30


def test_one_bad_answer_costs_a_try_and_not_the_utterance(service: Service, clock: OfflineClock) -> None:
    service.will(stand_in.silent, stand_in.status(503, retry_after="4"))
    assert engine(service, clock).speak(SENTENCE, speed=1.0)
    assert clock.monotonic() == 0.5 + 4.0


@pytest.mark.parametrize("dawdling", [google.slow_drip, google.nothing])
def test_a_dawdling_server_is_left_at_the_deadline(service: Service, dawdling: google.Answer) -> None:
    service.always(dawdling)
    asked = Http(described(service, wait_s=0.6), clock=SystemClock(ZoneInfo("UTC")), ca_file=service.ca_file)
    start = time.perf_counter()
    with pytest.raises(SpeechError, match="giọng Thử không trả lời trọn vẹn trong 1 giây"):
        asked.speak(SENTENCE, speed=1.0)
    assert time.perf_counter() - start < 2.5


def test_nobody_there_is_offline(clock: OfflineClock, nobody: str) -> None:
    address = f"https://{nobody}/tts?key=${{{KEY}}}"
    with pytest.raises(EngineOffline, match="giọng Thử") as caught:
        Http(HttpVoice(url=address, name="Thử", body="{text}"), clock=clock).speak(SENTENCE, speed=1.0)
    assert MARKER not in all_of(caught.value)
    assert clock.monotonic() == 0.0


@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other-name"])
def test_a_server_that_cannot_prove_itself_is_sent_nothing(
    tmp_path: Path, clock: OfflineClock, certificate: str
) -> None:
    with Service(tmp_path, certificate=certificate) as impostor:
        with pytest.raises(SpeechError, match="chứng chỉ"):
            engine(impostor, clock).speak(SENTENCE, speed=1.0)
        assert impostor.got == []


# --- secrets ---


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_variable_that_is_missing_is_told_by_its_name(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv(KEY) if value is None else monkeypatch.setenv(KEY, value)
    with pytest.raises(SpeechError, match=KEY):
        engine(service, clock).speak(SENTENCE, speed=1.0)
    assert service.got == []


def test_a_key_copied_with_the_end_of_its_line_is_sent_without(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, f"{MARKER}\r\n")
    engine(service, clock).speak(SENTENCE, speed=1.0)
    assert service.got[0][1]["api-key"] == MARKER


@pytest.mark.parametrize("value", [f"{MARKER}\r\nX-Evil: 1", f"{MARKER}é"])
def test_a_key_that_cannot_be_sent_is_told_by_its_name_alone(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(KEY, value)
    with pytest.raises(SpeechError, match=KEY) as caught:
        engine(service, clock).speak(SENTENCE, speed=1.0)
    assert MARKER not in all_of(caught.value)
    assert service.got == []


def test_a_key_in_the_address_the_body_or_a_header_is_sent_and_told_nobody(
    service: Service, clock: OfflineClock, caplog: pytest.LogCaptureFixture
) -> None:
    place = f"${{{KEY}}}"
    voice = {
        "url": f"{service.url}/tts?key={place}",
        "headers": {"Authorization": f"Bearer {place}"},
        "body": f'{{"text": "{{text}}", "token": "{place}"}}',
    }
    asked = engine(service, clock, **voice)
    with caplog.at_level(logging.DEBUG):
        asked.speak(SENTENCE, speed=1.0)
        service.always(stand_in.key_as_kind)
        with pytest.raises(SpeechError) as caught:
            asked.speak(SENTENCE, speed=1.0)
    path, headers, body = service.got[0]
    assert path == f"/tts?key={MARKER}"
    assert headers["authorization"] == f"Bearer {MARKER}"
    assert json.loads(body)["token"] == MARKER
    told = [all_of(caught.value), caplog.text, asked.identity, str(pickle.dumps(partial(Http, asked._voice)))]
    assert MARKER not in "".join(told)


@pytest.mark.parametrize("where", ["kind", "host"])
def test_a_key_that_comes_back_in_small_letters_is_covered_too(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    key = "Marker-9F3C-Not-For-Anybody"
    monkeypatch.setenv(KEY, key)
    service.always(
        (lambda call: call.reply(b"<html>", f"text/html-{key}"))
        if where == "kind"
        else (lambda call: call.reply(b"", "text/html", 302, Location=f"https://{key}.vn/"))
    )
    with pytest.raises(SpeechError) as caught:
        engine(service, clock, headers={"Authorization": f"Bearer ${{{KEY}}}"}).speak(SENTENCE, speed=1.0)
    assert key.lower() not in all_of(caught.value).lower()


def test_of_a_written_scheme_and_key_the_key_alone_is_covered(service: Service, clock: OfflineClock) -> None:
    key = "written-out-key"
    service.always(lambda call: call.reply(b"<html>", f"text/html-{key}"))
    with pytest.raises(SpeechError) as caught:
        engine(service, clock, headers={"Authorization": f"Bearer {key}"}).speak(SENTENCE, speed=1.0)
    assert key not in all_of(caught.value)


def test_a_bug_is_told_by_where_it_was_without_its_words(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(f"https://may-doc.vi-du.vn/?key={MARKER}")

    monkeypatch.setattr(http_answer, "check_speech", fail)
    with pytest.raises(RuntimeError, match="ZeroDivisionError") as caught:
        engine(service, clock).speak(SENTENCE, speed=1.0)
    assert "http_answer.py" in str(caught.value)
    assert MARKER not in all_of(caught.value)


def test_in_its_child_it_speaks_and_fails_and_the_key_stays_there(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    make = partial(Http, described(service), clock=SystemClock(ZoneInfo("UTC")), ca_file=service.ca_file)
    with caplog.at_level(logging.DEBUG), Isolated(make, deadline_s=20.0) as isolated:
        assert isolated.speak(SENTENCE, speed=1.0).seconds > 2
        service.always(stand_in.refused(401))
        with pytest.raises(SpeechError, match="401") as caught:
            isolated.speak(SENTENCE, speed=1.0)
    assert MARKER not in all_of(caught.value) + caplog.text


def test_what_is_said_within_the_machine_goes_past_no_proxy(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert engine(service, clock).speak(SENTENCE, speed=1.0)


def test_the_identity_holds_all_that_is_heard_and_no_key(service: Service) -> None:
    def identity(**other: object) -> str:
        return Http(described(service, **other), clock=OfflineClock(START)).identity  # type: ignore[arg-type]

    written = {"headers": {"api-key": MARKER, "voice": "banmai"}}
    another_key = {"headers": {"api-key": "another", "voice": "banmai"}}
    another_voice = {"headers": {"api-key": MARKER, "voice": "leminh"}}
    assert MARKER not in identity(**written)
    assert identity(**written) == identity(**another_key)
    assert len({identity(), identity(**written), identity(**another_voice), identity(body="{text}")}) == 4
    assert identity() == identity(name="tên khác", wait_s=60.0)


@pytest.mark.parametrize("name", ["voice_key", "speaker-token", "author", "auth"])
def test_who_reads_is_part_of_the_identity_whatever_its_name_sounds_like(name: str) -> None:
    def identity(value: str) -> str:
        headers = {name: value, "voice": f"{value}1"}
        return Http(HttpVoice(url="https://a.vn/?t={text}", headers=headers), clock=OfflineClock(START)).identity

    one, other = ("1", "11") if name == "auth" else ("banmai", "leminh")
    assert identity(one) != identity(other)


# --- negative controls: each safeguard taken out, the same test would fail ---


@pytest.mark.parametrize(
    "name",
    ["silent", "clipped flat", "breaks off in a word", "another sentence, shorter", "another sentence, longer"],
)
def test_control_without_the_check_of_the_speech_anything_is_kept(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(http_answer, "check_speech", lambda *_: None)
    service.always(MISBEHAVIOURS[name][1])
    assert isinstance(engine(service, clock).speak(SENTENCE, speed=1.0), Sound)


@pytest.mark.parametrize("name", ["WAV cut short", "OGG cut short", "minutes in a little"])
def test_control_a_decoder_alone_takes_half_a_file_and_minutes(name: str) -> None:
    call = _Reply()
    MISBEHAVIOURS[name][1](call)  # type: ignore[arg-type]
    assert len(decode(call.body))


class _Reply:
    words = SENTENCE

    def reply(self, body: bytes, *_: object) -> None:
        self.body = body


def test_control_unscrubbed_the_key_would_be_read(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbed, "_forms", lambda _: [])
    service.always(stand_in.key_as_kind)
    with pytest.raises(BadSpeech) as caught:
        engine(service, clock).speak(SENTENCE, speed=1.0)
    assert MARKER in all_of(caught.value)


def test_control_a_fetch_with_the_request_s_headers_would_show_the_key(
    service: Service, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = requests.Request

    def with_key(method: str, url: str, **other: object) -> requests.Request:
        return plain(method, url, **{**other, "headers": {"api-key": MARKER}})  # type: ignore[arg-type]

    monkeypatch.setattr(requests, "Request", with_key)
    service.always(stand_in.link)
    engine(service, clock, Answer.LINK).speak(SENTENCE, speed=1.0)
    assert MARKER in str(service.fetched)
