"""Words -> a voice on the network that the ward describes: any service that takes text and gives sound over HTTPS.

It runs in a child (isolate.py), where the values of its secrets are looked up; nothing that leaves it repeats one.
"""

import base64
import binascii
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadcast.audio.sound import Sound
from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, Message, tell
from broadcast.production.voices.called import called
from broadcast.production.voices.checks import check_speech, refuse_wordless
from broadcast.production.voices.identity import http_identity
from broadcast.production.voices.scrubbed import scrubbed
from broadcast.programme.described_voice import Answer, HttpVoice, written_secrets
from broadcast.programme.settings import HTTP, Voice

if TYPE_CHECKING:
    from broadcast.production.voices.mail import Mail
    from broadcast.production.voices.wire import Deadline

_NOT_YET = frozenset({202, 204, 403, 404, 425})
"""What a store of files answers for one that is still to be written."""
_LINK_BACK_OFFS_S = (1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 8.0, 8.0, 16.0, 16.0, 32.0, 32.0)
"""Between looks at an address that was promised, until the deadline: FPT.AI says 5 s to 2 minutes."""
_LONGEST_LINK = 4_000


class Http:
    """The engine `http`, with one described voice. It connects when it first speaks."""

    name = HTTP

    def __init__(self, voice: HttpVoice, *, clock: Clock, ca_file: Path | None = None) -> None:
        """Look up and send nothing yet. `ca_file` (PEM) is trusted instead of the public authorities."""
        self._voice = voice
        self._clock = clock
        self._ca_file = ca_file
        self._mail: Mail | None = None

    @property
    def identity(self) -> str:
        """Return the host, and a digest of all that is sent but secrets, as a fingerprint holds them."""
        return http_identity(self._voice)

    def speak(self, text: str, *, speed: float) -> Sound:
        """Say one utterance and check it; return a sound of one channel, at the rate of the answer.

        It comes at the server's one pace where the description has no place for a speed: see identity.one_pace.
        Raises EngineOffline where there is no way to the server, BadSpeech where what came back cannot be those
        words, SpeechError for the rest, at the deadline, and where a variable of the environment is missing.
        """
        from broadcast.production.voices.request import request_for, variables_of
        from broadcast.production.voices.wire import Deadline

        refuse_wordless(text)
        variables = variables_of(self._voice, os.environ)
        written = (value for values in written_secrets(self._voice).values() for value in values)
        with scrubbed([*variables.values(), *written]):
            deadline = Deadline.after(self._voice.wait_s, self._clock, self._who)
            mail = self._mail = self._mail or self._opened()
            request = request_for(self._voice, text, speed, variables)
            answered = _Answered(self._voice, text)
            if self._voice.answer is not Answer.LINK:
                return mail.fetch(request, answered.sound, deadline)
            return self._fetched(mail.fetch(request, answered.link, deadline), answered.heard, deadline)

    def _fetched(self, link: str, check: Callable[[bytes], Sound], deadline: "Deadline") -> Sound:
        """What lies at an address of the answer; asked for on a wire of its own, without any header of ours."""
        import requests

        from broadcast.production.voices.request import prepared

        mail = self._opened(not_yet=_NOT_YET, back_offs_s=_LINK_BACK_OFFS_S)
        return mail.fetch(prepared(self._voice, requests.Request("GET", link)), check, deadline)

    def _opened(self, **patience: object) -> "Mail":
        from broadcast.production.voices.mail import Mail

        return Mail(self._who, ca_file=self._ca_file, clock=self._clock, **patience)  # type: ignore[arg-type]

    @property
    def _who(self) -> Message:
        return called(HTTP, Voice(http=self._voice))


class _Answered:
    """The body of an answer, read as the description says."""

    def __init__(self, voice: HttpVoice, text: str) -> None:
        self._voice = voice
        self._text = text

    def sound(self, body: bytes) -> Sound:
        """The sound in an answer, checked against the words."""
        return self.heard(_from_base64(self._field(body)) if self._voice.answer is Answer.BASE64 else body)

    def heard(self, held: bytes) -> Sound:
        """A sound file, checked against the words."""
        from broadcast.production.voices.answered import sound_of

        sound = sound_of(held)
        check_speech(sound, self._text)
        return sound

    def link(self, body: bytes) -> str:
        """The address that an answer promises the sound at: https, or on the very server that answers."""
        link = self._field(body).strip()
        try:
            address, own = urlsplit(link), urlsplit(self._voice.url)
            sound = address.hostname is not None and address.username is None and len(link) <= _LONGEST_LINK
            safe = address.scheme == "https" or (address.scheme, address.netloc) == (own.scheme, own.netloc)
        except ValueError:
            sound = safe = False
        if not (sound and safe):
            raise BadSpeech(tell("máy đọc hẹn tiếng ở một chỗ không phải địa chỉ https"))
        return link

    def _field(self, body: bytes) -> str:
        try:
            value = json.loads(body)
            for key in self._voice.field.split("."):
                value = value[int(key)] if isinstance(value, list) else value[key]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise BadSpeech(self._unfound()) from error
        if not isinstance(value, str) or not value:
            raise BadSpeech(self._unfound())
        return value

    def _unfound(self) -> Message:
        return tell("máy đọc trả lời mà không có tiếng ở mục {field}", field=self._voice.field)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSpeech(tell("máy đọc trả về tiếng không đúng dạng base64")) from error
