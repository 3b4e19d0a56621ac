"""A voice on the network as the ward describes it: what is sent and where, and where in the answer the sound is.

Templates have places: `{text}` (the words), `{speed}` (1.0 is the usual one), `{speed_percent}` (`+20`), and
`${NAME}`, a variable of the environment, for what nobody may read in playlist.yaml.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

_PLACE = re.compile(r"\{(?P<place>text|speed|speed_percent)\}|\$\{(?P<variable>[A-Za-z_][A-Za-z0-9_]*)\}")
_SPEEDS = ("{speed}", "{speed_percent}")
_SOUNDS_SECRET = re.compile(
    r"(?i)keys?(?![a-z])|token|secret|auth(?!ors?\b)|passw|pwd|cookie|credential|signature|bearer|\bkhoa\b|mat_?khau"
)
_CHOOSES = re.compile(r"(?i)voice|speaker|giong")
"""Names of what says who reads, `voice_key`: no secret, and another one is another voice."""
_SHORTEST_SECRET = 4
"""Letters and digits."""
_SCHEMES = re.compile(r"(?i)\b(bearer|basic|token|key|apikey|digest)\b")
_NAMED_VALUE = re.compile(r"""["']?(?P<name>[\w-]+)["']?\s*[:=]\s*["']?(?P<value>(?:\$\{\w+\}|[^"'&,}\s<>])+)""")


class BodyKind(StrEnum):
    """How a body is written, and so how the words are escaped in it."""

    JSON = "json"
    FORM = "form"
    XML = "xml"
    """SSML too."""
    TEXT = "text"
    """The words as they are."""


class Answer(StrEnum):
    """Where in the answer the sound is."""

    BYTES = "bytes"
    """The answer is the sound."""
    BASE64 = "base64"
    """In a field of JSON."""
    LINK = "link"
    """At the address that a field of JSON names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpVoice:
    """The engine `http`, as the ward describes it."""

    url: str
    """https, or http on this machine alone. A template, but for its host."""
    name: str = ""
    """What people call it; empty: its host."""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Templates by the header's name."""
    body: str = ""
    """A template; empty: none is sent."""
    body_kind: BodyKind = BodyKind.JSON
    answer: Answer = Answer.BYTES
    field: str = ""
    """Of a JSON answer: keys and indexes with dots between them, `result.0.audio`."""
    wait_s: float = 30.0
    """For a whole utterance: every request, try and wait."""

    @property
    def host(self) -> str:
        """Return the host that is asked."""
        return urlsplit(self.url).hostname or ""

    @property
    def called(self) -> str:
        """Return what people call the voice: its name, else its host."""
        return self.name or self.host

    @property
    def takes_speed(self) -> bool:
        """Whether the server is told a speed; else it speaks at its own pace."""
        return any(place in template for template in self._templates for place in _SPEEDS)

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names of the variables of the environment in it, each once, in their order."""
        found = (match["variable"] for template in self._templates for match in _PLACE.finditer(template))
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def _templates(self) -> tuple[str, ...]:
        return (self.url, *self.headers.values(), self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeVoice:
    """Which voice of Microsoft Edge the engine `edge` reads with."""

    voice: str = "vi-VN-HoaiMyNeural"


def filled(
    template: str, text: str, speed: float, variables: Mapping[str, str], escaped: Callable[[str], str] = str
) -> str:
    """Fill in the places of a template, each value `escaped`; return it. What a value holds is no place again.

    Raises KeyError where a variable is missing.
    """
    values = {"text": text, "speed": f"{speed:g}", "speed_percent": f"{(speed - 1) * 100:+.0f}"}

    def value(match: re.Match[str]) -> str:
        return escaped(values[match["place"]] if match["place"] else variables[match["variable"]])

    return _PLACE.sub(value, template)


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine itself: `localhost`, or a loopback address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def written_secrets(voice: HttpVoice) -> Mapping[str, tuple[str, ...]]:
    """Find what looks like a key or password and is written out; return it by the key of `voice.http` it is in.

    A header, a part of the address or a field of the body whose name sounds like one, and whose value is no
    variable of the environment alone.
    """
    found = {
        "url": tuple(value for name, value in parse_qsl(urlsplit(voice.url).query) if _is_written(name, value)),
        "headers": tuple(value for name, value in voice.headers.items() if _is_written(name, value)),
        "body": tuple(
            match["value"] for match in _NAMED_VALUE.finditer(voice.body) if _is_written(*match.groups())
        ),
    }
    return {key: values for key, values in found.items() if values}


def without_written_secrets(voice: HttpVoice) -> tuple[object, ...]:
    """Return all that is sent and asked for, with every written-out secret left out: for an identity."""

    def safe(template: str) -> str:
        for secret in sorted(secrets, key=len, reverse=True):
            template = template.replace(secret, "")
        return template

    secrets = [value for values in written_secrets(voice).values() for value in values]
    headers = sorted((name.lower(), safe(value)) for name, value in voice.headers.items())
    return (voice.method, safe(voice.url), headers, safe(voice.body), voice.body_kind, voice.answer, voice.field)


def _is_written(name: str, value: str) -> bool:
    """Whether a value of that name is a secret, and more than `Bearer ${NAME}`."""
    rest = _SCHEMES.sub("", _PLACE.sub("", value))
    sounds_so = _SOUNDS_SECRET.search(name) is not None and _CHOOSES.search(name) is None
    return sounds_so and sum(sign.isalnum() for sign in rest) >= _SHORTEST_SECRET
