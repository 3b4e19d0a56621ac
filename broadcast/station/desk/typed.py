"""What somebody is typing -> how it would be read, and how it differs from what stands in the file."""

import difflib
from dataclasses import dataclass

from broadcast.programme.model import Unready
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared, reading_of
from broadcast.ward.script import read_script


def as_read(ward: Ward, file: str, text: str) -> Prepared | Unready:
    """Read an editor's text as the script file `file` would be, with the ward's facts and lexicon.

    Raises FaultsFound with every fault of it, at its line.
    """
    raw = text.encode("utf-8", "replace")  # half a letter is refused when it is saved
    return reading_of(read_script(file, raw), ward.playlist.facts, ward.lexicon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of two texts that stand beside each other."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    is_same: bool


def compared(mine: str, theirs: str) -> tuple[Lines, ...]:
    """Put two texts beside each other: stretches of lines that are the same, and those that are not."""
    own, other = mine.splitlines(), theirs.splitlines()
    found = difflib.SequenceMatcher(None, own, other, autojunk=False).get_opcodes()
    return tuple(
        Lines(mine=tuple(own[a:b]), theirs=tuple(other[c:d]), is_same=kind == "equal")
        for kind, a, b, c, d in found
    )
