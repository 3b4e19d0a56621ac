"""The child of `soundcheck`: a folder and names come in on stdin, what is wrong with them goes out on stdout."""

import os
import pickle
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from broadcast.base.errors import NotAudio
from broadcast.library.wardsounds import ward_sound


def main() -> None:
    """Read one pickled (home, names) from stdin, write the pickled answer of `soundless` to stdout, and return.

    What libraries print goes to stderr. A bug is raised, so that the process exits with 1.
    """
    home, names = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a library prints goes where complaints go
        pickle.dump(soundless(home, names), answers)


def soundless(home: Path, names: Iterable[str]) -> Mapping[str, NotAudio]:
    """Decode the sounds of these names; return, by name, the error of each that leads to no sound.

    As soundcheck.soundless, but in this process and without a deadline. `home` is the ward's folder. Empty where
    all hold a sound.
    """
    found = {}
    for name in names:
        try:
            ward_sound(home, name)
        except NotAudio as error:
            found[name] = error
    return found


if __name__ == "__main__":
    main()
