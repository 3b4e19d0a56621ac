"""Against Google's stand-in, over TLS on loopback. Back-off takes no time on an OfflineClock."""

import socket
import sys
import time
import warnings
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests
from gtts import gTTS
from stand_ins import google as stand_in
from stand_ins.asked import SENTENCE, START
from stand_ins.google import DAWDLING, MISBEHAVIOURS, RATE_HZ, Answer, Google, Impatient

from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock, SystemClock
from broadcast.base.errors import BadSpeech, EngineOffline, SpeechError
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.online import mail, wire
from broadcast.production.voices.online.gtts import Gtts

FOUR_PARTS = (
    "Kính thưa bà con nhân dân phường Hồng Bàng, Đại hội Thi đua yêu nước thành phố Hải Phòng lần thứ nhất, "
    "nhiệm kỳ hai nghìn không trăm hai mươi lăm đến hai nghìn không trăm ba mươi, xin được gửi tới bà con."
)


@pytest.fixture
def gtts(google: Google, clock: OfflineClock) -> Gtts:
    return Gtts(clock=clock, base_url=google.url, ca_file=google.ca_file)


@pytest.fixture
def hurried(google: Google) -> Gtts:
    return Impatient(clock=_real(), base_url=google.url, ca_file=google.ca_file, deadline_s=1.0)


def _real() -> SystemClock:
    return SystemClock(ZoneInfo("UTC"))


# --- good speech ---


def test_good_speech_is_heard_at_googles_rate(google: Google, gtts: Gtts) -> None:
    sound = gtts.speak(SENTENCE, speed=1.0)

    assert sound.rate_hz == RATE_HZ
    assert sound.seconds == pytest.approx(stand_in.spoken(SENTENCE).seconds, abs=0.2)
    assert google.asked == [SENTENCE]


def test_a_long_utterance_is_asked_for_in_parts_and_joined_in_their_order(google: Google, gtts: Gtts) -> None:
    sound = gtts.speak(FOUR_PARTS, speed=1.0)

    assert len(google.asked) == 4
    assert " ".join(google.asked).split() == FOUR_PARTS.replace(",", "").split()
    parts = [stand_in.spoken(words).seconds for words in google.asked]
    assert sound.seconds == pytest.approx(sum(parts), abs=0.5)


def test_a_long_lived_voice_speaks_again_after_its_connection_was_dropped(google: Google, gtts: Gtts) -> None:
    gtts.speak(SENTENCE, speed=1.0)
    google.hang_up()

    assert gtts.speak(SENTENCE, speed=1.0).seconds > 3


