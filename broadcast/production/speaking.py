"""A prepared script and a voice -> its phrases; each utterance is kept once it is spoken, and not spoken again."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from broadcast.audio.dither import of_pcm16, to_pcm16
from broadcast.audio.sound import Sound
from broadcast.audio.stretch import paced
from broadcast.audio.takes import Phrase
from broadcast.base.clock import Clock, Wanted
from broadcast.base.errors import EngineOffline, Message, SpeechError, tell
from broadcast.library.codec import encode_flac
from broadcast.library.sounds import Library
from broadcast.production.alongside import alongside
from broadcast.production.announcer import TakeRefused, phrase_of
from broadcast.production.besides import BesideSound
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.paces import Pace, own_pace
from broadcast.production.voices import Engine
from broadcast.production.voices.identity import ONLINE_ENGINES
from broadcast.programme.model import Fingerprint
from broadcast.text.spokentext import Utterance
from broadcast.ward.readings import Prepared

_LAST_MINUTE = timedelta(seconds=45)
"""So near to a session only a voice that needs no network is asked."""
_GIVE_UP_AFTER = 2
"""Announcements in a row that a voice may fail before it is left alone until `forgive`."""
_LOOK_AGAIN_S = 0.25
"""How often it is asked whether what sounds is over, where a voice waits for that."""
RESTS_AFTER_S = 60.0
"""A child that has said nothing for so long gives its memory back; to start it anew takes a second or two."""


_Call = tuple[tuple[Fingerprint, Utterance], Callable[[], Sound]]
"""An utterance that is to be spoken, and what speaks it."""


class LeftOff(Exception):
    """Nobody wants any more what was being made; what was spoken until then is kept."""


@runtime_checkable
class _Closes(Protocol):
    def close(self) -> object: ...


@runtime_checkable
class _Rests(Protocol):
    def rest(self) -> object: ...


@dataclass(slots=True)
class Spoken:
    """How much a voice has spoken so far, and in what time."""

    utterances: int = 0
    letters: int = 0
    """All signs of their words, spaces included."""
    seconds: float = 0.0
    """On the clock; of two that were spoken at a time it counts once."""
    first_letters: int = 0
    first_s: float = 0.0
    """Of the first utterance, which waits for the voice to start."""

    @property
    def seconds_a_letter(self) -> float:
        """Return the pace at which all but the first was spoken; at least two utterances must have been."""
        return (self.seconds - self.first_s) / max(1, self.letters - self.first_letters)

    def count(self, utterance: Utterance, seconds: float) -> None:
        """Add an utterance, and the seconds since the one before it was done."""
        if not self.utterances:
            self.first_letters, self.first_s = len(utterance.text), seconds
        self.utterances += 1
        self.letters += len(utterance.text)
        self.seconds += seconds


class Speaking:
    """Speaks the scripts of one ward, and remembers which voices fail.

    Threads of its own only wait for the voices; all that is kept, counted or told is so on the caller's thread.
    """

    def __init__(
        self,
        *,
        home: Path,
        library: Library,
        engines: Mapping[str, Engine],
        prints: Fingerprints,
        clock: Clock,
        quiet: Wanted = lambda: True,
    ) -> None:
        """Speak nothing yet. `engines`: the voices there are, by name; `clock` tells how near a session is.

        `home`: the ward's folder, for what its announcer has read. `quiet`: whether no programme sounds or is
        about to.
        """
        self._home = home
        self._library = library
        self._engines = engines
        self._prints = prints
        self._clock = clock
        self._besides = BesideSound(engines, quiet)
        self._failures: dict[str, int] = {}
        self._left_alone: dict[str, Message] = {}
        self._left_off = threading.Event()
        self._spoke_s: dict[str, float] = {}
        """When each voice that may hold a child was last asked."""
        self.spoken: dict[str, Spoken] = {}
        """What each voice has spoken so far, by its name; only what was not found in the library."""

    @property
    def utterances_made(self) -> int:
        """Return how many utterances were spoken so far, and not found in the library."""
        return sum(one.utterances for one in self.spoken.values())

    def leave_off(self) -> None:
        """End, from another thread, the utterance that is being spoken; no other is begun any more, ever."""
        self._left_off.set()
        for engine in self._engines.values():
            if isinstance(engine, _Closes):
                engine.close()

    def forgive(self) -> None:
        """Forget which voices have failed, so that they are asked again."""
        self._failures.clear()
        self._left_alone.clear()

    def rest(self) -> None:
        """End the children of the voices that have said nothing for a minute; they start anew when they speak.

        To be called on the thread that speaks.
        """
        now_s = self._clock.monotonic()
        for voice in [one for one, spoke_s in self._spoke_s.items() if now_s - spoke_s >= RESTS_AFTER_S]:
            del self._spoke_s[voice]
            engine = self._engines[voice]
            if isinstance(engine, _Rests):
                engine.rest()

    def phrases(
        self,
        prepared: Prepared,
        voice: str,
        *,
        by: datetime | None,
        wanted: Callable[[], bool],
        before: Callable[[int], None],
    ) -> list[Phrase]:
        """Fetch the script's utterances from the library, or let that voice speak them; return all in order.

        Those of which the announcer's take airs are read from the ward's folder.

        `by`: when they will be aired, None where nobody knows; within 45 s of it no voice that needs the network
        is asked. Before each utterance that has to be spoken, `wanted` is asked and `before` is told its number
        among all of the script, from 1. As many are spoken at a time as the voice has lanes; beside what sounds
        fewer, or none before that is over. Raises SpeechError where the voice fails at one, or is not asked
        because of `by` or earlier failures (`forgive`); DiskError where one cannot be kept; LeftOff where `wanted`
        says no or `leave_off` was called. What another lane says then is thrown away. A take that turns out not to
        be fit keeps no script off the air: the voice says its sentence.
        """
        while True:
            try:
                return self._phrases(prepared, voice, by=by, wanted=wanted, before=before)
            except TakeRefused as refused:
                self._prints.announced.refuse(refused.take, refused.what, for_good=refused.holds_none)
                if voice not in self._prints.voices(prepared):  # the announcer, who has not read all of it now
                    raise

    def _phrases(
        self,
        prepared: Prepared,
        voice: str,
        *,
        by: datetime | None,
        wanted: Callable[[], bool],
        before: Callable[[int], None],
    ) -> list[Phrase]:
        utterances, prints = prepared.spoken.utterances, self._prints.speech(prepared, voice)
        takes = self._prints.announced.takes(prepared, voice)
        kept = {one: self._library.speech(one) for one, take in zip(prints, takes, strict=True) if take is None}
        sounds = {one: sound for one, sound in kept.items() if sound is not None}

        def calls() -> Iterator[_Call]:
            for index in [prints.index(one) for one, sound in kept.items() if sound is None]:
                self.refuse_if_left_off(wanted)
                self._refuse_if_hopeless(voice, by)
                self._wait_for_turn(prepared, voice, by, wanted)
                before(index + 1)
                yield (prints[index], utterances[index]), self._call(prepared, voice, utterances[index])

        sounds |= self._speak(voice, calls())
        pace, own = self._prints.pace(prepared, voice), own_pace(prepared)
        return [
            at_pace(pace, sounds[one], voice, pause_after_s=utterance.pause_after_s)
            if take is None
            else phrase_of(self._home, take, own, pause_after_s=utterance.pause_after_s)
            for one, utterance, take in zip(prints, utterances, takes, strict=True)
        ]

    def goes_on(self, wanted: Callable[[], bool]) -> bool:
        """Whether `wanted` says yes, and `leave_off` was not called."""
        return not self._left_off.is_set() and wanted()

    def refuse_if_left_off(self, wanted: Callable[[], bool]) -> None:
        """Raise LeftOff where `wanted` says no or `leave_off` was called; else do nothing."""
        if not self.goes_on(wanted):
            raise LeftOff

    def _wait_for_turn(self, prepared: Prepared, voice: str, by: datetime | None, wanted: Wanted) -> None:
        """Raises LeftOff; SpeechError so near to `by` that a lighter voice had better speak."""
        while not self._besides.may_begin(voice):
            if self._is_last_minute(by) and self._besides.lighter(voice, self._prints.voices(prepared)):
                raise SpeechError(tell("loa đang phát, máy một nhân không kịp chờ giọng {engine}", engine=voice))
            self._left_off.wait(_LOOK_AGAIN_S)
            self.refuse_if_left_off(wanted)

    def _refuse_if_hopeless(self, voice: str, by: datetime | None) -> None:
        if (why := self._left_alone.get(voice)) is not None:
            raise SpeechError(why)
        if voice in ONLINE_ENGINES and self._is_last_minute(by):
            raise SpeechError(tell("sát giờ phát, không chờ {who}", who=self._prints.called(voice)))

    def _is_last_minute(self, by: datetime | None) -> bool:
        return by is not None and by - self._clock.now() < _LAST_MINUTE

    def _call(self, prepared: Prepared, voice: str, utterance: Utterance) -> Callable[[], Sound]:
        self._spoke_s[voice] = self._clock.monotonic()
        speed = self._prints.asked_speed(prepared, voice)
        return partial(self._engines[voice].speak, utterance.text, speed=speed)

    def _speak(self, voice: str, calls: Iterator[_Call]) -> Mapping[Fingerprint, Sound]:
        """Each utterance's sound, kept. Raises what the first that fails raises."""
        sounds, since_s = {}, self._clock.monotonic()
        at_most = self._besides.at_most(voice)
        with closing(alongside(calls, lambda: self._besides.lanes(voice), at_most)) as outcomes:
            for (fingerprint, utterance), outcome in outcomes:
                sounds[fingerprint] = self._heard(voice, fingerprint, outcome)
                now_s = self._clock.monotonic()
                self.spoken.setdefault(voice, Spoken()).count(utterance, now_s - since_s)
                since_s = now_s
        return sounds

    def _heard(self, voice: str, fingerprint: Fingerprint, outcome: Callable[[], Sound]) -> Sound:
        try:
            sound = outcome()
        except EngineOffline as error:
            self._left_alone[voice] = error.what  # found out once, not once a sentence
            raise
        except SpeechError as error:
            self._failures[voice] = self._failures.get(voice, 0) + 1
            if self._failures[voice] >= _GIVE_UP_AFTER:
                self._left_alone[voice] = error.what
            raise
        self._failures.pop(voice, None)
        pcm = to_pcm16(sound)
        self._library.keep_speech(fingerprint, encode_flac(pcm, sound.rate_hz))
        return of_pcm16(pcm, sound.rate_hz)  # what is kept and what is mixed are the same samples


def at_pace(pace: Pace, sound: Sound, voice: str, *, pause_after_s: float = 0.0) -> Phrase:
    """Bring kept speech to the pace and the pitch asked for; return it as a phrase for the mixdown."""
    spoken = paced(sound, speed=pace.speed, semitones=pace.semitones)
    return Phrase(sound=spoken, pause_after_s=pause_after_s, voice=voice)
