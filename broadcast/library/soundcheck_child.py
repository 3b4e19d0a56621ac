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
        pickle.dump(without_sound(home, names), answers)


def without_sound(home: Path, names: Iterable[str]) -> Mapping[str, NotAudio]:
    """As soundcheck.soundless, in this process and without a deadline."""
    found = {}
    for name in names:
        try:
            ward_sound(home, name)
        except NotAudio as error:
            found[name] = error
    return found


if __name__ == "__main__":
    main()
