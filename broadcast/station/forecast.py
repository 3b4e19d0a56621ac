"""Orders and what the library has of them -> how much there is to make; and how long that takes, once measured.

Nothing is known of a machine's pace before it has spoken: until then only how much there is to do is told.
"""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from statistics import median

from broadcast.base.errors import NotAudio
from broadcast.production.announced import engine_of
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.speaking import Spoken
from broadcast.programme.model import Cart, Fingerprint, Unready
from broadcast.programme.voice import ANNOUNCER
from broadcast.station.station import Station
from broadcast.ward.readings import Prepared

_ENOUGH = 5
"""Utterances after which a voice's pace is believed."""

_ByVoice = Mapping[str, Mapping[Fingerprint, int]]
"""What is still to be spoken if that voice does: the signs of each utterance's words, by its fingerprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is still to be made."""

    announcements: int
    """Carts that are still to be mixed, each once however often it airs."""
    utterances: int
    """What is still to be spoken for them, each once however often it is said."""
    seconds: float | None
    """About how long all of it takes on the clock, as fast as it went so far; None where not enough was made."""


class Forecast:
    """What is ahead of one build; it is told of each order before it is made, and after."""

    def __init__(self, station: Station, orders: Iterable[Order], production: Production) -> None:
        """Look what the library has of the orders; nothing is made, and no cart is read through."""
        self._clock = station.clock
        self._production = production
        self._left: dict[Fingerprint, _ByVoice] = {}
        self._names = {}
        prints = production.prints
        for order in orders:
            if (found := _unmade(station, prints, order)) is not None:
                self._names[order] = found[0]
                self._left.setdefault(*found)
        self._silent: frozenset[str] = frozenset()
        self._mixing_s: list[float] = []
        self._carts, self._spoken = 0, dict[str, Spoken]()
        self._began_s = self._clock.monotonic()

    def about_to_make(self) -> None:
        """Take note of what was made until now: what comes belongs to the next order."""
        self._carts = self._production.carts_made
        self._spoken = {voice: replace(one) for voice, one in self._production.spoken.items()}
        self._began_s = self._clock.monotonic()

    def made(self, order: Order, cart: Cart | Unready) -> None:
        """Take note that an order was made, or cannot be."""
        by_voice = self._left.pop(self._names.get(order, Fingerprint("")), {})
        if isinstance(cart, Cart) and (engine := engine_of(cart.engine)) in by_voice:
            voices = [voice for voice in by_voice if voice != ANNOUNCER]  # who speaks of every script alone
            self._silent = frozenset(voices[: voices.index(engine)] if engine in voices else ())
            self._is_kept(by_voice[engine])
        if self._production.carts_made > self._carts:
            speaking_s = sum(one.seconds for one in self._new().values())
            self._mixing_s.append(self._clock.monotonic() - self._began_s - speaking_s)
        self.about_to_make()  # what was spoken of this one is off the list with it

    def ahead(self) -> Ahead:
        """Tell what is still to be made, the rest of what is being made included."""
        expected, new = self._expected(), self._new()
        utterances = {voice: len(those) - new.get(voice, Spoken()).utterances for voice, those in expected.items()}
        letters = {
            voice: sum(those.values()) - new.get(voice, Spoken()).letters for voice, those in expected.items()
        }
        return Ahead(
            announcements=len(self._left),
            utterances=sum(max(0, count) for count in utterances.values()),
            seconds=self._seconds(letters),
        )

    def _is_kept(self, spoken: Container[Fingerprint]) -> None:
        """What other announcements say too is not spoken again for them."""
        self._left = {
            name: {
                voice: {print_: letters for print_, letters in those.items() if print_ not in spoken}
                for voice, those in by_voice.items()
            }
            for name, by_voice in self._left.items()
        }

    def _expected(self) -> dict[str, dict[Fingerprint, int]]:
        """Each announcement by its first voice that has not fallen silent, or by its last."""
        expected: dict[str, dict[Fingerprint, int]] = {}
        for by_voice in self._left.values():
            if by_voice:
                voice = next((one for one in by_voice if one not in self._silent), list(by_voice)[-1])
                expected.setdefault(voice, {}).update(by_voice[voice])
        return expected

    def _new(self) -> Mapping[str, Spoken]:
        """What was spoken of the order that is being made."""
        none = Spoken()
        return {
            voice: Spoken(
                one.utterances - (old := self._spoken.get(voice, none)).utterances,
                one.letters - old.letters,
                one.seconds - old.seconds,
            )
            for voice, one in self._production.spoken.items()
        }

    def _seconds(self, letters: Mapping[str, int]) -> float | None:
        if not self._mixing_s:
            return None
        seconds = len(self._left) * median(self._mixing_s)
        for voice, count in letters.items():
            spoken = self._production.spoken.get(voice, Spoken())
            if count > 0 and spoken.utterances < _ENOUGH:
                return None
            seconds += max(0, count) * spoken.seconds_a_letter
        return seconds


def _unmade(station: Station, prints: Fingerprints, order: Order) -> tuple[Fingerprint, _ByVoice] | None:
    """The name of the cart that an order asks for, and what there is to speak; None where it needs no making."""
    prepared = station.ward.of(order.script) if order.script is not None else None
    found = prints.look_up(order, station.library, verified=False)
    if isinstance(prepared, Unready) or isinstance(found, Unready):
        return None
    if isinstance(found, Cart) and (
        found.fingerprint in (order.pinned, order.preferred) or not _is_spare(prints, prepared, found)
    ):
        return None
    with suppress(NotAudio):
        return prints.named(order, prepared), _to_speak(station, prints, prepared)
    return None


def _is_spare(prints: Fingerprints, prepared: Prepared | None, cart: Cart) -> bool:
    """Whether another voice than the preferred one speaks in a cart, which a build therefore makes anew."""
    if prepared is None or prepared.script.recording is not None:
        return False
    preferred = next(iter(prints.voices(prepared)), cart.engine)
    return cart.engine != prints.announced.heard_as(prepared, preferred)


def _to_speak(station: Station, prints: Fingerprints, prepared: Prepared | None) -> _ByVoice:
    if prepared is None or prepared.script.recording is not None:
        return {}
    texts = [utterance.text for utterance in prepared.spoken.utterances]
    return {
        voice: {
            print_: len(text)
            for print_, text, take in zip(
                prints.speech(prepared, voice), texts, prints.announced.takes(prepared, voice), strict=True
            )
            if take is None and not station.library.has_speech(print_)
        }
        for voice in prints.voices(prepared)
    }
