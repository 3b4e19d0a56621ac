"""A service of speech that no ward has: over TLS, on loopback, in the shapes that services answer in, on order.

    with Service(folder) as service:
        service.always(in_base64)
        Http(HttpVoice(url=service.url + "/tts", ...), clock=..., ca_file=service.ca_file)

The words it is asked for come as JSON, `{"text": ...}`; the speech is espeak's.
"""

import base64
import json
import struct
from collections.abc import Mapping
from functools import cache

import numpy as np
from stand_ins.google import Answer, Call, Google, page, redirect, spoken, status
from stand_ins.sounds import silence

from broadcast.audio.sound import Sound
from broadcast.base.errors import BadSpeech, SpeechError
from broadcast.library.codec import encode, encode_flac
from broadcast.production.voices.online.wire import Redirected
from broadcast.programme.described_voice import Answer as Described
from broadcast.programme.described_voice import HttpVoice

KEY = "FAKE_SPEECH_KEY"
"""The variable of the environment that a description names."""
MARKER = "marker-9f3c-not-for-anybody"
"""Its value: found nowhere but in requests to the service."""
RATE_HZ = 24_000


class ServiceCall(Call):
    """One request: its words, and what came with it."""

    def do_POST(self) -> None:  # noqa: N802  # http.server calls it
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self._serve(str(json.loads(self.body)["text"]) if self.body.startswith(b"{") else self.body.decode())

    def do_GET(self) -> None:  # noqa: N802
        self.body = b""
        service = self.server.google
        assert isinstance(service, Service)
        if not self.path.startswith("/sound"):
            self._serve("")
            return
        self.words = service.asked[-1]
        service.fetched.append({name.lower(): value for name, value in self.headers.items()})
        service.lies_there(self)

    def _serve(self, words: str) -> None:
        service = self.server.google
        assert isinstance(service, Service)
        self.words = words
        service.asked.append(words)
        service.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, self.body))
        service.next_answer()(self)


class Service(Google):
    """The server; what is fetched by GET from `/sound` is what `lies_there` answers."""

    call = ServiceCall

    def __init__(self, folder, *, certificate: str = "good") -> None:  # type: ignore[no-untyped-def]
        super().__init__(folder, certificate=certificate)
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        """Path, headers and body of each request."""
        self.fetched: list[dict[str, str]] = []
        """The headers of each request for a sound."""
        self.lies_there: Answer = speak
        self.always(speak)

    def will(self, *answers: Answer) -> None:
        super().will(*answers)
        self._always = speak


def described(service: Service, answer: Described = Described.BYTES, **other: object) -> HttpVoice:
    """The service as a ward would describe it, its key in a header."""
    field = {Described.BYTES: "", Described.BASE64: "data.audio", Described.LINK: "data.url"}[answer]
    usual = {
        "url": f"{service.url}/tts",
        "name": "Thử",
        "headers": {"api-key": f"${{{KEY}}}"},
        "body": '{"text": "{text}"}',
        "answer": answer,
        "field": field,
    }
    return HttpVoice(**{**usual, **other})  # type: ignore[arg-type]


# --- answers ---


@cache
def file_of(words: str, suffix: str = ".mp3") -> bytes:
    return encode(spoken(words), suffix)


def speak(call: Call) -> None:
    call.reply(file_of(call.words), "audio/mpeg")


def in_format(suffix: str) -> Answer:
    """The speech in another format, under a name that is not its own."""
    return lambda call: call.reply(file_of(call.words, suffix), "application/octet-stream")


def in_stereo(call: Call) -> None:
    mono = spoken(call.words)
    both = Sound(np.stack([mono.samples, mono.samples], axis=1), mono.rate_hz)
    call.reply(encode(both, ".wav"), "audio/wav")


def in_base64(call: Call) -> None:
    _json(call, {"data": {"audio": base64.b64encode(file_of(call.words)).decode()}})


def link(call: Call) -> None:
    _json(call, {"data": {"url": f"{call.server.google.url}/sound.mp3"}})


def link_to(address: str) -> Answer:
    return lambda call: _json(call, {"data": {"url": address}})


