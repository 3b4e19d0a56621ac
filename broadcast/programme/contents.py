"""Everything that an announcement is made of -> its code, and what of it is another than it was."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Fingerprint, Part
from broadcast.programme.settings import ScriptId

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, which has no letter that is taken for a figure (crockford.com/base32.html)."""
_TAKEN_FOR = str.maketrans("OIL", "011")
_CODE_SIGNS = 4


class Purpose(StrEnum):
    """What a release is for."""

    AIR = "air"
    REHEARSAL = "rehearsal"
    """To be heard by those who rehearse; it never airs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that an announcement is made of, down to the bytes of its sound: what a release is bound to."""

    purpose: Purpose = Purpose.AIR
    script: ScriptId
    part: Part = Part.CUE
    """Where in a programme it sounds: as an announcement, or over its opening or closing."""
    campaign: str = ""
    """The id of the campaign in whose folder the script lies; empty for none."""
    first: date | None = None
    last: date | None = None
    """The first and the last day on which it may air; None for no such day."""
    text: str
    """sha256, in hex, of the script's file."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """The facts that it uses, by their names."""
    spoken: str
    """The words of the voice."""
    lexicon: str
    """sha256, in hex, of the readings of the ward's own that it uses."""
    engine: str
    """Which voice speaks, and all that changes its sound."""
    speech: tuple[str, ...]
    """The fingerprint of each utterance, or the sha256 of the recording."""
    sounds: tuple[str, ...]
    """What stands around the words, as JSON: sting, bed, closing."""
    recipe: str
    """sha256, in hex, of how all of it is mixed."""
    cart: Fingerprint
    sound: str
    """sha256, in hex, of the cart's file."""

    @property
    def fields(self) -> dict[str, Any]:
        """Return the contents as JSON holds them."""
        return {
            "purpose": self.purpose.value, "script": self.script, "part": self.part.value,
            "campaign": self.campaign,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "text": self.text, "facts": dict(self.facts), "spoken": self.spoken, "lexicon": self.lexicon,
            "engine": self.engine, "speech": list(self.speech), "sounds": list(self.sounds),
            "recipe": self.recipe, "cart": self.cart, "sound": self.sound,
        }  # fmt: skip

    @property
    def code(self) -> str:
        """Return the version's code, which a person types to say what was heard: 4 signs of Crockford's base 32.

        They are the first 20 bits of the sha256 of `canonical(fields)`, less what only a release says: its purpose
        and its days.
        """
        of_the_sound = {key: value for key, value in self.fields.items() if key not in _OF_THE_RELEASE}
        return _code_of(of_the_sound)


def code_of_all(those: Sequence[Contents]) -> str:
    """Return the code by which a person releases several at once: of one its own, else made of all their codes."""
    if len(those) == 1:
        return those[0].code
    return _code_of([[one.script, one.cart, one.code] for one in those])


def _code_of(fields: object) -> str:
    number = int.from_bytes(hashlib.sha256(canonical(fields).encode()).digest()[:3]) >> 4
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CODE_SIGNS)))


_OF_THE_RELEASE = frozenset({"purpose", "first", "last"})


def canonical(fields: object) -> str:
    """Write a value as the one JSON text that is sealed or chained: keys sorted, no white space, letters kept."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_code(typed: str, code: str) -> bool:
    """Whether what a person typed is that code; small letters, white space, and O, I and L for figures pass."""
    return "".join(typed.split()).replace("-", "").upper().translate(_TAKEN_FOR) == code


# --- what has changed ---


def changes(before: Contents, now: Contents) -> tuple[Message, ...]:
    """List in words what of an announcement is another than it was; empty where it is the very same sound.

    What only follows from a change (other words are another sound) is not told beside it. The purpose and days of
    a release are not compared: they are the release's own.
    """
    found = [what for key, what in _CAUSES.items() if getattr(before, key) != getattr(now, key)]
    found += [tell("dữ kiện {name} đã đổi", name=name) for name in _facts_changed(before, now)]
    if not found:
        found = [what for key, what in _OUTCOMES.items() if getattr(before, key) != getattr(now, key)][:1]
    return tuple(found)


_CAUSES: Mapping[str, Message] = {
    "script": tell("đây là bài khác"),
    "part": tell("chỗ của bài trong buổi đã đổi"),
    "campaign": tell("bài đã sang đợt khác"),
    "text": tell("tệp bài đã sửa"),
    "lexicon": tell("cách đọc trong lexicon.yaml đã đổi"),
    "engine": tell("giọng đọc đã đổi"),
    "sounds": tell("nhạc quanh bài đã đổi"),
    "recipe": tell("độ to hoặc kiểu tiếng đã đổi"),
}
_OUTCOMES: Mapping[str, Message] = {
    "spoken": tell("lời đọc đã đổi"),
    "speech": tell("tiếng đọc đã đổi"),
    "cart": tell("cách ghép tiếng đã đổi"),
    "sound": tell("tệp tiếng đã đổi"),
}


def _facts_changed(before: Contents, now: Contents) -> list[str]:
    names = sorted({*before.facts, *now.facts})
    return [name for name in names if before.facts.get(name) != now.facts.get(name)]
