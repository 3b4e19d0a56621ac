"""Phrases and the sounds around them -> a finished cart, judged as it will be heard, and kept."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.dither import of_pcm16, to_pcm16
from broadcast.audio.faults import faults_of, spoken
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ, Loudness, measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.music import fitted, put_together
from broadcast.audio.places import PLACE_NAMES, Place
from broadcast.audio.sound import Sound
from broadcast.audio.takes import Phrase, loudness_of
from broadcast.audio.trim import Span
from broadcast.base.errors import BadSound, MachineError, Message, NotAudio, tell
from broadcast.library.codec import encode_wav, read_builtin
from broadcast.library.ingest.ingesting import Wanted
from broadcast.library.ingest.report import Use
from broadcast.library.names import BUILTIN, NONE, is_own, of_one_piece
from broadcast.library.sounds import Library
from broadcast.library.wardsounds import ward_sound
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.orders import Arrangement
from broadcast.production.recordings import Recording
from broadcast.production.soundprints import OUR_SOUNDS
from broadcast.programme.model import Cart, Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in a cart, for judging its length: how many syllables, and at which speed."""

    syllables: int
    speed: float
    """1.0 is a voice's usual one."""


_MOST_CHANNELS = 2


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
        """The keys of playlist.yaml whose file holds no sound that is fit, of those that `read` was asked for."""
        self.unread: set[str] = set()
        """Those of them whose file could not be read at all: that may pass, and no cart is finished with it."""
        self.troubled: set[str] = set()
        """Those of them that the machine could not read, whatever is in them: a full disk, no process left."""
        self._told: dict[str, Message] = {}
        """By key what was done to a ward's own music, or why ours stands in for it."""
        self.carts_made = 0
        """How many carts were mixed so far."""

    def read(self, arrangement: Arrangement, wanted: Wanted | None = None) -> None:
        """Decode the sounds of an arrangement and keep them in memory, for `cart`.

        Where a ward's file holds no sound that is fit to air, ours stands in for it (`stand_ins`). To be called
        before any fingerprint is computed: which sounds stand in is an ingredient of the cart. Raises
        children.NotWanted once `wanted` (None: nobody is asked) says no.
        """
        for key in arrangement.keys:
            if key is not None and key not in self._sounds:
                self._sounds[key] = self._read(key, wanted)

    def forgive(self) -> None:
        """Forget which files could not be read, so that `read` tries them again."""
        for key in self.unread:
            del self._sounds[key], self._told[key]
        self.stand_ins -= self.unread
        self.unread.clear()
        self.troubled.clear()

    def told(self, arrangement: Arrangement) -> tuple[Message, ...]:
        """Tell what was done to the ward's own music as it was read for an arrangement, or why ours stands in."""
        return tuple(self._told[key] for key in arrangement.keys if key in self._told)

    def own(self, arrangement: Arrangement) -> frozenset[str]:
        """Return the keys of an arrangement that name a file of the ward's own."""
        names = {key: self._prints.sounds.name_of(key) for key in arrangement.keys if key is not None}
        return frozenset(key for key, name in names.items() if is_own(name))

    def cart(
        self,
        fingerprint: Fingerprint,
        arrangement: Arrangement,
        stand_ins: Set[str],
        phrases: Sequence[Phrase],
        voice: str,
        words: Words | None = None,
        recording: Recording | None = None,
        *,
        spoilt: Message | None = None,
    ) -> Cart:
        """Mix a cart, judge it as it will be heard, keep it in the library under `fingerprint`, and return it.

        `voice` is what the cart says of who speaks; ours is mixed in place of the sounds of the keys `stand_ins`.
        `words`: the cart may be neither too short nor too long for them; None: its length is not judged.
        `recording`: its words are that, and not a voice's. `spoilt`: what was wrong with the cart when fit music
        of the ward's own was in it. Raises BadSound where it does not pass its checks, DiskError where it cannot
        be kept.
        """
        pcm, speech = self._mixed(arrangement, stand_ins, phrases)
        finished = of_pcm16(pcm, RATE_HZ)  # WAV keeps each sample: this is what will be heard
        around = [self._sound(key, stand_ins) for key in (arrangement.sting, arrangement.closing)]
        loudness = self._judged(
            finished, speech, words, recording, sum(sound.seconds for sound in around if sound is not None)
        )
        cart = Cart(
            fingerprint=fingerprint,
            engine=voice,
            frames=len(finished),
            rate_hz=finished.rate_hz,
            channels=finished.channels,
            loudness=round(loudness.integrated_lufs, 2),
            true_peak=round(loudness.true_peak_dbtp, 2),
            range_lu=round(loudness.range_lu, 1),
            speech=tuple((span.start, span.end) for span in speech),
            remarks=recording.remarks(self._recipe, _loudness_of_words(finished, speech)) if recording else (),
            music=tuple(self._music_told(arrangement, stand_ins, spoilt)),
        )
        kept = self._library.keep_cart(cart, encode_wav(pcm, finished.rate_hz))
        self.carts_made += 1
        return kept

    def _mixed(
        self, arrangement: Arrangement, stand_ins: Set[str], phrases: Sequence[Phrase]
    ) -> tuple[NDArray[np.int16], tuple[Span, ...]]:
        """The 16-bit samples of a cart at 48 kHz, and its stretches of speech."""
        mix = mixdown(
            self._recipe,
            sting=self._sound(arrangement.sting, stand_ins),
            speech=phrases,
            bed=self._sound(arrangement.bed, stand_ins),
            closing=self._sound(arrangement.closing, stand_ins),
        )
        return to_pcm16(mix.sound), mix.speech

    def _music_told(
        self, arrangement: Arrangement, stand_ins: Set[str], spoilt: Message | None
    ) -> Iterator[Message]:
        for key in arrangement.keys:
            if key is None:
                continue
            if key in stand_ins and key not in self.stand_ins and spoilt is not None:
                yield self._stood_in(key, spoilt)
            elif key in self._told:
                yield self._told[key]

    def _stood_in(self, key: str, why: Message) -> Message:
        return tell("{place} “{name}”: {why}; phát nhạc có sẵn thay vào",
                    place=PLACE_NAMES[Place(key)], name=self._prints.sounds.name_of(key), why=why)  # fmt: skip

    def _judged(
        self,
        finished: Sound,
        speech: Sequence[Span],
        words: Words | None,
        recording: Recording | None,
        around_s: float,
    ) -> Loudness:
        """Measure the cart as it will be heard, not as it was meant. Raises BadSound."""
        loudness = measure(finished)
        faults = faults_of(
            finished,
            recipe=self._recipe,
            measured=loudness,
            syllables=words.syllables if words else None,
            speed=words.speed if words else 1.0,
            around_s=around_s,
            # of music the spectrum is not judged: nobody has to understand a gong
            speech=() if recording and recording.is_music else speech,
            recorded=recording is not None,
        )
        if faults:
            raise BadSound(faults[0])
        return loudness

    def _sound(self, key: str | None, stand_ins: Set[str] = frozenset()) -> Sound | None:
        """The sound of that key of playlist.yaml; ours in place of a file that holds none, or none that is fit."""
        if key is None:
            return None
        if key in stand_ins:
            return read_builtin(OUR_SOUNDS[key])
        return self._sounds[key]

    def _read(self, key: str, wanted: Wanted | None) -> Sound | None:
        name = self._prints.sounds.name_of(key)
        if name == NONE:
            return None
        # what is wrong with it is told by `check` too; an announcement is worth more than its jingle
        try:
            use = Use.BED if key == Place.BED else Use.JINGLE
            read, sound = of_one_piece(
                self._home,
                name,
                lambda: ward_sound(self._home, name, use=use, channels=_MOST_CHANNELS, wanted=wanted),
            )
            self._prints.sounds.hold(name, read)
            if name.startswith(BUILTIN):
                return sound
        except NotAudio as error:
            self.unread.add(key)
            self._told[key] = tell("{place}: {why}; phát nhạc có sẵn thay vào",
                                   place=PLACE_NAMES[Place(key)], why=error.what)  # fmt: skip
        except MachineError as error:  # a full disk is no reason to be silent either
            self.unread.add(key)
            self.troubled.add(key)
            self._told[key] = tell("{place}: {why} Phát nhạc có sẵn thay vào.",
                                   place=PLACE_NAMES[Place(key)], why=error.what)  # fmt: skip
        else:
            music = fitted(sound, Place(key), self._recipe)
            if music.unfit is None:
                if music.changes:
                    self._told[key] = tell("{place} “{name}”: {what}", place=PLACE_NAMES[Place(key)], name=name,
                                           what=put_together(music.changes))  # fmt: skip
                return music.sound
            self._told[key] = self._stood_in(key, music.unfit)
        self.stand_ins.add(key)
        return read_builtin(OUR_SOUNDS[key])


def _loudness_of_words(finished: Sound, speech: Sequence[Span]) -> Lufs:
    """How loud the words of a finished cart are, whatever stands around them: a jingle would hide soft ones."""
    return loudness_of(spoken(finished, speech).samples)
