"""Phrases -> a cart with the ward's own music around them, kept or mixed now; with ours where that spoils it."""

from collections.abc import Callable, Iterator, Sequence, Set

from broadcast.audio.takes import Phrase
from broadcast.base.errors import BadSound, Message
from broadcast.library.sounds import Library
from broadcast.production.mixing import Mixing, Words
from broadcast.production.orders import Arrangement
from broadcast.production.recordings import Recording
from broadcast.programme.model import Cart, Fingerprint

PrintOf = Callable[[Set[str]], Fingerprint]
"""The fingerprint of a cart with ours in place of the sounds of these keys."""


class Carts:
    """The carts of one ward."""

    def __init__(self, library: Library, mixing: Mixing) -> None:
        """Look for nothing yet; `mixing` is asked for sounds that it has read."""
        self._library = library
        self._mixing = mixing

    def kept(self, arrangement: Arrangement, print_of: PrintOf) -> Cart | None:
        """Find the cart in the library, also with ours in place of the ward's music; None where none is kept."""
        now, *spoilt = self._stand_ins(arrangement)
        cart = self._library.cart(print_of(now))
        if cart is not None:
            return self._told_of_now(cart, arrangement)
        found = (self._library.cart(print_of(those)) for those in spoilt)
        return next((cart for cart in found if cart is not None), None)

    def mixed(
        self,
        arrangement: Arrangement,
        print_of: PrintOf,
        phrases: Sequence[Phrase],
        voice: str,
        words: Words | None = None,
        recording: Recording | None = None,
    ) -> Cart:
        """Mix a cart, and keep it; where the ward's own music does not pass in it, with ours.

        The other arguments as of `Mixing.cart`, which says what is raised.
        """
        *others, last = self._stand_ins(arrangement)
        spoilt: Message | None = None
        for those in others:
            try:
                return self._mixing.cart(print_of(those), arrangement, those, phrases, voice, words, recording)
            except BadSound as error:  # an announcement is worth more than its jingle
                spoilt = error.what
        return self._mixing.cart(
            print_of(last), arrangement, last, phrases, voice, words, recording, spoilt=spoilt
        )

    def _stand_ins(self, arrangement: Arrangement) -> Iterator[frozenset[str]]:
        """First ours only for files that are not fit now, then for every file of the ward's."""
        unfit = frozenset(self._mixing.stand_ins)
        yield unfit
        if not (own := self._mixing.own(arrangement)) <= unfit:
            yield unfit | own

    def _told_of_now(self, cart: Cart, arrangement: Arrangement) -> Cart:
        """A file that could not be read when the cart was made may be unread for another reason by now."""
        told = self._mixing.told(arrangement)
        if self._mixing.unread.isdisjoint(arrangement.keys) or [*map(str, told)] == [*map(str, cart.music)]:
            return cart
        return self._library.told_anew(cart, told)
