"""The body of Google Translate's answer to one speech request -> the MP3 bytes in it, or BadSpeech.

The body is the frame of Google's `batchexecute` calls: a guard line, then JSON values one after another (with or
without their lengths between them), of which one is `[["wrb.fr", "jQ1olc", "[\\"<base64>\\"]", ...], ...]`.
"""

import base64
import json
from collections.abc import Iterator

from broadcast.base.errors import BadSpeech, tell

_GUARD = ")]}'"
_CALL = ["wrb.fr", "jQ1olc"]
_BLANK = " \t\r\n"


def mp3_in(body: bytes) -> bytes:
    """Take the MP3 out of the body of Google's reply to one request; return its bytes.

    Raises BadSpeech where the body is cut short, is no such reply, or holds no speech.
    """
    try:
        calls = [call for value in _values(body.decode()) for call in _calls(value)]
        (payload,) = (call[2] for call in calls)
        (speech, *_) = json.loads(payload)
        mp3 = base64.b64decode(speech, validate=True)
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        # a reply without speech holds null where the words should be: TypeError; Recursion: `[[[[[...`
        raise BadSpeech(tell("Google trả lời nhưng không có lời đọc, hoặc trả lời bị đứt đoạn")) from error
    if not mp3:
        raise BadSpeech(tell("Google trả về lời đọc rỗng"))
    return mp3


def _values(body: str) -> Iterator[object]:
    body = body.lstrip(_BLANK)
    if not body.startswith(_GUARD):
        raise ValueError("no guard line")
    decoder, at = json.JSONDecoder(), len(_GUARD)
    while (at := at + len(body[at:]) - len(body[at:].lstrip(_BLANK))) < len(body):
        value, at = decoder.raw_decode(body, at)
        yield value


def _calls(value: object) -> list[list[str]]:
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, list) and entry[:2] == _CALL]