def test_identity_names_all_that_changes_the_sound(gtts: Gtts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    class Asked(gTTS):
        def __init__(self, text: str, **settings: object) -> None:
            asked.append(settings)
            super().__init__(text, **settings)

    monkeypatch.setattr("gtts.gTTS", Asked)
    gtts.speak(SENTENCE, speed=1.0)

    assert asked == [{"lang": "vi", "tld": "com", "slow": False, "lang_check": False}]
    assert gtts.identity == "gTTS 2.5.4, vi, com, normal"


@pytest.mark.parametrize("text", ["", " ", "...", " – , ?!"])
def test_where_there_is_no_word_nobody_is_asked(google: Google, gtts: Gtts, text: str) -> None:
    with pytest.raises(SpeechError, match="không có chữ"):
        gtts.speak(text, speed=1.0)
    assert google.asked == []


# --- bad speech ---


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_becomes_the_right_error_within_the_deadline(
    google: Google, gtts: Gtts, clock: OfflineClock, name: str
) -> None:
    answer, error = MISBEHAVIOURS[name]
    google.always(answer)
    start = time.perf_counter()

    with pytest.raises(SpeechError) as caught:
        gtts.speak(SENTENCE, speed=1.0)

    assert type(caught.value) is error
    assert 1 <= len(google.asked) <= 3
    assert google.strangers == []
    assert clock.monotonic() + time.perf_counter() - start < 20


@pytest.mark.parametrize("bad_part", range(4))
@pytest.mark.parametrize("name", ["HTML with 200", "silent", "empty speech"])
def test_one_bad_part_of_four_spoils_the_whole(google: Google, gtts: Gtts, name: str, bad_part: int) -> None:
    answer, error = MISBEHAVIOURS[name]
    google.will(*[stand_in.speak] * bad_part, *[answer] * 3)

    with pytest.raises(error):
        gtts.speak(FOUR_PARTS, speed=1.0)


@pytest.mark.parametrize("name", DAWDLING)
def test_a_dawdling_server_is_left_at_the_deadline(google: Google, name: str) -> None:
    google.always(DAWDLING[name])
    engine = partial(Impatient, clock=_real(), base_url=google.url, ca_file=google.ca_file, deadline_s=1.0)
    with Isolated(engine, deadline_s=20.0) as isolated:
        with pytest.raises(SpeechError):  # the start of the child is not what is measured
            isolated.speak("...", speed=1.0)
        isolated._deadline_s = 1.5
        start = time.perf_counter()
        with pytest.raises(SpeechError, match=r"trong 1 giây|trong 2 giây"):
            isolated.speak(SENTENCE, speed=1.0)
        assert time.perf_counter() - start < 3.0


def test_a_server_that_drips_but_ends_in_time_is_heard(google: Google) -> None:
    google.always(stand_in.drip(pieces=15))  # 1.5 s, and so the control of the test before
    engine = Impatient(clock=_real(), base_url=google.url, ca_file=google.ca_file, deadline_s=10.0)

    assert engine.speak(SENTENCE, speed=1.0)


def test_the_deadline_is_for_the_whole_utterance_not_for_each_part(google: Google, hurried: Gtts) -> None:
    google.always(stand_in.drip(pieces=5))  # half a second a part
    start = time.perf_counter()

    with pytest.raises(SpeechError, match="trong 1 giây"):
        hurried.speak(FOUR_PARTS, speed=1.0)

    assert time.perf_counter() - start < 1.8


# --- tries ---


@pytest.mark.parametrize(
    "name", [name for name in MISBEHAVIOURS if name not in {"403", "redirect", "huge body"} and "past" not in name]
)
def test_what_may_pass_is_tried_three_times(google: Google, gtts: Gtts, clock: OfflineClock, name: str) -> None:
    answer, _ = MISBEHAVIOURS[name]
    google.will(answer, answer)

    assert gtts.speak(SENTENCE, speed=1.0).seconds > 3
    assert len(google.asked) == 3
    assert clock.monotonic() == (2.0 if "Retry-After" in name else 0.5 + 1.5)


@pytest.mark.parametrize(("name", "tries"), [("403", 1), ("redirect", 1), ("huge body", 1), ("500", 3)])
def test_what_will_not_pass_is_tried_once(google: Google, gtts: Gtts, name: str, tries: int) -> None:
    google.always(MISBEHAVIOURS[name][0])
    with pytest.raises(SpeechError):
        gtts.speak(SENTENCE, speed=1.0)
    assert len(google.asked) == tries


@pytest.mark.parametrize(
    ("retry_after", "waited_s"),
    [("4", 4.0), (format_datetime(START + timedelta(seconds=7), usegmt=True), 7.0), ("soon", 0.5), ("-3", 0.5)],
)
def test_the_server_is_asked_again_when_it_said(
    google: Google, gtts: Gtts, clock: OfflineClock, retry_after: str, waited_s: float
) -> None:
    google.will(stand_in.status(429, retry_after=retry_after))

    gtts.speak(SENTENCE, speed=1.0)

    assert clock.monotonic() == pytest.approx(waited_s)


def test_a_retry_after_past_the_deadline_is_not_waited_for(
    google: Google, gtts: Gtts, clock: OfflineClock
) -> None:
    google.will(stand_in.status(429, retry_after="21"))

    with pytest.raises(SpeechError, match="429"):
        gtts.speak(SENTENCE, speed=1.0)

    assert (len(google.asked), clock.monotonic()) == (1, 0.0)


# --- out of reach ---


def test_refused_is_offline(clock: OfflineClock, nobody: str) -> None:
    with pytest.raises(EngineOffline):
        Gtts(clock=clock, base_url=f"https://{nobody}").speak(SENTENCE, speed=1.0)
    assert clock.monotonic() == 0.0  # found out once


@pytest.mark.usefixtures("no_names")
def test_a_name_that_cannot_be_looked_up_is_offline(clock: OfflineClock) -> None:
    with pytest.raises(EngineOffline):
        Gtts(clock=clock).speak(SENTENCE, speed=1.0)


def test_no_route_is_offline(clock: OfflineClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", fail)
    with pytest.raises(EngineOffline):
        Gtts(clock=clock, base_url="https://127.0.0.1:9").speak(SENTENCE, speed=1.0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="how a full backlog behaves differs")
def test_a_network_that_swallows_everything_is_offline() -> None:
    with _full() as address:
        engine = Impatient(clock=_real(), base_url=f"https://{address}", deadline_s=0.5)
        start = time.perf_counter()
        with pytest.raises(EngineOffline):
            engine.speak(SENTENCE, speed=1.0)
    assert time.perf_counter() - start < 1.5


class _full:  # noqa: N801  # read as a word
    """A port whose connections are neither taken nor refused."""

    def __enter__(self) -> str:
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(0)
        self._waiting = [socket.socket() for _ in range(4)]
        for one in self._waiting:
            one.setblocking(False)
            one.connect_ex(self._listening.getsockname())
        return f"127.0.0.1:{self._listening.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        for one in (self._listening, *self._waiting):
            one.close()


# --- whom we trust ---


@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other-name"])
def test_a_server_that_cannot_prove_itself_is_sent_nothing(
    tmp_path: Path, clock: OfflineClock, certificate: str
) -> None:
    with Google(tmp_path, certificate=certificate) as impostor:
        engine = Gtts(clock=clock, base_url=impostor.url, ca_file=impostor.ca_file)
        with pytest.raises(SpeechError, match="chứng chỉ") as caught:
            engine.speak(SENTENCE, speed=1.0)
    assert not isinstance(caught.value, EngineOffline)
    assert impostor.asked == []


def test_the_public_authorities_do_not_vouch_for_our_test_server(google: Google, clock: OfflineClock) -> None:
    with pytest.raises(SpeechError, match="chứng chỉ"):
        Gtts(clock=clock, base_url=google.url).speak(SENTENCE, speed=1.0)
    assert google.asked == []


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_bad_file_of_authorities_is_told_by_name(
    tmp_path: Path, google: Google, clock: OfflineClock, content: str | None
) -> None:
    ca_file = tmp_path / "phuong.pem"
    if content is not None:
        ca_file.write_text(content)
    with pytest.raises(SpeechError, match=r"tệp chứng chỉ .*phuong\.pem"):
        Gtts(clock=clock, base_url=google.url, ca_file=ca_file).speak(SENTENCE, speed=1.0)


def test_a_redirect_is_not_followed(google: Google, gtts: Gtts) -> None:
    google.always(stand_in.redirect)
    with pytest.raises(SpeechError, match="chuyển sang 127"):
        gtts.speak(SENTENCE, speed=1.0)
    assert google.strangers == []


def _goes_on_behind_a_redirect(sent: list[int]) -> stand_in.Answer:
    def answer(call: stand_in.Call) -> None:
        call.begin("text/html", 302, {"Location": "https://127.0.0.1:9/", "Connection": "close"})
        call.close_connection = True
        for _ in range(200):
            sent.append(call.wfile.write(b"\0" * 200_000))

    return answer


def test_nothing_is_read_of_what_comes_behind_a_redirect(google: Google, gtts: Gtts) -> None:
    sent: list[int] = []
    google.always(_goes_on_behind_a_redirect(sent))
    with pytest.raises(SpeechError, match="chuyển sang 127"):
        gtts.speak(SENTENCE, speed=1.0)
    assert sum(sent) < 20_000_000  # what lies between us, in the buffers of both sockets


# --- negative controls: each safeguard taken out, the same test would fail ---


def test_control_without_verification_the_impostor_is_believed(
    tmp_path: Path, clock: OfflineClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "_readable", lambda _: False)
    with Google(tmp_path, certificate="self-signed") as impostor, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # urllib3's own, of an unverified connection
        Gtts(clock=clock, base_url=impostor.url, ca_file=impostor.ca_file).speak(SENTENCE, speed=1.0)
    assert impostor.asked == [SENTENCE]


def test_control_requests_own_session_reads_all_that_comes_behind_a_redirect(
    google: Google, gtts: Gtts, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(wire, "_Session", requests.Session)
    google.always(_goes_on_behind_a_redirect(sent))
    with pytest.raises(SpeechError, match="chuyển sang 127"):
        gtts.speak(SENTENCE, speed=1.0)
    assert sum(sent) == 40_000_000


def test_control_a_session_that_follows_redirects_meets_the_stranger(
    google: Google, gtts: Gtts, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = requests.Session.send

    def follow(self: requests.Session, request: requests.PreparedRequest, **settings: object) -> requests.Response:
        return send(self, request, **{**settings, "allow_redirects": True})

    monkeypatch.setattr(requests.Session, "send", follow)
    google.always(stand_in.redirect)
    with pytest.raises(BadSpeech, match="trang text/html"):
        gtts.speak(SENTENCE, speed=1.0)
    assert "/login" in google.strangers


@pytest.mark.parametrize("answer", [stand_in.silent, stand_in.one_word, stand_in.six_times_over, stand_in.hoarse])
def test_control_without_the_check_of_the_speech_anything_passes(
    google: Google, gtts: Gtts, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    monkeypatch.setattr("broadcast.production.voices.online.gtts.check_speech", lambda *_: None)
    google.always(answer)

    assert isinstance(gtts.speak(SENTENCE, speed=1.0), Sound)


def test_control_without_the_check_of_the_frames_half_a_sentence_passes(
    google: Google, gtts: Gtts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.production.voices.online.gtts.is_cut_short", lambda _: False)
    monkeypatch.setattr("broadcast.production.voices.online.gtts.check_speech", lambda *_: None)
    google.always(stand_in.truncated_mp3(0.5))

    assert gtts.speak(SENTENCE, speed=1.0).seconds < 3


def test_control_without_further_tries_one_bad_answer_is_enough(
    google: Google, gtts: Gtts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_BACK_OFFS_S", ())
    google.will(stand_in.status(500))
    with pytest.raises(SpeechError, match="500"):
        gtts.speak(SENTENCE, speed=1.0)


def test_control_it_is_the_bound_that_refuses_a_great_body(
    google: Google, gtts: Gtts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LARGEST_BODY", 10_000)
    with pytest.raises(BadSpeech, match="dài bất thường"):
        gtts.speak(SENTENCE, speed=1.0)
    monkeypatch.setattr(mail, "LARGEST_BODY", 1_000_000)
    assert gtts.speak(SENTENCE, speed=1.0)
