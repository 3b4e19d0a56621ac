"""A sound's name in playlist.yaml or a script -> its samples, decoded."""

from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.base.errors import NotAudio, tell
from broadcast.library.codec import read_builtin, read_sound
from broadcast.library.names import BUILTIN, inside, unopened

NAME = "recording"
"""The name under which carts and the as-run log have the voice of a script's own recording, which no engine
speaks."""


def ward_sound(home: Path, name: str, *, channels: int = 1) -> Sound:
    """Decode a sound, named `builtin:NAME` or by its path in the ward's folder `home`, at its own sample rate.

    A file of more than `channels` channels is mixed down to one; a built-in sound always has one. Raises NotAudio
    where there is no such sound, where `name` leads out of the folder, or where its file cannot be opened or holds
    no sound.
    """
    return read_builtin(name) if name.startswith(BUILTIN) else read_recording(home, name, channels=channels)


def read_recording(home: Path, name: str, *, channels: int = 1) -> Sound:
    """Decode a file of the ward's own, named by its path in the ward's folder `home`, at its own sample rate.

    A sound of more than `channels` channels is mixed down to one. Raises NotAudio where `name` leads out of the
    folder, or where its file is missing, cannot be opened, or holds no sound.
    """
    path = inside(home, name)
    try:
        sound = read_sound(path, channels=channels)
    except OSError as error:
        raise unopened(name, home) from error
    if not len(sound):
        raise NotAudio(tell("tệp tiếng “{name}” không có âm thanh nào", name=name))
    return sound
