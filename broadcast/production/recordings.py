"""A script's own recording -> the phrase it is in a mix, and what is to be known of it."""

from dataclasses import dataclass, replace

import numpy as np

from broadcast.audio.asmade import remarks, too_soft, unfit
from broadcast.audio.hearing import Heard, wordless
from broadcast.audio.levels import Lufs
from broadcast.audio.recipe import Recipe
from broadcast.audio.recorded import AsMade, Recorded
from broadcast.audio.sound import Sound
from broadcast.audio.takes import Phrase
from broadcast.base.errors import BadSound, Message
from broadcast.library.ingest.listening import Listening
from broadcast.library.wardsounds import NAME
from broadcast.production.paces import own_pace
from broadcast.production.speaking import at_pace
from broadcast.ward.readings import Prepared

_BLOCK = 1 << 16
"""Frames that are heard at a time: a recording may last half an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording that may air."""

    phrase: Phrase
    as_made: AsMade
    found: Recorded
    """Where something is heard in it, at its own pace."""
    heard: Heard
    """What is heard in it."""

    @property
    def is_music(self) -> bool:
        """Tell whether nobody speaks in it, whatever its script's head says."""
        return self.phrase.as_made is not None and self.phrase.as_made.music

    def remarks(self, recipe: Recipe, loudness: Lufs) -> tuple[Message, ...]:
        """Tell what a person should know of its finished cart, in which its words have that loudness."""
        told = remarks(self.found, self.as_made, self.heard) + too_soft(loudness, recipe.loudness_lufs)
        return tuple(what for what, _ in told)


def recording_of(prepared: Prepared, sound: Sound) -> Recording:
    """Listen to a script's recording; return it ready for the mix.

    One in which nobody speaks is laid in as music is. Raises BadSound where nothing but noise is heard in it, or
    where it falls silent for longer than anybody means it to.
    """
    as_made = AsMade(keep_silence=prepared.script.keep_silence, music=prepared.script.music)
    listening = Listening(sound.rate_hz, music=as_made.music)
    for at in range(0, len(sound), _BLOCK):
        listening.add(np.asarray(sound.samples[at : at + _BLOCK], np.float32))  # they may lie on the disk
    listening.end()
    found, heard = listening.recorded(), listening.heard()
    for what, fix in unfit(found, heard, as_made):
        raise BadSound(what, fix)
    laid = as_made if wordless(heard, None) is None else replace(as_made, music=True)
    phrase = replace(at_pace(own_pace(prepared), sound, NAME), as_made=laid)
    return Recording(phrase=phrase, as_made=as_made, found=found, heard=heard)
