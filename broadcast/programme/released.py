"""What a person released of a script, and what its sound is made of now -> how the script stands, and why."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Fingerprint, Part, Reason, Unready
from broadcast.programme.settings import ScriptId

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, which has no letter that is taken for a figure (crockford.com/base32.html)."""
_TAKEN_FOR = str.maketrans("OIL", "011")
_CODE_SIGNS = 4
_UNFINISHED = frozenset({
    Reason.MISSING_FACT, Reason.FAULTY_SCRIPT, Reason.UNKNOWN_SCRIPT, Reason.DOUBTFUL_READING, Reason.DRAFT,
})  # fmt: skip


class Standing(StrEnum):
    """How a script stands with whoever answers for what the loudspeaker says."""

    DRAFT = "draft"
    """It is not finished: a fact, a reading or its last word is missing."""
    WAITING = "waiting"
    """Nobody has released what it says now, as it sounds now."""
    RELEASED = "released"
    RETURNED = "returned"
    """Somebody has read it, and wants it otherwise."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """It was released, and its last day is over."""


class Purpose(StrEnum):
    """What a release is for."""

    AIR = "air"
    REHEARSAL = "rehearsal"
    """To be heard by those who rehearse; it never airs."""


class Deed(StrEnum):
    """What a person did with a script."""

    HEARD = "heard"
    """Listened to the whole of its sound."""
    SENT = "sent"
    """Asked for its release."""
    RELEASED = "released"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


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
        number = int.from_bytes(hashlib.sha256(canonical(of_the_sound).encode()).digest()[:3]) >> 4
        return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CODE_SIGNS)))


_OF_THE_RELEASE = frozenset({"purpose", "first", "last"})


def canonical(fields: object) -> str:
    """Write a value as the one JSON text that is sealed: keys sorted, no white space, letters as they are."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_code(typed: str, code: str) -> bool:
    """Whether what a person typed is that code; small letters, white space, and O, I and L for figures pass."""
    return "".join(typed.split()).replace("-", "").upper().translate(_TAKEN_FOR) == code


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that a person did with a script, as the record has it."""

    deed: Deed
    script: ScriptId
    by: str
    at: datetime
    """When it was written."""
    number: int
    """Of a release its serial number, which no other has; of another act the number of the act; from 1."""
    note: str = ""
    contents: Contents | None = None
    """What it is about; None where a person did it to the script, whatever it says."""
    seal: str = ""
    """The signature of a signed release; empty for a named one."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else the record keeps of it."""

    @property
    def to_seal(self) -> str:
        """Return the one text that is signed: what is released, by whom, under which serial number."""
        contents = self.contents.fields if self.contents is not None else None
        return canonical({"contents": contents, "by": self.by, "serial": self.number})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a script stands now."""

    standing: Standing
    why: Message | None = None
    """What keeps it from being released; None where it is."""
    release: Act | None = None
    """The last release, whether it holds or not; None where there was none."""
    now: Contents | None = None
    """What it is made of now; None where there is no sound of it."""

    @property
    def is_released(self) -> bool:
        """Whether it may air, as far as its release goes."""
        return self.standing is Standing.RELEASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether a cart may air for its script, as it was asked right before."""

    release: Act | None = None
    """What lets it air; None where nobody has released it."""
    why: Message | None = None
    """Why it is not released; None where it is."""
    is_required: bool
    """Whether it does not air without a release."""

    @property
    def refused(self) -> Message | None:
        """Return why the cart must not air; None where it may, released or not."""
        if self.release is not None or not self.is_required:
            return None
        return tell("chưa duyệt phát: {why}", why=self.why or tell("chưa ai duyệt"))


Doubted = Callable[[Act], Message | None]
"""Tells why the seal of a release is not believed; None where it is."""


def never_doubted(_release: Act) -> None:
    """Return None: a named release is believed as the record has it."""
    return


def standing_of(
    acts: Iterable[Act], now: Contents | Unready, day: date, doubted: Doubted = never_doubted
) -> Stand:
    """Judge how a script stands on `day`: by what persons did with it, in the order of writing, and its sound now.

    The last release holds, no earlier one: a version that was replaced has to be released again. It holds for that
    very sound, until it is withdrawn, returned or over. `now`: an Unready where there is no sound of the script.
    """
    part = now.part if isinstance(now, Contents) else None
    known = [act for act in acts if part is None or act.contents is None or act.contents.part is part]
    release = last_release(known)
    if isinstance(now, Unready):
        standing = Standing.DRAFT if now.reason in _UNFINISHED else Standing.WAITING
        return Stand(standing=standing, why=now.why, release=release)
    standing, why = _judged(known, release, now, day, doubted)
    return Stand(standing=standing, why=why, release=release, now=now)


def last_release(acts: Iterable[Act]) -> Act | None:
    """Return the release with the highest serial number, whether it holds or not; None where there is none."""
    releases = [act for act in acts if act.deed is Deed.RELEASED and act.contents is not None]
    return max(releases, key=lambda act: act.number, default=None)


def _judged(
    acts: Sequence[Act], release: Act | None, now: Contents, day: date, doubted: Doubted
) -> tuple[Standing, Message | None]:
    if (back := _returned(acts, now)) is not None:
        return Standing.RETURNED, tell(
            "{by} trả lại: {note}", by=back.by, note=back.note or tell("không ghi lý do")
        )
    if release is None or release.contents is None:
        return Standing.WAITING, tell("chưa ai duyệt")
    changed = changes(release.contents, now)
    if changed:
        return Standing.WAITING, tell("từ lần duyệt trước, {what}", what=_listed(changed))
    if (withdrawn := _withdrawn(acts, release)) is not None:
        note = withdrawn.note or tell("không ghi lý do")
        return Standing.WITHDRAWN, tell("{by} đã rút: {note}", by=withdrawn.by, note=note)
    if (why := doubted(release)) is not None:
        return Standing.WAITING, why
    if release.contents.purpose is not Purpose.AIR:
        return Standing.WAITING, tell("chỉ duyệt để tổng duyệt, chưa duyệt phát")
    if release.contents.last is not None and day > release.contents.last:
        return Standing.EXPIRED, tell("duyệt phát đến hết ngày {day}", day=f"{release.contents.last:%d/%m/%Y}")
    return Standing.RELEASED, None


def _returned(acts: Sequence[Act], now: Contents) -> Act | None:
    """The act that returned what the script is now, where nobody has released that since."""
    about_now = [act for act in acts if act.deed in (Deed.RELEASED, Deed.RETURNED)
                 and act.contents is not None and not changes(act.contents, now)]  # fmt: skip
    return about_now[-1] if about_now and about_now[-1].deed is Deed.RETURNED else None


def _withdrawn(acts: Sequence[Act], release: Act) -> Act | None:
    behind = acts[acts.index(release) + 1 :]
    return next((act for act in behind if act.deed is Deed.WITHDRAWN), None)


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


def _listed(those: Sequence[Message]) -> Message:
    told = those[0]
    for one in those[1:]:
        told = Message("{a}, {b}", {"a": told, "b": one})
    return told
