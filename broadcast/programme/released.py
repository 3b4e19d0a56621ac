"""What a person released of a script, and what its sound is made of now -> how the script stands, and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.programme.contents import Contents as Contents
from broadcast.programme.contents import Purpose as Purpose
from broadcast.programme.contents import canonical as canonical
from broadcast.programme.contents import changes as changes
from broadcast.programme.contents import is_code as is_code
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId

_UNFINISHED = frozenset({
    Reason.MISSING_FACT, Reason.FAULTY_SCRIPT, Reason.UNKNOWN_SCRIPT, Reason.DOUBTFUL_READING, Reason.DRAFT,
})  # fmt: skip

TEXT = "text"
"""Under this key of `Act.more` the sha256 of the script's file is kept, where there was no sound of it."""


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
        """Return the one text that is signed: what is released, by whom, when, under which serial number."""
        contents = self.contents.fields if self.contents is not None else None
        fields = {"contents": contents, "by": self.by, "at": self.at.isoformat(), "serial": self.number}
        return canonical(fields)


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
    offered: Contents | None = None
    """The same in a better voice, which nobody has released; None where there is none."""

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
    """Whether it does not air without a release: where the ward asks for one, or somebody has taken it back."""
    contents: Contents | None = None
    """What it is made of; None where that is not known."""

    @property
    def refused(self) -> Message | None:
        """Return why the cart must not air; None where it may, released or not."""
        if self.release is not None or not self.is_required:
            return None
        return refused(self.why)


def refused(why: Message | None) -> Message:
    """Say that something does not air as nobody has released it, and `why`; None: nobody ever did."""
    return tell("chưa duyệt phát: {why}", why=why or tell("chưa ai duyệt"))


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
    if (withdrawn := withdrawal(acts, release)) is not None:
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
    about_now = [act for act in acts if act.deed in (Deed.RELEASED, Deed.RETURNED) and _is_about(act, now)]
    return about_now[-1] if about_now and about_now[-1].deed is Deed.RETURNED else None


def _is_about(act: Act, now: Contents) -> bool:
    """Whether a person did it to what the script is now; where it had no sound yet, to its file as it is now."""
    return act.more.get(TEXT) == now.text if act.contents is None else not changes(act.contents, now)


def withdrawal(acts: Sequence[Act], release: Act) -> Act | None:
    """Find the act that took the release back, among those behind it in `acts`; None where it holds."""
    behind = acts[acts.index(release) + 1 :] if release in acts else ()
    return next((act for act in behind if act.deed is Deed.WITHDRAWN), None)


def _listed(those: Sequence[Message]) -> Message:
    told = those[0]
    for one in those[1:]:
        told = Message("{a}, {b}", {"a": told, "b": one})
    return told
