"""The child of `Isolated` without its safeguard: it does not notice that its parent is gone."""

import threading

from broadcast.production.voices import child


class _Deaf:
    @staticmethod
    def _exit(_: int) -> None:
        threading.Event().wait()


if __name__ == "__main__":
    child.os = _Deaf  # type: ignore[assignment]
    child._own_stdout = lambda: open(1, "wb", closefd=False)  # noqa: SIM115  # its own needs os
    child.main()
