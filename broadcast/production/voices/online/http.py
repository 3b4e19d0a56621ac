"""Words -> a voice on the network that the ward describes: any service that takes text and gives sound over HTTPS.

It runs in a child (isolate.py), where the values of its secrets are looked up; nothing that leaves it repeats one.
"""

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.audio.sound import Sound
from broadcast.base.clock import Clock
from broadcast.base.errors import Message
from broadcast.production.voices.called import called
from broadcast.production.voices.checks import refuse_wordless
from broadcast.production.voices.identity import http_identity
from broadcast.production.voices.online.scrubbed import scrubbed
from broadcast.production.voices.online.variables import variables_of
from broadcast.programme.described_voice import Answer, HttpVoice, written_secrets
from broadcast.programme.voice import HTTP, Voice

if TYPE_CHECKING:
    from broadcast.production.voices.online.mail import Mail
    from broadcast.production.voices.online.wire import Deadline

_NOT_YET = frozenset({202, 204, 403, 404, 425})
"""What a store of files answers for one that is still to be written."""
_LINK_BACK_OFFS_S = (1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 8.0, 8.0, 16.0, 16.0, 32.0, 32.0)
"""Between looks at an address that was promised, until the deadline: FPT.AI says 5 s to 2 minutes."""


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
        from broadcast.production.voices.online.http_answer import Answered
        from broadcast.production.voices.online.request import request_for
        from broadcast.production.voices.online.wire import Deadline

        refuse_wordless(text)
        variables = variables_of(self._voice, os.environ)
        written = (value for values in written_secrets(self._voice).values() for value in values)
        with scrubbed([*variables.values(), *written]):
            deadline = Deadline.after(self._voice.wait_s, self._clock, self._who)
            mail = self._mail = self._mail or self._opened((), None)
            request = request_for(self._voice, text, speed, variables)
            answered = Answered(self._voice, text)
            if self._voice.answer is not Answer.LINK:
                return mail.fetch(request, answered.sound, deadline)
            return self._fetched(mail.fetch(request, answered.link, deadline), answered.heard, deadline)

    def _fetched(self, link: str, check: Callable[[bytes], Sound], deadline: "Deadline") -> Sound:
        """What lies at an address of the answer; asked for on a wire of its own, without any header of ours."""
        import requests

        from broadcast.production.voices.online.request import prepared

        mail = self._opened(_NOT_YET, _LINK_BACK_OFFS_S)
        return mail.fetch(prepared(self._voice, requests.Request("GET", link)), check, deadline)

    def _opened(self, not_yet: Collection[int], back_offs_s: Collection[float] | None) -> "Mail":
        from broadcast.production.voices.online.mail import Mail

        return Mail(self._who, ca_file=self._ca_file, clock=self._clock, not_yet=not_yet, back_offs_s=back_offs_s)

    @property
    def _who(self) -> Message:
        return called(HTTP, Voice(http=self._voice))
