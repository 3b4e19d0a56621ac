"""Words -> the voice of Microsoft Edge (extra `edge`): edge-tts speaks with the server, we bound it and check.

edge-tts waits a minute for each byte and has no bound on the whole; it verifies TLS with certifi's authorities.
"""

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from broadcast.audio.sound import Sound
from broadcast.base.clock import Clock
from broadcast.base.errors import BadSpeech, Message, SpeechError, tell
from broadcast.production.voices.called import called
from broadcast.production.voices.checks import check_speech, refuse_wordless
from broadcast.production.voices.identity import edge_identity
from broadcast.production.voices.online.unanswered import (
    broken_off,
    may_pass,
    offline,
    refused,
    too_long,
    untrusted,
)
from broadcast.programme.described_voice import EdgeVoice
from broadcast.programme.voice import EDGE, Voice

if TYPE_CHECKING:
    from broadcast.production.voices.online.wire import Deadline

DEADLINE_S = 20.0
"""Seconds for a whole utterance, with all its tries and waits."""
_CONNECT_S = 5
_CLOSING_S = 0.1
"""For TLS to be closed: aiohttp leaves that to the loop, which ends with each try."""
_BACK_OFFS_S = (0.5, 1.5)


class Edge:
    """The engine `edge`, with one of its voices. It connects when it speaks, for each utterance anew."""

    name = EDGE
    deadline_s = DEADLINE_S

    def __init__(self, voice: EdgeVoice, *, clock: Clock) -> None:
        """Load and send nothing yet. `deadline_s`: seconds for one utterance."""
        self._voice = voice
        self._clock = clock

    @property
    def identity(self) -> str:
        """Return edge-tts's version and the voice's name, as a fingerprint holds them."""
        return edge_identity(self._voice)

    def speak(self, text: str, *, speed: float) -> Sound:
        """Say one utterance and check it; return a sound of one channel, at the rate of Edge's MP3, 24,000 Hz.

        Raises EngineOffline where there is no way to the server, BadSpeech where what came back cannot be those
        words, SpeechError for the rest and at the deadline.
        """
        from broadcast.production.voices.online.mail import retried
        from broadcast.production.voices.online.wire import Deadline

        refuse_wordless(text)
        deadline = Deadline.after(self.deadline_s, self._clock, _who())
        return retried(lambda: self._try(text, speed, deadline), _BACK_OFFS_S, deadline)

    def _try(self, text: str, speed: float, deadline: "Deadline") -> Sound:
        from broadcast.production.voices.online.answered import sound_of
        from broadcast.production.voices.online.wire import Again

        mp3 = self._asked(text, speed, deadline)
        try:
            sound = sound_of(mp3)
            check_speech(sound, text)
        except BadSpeech as error:
            raise Again(error) from error
        return sound

    def _asked(self, text: str, speed: float, deadline: "Deadline") -> bytes:
        """What the server sends; its failures in ours."""
        import aiohttp
        from edge_tts.exceptions import EdgeTTSException

        from broadcast.production.voices.online.wire import Again

        try:
            return asyncio.run(self._received(text, speed, deadline.left_s()))
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientProxyConnectionError) as error:
            raise offline(_who()) from error
        except aiohttp.ServerTimeoutError as error:
            raise Again(broken_off(_who())) from error
        except TimeoutError as error:
            raise deadline.passed() from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise untrusted(_who()) from error
        except aiohttp.WSServerHandshakeError as error:
            raise self._refused(error.status) from error
        except aiohttp.ClientConnectorError as error:
            raise offline(_who()) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Again(broken_off(_who())) from error
        except (EdgeTTSException, ValueError, LookupError) as error:  # the latter two: a message it cannot read
            raise Again(BadSpeech(tell("{who} trả lời mà không có lời đọc", who=_who()))) from error

    async def _received(self, text: str, speed: float, left_s: float) -> bytes:
        from edge_tts import Communicate

        from broadcast.production.voices.online.mail import LARGEST_BODY

        asked = Communicate(text, self._voice.voice, rate=f"{(speed - 1) * 100:+.0f}%", connect_timeout=_CONNECT_S)
        mp3 = bytearray()
        try:
            async with asyncio.timeout(left_s), aclosing(asked.stream()) as parts:
                async for part in parts:
                    if part["type"] == "audio":
                        mp3 += part["data"]
                    if len(mp3) > LARGEST_BODY:
                        raise too_long(_who())
        finally:
            await asyncio.sleep(_CLOSING_S)
        return bytes(mp3)

    def _refused(self, code: int) -> Exception:
        from broadcast.production.voices.online.wire import Again

        if code == 403:
            return SpeechError(
                refused(_who(), code).what,
                tell("Xem lại giờ của máy; nếu giờ đúng thì Microsoft đã đổi cách hỏi: nâng cấp gói edge-tts."),
            )
        return Again(refused(_who(), code)) if may_pass(code) else refused(_who(), code)


def _who() -> Message:
    return called(EDGE, Voice())
