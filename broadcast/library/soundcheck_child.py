"""The child of `soundcheck`: a folder and names come in on stdin, what is wrong with them goes out on stdout."""

import os
import pickle
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

from broadcast.audio.places import Place
from broadcast.base.errors import NotAudio
from broadcast.library.ingest.jingles import judged
from broadcast.library.soundcheck import Answers, Judged, Music
from broadcast.library.wardsounds import ward_sound


def main() -> None:
    """Read one pickled (home, names, music) from stdin, and write the pickled answer of `soundless` to stdout.

    What libraries print goes to stderr. A bug is raised, so that the process exits with 1.
    """
    home, names, music = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a library prints goes where complaints go
        pickle.dump(without_sound(home, names, music), answers)


def without_sound(home: Path, names: Iterable[str], music: Collection[tuple[str, Place]]) -> Answers:
    """As soundcheck.listened, in this process and without a deadline."""
    bad: dict[str, NotAudio] = {}
    told: dict[Music, Judged] = {}
    for name in names:
        try:
            sound = ward_sound(home, name, channels=64)
        except NotAudio as error:
            bad[name] = error
            continue
        for place in [place for one, place in music if one == name]:
            told[name, place] = judged(name, sound, place)
    return bad, told


if __name__ == "__main__":
    main()
