"""Cues and scripts -> carts on the rack, ahead of time; the only place that meets the network.

For each cue the rack gets a Cart, or an Unready that says why. Everything made is kept by fingerprint, so a
sentence that has not changed is not spoken again and an announcement that has not changed is not mixed again.
"""

import hashlib
import json
import queue
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, runtime_checkable

from broadcast.audio.dither import to_pcm16
from broadcast.audio.faults import faults_of
from broadcast.audio.loudness import Dbtp, Lufs, measure
from broadcast.audio.mixdown import Phrase, Recipe, mixdown
from broadcast.audio.pauses import pauses
from broadcast.audio.profiles import Profile, profile_named
from broadcast.audio.sound import Sound
from broadcast.audio.stretch import paced
from broadcast.clock import Clock
from broadcast.codec import BUILTIN, decode, encode_flac, read_builtin
from broadcast.errors import BadSound, DiskError, EngineOffline, Message, NotAudio, SpeechError, WardError, tell
from broadcast.library import CLOSING, OPENING, Library, Rack
from broadcast.model import Cart, CueId, Fingerprint, Reason, ScriptId, SoundSettings, Unready
from broadcast.speech import ONE_PACE, ONLINE_ENGINES, Engine
from broadcast.speech.recording import read_recording
from broadcast.text.spokentext import Utterance
from broadcast.ward import Prepared, Ward

_SPEECH_VERSION = 1
"""Raised by us when the same words from the same engine would be kept differently."""
_CART_VERSION = 1
NONE = "none"
"""No sound, in playlist.yaml."""
_LAST_MINUTE = timedelta(seconds=45)
"""So near to a session only a voice that needs no network is asked."""
_GIVE_UP_AFTER = 2
"""Announcements in a row that a voice may fail before it is left alone until the next build."""
_OUR_SOUNDS = {"opening": "mo-dau", "sting": "nhac-hieu", "bed": "nen", "closing": "ket-thuc"}


_UTTERANCE_S = 0.5
"""Patience with the utterance that is being spoken when the program ends."""


