"""What is sent anew of pages, drawn once for all browsers that see the same."""

from collections.abc import Callable, Hashable
from threading import Lock


class Drawn:
    """The pieces of one snapshot; those of the one before are forgotten."""

    def __init__(self) -> None:
        self._number = 0
        self._pieces: dict[Hashable, str] = {}
        self._lock = Lock()

    def of(self, number: int, key: Hashable, draw: Callable[[], str]) -> str:
        """Return what `draw` returns for the snapshot `number`; it is called once for each `key`.

        Whoever asks meanwhile waits for it.
        """
        with self._lock:
            if number != self._number:
                self._number, self._pieces = number, {}
            if key not in self._pieces:
                self._pieces[key] = draw()
            return self._pieces[key]
