"""A described voice, words and the values of its variables -> the HTTP request that asks for them."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

import requests

from broadcast.base.errors import SpeechError, tell
from broadcast.programme.described_voice import BodyKind, HttpVoice, filled

_ESCAPES: Mapping[BodyKind, Callable[[str], str]] = {
    BodyKind.JSON: lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    BodyKind.FORM: quote_plus,
    BodyKind.XML: lambda text: escape(text, {'"': "&quot;", "'": "&apos;"}),
    BodyKind.TEXT: str,
}
_CONTENT_TYPES = {
    BodyKind.JSON: "application/json; charset=utf-8",
    BodyKind.FORM: "application/x-www-form-urlencoded",
    BodyKind.XML: "application/ssml+xml; charset=utf-8",
    BodyKind.TEXT: "text/plain; charset=utf-8",
}


def request_for(
    voice: HttpVoice, text: str, speed: float, variables: Mapping[str, str]
) -> requests.PreparedRequest:
    """Fill in the description's templates, each value escaped as its place wants it; return the request.

    Raises SpeechError where no request can be made of it.
    """
    headers = {name: filled(value, "", speed, variables) for name, value in voice.headers.items()}
    body = filled(voice.body, text, speed, variables, _ESCAPES[voice.body_kind]).encode() or None
    if body is not None and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = _CONTENT_TYPES[voice.body_kind]
    url = filled(voice.url, text, speed, variables, lambda value: quote(value, safe=""))
    return prepared(voice, requests.Request(voice.method, url, headers=headers, data=body))


def prepared(voice: HttpVoice, request: requests.Request) -> requests.PreparedRequest:
    """Make a request ready to be sent, as it is: nothing of a session or of a .netrc comes to it.

    Raises SpeechError where its address or its headers are no good.
    """
    try:
        return request.prepare()
    except (requests.exceptions.RequestException, ValueError) as error:
        what = tell("không lập được yêu cầu gửi giọng {who}", who=voice.called)
        raise SpeechError(what, tell("Xem lại url và headers ở mục voice.http.")) from error