@runtime_checkable
class _Closes(Protocol):
    def close(self) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A cart that is wanted: where on the rack, of which script, before when."""

    cue: CueId
    script: ScriptId | None
    """None: the sound alone, without words."""
    by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Told before each utterance that has to be spoken."""

    script: ScriptId | None
    utterance: int
    of: int
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mix:
    """Which sounds stand around the words, by their keys in playlist.yaml."""

    sting: str | None = None
    bed: str | None = None
    closing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What is said in a cart, for judging its length."""

    syllables: int
    speed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pace:
    """What is done to speech between the library and the mix; it is kept as it was spoken."""

    speed: float = 1.0
    semitones: float = 0.0

    def of(self, sound: Sound) -> Sound:
        return paced(sound, speed=self.speed, semitones=self.semitones)


_AS_SPOKEN = _Pace()
_MIXES: Mapping[CueId, _Mix] = {OPENING: _Mix(sting="opening"), CLOSING: _Mix(closing="closing")}
_ANNOUNCEMENT = _Mix(sting="sting", bed="bed")


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
        settings = ward.playlist.sound
        self._recipe = Recipe(
            loudness_lufs=Lufs(settings.loudness),
            true_peak_dbtp=Dbtp(settings.true_peak),
            profile=_profile(settings),
            channels=settings.channels.number,
        )
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

    def look_up(self, order: Order) -> Cart | Unready | None:
        """What the library has for an order, or why there can be nothing; None where it is still to be made."""
        mix = _MIXES.get(order.cue, _ANNOUNCEMENT)
        if order.script is None:
            return self._library.cart(self._cart_print(mix, (), ()))
        prepared = self._ward.of(order.script)
        if isinstance(prepared, Unready):
            return prepared
        carts = (self._library.cart(print_) for print_ in self._cart_prints(mix, prepared))
        return next((cart for cart in carts if cart is not None), None)

    def prints_of(self, orders: Iterable[Order]) -> frozenset[Fingerprint]:
        """Everything these orders are made of, in any of their voices: what pruning must keep."""
        kept: set[Fingerprint] = set()
        for order in orders:
            mix = _MIXES.get(order.cue, _ANNOUNCEMENT)
            prepared = self._ward.of(order.script) if order.script else None
            if isinstance(prepared, Prepared):
                kept |= {*self._cart_prints(mix, prepared)}
                kept |= {one for engine in self._voices(prepared) for one in self._speech_prints(prepared, engine)}
            elif prepared is None:
                kept.add(self._cart_print(mix, (), ()))
        return frozenset(kept)

    def _made(self, order: Order) -> Cart | Unready:
        mix = _MIXES.get(order.cue, _ANNOUNCEMENT)
        if order.script is None:
            return self._wordless(mix)
        prepared = self._ward.of(order.script)
        if isinstance(prepared, Unready):
            return prepared
        if prepared.script.recording is not None:
            return self._recorded(mix, prepared.script.recording, _own_pace(prepared))
        return self._spoken(mix, prepared, order)

    # --- words ---

    def _spoken(self, mix: _Mix, prepared: Prepared, order: Order) -> Cart | Unready:
        why: Message | None = None
        for engine in self._voices(prepared):
            prints = self._speech_prints(prepared, engine)
            cart_print = self._cart_print(mix, prepared.spoken.utterances, prints, self._pace(prepared, engine))
            cart = self._library.cart(cart_print)
            if cart is None:
                try:
                    phrases = self._phrases(prepared, engine, prints, order)
                    words = _Words(syllables=prepared.spoken.syllables, speed=self._speed(prepared))
                    cart = self._mixed(cart_print, mix, phrases, engine.name, words)
                except (SpeechError, BadSound) as error:
                    why = why or error.what
                    continue
            # one voice an announcement: a voice that fails at its third sentence has failed
            return replace(cart, fallback=why)
        return Unready(reason=Reason.NO_SPEECH, why=why or tell("không có máy đọc nào"))

    def _voices(self, prepared: Prepared) -> list[Engine]:
        own = [prepared.script.voice] if prepared.script.voice else []
        names = dict.fromkeys([*own, *self._ward.playlist.voice.engines])
        return [self._engines[name] for name in names if name in self._engines]

    def _phrases(
        self, prepared: Prepared, engine: Engine, prints: Sequence[Fingerprint], order: Order
    ) -> list[Phrase]:
        utterances = prepared.spoken.utterances
        pace = self._pace(prepared, engine)
        phrases = []
        for number, (utterance, fingerprint) in enumerate(zip(utterances, prints, strict=True), start=1):
            sound = self._library.speech(fingerprint)
            if sound is None:
                self._refuse_if_hopeless(engine, order)
                self._watch(
                    Progress(script=order.script, utterance=number, of=len(utterances), engine=engine.name)
                )
                sound = self._speak(prepared, engine, utterance, fingerprint)
            phrases.append(Phrase(sound=pace.of(sound), pause_after_s=utterance.pause_after_s, voice=engine.name))
        return phrases

    def _refuse_if_hopeless(self, engine: Engine, order: Order) -> None:
        if (why := self._left_alone.get(engine.name)) is not None:
            raise SpeechError(why)
        soon = order.by is not None and order.by - self._clock.now() < _LAST_MINUTE
        if soon and engine.name in ONLINE_ENGINES:
            raise SpeechError(tell("sát giờ phát, không chờ máy đọc qua mạng"))

    def _speak(self, prepared: Prepared, engine: Engine, utterance: Utterance, fingerprint: Fingerprint) -> Sound:
        try:
            sound = engine.speak(utterance.text, speed=self._asked_speed(prepared, engine))
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

    def _speed(self, prepared: Prepared) -> float:
        return prepared.script.speed or self._ward.playlist.voice.speed

    def _asked_speed(self, prepared: Prepared, engine: Engine) -> float:
        return 1.0 if engine.name in ONE_PACE else self._speed(prepared)

    def _pace(self, prepared: Prepared, engine: Engine) -> _Pace:
        speed = self._speed(prepared) if engine.name in ONE_PACE else 1.0
        return _Pace(speed=speed, semitones=self._ward.playlist.voice.pitch)

    # --- mixing ---

    def _wordless(self, mix: _Mix) -> Cart:
        cart_print = self._cart_print(mix, (), ())
        return self._library.cart(cart_print) or self._mixed(cart_print, mix, [], "-")

    def _recorded(self, mix: _Mix, name: str, pace: _Pace) -> Cart:
        sound = ward_sound(self._ward.home, name)
        cart_print = self._recording_print(mix, sound, pace)
        if (cart := self._library.cart(cart_print)) is not None:
            return cart
        return self._mixed(cart_print, mix, [Phrase(sound=pace.of(sound), voice="recording")], "recording")

    def _mixed(
        self,
        fingerprint: Fingerprint,
        mix: _Mix,
        phrases: Sequence[Phrase],
        engine: str,
        said: _Words | None = None,
    ) -> Cart:
        around = {key: self._sound(key) for key in (mix.sting, mix.closing) if key}
        sound = mixdown(
            self._recipe,
            sting=self._sound(mix.sting),
            speech=phrases,
            bed=self._sound(mix.bed),
            closing=self._sound(mix.closing),
        )
        flac = encode_flac(to_pcm16(sound), sound.rate_hz)
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
            pauses=pauses(finished),
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
        name = getattr(self._ward.playlist.sound, key)
        try:
            return None if name == NONE else ward_sound(self._ward.home, name, channels=self._recipe.channels)
        except NotAudio:  # told by `check` at its line; an announcement is worth more than its jingle
            return read_builtin(_OUR_SOUNDS[key])

    # --- fingerprints: of all ingredients, with a version in front ---

    def _speech_prints(self, prepared: Prepared, engine: Engine) -> tuple[Fingerprint, ...]:
        speaker = [engine.name, engine.identity, self._asked_speed(prepared, engine)]
        return tuple(
            _print_of(["speech", _SPEECH_VERSION, *speaker, utterance.text])
            for utterance in prepared.spoken.utterances
        )

    def _cart_prints(self, mix: _Mix, prepared: Prepared) -> list[Fingerprint]:
        """The cart in each of its voices, the preferred first."""
        if prepared.script.recording is not None:
            sound = ward_sound(self._ward.home, prepared.script.recording)
            return [self._recording_print(mix, sound, _own_pace(prepared))]
        utterances = prepared.spoken.utterances
        return [
            self._cart_print(mix, utterances, self._speech_prints(prepared, engine), self._pace(prepared, engine))
            for engine in self._voices(prepared)
        ]

    def _recording_print(self, mix: _Mix, sound: Sound, pace: _Pace) -> Fingerprint:
        return self._cart_print(mix, (), (_sound_print(sound),), pace)

    def _cart_print(
        self,
        mix: _Mix,
        utterances: Sequence[Utterance],
        prints: Sequence[Fingerprint],
        pace: _Pace = _AS_SPOKEN,
    ) -> Fingerprint:
        sounds = [self._sound(key) for key in (mix.sting, mix.bed, mix.closing)]
        pauses = [utterance.pause_after_s for utterance in utterances]
        ingredients = [sound and _sound_print(sound) for sound in sounds]
        return _print_of(["cart", _CART_VERSION, asdict(self._recipe), ingredients, pauses, prints, asdict(pace)])


def _own_pace(prepared: Prepared) -> _Pace:
    """A recording is somebody's voice: only its own script's `speed` is for it, not the setting of the engines."""
    return _Pace(speed=prepared.script.speed or 1.0)


def _profile(settings: SoundSettings) -> Profile:
    profile = profile_named(settings.profile, settings.own_profiles)
    if isinstance(profile, tuple):
        raise WardError(profile[0])  # a playlist that was read holds none; a playlist made by hand may
    return profile


def ward_sound(home: Path, name: str, *, channels: int = 1) -> Sound:
    """A sound by its name in playlist.yaml or a script: `builtin:NAME`, or a file in the ward's folder.

    In mono where it has more channels than that.
    Raises NotAudio where there is no such file, it lies outside the folder, or it holds no sound.
    """
    return read_builtin(name) if name.startswith(BUILTIN) else read_recording(home, name, channels=channels)


def _print_of(ingredients: object) -> Fingerprint:
    return Fingerprint(hashlib.sha256(json.dumps(ingredients, ensure_ascii=False).encode()).hexdigest())


def _sound_print(sound: Sound) -> Fingerprint:
    form = f"{sound.rate_hz} {sound.channels}".encode()
    return Fingerprint(hashlib.sha256(sound.samples.tobytes() + form).hexdigest())


class Worker:
    """The one production thread: fills the rack beside playout, then waits to be asked again.

    A bug in it is raised again by `close`; what is ready still airs, and nobody waits for the rest.
    """

    def __init__(self, production: Production, rack: Rack, orders: Sequence[Order]) -> None:
        self._production = production
        self._rack = rack
        self._orders = orders
        self._asked: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._wanted = True
        self._bug: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="production", daemon=True)
        self.try_again()
        self._thread.start()

    def try_again(self) -> None:
        """Make what is not ready, or not in the preferred voice, once more."""
        self._asked.put(self._fill)

    def ask(self, work: Callable[[], object]) -> None:
        """Do that too, when nothing is being made."""
        self._asked.put(work)

    @property
    def wanted(self) -> bool:
        """False once it is being closed: what is asked of it had better come to its end."""
        return self._wanted

    def close(self) -> None:
        """Let the utterance that is being spoken end, and the thread with it."""
        self._wanted = False
        self._asked.put(None)
        self._thread.join(_UTTERANCE_S)
        if self._thread.is_alive():  # a voice on the network may take its time; nobody waits for it any more
            self._production.leave_off()
        self._thread.join()
        if self._bug is not None:
            raise self._bug

    def _run(self) -> None:
        try:
            while (work := self._asked.get()) is not None:
                work()
        except BaseException as bug:
            self._bug = bug
            for order in self._orders:
                self._rack.offer(order.cue, Unready(reason=Reason.NO_SPEECH, why=tell("lỗi phần mềm")))

    def _fill(self) -> None:
        self._production.forgive()
        self._production.fill(self._rack, self._orders, lambda: self._wanted)
