"""What persons did with a script, and what it is made of now -> who has heard it, and what is new in it."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadcast.base.errors import Message, tell
from broadcast.programme.contents import changes
from broadcast.programme.released import Act, Contents, Deed

WRITTEN = "written"
"""Under this key of `Act.more` a release keeps the text of the script's file, to be held against the next one."""
_AROUND = 2
"""Words on each side of those that changed, so that one sees where they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A passage that was replaced; one of the two is empty where something was put in or taken out."""

    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What of a script is another than when it was last released."""

    told: tuple[Message, ...] = ()
    """In words, as `changes` lists it."""
    facts: tuple[tuple[str, str, str], ...] = ()
    """Name, value then and value now of each fact that changed; empty for one that was not used."""
    lines: tuple[Edit, ...] = ()
    """Of the script's file, line by line; empty where the release did not keep it."""
    spoken: tuple[Edit, ...] = ()
    """Of the words that are heard."""


def is_same_person(one: str, other: str) -> bool:
    """Whether two names, as they were typed, name the same person: capitals and white space do not count."""
    return folded_name(one) == folded_name(other)


def folded_name(name: str) -> str:
    """Return the name as `is_same_person` compares it: composed, small, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def heard_by(acts: Iterable[Act], now: Contents, by: str) -> Act | None:
    """Find the act by which that person listened to the whole of this very sound; None where there is none."""
    for act in acts:
        is_theirs = act.deed is Deed.HEARD and is_same_person(act.by, by)
        if is_theirs and act.contents is not None and not changes(act.contents, now):
            return act
    return None


def differences(release: Act, now: Contents, written: str) -> Differences:
    """Compare what was released with what is there now; `written` is the text of the script's file now."""
    before = release.contents
    if before is None:
        return Differences()
    names = sorted({*before.facts, *now.facts})
    kept = release.more.get(WRITTEN)
    return Differences(
        told=changes(before, now),
        facts=tuple(
            (name, then, today)
            for name in names
            if (then := before.facts.get(name, "")) != (today := now.facts.get(name, ""))
        ),
        lines=_edits(kept.splitlines(), written.splitlines(), "\n") if isinstance(kept, str) else (),
        spoken=_edits(before.spoken.split(), now.spoken.split(), " ", around=_AROUND),
    )


def told_apart(found: Differences) -> tuple[Message, ...]:
    """List what is not told by lines, facts or words of `found`: voice, sounds, loudness and the like."""
    shown = [tell("dữ kiện {name} đã đổi", name=name) for name, _, _ in found.facts]
    shown += [tell("tệp bài đã sửa")] if found.lines else []
    shown += [tell("lời đọc đã đổi")] if found.spoken else []
    return tuple(one for one in found.told if one not in shown)


def _edits(before: Sequence[str], now: Sequence[str], between: str, around: int = 0) -> tuple[Edit, ...]:
    """Each passage that was replaced, with so many parts of what stands on both sides of it."""
    compared = difflib.SequenceMatcher(None, before, now, autojunk=False)
    return tuple(
        Edit(
            before=between.join(before[max(0, a - around) : b + around]),
            now=between.join(now[max(0, c - around) : d + around]),
        )
        for kind, a, b, c, d in compared.get_opcodes()
        if kind != "equal"
    )
