"""Orders -> the fingerprints of all they are made of, and what the shelves have of it; no sample is read.

A fingerprint is the sha256 of all ingredients, with a version in front. A sound that the ward or the program
brings along stands in it as its file, byte by byte: so a day can be looked at without decoding anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from broadcast.audio.levels import Dbtp, Lufs
from broadcast.audio.profiles import Profile, profile_named
from broadcast.audio.recipe import Recipe
from broadcast.base.errors import Message, NotAudio, WardError
from broadcast.library.names import print_of
from broadcast.library.shelves import Shelves
from broadcast.library.takeshelf import OwnTake
from broadcast.production.announced import Announced
from broadcast.production.ingredients import Ingredients, fingerprint_of
from broadcast.production.orders import Arrangement, Order, arrangement_of
from broadcast.production.paces import AS_SPOKEN, Pace, own_pace
from broadcast.production.refused import WhyNot
from broadcast.production.soundprints import SoundPrints
from broadcast.production.voices.called import called
from broadcast.production.voices.identity import one_pace
from broadcast.programme.model import Cart, Fingerprint, Reason, Unready
from broadcast.programme.settings import SoundSettings
from broadcast.programme.voice import ANNOUNCER
from broadcast.text.spokentext import Utterance
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared

RECORDING = "recording"
"""Who speaks in a cart around a recording."""
_SPEECH_VERSION = 1
"""Raised by us when the same words from the same engine would be kept differently."""
_TAKE_VERSION = 1
"""Raised by us when the same take of the ward's announcer would sound different."""
_RECORDED_VERSION = 5
"""Raised by us when the same recording would be trimmed, or told of, differently.

2: how far its words stay under their target is measured of them alone; a few flat tops are not told of. 3: of
words far under the rest is told. 4: bytes out of place are looked for. 5: rumble and bursts
are noise."""


