"""A sound's name in playlist.yaml or a script -> its samples, decoded."""

from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.base.errors import NotAudio, tell
from broadcast.library.codec import read_builtin, read_sound
from broadcast.library.names import BUILTIN, inside, unopened

NAME = "recording"
"""How carts and the as-run log call the voice of a script's own recording, which no engine speaks."""


def ward_sound(home: Path, name: str, *, channels: int = 1) -> Sound:
    """Decode a sound by its name: `builtin:NAME`, or a file in the ward's folder `home`.

    A sound of more than `channels` channels is mixed down to one.
    Raises NotAudio where there is no such file, it lies outside the folder, or it holds no sound.
    """
    return read_builtin(name) if name.startswith(BUILTIN) else read_recording(home, name, channels=channels)


def read_recording(home: Path, name: str, *, channels: int = 1) -> Sound:
    """Decode a file of the ward's own, named relative to the ward's folder `home`.

    A sound of more than `channels` channels is mixed down to one.
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
