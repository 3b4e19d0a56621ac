"""Cues and scripts -> carts on the rack, ahead of time; the only place that meets the network.

For each cue the rack gets a Cart, or an Unready that says why. Everything made is kept by fingerprint, so a
sentence that has not changed is not spoken again and an announcement that has not changed is not mixed again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol, runtime_checkable

from broadcast.audio.dither import to_pcm16
from broadcast.audio.faults import faults_of
from broadcast.audio.loudness import measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.sound import Sound
from broadcast.audio.stretch import paced
from broadcast.audio.takes import Phrase
from broadcast.base.clock import Clock
from broadcast.base.errors import BadSound, DiskError, EngineOffline, Message, NotAudio, SpeechError, tell
from broadcast.library.codec import decode, encode_flac, read_builtin
from broadcast.library.names import NONE
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.library.wardsounds import NAME as RECORDING
from broadcast.library.wardsounds import ward_sound
from broadcast.production.fingerprints import OUR_SOUNDS, Fingerprints, Pace, own_pace
from broadcast.production.orders import Arrangement, Order, arrangement_of
from broadcast.production.voices import Engine
from broadcast.production.voices.identity import ONLINE_ENGINES
from broadcast.programme.model import Cart, Fingerprint, Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.text.spokentext import Utterance
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared

_LAST_MINUTE = timedelta(seconds=45)
"""So near to a session only a voice that needs no network is asked."""
_GIVE_UP_AFTER = 2
"""Announcements in a row that a voice may fail before it is left alone until the next build."""


@runtime_checkable
class _Closes(Protocol):
    def close(self) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Told before each utterance that has to be spoken."""

    script: ScriptId | None
    utterance: int
    of: int
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What is said in a cart, for judging its length."""

    syllables: int
    speed: float


class Production:
    """Makes carts for one ward."""

    def __init__(
        self,
        *,
        ward: Ward,
        library: Library,
        engines: Mapping[str, Engine],
        clock: Clock,
        watch: Callable[[Progress], None],
    ) -> None:
        self._ward = ward
        self._library = library
        self._engines = engines
        self._clock = clock
        self._watch = watch
        self._failures: dict[str, int] = {}
        self._left_alone: dict[str, Message] = {}
        self._sounds: dict[str, Sound | None] = {}
        self._stand_ins: set[str] = set()
        """Keys of playlist.yaml whose file holds no sound."""
        self._prints = Fingerprints(ward, {name: engine.identity for name, engine in engines.items()})
        self._recipe = self._prints.recipe
        self.utterances_made = 0
        self.carts_made = 0

    def fill(self, rack: Rack, orders: Iterable[Order], wanted: Callable[[], bool] = lambda: True) -> None:
        """Put a Cart or an Unready on the rack for each order, in their order."""
        for order in orders:
            if not wanted():
                return
            rack.put(order.cue, self.make(order))

    def leave_off(self) -> None:
        """End the utterance that is being spoken, from another thread."""
        for engine in self._engines.values():
            if isinstance(engine, _Closes):
                engine.close()

    def forgive(self) -> None:
        """Ask the voices that failed again."""
        self._failures.clear()
        self._left_alone.clear()

    def make(self, order: Order) -> Cart | Unready:
        """The cart of an order, from the library or made now."""
        try:
            return self._made(order)
        except (NotAudio, BadSound) as error:
            return Unready(reason=Reason.BAD_SOUND, why=error.what)
        except DiskError as error:
            return Unready(reason=Reason.DISK, why=error.what)

    def _made(self, order: Order) -> Cart | Unready:
        mix = arrangement_of(order)
        for key in mix.keys:
            self._sound(key)  # first: which of them sound is an ingredient of the cart
        if order.script is None:
            return self._wordless(mix)
        prepared = self._ward.of(order.script)
        if isinstance(prepared, Unready):
            return prepared
        if prepared.script.recording is not None:
            return self._recorded(mix, prepared, prepared.script.recording)
        return self._spoken(mix, prepared, order)

    # --- words ---

    def _spoken(self, mix: Arrangement, prepared: Prepared, order: Order) -> Cart | Unready:
        why: Message | None = None
        for engine in (self._engines[name] for name in self._prints.voices(prepared)):
            cart_print = self._prints.spoken(mix, prepared, engine.name, self._stand_ins)
            cart = self._library.cart(cart_print)
            if cart is None:
                try:
                    phrases = self._phrases(prepared, engine, order)
                    words = _Words(syllables=prepared.spoken.syllables, speed=self._prints.speed(prepared))
                    cart = self._mixed(cart_print, mix, phrases, engine.name, words)
                except (SpeechError, BadSound) as error:
                    why = why or error.what
                    continue
            # one voice an announcement: a voice that fails at its third sentence has failed
            return replace(cart, fallback=why)
        return Unready(reason=Reason.NO_SPEECH, why=why or tell("không có máy đọc nào"))

    def _phrases(self, prepared: Prepared, engine: Engine, order: Order) -> list[Phrase]:
        utterances, prints = prepared.spoken.utterances, self._prints.speech(prepared, engine.name)
        pace = self._prints.pace(prepared, engine.name)
        phrases = []
        for number, (utterance, fingerprint) in enumerate(zip(utterances, prints, strict=True), start=1):
            sound = self._library.speech(fingerprint)
            if sound is None:
                self._refuse_if_hopeless(engine, order)
                self._watch(
                    Progress(script=order.script, utterance=number, of=len(utterances), engine=engine.name)
                )
                sound = self._speak(prepared, engine, utterance, fingerprint)
            phrases.append(
                Phrase(sound=_at(pace, sound), pause_after_s=utterance.pause_after_s, voice=engine.name)
            )
        return phrases

    def _refuse_if_hopeless(self, engine: Engine, order: Order) -> None:
        if (why := self._left_alone.get(engine.name)) is not None:
            raise SpeechError(why)
        soon = order.by is not None and order.by - self._clock.now() < _LAST_MINUTE
        if soon and engine.name in ONLINE_ENGINES:
            raise SpeechError(tell("sát giờ phát, không chờ máy đọc qua mạng"))

    def _speak(self, prepared: Prepared, engine: Engine, utterance: Utterance, fingerprint: Fingerprint) -> Sound:
        try:
            sound = engine.speak(utterance.text, speed=self._prints.asked_speed(prepared, engine.name))
        except EngineOffline as error:
            self._left_alone[engine.name] = error.what  # found out once, not once a sentence
            raise
        except SpeechError as error:
            self._failures[engine.name] = self._failures.get(engine.name, 0) + 1
            if self._failures[engine.name] >= _GIVE_UP_AFTER:
                self._left_alone[engine.name] = error.what
            raise
        self._failures.pop(engine.name, None)
        flac = encode_flac(to_pcm16(sound), sound.rate_hz)
        self._library.keep_speech(fingerprint, flac)
        self.utterances_made += 1
        return decode(flac)  # what is kept and what is mixed are the same samples

    # --- mixing ---

    def _wordless(self, mix: Arrangement) -> Cart:
        cart_print = self._prints.wordless(mix, self._stand_ins)
        return self._library.cart(cart_print) or self._mixed(cart_print, mix, [], "-")

    def _recorded(self, mix: Arrangement, prepared: Prepared, name: str) -> Cart:
        sound = ward_sound(self._ward.home, name)
        cart_print = self._prints.recorded(mix, prepared, self._stand_ins)
        if (cart := self._library.cart(cart_print)) is not None:
            return cart
        phrase = Phrase(sound=_at(own_pace(prepared), sound), voice=RECORDING)
        return self._mixed(cart_print, mix, [phrase], RECORDING)

    def _mixed(
        self,
        fingerprint: Fingerprint,
        mix: Arrangement,
        phrases: Sequence[Phrase],
        engine: str,
        said: _Words | None = None,
    ) -> Cart:
        around = {key: self._sound(key) for key in (mix.sting, mix.closing) if key}
        mixed = mixdown(
            self._recipe,
            sting=self._sound(mix.sting),
            speech=phrases,
            bed=self._sound(mix.bed),
            closing=self._sound(mix.closing),
        )
        flac = encode_flac(to_pcm16(mixed.sound), mixed.sound.rate_hz)
        # judged as it will be heard, not as it was meant
        finished = decode(flac, channels=self._recipe.channels)
        loudness = measure(finished)
        faults = faults_of(
            finished,
            recipe=self._recipe,
            measured=loudness,
            syllables=said.syllables if said else None,
            speed=said.speed if said else 1.0,
            around_s=sum(one.seconds for one in around.values() if one is not None),
        )
        if faults:
            raise BadSound(faults[0])
        cart = Cart(
            fingerprint=fingerprint,
            engine=engine,
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

    def _sound(self, key: str | None) -> Sound | None:
        """The sound of that key of playlist.yaml; ours in place of a file that holds none."""
        if key is None:
            return None
        if key not in self._sounds:
            self._sounds[key] = self._read_sound(key)
        return self._sounds[key]

    def _read_sound(self, key: str) -> Sound | None:
        name = self._prints.name_of(key)
        try:
            return None if name == NONE else ward_sound(self._ward.home, name, channels=self._recipe.channels)
        except NotAudio:  # told by `check` at its line; an announcement is worth more than its jingle
            self._stand_ins.add(key)
            return read_builtin(OUR_SOUNDS[key])


def _at(pace: Pace, sound: Sound) -> Sound:
    return paced(sound, speed=pace.speed, semitones=pace.semitones)
