"""A sound's name in playlist.yaml or a script -> its samples."""

from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.library.codec import read_builtin
from broadcast.library.ingest.ingesting import Wanted
from broadcast.library.ingest.report import Asked, Use
from broadcast.library.ingest.samples import sound_of
from broadcast.library.names import BUILTIN

NAME = "recording"
"""The name under which carts and the as-run log have the voice of a script's own recording, which no engine
speaks."""


def ward_sound(
    home: Path,
    name: str,
    *,
    use: Use = Use.RECORDING,
    channels: int = 1,
    most_s: float | None = None,
    wanted: Wanted | None = None,
) -> Sound:
    """Get the samples of a sound, named `builtin:NAME` or by its path in the ward's folder, at its own rate.

    A file of the ward's own is decoded by a child process. One of more than `channels` channels is mixed down to
    one; a built-in sound always has one. `most_s`: how many seconds long it may be; None: as long as its `use`
    allows. Raises NotAudio where there is no such sound, where `name` leads out of the folder, or where its file
    cannot be opened, holds no sound or too much of it; DiskError, MachineError where the machine cannot decode it;
    children.NotWanted once `wanted`, asked several times a second, says no.
    """
    if name.startswith(BUILTIN):
        return read_builtin(name)
    return sound_of(home, Asked(name=name, use=use, most_s=most_s), channels=channels, wanted=wanted)
