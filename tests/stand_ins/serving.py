"""A player's loop that does nothing but look: it serves while a test asks it from outside."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def looking(look: Callable[[], object]) -> Iterator[None]:
    """Call it a hundred times a second on a thread of its own, until the block ends."""
    over = threading.Event()

    def serve() -> None:
        while not over.wait(0.01):
            look()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        yield
    finally:
        over.set()
        serving.join()
