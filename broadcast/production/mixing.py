"""Phrases and the sounds around them -> a finished cart, judged as it will be heard, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadcast.audio.dither import to_pcm16
from broadcast.audio.faults import faults_of
from broadcast.audio.loudness import Loudness, measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.sound import Sound
from broadcast.audio.takes import Phrase
from broadcast.base.errors import BadSound, NotAudio
from broadcast.library.codec import decode, encode_flac, read_builtin
from broadcast.library.names import NONE
from broadcast.library.sounds import Library
from broadcast.library.wardsounds import ward_sound
from broadcast.production.fingerprints import OUR_SOUNDS, Fingerprints
from broadcast.production.orders import Arrangement
from broadcast.programme.model import Cart, Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in a cart, for judging its length: how many syllables, and at which speed."""

    syllables: int
    speed: float
    """1.0 is a voice's usual one."""


class Mixing:
    """Mixes the carts of one ward, whose folder is `home`; each of the sounds in playlist.yaml is decoded once."""

    def __init__(self, *, library: Library, home: Path, prints: Fingerprints) -> None:
        """Decode nothing yet. `home` is the ward's folder; `prints` gives the recipe and the sounds' names."""
        self._library = library
        self._home = home
        self._prints = prints
        self._recipe = prints.recipe
        self._sounds: dict[str, Sound | None] = {}
        self.stand_ins: set[str] = set()
        """The keys of playlist.yaml whose file holds no sound, among those that `read` was asked for."""
        self.carts_made = 0
        """How many carts were mixed so far."""

    def read(self, arrangement: Arrangement) -> None:
        """Decode the sounds of an arrangement and keep them in memory, for `cart`.

        Where a ward's file holds no sound, ours stands in for it (`stand_ins`). To be called before any
        fingerprint is computed: which sounds stand in is an ingredient of the cart.
        """
        for key in arrangement.keys:
            self._sound(key)

    def cart(
        self,
        fingerprint: Fingerprint,
        arrangement: Arrangement,
        phrases: Sequence[Phrase],
        voice: str,
        words: Words | None = None,
    ) -> Cart:
        """Mix a cart, judge it as it will be heard, keep it in the library under `fingerprint`, and return it.

        `voice` is what the cart says of who speaks. `words`: the cart may be neither too short nor too long for
        them; None: its length is not judged. Raises BadSound where it does not pass its checks, DiskError where it
        cannot be kept.
        """
        mixed = mixdown(
            self._recipe,
            sting=self._sound(arrangement.sting),
            speech=phrases,
            bed=self._sound(arrangement.bed),
            closing=self._sound(arrangement.closing),
        )
        flac = encode_flac(to_pcm16(mixed.sound), mixed.sound.rate_hz)
        finished = decode(flac, channels=self._recipe.channels)
        loudness = self._judged(finished, arrangement, words)
        cart = Cart(
            fingerprint=fingerprint,
            engine=voice,
            frames=len(finished),
            rate_hz=finished.rate_hz,
            channels=finished.channels,
            loudness=round(loudness.integrated_lufs, 2),
            true_peak=round(loudness.true_peak_dbtp, 2),
            range_lu=round(loudness.range_lu, 1),
            speech=tuple((span.start, span.end) for span in mixed.speech),
        )
        self._library.keep_cart(cart, flac)
        self.carts_made += 1
        return cart

    def _judged(self, finished: Sound, arrangement: Arrangement, words: Words | None) -> Loudness:
        """Measure the cart as it will be heard, not as it was meant. Raises BadSound."""
        loudness = measure(finished)
        around = [self._sound(key) for key in (arrangement.sting, arrangement.closing)]
        faults = faults_of(
            finished,
            recipe=self._recipe,
            measured=loudness,
            syllables=words.syllables if words else None,
            speed=words.speed if words else 1.0,
            around_s=sum(sound.seconds for sound in around if sound is not None),
        )
        if faults:
            raise BadSound(faults[0])
        return loudness

    def _sound(self, key: str | None) -> Sound | None:
        """The sound of that key of playlist.yaml; ours in place of a file that holds none."""
        if key is None:
            return None
        if key not in self._sounds:
            self._sounds[key] = self._read(key)
        return self._sounds[key]

    def _read(self, key: str) -> Sound | None:
        name = self._prints.name_of(key)
        try:
            return None if name == NONE else ward_sound(self._home, name, channels=self._recipe.channels)
        except NotAudio:  # told by `check` at its line; an announcement is worth more than its jingle
            self.stand_ins.add(key)
            return read_builtin(OUR_SOUNDS[key])
