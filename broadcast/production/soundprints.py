"""The sounds around the words of a cart -> what of them stands in its fingerprint: their files, byte by byte."""

from collections.abc import Iterator, Mapping, Sequence, Set
from enum import Enum, auto
from itertools import product
from pathlib import Path

from broadcast.base.errors import NotAudio
from broadcast.library.names import BUILTIN, NONE, print_of
from broadcast.production.orders import Arrangement
from broadcast.programme.settings import SoundSettings

OUR_SOUNDS: Mapping[str, str] = {
    "opening": "mo-dau", "sting": "nhac-hieu", "bed": "nen", "closing": "ket-thuc",
}  # fmt: skip
"""What stands in for a file of the ward's that holds no sound, by its key in playlist.yaml."""


class _Choice(Enum):
    """What a cart may have been made with; the best first."""

    NAMED = auto()
    """The sound that playlist.yaml names."""
    UNFIT = auto()
    """Ours, for what is in the ward's file."""
    UNREAD = auto()
    """Ours, as the ward's file could not be read."""


class SoundPrints:
    """The sounds of one ward's playlist.yaml; each file is read once."""

    def __init__(self, home: Path, sound: SoundSettings) -> None:
        """Read no file yet. `home`: the ward's folder; `sound`: as playlist.yaml says."""
        self._home = home
        self._settings = sound
        self._files: dict[str, str] = {}

    def hold(self, name: str, print_: str) -> None:
        """Take `print_` for the sha256 of the sound of that name: it was decoded when it had it."""
        self._files[name] = print_

    def name_of(self, key: str | None) -> str:
        """Return the sound that playlist.yaml names under `key`, by that name; NONE where the key is None."""
        return NONE if key is None else str(getattr(self._settings, key))

    def ingredient(self, key: str | None, stand_ins: Set[str], unread: Set[str]) -> object:
        """Return what a fingerprint holds of the sound of that key, a value for JSON.

        `stand_ins`: the keys for whose file a sound of ours stands in; `unread`: those of them whose file could
        not be read. Raises NotAudio where the file of another key cannot be read.
        """
        name = self.name_of(key)
        if key is None or name == NONE:
            return None
        if key not in stand_ins:
            # what is told of the ward's own names it: under another name it is told anew
            return self._file(name) if name.startswith(BUILTIN) else [self._file(name), name]
        # what is in a file stays in it; why one cannot be read (no ffmpeg, a full disk) may pass
        why = "unread" if key in unread else "unfit"
        return [self._file_or_none(name), self._file(BUILTIN + OUR_SOUNDS[key]), why, name]

    def stand_ins(self, arrangement: Arrangement) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        """Yield for which keys ours may stand in, and which of them unread; the best first.

        Only decoding tells what a file holds.
        """
        keys = [key for key in arrangement.keys if key is not None]
        for chosen in product(*map(self._choices, keys)):
            ours = {key: one for key, one in zip(keys, chosen, strict=True) if one is not _Choice.NAMED}
            yield frozenset(ours), frozenset(key for key, one in ours.items() if one is _Choice.UNREAD)

    def _choices(self, key: str) -> Sequence[_Choice]:
        name = self.name_of(key)
        if name == NONE:
            return (_Choice.NAMED,)
        if self._file_or_none(name) is None:
            return (_Choice.UNREAD,)
        return (_Choice.NAMED,) if name.startswith(BUILTIN) else tuple(_Choice)

    def _file(self, name: str) -> str:
        if name not in self._files:
            self._files[name] = print_of(self._home, name)
        return self._files[name]

    def _file_or_none(self, name: str) -> str | None:
        try:
            return self._file(name)
        except NotAudio:
            return None
