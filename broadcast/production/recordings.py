"""A script's own recording -> the phrase it is in a mix, and what is to be known of it."""

from dataclasses import dataclass, replace

from broadcast.audio.asmade import remarks, too_soft, unfit
from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.recipe import Recipe
from broadcast.audio.recorded import AsMade, FlatTops, Recorded, listen
from broadcast.audio.sound import Sound, resampled
from broadcast.audio.takes import Phrase
from broadcast.base.errors import BadSound, Message
from broadcast.library.wardsounds import NAME
from broadcast.production.fingerprints import own_pace
from broadcast.production.speaking import at_pace
from broadcast.ward.readings import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording that may air."""

    phrase: Phrase
    as_made: AsMade
    found: Recorded
    """What was heard in it, at its own pace."""

    def remarks(self, recipe: Recipe, loudness: Lufs) -> tuple[Message, ...]:
        """Tell what a person should know of its finished cart, which has that loudness."""
        told = remarks(self.found, self.as_made) + too_soft(loudness, recipe.loudness_lufs)
        return tuple(what for what, _ in told)


def recording_of(prepared: Prepared, sound: Sound) -> Recording:
    """Listen to a script's recording; return it ready for the mix.

    Raises BadSound where nobody speaks in it, or where it falls silent for longer than anybody means it to.
    """
    as_made = AsMade(keep_silence=prepared.script.keep_silence, music=prepared.script.music)
    tops = FlatTops()
    tops.add(sound.samples)
    listening = listen(resampled(sound, RATE_HZ).samples, music=as_made.music)
    found = listening.found(clipped=tops.count())
    ear = Ear()
    ear.add(resampled(sound, EAR_HZ).samples)
    for what, fix in unfit(found, ear.heard(), as_made):
        raise BadSound(what, fix)
    phrase = replace(at_pace(own_pace(prepared), sound, NAME), as_made=as_made)
    return Recording(phrase=phrase, as_made=as_made, found=found)
