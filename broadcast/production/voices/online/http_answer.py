"""The body of a described voice's answer -> the checked sound in it, or the address it promises one at."""

import base64
import binascii
import json
from urllib.parse import urlsplit

import requests

from broadcast.audio.sound import Sound
from broadcast.base.errors import BadSpeech, Message, tell
from broadcast.production.voices.checks import check_speech
from broadcast.production.voices.online.answered import sound_of
from broadcast.programme.described_voice import Answer, HttpVoice

_LONGEST_LINK = 4_000
"""Letters."""


class Answered:
    """The bodies of answers to one utterance, read as the description says."""

    def __init__(self, voice: HttpVoice, text: str) -> None:
        """Hold the description and the words that were asked for."""
        self._voice = voice
        self._text = text

    def sound(self, body: bytes) -> Sound:
        """Take the sound out of an answer and check it against the words. Raises BadSpeech where it fails."""
        return self.heard(_from_base64(self._field(body)) if self._voice.answer is Answer.BASE64 else body)

    def heard(self, held: bytes) -> Sound:
        """Decode a sound file and check it against the words. Raises BadSpeech where it fails."""
        sound = sound_of(held)
        check_speech(sound, self._text)
        return sound

    def link(self, body: bytes) -> str:
        """Return the address that an answer promises the sound at: https, or on the very server that answers.

        Raises BadSpeech for any other.
        """
        link = self._field(body).strip()
        try:
            requests.Request("GET", link).prepare()
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