class Fingerprints:
    """The fingerprints of one ward's sounds, in the voices there are.

    Each file is read once, but a script's recording each time: it may be recorded anew meanwhile.
    """

    def __init__(self, ward: Ward, identities: Mapping[str, str]) -> None:
        """Work out the recipe of the ward's playlist; no file is read yet.

        `identities`: everything that changes a voice's sound besides text and speed, by the voice's name. Raises
        WardError where the playlist names no profile there is.
        """
        self._ward = ward
        self._identities = identities
        self.announced = Announced(ward)
        """Which sentences the ward's announcer says."""
        self.sounds = SoundPrints(ward.home, ward.playlist.sound)
        """Those of the sounds around the words."""
        self._why_not: dict[Path, WhyNot] = {}
        settings = ward.playlist.sound
        self.recipe = Recipe(
            loudness_lufs=Lufs(settings.loudness),
            true_peak_dbtp=Dbtp(settings.true_peak),
            profile=_profile(settings),
            channels=settings.channels.number,
        )
        self._recipe = asdict(self.recipe)

    def look_up(
        self, order: Order, shelves: Shelves, recording: str | None = None, *, verified: bool = True
    ) -> Cart | Unready | None:
        """Find what the shelves have for an order: the cart it is pinned to, else its own in the preferred voice.

        Returns an Unready that says why where there can be none (its script is not ready, its recording is
        missing, or was heard and refused), None where it is still to be made. `recording`: the sha256 of the
        script's recording where the caller knows it; None: the file is read for it. `verified`: whether the cart's
        sound is read through, as for airing; else its slip is believed.
        """
        kept = shelves.cart if verified else shelves.told
        if order.pinned is not None and (cart := kept(order.pinned)) is not None:
            return cart
        prepared = self._ward.of(order.script) if order.script is not None else None
        if isinstance(prepared, Unready):
            return prepared
        try:
            recording = recording or self._recording(prepared)
            names = [one.fingerprint for one in self._kept_as(arrangement_of(order), prepared, recording)]
            first = [order.preferred] if order.preferred in names else []
            carts = (kept(print_) for print_ in dict.fromkeys([*first, *names]) if print_ is not None)
            cart = next((cart for cart in carts if cart is not None), None)
        except NotAudio as error:
            return Unready(reason=Reason.BAD_SOUND, why=error.what)
        if cart is not None:
            return cart
        if shelves.root not in self._why_not:
            self._why_not[shelves.root] = WhyNot(self._ward, shelves)
        return self._why_not[shelves.root].of(prepared, self.named(order, prepared, recording), recording)

    def named(self, order: Order, prepared: Prepared | None, recording: str | None = None) -> Fingerprint:
        """Compute the fingerprint of the cart that an order asks for: preferred voice, the sounds that are named.

        `prepared`: its script; `recording` as for `look_up`. Raises NotAudio where its recording cannot be read.
        """
        made_of = next(self._kept_as(arrangement_of(order), prepared, recording), None)
        return made_of.fingerprint if made_of is not None else Fingerprint("")

    def made_of(self, order: Order, cart: Fingerprint) -> Ingredients | None:
        """Tell what the cart of that fingerprint is made of; None where it is none that an order asks for.

        That is any cart in one of the script's voices, with ours in place of music that is not fit; not one whose
        script is not ready. Raises NotAudio where its recording cannot be read.
        """
        prepared = self._ward.of(order.script) if order.script is not None else None
        if isinstance(prepared, Unready):
            return None
        return next(
            (one for one in self._kept_as(arrangement_of(order), prepared) if one.fingerprint == cart), None
        )

    def of(self, orders: Iterable[Order]) -> frozenset[Fingerprint]:
        """Collect the fingerprints of all carts and utterances that these orders may be made of, in any voice.

        That is what pruning must keep. An order whose script is not ready adds nothing, one whose recording is
        missing no cart.
        """
        kept: set[Fingerprint] = set()
        for order in orders:
            kept |= {one for one in (order.pinned, order.preferred) if one is not None}
            prepared = self._ward.of(order.script) if order.script is not None else None
            if isinstance(prepared, Unready):
                continue
            with suppress(NotAudio):  # a recording that is not there: nothing is kept of it
                kept |= {one.fingerprint for one in self._kept_as(arrangement_of(order), prepared)}
            if prepared is not None:
                kept |= {one for voice in self.voices(prepared) for one in self.speech(prepared, voice)}
        return frozenset(kept)

    # --- voices ---

    def voices(self, prepared: Prepared) -> list[str]:
        """List the names of the voices that may speak a script, the preferred one first; empty where none may.

        The announcer comes first where every sentence was read; then the script's own voice, then the playlist's.
        Those without an identity are left out.
        """
        own = [prepared.script.voice] if prepared.script.voice else []
        names = dict.fromkeys([*own, *self._ward.playlist.voice.engines])
        return self.announced.voices(prepared, [name for name in names if name in self._identities])

    def called(self, voice: str) -> Message:
        """Name a voice as the middle of a sentence does: `giọng Google`."""
        return called(voice, self._ward.playlist.voice)

    def speed(self, prepared: Prepared) -> float:
        """Return the speed at which a script is heard: its own, else the playlist's.

        1.0 is the voice's usual one.
        """
        return prepared.script.speed or self._ward.playlist.voice.speed

    def asked_speed(self, prepared: Prepared, voice: str) -> float:
        """Return the speed that is asked of the voice itself; 1.0 of one that has but one pace.

        `pace` does the rest.
        """
        return 1.0 if one_pace(voice, self._ward.playlist.voice) else self.speed(prepared)

    def pace(self, prepared: Prepared, voice: str) -> Pace:
        """Return what is still to be done to that voice's speech, spoken at `asked_speed`."""
        if voice == ANNOUNCER:
            return own_pace(prepared)
        speed = self.speed(prepared) if one_pace(voice, self._ward.playlist.voice) else 1.0
        return Pace(speed=speed, semitones=self._ward.playlist.voice.pitch)

    # --- the ingredients ---

    def speech(self, prepared: Prepared, voice: str) -> tuple[Fingerprint, ...]:
        """Compute the fingerprints of a script's utterances in that voice, one for each, in their order.

        `voice` must be one of `voices`.
        """
        takes, utterances = self.announced.takes(prepared, voice), prepared.spoken.utterances
        return tuple(
            self._of_voice(prepared, voice, utterance) if take is None else self._of_take(prepared, take)
            for take, utterance in zip(takes, utterances, strict=True)
        )

    def _of_voice(self, prepared: Prepared, voice: str, utterance: Utterance) -> Fingerprint:
        speaker = [voice, self._identities[voice], self.asked_speed(prepared, voice)]
        return fingerprint_of(["speech", _SPEECH_VERSION, *speaker, utterance.text])

    def _of_take(self, prepared: Prepared, take: OwnTake) -> Fingerprint:
        return fingerprint_of(["take", _TAKE_VERSION, take.sha256, asdict(own_pace(prepared))])

    def spoken(
        self, arrangement: Arrangement, prepared: Prepared, voice: str, stand_ins: Set[str],
        unread: Set[str] = frozenset(),
    ) -> Fingerprint:  # fmt: skip
        """Compute the fingerprint of a script's cart in that voice, which must be one of `voices`.

        `stand_ins`: the keys of playlist.yaml for whose file a sound of ours stands in; `unread`: those of them
        whose file could not be read at the time, as nobody knows yet what is in it: a later day may read it.
        Raises NotAudio where the file of another key cannot be read.
        """
        prints, pace = self.speech(prepared, voice), self.pace(prepared, voice)
        made_of = self._cart(arrangement, stand_ins, prepared.spoken.utterances, prints, pace, unread=unread)
        return made_of.fingerprint

    def recorded(
        self,
        arrangement: Arrangement,
        prepared: Prepared,
        stand_ins: Set[str],
        recording: str | None = None,
        unread: Set[str] = frozenset(),
    ) -> Fingerprint:
        """Compute the fingerprint of the cart around a script's own recording.

        `stand_ins` and `unread` as for `spoken`. `recording`: the sha256 of its file as it was read; None: of the
        file that is there now. Raises NotAudio where that, or the file of another key, cannot be read.
        """
        if recording is None:
            recording = print_of(self._ward.home, prepared.script.recording or "")
        return self._recorded(arrangement, prepared, stand_ins, recording, unread).fingerprint

    def _recorded(
        self, arrangement: Arrangement, prepared: Prepared, stand_ins: Set[str], recording: str, unread: Set[str]
    ) -> Ingredients:
        script = prepared.script
        prints = [recording, f"recorded {_RECORDED_VERSION} {script.keep_silence} {script.music}"]
        pace = own_pace(prepared)
        return self._cart(arrangement, stand_ins, prints=prints, pace=pace, unread=unread, voice=RECORDING)

    def wordless(
        self, arrangement: Arrangement, stand_ins: Set[str], unread: Set[str] = frozenset()
    ) -> Fingerprint:
        """Compute the fingerprint of a cart of sounds alone.

        `stand_ins` and `unread` as for `spoken`. Raises NotAudio where the file of another key cannot be read.
        """
        return self._cart(arrangement, stand_ins, unread=unread).fingerprint

    def _cart(
        self,
        arrangement: Arrangement,
        stand_ins: Set[str],
        utterances: Sequence[Utterance] = (),
        prints: Sequence[str] = (),
        pace: Pace = AS_SPOKEN,
        *,
        unread: Set[str],
        voice: str = "",
    ) -> Ingredients:
        return Ingredients(
            recipe=self._recipe,
            sounds=[self.sounds.ingredient(key, stand_ins, unread) for key in arrangement.keys],
            pauses=[utterance.pause_after_s for utterance in utterances],
            prints=prints,
            pace=pace,
            voice=voice,
        )

    def _recording(self, prepared: Prepared | None) -> str | None:
        name = prepared.script.recording if prepared is not None else None
        return print_of(self._ward.home, name) if name is not None else None

    # --- under which of them a cart may be kept ---

    def _kept_as(
        self, arrangement: Arrangement, prepared: Prepared | None, recording: str | None = None
    ) -> Iterator[Ingredients]:
        """The preferred voice first; in each, with the ward's own sounds first. Raises NotAudio."""
        choices = tuple(self.sounds.stand_ins(arrangement))
        if prepared is None:
            yield from (self._cart(arrangement, those, unread=unread) for those, unread in choices)
        elif prepared.script.recording is not None:
            read = recording or print_of(self._ward.home, prepared.script.recording)
            for stand_ins, unread in choices:
                yield self._recorded(arrangement, prepared, stand_ins, read, unread)
        else:
            utterances = prepared.spoken.utterances
            for voice in self.voices(prepared):
                prints, pace = self.speech(prepared, voice), self.pace(prepared, voice)
                who = f"{voice}: {self._identities.get(voice, '')}"
                for stand_ins, unread in choices:
                    yield self._cart(arrangement, stand_ins, utterances, prints, pace, unread=unread, voice=who)


def _profile(settings: SoundSettings) -> Profile:
    profile = profile_named(settings.profile, settings.own_profiles)
    if isinstance(profile, tuple):
        raise WardError(profile[0])  # a playlist that was read holds none; a playlist made by hand may
    return profile
