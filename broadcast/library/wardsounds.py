"""The name of a recorded file in a script -> its sound; the voice `recording`, which is nobody's engine."""

from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.base.errors import NotAudio, tell
from broadcast.library.codec import read_builtin, read_sound
from broadcast.library.names import BUILTIN, inside, unopened

NAME = "recording"
"""How carts and the as-run log call this voice."""


def ward_sound(home: Path, name: str, *, channels: int = 1) -> Sound:
    """A sound by its name in playlist.yaml or a script: `builtin:NAME`, or a file in the ward's folder.

    In mono where it has more channels than that.
    Raises NotAudio where there is no such file, it lies outside the folder, or it holds no sound.
    """
    return read_builtin(name) if name.startswith(BUILTIN) else read_recording(home, name, channels=channels)


def read_recording(home: Path, name: str, *, channels: int = 1) -> Sound:
    """The sound of a file of the ward's own, named relative to the ward's folder.

    In mono where it has more channels than that.
    Raises NotAudio where it lies outside that folder, is not there, cannot be opened, or holds no sound.
    """
    path = inside(home, name)
    try:
        sound = read_sound(path, channels=channels)
    except OSError as error:
        raise unopened(name) from error
    if not len(sound):
        raise NotAudio(tell("tệp tiếng “{name}” không có âm thanh nào", name=name))
    return sound
