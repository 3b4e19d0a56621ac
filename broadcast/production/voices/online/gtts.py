"""Words -> Google Translate's voice: gTTS cuts and packs the requests, we send them and check what comes back.

gTTS itself sends without verifying TLS, waits for ever, and takes a page of HTML for an empty sentence.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.audio.sound import Sound, join, resampled
from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, Message, NotAudio, tell
from broadcast.library.codec import decode
from broadcast.library.ingest.mp3frames import is_cut_short
from broadcast.production.voices.called import called
from broadcast.production.voices.checks import check_speech, refuse_wordless
from broadcast.production.voices.identity import GTTS_LANGUAGE, GTTS_TLD, gtts_identity
from broadcast.production.voices.online.google_reply import mp3_in
from broadcast.programme.voice import GTTS, Voice

if TYPE_CHECKING:
    import requests

    from broadcast.production.voices.online.mail import Mail

DEADLINE_S = 20.0
"""Seconds for a whole utterance, with all its requests, tries and waits."""
_KINDS = ("json", "javascript", "text/plain")
"""Of Google's replies."""


def _who() -> Message:
    return called(GTTS, Voice())


class Gtts:
    """The engine `gtts`: the voice of Google Translate. It connects when it first speaks."""

    name = GTTS
    deadline_s = DEADLINE_S

    def __init__(self, *, clock: Clock, base_url: str | None = None, ca_file: Path | None = None) -> None:
        """Set the voice (`language`), Google's site (`tld`) and its slow pace; nothing is sent yet.

        `base_url` (https://host:port) is asked instead of Google's own, `ca_file` (PEM) trusted instead of the
        public authorities: for wards behind a proxy of their own, and for tests. `deadline_s`: seconds for one
        utterance.
        """
        self._clock = clock
        self._base_url, self._ca_file = base_url, ca_file
        self._mail: Mail | None = None

    @property
    def identity(self) -> str:
        """Return gTTS's version, the language, the site and the pace, as a fingerprint holds them."""
        return gtts_identity()

    def speak(self, text: str, *, speed: float) -> Sound:
        """Say one utterance and check it; return a sound of one channel, at the rate of Google's MP3, 24,000 Hz.

        It comes at Google's one pace, whatever `speed` says: see identity.ONE_PACE. Raises EngineOffline where
        there is no way to the server, BadSpeech where what came back cannot be those words, SpeechError for the
        rest and at the deadline.
        """
        from broadcast.production.voices.online.wire import Deadline

        refuse_wordless(text)
        deadline = Deadline.after(self.deadline_s, self._clock, _who())
        mail = self._mail = self._mail or self._opened()
        parts = [mail.fetch(request, _Part(words), deadline) for words, request in self._requests(text)]
        return join([resampled(part, parts[0].rate_hz) for part in parts])

    def _opened(self) -> "Mail":
        from broadcast.production.voices.online.mail import Mail

        return Mail(_who(), ca_file=self._ca_file, clock=self._clock, kinds=_KINDS)

    def _requests(self, text: str) -> "list[tuple[str, requests.PreparedRequest]]":
        """The parts gTTS cuts the text into (at most 100 characters each), and the request for each."""
        import gtts

        asked = gtts.gTTS(text, lang=GTTS_LANGUAGE, tld=GTTS_TLD, slow=False, lang_check=False)
        # pinned to 2.5.4 for these two; cutting the text again gives the same parts, in the order of the requests
        pairs = list(zip(asked._tokenize(text), asked._prepare_requests(), strict=True))
        if self._base_url:
            for _, request in pairs:
                request.prepare_url(self._base_url.rstrip("/") + request.path_url, None)
        return pairs


class _Part:
    """One part's reply, checked against its own words."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __call__(self, body: bytes) -> Sound:
        mp3 = mp3_in(body)
        if is_cut_short(mp3):
            raise BadSpeech(tell("lời đọc Google trả về bị đứt ở cuối"))
        try:
            sound = decode(mp3)
        except NotAudio as error:
            raise BadSpeech(tell("Google trả về dữ liệu không phải âm thanh")) from error
        check_speech(sound, self._words)
        return sound
