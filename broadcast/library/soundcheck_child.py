"""The child of `soundcheck`: a folder and names come in on stdin, what is wrong with them goes out on stdout."""

import os
import pickle
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from broadcast.audio.music import music_faults
from broadcast.base.errors import BadSound, NotAudio, tell
from broadcast.library.wardsounds import ward_sound


def main() -> None:
    """Read one pickled (home, names, music) from stdin, and write the pickled answer of `soundless` to stdout.

    What libraries print goes to stderr. A bug is raised, so that the process exits with 1.
    """
    home, names, music = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a library prints goes where complaints go
        pickle.dump(without_sound(home, names, music), answers)


def without_sound(home: Path, names: Iterable[str], music: Collection[str]) -> Mapping[str, NotAudio | BadSound]:
    """As soundcheck.soundless, in this process and without a deadline."""
    found: dict[str, NotAudio | BadSound] = {}
    for name in names:
        try:
            sound = ward_sound(home, name)
        except NotAudio as error:
            found[name] = error
            continue
        if name in music and (faults := music_faults(sound)):
            found[name] = BadSound(
                tell("“{name}” không phát được: {why}", name=name, why=faults[0]),
                tell("Chương trình phát nhạc có sẵn thay vào. Sửa tệp ấy, hoặc chọn tệp nhạc khác."),
            )
    return found


if __name__ == "__main__":
    main()
