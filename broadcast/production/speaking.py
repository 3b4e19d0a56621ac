"""A prepared script and a voice -> its phrases; each utterance is kept once it is spoken, and not spoken again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, runtime_checkable

from broadcast.audio.dither import to_pcm16
from broadcast.audio.sound import Sound
from broadcast.audio.stretch import paced
from broadcast.audio.takes import Phrase
from broadcast.base.clock import Clock
from broadcast.base.errors import EngineOffline, Message, SpeechError, tell
from broadcast.library.codec import decode, encode_flac
from broadcast.library.sounds import Library
from broadcast.production.announcer import phrase_of
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


class LeftOff(Exception):
    """Nobody wants any more what was being made; what was spoken until then is kept."""


@runtime_checkable
class _Closes(Protocol):
    def close(self) -> object: ...


class Speaking:
    """Speaks the scripts of one ward, and remembers which voices fail."""

    def __init__(
        self, *, home: Path, library: Library, engines: Mapping[str, Engine], prints: Fingerprints, clock: Clock
    ) -> None:
        """Speak nothing yet. `engines`: the voices there are, by name; `clock` tells how near a session is.

        `home`: the ward's folder, for what its announcer has read.
        """
        self._home = home
        self._library = library
        self._engines = engines
        self._prints = prints
        self._clock = clock
        self._failures: dict[str, int] = {}
        self._left_alone: dict[str, Message] = {}
        self._left_off = False
        self.utterances_made = 0
        """How many utterances were spoken so far, and not found in the library."""

    def leave_off(self) -> None:
        """End, from another thread, the utterance that is being spoken; no other is begun any more, ever."""
        self._left_off = True
        for engine in self._engines.values():
            if isinstance(engine, _Closes):
                engine.close()

    def forgive(self) -> None:
        """Forget which voices have failed, so that they are asked again."""
        self._failures.clear()
        self._left_alone.clear()

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
        among all of the script, from 1. Raises SpeechError where the voice fails at one, or is not asked because
        of `by` or earlier failures (`forgive`); DiskError where one cannot be kept; LeftOff where `wanted` says no
        or `leave_off` was called.
        """
        utterances, prints = prepared.spoken.utterances, self._prints.speech(prepared, voice)
        pace = self._prints.pace(prepared, voice)
        takes, own = self._prints.announced.takes(prepared, voice), own_pace(prepared)
        phrases = []
        for number, (utterance, fingerprint) in enumerate(zip(utterances, prints, strict=True), start=1):
            if (take := takes[number - 1]) is not None:
                phrases.append(phrase_of(self._home, take, own, pause_after_s=utterance.pause_after_s))
                continue
            sound = self._library.speech(fingerprint)
            if sound is None:
                self.refuse_if_left_off(wanted)
                self._refuse_if_hopeless(voice, by)
                before(number)
                sound = self._speak(prepared, voice, utterance, fingerprint)
            phrases.append(at_pace(pace, sound, voice, pause_after_s=utterance.pause_after_s))
        return phrases

    def goes_on(self, wanted: Callable[[], bool]) -> bool:
        """Whether `wanted` says yes, and `leave_off` was not called."""
        return not self._left_off and wanted()

    def refuse_if_left_off(self, wanted: Callable[[], bool]) -> None:
        """Raise LeftOff where `wanted` says no or `leave_off` was called; else do nothing."""
        if not self.goes_on(wanted):
            raise LeftOff

    def _refuse_if_hopeless(self, voice: str, by: datetime | None) -> None:
        if (why := self._left_alone.get(voice)) is not None:
            raise SpeechError(why)
        if by is not None and by - self._clock.now() < _LAST_MINUTE and voice in ONLINE_ENGINES:
            raise SpeechError(tell("sát giờ phát, không chờ giọng Google"))

    def _speak(self, prepared: Prepared, voice: str, utterance: Utterance, fingerprint: Fingerprint) -> Sound:
        try:
            sound = self._engines[voice].speak(utterance.text, speed=self._prints.asked_speed(prepared, voice))
        except EngineOffline as error:
            self._left_alone[voice] = error.what  # found out once, not once a sentence
            raise
        except SpeechError as error:
            self._failures[voice] = self._failures.get(voice, 0) + 1
            if self._failures[voice] >= _GIVE_UP_AFTER:
                self._left_alone[voice] = error.what
            raise
        self._failures.pop(voice, None)
        flac = encode_flac(to_pcm16(sound), sound.rate_hz)
        self._library.keep_speech(fingerprint, flac)
        self.utterances_made += 1
        return decode(flac)  # what is kept and what is mixed are the same samples


def at_pace(pace: Pace, sound: Sound, voice: str, *, pause_after_s: float = 0.0) -> Phrase:
    """Bring kept speech to the pace and the pitch asked for; return it as a phrase for the mixdown."""
    spoken = paced(sound, speed=pace.speed, semitones=pace.semitones)
    return Phrase(sound=spoken, pause_after_s=pause_after_s, voice=voice)
