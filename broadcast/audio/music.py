"""A ward's own music -> why it cannot stand around words: heard alone, as it would be mixed."""

from broadcast.audio.faults import faults_of
from broadcast.audio.mixdown import mixdown
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Sound
from broadcast.base.errors import Message


def music_faults(music: Sound, recipe: Recipe | None = None) -> tuple[Message, ...]:
    """Judge a piece of music by what a mix makes of it; return in words all that is wrong, empty where it is fit.

    Its spectrum is not judged: a drum or a gong is music too. `recipe` None: the usual one.
    """
    recipe = recipe or Recipe(channels=music.channels)
    mix = mixdown(recipe, sting=music, speech=(), bed=None, closing=None)
    return faults_of(mix.sound if len(mix.sound) else music, recipe=recipe, speech=())