def says(answer: object) -> Answer:
    return lambda call: _json(call, answer)


def _json(call: Call, answer: object, code: int = 200) -> None:
    call.reply(json.dumps(answer).encode(), "application/json", code)


def refused(code: int) -> Answer:
    """With the key in its words, as some servers have it."""
    return lambda call: _json(call, {"error": f"bad key {MARKER}"}, code)


def key_as_kind(call: Call) -> None:
    """A page whose Content-Type repeats the key."""
    call.reply(b"<html>", f"text/html-{MARKER}", 200)


def held(made: bytes) -> Answer:
    return lambda call: call.reply(made, "audio/mpeg")


def cut(suffix: str, share: float) -> Answer:
    """A whole answer, in which the sound ends early."""

    def answer(call: Call) -> None:
        whole = file_of(call.words, suffix)
        call.reply(whole[: round(share * len(whole))], "audio/mpeg")

    return answer


def hung_up(call: Call) -> None:
    """Says how long it is, and hangs up in the middle."""
    body = file_of(call.words)
    call.begin("audio/mpeg", 200, {"Content-Length": str(len(body)), "Connection": "close"})
    call.wfile.write(body[: len(body) // 2])
    call.close_connection = True


def reset(call: Call) -> None:
    body = file_of(call.words)
    call.begin("audio/mpeg", 200, {"Content-Length": str(len(body))})
    call.wfile.write(body[:1000])
    call.tear_down()


def endless(call: Call) -> None:
    call.begin("audio/mpeg", 200, {"Connection": "close"})
    while not call.stopping.is_set():
        call.wfile.write(b"\0" * 200_000)


def silent(call: Call) -> None:
    call.reply(encode(silence(0.3 * len(call.words.split()) + 0.5, RATE_HZ), ".mp3"), "audio/mpeg")


def hoarse(call: Call) -> None:
    torn = np.sign(spoken(call.words).samples).astype(np.float32)
    call.reply(encode(Sound(torn, RATE_HZ), ".wav"), "audio/wav")


def broken_off(call: Call) -> None:
    """Sound whose file is whole, and whose last word is not."""
    whole = spoken(call.words)
    loud = np.flatnonzero(np.abs(whole.samples) > 0.5 * np.abs(whole.samples).max())
    call.reply(encode(Sound(whole.samples[: loud[len(loud) // 2]], RATE_HZ), ".wav"), "audio/wav")


def not_a_number(call: Call) -> None:
    """Floats, of which one is none."""
    samples = spoken(call.words).samples.copy()
    samples[len(samples) // 2] = np.nan
    raw = samples.astype("<f4").tobytes()
    head = b"RIFF" + struct.pack("<I", 36 + len(raw)) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 3, 1, RATE_HZ, RATE_HZ * 4, 4, 32) + b"data" + struct.pack("<I", len(raw))
    call.reply(head + raw, "audio/wav")


def other_words(words: str) -> Answer:
    return lambda call: call.reply(file_of(words), "audio/mpeg")


def many_times(call: Call) -> None:
    call.reply(file_of(" ".join([call.words] * 6)), "audio/mpeg")


def twice_in_one(call: Call) -> None:
    call.reply(file_of(call.words, ".wav") * 2, "audio/wav")


def minutes_of_silence(call: Call) -> None:
    """A few kilobytes that are minutes."""
    call.reply(_minutes(), "audio/flac")


@cache
def _minutes() -> bytes:
    return encode_flac(np.zeros(8_000 * 200, np.int16), 8_000)


MISBEHAVIOURS: Mapping[str, tuple[Described, Answer, type[SpeechError]]] = {
    "401": (Described.BYTES, refused(401), SpeechError),
    "403": (Described.BYTES, refused(403), SpeechError),
    "429": (Described.BYTES, status(429), SpeechError),
    "429 with Retry-After past the deadline": (Described.BYTES, status(429, retry_after="3600"), SpeechError),
    "500": (Described.BYTES, status(500), SpeechError),
    "redirect": (Described.BYTES, redirect, Redirected),
    "HTML with 200": (Described.BYTES, page, BadSpeech),
    "HTML called a sound": (Described.BYTES, held(b"<!doctype html><title>Sorry</title>"), BadSpeech),
    "JSON error with 200": (Described.BYTES, says({"error": 1, "message": "out of quota"}), BadSpeech),
    "empty body": (Described.BYTES, held(b""), BadSpeech),
    "zeros": (Described.BYTES, held(bytes(60_000)), BadSpeech),
    "a zip": (Described.BYTES, held(b"PK\x03\x04" + bytes(5000)), BadSpeech),
    "raw samples without a header": (Described.BYTES, held(bytes(range(256)) * 300), BadSpeech),
    "MP3 cut short": (Described.BYTES, cut(".mp3", 0.5), BadSpeech),
    "WAV cut short": (Described.BYTES, cut(".wav", 0.6), BadSpeech),
    "OGG cut short": (Described.BYTES, cut(".ogg", 0.6), BadSpeech),
    "FLAC cut short": (Described.BYTES, cut(".flac", 0.6), BadSpeech),
    "hangs up": (Described.BYTES, hung_up, SpeechError),
    "reset": (Described.BYTES, reset, SpeechError),
    "endless": (Described.BYTES, endless, BadSpeech),
    "silent": (Described.BYTES, silent, BadSpeech),
    "clipped flat": (Described.BYTES, hoarse, BadSpeech),
    "breaks off in a word": (Described.BYTES, broken_off, BadSpeech),
    "not a number": (Described.BYTES, not_a_number, BadSpeech),
    "another sentence, shorter": (Described.BYTES, other_words("Vâng."), BadSpeech),
    "another sentence, longer": (Described.BYTES, many_times, BadSpeech),
    "two files in one": (Described.BYTES, twice_in_one, BadSpeech),
    "minutes in a little": (Described.BYTES, minutes_of_silence, BadSpeech),
    "the key in the Content-Type": (Described.BYTES, key_as_kind, BadSpeech),
    "no JSON": (Described.BASE64, held(b"ID3"), BadSpeech),
    "JSON without end": (Described.BASE64, held(b"[" * 200_000), BadSpeech),
    "another field": (Described.BASE64, says({"audio": "SUQz"}), BadSpeech),
    "field is null": (Described.BASE64, says({"data": {"audio": None}}), BadSpeech),
    "field is a number": (Described.BASE64, says({"data": {"audio": 7}}), BadSpeech),
    "a list where a field should be": (Described.BASE64, says({"data": ["x"]}), BadSpeech),
    "not base64": (Described.BASE64, says({"data": {"audio": "!!!"}}), BadSpeech),
    "base64 of a page": (Described.BASE64, says({"data": {"audio": "PGh0bWw+PC9odG1sPg=="}}), BadSpeech),
    "link to http": (Described.LINK, link_to("http://127.0.0.1:9/a.mp3"), BadSpeech),
    "link to a file": (Described.LINK, link_to("file:///etc/passwd"), BadSpeech),
    "link that is none": (Described.LINK, link_to("https://["), BadSpeech),
    "link to a port that is none": (Described.LINK, link_to("https://127.0.0.1:99999/a.mp3"), BadSpeech),
    "link to a host that is none": (Described.LINK, link_to("https://..vn/a.mp3"), BadSpeech),
    "link with a name and password": (Described.LINK, link_to("https://a:b@127.0.0.1/a.mp3"), BadSpeech),
    "link of a million letters": (Described.LINK, link_to("https://127.0.0.1/" + "a" * 1_000_000), BadSpeech),
}
"""Each: how the voice is described, the answer, and the error it must become; these answer at once."""

AT_THE_LINK: Mapping[str, tuple[Answer, type[SpeechError]]] = {
    "never there": (status(404), SpeechError),
    "refused": (status(401), SpeechError),
    "a page": (page, BadSpeech),
    "redirect": (redirect, Redirected),
    "silent": (silent, BadSpeech),
    "cut short": (cut(".mp3", 0.5), BadSpeech),
}
"""What lies at a promised address, and the error it must become."""
