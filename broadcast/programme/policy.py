"""What a ward asks of its releases, as playlist.yaml says: who must have released what, and how."""

from dataclasses import dataclass
from enum import StrEnum


class Policy(StrEnum):
    """What becomes of a script that nobody has released."""

    REQUIRED = "required"
    """It does not air."""
    ADVISORY = "advisory"
    """It airs, and the log says so."""


class SealKind(StrEnum):
    """How a person puts a name to a release."""

    NAMED = "named"
    """The name is written down."""
    SIGNED = "signed"
    """A key that only that person has signs it."""


class Sealed(StrEnum):
    """What a key signs besides scripts."""

    TIMETABLE = "timetable"
    LEXICON = "lexicon"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePolicy:
    """Who must have released what, before it airs."""

    policy: Policy = Policy.ADVISORY
    seal: SealKind = SealKind.NAMED
    sealed: frozenset[Sealed] = frozenset()
    is_written: bool = False
    """Whether the ward has said so itself, in playlist.yaml or under a signature, and it is not only assumed."""
