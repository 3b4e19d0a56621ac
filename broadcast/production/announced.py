"""Scripts and voices -> which sentences of a cart the ward's announcer says, and how the cart tells of that."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from broadcast.base.errors import Message
from broadcast.library.refusals import Refusal, keep_refusal, kept_refusal
from broadcast.library.shelves import CACHE
from broadcast.library.takeshelf import OwnTake
from broadcast.production.paces import own_pace
from broadcast.programme.model import Fingerprint
from broadcast.programme.voice import ANNOUNCER
from broadcast.ward.announcer import OwnReading, own_reading, sentences_of
from broadcast.ward.filenames import script_id
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared


class Announced:
    """What the announcer of one ward has read, as it was when each script was first asked for."""

    def __init__(self, ward: Ward) -> None:
        self._ward = ward
        self._readings: dict[tuple[str, ...], OwnReading] = {}
        """By the words of the sentences: several bulletins may go by one name."""
        self._cache = ward.home / CACHE
        self._refused: set[Fingerprint] = set()
        """The takes, and the mixes of takes, that turned out not to be fit; most are noted on the disk too."""

    def voices(self, prepared: Prepared, engines: Sequence[str]) -> list[str]:
        """Put the announcer before the `engines` where every sentence of the script was read and may air."""
        return [ANNOUNCER, *engines] if self._of(prepared).airs_alone else [*engines]

    def takes(self, prepared: Prepared, voice: str) -> tuple[OwnTake | None, ...]:
        """Return for each utterance of a script the take that airs where it is read in that voice.

        None for those that the voice says itself; of ANNOUNCER that is none, where it is one of `voices`.
        """
        own = self._of(prepared)
        if voice == ANNOUNCER or own.airs_mixed:
            return own.takes
        return (None,) * len(prepared.spoken.utterances)

    def heard_as(self, prepared: Prepared, voice: str) -> str:
        """Return what a cart in that voice says of who speaks: the announcer too, where both are heard."""
        is_both = voice != ANNOUNCER and self._of(prepared).airs_mixed
        return f"{ANNOUNCER}+{voice}" if is_both else voice

    def speed(self, prepared: Prepared, voice: str) -> float | None:
        """Return the speed at which a cart is heard in which takes air, 1.0 as it was read; None for any other."""
        is_own = voice == ANNOUNCER or self._of(prepared).airs_mixed
        return own_pace(prepared).speed if is_own else None

    def refuse(self, take: OwnTake, why: Message, *, for_good: bool) -> None:
        """Let a take air no more, as if nobody had read it; look anew what there is of every script.

        `for_good`: whoever makes a cart another day is told, too, so that it is not tried again.
        """
        self._refuse(Fingerprint(take.sha256), why, for_good=for_good)

    def leave_out(self, prepared: Prepared, why: Message) -> bool:
        """Let none of a script's takes air any more where a voice says the others; tell whether there were any.

        For good, as long as the script has these very takes.
        """
        own = self._of(prepared)
        if own.airs_mixed:
            self._refuse(_mix_of(own.takes), why, for_good=True)
        return own.airs_mixed

    def _refuse(self, print_: Fingerprint, why: Message, *, for_good: bool) -> None:
        self._refused.add(print_)
        if for_good:
            keep_refusal(self._cache, print_, Refusal(why=why))
        self._readings.clear()

    def _is_refused(self, print_: Fingerprint) -> bool:
        return print_ in self._refused or kept_refusal(self._cache, print_) is not None

    def _fit(self, takes: Sequence[OwnTake | None]) -> tuple[OwnTake | None, ...]:
        fit = [None if take is None or self._is_refused(Fingerprint(take.sha256)) else take for take in takes]
        return (None,) * len(fit) if any(fit) and self._is_refused(_mix_of(fit)) else tuple(fit)

    def _of(self, prepared: Prepared) -> OwnReading:
        said = sentences_of(prepared)
        if said not in self._readings:
            id_, use = script_id(prepared.script.file), self._ward.playlist.voice.announcer
            found = own_reading(self._ward.home, id_, prepared, use)
            self._readings[said] = replace(found, takes=self._fit(found.takes))
        return self._readings[said]


def _mix_of(takes: Sequence[OwnTake | None]) -> Fingerprint:
    """The fingerprint of a script's takes at their places, whatever says the other sentences."""
    places = " ".join("-" if take is None else take.sha256 for take in takes)
    return Fingerprint(hashlib.sha256(f"takes {places}".encode()).hexdigest())


def engine_of(heard: str) -> str:
    """Return the voice that was asked for a cart which is heard as that; see `Announced.heard_as`."""
    return heard.removeprefix(f"{ANNOUNCER}+")
