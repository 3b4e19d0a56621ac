"""The fingerprint of a cart that could not be made for its sound's sake -> why, kept until it is made otherwise.

So whoever only looks (`today`) says of a cart what the last making of it found, and not that it is still to be
made. The notes lie among the reports on what was heard, and are forgotten with them.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import Message
from broadcast.base.messages import fields_of, message_of
from broadcast.library.notes import Notes
from broadcast.programme.model import Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a cart could not be made."""

    why: Message
    is_unread: bool = False
    """The ward's file could not be read at all: where it was read since, this is no more true."""


def keep_refusal(cache: Path, fingerprint: Fingerprint, refusal: Refusal) -> None:
    """Note in the folder `cache` why the cart of that fingerprint could not be made, where the disk takes it."""
    note = {"why": fields_of(refusal.why), "is_unread": refusal.is_unread}
    Notes(cache).keep(fingerprint, note)


def kept_refusal(cache: Path, fingerprint: Fingerprint) -> Refusal | None:
    """Return why the cart of that fingerprint could not be made last time; None where nothing is noted of it."""
    with suppress(ValueError):
        match Notes(cache).read(fingerprint):
            case {"why": why, "is_unread": bool(is_unread)}:
                return Refusal(why=message_of(why), is_unread=is_unread)
    return None
