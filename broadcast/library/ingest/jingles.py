"""A ward's music, decoded -> what is told of it at its line: it airs righted, or ours stands in for it."""

from broadcast.audio.music import fitted, put_together
from broadcast.audio.places import Place
from broadcast.audio.profiles import Profile
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Sound
from broadcast.base.errors import tell
from broadcast.library.ingest.report import Asked, Finding


def judged(
    asked: Asked, music: Sound, place: Place
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], float | None]:
    """Judge the music that was asked for (any rate and channels), as at `place`; return its faults and remarks.

    With a fault ours stands in for it. With a remark alone it airs, in the way that the remark says. The third is
    how many seconds of it air; None where ours stands in.
    """
    name, (low_hz, high_hz) = asked.name, asked.band_hz
    profile = Profile(name="asked", low_hz=low_hz, high_hz=high_hz)
    found = fitted(music, place, Recipe(channels=2, profile=profile))
    if found.unfit is not None:
        what = tell("“{name}” không phát được: {why}", name=name, why=found.unfit)
        fix = tell("Sửa tệp ấy, hoặc chọn tệp nhạc khác.")
        return (Finding(what=what, fix=fix),), (), None
    if not found.changes:
        return (), (), found.sound.seconds
    what = tell("“{name}”: {what}", name=name, what=put_together(found.changes))
    told = Finding(what=what, fix=tell("Nhạc vẫn phát như vậy. Muốn khác đi thì sửa tệp ấy."))
    return (), (told,), found.sound.seconds
